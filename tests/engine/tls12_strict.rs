//! What TLS 1.2 demands beside the way that all goes well.

use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::crypto::Aead;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{AlertDescription, CipherSuite, ContentType, ProtocolVersion, SignatureScheme};
use handshake_core::pair::run;
use handshake_core::pki::{CertificateKind, Finding, TeachingCa, Verifier};
use handshake_core::random::Seeded;
use handshake_core::record::{Form, Protection};
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Epoch, Event, Outcome};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection, Side};
use handshake_tests::{CA_SEED, NOW, OtherChain, TLS12, configs, configs12, honest, setup, suite12};
use std::sync::Arc;

const SUITE: CipherSuite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;

/// A pair, still to be connected.
pub fn pair(client: ClientConfig, server: ServerConfig) -> (ClientConnection, ServerConnection) {
    let client = ClientConnection::new(Arc::new(client), Box::new(Seeded::for_side(1, Side::Client)), NOW);
    (client, ServerConnection::new(Arc::new(server), Box::new(Seeded::for_side(1, Side::Server)), NOW))
}

/// Carries bytes until neither says anything more.
pub fn settle(client: &mut ClientConnection, server: &mut ServerConnection) {
    let _ = client.receive(&[]);
    loop {
        let out = client.take_output();
        let _ = server.receive(&out);
        let back = server.take_output();
        let _ = client.receive(&back);
        if out.is_empty() && back.is_empty() {
            return;
        }
    }
}

/// Keys of a side that knows all of a connection.
pub fn sealer(client: &ClientConnection, writer: Side, sequence: u64) -> Protection {
    let nodes = ScheduleEntry::traffic(writer, Epoch::Session).expect("keys");
    let value = |node| client.keys().get(node).map(<[u8]>::to_vec).unwrap_or_default();
    Protection {
        form: Form::Aead(Aead::Aes128Gcm),
        epoch: Epoch::Session,
        writer,
        nodes,
        key: value(nodes.0),
        iv: value(nodes.1),
        mac_key: Vec::new(),
        sequence,
    }
}

pub fn sealed(protection: &mut Protection, content_type: ContentType, content: &[u8]) -> Vec<u8> {
    protection.seal(content, content_type, 0, &[]).expect("keys that fit").0
}

pub fn sent_alerts(steps: &[handshake_core::trace::Step]) -> Vec<[u8; 2]> {
    let events = steps.iter().flat_map(|step| &step.events);
    let alert = |event: &Event| match event {
        Event::Message(m) if m.dir == Dir::Sent && m.content_type == ContentType::ALERT => {
            Some([m.bytes[0], m.bytes[1]])
        }
        _ => None,
    };
    events.filter_map(alert).collect()
}

/// RFC 7918: a client sends data with its Finished. A server that knows nothing of it finishes first, and then reads.
#[test]
fn data_right_after_the_clients_finished_waits_for_the_servers() {
    let (client, server) = configs12(suite12(SUITE));
    let (mut client, mut server) = pair(client, server);
    client.receive(&[]).expect("a start");
    server.receive(&client.take_output()).expect("a hello");
    client.receive(&server.take_output()).expect("a flight");
    let mut flight = client.take_output();
    // The next number after Finished.
    flight.extend(sealed(&mut sealer(&client, Side::Client, 1), ContentType::APPLICATION_DATA, b"false start"));
    server.receive(&flight).expect("nothing wrong");
    assert_eq!((server.status(), server.take_data()), (Status::Connected, b"false start".to_vec()));
}

#[test]
fn nobody_begins_again() {
    let (client, server) = configs12(suite12(SUITE));
    let hello_request = [0, 0, 0, 0];
    let no_renegotiation = [1, AlertDescription::NO_RENEGOTIATION.0];
    let (mut client, mut server) = pair(client, server);
    settle(&mut client, &mut server);
    let mut forged = sealer(&client, Side::Server, 1);
    let request = sealed(&mut forged, ContentType::HANDSHAKE, &hello_request);
    client.receive(&request).expect("a wish that may be refused");
    assert_eq!(sent_alerts(client.steps()), [no_renegotiation]);
    assert_eq!(client.status(), Status::Connected);
    // The server hears the warning, and goes on.
    server.receive(&client.take_output()).expect("a warning");
    assert_eq!(server.status(), Status::Connected);

    // A second hello gets the same answer.
    let hello = client.steps()[0].events.iter().find_map(|event| match event {
        Event::Message(message) => Some(message.bytes.clone()),
        _ => None,
    });
    let again = sealed(&mut sealer(&client, Side::Client, 2), ContentType::HANDSHAKE, &hello.expect("a hello"));
    server.receive(&again).expect("a wish that may be refused");
    assert_eq!(sent_alerts(server.steps()), [no_renegotiation]);

    // Who has said close_notify says nothing more.
    client.close().expect("connected");
    let before = sent_alerts(client.steps()).len();
    let mut forged = Protection { sequence: 2, ..forged };
    client.receive(&sealed(&mut forged, ContentType::HANDSHAKE, &hello_request)).expect("a wish");
    assert_eq!(sent_alerts(client.steps()).len(), before);

    // And wishes without end are no wishes.
    let endless =
        (0..40).try_for_each(|_| client.receive(&sealed(&mut forged, ContentType::HANDSHAKE, &hello_request)));
    assert!(matches!(endless, Err(Fault::Broken { rule: Rule::NoEndlessMessages, .. })), "{endless:?}");
}

/// RFC 5246 §7.4.6: a certificate of a kind that the server asked for.
#[test]
fn a_client_shows_the_kind_of_certificate_that_was_asked_for() {
    use handshake_core::msgs::Handshake;
    use handshake_core::msgs::codes::{ClientCertificateType, HandshakeType};
    use handshake_core::msgs::tls12::{Certificate, CertificateRequest};
    use handshake_wire::{decode, encode};
    let (mut client, mut server) = configs12(suite12(SUITE));
    let ca = |kind| TeachingCa::new(kind, CA_SEED).issue_client("student.example").expect("a chain");
    let (ecdsa, rsa) = (ca(CertificateKind::EcdsaP256), ca(CertificateKind::Rsa2048));
    server.client_auth = Some(crate::tls12_sessions::asks(&rsa.root));
    client.identities = vec![ecdsa.identity, rsa.identity.clone()];
    let (mut client, mut server) = pair(client, server);
    client.receive(&[]).expect("a start");
    server.receive(&client.take_output()).expect("a hello");
    // Each message stands in a record of its own. The request is made to ask for RSA only.
    let mut flight = server.take_output();
    let mut at = 0;
    while flight[at + 5] != HandshakeType::CERTIFICATE_REQUEST.0 {
        at += 5 + usize::from(u16::from_be_bytes([flight[at + 3], flight[at + 4]]));
    }
    let end = at + 5 + usize::from(u16::from_be_bytes([flight[at + 3], flight[at + 4]]));
    let mut request = decode::<Handshake<CertificateRequest>>(&flight[at + 5..end]).0.expect("a request");
    request.0.certificate_types = vec![ClientCertificateType::RSA_SIGN];
    let message = encode(&mut request).expect("a request").0;
    let record = [&[22, 3, 3], (message.len() as u16).to_be_bytes().as_slice(), &message].concat();
    flight.splice(at..end, record);
    client.receive(&flight).expect("a flight");
    let shown = client.steps().iter().flat_map(|step| &step.events).find_map(|event| match event {
        Event::Message(m) if m.dir == Dir::Sent && m.name == "Certificate" => Some(m.bytes.clone()),
        _ => None,
    });
    let shown = decode::<Handshake<Certificate>>(&shown.expect("a certificate")).0.expect("one that can be read").0;
    assert_eq!(shown.certificate_list, rsa.identity.chain);
}

/// RFC 5246 §7.2: a warning fails nothing, even before the server has said its version. In TLS 1.3 every alert but two
/// ends the connection: RFC 8446 §6.
#[test]
fn a_warning_before_the_version_is_known() {
    let unrecognized_name = [21, 3, 1, 0, 2, 1, 112];
    for (versions, survives) in
        [(TLS12, true), (&[ProtocolVersion::TLS13, ProtocolVersion::TLS12], true), (&[ProtocolVersion::TLS13], false)]
    {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = pair(client.with_versions(versions), server.with_versions(versions));
        client.receive(&[]).expect("a start");
        assert_eq!(client.receive(&unrecognized_name).is_ok(), survives, "{versions:?}");
        if survives {
            settle(&mut client, &mut server);
            assert_eq!(client.status(), Status::Connected);
        }
    }
}

#[test]
fn canceling_without_end_is_no_canceling() {
    for versions in [TLS12, &[ProtocolVersion::TLS13]] {
        let (client, _) = configs(CertificateKind::EcdsaP256);
        let (mut client, _) = pair(client.with_versions(versions), configs(CertificateKind::EcdsaP256).1);
        client.receive(&[]).expect("a start");
        let canceled = [21, 3, 3, 0, 2, 1, 90];
        let count = (0..100).take_while(|_| client.receive(&canceled).is_ok()).count();
        assert_eq!(count, 32);
        let broken = matches!(client.status(), Status::Failed(Fault::Broken { rule: Rule::NoEndlessMessages, .. }));
        assert!(broken, "{:?}", client.status());
    }
}

/// RFC 5246 §6.1, RFC 8446 §5.3: a sequence number is used once.
#[test]
fn no_record_follows_the_last_sequence_number() {
    for form in [Form::Aead(Aead::Aes128Gcm), Form::Aead(Aead::ChaCha20Poly1305), Form::Tls13(Aead::Aes128Gcm)] {
        let (key_len, iv_len) = match form {
            Form::Aead(Aead::Aes128Gcm) => (16, 4),
            Form::Tls13(_) => (16, 12),
            _ => (32, 12),
        };
        let mut last = Protection {
            form,
            epoch: Epoch::Session,
            writer: Side::Client,
            nodes: (ScheduleEntry::ClientWriteKey, ScheduleEntry::ClientWriteIv),
            key: vec![1; key_len],
            iv: vec![2; iv_len],
            mac_key: Vec::new(),
            sequence: u64::MAX - 1,
        };
        let mut reader = last.clone();
        let (record, _) = last.seal(b"the last", ContentType::APPLICATION_DATA, 0, &[]).expect("one number is left");
        assert!(reader.open(&record).inner.is_some());
        assert!(last.seal(b"one more", ContentType::APPLICATION_DATA, 0, &[]).is_none());
        let mut stuck = Protection { sequence: u64::MAX, ..reader };
        assert!(stuck.open(&record).inner.is_none());
    }
}

/// RFC 5705 §4: labels of the handshake itself would give its values away.
#[test]
fn no_value_is_exported_under_a_label_of_the_handshake() {
    let (client, server) = configs12(suite12(SUITE));
    let (mut client, mut server) = pair(client, server);
    settle(&mut client, &mut server);
    for label in ["client finished", "server finished", "master secret", "key expansion", "extended master secret"] {
        assert!(client.export(label, b"", 12).is_err(), "{label}");
    }
    assert_eq!(
        client.export("EXPORTER-x", b"", 12).expect("connected"),
        server.export("EXPORTER-x", b"", 12).expect("connected")
    );
}

/// A version that is newer than any: RFC 5246 appendix E.1 has the server answer with the newest it knows.
#[test]
fn a_hello_of_a_version_to_come_is_answered_in_tls12() {
    let (mut client, server) = configs12(suite12(SUITE));
    client.server_name = Some("example.com".to_owned());
    let (mut client, mut server) = pair(client, server);
    client.receive(&[]).expect("a start");
    let mut hello = client.take_output();
    hello[9..11].copy_from_slice(&[3, 9]);
    server.receive(&hello).expect("a hello that is understood");
    assert_eq!(server.state(), "WAIT_CKE");
}

/// RFC 5246 §7.4.2: to be encrypted to, a certificate must admit that its key encrypts keys.
#[test]
fn nothing_is_encrypted_to_a_key_that_may_not_decrypt() {
    let (mut client, server) = configs12(suite12(CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256));
    client.verifier = Arc::new(Trusting);
    assert_eq!(honest(client.clone(), server.clone()).outcome, Outcome::Closed);
    // The root's key signs certificates, says its certificate.
    let mut other = OtherChain(vec![handshake_tests::issued(CertificateKind::Rsa2048).root]);
    let fault = match run(setup(client, server), &mut other).outcome {
        Outcome::Failed { side: Side::Client, fault } => fault,
        other => panic!("{other:?}"),
    };
    assert!(matches!(fault, Fault::Broken { rule: Rule::KeyFitsSuite, .. }), "{fault}");
}

/// Trusts everybody.
struct Trusting;

impl Verifier for Trusting {
    fn chain(&self, _: &[Vec<u8>], _: Option<&str>, _: u64) -> Vec<Finding> {
        Vec::new()
    }

    fn signature(&self, _: SignatureScheme, _: &[u8], _: &[u8], _: &[u8]) -> bool {
        true
    }
}
