//! What a verifier goes by: whom it trusts, and what it knows to be revoked.

use rustls_pki_types::TrustAnchor;

/// Trust anchors and lists of revoked certificates.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    /// Certificates that are trusted for themselves, DER.
    pub roots: Vec<Vec<u8>>,
    /// The same, as `rustls-webpki` takes them.
    pub anchors: Vec<TrustAnchor<'static>>,
    /// Lists of revoked certificates, DER.
    pub lists: Vec<Vec<u8>>,
    /// Whether it is a server's, which checks its clients' certificates.
    pub of_clients: bool,
}
