//! Helpers shared by the tests.
#![forbid(unsafe_code)]

pub mod dice;
pub mod endpoint;
pub mod exhaustive;
pub mod script;
pub mod states;

pub use dice::Dice;
pub use endpoint::Endpoint;

use handshake_core::client::ClientConfig;
use handshake_core::crypto::{Auth, Suite12};
use handshake_core::msgs::codes::{CipherSuite, HandshakeType, ProtocolVersion};
use handshake_core::msgs::{Handshake, tls12};
use handshake_core::pair::{Honest, Network, ScriptLine, Setup, run};
use handshake_core::pki::{CertificateKind, Issued, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_core::trace::Event;
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

/// TLS 1.2 alone.
pub const TLS12: &[ProtocolVersion] = &[ProtocolVersion::TLS12];

/// A client and a server that speak TLS 1.2 and this suite only, with a certificate that fits.
pub fn configs12(suite: Suite12) -> (ClientConfig, ServerConfig) {
    let (client, server) = configs(kind12(suite));
    let (mut client, mut server) = (client.with_versions(TLS12), server.with_versions(TLS12));
    (client.suites, server.suites) = (vec![suite.id], vec![suite.id]);
    (client, server)
}

/// Whole worlds: TLS 1.3, TLS 1.2 with each key exchange and each form of records, with messages as full as can be.
pub fn worlds() -> Vec<(&'static str, ClientConfig, ServerConfig)> {
    let tls12 = [
        ("ECDHE, AES-GCM", CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true),
        ("ECDHE, AES-CBC, encrypt-then-MAC", CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, true),
        ("RSA, AES-CBC, MAC-then-encrypt", CipherSuite::TLS_RSA_WITH_AES_256_CBC_SHA256, false),
    ];
    let mut worlds = vec![("TLS 1.3", configs(CertificateKind::EcdsaP256))];
    worlds.extend(tls12.map(|(name, id, encrypt_then_mac)| {
        let (mut client, mut server) = configs12(suite12(id));
        client.tls12.encrypt_then_mac = encrypt_then_mac;
        server.sessions = Some(Arc::new(MemorySessions::new()));
        (name, (client, server))
    }));
    let whole = |(name, (mut client, mut server)): (_, (ClientConfig, ServerConfig))| {
        rich(&mut client, &mut server);
        (name, client, server)
    };
    worlds.into_iter().map(whole).collect()
}

/// The kind of certificate that a TLS 1.2 suite wants.
pub fn kind12(suite: Suite12) -> CertificateKind {
    if suite.auth == Auth::Rsa { CertificateKind::Rsa2048 } else { CertificateKind::EcdsaP256 }
}

/// The TLS 1.2 suite with this code.
pub fn suite12(id: CipherSuite) -> Suite12 {
    Suite12::get(id).expect("a suite of the engine")
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
            ScriptLine::Says(Side::Client, b"ping".to_vec()),
            ScriptLine::Says(Side::Server, b"pong".to_vec()),
            ScriptLine::Closes(Side::Client),
            ScriptLine::Closes(Side::Server),
        ],
    }
}

/// The trace of a run over an honest network.
pub fn honest(client: ClientConfig, server: ServerConfig) -> Trace {
    run(setup(client, server), &mut Honest)
}

/// Somebody on the way who puts another chain into the Certificate of a TLS 1.2 server, which would not show it itself.
pub struct OtherChain(pub Vec<Vec<u8>>);

impl Network for OtherChain {
    fn carry(&mut self, from: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        if from != Side::Server || bytes.get(5) != Some(&HandshakeType::CERTIFICATE.0) {
            return (bytes, None);
        }
        let chain = tls12::Certificate { certificate_list: self.0.clone() };
        let (message, _) = handshake_wire::encode(&mut Handshake(chain)).expect("a chain");
        let len = u16::try_from(message.len()).expect("one record").to_be_bytes();
        ([&bytes[..3], &len, &message].concat(), Some("another chain".to_owned()))
    }
}

/// Makes the messages as full as the engine can: an application protocol, a ticket, a name, shares for both groups.
pub fn rich(client: &mut ClientConfig, server: &mut ServerConfig) {
    client.alpn = vec![b"http/1.1".to_vec(), b"echo".to_vec()];
    client.key_shares = client.groups.clone();
    server.alpn = vec![b"echo".to_vec()];
    server.ticket =
        Some(TicketConfig { lifetime: 7200, len: 40, nonce: vec![1, 2], max_early_data: Some(1 << 14), count: 1 });
}

/// How many messages of this name a side has sent and received.
pub fn count_of<E: Endpoint + ?Sized>(side: &E, name: &str) -> usize {
    let events = side.steps().iter().flat_map(|step| &step.events);
    events.filter(|event| matches!(event, Event::Message(message) if message.name == name)).count()
}
