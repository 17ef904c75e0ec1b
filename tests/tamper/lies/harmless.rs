//! Oddities that are no lies: they change nothing.

use super::{World, script, tell};
use handshake_core::Side;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::{ContentType, ExtensionType};
use handshake_core::msgs::extensions::Extension;
use handshake_core::msgs::{Certificate, Finished, NewSessionTicket, ServerHello};
use handshake_core::trace::Epoch;
use handshake_tests::script::{Script, Told, record};

const CCS: ContentType = ContentType::CHANGE_CIPHER_SPEC;
const DATA: ContentType = ContentType::APPLICATION_DATA;
/// So many in a row this engine takes.
const MOST: usize = 32;

#[test]
fn as_much_empty_data_as_is_taken() {
    taken(Side::Client, |s| {
        let at = s.place::<Finished>() + 1;
        s.told.splice(at..at, vec![record(Epoch::Application, DATA, b""); MOST]);
    });
}

#[test]
fn as_many_change_cipher_spec_as_are_taken() {
    taken(Side::Client, |s| {
        // One more is in the script.
        let at = s.place::<ServerHello>() + 1;
        s.told.splice(at..at, vec![record(Epoch::Plain, CCS, &[1]); MOST - 1]);
    });
    taken(Side::Server, |s| {
        let at = s.place::<Finished>();
        s.told.splice(at..at, vec![record(Epoch::Plain, CCS, &[1]); MOST - 1]);
    });
}

#[test]
fn change_cipher_spec_before_server_hello_and_within_a_message() {
    taken(Side::Client, |s| s.before::<ServerHello>(record(Epoch::Plain, CCS, &[1])));
    taken(Side::Client, |s| {
        let at = s.place::<Certificate>();
        let Told::Record { epoch, content_type, content, .. } = s.told[at].clone() else { panic!("a record") };
        let (one, two) = content.split_at(100);
        let between = record(Epoch::Plain, CCS, &[1]);
        s.told.splice(at..=at, [record(epoch, content_type, one), between, record(epoch, content_type, two)]);
    });
}

#[test]
fn a_warning_that_somebody_cancels() {
    taken(Side::Client, |s| s.before::<Certificate>(record(Epoch::Handshake, ContentType::ALERT, &[1, 90])));
}

#[test]
fn an_extension_that_nobody_knows_in_a_ticket() {
    taken(Side::Client, |s| {
        let unknown = Extension::Raw(ExtensionType(0x1a1a), vec![1, 2, 3]);
        s.edit::<NewSessionTicket>(|ticket| ticket.extensions.0.push(unknown));
    });
}

#[test]
fn another_ticket() {
    taken(Side::Client, |s| {
        let again = s.told[s.place::<NewSessionTicket>()].clone();
        s.after::<NewSessionTicket>(again);
    });
}

#[test]
fn as_much_padding_as_fits() {
    taken(Side::Client, |s| {
        let at = s.place::<Certificate>();
        let len = s.content(at).len();
        if let Told::Record { padding, .. } = &mut s.told[at] {
            *padding = (1 << 14) - len;
        }
    });
}

/// "Any data received after a closure alert has been received MUST be ignored", RFC 8446 §6.1.
#[test]
fn whatever_follows_a_closure() {
    for to in [Side::Client, Side::Server] {
        taken(to, |s| {
            s.told.push(record(Epoch::Application, DATA, b"more"));
            s.told.push(record(Epoch::Application, ContentType::HANDSHAKE, &[99, 0, 0, 0]));
            s.told.push(Told::Wire(b"HTTP/1.1 400 Bad Request\r\n".to_vec()));
        });
    }
}

fn taken(to: Side, tell_oddly: impl Fn(&mut Script)) {
    let world = World::usual();
    let mut script = script(&world, to.peer());
    tell_oddly(&mut script);
    let heard = tell(&world, to, &script);
    assert_eq!((heard.status, heard.alerts), (Status::PeerClosed, vec![]), "{}", to.name());
    assert_eq!(heard.data, if to == Side::Client { b"pong" } else { b"ping" });
}
