//! Mozilla's roots, as a file beside the page: who asks for them at `/certificates` fetches it, and nobody else.

/// What the page calls it.
pub const NAME: &str = "mozilla-roots.der";

/// The certificates that Mozilla trusts, and with it Firefox and much else, DER, one after the other: as of the release of the
/// crate that has them.
pub fn mozilla() -> Vec<u8> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().flat_map(|root| root.iter().copied()).collect()
}
