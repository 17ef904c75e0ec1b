//! Vectors of the documents themselves, for what Project Wycheproof has none.

use handshake_core::crypto::{EcdsaP256Key, EcdsaP384Key, Ed25519Key, Hash, RsaKey, Signer};
use handshake_core::hex;
use handshake_core::msgs::codes::SignatureScheme;
use handshake_core::pki::{CertificateKind, Verifier, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_tests::issued;

fn bytes(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter_map(|c| (c as char).to_digit(16)).map(|d| d as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// FIPS 180-4's examples: the hash of "abc".
#[test]
fn hashes() {
    assert_eq!(hex(&Hash::Sha1.digest(b"abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    assert_eq!(hex(&Hash::Sha256.digest(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(
        hex(&Hash::Sha384.digest(b"abc")),
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    );
}

/// TLS 1.2's PRF, the vectors that were published on the mailing list of the IETF's TLS working group for SHA-256 and
/// SHA-384 (msg03416).
#[test]
fn the_prf_of_tls12() {
    let vectors = [
        (
            Hash::Sha256,
            "9bbe436ba940f017b17652849a71db35",
            "a0ba9f936cda311827a6f796ffd5198c",
            "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af\
             0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701\
             87347b66",
        ),
        (
            Hash::Sha384,
            "b80b733d6ceefcdc71566ea48e5567df",
            "cd665cf6a8447dd6ff8b27555edb7465",
            "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0\
             e534cb400fed2700884f9dc236f80edd8bfa961144c9e8d792eca722a7b32fc3d416d473ebc2c5fd4abfdad05d918425\
             9b5bf8cd4d90fa0d31e2dec479e4f1a26066f2eea9a69236a3e52655c9e9aee691c8f3a26854308d5eaa3be85e099070\
             3d73e56f",
        ),
    ];
    for (hash, secret, seed, wanted) in vectors {
        let (seed, wanted) = ([b"test label".as_slice(), &bytes(seed)].concat(), bytes(wanted));
        assert_eq!(hash.prf(&bytes(secret), &seed, wanted.len()), wanted, "{}", hash.name());
    }
}

/// RFC 6979 appendices A.2.5 and A.2.6: with SHA-256 and SHA-384, the messages "sample" and "test".
#[test]
fn ecdsa_signatures() {
    let p256 = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
    let p256 = EcdsaP256Key::new(bytes(p256).as_slice().try_into().expect("32 bytes")).expect("a key");
    let sample = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                  f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    let test = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367\
                019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
    for (message, wanted) in [("sample", sample), ("test", test)] {
        assert_eq!(numbers(&p256.sign_der(message.as_bytes()), 32), bytes(wanted), "P-256, {message}");
    }
    let p384 = "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8\
                96d5724e4c70a825f872c9ea60d2edf5";
    let p384 = EcdsaP384Key::new(bytes(p384).as_slice().try_into().expect("48 bytes")).expect("a key");
    let sample = "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46\
                  99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8";
    let test = "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb0542a7f0812998da8f1dd3ca3cf023db\
                ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e06a739f040649a667bf3b828246baa5a5";
    for (message, wanted) in [("sample", sample), ("test", test)] {
        assert_eq!(numbers(&p384.sign_der(message.as_bytes()), 48), bytes(wanted), "P-384, {message}");
    }
}

/// r and s of a signature in DER, each of so many bytes.
fn numbers(der: &[u8], len: usize) -> Vec<u8> {
    let (mut at, mut out) = (2, Vec::new());
    for _ in 0..2 {
        let end = at + 2 + usize::from(der[at + 1]);
        let digits: Vec<u8> = der[at + 2..end].iter().copied().skip_while(|byte| *byte == 0).collect();
        out.extend([vec![0; len - digits.len()], digits].concat());
        at = end;
    }
    out
}

/// RFC 8032 §7.1, tests 1 to 3.
#[test]
fn ed25519_signatures() {
    let vectors = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
             d25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c\
             387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659\
             4a7c15e9716ed28dc027beceea1ec40a",
        ),
    ];
    for (seed, public, message, wanted) in vectors {
        let key = Ed25519Key::new(bytes(seed).as_slice().try_into().expect("32 bytes")).expect("a key");
        assert_eq!((hex(&key.public()), hex(&key.sign_raw(&bytes(message)))), (public.to_owned(), wanted.to_owned()));
    }
}

/// RSA signatures have chance in them (PSS), or a key that no document gives: what this engine signs, ring takes.
#[test]
fn rsa_signatures() {
    let key = RsaKey::from_pkcs8_der(include_bytes!("../../crates/core/src/pki/keys/rsa-server.der")).expect("a key");
    let leaf = &issued(CertificateKind::Rsa2048).identity.chain[0];
    let schemes = key.schemes();
    assert_eq!(schemes.len(), 6);
    for scheme in schemes {
        let signature = key.sign(scheme, b"message", &mut Seeded::new(1, "salt")).expect("a signature");
        assert!(WebPkiVerifier::none().signature12(scheme, leaf, b"message", &signature), "{}", scheme.text());
        assert!(!WebPkiVerifier::none().signature12(scheme, leaf, b"massage", &signature), "{}", scheme.text());
    }
    let signature = key.sign_pkcs1(b"message").expect("a signature");
    assert!(WebPkiVerifier::none().signature12(SignatureScheme::RSA_PKCS1_SHA256, leaf, b"message", &signature));
}
