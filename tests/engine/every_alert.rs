//! Every alert of RFC 8446 §6 (and those of TLS 1.2 that this engine sends), each brought about.

use crate::tls12_strict::{sealed, sealer, sent_alerts, settle};
use handshake_core::client::ClientConfig;
use handshake_core::crypto::Signer;
use handshake_core::msgs::codes::{
    AlertDescription as A, CipherSuite, ContentType, ExtensionType, ProtocolVersion, SignatureScheme,
};
use handshake_core::msgs::extensions::Extension;
use handshake_core::pair::{Network, run};
use handshake_core::pki::{Answer, CertificateKind, Finding, TeachingCa, Verifier, WebPkiVerifier};
use handshake_core::random::{Randomness, Seeded};
use handshake_core::server::{ClientAuth, ServerConfig};
use handshake_core::session::{ClientPsk, MemorySessions};
use handshake_core::{ClientConnection, Rule, ServerConnection, Side, Statement};
use handshake_tests::{CA_SEED, Endpoint, NOW, TLS12, configs, configs12, honest, setup, suite12};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An alert, how it comes about, and a run in which it does: the alerts that crossed the wire.
type Case = (A, &'static str, fn() -> Vec<A>);

const CASES: &[Case] = &[
    (A::CLOSE_NOTIFY, "a side has no more to say", || alerts(|_, _| {})),
    (A::UNEXPECTED_MESSAGE, "a server hears a ServerHello", || told_to_server(&[22, 3, 3, 0, 4, 2, 0, 0, 0])),
    (A::BAD_RECORD_MAC, "a bit of a sealed record flips on its way", || {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        over(client, server, |from, bytes| {
            if from == Side::Server && bytes[0] == 23 {
                bytes[10] ^= 1;
            }
        })
    }),
    (A::RECORD_OVERFLOW, "a record is longer than any may be", || told_to_server(&[22, 3, 3, 0x40, 1])),
    (A::HANDSHAKE_FAILURE, "no cipher suite in common", || {
        alerts(|client, _| client.suites = vec![CipherSuite::TLS_AES_128_CCM_SHA256])
    }),
    (A::BAD_CERTIFICATE, "the certificate is for another name", || {
        alerts(|client, _| client.server_name = Some("example.org".to_owned()))
    }),
    (A::UNSUPPORTED_CERTIFICATE, "a client's certificate as the server's own", || {
        alerts(|_, server| {
            let issued = TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("example.com");
            server.identities = vec![issued.expect("a chain").identity];
        })
    }),
    (A::CERTIFICATE_REVOKED, "the certificate's authority has called it back", || answered(Answer::Revoked)),
    (A::BAD_CERTIFICATE_STATUS_RESPONSE, "somebody else vouches for the certificate", || answered(Answer::Forged)),
    (A::CERTIFICATE_EXPIRED, "a visit in another year", || {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let mut setup = setup(client, server);
        setup.now += 3 * 365 * 86_400;
        run(setup, &mut handshake_core::pair::Honest).alerts().into_iter().map(|(_, alert)| alert).collect()
    }),
    (A::CERTIFICATE_UNKNOWN, "a verifier of one's own finds something else wrong", || {
        alerts(|client, _| client.verifier = Arc::new(Finds(Rule::CertificateAcceptable)))
    }),
    (A::ACCESS_DENIED, "a good certificate, of one who may not come in", || {
        alerts(|client, server| {
            let issued = client_chain();
            client.identities = vec![issued.identity];
            server.client_auth = Some(asks(Arc::new(Finds(Rule::AccessAllowed))));
        })
    }),
    (A::ILLEGAL_PARAMETER, "compression is offered in TLS 1.3", || {
        let (client, server) = configs(CertificateKind::EcdsaP256);
        let mut first = true;
        over(client, server, move |from, bytes| {
            if from == Side::Client && std::mem::take(&mut first) {
                // header, message header, version, random, session id, suites: the one method.
                let suites = usize::from(u16::from_be_bytes([bytes[76], bytes[77]]));
                bytes[76 + 2 + suites + 1] = 1;
            }
        })
    }),
    (A::UNKNOWN_CA, "nobody is trusted", || alerts(|client, _| client.verifier = Arc::new(WebPkiVerifier::none()))),
    (A::DECODE_ERROR, "a message with a byte too many", || told_to_server(&[22, 3, 3, 0, 5, 1, 0, 0, 1, 3])),
    (A::DECRYPT_ERROR, "a bit of a message flips in the clear, and Finished does not fit", || {
        let (client, server) = configs12(suite12(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
        over(client, server, |from, bytes| {
            // The signature of ServerKeyExchange.
            if from == Side::Server && bytes[0] == 22 && bytes[5] == 12 {
                *bytes.last_mut().expect("a byte") ^= 1;
            }
        })
    }),
    (A::PROTOCOL_VERSION, "TLS 1.1 alone is offered", || {
        alerts(|client, _| client.versions = vec![ProtocolVersion::TLS11])
    }),
    (A::INSUFFICIENT_SECURITY, "what is offered is too weak for the server", || {
        alerts(|client, server| {
            client.suites = vec![CipherSuite::TLS_AES_128_CCM_8_SHA256];
            server.too_weak = vec![CipherSuite::TLS_AES_128_CCM_8_SHA256];
        })
    }),
    (A::INTERNAL_ERROR, "a key that does not sign", || {
        alerts(|_, server| server.identities[0].signer = Arc::new(Broken))
    }),
    (A::INAPPROPRIATE_FALLBACK, "a needless fallback", || {
        alerts(|client, server| {
            *client = client.clone().with_versions(TLS12);
            client.tls12.fallback_scsv = true;
            *server = server.clone().with_versions(&[ProtocolVersion::TLS13, ProtocolVersion::TLS12]);
        })
    }),
    (A::USER_CANCELED, "somebody gives up", || {
        let (mut client, _) = pair(configs(CertificateKind::EcdsaP256));
        let _ = client.receive(&[]);
        client.cancel().expect("in the handshake");
        sent(&client)
    }),
    (A::NO_RENEGOTIATION, "a server would begin again in TLS 1.2", || {
        let configs = configs12(suite12(CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
        let (mut client, mut server) = pair(configs);
        settle(&mut client, &mut server);
        let mut keys = sealer(&client, Side::Server, 1);
        let request = sealed(&mut keys, ContentType::HANDSHAKE, &[0, 0, 0, 0]);
        let _ = client.receive(&request);
        sent(&client)
    }),
    (A::MISSING_EXTENSION, "a hello of TLS 1.3 without groups", || {
        alerts(|client, _| {
            client.groups = vec![];
            client.key_shares = vec![];
        })
    }),
    (A::UNSUPPORTED_EXTENSION, "an answer that nobody asked for", || {
        alerts(|_, server| server.extra_extensions = vec![Extension::Raw(ExtensionType(0x1234), vec![])])
    }),
    (A::UNRECOGNIZED_NAME, "a name that the server does not have", || {
        alerts(|_, server| server.names = vec!["example.org".to_owned()])
    }),
    (A::UNKNOWN_PSK_IDENTITY, "a key that the server does not know, and there is no certificate", || {
        alerts(|client, server| {
            client.psks = vec![ClientPsk::external(b"somebody", &[7; 32], CipherSuite::TLS_AES_128_GCM_SHA256)];
            server.identities.clear();
            server.sessions = Some(Arc::new(MemorySessions::new()));
        })
    }),
    (A::CERTIFICATE_REQUIRED, "a client that shows nothing, where it must", || {
        alerts(|_, server| server.client_auth = Some(asks(Arc::new(WebPkiVerifier::none()))))
    }),
    (A::NO_APPLICATION_PROTOCOL, "no application protocol in common", || {
        alerts(|client, server| {
            client.alpn = vec![b"gopher".to_vec()];
            server.alpn = vec![b"echo".to_vec()];
        })
    }),
];

#[test]
fn every_alert_is_brought_about() {
    let mut missing: BTreeSet<A> = A::NAMED.iter().copied().collect();
    for (alert, how, run) in CASES {
        let alerts = run();
        assert!(alerts.contains(alert), "{} ({how}): {alerts:?}", alert.text());
        assert!(missing.remove(alert), "{} twice", alert.text());
    }
    // It is only received: `strict.rs`.
    missing.remove(&A::GENERAL_ERROR);
    assert_eq!(missing, BTreeSet::new(), "alerts without a case");
}

/// A rule's alert, or one that needs none: closure, cancellation, a refusal to begin again, and that of which the RFC says
/// that a more specific one is better.
#[test]
fn every_alert_but_four_has_a_rule() {
    let ruled: BTreeSet<A> = Rule::ALL.iter().map(|rule| rule.alert()).collect();
    let without = A::NAMED.iter().filter(|alert| !ruled.contains(alert));
    let wanted = [A::CLOSE_NOTIFY, A::USER_CANCELED, A::NO_RENEGOTIATION, A::GENERAL_ERROR];
    assert_eq!(without.copied().collect::<Vec<_>>(), wanted);
}

fn alerts(change: impl FnOnce(&mut ClientConfig, &mut ServerConfig)) -> Vec<A> {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    change(&mut client, &mut server);
    honest(client, server).alerts().into_iter().map(|(_, alert)| alert).collect()
}

/// The server brings along what its certificate's authority answers.
fn answered(answer: Answer) -> Vec<A> {
    let issued = handshake_tests::issued(CertificateKind::EcdsaP256);
    alerts(|client, server| {
        client.status_request = true;
        server.status = Some(issued.answer(answer, NOW).expect("an answer"));
    })
}

/// A network that changes what it carries.
struct Changing<F>(F);

impl<F: FnMut(Side, &mut Vec<u8>)> Network for Changing<F> {
    fn carry(&mut self, from: Side, mut bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        (self.0)(from, &mut bytes);
        (bytes, None)
    }
}

fn over(client: ClientConfig, server: ServerConfig, change: impl FnMut(Side, &mut Vec<u8>)) -> Vec<A> {
    run(setup(client, server), &mut Changing(change)).alerts().into_iter().map(|(_, alert)| alert).collect()
}

fn told_to_server(bytes: &[u8]) -> Vec<A> {
    let (_, mut server) = pair(configs(CertificateKind::EcdsaP256));
    let _ = server.receive(bytes);
    sent(&server)
}

fn pair((client, server): (ClientConfig, ServerConfig)) -> (ClientConnection, ServerConnection) {
    let random = |side| Box::new(Seeded::for_side(1, side));
    let client = ClientConnection::new(Arc::new(client), random(Side::Client), NOW);
    (client, ServerConnection::new(Arc::new(server), random(Side::Server), NOW))
}

fn sent(side: &dyn Endpoint) -> Vec<A> {
    sent_alerts(side.steps()).into_iter().map(|[_, alert]| A(alert)).collect()
}

fn client_chain() -> handshake_core::pki::Issued {
    TeachingCa::new(CertificateKind::EcdsaP256, CA_SEED).issue_client("student.example").expect("a chain")
}

fn asks(verifier: Arc<dyn Verifier>) -> ClientAuth {
    let signature_schemes = vec![SignatureScheme::ECDSA_SECP256R1_SHA256];
    ClientAuth { verifier, required: true, signature_schemes, authorities: Vec::new() }
}

/// A verifier that finds one rule broken, whatever it is shown.
struct Finds(Rule);

impl Verifier for Finds {
    fn chain(&self, _: &[Vec<u8>], _: Option<&str>, _: u64) -> Vec<Finding> {
        vec![Finding::broken(self.0, Statement::plain("by decree"))]
    }

    fn signature(&self, _: SignatureScheme, _: &[u8], _: &[u8], _: &[u8]) -> bool {
        true
    }
}

/// A key that promises to sign, and does not.
struct Broken;

impl Signer for Broken {
    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_SECP256R1_SHA256]
    }

    fn sign(&self, _: SignatureScheme, _: &[u8], _: &mut dyn Randomness) -> Option<Vec<u8>> {
        None
    }
}
