//! What a peer may not do, and what this side may not: each rule on the bytes of a hello, or of a connection.

use crate::tls12_strict::settle;
use handshake_core::client::ClientConfig;
use handshake_core::connection::{Progress, Status};
use handshake_core::msgs::codes::{
    AlertDescription, CipherSuite, ContentType, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme,
};
use handshake_core::msgs::extensions::{Extension, InMessage};
use handshake_core::msgs::{Body, ClientHello, EncryptedExtensions, Handshake, KeyUpdate, NewSessionTicket};
use handshake_core::pair::{Honest, visit};
use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_core::record::HEADER;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::session::{ClientPsk, MemorySessions};
use handshake_core::trace::{Dir, Epoch, Event, Message, Outcome, Step};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side};
use handshake_tests::{NOW, TLS12, configs, honest, rich, setup};
use handshake_wire::{decode, encode};
use std::sync::Arc;

const BOTH: &[ProtocolVersion] = &[ProtocolVersion::TLS13, ProtocolVersion::TLS12];

fn pair(client: ClientConfig, server: ServerConfig) -> (ClientConnection, ServerConnection) {
    let random = |side| Box::new(Seeded::for_side(3, side));
    let mut client = ClientConnection::new(Arc::new(client), random(Side::Client), NOW);
    client.receive(&[]).expect("a start");
    (client, ServerConnection::new(Arc::new(server), random(Side::Server), NOW))
}

/// What was sent, with its ClientHello changed, in one record.
fn edited(sent: &[u8], edit: impl FnOnce(&mut ClientHello)) -> Vec<u8> {
    let (hello, _) = decode::<Handshake<ClientHello>>(&sent[HEADER..]);
    let mut hello = hello.expect("a hello");
    edit(&mut hello.0);
    let (bytes, _) = encode(&mut hello).expect("it can be written");
    [&[22, 3, 1, (bytes.len() >> 8) as u8, bytes.len() as u8], bytes.as_slice()].concat()
}

/// What a server makes of a changed hello.
fn refusal(client: ClientConfig, server: ServerConfig, edit: impl FnOnce(&mut ClientHello)) -> Option<Rule> {
    let (mut client, mut server) = pair(client, server);
    broken(server.receive(&edited(&client.take_output(), edit)))
}

fn broken(result: Result<(), Fault>) -> Option<Rule> {
    match result {
        Err(Fault::Broken { rule, .. }) => Some(rule),
        _ => None,
    }
}

fn sent<'a>(steps: &'a [Step], name: &str) -> Vec<&'a Message> {
    let events = steps.iter().flat_map(|step| &step.events);
    let wanted = events.filter_map(|event| match event {
        Event::Message(message) if message.dir == Dir::Sent && message.name == name => Some(message),
        _ => None,
    });
    wanted.collect()
}

/// A client with a ticket of the server's.
fn resuming() -> (ClientConfig, ServerConfig, ClientPsk) {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    rich(&mut client, &mut server);
    server.sessions = Some(Arc::new(MemorySessions::without_replay_protection()));
    server.early_data = true;
    server.ticket = Some(TicketConfig { lifetime: 60, len: 16, nonce: vec![0], max_early_data: Some(100), count: 1 });
    let mut sessions = visit(setup(client.clone(), server.clone()), &mut Honest).sessions;
    let psk = sessions.pop().and_then(|session| session.psk(NOW)).expect("a ticket");
    client.psks = vec![psk.clone()];
    (client, server, psk)
}

/// RFC 6066 §3.
#[test]
fn the_name_of_a_resumed_session_is_not_acknowledged() {
    let (mut client, server, psk) = resuming();
    for (psks, acknowledged) in [(vec![], true), (vec![psk], false)] {
        client.psks = psks;
        let trace = honest(client.clone(), server.clone());
        assert_eq!(trace.outcome, Outcome::Closed);
        let message = sent(&trace.steps, EncryptedExtensions::NAME)[0];
        let extensions =
            decode::<Handshake<EncryptedExtensions>>(&message.bytes).0.expect("it can be read").0.extensions;
        assert_eq!(extensions.has(ExtensionType::SERVER_NAME), acknowledged);
    }
}

#[test]
fn what_a_hello_may_not_say() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let refuses = |edit: fn(&mut ClientHello)| refusal(client.clone(), server.clone(), edit);
    assert_eq!(refuses(|_| {}), None);
    // RFC 8446 appendix D.5.
    assert_eq!(refuses(|hello| hello.legacy_version = ProtocolVersion::SSL3), Some(Rule::VersionInCommon));
    assert_eq!(refuses(|hello| hello.legacy_version = ProtocolVersion(0x0200)), Some(Rule::VersionInCommon));
    assert_eq!(Rule::VersionInCommon.alert(), AlertDescription::PROTOCOL_VERSION);
    // RFC 6066 §3: two names of one type.
    let twice = |hello: &mut ClientHello| {
        let list = [0, 12, 0, 0, 3, b'o', b'n', b'e', 0, 0, 3, b't', b'w', b'o'];
        hello.extensions.0.retain(|extension| extension.extension_type() != ExtensionType::SERVER_NAME);
        hello.extensions.0.push(Extension::Raw(ExtensionType::SERVER_NAME, list.to_vec()));
    };
    assert_eq!(refuses(twice), Some(Rule::Decodes));
}

/// RFC 8446 §4.2.3: a pre-shared key was offered, and none is known; a certificate needs signature_algorithms.
#[test]
fn a_certificate_is_not_shown_to_who_says_nothing_of_signatures() {
    let (mut client, server) = configs(CertificateKind::EcdsaP256);
    client.psks = vec![ClientPsk::external(b"unknown", &[1; 32], CipherSuite::TLS_AES_128_GCM_SHA256)];
    let (mut client, mut server) = pair(client, server);
    let hello = edited(&client.take_output(), |hello| {
        hello.extensions.0.retain(|extension| extension.extension_type() != ExtensionType::SIGNATURE_ALGORITHMS);
    });
    assert_eq!(broken(server.receive(&hello)), Some(Rule::MandatoryExtensions));
    assert_eq!(Rule::MandatoryExtensions.alert(), AlertDescription::MISSING_EXTENSION);
}

/// RFC 7507 §3: whatever the older version is, and if this server can't do it at all.
#[test]
fn a_fallback_is_judged_before_the_version() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (client, server) = (client.with_versions(TLS12), server.with_versions(BOTH));
    let fallback = |hello: &mut ClientHello| {
        hello.legacy_version = ProtocolVersion::TLS11;
        hello.cipher_suites.push(CipherSuite::TLS_FALLBACK_SCSV);
    };
    assert_eq!(refusal(client, server, fallback), Some(Rule::NoNeedlessFallback));
}

/// RFC 8446 §4.1.2: only a cookie was asked for.
#[test]
fn no_other_share_comes_with_a_cookie_alone() {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    client.key_shares = vec![NamedGroup::X25519];
    server.cookie = Some(8);
    let (mut client, mut server) = pair(client, server);
    server.receive(&client.take_output()).expect("a hello");
    client.receive(&server.take_output()).expect("a retry request");
    let second = client.take_output();
    let second = &second[second.iter().position(|byte| *byte == 22).expect("a hello")..];
    let other = edited(second, |hello| {
        for extension in &mut hello.extensions.0 {
            if let Extension::ClientKeyShares(shares) = extension {
                shares.0[0].key_exchange[0] ^= 1;
            }
        }
    });
    assert_eq!(broken(server.receive(&other)), Some(Rule::SecondHelloSame));
}

/// RFC 8446 §4.2.10: after a HelloRetryRequest early data is dropped until the second ClientHello, and no longer.
#[test]
fn nothing_is_dropped_after_the_second_hello() {
    let (mut client, mut server, _) = resuming();
    client.early_data = Some(b"early".to_vec());
    client.key_shares = vec![NamedGroup::X25519];
    server.groups = vec![NamedGroup::SECP256R1];
    let (mut client, mut server) = pair(client, server);
    server.receive(&client.take_output()).expect("a hello and early data, which is dropped");
    client.receive(&server.take_output()).expect("a retry request");
    server.receive(&client.take_output()).expect("a second hello");
    let unknown = [&[23, 3, 3, 0, 32][..], &[7; 32]].concat();
    assert_eq!(broken(server.receive(&unknown)), Some(Rule::RecordTag));
}

/// However a network cuts it: a warning right behind a hello of TLS 1.2 is what it would be a moment later.
#[test]
fn a_warning_beside_a_hello_fails_nothing() {
    const WARNING: [u8; 7] = [21, 3, 3, 0, 2, 1, 43];
    for apart in [false, true] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = pair(client.with_versions(TLS12), server.with_versions(BOTH));
        let mut bytes = client.take_output();
        if apart {
            server.receive(&bytes).expect("a hello");
            bytes.clear();
        }
        bytes.extend(WARNING);
        server.receive(&bytes).expect("a warning");
        assert_eq!(server.status(), Status::Handshaking);
        settle(&mut client, &mut server);
        assert_eq!((client.status(), server.status()), (Status::Connected, Status::Connected));
    }
}

/// RFC 5246 §7.4.1.3: not even an empty list.
#[test]
fn who_sends_no_extensions_gets_none() {
    let (client, server) = configs(CertificateKind::Rsa2048);
    let (client, server) = (client.with_versions(TLS12), server.with_versions(TLS12));
    let (mut client, mut server) = pair(client, server);
    server.receive(&edited(&client.take_output(), |hello| hello.extensions.0.clear())).expect("a hello");
    let hello = sent(server.steps(), "ServerHello")[0];
    assert_eq!(hello.spans.last().map(|span| span.name), Some("legacy_compression_method"));
}

#[test]
fn extensions_of_one_version_in_the_other() {
    let (client, mut server) = configs(CertificateKind::EcdsaP256);
    server.extra_extensions = vec![Extension::Raw(ExtensionType::EXTENDED_MASTER_SECRET, Vec::new())];
    let trace = honest(client.with_versions(BOTH), server);
    let misplaced = matches!(
        trace.outcome,
        Outcome::Failed { side: Side::Client, fault: Fault::Broken { rule: Rule::ExtensionAllowed, .. } }
    );
    assert!(misplaced, "{:?}", trace.outcome);
    // Real servers send it.
    assert!(InMessage::ServerHello12.admits(ExtensionType::SUPPORTED_GROUPS));
    // The hybrid is TLS 1.3's alone.
    let (client, server) = configs(CertificateKind::EcdsaP256);
    for (versions, offered) in [(TLS12, false), (BOTH, true)] {
        let (mut client, _) = pair(client.clone().with_versions(versions), server.clone());
        let mut groups = Vec::new();
        edited(&client.take_output(), |hello| groups = hello.extensions.supported_groups().expect("groups").0.clone());
        assert_eq!(groups.contains(&NamedGroup::X25519MLKEM768), offered);
    }
}

#[test]
fn close_notify_instead_of_a_handshake_is_a_failure() {
    let close = [21, 3, 3, 0, 2, 1, 0];
    for version in [ProtocolVersion::TLS13, ProtocolVersion::TLS12] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = pair(client.with_versions(&[version]), server.with_versions(&[version]));
        let failed = Status::Failed(Fault::PeerAlert(AlertDescription::CLOSE_NOTIFY));
        assert!(client.receive(&close).is_err() && server.receive(&close).is_err());
        assert_eq!((client.status(), server.status()), (failed.clone(), failed), "{version:?}");
    }
}

/// RFC 9846 §6.2.
#[test]
fn a_general_error_is_an_error() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (mut client, _) = pair(client, server);
    assert_eq!(client.receive(&[21, 3, 3, 0, 2, 2, 117]), Err(Fault::PeerAlert(AlertDescription::GENERAL_ERROR)));
    assert_eq!(AlertDescription::GENERAL_ERROR.text(), "general_error");
}

#[test]
fn a_handshake_that_was_given_up_goes_on_no_more() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (mut client, _) = pair(client, server);
    client.cancel().expect("it has not ended");
    assert_eq!(client.status(), Status::Canceled);
}

/// RFC 5246 §7.4.1.4.1: in TLS 1.2 a scheme names hash and kind of key, and no curve.
#[test]
fn a_key_signs_with_other_hashes_than_its_curves_in_tls12() {
    let other = SignatureScheme::ECDSA_SECP384R1_SHA384;
    for (versions, outcome) in [(TLS12, true), (&[ProtocolVersion::TLS13], false)] {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, server) = (client.with_versions(versions), server.with_versions(versions));
        client.signature_schemes = vec![other];
        assert_eq!(honest(client, server).outcome == Outcome::Closed, outcome);
    }
    for (kind, scheme) in [
        (CertificateKind::EcdsaP256, SignatureScheme::ECDSA_SECP521R1_SHA512),
        (CertificateKind::EcdsaP384, SignatureScheme::ECDSA_SECP256R1_SHA256),
        (CertificateKind::EcdsaP384, SignatureScheme::ECDSA_SECP521R1_SHA512),
    ] {
        let (_, server) = configs(kind);
        let signature = server.identities[0].signer.sign(scheme, b"content", &mut Seeded::new(1, "test"));
        assert!(signature.is_some(), "{kind:?} {}", scheme.text());
    }
}

/// RFC 8446 §6.1: no ticket, either.
#[test]
fn nothing_is_said_after_close_notify() {
    let (mut client, mut server, _) = resuming();
    client.psks.clear();
    server.ticket.as_mut().expect("tickets").count = 2;
    let (mut client, mut server) = pair(client, server);
    server.receive(&client.take_output()).expect("a hello");
    client.receive(&server.take_output()).expect("a flight");
    server.feed(&client.take_output());
    while !server.is_connected() {
        assert_eq!(server.poll(), Progress::Stepped);
    }
    server.close().expect("connected");
    while server.poll() == Progress::Stepped {}
    assert!(server.send_ticket().is_err());
    assert_eq!(sent(server.steps(), NewSessionTicket::NAME).len(), 0);
}

/// RFC 9846 §4.7.1.
#[test]
fn a_client_that_cannot_resume_ignores_tickets() {
    let (mut client, mut server, _) = resuming();
    client.psks.clear();
    server.ticket.as_mut().expect("tickets").lifetime = 604_801;
    for (max_tickets, status) in [(0, true), (1, false)] {
        client.max_tickets = max_tickets;
        let (mut client, mut server) = pair(client.clone(), server.clone());
        settle(&mut client, &mut server);
        assert_eq!(client.status() == Status::Connected, status);
    }
}

/// RFC 9846 §4.7.3.
#[test]
fn who_is_silent_answers_key_updates_once() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (mut client, mut server) = pair(client, server);
    settle(&mut client, &mut server);
    let answers = |client: &ClientConnection| sent(client.steps(), KeyUpdate::NAME).len();
    for _ in 0..3 {
        server.key_update(true).expect("connected");
    }
    settle(&mut client, &mut server);
    assert_eq!(answers(&client), 1);
    for _ in 0..3 {
        server.key_update(true).expect("connected");
        settle(&mut client, &mut server);
    }
    assert_eq!(answers(&client), 1, "it is still silent");
    client.send(b"data").expect("connected");
    settle(&mut client, &mut server);
    assert_eq!((answers(&client), server.take_data()), (2, b"data".to_vec()));
}

/// RFC 9846 §5.5.
#[test]
fn new_keys_come_before_old_ones_are_spent() {
    let (mut client, server) = configs(CertificateKind::EcdsaP256);
    (client.records.max_key_records, client.records.max_fragment) = (8, 2);
    let (mut client, mut server) = pair(client, server);
    settle(&mut client, &mut server);
    for _ in 0..5 {
        client.send(b"one and more").expect("connected");
        settle(&mut client, &mut server);
    }
    assert_eq!(server.take_data(), b"one and more".repeat(5));
    let sealed = client.steps().iter().flat_map(|step| &step.events).filter_map(|event| match event {
        Event::Record(record) if record.dir == Dir::Sent && record.bytes[0] == ContentType::APPLICATION_DATA.0 => {
            let sealing = record.sealing.as_ref()?;
            matches!(sealing.epoch, Epoch::Application | Epoch::Updated).then_some(sealing.sequence)
        }
        _ => None,
    });
    assert_eq!(sealed.max(), Some(7), "at most eight with a key");
}
