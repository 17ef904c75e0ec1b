//! Who a side says it is, and how it can show it.

use super::certificate::{Certificate, KeyUse};
use crate::crypto::{Auth, Signer};
use crate::msgs::codes::{NamedGroup, SignatureScheme};
use std::sync::Arc;

/// A certificate chain and the key of its first certificate.
#[derive(Clone)]
pub struct Identity {
    /// DER, the owner's own first, each followed by its issuer, without the root.
    pub chain: Vec<Vec<u8>>,
    /// The first one's private key.
    pub signer: Arc<dyn Signer>,
}

impl Identity {
    /// How the key signs in TLS 1.3, best first: as its certificate admits by keyUsage and by the kind of key that it names.
    /// RFC 8446 §4.4.2.2 and §4.2.3.
    pub fn schemes(&self) -> Vec<SignatureScheme> {
        self.admitted(self.signer.schemes())
    }

    /// The same in TLS 1.2. RFC 5246 §7.4.2.
    pub fn schemes12(&self) -> Vec<SignatureScheme> {
        self.admitted(self.signer.schemes12())
    }

    /// The first scheme that the key can sign with and the peer can check.
    pub fn scheme_among(&self, offered: &[SignatureScheme]) -> Option<SignatureScheme> {
        self.schemes().into_iter().find(|scheme| scheme.for_handshake() && offered.contains(scheme))
    }

    /// The same for TLS 1.2, which has older schemes, too: one that fits a suite's kind of certificate.
    pub fn scheme12_among(&self, offered: &[SignatureScheme], auth: Auth) -> Option<SignatureScheme> {
        self.schemes12().into_iter().find(|scheme| scheme.auth() == auth && offered.contains(scheme))
    }

    /// Whether the key signs for such a suite in TLS 1.1 and before, where no scheme is named.
    pub fn signs_unnamed(&self, auth: Auth) -> bool {
        let admitted = self.certificate().is_none_or(|leaf| leaf.admits(KeyUse::Sign) && !leaf.is_for_pss_alone());
        self.signer.auth_unnamed() == Some(auth) && admitted
    }

    /// Whether a secret can be encrypted to the certificate, as RSA key transport does, and the key then opens it. RFC 5246
    /// §7.4.2.
    pub fn decrypts(&self) -> bool {
        let admitted = self.certificate().is_none_or(|leaf| leaf.admits(KeyUse::Decrypt) && !leaf.is_for_pss_alone());
        self.signer.decrypts() && admitted
    }

    /// Whether the certificate's key, if it is one of ECDSA, is on one of these curves. RFC 8422 §5.3.
    pub fn is_on_one_of(&self, curves: &[NamedGroup]) -> bool {
        self.certificate().is_none_or(|leaf| leaf.is_on_one_of(curves))
    }

    /// Whether one of these authorities (names, DER) issued a certificate of the chain. If none is named, anybody will do. RFC
    /// 8446 §4.2.4, RFC 5246 §7.4.4.
    pub fn is_issued_by_one_of(&self, authorities: &[Vec<u8>]) -> bool {
        let read = self.chain.iter().filter_map(|der| Certificate::read(der).ok());
        authorities.is_empty() || read.into_iter().any(|one| authorities.iter().any(|name| name == one.issuer))
    }

    fn admitted(&self, schemes: Vec<SignatureScheme>) -> Vec<SignatureScheme> {
        let Some(leaf) = self.certificate() else { return schemes };
        let signs = leaf.admits(KeyUse::Sign);
        schemes.into_iter().filter(|scheme| signs && leaf.signs_with(*scheme)).collect()
    }

    /// What can't be read says nothing.
    fn certificate(&self) -> Option<Certificate<'_>> {
        self.chain.first().and_then(|der| Certificate::read(der).ok())
    }
}
