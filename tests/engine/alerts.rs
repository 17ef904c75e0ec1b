//! Who says what under which keys.

use handshake_core::msgs::codes::{AlertDescription, ContentType};
use handshake_core::pki::CertificateKind;
use handshake_core::trace::{Dir, Epoch, Event, Outcome};
use handshake_core::{Fault, Rule, Side};
use handshake_tests::{configs, honest};

/// "SHOULD first rekey to the handshake keys if possible", RFC 8446 appendix A.1.
#[test]
fn a_client_that_distrusts_the_server_says_so_under_the_handshake_keys() {
    let (mut client, mut server) = configs(CertificateKind::EcdsaP256);
    client.server_name = Some("example.org".to_owned());
    server.ticket = None;
    let trace = honest(client, server);

    let fails = matches!(
        &trace.outcome,
        Outcome::Failed { side: Side::Client, fault: Fault::Broken { rule: Rule::NameMatches, .. } }
    );
    assert!(fails, "{:?}", trace.outcome);
    assert_eq!(trace.alerts(), [(Side::Client, AlertDescription::BAD_CERTIFICATE)]);
    let last = |dir| {
        let alert = |event: &Event| match event {
            Event::Record(record) if record.dir == dir => {
                let sealing = record.sealing.clone()?;
                let inner = sealing.inner?;
                (inner.content_type == ContentType::ALERT).then_some((sealing.epoch, sealing.writer, inner.content))
            }
            _ => None,
        };
        trace.events().filter_map(|(_, _, event)| alert(event)).last()
    };
    // For middleboxes change_cipher_spec comes before the first protected record, of whatever kind. RFC 8446 appendix D.4.
    let sent = |event: &Event| match event {
        Event::Record(record) if record.dir == Dir::Sent => Some((record.bytes[0], record.sealing.is_some())),
        _ => None,
    };
    let by_client = trace.events().filter(|(_, side, _)| *side == Side::Client);
    let by_client: Vec<(u8, bool)> = by_client.filter_map(|(_, _, event)| sent(event)).collect();
    assert_eq!(by_client, [(22, false), (20, false), (23, true)]);
    let sealed = Some((Epoch::Handshake, Side::Client, vec![2, AlertDescription::BAD_CERTIFICATE.0]));
    assert_eq!((last(Dir::Sent), last(Dir::Received)), (sealed.clone(), sealed));
}

#[test]
fn a_server_that_has_no_keys_yet_says_it_in_the_clear() {
    let (mut client, server) = configs(CertificateKind::EcdsaP256);
    client.suites.clear();
    client.suites.push(handshake_core::msgs::codes::CipherSuite::TLS_AES_128_CCM_SHA256);
    let trace = honest(client, server);
    assert_eq!(trace.alerts(), [(Side::Server, AlertDescription::HANDSHAKE_FAILURE)]);
    assert!(trace.events().all(|(_, _, event)| !matches!(event, Event::Record(record) if record.sealing.is_some())));
}
