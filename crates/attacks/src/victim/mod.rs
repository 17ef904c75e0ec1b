//! The victims: the engine's own connections, and servers that do one thing wrong around them.

mod broadcaster;
mod browser;
mod leaky_server;
mod memory;
mod nonce_server;
mod visits;

pub use broadcaster::Broadcaster;
pub use browser::{CompressingBrowser, StreamingBrowser};
pub use leaky_server::LeakyServer;
pub use memory::BleedingServer;
pub use nonce_server::NonceServer;

use crate::tally::{Counts, Tally};

/// What an attack is about.
pub trait Victim {
    /// What has crossed the wire.
    fn counts(&self) -> Counts;

    /// What must not be read.
    fn secret(&self) -> Vec<u8>;

    /// Whether the attacker has got what it wanted, whatever it says itself.
    fn is_beaten(&self, tally: &Tally) -> bool {
        tally.text() == Some(self.secret())
    }
}
