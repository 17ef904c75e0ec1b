//! TLS 1.2 between our client and our server: every suite and form of its parts.

use handshake_core::client::{ClientConfig, Tls12Offer};
use handshake_core::crypto::{Bulk, Exchange, Hash, Suite12};
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{CipherSuite, ContentType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_core::msgs::extensions::{Extension, RenegotiationInfo};
use handshake_core::pair::{Honest, Network, ScriptLine, Visit, run, visit};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::record::{Form, Protection};
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::session::MemorySessions;
use handshake_core::trace::{Dir, Epoch, Event, Outcome, Trace};
use handshake_core::{Fault, Rule, Side};
use handshake_tests::{CA_SEED, OtherChain, TLS12, configs, configs12, honest, rich, setup, suite12};
use std::sync::Arc;

const BOTH: &[ProtocolVersion] = &[ProtocolVersion::TLS13, ProtocolVersion::TLS12];

fn messages(trace: &Trace) -> Vec<String> {
    let sent = |(_, side, event): (usize, Side, &Event)| match event {
        Event::Message(message) if message.dir == Dir::Sent => Some(format!("{} {}", side.name(), message.name)),
        _ => None,
    };
    trace.events().filter_map(sent).collect()
}

fn values(trace: &Trace, node: ScheduleEntry) -> Vec<Vec<u8>> {
    let value = |(_, _, event): (usize, Side, &Event)| match event {
        Event::Key(key) if key.node == node => Some(key.value.clone()),
        _ => None,
    };
    trace.events().filter_map(value).collect()
}

fn failed(trace: &Trace) -> (Side, Rule) {
    match &trace.outcome {
        Outcome::Failed { side, fault: Fault::Broken { rule, .. } } => (*side, *rule),
        other => panic!("it did not fail: {other:?}"),
    }
}

#[test]
fn every_suite_with_and_without_its_extensions() {
    for suite in Suite12::ALL {
        for (extended_master_secret, encrypt_then_mac) in [(true, true), (true, false), (false, true), (false, false)] {
            let (mut client, server) = configs12(suite);
            client.tls12 = Tls12Offer { extended_master_secret, encrypt_then_mac, ..Tls12Offer::default() };
            let trace = honest(client, server);
            let what = format!("{} {extended_master_secret} {encrypt_then_mac}", suite.id.text());
            assert_eq!(trace.outcome, Outcome::Closed, "{what}");
            let [one, other] = values(&trace, ScheduleEntry::MasterSecret12).try_into().expect("both sides have it");
            assert_eq!((one.len(), one == other), (48, true), "{what}");
            let sealed = trace.events().find_map(|(_, _, event)| match event {
                Event::Record(record) => record.sealing.clone(),
                _ => None,
            });
            let wanted = match suite.bulk {
                Bulk::Aead(aead) => Form::Aead(aead),
                Bulk::Cbc { key_len, mac } => Form::Block { key_len, mac, encrypt_then_mac, version: suite.version },
            };
            assert_eq!(sealed.expect("a sealed record").form, wanted, "{what}");
        }
    }
}

#[test]
fn the_messages_are_those_of_the_rfc() {
    let ephemeral = honest_of(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
    let expected = [
        "client ClientHello",
        "server ServerHello",
        "server Certificate",
        "server ServerKeyExchange",
        "server ServerHelloDone",
        "client ClientKeyExchange",
        "client ChangeCipherSpec",
        "client Finished",
        "server ChangeCipherSpec",
        "server Finished",
    ];
    assert_eq!(messages(&ephemeral)[..10], expected);
    let transport = honest_of(CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256);
    let without: Vec<&str> = expected.into_iter().filter(|name| *name != "server ServerKeyExchange").collect();
    assert_eq!(messages(&transport)[..9], without);
}

fn honest_of(id: CipherSuite) -> Trace {
    let (client, server) = configs12(suite12(id));
    honest(client, server)
}

/// A visit with other randomness.
fn again(client: ClientConfig, server: ServerConfig) -> Visit {
    let mut setup = setup(client, server);
    setup.client_random = Box::new(Seeded::for_side(2, Side::Client));
    setup.server_random = Box::new(Seeded::for_side(2, Side::Server));
    visit(setup, &mut Honest)
}

/// Two visits, the second with what the client kept of the first.
fn twice(id: CipherSuite, tickets: bool) -> (Visit, Trace) {
    let (mut client, mut server) = configs12(suite12(id));
    rich(&mut client, &mut server);
    server.sessions = Some(Arc::new(MemorySessions::new()));
    client.tls12.tickets = tickets;
    let first = visit(setup(client.clone(), server.clone()), &mut Honest);
    client.tls12.session = first.session12.clone();
    (first, again(client, server).trace)
}

#[test]
fn a_session_goes_on_by_id_and_by_ticket() {
    for id in [CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA] {
        for tickets in [false, true] {
            let (first, second) = twice(id, tickets);
            let what = format!("{} {tickets}", id.text());
            assert_eq!(first.trace.outcome, Outcome::Closed, "{what}");
            let session = first.session12.expect("something to resume");
            assert_eq!((session.ticket.is_empty(), session.id.is_empty()), (!tickets, tickets), "{what}");
            assert_eq!(second.outcome, Outcome::Closed, "{what}");
            let expected = [
                "client ClientHello",
                "server ServerHello",
                "server ChangeCipherSpec",
                "server Finished",
                "client ChangeCipherSpec",
                "client Finished",
            ];
            assert_eq!(messages(&second)[..6], expected, "{what}");
            assert_eq!(values(&second, ScheduleEntry::MasterSecret12)[0], session.master_secret, "{what}");
            assert_ne!(
                values(&second, ScheduleEntry::KeyBlock),
                values(&first.trace, ScheduleEntry::KeyBlock),
                "{what}: fresh keys"
            );
        }
    }
}

#[test]
fn a_session_without_extended_master_secret_is_not_mixed_with_one() {
    let (mut client, mut server) = configs12(suite12(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256));
    server.sessions = Some(Arc::new(MemorySessions::new()));
    let with = visit(setup(client.clone(), server.clone()), &mut Honest).session12;
    client.tls12.extended_master_secret = false;
    let without = again(client.clone(), server.clone()).session12;

    client.tls12.session = with;
    assert_eq!(failed(&honest(client.clone(), server.clone())), (Side::Server, Rule::SessionSecretSame));
    client.tls12.session = without;
    client.tls12.extended_master_secret = true;
    let trace = honest(client, server);
    assert_eq!(trace.outcome, Outcome::Closed);
    assert!(messages(&trace).contains(&"server Certificate".to_owned()), "a full handshake");
}

#[test]
fn the_client_shows_who_it_is() {
    for id in [CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA256] {
        let (mut client, mut server) = configs12(suite12(id));
        let issued =
            TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("student.example").expect("a chain");
        server.client_auth = Some(ClientAuth {
            verifier: Arc::new(WebPkiVerifier::new(&[&issued.root]).expect("a root").of_clients()),
            required: true,
            signature_schemes: vec![SignatureScheme::ECDSA_SECP256R1_SHA256],
            authorities: Vec::new(),
        });
        assert_eq!(failed(&honest(client.clone(), server.clone())), (Side::Server, Rule::ClientCertificateSent));
        client.identities = vec![issued.identity];
        let trace = honest(client, server);
        assert_eq!(trace.outcome, Outcome::Closed);
        assert!(messages(&trace).contains(&"client CertificateVerify".to_owned()));
    }
}

#[test]
fn one_configuration_covers_both_versions() {
    let version = |client: &[ProtocolVersion], server: &[ProtocolVersion]| {
        let (one, other) = configs(CertificateKind::Rsa2048);
        let trace = honest(one.with_versions(client), other.with_versions(server));
        let old = messages(&trace).contains(&"server ServerHelloDone".to_owned());
        (trace.outcome.clone(), old, trace)
    };
    assert_eq!((version(BOTH, BOTH).0, version(BOTH, BOTH).1), (Outcome::Closed, false));
    assert_eq!((version(BOTH, TLS12).0, version(BOTH, TLS12).1), (Outcome::Closed, true));
    assert_eq!((version(TLS12, BOTH).0, version(TLS12, BOTH).1), (Outcome::Closed, true));
    assert_eq!(failed(&version(TLS12, &[ProtocolVersion::TLS13]).2), (Side::Server, Rule::VersionInCommon));
    for old in [ProtocolVersion::SSL3, ProtocolVersion::TLS10, ProtocolVersion::TLS11] {
        let (mut client, server) = configs(CertificateKind::Rsa2048);
        client = client.with_versions(TLS12);
        client.versions = vec![old];
        let trace = honest(client, server.with_versions(BOTH));
        assert_eq!(failed(&trace), (Side::Server, Rule::VersionInCommon), "{}", old.text());
    }
}

#[test]
fn a_needless_fallback_is_refused() {
    let (client, server) = configs(CertificateKind::Rsa2048);
    let mut client = client.with_versions(TLS12);
    client.tls12.fallback_scsv = true;
    let trace = honest(client.clone(), server.clone().with_versions(BOTH));
    assert_eq!(failed(&trace), (Side::Server, Rule::NoNeedlessFallback));
    assert_eq!(honest(client, server.with_versions(TLS12)).outcome, Outcome::Closed);
}

#[test]
fn every_group_but_the_hybrid() {
    for group in [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1] {
        let (mut client, server) = configs12(suite12(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256));
        client.groups = vec![NamedGroup::X25519MLKEM768, group];
        assert_eq!(honest(client, server).outcome, Outcome::Closed, "{}", group.text());
    }
    let (mut client, server) = configs12(suite12(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256));
    client.groups = vec![NamedGroup::X25519MLKEM768];
    // It is not offered, and a hello that says nothing of groups takes any. RFC 8422 §4.
    assert_eq!(failed(&honest(client, server)), (Side::Client, Rule::CurveOffered));
}

#[test]
fn both_derive_the_same_exported_value() {
    let (client, server) = configs12(suite12(CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256));
    let mut setup = setup(client, server);
    setup.script.insert(0, ScriptLine::Exports(Side::Client, "EXPORTER-test".to_owned(), 40));
    let [one, other] = values(&run(setup, &mut Honest), ScheduleEntry::Exported).try_into().expect("one each");
    assert_eq!((one.len(), one == other), (40, true));
}

#[test]
fn only_rsa_keys_do_key_transport() {
    let transport: Vec<Suite12> = Suite12::ALL.into_iter().filter(|suite| suite.exchange == Exchange::Rsa).collect();
    for suite in transport {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, server) = (client.with_versions(TLS12), server.with_versions(TLS12));
        client.suites = vec![suite.id];
        assert_eq!(failed(&honest(client, server)), (Side::Server, Rule::SuiteInCommon), "{}", suite.id.text());
    }
}

/// Changes what the server sends, once it has seen what the client sent first.
struct Liar<F: FnMut(&[u8], &mut [u8])>(Vec<u8>, F);

impl<F: FnMut(&[u8], &mut [u8])> Network for Liar<F> {
    fn carry(&mut self, from: Side, mut bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        match from {
            Side::Client if self.0.is_empty() => self.0.clone_from(&bytes),
            Side::Client => {}
            Side::Server => (self.1)(&self.0, &mut bytes),
        }
        (bytes, None)
    }
}

/// Where the session id stands in a hello's record: header, message header, version, random, length.
const SESSION_ID: std::ops::Range<usize> = 44..76;

#[test]
fn each_other_rule_is_broken_by_a_lie() {
    let id = CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;
    // A handshake that claims to follow another.
    let (mut client, server) = configs12(suite12(id));
    client.tls12.renegotiation_scsv = true;
    client.extra_extensions = vec![Extension::RenegotiationInfo(RenegotiationInfo(vec![1]))];
    assert_eq!(failed(&honest(client, server)), (Side::Server, Rule::RenegotiationEmpty));

    // A session resumed with another suite.
    let (mut client, mut server) = configs12(suite12(id));
    server.sessions = Some(Arc::new(MemorySessions::new()));
    let mut session = visit(setup(client.clone(), server.clone()), &mut Honest).session12.expect("a session");
    session.suite = CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA;
    client.tls12.session = Some(session);
    assert_eq!(failed(&again(client, server).trace), (Side::Client, Rule::SessionSuiteSame));

    // A session resumed with another form of master secret than it has: with an extended one, without, for the client.
    // What it takes to be true decides: each time the server is honest, and the client remembers wrongly.
    for extended in [true, false] {
        let (mut client, mut server) = configs12(suite12(id));
        server.sessions = Some(Arc::new(MemorySessions::new()));
        client.tls12.extended_master_secret = extended;
        let mut session = visit(setup(client.clone(), server.clone()), &mut Honest).session12.expect("a session");
        assert_eq!(session.extended_master_secret, extended);
        session.extended_master_secret = !extended;
        client.tls12.session = Some(session);
        assert_eq!(failed(&again(client, server).trace), (Side::Client, Rule::SessionSecretSame));
    }

    // A key that can't be encrypted to.
    let (mut client, server) = configs12(suite12(CipherSuite::TLS_RSA_WITH_AES_128_CBC_SHA));
    let other = handshake_tests::issued(CertificateKind::EcdsaP256);
    client.verifier = Arc::new(WebPkiVerifier::new(&[&other.root]).expect("a root"));
    let trace = run(setup(client, server), &mut OtherChain(other.identity.chain));
    assert_eq!(failed(&trace), (Side::Client, Rule::KeyFitsSuite));

    // A session that nobody asked for: the client's made-up id comes back.
    let (client, mut server) = configs(CertificateKind::Rsa2048);
    server.sessions = Some(Arc::new(MemorySessions::new()));
    let mut echo = Liar(Vec::new(), |hello: &[u8], bytes: &mut [u8]| {
        if bytes[5] == 2 {
            bytes[SESSION_ID].copy_from_slice(&hello[SESSION_ID]);
        }
    });
    let mut client = client.with_versions(BOTH);
    client.tls12.tickets = false;
    let trace = run(setup(client, server.with_versions(TLS12)), &mut echo);
    assert_eq!(failed(&trace), (Side::Client, Rule::SessionAsked));

    // A curve that was not offered: the record of ServerKeyExchange, its header, the message's, the curve's type.
    let (client, server) = configs12(suite12(id));
    let mut curve = Liar(Vec::new(), |_: &[u8], bytes: &mut [u8]| {
        if bytes[5] == 12 {
            bytes[10..12].copy_from_slice(&NamedGroup::X448.0.to_be_bytes());
        }
    });
    assert_eq!(failed(&run(setup(client, server), &mut curve)), (Side::Client, Rule::CurveOffered));
}

/// Whatever is wrong in a record of a CBC suite, IV, content, MAC or padding: it does not open, and that is all.
#[test]
fn no_changed_bit_of_a_block_cipher_record_is_taken() {
    for encrypt_then_mac in [true, false] {
        let sealer = Protection {
            form: Form::Block { key_len: 16, mac: Hash::Sha1, encrypt_then_mac, version: ProtocolVersion::TLS12 },
            epoch: Epoch::Session,
            writer: Side::Client,
            nodes: (ScheduleEntry::ClientWriteKey, ScheduleEntry::ClientWriteIv),
            key: vec![1; 16],
            iv: Vec::new(),
            mac_key: vec![2; 20],
            sequence: 0,
        };
        let sealed = sealer.clone().seal(b"attack at dawn", ContentType::APPLICATION_DATA, 0, &[3; 16]);
        let (record, _) = sealed.expect("keys that fit");
        let opened = sealer.clone().open(&record).inner.expect("it opens");
        assert_eq!(opened.content, b"attack at dawn");
        for bit in 5 * 8..record.len() * 8 {
            let mut changed = record.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(sealer.clone().open(&changed).inner, None, "bit {bit}, encrypt-then-MAC {encrypt_then_mac}");
        }
        for len in 0..record.len() {
            assert_eq!(sealer.clone().open(&record[..len]).inner, None, "{len} bytes");
        }
    }
}
