//! Signatures in certificates, and on statuses and lists of revoked ones.

use super::certificate::Certificate;
use super::der::Reader;
use rustls_pki_types::SignatureVerificationAlgorithm;
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
};

/// Signature algorithms admitted in certificates.
pub(super) const IN_CERTIFICATES: &[&dyn SignatureVerificationAlgorithm] = &[
    ECDSA_P256_SHA256,
    ECDSA_P256_SHA384,
    ECDSA_P384_SHA256,
    ECDSA_P384_SHA384,
    ED25519,
    RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512,
];

/// Whether the key (SubjectPublicKeyInfo) made the certificate's signature; `None` if it is of a kind that is not checked.
pub(super) fn signs(spki: &[u8], certificate: &Certificate) -> Option<bool> {
    verify(spki, certificate.signature_algorithm, certificate.tbs.der, certificate.signature)
}

/// Whether a key (SubjectPublicKeyInfo) made a signature of this algorithm; `None` if it is of a kind that is not checked.
pub(super) fn verify(spki: &[u8], algorithm: &[u8], content: &[u8], signature: &[u8]) -> Option<bool> {
    let mut fields = Reader::new(spki).next_value().ok()?.inside();
    let key_algorithm = fields.next_value().ok()?.content;
    let key = fields.next_value().ok()?.octets().ok()?;
    let fits = |known: &&&dyn SignatureVerificationAlgorithm| {
        known.signature_alg_id().as_ref() == algorithm && known.public_key_alg_id().as_ref() == key_algorithm
    };
    let known = IN_CERTIFICATES.iter().find(fits)?;
    Some(known.verify_signature(key, content, signature).is_ok())
}
