//! Who a side says it is, and how it can show it.

use crate::crypto::{Auth, Signer};
use crate::msgs::codes::SignatureScheme;
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
    /// The first scheme that the key can sign with and the peer can check.
    pub fn scheme_among(&self, offered: &[SignatureScheme]) -> Option<SignatureScheme> {
        self.signer.schemes().into_iter().find(|scheme| scheme.for_handshake() && offered.contains(scheme))
    }

    /// The same for TLS 1.2, which has older schemes, too: one that fits a suite's kind of certificate.
    pub fn scheme12_among(&self, offered: &[SignatureScheme], auth: Auth) -> Option<SignatureScheme> {
        self.signer.schemes12().into_iter().find(|scheme| scheme.auth() == auth && offered.contains(scheme))
    }
}
