//! Checks of a certificate path and of signatures by its first key.

use crate::msgs::codes::SignatureScheme;
use crate::rules::Rule;
use rustls_pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
};
use webpki::{EndEntityCert, Error, KeyUsage, anchor_from_trusted_cert};

/// One rule about a certificate path, and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// Whether it holds.
    pub passed: bool,
    /// If not, why.
    pub detail: String,
}

impl Finding {
    fn new(rule: Rule, result: Result<(), String>) -> Self {
        Finding { rule, passed: result.is_ok(), detail: result.err().unwrap_or_default() }
    }
}

/// Decides whom to trust.
pub trait Verifier: Send + Sync {
    /// What can be said of a chain (DER, the peer's own first) for this name at this time (seconds since 1970). The
    /// first finding that does not hold ends the list.
    fn chain(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Vec<Finding>;

    /// True if the signature over `content` was made with the key of the certificate `leaf` (DER).
    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool;

    /// The same for TLS 1.2, where a scheme names hash and kind of key, and no curve. RFC 5246 §7.4.1.4.1.
    fn signature12(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        self.signature(scheme, leaf, content, signature)
    }
}

/// Trusts what leads to one of its roots, by the Web's rules.
#[derive(Clone, Debug)]
pub struct WebPkiVerifier {
    roots: Vec<TrustAnchor<'static>>,
    of_clients: bool,
}

/// Signature algorithms admitted in certificates.
const IN_CERTIFICATES: &[&dyn SignatureVerificationAlgorithm] = &[
    ECDSA_P256_SHA256,
    ECDSA_P256_SHA384,
    ECDSA_P384_SHA256,
    ECDSA_P384_SHA384,
    ED25519,
    RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512,
];

impl WebPkiVerifier {
    /// Trusts these roots (DER).
    ///
    /// # Errors
    /// The position of the first root that can't be read, and why.
    pub fn new<R: AsRef<[u8]>>(roots: &[R]) -> Result<Self, (usize, String)> {
        let anchor = |(i, root): (usize, &R)| {
            anchor_from_trusted_cert(&CertificateDer::from(root.as_ref()))
                .map(|anchor| anchor.to_owned())
                .map_err(|error| (i, error.to_string()))
        };
        let roots = roots.iter().enumerate().map(anchor).collect::<Result<_, _>>()?;
        Ok(WebPkiVerifier { roots, of_clients: false })
    }

    /// Trusts nobody.
    pub fn none() -> Self {
        WebPkiVerifier { roots: Vec::new(), of_clients: false }
    }

    /// The same for a server that checks its clients' certificates.
    pub fn of_clients(self) -> Self {
        WebPkiVerifier { of_clients: true, ..self }
    }

    fn path(&self, leaf: &EndEntityCert, intermediates: &[CertificateDer], now: u64) -> Vec<Finding> {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(now));
        let usage = if self.of_clients { KeyUsage::client_auth() } else { KeyUsage::server_auth() };
        let result = leaf.verify_for_usage(IN_CERTIFICATES, &self.roots, intermediates, time, usage, None, None);
        let all = [Rule::ChainTrusted, Rule::ChainInTime, Rule::ChainUsage];
        match result {
            Ok(_) => all.into_iter().map(|rule| Finding::new(rule, Ok(()))).collect(),
            Err(error) => vec![Finding::new(rule_of(&error), Err(error.to_string()))],
        }
    }
}

impl Verifier for WebPkiVerifier {
    fn chain(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Vec<Finding> {
        let ders: Vec<CertificateDer> = chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let Some((first, intermediates)) = ders.split_first() else {
            return vec![Finding::new(Rule::CertificatePresent, Err("the chain is empty".to_owned()))];
        };
        let leaf = match EndEntityCert::try_from(first) {
            Ok(leaf) => leaf,
            Err(error) => return vec![Finding::new(Rule::CertificateParses, Err(error.to_string()))],
        };
        let mut findings = vec![Finding::new(Rule::CertificateParses, Ok(()))];
        findings.extend(self.path(&leaf, intermediates, now));
        if findings.iter().all(|finding| finding.passed)
            && let Some(name) = server_name
        {
            let result = ServerName::try_from(name)
                .map_err(|_| format!("{name} is no DNS name or IP address"))
                .and_then(|name| leaf.verify_is_valid_for_subject_name(&name).map_err(|error| error.to_string()));
            findings.push(Finding::new(Rule::NameMatches, result));
        }
        findings
    }

    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        let algorithm = match scheme {
            SignatureScheme::ECDSA_SECP256R1_SHA256 => ECDSA_P256_SHA256,
            SignatureScheme::ED25519 => ED25519,
            SignatureScheme::ECDSA_SECP384R1_SHA384 => ECDSA_P384_SHA384,
            SignatureScheme::RSA_PSS_RSAE_SHA256 => RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
            SignatureScheme::RSA_PSS_RSAE_SHA384 => RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
            SignatureScheme::RSA_PSS_RSAE_SHA512 => RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
            _ => return false,
        };
        signed_by(leaf, algorithm, content, signature)
    }

    fn signature12(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        let algorithms: &[&dyn SignatureVerificationAlgorithm] = match scheme {
            SignatureScheme::ECDSA_SECP256R1_SHA256 => &[ECDSA_P256_SHA256, ECDSA_P384_SHA256],
            SignatureScheme::ECDSA_SECP384R1_SHA384 => &[ECDSA_P384_SHA384, ECDSA_P256_SHA384],
            SignatureScheme::RSA_PKCS1_SHA256 => &[RSA_PKCS1_2048_8192_SHA256],
            SignatureScheme::RSA_PKCS1_SHA384 => &[RSA_PKCS1_2048_8192_SHA384],
            SignatureScheme::RSA_PKCS1_SHA512 => &[RSA_PKCS1_2048_8192_SHA512],
            _ => return self.signature(scheme, leaf, content, signature),
        };
        algorithms.iter().any(|algorithm| signed_by(leaf, *algorithm, content, signature))
    }
}

fn signed_by(leaf: &[u8], algorithm: &dyn SignatureVerificationAlgorithm, content: &[u8], signature: &[u8]) -> bool {
    EndEntityCert::try_from(&CertificateDer::from(leaf))
        .is_ok_and(|leaf| leaf.verify_signature(algorithm, content, signature).is_ok())
}

/// A certificate's public key (SubjectPublicKeyInfo, DER). `None` if the certificate can't be read.
pub(crate) fn public_key(leaf: &[u8]) -> Option<Vec<u8>> {
    Some(EndEntityCert::try_from(&CertificateDer::from(leaf)).ok()?.subject_public_key_info().as_ref().to_vec())
}

fn rule_of(error: &Error) -> Rule {
    match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } | Error::InvalidCertValidity => Rule::ChainInTime,
        Error::UnknownIssuer
        | Error::InvalidSignatureForPublicKey
        // The issuer's name is a known one, but its key is of another kind.
        | Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)
        | Error::MaximumSignatureChecksExceeded
        | Error::MaximumPathBuildCallsExceeded
        | Error::MaximumPathDepthExceeded => Rule::ChainTrusted,
        Error::CertNotValidForName(_) => Rule::NameMatches,
        Error::CaUsedAsEndEntity
        | Error::EndEntityUsedAsCa
        | Error::PathLenConstraintViolated
        | Error::NameConstraintViolation
        | Error::RequiredEkuNotFoundContext(_)
        | Error::EmptyEkuExtension => Rule::ChainUsage,
        _ => Rule::CertificateParses,
    }
}
