//! Checks of a certificate path and of signatures by its first key.

use super::certificate::Certificate;
use super::der::DerError;
use super::finding::{Aspect, Finding, LinkCheck, Path, Status, Verdict};
use super::ocsp;
use super::path::{Candidate, Chain, broken, other_name, unjudged};
use super::signature::{
    IN_CERTIFICATES, P256_SHA512, P384_SHA512, P521_SHA256, P521_SHA384, P521_SHA512, PSS_KEY_SHA256, PSS_KEY_SHA384,
    PSS_KEY_SHA512, PSS_ONLY_SHA256, PSS_ONLY_SHA384, PSS_ONLY_SHA512,
};
use super::store::Store;
use crate::msgs::codes::SignatureScheme;
use crate::rules::Rule;
use crate::statement::Statement;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use std::cell::RefCell;
use std::time::Duration;
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
};
use webpki::{EndEntityCert, Error, KeyUsage, VerifiedPath, anchor_from_trusted_cert};

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
    pub fn new<R: AsRef<[u8]>>(roots: &[R]) -> Result<Self, (usize, Statement)> {
        let anchor = |(i, root): (usize, &R)| {
            anchor_from_trusted_cert(&CertificateDer::from(root.as_ref())).map(|anchor| anchor.to_owned()).map_err(
                |_| (i, Certificate::read(root.as_ref()).err().map_or(Statement::Refused, DerError::statement)),
            )
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

    /// The same with lists of revoked certificates (CRLs, DER). A certificate that none of them speaks for is taken; one
    /// of which a list should speak that can't be read, or is out of date, can't be judged.
    pub fn with_lists<R: AsRef<[u8]>>(self, lists: &[R]) -> Self {
        let lists = lists.iter().map(|list| list.as_ref().to_vec()).collect();
        WebPkiVerifier(Store { lists, ..self.0 })
    }

    /// What it trusts, DER.
    pub fn roots(&self) -> &[Vec<u8>] {
        &self.0.roots
    }

    /// The path on which the judge agrees; of several, one against which nothing else speaks.
    fn path(
        &self,
        leaf: &EndEntityCert,
        intermediates: &[CertificateDer],
        chain: &Chain,
        now: u64,
    ) -> Result<Candidate, Error> {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(now));
        let usage = if self.0.of_clients { KeyUsage::client_auth() } else { KeyUsage::server_auth() };
        // The peer's own stands before the intermediates.
        let place = |der: CertificateDer| intermediates.iter().position(|one| *one == der).map(|at| at + 1);
        let candidate = |path: &VerifiedPath| Candidate {
            sent: std::iter::once(0)
                .chain(path.intermediate_certificates().filter_map(|one| place(one.der())))
                .collect(),
            anchor: self.0.anchors.iter().position(|anchor| std::ptr::eq(anchor, path.anchor())),
        };
        let found = RefCell::new(None);
        let admitted = |path: &VerifiedPath| {
            let candidate = candidate(path);
            match chain.admits(&candidate) {
                true => {
                    found.replace(Some(candidate));
                    Ok(())
                }
                false => Err(Error::CertRevoked),
            }
        };
        leaf.verify_for_usage(IN_CERTIFICATES, &self.0.anchors, intermediates, time, usage, None, Some(&admitted))?;
        found.into_inner().ok_or(Error::UnknownIssuer)
    }

    /// What is to be said of a path; `judge` is what `rustls-webpki` has against it.
    fn findings(&self, path: &mut Path, judge: Option<Rule>, name: Option<&str>) -> Vec<Finding> {
        let form = [Rule::CertificateParses, Rule::KeyStrong, Rule::HashStrong];
        let until = |rule: Rule| form.into_iter().take_while(move |one| *one != rule).map(Finding::holds);
        if let Some((rule, why)) = broken(path, judge) {
            return until(rule).chain([Finding::broken(rule, why)]).collect();
        }
        if unjudged(path).is_none() && judge.is_some() {
            let check = LinkCheck::new(Aspect::Form, None, Statement::JudgeRefuses, Statement::plain(""));
            path.links.iter_mut().take(1).for_each(|link| link.checks.push(check.clone()));
        }
        if let Some(why) = unjudged(path) {
            let rule = Rule::CertificateAcceptable;
            return until(rule).chain([Finding::broken(rule, why)]).collect();
        }
        let held = [Rule::ChainTrusted, Rule::ChainInTime, Rule::ChainUsage];
        let listed = (!self.0.lists.is_empty()).then_some(Rule::NotRevoked);
        let held = form.into_iter().chain(held).chain(listed).map(Finding::holds);
        held.chain(name.map(|_| Finding { rule: Rule::NameMatches, broken: other_name(path) })).collect()
    }
}

impl Verifier for WebPkiVerifier {
    fn chain(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Vec<Finding> {
        self.judge(chain, server_name, now).findings
    }

    fn judge(&self, chain: &[Vec<u8>], server_name: Option<&str>, now: u64) -> Verdict {
        let ders: Vec<CertificateDer> = chain.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        let Some((first, intermediates)) = ders.split_first() else {
            let empty = Finding::broken(Rule::CertificatePresent, Statement::EmptyChain);
            return Verdict { findings: vec![empty], path: None };
        };
        let Some(read) = Chain::read(&self.0, chain, server_name, now) else {
            let why = Certificate::read(first).err().map_or(Statement::Refused, DerError::statement);
            return Verdict { findings: vec![Finding::broken(Rule::CertificateParses, why)], path: None };
        };
        let leaf = EndEntityCert::try_from(first);
        let agreed = || leaf.as_ref().map_err(Clone::clone).and_then(|leaf| self.path(leaf, intermediates, &read, now));
        let (mut path, judge) = match read.itself() {
            Some(path) => (path, None),
            None => match agreed() {
                Ok(candidate) => (read.verified(&candidate), None),
                Err(error) => {
                    let path = read.likeliest();
                    let beyond = read.beyond_judge(&path);
                    (path, if beyond { None } else { Some(rule_of(&error)) })
                }
            },
        };
        let findings = self.findings(&mut path, judge, server_name);
        Verdict { findings, path: Some(path) }
    }

    fn status(&self, path: &Path, response: Option<&[u8]>, now: u64) -> (Vec<Finding>, Option<Status>) {
        let mut links = path.links.iter().map(|link| Certificate::read(&link.certificate).ok());
        let (Some(Some(leaf)), Some(Some(issuer))) = (links.next(), links.next()) else { return (Vec::new(), None) };
        ocsp::judge(&leaf, &issuer, response, now)
    }

    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        algorithms(scheme).into_iter().any(|algorithm| signed_by(leaf, algorithm, content, signature))
    }

    fn signature12(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        algorithms12(scheme).into_iter().any(|algorithm| signed_by(leaf, algorithm, content, signature))
    }
}

type Algorithms = Vec<&'static dyn SignatureVerificationAlgorithm>;

/// By what a signature of this scheme is checked, for each kind of key that may have made it. RFC 8446 §4.2.3.
fn algorithms(scheme: SignatureScheme) -> Algorithms {
    match scheme {
        SignatureScheme::ECDSA_SECP256R1_SHA256 => vec![ECDSA_P256_SHA256],
        SignatureScheme::ECDSA_SECP384R1_SHA384 => vec![ECDSA_P384_SHA384],
        SignatureScheme::ECDSA_SECP521R1_SHA512 => vec![&P521_SHA512],
        SignatureScheme::ED25519 => vec![ED25519],
        SignatureScheme::RSA_PSS_RSAE_SHA256 => vec![RSA_PSS_2048_8192_SHA256_LEGACY_KEY],
        SignatureScheme::RSA_PSS_RSAE_SHA384 => vec![RSA_PSS_2048_8192_SHA384_LEGACY_KEY],
        SignatureScheme::RSA_PSS_RSAE_SHA512 => vec![RSA_PSS_2048_8192_SHA512_LEGACY_KEY],
        SignatureScheme::RSA_PSS_PSS_SHA256 => vec![&PSS_KEY_SHA256, &PSS_ONLY_SHA256],
        SignatureScheme::RSA_PSS_PSS_SHA384 => vec![&PSS_KEY_SHA384, &PSS_ONLY_SHA384],
        SignatureScheme::RSA_PSS_PSS_SHA512 => vec![&PSS_KEY_SHA512, &PSS_ONLY_SHA512],
        _ => Vec::new(),
    }
}

/// The same in TLS 1.2, where a scheme of ECDSA names no curve.
fn algorithms12(scheme: SignatureScheme) -> Algorithms {
    match scheme {
        SignatureScheme::ECDSA_SECP256R1_SHA256 => vec![ECDSA_P256_SHA256, ECDSA_P384_SHA256, &P521_SHA256],
        SignatureScheme::ECDSA_SECP384R1_SHA384 => vec![ECDSA_P384_SHA384, ECDSA_P256_SHA384, &P521_SHA384],
        SignatureScheme::ECDSA_SECP521R1_SHA512 => vec![&P521_SHA512, &P256_SHA512, &P384_SHA512],
        SignatureScheme::RSA_PKCS1_SHA256 => vec![RSA_PKCS1_2048_8192_SHA256],
        SignatureScheme::RSA_PKCS1_SHA384 => vec![RSA_PKCS1_2048_8192_SHA384],
        SignatureScheme::RSA_PKCS1_SHA512 => vec![RSA_PKCS1_2048_8192_SHA512],
        _ => algorithms(scheme),
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
        // What this verifier found of lists, keys, uses and policies.
        Error::CertRevoked => Rule::NotRevoked,
        Error::NameConstraintViolation => Rule::NamePermitted,
        Error::CaUsedAsEndEntity
        | Error::EndEntityUsedAsCa
        | Error::PathLenConstraintViolated
        | Error::RequiredEkuNotFoundContext(_)
        | Error::EmptyEkuExtension => Rule::ChainUsage,
        _ => Rule::CertificateParses,
    }
}
