//! Single messages: every truncation and every change of a byte.

use handshake_core::msgs::codes::{ClientCertificateType, ContentType, SignatureScheme};
use handshake_core::msgs::{
    Alert, Certificate, CertificateVerify, ChangeCipherSpec, ClientHello, EncryptedExtensions, Finished, Handshake,
    NewSessionTicket, ServerHello, tls12,
};
use handshake_core::trace::{Dir, Event, Message};
use handshake_tests::{TLS12, honest, worlds};
use handshake_wire::{Layout, Spans, WireError, decode, encode};
use std::collections::BTreeSet;

/// A message read, and written again.
type Reread = (Result<Vec<u8>, WireError>, Spans);

#[test]
fn every_truncation_is_an_error_and_keeps_its_spans() {
    for Message { name, bytes, .. } in messages() {
        for len in 0..bytes.len() {
            let (result, spans) = reread(name, &bytes[..len]);
            assert!(result.is_err(), "{name} cut to {len} bytes");
            check_spans(name, &bytes[..len], &result, &spans);
        }
    }
}

#[test]
fn every_change_of_a_byte_is_an_error_or_another_value() {
    for Message { name, bytes, .. } in messages() {
        for at in 0..bytes.len() {
            for change in 1..=255 {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                let (result, spans) = reread(name, &changed);
                check_spans(name, &changed, &result, &spans);
                if let Ok(again) = result {
                    let same = again == changed || is_hello_without_extensions(name, &changed, &again);
                    assert!(same, "{name} with byte {at} changed by {change:#04x} reads as something else");
                }
            }
        }
    }
}

#[test]
fn every_truncation_with_its_length_put_right_is_an_error_or_another_value() {
    let mut shorter = Vec::new();
    for Message { name, bytes, content_type, .. } in messages() {
        if content_type != ContentType::HANDSHAKE {
            continue;
        }
        for len in 4..bytes.len() {
            let mut cut = bytes[..len].to_vec();
            cut[3] = (len - 4) as u8;
            cut[2] = ((len - 4) >> 8) as u8;
            let (result, spans) = reread(name, &cut);
            check_spans(name, &cut, &result, &spans);
            match result {
                Ok(again) if again == cut => shorter.push(name),
                Ok(again) => assert!(is_hello_without_extensions(name, &cut, &again), "{name} cut to {len} bytes"),
                Err(_) => {}
            }
        }
    }
    // One may have no extensions, and of the other only the hash function knows the length.
    shorter.dedup();
    assert_eq!(shorter, ["ServerHello", "Finished"]);
}

/// A ClientHello of an older version ends before its extensions; it is written again with an empty vector.
fn is_hello_without_extensions(name: &str, bytes: &[u8], again: &[u8]) -> bool {
    name == "ClientHello" && again[4..] == [&bytes[4..], &[0, 0]].concat()
}

/// The messages of runs with all that the engine can put into them. Those of TLS 1.2 that have another form are named so.
fn messages() -> Vec<Message> {
    let mut messages = Vec::new();
    for (_, client, server) in worlds() {
        let tls12 = client.versions == TLS12;
        let trace = honest(client, server);
        let sent = |event: &Event| match event {
            Event::Message(message) if message.dir == Dir::Sent => Some(message.clone()),
            _ => None,
        };
        let form = |message: Message| match (tls12, message.name) {
            (true, "Certificate") => Message { name: "Certificate of TLS 1.2", ..message },
            (true, "NewSessionTicket") => Message { name: "NewSessionTicket of TLS 1.2", ..message },
            (true, "ClientKeyExchange") if message.bytes.len() > 250 => {
                Message { name: "ClientKeyExchange of RSA", ..message }
            }
            _ => message,
        };
        messages.extend(trace.events().filter_map(|(_, _, event)| sent(event)).map(form));
    }
    messages.push(request());
    messages.retain(|message: &Message| message.content_type != ContentType::APPLICATION_DATA);
    // One of each.
    let mut seen = BTreeSet::new();
    messages.retain(|message| seen.insert(message.name));
    assert_eq!(seen.len(), 16, "{seen:?}");
    messages
}

/// TLS 1.2's CertificateRequest.
fn request() -> Message {
    let request = tls12::CertificateRequest {
        certificate_types: vec![ClientCertificateType::RSA_SIGN, ClientCertificateType::ECDSA_SIGN],
        supported_signature_algorithms: vec![SignatureScheme::ED25519, SignatureScheme::ECDSA_SECP256R1_SHA256],
        certificate_authorities: vec![b"somebody".to_vec(), b"else".to_vec()],
    };
    let (bytes, spans) = encode(&mut Handshake(request)).expect("one that can be written");
    let (dir, name) = (Dir::Sent, "CertificateRequest of TLS 1.2");
    let content_type = ContentType::HANDSHAKE;
    Message { dir, number: 0, name, content_type, bytes, spans, malformed: None, records: (0, 0) }
}

fn reread(name: &str, bytes: &[u8]) -> Reread {
    match name {
        "ClientHello" => through::<Handshake<ClientHello>>(bytes),
        "ServerHello" => through::<Handshake<ServerHello>>(bytes),
        "EncryptedExtensions" => through::<Handshake<EncryptedExtensions>>(bytes),
        "Certificate" => through::<Handshake<Certificate>>(bytes),
        "CertificateVerify" => through::<Handshake<CertificateVerify>>(bytes),
        "Finished" => through::<Handshake<Finished>>(bytes),
        "NewSessionTicket" => through::<Handshake<NewSessionTicket>>(bytes),
        "ChangeCipherSpec" => through::<ChangeCipherSpec>(bytes),
        "Alert" => through::<Alert>(bytes),
        "Certificate of TLS 1.2" => through::<Handshake<tls12::Certificate>>(bytes),
        "ServerKeyExchange" => through::<Handshake<tls12::ServerKeyExchange>>(bytes),
        "CertificateRequest of TLS 1.2" => through::<Handshake<tls12::CertificateRequest>>(bytes),
        "ServerHelloDone" => through::<Handshake<tls12::ServerHelloDone>>(bytes),
        "ClientKeyExchange" => through::<Handshake<tls12::EcdheClientKeyExchange>>(bytes),
        "ClientKeyExchange of RSA" => through::<Handshake<tls12::RsaClientKeyExchange>>(bytes),
        "NewSessionTicket of TLS 1.2" => through::<Handshake<tls12::NewSessionTicket>>(bytes),
        other => panic!("{other} is new: say how to read it"),
    }
}

fn through<T: Layout>(bytes: &[u8]) -> Reread {
    let (result, spans) = decode::<T>(bytes);
    (result.map(|mut value| encode(&mut value).expect("what was read can be written").0), spans)
}

/// The leaves cover the bytes without gap or overlap: all of them, or up to the error.
fn check_spans(name: &str, bytes: &[u8], result: &Result<Vec<u8>, WireError>, spans: &Spans) {
    let mut at = 0;
    for leaf in spans.iter().filter(|span| span.is_leaf()) {
        assert_eq!(leaf.start, at, "{name}: {}", leaf.name);
        at = leaf.end;
    }
    match result {
        Ok(_) => assert_eq!(at, bytes.len(), "{name}"),
        Err(error) => assert!(error.at <= at && at <= bytes.len(), "{name}: {error}, spans up to {at}"),
    }
}
