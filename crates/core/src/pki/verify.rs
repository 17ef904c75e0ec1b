//! Checks of a certificate path and of signatures by its first key.

use super::certificate::{Certificate, MIN_RSA_BITS, name_text};
use super::finding::{Aspect, Finding, Path, Source, Status, Verdict};
use super::ocsp;
use super::path::{Candidate, Chain, allows, reconcile};
use super::signature::IN_CERTIFICATES;
use super::store::Store;
use crate::msgs::codes::SignatureScheme;
use crate::rules::Rule;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use std::sync::Arc;
use std::time::Duration;
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
};
use webpki::{
    CertRevocationList, EndEntityCert, Error, KeyUsage, OwnedCertRevocationList, RevocationOptionsBuilder,
    UnknownStatusPolicy, anchor_from_trusted_cert,
};

/// Decides whom to trust.
pub trait Verifier: Send + Sync {
    /// What can be said of a chain (DER, the peer's own first) for this name at this time (seconds since 1970). The
    /// first finding that does not hold ends the list.
    fn chain(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Vec<Finding>;

    /// The same, and what it rests on.
    fn judge(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Verdict {
        Verdict { findings: self.chain(chain, server_name, now), path: None }
    }

    /// What can be said of the status that came along (an OCSPResponse, DER) with a chain that is good otherwise, or of its
    /// absence, if it was asked for. The path is that of [`Verifier::judge`].
    fn status(&self, _path: &Path, _response: Option<&[u8]>, _now: u64) -> (Vec<Finding>, Option<Status>) {
        (Vec::new(), None)
    }

    /// True if the signature over `content` was made with the key of the certificate `leaf` (DER).
    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool;

    /// The same for TLS 1.2, where a scheme names hash and kind of key, and no curve. RFC 5246 §7.4.1.4.1.
    fn signature12(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        self.signature(scheme, leaf, content, signature)
    }
}

/// Trusts what leads to one of its roots, by the Web's rules.
#[derive(Clone, Debug, Default)]
pub struct WebPkiVerifier(Store);

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
        let anchors = roots.iter().enumerate().map(anchor).collect::<Result<_, _>>()?;
        let roots = roots.iter().map(|root| root.as_ref().to_vec()).collect();
        Ok(WebPkiVerifier(Store { roots, anchors, ..Store::default() }))
    }

    /// Trusts nobody.
    pub fn none() -> Self {
        WebPkiVerifier::default()
    }

    /// The same for a server that checks its clients' certificates.
    pub fn of_clients(self) -> Self {
        WebPkiVerifier(Store { of_clients: true, ..self.0 })
    }

    /// The same with lists of revoked certificates (CRLs, DER). A certificate that none of them speaks for is taken.
    ///
    /// # Errors
    /// The position of the first list that can't be read, and why.
    pub fn with_lists<R: AsRef<[u8]>>(self, lists: &[R]) -> Result<Self, (usize, String)> {
        let read = |(i, list): (usize, &R)| {
            let list = OwnedCertRevocationList::from_der(list.as_ref()).map(CertRevocationList::from);
            list.map_err(|error| (i, error.to_string()))
        };
        let list_ders = lists.iter().map(|list| list.as_ref().to_vec()).collect();
        let lists = lists.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(WebPkiVerifier(Store { lists: Arc::new(lists), list_ders, ..self.0 }))
    }

    /// What it trusts, DER.
    pub fn roots(&self) -> &[Vec<u8>] {
        &self.0.roots
    }

    /// The path on which the judge agrees.
    fn path(&self, leaf: &EndEntityCert, intermediates: &[CertificateDer], now: u64) -> Result<Candidate, Error> {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(now));
        let usage = if self.0.of_clients { KeyUsage::client_auth() } else { KeyUsage::server_auth() };
        let lists: Vec<&CertRevocationList> = self.0.lists.iter().collect();
        let revocation = RevocationOptionsBuilder::new(&lists)
            .ok()
            .map(|options| options.with_status_policy(UnknownStatusPolicy::Allow).build());
        let path =
            leaf.verify_for_usage(IN_CERTIFICATES, &self.0.anchors, intermediates, time, usage, revocation, None)?;
        // The peer's own stands before the intermediates.
        let place = |der: CertificateDer| intermediates.iter().position(|one| *one == der).map(|at| at + 1);
        let above = path.intermediate_certificates().filter_map(|one| place(one.der()));
        let anchor = self.0.anchors.iter().position(|anchor| std::ptr::eq(anchor, path.anchor()));
        Ok(Candidate { sent: std::iter::once(0).chain(above).collect(), anchor })
    }
}

/// What is too weak in a path, if anything: a key, or the hash of a signature. Checked before the signatures, since the
/// judge has no name for it: to it such a signature is just unknown.
fn strength(path: &Path) -> Vec<Finding> {
    let certificates = path.links.iter().filter(|link| link.source != Source::Store);
    let certificates: Vec<Certificate> =
        certificates.filter_map(|link| Certificate::read(&link.certificate).ok()).collect();
    let short = certificates.iter().find(|one| one.rsa_bits().is_some_and(|bits| bits < MIN_RSA_BITS));
    let weak = certificates.iter().find(|one| one.has_weak_hash());
    let say = |one: Option<&Certificate>, what: &dyn Fn(&Certificate) -> String| match one {
        Some(one) => Err(format!("{}: {}", name_text(one.subject), what(one))),
        None => Ok(()),
    };
    vec![
        Finding::new(Rule::KeyStrong, say(short, &|one| one.key_kind())),
        Finding::new(Rule::HashStrong, say(weak, &|one| one.signature_name())),
    ]
}

/// keyUsage, which the judge does not look at. RFC 5280 §4.2.1.3.
fn key_usage(path: &Path) -> Result<(), String> {
    for (at, link) in path.links.iter().enumerate().filter(|(_, link)| link.source != Source::Store) {
        let Ok(certificate) = Certificate::read(&link.certificate) else { continue };
        let usages = certificate.key_usage();
        if usages.as_ref().is_some_and(|usages| !allows(usages, at == 0)) {
            let said = usages.unwrap_or_default().join(", ");
            return Err(format!("keyUsage of {}: {said}", name_text(certificate.subject)));
        }
    }
    Ok(())
}

impl Verifier for WebPkiVerifier {
    fn chain(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Vec<Finding> {
        self.judge(chain, server_name, now).findings
    }

    fn judge(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Verdict {
        let ders: Vec<CertificateDer> = chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let Some((first, intermediates)) = ders.split_first() else {
            let empty = Finding::new(Rule::CertificatePresent, Err("the chain is empty".to_owned()));
            return Verdict { findings: vec![empty], path: None };
        };
        let read = Chain::read(&self.0, chain, server_name, now);
        let leaf = match EndEntityCert::try_from(first) {
            Ok(leaf) => leaf,
            Err(error) => {
                let findings = vec![Finding::new(Rule::CertificateParses, Err(error.to_string()))];
                return Verdict { findings, path: read.map(|chain| chain.likeliest()) };
            }
        };
        let result = self.path(&leaf, intermediates, now);
        let mut path = read.map(|chain| match &result {
            Ok(path) => chain.verified(path),
            Err(_) => chain.likeliest(),
        });
        let mut findings = vec![Finding::new(Rule::CertificateParses, Ok(()))];
        findings.extend(path.iter().flat_map(strength));
        if let Some(at) = findings.iter().position(|finding| !finding.passed) {
            findings.truncate(at + 1);
            return Verdict { findings, path };
        }
        if let Some(path) = &mut path {
            let detail = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
            let aspect = result.as_ref().err().map(|error| aspect_of(rule_of(error)));
            reconcile(path, aspect.map(|aspect| (aspect, detail.as_str())));
        }
        match result {
            Err(error) => findings.push(Finding::new(rule_of(&error), Err(error.to_string()))),
            Ok(_) => {
                let held = [Rule::ChainTrusted, Rule::ChainInTime];
                findings.extend(held.map(|rule| Finding::new(rule, Ok(()))));
                findings.push(Finding::new(Rule::ChainUsage, path.as_ref().map_or(Ok(()), key_usage)));
            }
        }
        if findings.iter().all(|finding| finding.passed) {
            if !self.0.lists.is_empty() {
                findings.push(Finding::new(Rule::NotRevoked, Ok(())));
            }
            if let Some(name) = server_name {
                findings.push(Finding::new(Rule::NameMatches, self.0.is_for(first.as_ref(), name)));
            }
        }
        Verdict { findings, path }
    }

    fn status(&self, path: &Path, response: Option<&[u8]>, now: u64) -> (Vec<Finding>, Option<Status>) {
        let mut links = path.links.iter().map(|link| Certificate::read(&link.certificate).ok());
        let (Some(Some(leaf)), Some(Some(issuer))) = (links.next(), links.next()) else { return (Vec::new(), None) };
        ocsp::judge(&leaf, &issuer, response, now)
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
pub fn public_key(leaf: &[u8]) -> Option<Vec<u8>> {
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
        Error::CertRevoked => Rule::NotRevoked,
        Error::InvalidCrlSignatureForPublicKey | Error::IssuerNotCrlSigner => Rule::StatusSigned,
        Error::NameConstraintViolation => Rule::NamePermitted,
        Error::CaUsedAsEndEntity
        | Error::EndEntityUsedAsCa
        | Error::PathLenConstraintViolated
        | Error::RequiredEkuNotFoundContext(_)
        | Error::EmptyEkuExtension => Rule::ChainUsage,
        _ => Rule::CertificateParses,
    }
}

/// What of a link a rule about paths speaks of.
fn aspect_of(rule: Rule) -> Aspect {
    match rule {
        Rule::ChainInTime => Aspect::Dates,
        Rule::ChainTrusted => Aspect::Trust,
        Rule::NameMatches => Aspect::Name,
        Rule::NotRevoked => Aspect::Status,
        Rule::NamePermitted => Aspect::Constraints,
        Rule::ChainUsage => Aspect::Usage,
        _ => Aspect::Form,
    }
}
