//! Nothing that `crypto/` offers is without vectors.

use super::signatures;
use handshake_core::crypto::{Suite, Suite12, can_exchange, signer};
use handshake_core::msgs::codes::{NamedGroup, SignatureScheme};
use handshake_core::pki::{CertificateKind, Verifier, WebPkiVerifier};
use std::collections::BTreeSet;

/// What `crypto/` offers, and the tests that hold its vectors.
const OFFERED: &[(&str, &str)] = &[
    ("Aead", "aeads"),
    ("cbc", "aes_cbc"),
    ("Hash", "hashes, hmac, hkdf, the_prf_of_tls12"),
    ("hkdf_label", "RFC 8448, in tests/rfc8448"),
    ("KeyPair", "x25519, ecdh_on_each_curve, ml_kem_768"),
    ("shared_secret", "x25519, ecdh_on_each_curve, ml_kem_768"),
    ("EcdsaP256Key", "ecdsa_signatures"),
    ("EcdsaP384Key", "ecdsa_signatures"),
    ("Ed25519Key", "ed25519_signatures"),
    ("RsaKey", "rsa_signatures, rsa_decryption"),
    ("encrypt_to_rsa", "what_is_encrypted_to_rsa_is_decrypted"),
    ("signer", "rsa_decryption"),
    // Of signatures over MD5 and SHA-1 at once nobody publishes any: OpenSSL and GnuTLS make and check them (tests/peers/forbidden.rs).
    ("fits_unnamed", ""),
    // These compute nothing.
    ("Signer", ""),
    ("random", ""),
    ("can_exchange", ""),
    ("private_len", ""),
    ("private_name", ""),
    ("public_len", ""),
    ("Auth", ""),
    ("Bulk", ""),
    ("Exchange", ""),
    ("Suite", ""),
    ("Suite12", ""),
    ("suites_of", ""),
];

#[test]
fn everything_that_is_offered_has_vectors() {
    let source = include_str!("../../crates/core/src/crypto/mod.rs");
    let mut offered = BTreeSet::new();
    for line in source.lines() {
        let words = |rest: &str| {
            let names = rest.rsplit("::").next().unwrap_or_default();
            let names = names.trim_matches(|c: char| "{};".contains(c)).split(',');
            names.map(|name| name.trim().to_owned()).collect::<Vec<_>>()
        };
        if let Some(rest) = line.strip_prefix("pub use ") {
            offered.extend(words(rest));
        }
        for kind in ["pub mod ", "pub fn ", "pub struct ", "pub enum ", "pub trait "] {
            if let Some(rest) = line.strip_prefix(kind) {
                offered.extend(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned));
            }
        }
    }
    let known: BTreeSet<String> = OFFERED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(offered, known, "a primitive without vectors, or vectors without a primitive");
}

#[test]
fn every_suite_group_and_scheme_is_made_of_what_has_vectors() {
    let mut aeads: BTreeSet<&str> = Suite::ALL.iter().chain(&Suite::RARE).map(|suite| suite.aead.name()).collect();
    let mut hashes: BTreeSet<&str> = Suite::ALL.iter().chain(&Suite::RARE).map(|suite| suite.hash.name()).collect();
    for suite in Suite12::ALL {
        hashes.insert(suite.hash.name());
        match suite.bulk {
            handshake_core::crypto::Bulk::Aead(aead) => drop(aeads.insert(aead.name())),
            handshake_core::crypto::Bulk::Cbc { mac, .. } => drop(hashes.insert(mac.name())),
        }
    }
    assert_eq!(
        aeads,
        BTreeSet::from(["AES-128-CCM", "AES-128-CCM-8", "AES-128-GCM", "AES-256-GCM", "ChaCha20-Poly1305"])
    );
    assert_eq!(hashes, BTreeSet::from(["SHA-1", "SHA-256", "SHA-384"]));
    let groups: Vec<NamedGroup> = NamedGroup::NAMED.iter().copied().filter(|group| can_exchange(*group)).collect();
    let run = [
        NamedGroup::SECP256R1,
        NamedGroup::SECP384R1,
        NamedGroup::SECP521R1,
        NamedGroup::X25519,
        NamedGroup::X25519MLKEM768,
    ];
    assert_eq!(groups.iter().collect::<BTreeSet<_>>(), run.iter().collect::<BTreeSet<_>>());
}

const KINDS: [CertificateKind; 4] =
    [CertificateKind::EcdsaP256, CertificateKind::EcdsaP384, CertificateKind::Ed25519, CertificateKind::Rsa2048];

/// No signature of a scheme that is not run is ever taken, and no key signs with one.
#[test]
fn no_other_scheme_is_known() {
    use p256::pkcs8::EncodePrivateKey;
    let keys = [
        p256::SecretKey::from_slice(&[7; 32]).expect("a key").to_pkcs8_der().expect("DER").as_bytes().to_vec(),
        p384::SecretKey::from_slice(&[7; 48]).expect("a key").to_pkcs8_der().expect("DER").as_bytes().to_vec(),
    ];
    let mut random = handshake_core::random::Seeded::new(1, "salt");
    for scheme in SignatureScheme::NAMED.iter().filter(|scheme| !signatures::SCHEMES.contains(scheme)) {
        for key in &keys {
            assert_eq!(signer(key).expect("a key").sign(*scheme, b"", &mut random), None, "{}", scheme.text());
        }
        for kind in KINDS {
            let issued = handshake_tests::issued(kind);
            let signer = &issued.identity.signer;
            assert!(!signer.schemes().contains(scheme) && signer.sign(*scheme, b"", &mut random).is_none());
            for own in signer.schemes() {
                let signature = signer.sign(own, b"content", &mut random).expect("a signature");
                let leaf = &issued.identity.chain[0];
                assert!(
                    !WebPkiVerifier::none().signature12(*scheme, leaf, b"content", &signature),
                    "{}",
                    scheme.text()
                );
            }
        }
    }
}
