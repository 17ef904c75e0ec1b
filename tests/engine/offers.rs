//! What is rarely used: P-521, names of authorities, timestamps of logs, data of the server before the client's Finished, values
//! exported without a context.

use crate::keys::{failed, kept, pair, sent};
use crate::tls12_strict::settle;
use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::{ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_core::msgs::extensions::{SerializedSct, SignedCertificateTimestampList};
use handshake_core::msgs::tls12::ServerKeyExchange;
use handshake_core::msgs::{Body, ClientHello, Handshake, ServerHello};
use handshake_core::pki::{Certificate, CertificateKind, Identity, TeachingCa, WebPkiVerifier};
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::trace::{Dir, Event, Outcome};
use handshake_core::{Rule, Side, Trace};
use handshake_live::Anybody;
use handshake_tests::{CA_SEED, TLS12, configs, honest, issued};
use handshake_wire::decode;
use std::sync::Arc;

const TLS13: &[ProtocolVersion] = &[ProtocolVersion::TLS13];
const EACH: [&[ProtocolVersion]; 2] = [TLS13, TLS12];

fn shows(trace: &Trace, side: Side, identity: &Identity) -> bool {
    let leaf = &identity.chain[0];
    let events = trace.events().filter(|(_, of, _)| *of == side);
    let sent = events.filter_map(|(_, _, event)| match event {
        Event::Message(message) if message.dir == Dir::Sent && message.name == "Certificate" => Some(&message.bytes),
        _ => None,
    });
    sent.into_iter().any(|bytes| bytes.windows(leaf.len()).any(|window| window == leaf.as_slice()))
}

#[test]
fn p521_agrees_and_signs() {
    for versions in EACH {
        let group = vec![NamedGroup::SECP521R1];
        let mut client = ClientConfig::new("p521", Arc::new(Anybody)).with_versions(versions).with_rare_algorithms();
        let server = ServerConfig::new(vec![kept("p521")]).with_versions(versions).with_rare_algorithms();
        (client.groups, client.key_shares) = (group.clone(), group);
        let trace = honest(client.clone(), server.clone());
        assert_eq!(trace.outcome, Outcome::Closed);
        if versions == TLS12 {
            let message = decode::<Handshake<ServerKeyExchange>>(&sent(&trace.steps, ServerKeyExchange::NAME)[0].bytes);
            let message = message.0.expect("it is read").0;
            let scheme = SignatureScheme::ECDSA_SECP521R1_SHA512;
            assert_eq!((message.named_curve, message.algorithm), (NamedGroup::SECP521R1, scheme));
        }
        // Who does not speak of P-521 is shown another certificate, and if there is none, nothing.
        let (usual, _) = configs(CertificateKind::EcdsaP256);
        let usual = ClientConfig { verifier: Arc::new(Anybody), ..usual.with_versions(versions) };
        let rule = if versions == TLS12 { Rule::SuiteInCommon } else { Rule::SignatureInCommon };
        assert_eq!(failed(&honest(usual, server)), Some((Side::Server, rule)));
    }
}

/// RFC 8446 §4.2.4, RFC 5246 §7.4.4.
#[test]
fn a_client_shows_a_certificate_by_an_authority_that_the_server_names() {
    let of = |seed| TeachingCa::new(CertificateKind::EcdsaP256, seed).issue_client("student.example").expect("a chain");
    // The teaching CA's names are all the same: those of another kind of key differ in nothing but the key. So one is a server's
    // own, from a CA of another name.
    let (known, other) = (of(CA_SEED), kept("p521"));
    for versions in EACH {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = (client.with_versions(versions), server.with_versions(versions));
        client.identities = vec![other.clone(), known.identity.clone()];
        let auth = |authorities| ClientAuth {
            verifier: Arc::new(Anybody),
            required: true,
            signature_schemes: SignatureScheme::CHECKED.to_vec(),
            authorities,
        };
        let name = Certificate::read(&known.root).expect("a root").subject.to_vec();
        let cases = [(vec![], Some(&other)), (vec![name], Some(&known.identity)), (vec![vec![0x30, 0]], None)];
        for (authorities, shown) in cases {
            server.client_auth = Some(auth(authorities));
            let trace = honest(client.clone(), server.clone());
            for identity in &client.identities {
                let this = shown.is_some_and(|shown| shown.chain == identity.chain);
                assert_eq!(shows(&trace, Side::Client, identity), this);
            }
            assert_eq!(trace.outcome == Outcome::Closed, shown.is_some());
        }
    }
}

#[test]
fn a_server_would_rather_show_a_certificate_by_an_authority_that_the_client_names() {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    let root = issued(CertificateKind::EcdsaP256).root;
    client = client.with_rare_algorithms();
    client.verifier = Arc::new(Anybody);
    server.identities.insert(0, kept("p521"));
    let names =
        [(vec![], 0), (vec![Certificate::read(&root).expect("a root").subject.to_vec()], 1), (vec![vec![0x30, 0]], 0)];
    for (authorities, shown) in names {
        client.authorities = authorities;
        let trace = honest(client.clone(), server.clone());
        assert_eq!(trace.outcome, Outcome::Closed);
        assert!(shows(&trace, Side::Server, &server.identities[shown]));
        let hello =
            decode::<Handshake<ClientHello>>(&sent(&trace.steps, ClientHello::NAME)[0].bytes).0.expect("it is read");
        let named = hello.0.extensions.certificate_authorities().map(|named| named.0.clone()).unwrap_or_default();
        assert_eq!(named, client.authorities);
    }
}

/// RFC 6962 §3.3.
#[test]
fn timestamps_of_logs_come_along_and_are_shown_as_fields() {
    let sct = SerializedSct {
        id: [7; 32],
        timestamp: 1_780_000_000_000u64.to_be_bytes(),
        algorithm: SignatureScheme::ECDSA_SECP256R1_SHA256,
        signature: vec![0x30, 0],
        ..SerializedSct::default()
    };
    let later = SerializedSct { sct_version: 9, other: vec![1, 2, 3], ..SerializedSct::default() };
    for versions in EACH {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = (client.with_versions(versions), server.with_versions(versions));
        server.timestamps = Some(SignedCertificateTimestampList(vec![sct.clone(), later.clone()]));
        for asks in [false, true] {
            client.timestamps = asks;
            let trace = honest(client.clone(), server.clone());
            assert_eq!(trace.outcome, Outcome::Closed);
            let name = if versions == TLS12 { ServerHello::NAME } else { "Certificate" };
            let message = sent(&trace.steps, name)[0];
            let value = |name| {
                message.spans.iter().find(|span| span.name == name).map(|span| &message.bytes[span.start..span.end])
            };
            assert_eq!(value("signed_certificate_timestamp").is_some(), asks);
            assert_eq!(value("timestamp"), asks.then_some(sct.timestamp.as_slice()));
            assert_eq!(value("unknown_version"), asks.then_some([1, 2, 3].as_slice()));
        }
    }
    // One that nobody asked for.
    let (client, mut server) = configs(CertificateKind::EcdsaP256);
    server.extra_extensions =
        vec![handshake_core::msgs::extensions::Extension::Raw(ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP, vec![])];
    assert_eq!(failed(&honest(client, server)).map(|(side, _)| side), Some(Side::Client));
}

/// RFC 8446 §4.4.4: "servers MAY send data to the client after sending the server Finished".
#[test]
fn a_server_may_speak_before_the_clients_finished() {
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (mut client, mut server) = pair(client, server, 1);
    assert!(!server.may_send() && server.send(b"too early").is_err());
    server.receive(&client.take_output()).expect("a hello");
    assert_eq!((server.state(), server.status(), server.may_send()), ("WAIT_FINISHED", Status::Handshaking, true));
    server.send(b"welcome").expect("its Finished has been said");
    client.receive(&server.take_output()).expect("a flight, and data");
    assert_eq!((client.status(), client.take_data()), (Status::Connected, b"welcome".to_vec()));
    settle(&mut client, &mut server);
    assert_eq!(server.status(), Status::Connected);
    // A server of TLS 1.2 has to wait.
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let (mut client, mut server) = pair(client.with_versions(TLS12), server.with_versions(TLS12), 1);
    server.receive(&client.take_output()).expect("a hello");
    assert!(!server.may_send() && server.send(b"too early").is_err());
}

/// RFC 5705 §4; RFC 8446 §7.5.
#[test]
fn without_a_context_is_not_with_an_empty_one_in_tls12() {
    for versions in EACH {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let (mut client, mut server) = pair(client.with_versions(versions), server.with_versions(versions), 1);
        settle(&mut client, &mut server);
        let without = client.export_without_context("EXPORTER-x", 16).expect("connected");
        assert_eq!(server.export_without_context("EXPORTER-x", 16).expect("connected"), without);
        let empty = client.export("EXPORTER-x", b"", 16).expect("connected");
        assert_eq!(empty == without, versions == TLS13);
    }
}

#[test]
fn a_p521_chain_is_judged() {
    let identity = kept("p521");
    let now = 1_811_808_000;
    let verifier = WebPkiVerifier::new(&[&identity.chain[0]]).expect("a root");
    let verdict = handshake_core::pki::Verifier::judge(&verifier, &identity.chain, None, now);
    assert!(verdict.findings.iter().all(|finding| finding.passed()), "{:?}", verdict.findings);
}
