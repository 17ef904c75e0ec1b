//! Content-Security-Policy: what the page may load and run, so that nothing else can be slipped in.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// For a page with its files beside it. Style attributes are set by the program; the bridge is on the reader's own machine.
const SITE: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; object-src 'none'; \
    base-uri 'self'; form-action 'none'";

/// The policy of a site, as a tag.
pub fn site() -> String {
    tag(SITE)
}

/// That of a page in one file, in which these scripts stand: it loads nothing.
pub fn single(scripts: &[&str]) -> String {
    let hashes: Vec<String> =
        scripts.iter().map(|script| format!("'sha256-{}'", BASE64.encode(&Sha256::digest(script)))).collect();
    tag(&format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; \
        connect-src ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; form-action 'none'",
        hashes.join(" ")
    ))
}

fn tag(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" />\n")
}
