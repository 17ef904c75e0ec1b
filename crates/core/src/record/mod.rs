//! The record layer. RFC 8446 §5.

mod deframe;
mod form;
mod layouts;
mod protect;
mod reopen;
mod sealing;
pub mod tls12;

pub use deframe::Deframer;
pub use form::Form;
pub use layouts::{InsideAead, InsideBlock, TlsCiphertext, TlsInnerPlaintext, TlsPlaintext};
pub use protect::Protection;
pub use sealing::{Inner, Mac, Sealing};

/// Longest content of a record. RFC 8446 §5.1.
pub const MAX_PLAINTEXT: usize = 1 << 14;
/// Longest protected record's content. RFC 8446 §5.2.
pub const MAX_CIPHERTEXT: usize = MAX_PLAINTEXT + 256;
/// Longest protected record's content in TLS 1.2. RFC 5246 §6.2.3.
pub const MAX_CIPHERTEXT_12: usize = MAX_PLAINTEXT + 2048;
/// Length of the header.
pub const HEADER: usize = 5;
