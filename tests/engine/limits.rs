//! What a runner of tests from outside needs: every limit can be set, and what nobody knows is kept.

use crate::tls12_strict::settle;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::cx::RecordConfig;
use handshake_core::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_core::msgs::extensions::Extension;
use handshake_core::pair::{Honest, visit};
use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_core::trace::{Dir, Event, Message, Outcome};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side};
use handshake_tests::{NOW, TLS12, configs, honest, rich, setup};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn pair(client: &ClientConfig, server: &ServerConfig) -> (ClientConnection, ServerConnection) {
    // No two servers issue the same ticket.
    static NEXT: AtomicU64 = AtomicU64::new(2);
    let seed = NEXT.fetch_add(1, Ordering::Relaxed);
    let random = |side| Box::new(Seeded::for_side(seed, side));
    let client = ClientConnection::new(Arc::new(client.clone()), random(Side::Client), NOW);
    (client, ServerConnection::new(Arc::new(server.clone()), random(Side::Server), NOW))
}

fn broken(status: &Status) -> Option<Rule> {
    match status {
        Status::Failed(Fault::Broken { rule, .. }) => Some(*rule),
        _ => None,
    }
}

/// In both versions.
fn both(run: impl Fn(ClientConfig, ServerConfig)) {
    for version in [ProtocolVersion::TLS13, ProtocolVersion::TLS12] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        run(client.with_versions(&[version]), server.with_versions(&[version]));
    }
}

#[test]
fn the_longest_message() {
    both(|client, mut server| {
        server.records.max_message = 100;
        let (mut client, mut server) = pair(&client, &server);
        settle(&mut client, &mut server);
        assert_eq!(broken(&server.status()), Some(Rule::MessageSize));
    });
}

#[test]
fn records_without_content_and_messages_without_data() {
    both(|client, mut server| {
        server.records = RecordConfig { max_empty_records: 2, max_idle_messages: 1, ..RecordConfig::default() };
        let (mut client, mut server) = pair(&client, &server);
        settle(&mut client, &mut server);
        for expected in [Status::Connected, Status::Connected] {
            client.send(b"").expect("connected");
            settle(&mut client, &mut server);
            assert_eq!(server.status(), expected);
        }
        client.send(b"").expect("connected");
        settle(&mut client, &mut server);
        assert_eq!(broken(&server.status()), Some(Rule::NoEndlessEmptyRecords));
    });
    let (client, mut server) = configs(CertificateKind::EcdsaP256);
    server.records.max_idle_messages = 1;
    let (mut client, mut server) = pair(&client, &server);
    settle(&mut client, &mut server);
    for rule in [None, Some(Rule::NoEndlessMessages)] {
        client.key_update(false).expect("connected");
        settle(&mut client, &mut server);
        assert_eq!(broken(&server.status()), rule);
    }
}

#[test]
fn tickets_kept_early_data_skipped_and_ages() {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    rich(&mut client, &mut server);
    client.max_tickets = 2;
    server.sessions = Some(Arc::new(MemorySessions::without_replay_protection()));
    server.early_data = true;
    server.ticket = Some(TicketConfig { lifetime: 60, len: 16, nonce: vec![0], max_early_data: Some(100), count: 5 });
    let mut sessions = visit(setup(client.clone(), server.clone()), &mut Honest).sessions;
    assert_eq!(sessions.len(), 2);

    let mut psk = sessions.pop().and_then(|session| session.psk(NOW)).expect("a ticket");
    psk.obfuscated_ticket_age = psk.obfuscated_ticket_age.wrapping_add(5_000);
    client.psks = vec![psk];
    client.early_data = Some(b"early".to_vec());
    for (max_age_error, accepted) in [(5_000, true), (4_999, false)] {
        server.max_age_error = max_age_error;
        let (mut client, mut server) = pair(&client, &server);
        settle(&mut client, &mut server);
        assert_eq!((client.status(), client.early_data_accepted()), (Status::Connected, Some(accepted)));
    }
    server.max_skipped_early_data = 10;
    let (mut client, mut server) = pair(&client, &server);
    settle(&mut client, &mut server);
    assert_eq!(broken(&server.status()), Some(Rule::EarlyDataSize));
}

/// Whatever a peer says on an open connection, and however often it takes new keys between: the account is bounded, and
/// nothing but the account is.
#[test]
fn the_account_of_an_open_connection() {
    both(|mut client, server| {
        let tls12 = client.versions == TLS12;
        client.records.max_account = 200_000;
        let (mut client, mut server) = pair(&client, &server);
        settle(&mut client, &mut server);
        let mut steps = Vec::new();
        for round in 0..2000 {
            server.send(&[round as u8]).expect("connected");
            if !tls12 && round % 2 == 0 {
                server.key_update(false).expect("connected");
            }
            if round % 500 == 499 {
                settle(&mut client, &mut server);
                steps.push(client.steps().len());
            }
        }
        assert_eq!(steps[1..], [steps[1]; 3], "it grows on");
        assert!(client.left_out() > 1000, "{} left out", client.left_out());
        let said: Vec<u8> = (0..2000).map(|round| round as u8).collect();
        assert!(client.take_data() == said, "the data itself is all there");
        // The end is told, in any case.
        server.close().expect("connected");
        settle(&mut client, &mut server);
        client.close().expect("connected");
        assert_eq!((client.steps().len(), client.trace().outcome), (steps[1] + 2, Outcome::Closed));
    });
}

const UNKNOWN: u16 = 0x5a5b;

/// Whatever a hello offers that this engine does not know: it changes nothing, and each byte of it is in the account.
#[test]
fn what_nobody_knows_is_kept() {
    both(|mut client, server| {
        let data = [0xde, 0xad, 0xbe, 0xef, 0x5a];
        client.suites.insert(0, CipherSuite(UNKNOWN));
        client.groups.insert(0, NamedGroup(UNKNOWN));
        client.signature_schemes.insert(0, SignatureScheme(UNKNOWN));
        client.extra_extensions = vec![Extension::Raw(ExtensionType(UNKNOWN), data.to_vec())];
        if client.versions != TLS12 {
            client.versions.insert(0, ProtocolVersion(UNKNOWN));
        }
        let versions = client.versions.clone();
        let trace = honest(client, server);
        assert_eq!(trace.outcome, Outcome::Closed, "{versions:?}");
        let received = trace.events().find_map(|(_, side, event)| match event {
            Event::Message(m) if side == Side::Server && m.dir == Dir::Received => Some(m.clone()),
            _ => None,
        });
        let hello = received.expect("a hello");
        for name in ["cipher_suite", "NamedGroup", "SignatureScheme", "extension_type"] {
            assert!(holds(&hello, name, &UNKNOWN.to_be_bytes()), "{name} in {:?}", names(&hello));
        }
        assert!(holds(&hello, "extension_data", &data), "{:?}", names(&hello));
    });
}

fn holds(message: &Message, name: &str, bytes: &[u8]) -> bool {
    message.spans.iter().any(|span| span.name == name && message.bytes.get(span.start..span.end) == Some(bytes))
}

fn names(message: &Message) -> Vec<&'static str> {
    message.spans.iter().map(|span| span.name).collect()
}
