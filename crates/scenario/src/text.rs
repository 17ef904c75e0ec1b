//! Bytes and words as a person reads them.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use handshake_core::Side;
use handshake_lessons::{say_n, word_of};

/// Bytes in hex, two digits each.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// Bytes from hex digits without spaces; `None` for anything else, and for nothing.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().filter(|bytes| !bytes.is_empty())
}

/// At most 40 characters of what somebody typed, to quote it.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `1 byte`, `32 bytes`.
pub fn count_bytes(len: usize) -> String {
    say_n("count-bytes", len, &[])
}

/// A side in the middle of a sentence.
pub fn who(side: Side) -> &'static str {
    word_of("who", side.name()).unwrap_or_default()
}
