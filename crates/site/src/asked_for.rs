//! What stands beside the page and comes when it asks: the texts of the language that it speaks, and Mozilla's roots.

use handshake_lessons::{Language, file_name, texts};

/// What the page calls the roots.
pub const ROOTS: &str = "mozilla-roots.der";

/// All of these files, by what the page calls them.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    let texts = Language::ALL.map(|language| (file_name(language), texts(language).to_vec()));
    texts.into_iter().chain([(ROOTS, mozilla())]).collect()
}

/// The certificates that Mozilla trusts, and with it Firefox and much else, DER, one after the other: as of the release of the
/// crate that has them. They are fetched by those who ask for them at `/certificates`, and by nobody else.
pub fn mozilla() -> Vec<u8> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().flat_map(|root| root.iter().copied()).collect()
}
