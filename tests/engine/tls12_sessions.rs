//! Which sessions go on in TLS 1.2, and which do not.

use crate::tls12_strict::settle;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion, SignatureScheme};
use handshake_core::pair::{Honest, visit};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::session::{ClientSession12, MemorySessions};
use handshake_core::trace::{Event, Outcome};
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{CA_SEED, NOW, configs, configs12, rich, setup, suite12};
use std::sync::Arc;

const SUITE: CipherSuite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

/// What the client keeps of a first visit to this server.
fn session(client: &ClientConfig, server: &ServerConfig) -> ClientSession12 {
    visit(setup(client.clone(), server.clone()), &mut Honest).session12.expect("something to resume")
}

/// Whether the server goes on with the session.
fn resumes(client: &ClientConfig, server: &ServerConfig) -> bool {
    let random = |side| Box::new(Seeded::for_side(2, side));
    let mut client = ClientConnection::new(Arc::new(client.clone()), random(Side::Client), NOW);
    let mut server = ServerConnection::new(Arc::new(server.clone()), random(Side::Server), NOW);
    settle(&mut client, &mut server);
    assert_eq!((client.status(), server.status()), (Status::Connected, Status::Connected));
    assert_eq!(client.resumed(), server.resumed());
    client.resumed()
}

/// RFC 6066 §3: "MUST NOT accept the request to resume the session if the server_name extension contains a different
/// name".
#[test]
fn a_session_is_for_one_name() {
    for tickets in [false, true] {
        let (mut client, mut server) = configs12(suite12(SUITE));
        rich(&mut client, &mut server);
        server.sessions = Some(Arc::new(MemorySessions::new()));
        client.tls12.tickets = tickets;
        client.tls12.session = Some(session(&client, &server));
        assert!(resumes(&client, &server));
        let none = ClientConfig { server_name: None, ..client.clone() };
        assert!(!resumes(&none, &server), "no name is another name");
    }
}

/// A session from before the server asked who its clients are is not good enough after. In both versions.
#[test]
fn a_session_does_not_stand_in_for_a_certificate() {
    for version in [ProtocolVersion::TLS12, ProtocolVersion::TLS13] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = (client.with_versions(&[version]), server.with_versions(&[version]));
        rich(&mut client, &mut server);
        server.sessions = Some(Arc::new(MemorySessions::new()));
        let first = visit(setup(client.clone(), server.clone()), &mut Honest);
        client.tls12.session = first.session12;
        client.psks = first.sessions.iter().filter_map(|session| session.psk(NOW)).collect();
        assert!(resumes(&client, &server));
        let issued =
            TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("student.example").expect("a chain");
        let mut asking = ServerConfig { client_auth: Some(asks(&issued.root)), ..server };
        client.identities = vec![issued.identity];
        assert!(!resumes(&client, &asking), "{}", version.text());
        // Where a certificate is welcome, but not demanded, it does.
        asking.client_auth.as_mut().expect("asks").required = false;
        assert!(resumes(&client, &asking), "{}", version.text());
    }
}

pub fn asks(root: &[u8]) -> ClientAuth {
    ClientAuth {
        verifier: Arc::new(WebPkiVerifier::new(&[root]).expect("a root").of_clients()),
        required: true,
        signature_schemes: vec![SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme::RSA_PSS_RSAE_SHA256],
        authorities: Vec::new(),
    }
}

/// A server that no longer agrees to RFC 7627 makes a new session with a client that still offers it.
#[test]
fn a_server_that_forgot_extended_master_secrets_begins_anew() {
    let (mut client, mut server) = configs12(suite12(SUITE));
    server.sessions = Some(Arc::new(MemorySessions::new()));
    client.tls12.session = Some(session(&client, &server));
    server.tls12.extended_master_secret = false;
    assert!(!resumes(&client, &server));
}

#[test]
fn a_session_ends_when_its_time_is_over() {
    let (mut client, mut server) = configs12(suite12(SUITE));
    server.sessions = Some(Arc::new(MemorySessions::new()));
    server.tls12.session_lifetime = 5;
    client.tls12.session = Some(session(&client, &server));
    for (later, resumed) in [(5, true), (6, false)] {
        let mut setup = setup(client.clone(), server.clone());
        setup.now += later;
        // Not the same id again.
        setup.server_random = Box::new(Seeded::for_side(2, Side::Server));
        let trace = visit(setup, &mut Honest).trace;
        assert_eq!(trace.outcome, Outcome::Closed);
        let certificate = |event: &Event| matches!(event, Event::Message(message) if message.name == "Certificate");
        assert_eq!(!trace.events().any(|(_, _, event)| certificate(event)), resumed, "{later} s later");
    }
}
