//! Helpers shared by the tests.
#![forbid(unsafe_code)]

pub mod dice;
pub mod endpoint;

pub use dice::Dice;
pub use endpoint::Endpoint;

use handshake_core::client::ClientConfig;
use handshake_core::pair::{Honest, Line, Setup, run};
use handshake_core::pki::{CertificateKind, Issued, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::{Side, Trace};
use std::sync::Arc;

/// A moment within the validity of the teaching CA's certificates: 2026-06-01.
pub const NOW: u64 = 1_780_272_000;

/// The seed of the teaching CA in the tests.
pub const CA_SEED: u64 = 1;

/// A chain for example.com.
pub fn issued(kind: CertificateKind) -> Issued {
    TeachingCa::new(kind, CA_SEED).issue("example.com").expect("a chain")
}

/// A client and a server that trust and know each other.
pub fn configs(kind: CertificateKind) -> (ClientConfig, ServerConfig) {
    let issued = issued(kind);
    let verifier = WebPkiVerifier::new(&[&issued.root]).expect("a root");
    let client = ClientConfig::new("example.com", Arc::new(verifier));
    (client, ServerConfig::new(vec![issued.identity]))
}

/// A whole run: handshake, a question, an answer, both closed.
pub fn setup(client: ClientConfig, server: ServerConfig) -> Setup {
    Setup {
        client: Arc::new(client),
        server: Arc::new(server),
        client_random: Box::new(Seeded::for_side(1, Side::Client)),
        server_random: Box::new(Seeded::for_side(1, Side::Server)),
        now: NOW,
        script: vec![
            Line::Says(Side::Client, b"ping".to_vec()),
            Line::Says(Side::Server, b"pong".to_vec()),
            Line::Closes(Side::Client),
            Line::Closes(Side::Server),
        ],
    }
}

/// The trace of a run over an honest network.
pub fn honest(client: ClientConfig, server: ServerConfig) -> Trace {
    run(setup(client, server), &mut Honest)
}

/// Makes the messages as full as the engine can: an application protocol, a ticket, a name, shares for both groups.
pub fn rich(client: &mut ClientConfig, server: &mut ServerConfig) {
    client.alpn = vec![b"http/1.1".to_vec(), b"echo".to_vec()];
    client.key_shares = client.groups.clone();
    server.alpn = vec![b"echo".to_vec()];
    server.ticket =
        Some(TicketConfig { lifetime: 7200, len: 40, nonce: vec![1, 2], max_early_data: Some(1 << 14), count: 1 });
}
