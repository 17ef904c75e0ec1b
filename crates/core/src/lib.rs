//! The handshake: a TLS client and a TLS server without I/O, clock or operating-system randomness, that keep a complete
//! account of what they do.
//!
//! [`pair::run`] lets both talk to each other and returns the [`trace::Trace`]. [`ClientConnection`] and
//! [`ServerConnection`] are one side alone, for a real peer.
#![forbid(unsafe_code)]

pub mod client;
pub mod codes;
pub mod connection;
pub mod crypto;
pub mod cx;
pub mod epoch;
mod extension_table;
mod grease;
mod handshake_signature;
pub mod keys;
pub mod msgs;
pub mod names;
pub mod pair;
pub mod pki;
pub mod record;
pub mod rules;
pub mod server;
pub mod session;
pub mod side;
pub mod statement;
pub mod trace;
pub mod transcript;

pub use client::{ClientConfig, ClientConnection};
pub use connection::Connection;
pub use crypto::random;
pub use rules::{Fault, Rule};
pub use server::{ServerConfig, ServerConnection};
pub use statement::Statement;
pub use trace::{Side, Trace};

/// Bytes in hex, for reports; `empty` for none.
pub fn hex(bytes: &[u8]) -> String {
    if bytes.is_empty() { "empty".to_owned() } else { bytes.iter().map(|byte| format!("{byte:02x}")).collect() }
}
