//! A capture that somebody brings: its TCP connections put together again, and those that speak TLS kept.
//!
//! A file is read once, from its beginning to its end, however large it is: what is kept of it is bounded.

mod bytes;
mod file;
mod kind;
mod link;
mod tcp;

pub use bytes::bytes;
pub use file::{Capture, Damage, DamageKind, Progress, Reader, read};
pub use kind::FileKind;
pub use tcp::{Connection, Gap, Piece};
