//! The status of a certificate that a server brings along, in both versions and with both key exchanges of TLS 1.2.

use handshake_core::client::ClientConfig;
use handshake_core::msgs::codes::CipherSuite;
use handshake_core::pki::{Answer, Aspect, CertificateKind};
use handshake_core::rules::Rule;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Event, Outcome};
use handshake_core::{Fault, Side, Trace};
use handshake_tests::{NOW, configs, configs12, honest, issued, kind12, suite12};
use handshake_wire::SpanKind;

/// What it is called, the two sides, and the kind of the certificate.
fn worlds() -> Vec<(&'static str, ClientConfig, ServerConfig, CertificateKind)> {
    let tls12 = [
        ("TLS 1.2, ECDHE", CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
        ("TLS 1.2, RSA", CipherSuite::TLS_RSA_WITH_AES_128_GCM_SHA256),
    ];
    let (client, server) = configs(CertificateKind::EcdsaP256);
    let mut worlds = vec![("TLS 1.3", client, server, CertificateKind::EcdsaP256)];
    worlds.extend(tls12.map(|(name, id)| {
        let (client, server) = configs12(suite12(id));
        (name, client, server, kind12(suite12(id)))
    }));
    worlds
}

fn run(asked: bool, answer: Option<Answer>) -> impl Iterator<Item = (&'static str, Trace)> {
    worlds().into_iter().map(move |(name, mut client, mut server, kind)| {
        client.status_request = asked;
        server.status = answer.map(|answer| issued(kind).answer(answer, NOW).expect("an answer"));
        (name, honest(client, server))
    })
}

/// Whether the client has found that the certificate's status is good; `None` if it got none.
fn found(trace: &Trace) -> Option<bool> {
    trace.events().find_map(|(_, side, event)| match event {
        Event::Status(status) if side == Side::Client => {
            status.checks.iter().find(|check| check.what == Aspect::Status).map(|check| check.passed == Some(true))
        }
        _ => None,
    })
}

fn broken(trace: &Trace) -> Option<Rule> {
    match &trace.outcome {
        Outcome::Failed { fault: Fault::Broken { rule, .. }, .. } => Some(*rule),
        _ => None,
    }
}

/// How often the response crosses the wire, in whatever message.
fn responses(trace: &Trace) -> usize {
    let sent = trace.events().filter_map(|(_, side, event)| match event {
        Event::Message(message) if side == Side::Server => Some(message),
        _ => None,
    });
    sent.flat_map(|message| &message.spans)
        .filter(|span| span.name == "OCSPResponse" && span.kind == SpanKind::Bytes)
        .count()
}

#[test]
fn a_good_status_is_brought_and_believed() {
    for answer in [Answer::Good, Answer::GoodByResponder] {
        for (name, trace) in run(true, Some(answer)) {
            assert_eq!(trace.outcome, Outcome::Closed, "{name}, {answer:?}");
            assert_eq!((found(&trace), responses(&trace)), (Some(true), 1), "{name}, {answer:?}");
        }
    }
}

#[test]
fn a_revoked_certificate_is_refused() {
    for (name, trace) in run(true, Some(Answer::Revoked)) {
        assert_eq!((broken(&trace), found(&trace)), (Some(Rule::NotRevoked), Some(false)), "{name}");
        let alert = trace.events().any(|(_, side, event)| {
            matches!(event, Event::Message(message) if side == Side::Client && message.name == "Alert"
                && message.bytes == [2, Rule::NotRevoked.alert().0])
        });
        assert!(alert, "{name}");
    }
}

/// RFC 6066 §8: a server may leave it out; it is sent to who asks only.
#[test]
fn no_status_is_no_fault_and_nobody_gets_one_unasked() {
    for (name, trace) in run(true, None) {
        assert_eq!((&trace.outcome, found(&trace)), (&Outcome::Closed, None), "{name}");
    }
    // A bad one harms nobody who did not ask.
    for answer in [Answer::Good, Answer::Revoked] {
        for (name, trace) in run(false, Some(answer)) {
            assert_eq!((&trace.outcome, responses(&trace)), (&Outcome::Closed, 0), "{name}");
        }
    }
}
