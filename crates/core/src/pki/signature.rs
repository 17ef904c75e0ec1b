//! Signatures in certificates, and on statuses and lists of revoked ones.

use super::certificate::Certificate;
use super::der::Reader;
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha2::{Digest, Sha256, Sha384, Sha512};
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
};

/// Signature algorithms admitted in certificates.
pub(super) static IN_CERTIFICATES: &[&dyn SignatureVerificationAlgorithm] = &[
    ECDSA_P256_SHA256,
    ECDSA_P256_SHA384,
    &P256_SHA512,
    ECDSA_P384_SHA256,
    ECDSA_P384_SHA384,
    &P384_SHA512,
    &P521_SHA256,
    &P521_SHA384,
    &P521_SHA512,
    ED25519,
    RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA512,
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    &PSS_KEY_SHA256,
    &PSS_KEY_SHA384,
    &PSS_KEY_SHA512,
    &PSS_ONLY_SHA256,
    &PSS_ONLY_SHA384,
    &PSS_ONLY_SHA512,
];

/// Checks a signature: key, content, signature.
type Verify = fn(&[u8], &[u8], &[u8]) -> Option<()>;

/// An algorithm that `ring` does not have, or has under another identifier of the key.
pub(super) struct Algorithm {
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
    verify: Verify,
}

impl std::fmt::Debug for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Algorithm").field("key", &self.key).field("signature", &self.signature).finish()
    }
}

impl SignatureVerificationAlgorithm for Algorithm {
    fn verify_signature(&self, key: &[u8], content: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        (self.verify)(key, content, signature).ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

/// ECDSA on a curve: the crate that has it, and the hash.
macro_rules! ecdsa {
    ($curve:ident, $hash:ident) => {
        |key, content, signature| {
            use p256::ecdsa::signature::hazmat::PrehashVerifier;
            let key = $curve::ecdsa::VerifyingKey::from_sec1_bytes(key).ok()?;
            let signature = $curve::ecdsa::Signature::from_der(signature).ok()?;
            key.verify_prehash(&$hash::digest(content), &signature).ok()
        }
    };
}

pub(super) static P256_SHA512: Algorithm =
    Algorithm { key: alg_id::ECDSA_P256, signature: alg_id::ECDSA_SHA512, verify: ecdsa!(p256, Sha512) };
pub(super) static P384_SHA512: Algorithm =
    Algorithm { key: alg_id::ECDSA_P384, signature: alg_id::ECDSA_SHA512, verify: ecdsa!(p384, Sha512) };
pub(super) static P521_SHA256: Algorithm =
    Algorithm { key: alg_id::ECDSA_P521, signature: alg_id::ECDSA_SHA256, verify: ecdsa!(p521, Sha256) };
pub(super) static P521_SHA384: Algorithm =
    Algorithm { key: alg_id::ECDSA_P521, signature: alg_id::ECDSA_SHA384, verify: ecdsa!(p521, Sha384) };
pub(super) static P521_SHA512: Algorithm =
    Algorithm { key: alg_id::ECDSA_P521, signature: alg_id::ECDSA_SHA512, verify: ecdsa!(p521, Sha512) };

/// id-RSASSA-PSS without parameters: a key for any hash. RFC 4055 §1.2.
const PSS_KEY: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10]);

/// RSASSA-PSS with a key that is for nothing else, by the way of one that is for both.
macro_rules! pss {
    ($key:expr, $signature:ident, $by:ident) => {
        Algorithm {
            key: $key,
            signature: alg_id::$signature,
            verify: |key, content, signature| $by.verify_signature(key, content, signature).ok(),
        }
    };
}

pub(super) static PSS_KEY_SHA256: Algorithm = pss!(PSS_KEY, RSA_PSS_SHA256, RSA_PSS_2048_8192_SHA256_LEGACY_KEY);
pub(super) static PSS_KEY_SHA384: Algorithm = pss!(PSS_KEY, RSA_PSS_SHA384, RSA_PSS_2048_8192_SHA384_LEGACY_KEY);
pub(super) static PSS_KEY_SHA512: Algorithm = pss!(PSS_KEY, RSA_PSS_SHA512, RSA_PSS_2048_8192_SHA512_LEGACY_KEY);
// The key names the one hash that it is for.
pub(super) static PSS_ONLY_SHA256: Algorithm =
    pss!(alg_id::RSA_PSS_SHA256, RSA_PSS_SHA256, RSA_PSS_2048_8192_SHA256_LEGACY_KEY);
pub(super) static PSS_ONLY_SHA384: Algorithm =
    pss!(alg_id::RSA_PSS_SHA384, RSA_PSS_SHA384, RSA_PSS_2048_8192_SHA384_LEGACY_KEY);
pub(super) static PSS_ONLY_SHA512: Algorithm =
    pss!(alg_id::RSA_PSS_SHA512, RSA_PSS_SHA512, RSA_PSS_2048_8192_SHA512_LEGACY_KEY);

/// Whether the key (SubjectPublicKeyInfo) made the certificate's signature; `None` if it is of a kind that is not checked.
pub(super) fn signs(spki: &[u8], certificate: &Certificate) -> Option<bool> {
    verify(spki, certificate.signature_algorithm, certificate.tbs.der, certificate.signature)
}

/// Whether a key (SubjectPublicKeyInfo) made a signature of this algorithm; `None` if it is of a kind that is not checked.
pub(super) fn verify(spki: &[u8], algorithm: &[u8], content: &[u8], signature: &[u8]) -> Option<bool> {
    let mut fields = Reader::new(spki).next_value().ok()?.inside();
    let key_algorithm = fields.next_value().ok()?.content;
    let key = fields.next_value().ok()?.octets().ok()?;
    let mut of_kind = IN_CERTIFICATES.iter().filter(|known| known.signature_alg_id().as_ref() == algorithm).peekable();
    of_kind.peek()?;
    match of_kind.find(|known| known.public_key_alg_id().as_ref() == key_algorithm) {
        Some(known) => Some(known.verify_signature(key, content, signature).is_ok()),
        // The signature is of a known kind, and this key of a known other one: it did not make it.
        None => {
            let known_key = IN_CERTIFICATES.iter().any(|known| known.public_key_alg_id().as_ref() == key_algorithm);
            known_key.then_some(false)
        }
    }
}
