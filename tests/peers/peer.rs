//! A TLS library on the other end, in memory.

use handshake_core::Side;
use handshake_tests::Endpoint;

use crate::terms::Terms;

/// A TLS library that talks with one of our sides.
pub trait Peer {
    /// Takes in bytes and goes on as far as possible.
    fn receive(&mut self, bytes: &[u8]);
    /// Bytes for our side.
    fn take_output(&mut self) -> Vec<u8>;
    /// Sends application data.
    fn send(&mut self, data: &[u8]);
    /// Sends close_notify.
    fn close(&mut self);
    /// How it sees the connection.
    fn view(&self) -> View;
}

/// How a peer sees the connection.
#[derive(Clone, Debug, Default)]
pub struct View {
    pub connected: bool,
    pub suite: Option<u16>,
    pub alpn: Option<Vec<u8>>,
    pub data: Vec<u8>,
    /// close_notify has come.
    pub closed: bool,
    /// A session was resumed.
    pub resumed: bool,
    pub error: Option<String>,
    /// Lines of its key log: label and secret in hex.
    pub secrets: Vec<(String, String)>,
}

/// A library: its name, and how to make a peer for a side on terms.
pub struct Library {
    pub name: &'static str,
    pub make: fn(Side, &Terms) -> Box<dyn Peer>,
}

/// Lets both talk until neither has anything more to say. Our side's faults show in its status.
pub fn drive(ours: &mut dyn Endpoint, peer: &mut dyn Peer) {
    let mut input = Vec::new();
    for _ in 0..100 {
        let _ = ours.receive(&input);
        let output = ours.take_output();
        peer.receive(&output);
        input = peer.take_output();
        if output.is_empty() && input.is_empty() {
            return;
        }
    }
    panic!("the two never come to an end");
}
