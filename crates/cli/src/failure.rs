//! How the program ends when something went wrong.

/// How it went wrong, and the program's exit code.
#[derive(Debug)]
pub struct Failure(pub u8, pub String);

/// A file could not be read or written.
pub const FILE: u8 = 1;
/// The arguments make no sense.
pub const USAGE: u8 = 2;
/// There is no connection.
pub const NETWORK: u8 = 3;
/// The handshake failed: a rule was broken, or the peer sent an alert.
pub const TLS: u8 = 4;
/// Nothing came for too long.
pub const TIMEOUT: u8 = 5;
/// The peer went away in the middle.
pub const CUT_OFF: u8 = 6;
