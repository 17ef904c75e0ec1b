//! Lies of the record layer.

use super::{Lie, to_client, to_server};
use handshake_core::Rule;
use handshake_core::msgs::codes::ContentType;
use handshake_core::msgs::{Certificate, ClientHello, EncryptedExtensions, Finished, ServerHello};
use handshake_core::trace::Epoch;
use handshake_tests::script::{Script, Told, record};

const HANDSHAKE: ContentType = ContentType::HANDSHAKE;
const ALERT: ContentType = ContentType::ALERT;
const DATA: ContentType = ContentType::APPLICATION_DATA;
const CCS: ContentType = ContentType::CHANGE_CIPHER_SPEC;
/// Of which this engine takes 32 in a row.
const TOO_MANY: usize = 33;

pub fn lies() -> Vec<Lie> {
    [headers(), contents(), change_cipher_spec(), alerts(), boundaries()].into_iter().flatten().collect()
}

fn headers() -> Vec<Lie> {
    vec![
        to_server("HTTP", Rule::RecordType, |s| s.told.insert(0, Told::Wire(b"GET / HTTP/1.1\r\n\r\n".to_vec()))),
        to_server("a hello of SSL 2.0", Rule::RecordType, |s| {
            s.told.insert(0, Told::Wire(vec![0x80, 46, 1, 0, 2, 0, 21, 0, 0, 0, 16]));
        }),
        to_client("HTTP", Rule::RecordType, |s| s.told.insert(0, Told::Wire(b"HTTP/1.1 400 Bad Request\r\n".to_vec()))),
        to_client("a type of no protocol under keys", Rule::RecordType, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, ContentType(24), b"heartbeat"));
        }),
        Lie {
            world: |world| world.server.records.max_records = 3,
            ..to_server("a hello in too many records", Rule::NoEndlessRecords, |s| {
                let at = s.place::<ClientHello>();
                let hello = s.content(at).clone();
                let piece = |bytes: &[u8]| record(Epoch::Plain, HANDSHAKE, bytes);
                s.told.splice(at..=at, hello.chunks(hello.len().div_ceil(4)).map(piece));
            })
        },
        // Refused at its header, before the rest is there.
        to_server("a record too long", Rule::RecordLength, |s| s.told.insert(0, Told::Wire(vec![22, 3, 1, 0x40, 1]))),
        to_client("a protected record too long", Rule::RecordLength, |s| {
            s.after::<ServerHello>(Told::Wire(vec![23, 3, 3, 0x41, 1]));
        }),
        to_client("too much inside a protected record", Rule::RecordLength, |s| {
            s.after::<Finished>(record(Epoch::Application, DATA, &[0; (1 << 14) + 1]));
        }),
        to_client("too much padding", Rule::RecordLength, |s| {
            let content = b"short".to_vec();
            s.after::<Finished>(Told::Record {
                epoch: Epoch::Application,
                content_type: DATA,
                content,
                padding: 1 << 14,
            });
        }),
        to_server("data before there are keys", Rule::RecordProtection, |s| {
            s.told.insert(0, record(Epoch::Plain, DATA, b"early data that nobody announced"));
        }),
        to_client("data before there are keys", Rule::RecordProtection, |s| {
            s.told.insert(0, record(Epoch::Plain, DATA, b"data"));
        }),
        to_client("a message in the clear", Rule::RecordProtection, in_the_clear::<EncryptedExtensions>),
        to_server("Finished in the clear", Rule::RecordProtection, in_the_clear::<Finished>),
        to_server("another ClientHello in the clear", Rule::RecordProtection, |s| {
            let again = s.told[s.place::<ClientHello>()].clone();
            s.after::<ClientHello>(again);
        }),
    ]
}

fn contents() -> Vec<Lie> {
    vec![
        to_client("another tag", Rule::RecordTag, |s| {
            let mut wire = s.wire();
            let at = s.place::<EncryptedExtensions>();
            *wire[at].last_mut().expect("a tag") ^= 1;
            s.told[at] = Told::Wire(wire.swap_remove(at));
        }),
        to_client("a record too short for a tag", Rule::RecordTag, |s| {
            s.before::<EncryptedExtensions>(Told::Wire([&[23, 3, 3, 0, 15], [7; 15].as_slice()].concat()));
        }),
        to_client("a record lost", Rule::RecordTag, |s| {
            let at = s.place::<Certificate>();
            s.told[at] = Told::Wire(s.wire().swap_remove(at + 1));
            s.told.remove(at + 1);
        }),
        to_client("a record twice", Rule::RecordTag, |s| {
            let at = s.place::<EncryptedExtensions>();
            let again = Told::Wire(s.wire().swap_remove(at));
            s.told.insert(at + 1, again);
        }),
        to_client("the keys of another epoch", Rule::RecordTag, |s| {
            s.before::<Finished>(record(Epoch::Application, HANDSHAKE, b"too soon"));
        }),
        to_client("a record of nothing but padding", Rule::InnerType, |s| {
            let nothing = ContentType(0);
            s.before::<Certificate>(Told::Record {
                epoch: Epoch::Handshake,
                content_type: nothing,
                content: vec![],
                padding: 40,
            });
        }),
        to_server("an empty handshake record", Rule::NoEmptyFragment, |s| {
            s.told.insert(0, record(Epoch::Plain, HANDSHAKE, b""));
        }),
        to_client("an empty handshake record under keys", Rule::NoEmptyFragment, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, HANDSHAKE, b""));
        }),
        to_client("an empty alert under keys", Rule::NoEmptyFragment, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, ALERT, b""));
        }),
        to_server("an empty alert", Rule::NoEmptyFragment, |s| s.told.insert(0, record(Epoch::Plain, ALERT, b""))),
        to_client("empty data without end", Rule::NoEndlessEmptyRecords, |s| {
            let at = s.place::<Finished>() + 1;
            s.told.splice(at..at, vec![record(Epoch::Application, DATA, b""); TOO_MANY]);
        }),
        to_server("a message too long", Rule::MessageSize, |s| {
            // Refused at its header: 2^17 bytes and one.
            s.told.insert(0, record(Epoch::Plain, HANDSHAKE, &[1, 2, 0, 1]));
        }),
        to_client("a message too long under keys", Rule::MessageSize, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, HANDSHAKE, &[11, 0xff, 0xff, 0xff]));
        }),
    ]
}

fn change_cipher_spec() -> Vec<Lie> {
    vec![
        to_client("another byte", Rule::ChangeCipherSpec, |s| {
            s.after::<ServerHello>(record(Epoch::Plain, CCS, &[2]));
        }),
        to_client("two bytes", Rule::ChangeCipherSpec, |s| {
            s.after::<ServerHello>(record(Epoch::Plain, CCS, &[1, 1]));
        }),
        to_client("no byte", Rule::ChangeCipherSpec, |s| {
            s.after::<ServerHello>(record(Epoch::Plain, CCS, &[]));
        }),
        to_client("under keys", Rule::ChangeCipherSpec, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, CCS, &[1]));
        }),
        to_client("after Finished", Rule::ChangeCipherSpec, |s| {
            s.after::<Finished>(record(Epoch::Plain, CCS, &[1]));
        }),
        to_server("after Finished", Rule::ChangeCipherSpec, |s| {
            s.after::<Finished>(record(Epoch::Plain, CCS, &[1]));
        }),
        to_server("before ClientHello", Rule::ChangeCipherSpec, |s| {
            s.told.insert(0, record(Epoch::Plain, CCS, &[1]));
        }),
        to_server("without end", Rule::NoEndlessEmptyRecords, |s| {
            let at = s.place::<Finished>();
            s.told.splice(at..at, vec![record(Epoch::Plain, CCS, &[1]); TOO_MANY]);
        }),
    ]
}

fn alerts() -> Vec<Lie> {
    vec![
        to_client("an alert of three bytes", Rule::AlertForm, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, ALERT, &[2, 40, 0]));
        }),
        to_client("half an alert", Rule::AlertForm, |s| {
            s.before::<Certificate>(record(Epoch::Handshake, ALERT, &[2]));
        }),
        to_server("two alerts in a record", Rule::AlertForm, |s| {
            s.after::<Finished>(record(Epoch::Application, ALERT, &[1, 90, 1, 0]));
        }),
        to_client("an alert in the clear, when keys are in use", Rule::RecordProtection, |s| {
            s.before::<Certificate>(record(Epoch::Plain, ALERT, &[2, 40]));
        }),
        to_client("a closure in the clear", Rule::RecordProtection, |s| {
            s.after::<Finished>(record(Epoch::Plain, ALERT, &[1, 0]));
        }),
    ]
}

fn boundaries() -> Vec<Lie> {
    vec![
        to_client("an alert within a message", Rule::NotInterleaved, |s| {
            split::<Certificate>(s, record(Epoch::Handshake, ALERT, &[1, 90]));
        }),
        to_client("data within a message", Rule::NotInterleaved, |s| {
            split::<Certificate>(s, record(Epoch::Handshake, DATA, b"data"));
        }),
        to_server("an alert within ClientHello", Rule::NotInterleaved, |s| {
            split::<ClientHello>(s, record(Epoch::Plain, ALERT, &[1, 90]));
        }),
        to_client("a message across the first change of keys", Rule::KeyChangeBoundary, |s| {
            s.bytes::<ServerHello>().extend([8, 0]);
        }),
        to_client("a message across the second change of keys", Rule::KeyChangeBoundary, |s| {
            s.bytes::<Finished>().extend([4, 0, 0]);
        }),
        to_client("a whole message before the change of keys", Rule::KeyChangeBoundary, |s| {
            let early = s.bytes::<EncryptedExtensions>().clone();
            s.bytes::<ServerHello>().extend(early);
        }),
        to_server("a message that begins with ClientHello", Rule::KeyChangeBoundary, |s| {
            s.bytes::<ClientHello>().push(20);
        }),
        to_server("a message that begins with Finished", Rule::KeyChangeBoundary, |s| {
            s.bytes::<Finished>().push(24);
        }),
    ]
}

fn in_the_clear<B: handshake_core::msgs::Body>(script: &mut Script) {
    let at = script.place::<B>();
    script.told[at] = record(Epoch::Plain, HANDSHAKE, &script.content(at).clone());
}

/// Cuts a message in two records, with another between them.
fn split<B: handshake_core::msgs::Body>(script: &mut Script, between: Told) {
    let at = script.place::<B>();
    let Told::Record { epoch, content_type, content, .. } = script.told[at].clone() else { panic!("a record") };
    let (one, two) = content.split_at(content.len() / 2);
    let parts = [record(epoch, content_type, one), between, record(epoch, content_type, two)];
    script.told.splice(at..=at, parts);
}
