//! Both sides agree: on every suite, group and kind of certificate, in both roles.

use crate::peer::{Peer, drive};
use crate::table::{Column, Row, Table, Version, Who};
use crate::terms::Terms;
use crate::{OPENSSL, RUSTLS};
use handshake_core::Side;
use handshake_core::connection::Status;
use handshake_core::hex;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::{EncryptedExtensions, Handshake};
use handshake_core::trace::{Event, Message};
use handshake_tests::Endpoint;
use handshake_wire::decode;

/// Every combination in full, with both libraries, in both roles.
pub fn lane(table: &Table) {
    let libraries = [(Who::Rustls, &RUSTLS, Terms::all_and_hybrid()), (Who::OpenSsl, &OPENSSL, Terms::all())];
    for (peer, library, all) in libraries {
        for side in [Side::Client, Side::Server] {
            let row = Row { version: Version::Tls13, peer, ours: side };
            for terms in &all {
                let what = terms.text();
                table.case(row, Column::Full, &what, || {
                    let mut ours = terms.ours(side);
                    let mut peer = (library.make)(side.peer(), terms);
                    check(&what, terms, ours.as_mut(), peer.as_mut());
                });
            }
        }
    }
}

/// A whole connection: handshake, data both ways, closure both ways.
fn check(what: &str, terms: &Terms, ours: &mut dyn Endpoint, peer: &mut dyn Peer) {
    drive(ours, peer);
    let view = peer.view();
    assert_eq!((ours.status(), &view.error), (Status::Connected, &None), "{what}");
    assert!(view.connected, "{what}");

    let suite = ours.keys().suite().map(|suite| suite.id);
    assert_eq!((suite, view.suite), (Some(terms.suite), Some(terms.suite.0)), "{what}: suites");
    let agreed = Some(b"echo".to_vec());
    assert_eq!((alpn(ours), view.alpn), (agreed.clone(), agreed), "{what}: protocols");
    check_secrets(what, ours, &view.secrets);
    assert!(!messages(ours, "NewSessionTicket").is_empty(), "{what}: no ticket");

    // More than a record holds, in both directions.
    let (question, answer) = (noise(40_000, 3), noise(50_000, 5));
    ours.send(&question).expect("connected");
    drive(ours, peer);
    assert!(peer.view().data == question, "{what}: what the peer read");
    peer.send(&answer);
    drive(ours, peer);
    assert!(ours.take_data() == answer, "{what}: what we read");

    // We close first; what the peer says after that still arrives.
    ours.close().expect("connected");
    drive(ours, peer);
    assert!(peer.view().closed, "{what}: the peer has not seen close_notify");
    assert_eq!(ours.status(), Status::Connected, "{what}");
    peer.close();
    drive(ours, peer);
    assert_eq!((ours.status(), peer.view().error), (Status::PeerClosed, None), "{what}");
    assert!(!ours.has_partial_input(), "{what}");
}

/// The secrets of the peer's key log are ours.
fn check_secrets(what: &str, ours: &dyn Endpoint, log: &[(String, String)]) {
    let labels = [
        ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", ScheduleEntry::ClientHandshakeTraffic),
        ("SERVER_HANDSHAKE_TRAFFIC_SECRET", ScheduleEntry::ServerHandshakeTraffic),
        ("CLIENT_TRAFFIC_SECRET_0", ScheduleEntry::ClientApplicationTraffic),
        ("SERVER_TRAFFIC_SECRET_0", ScheduleEntry::ServerApplicationTraffic),
        ("EXPORTER_SECRET", ScheduleEntry::ExporterMaster),
    ];
    for (label, node) in labels {
        let theirs = log.iter().find(|(l, _)| l == label).map(|(_, secret)| secret.to_ascii_lowercase());
        assert_eq!(theirs, ours.keys().get(node).map(hex), "{what}: {label}");
    }
}

/// The protocol in EncryptedExtensions, sent or received.
fn alpn(ours: &dyn Endpoint) -> Option<Vec<u8>> {
    let [message] = messages(ours, "EncryptedExtensions")[..] else { panic!("one EncryptedExtensions") };
    let message = decode::<Handshake<EncryptedExtensions>>(&message.bytes).0.expect("one that can be read");
    message.0.extensions.alpn().map(|names| names.0.concat())
}

fn messages<'a>(ours: &'a dyn Endpoint, name: &str) -> Vec<&'a Message> {
    let events = ours.steps().iter().flat_map(|step| &step.events);
    let message = |event: &'a Event| match event {
        Event::Message(message) if message.name == name => Some(message),
        _ => None,
    };
    events.filter_map(message).collect()
}

fn noise(len: usize, factor: usize) -> Vec<u8> {
    (0..len).map(|i| (i * factor / 7) as u8).collect()
}
