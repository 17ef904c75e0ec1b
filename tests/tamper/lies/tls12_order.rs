//! Lies in TLS 1.2: messages out of order, records that are none, and things without end.

use super::Lie;
use super::tls12::{to_client, to_server, world};
use handshake_core::Rule;
use handshake_core::msgs::codes::ContentType;
use handshake_core::msgs::tls12::{
    Certificate, EcdheClientKeyExchange, NewSessionTicket, ServerHelloDone, ServerKeyExchange,
};
use handshake_core::msgs::{ClientHello, Finished, ServerHello};
use handshake_core::trace::Epoch;
use handshake_tests::script::{Script, Told, record};

const HANDSHAKE: ContentType = ContentType::HANDSHAKE;
const ALERT: ContentType = ContentType::ALERT;
const CCS: ContentType = ContentType::CHANGE_CIPHER_SPEC;
const DATA: ContentType = ContentType::APPLICATION_DATA;
const TOO_MANY: usize = 33;

pub fn lies() -> Vec<Lie> {
    [order(), records(), without_end()].into_iter().flatten().collect()
}

fn order() -> Vec<Lie> {
    vec![
        to_client("no Certificate", Rule::MessageExpected, Script::leave_out::<Certificate>),
        to_client("no ServerKeyExchange", Rule::MessageExpected, Script::leave_out::<ServerKeyExchange>),
        to_client("no ServerHelloDone", Rule::MessageExpected, Script::leave_out::<ServerHelloDone>),
        to_client("keys before the certificate", Rule::MessageExpected, Script::swap::<Certificate, ServerKeyExchange>),
        to_client("no ticket, though one was announced", Rule::MessageExpected, Script::leave_out::<NewSessionTicket>),
        to_client("a ticket twice", Rule::MessageExpected, |s| {
            let again = s.told[s.place::<NewSessionTicket>()].clone();
            s.after::<NewSessionTicket>(again);
        }),
        to_client("a status that nobody announced", Rule::MessageExpected, |s| {
            s.after::<Certificate>(record(Epoch::Plain, HANDSHAKE, &[22, 0, 0, 5, 1, 0, 0, 1, 0]));
        }),
        to_client("a message of TLS 1.3", Rule::MessageExpected, |s| {
            s.after::<ServerHello>(record(Epoch::Plain, HANDSHAKE, &[8, 0, 0, 2, 0, 0]));
        }),
        // CVE-2014-0224: keys made before there is a secret to make them from.
        to_client("ChangeCipherSpec before ServerHello", Rule::ChangeCipherSpec, |s| {
            s.before::<ServerHello>(record(Epoch::Plain, CCS, &[1]));
        }),
        to_client("ChangeCipherSpec after ServerHello", Rule::MessageExpected, |s| {
            s.after::<ServerHello>(record(Epoch::Plain, CCS, &[1]));
        }),
        to_client("ChangeCipherSpec before ServerHelloDone", Rule::MessageExpected, |s| {
            s.before::<ServerHelloDone>(record(Epoch::Plain, CCS, &[1]));
        }),
        to_client("ChangeCipherSpec twice", Rule::ChangeCipherSpec, |s| {
            s.before::<Finished>(record(Epoch::Session, CCS, &[1]));
        }),
        to_client("ChangeCipherSpec after Finished", Rule::ChangeCipherSpec, |s| {
            s.after::<Finished>(record(Epoch::Session, CCS, &[1]));
        }),
        to_client("ChangeCipherSpec of two bytes", Rule::ChangeCipherSpec, |s| {
            s.after::<NewSessionTicket>(record(Epoch::Plain, CCS, &[1, 1]));
        }),
        to_client("a message across the change of keys", Rule::KeyChangeBoundary, |s| {
            s.bytes::<NewSessionTicket>().extend([20, 0]);
        }),
        to_client("data before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Session, DATA, b"early"));
        }),
        to_client("data without content before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Session, DATA, b""));
        }),
        to_client("Finished again", Rule::MessageExpected, |s| {
            let again = s.told[s.place::<Finished>()].clone();
            s.after::<Finished>(again);
        }),
        to_client("KeyUpdate", Rule::MessageExpected, |s| {
            s.after::<Finished>(record(Epoch::Session, HANDSHAKE, &[24, 0, 0, 1, 0]));
        }),
        to_server("Finished at once", Rule::MessageExpected, |s| {
            s.after::<ClientHello>(record(
                Epoch::Plain,
                HANDSHAKE,
                &[20, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            ));
        }),
        to_server("ClientHello twice", Rule::MessageExpected, |s| {
            let again = s.told[s.place::<ClientHello>()].clone();
            s.after::<ClientHello>(again);
        }),
        to_server("no ClientKeyExchange", Rule::MessageExpected, Script::leave_out::<EcdheClientKeyExchange>),
        to_server("ClientKeyExchange twice", Rule::MessageExpected, |s| {
            let again = s.told[s.place::<EcdheClientKeyExchange>()].clone();
            s.after::<EcdheClientKeyExchange>(again);
        }),
        to_server("a certificate that nobody asked for", Rule::MessageExpected, |s| {
            s.before::<EcdheClientKeyExchange>(record(Epoch::Plain, HANDSHAKE, &[11, 0, 0, 3, 0, 0, 0]));
        }),
        to_server("a signature that nobody asked for", Rule::MessageExpected, |s| {
            s.after::<EcdheClientKeyExchange>(record(Epoch::Plain, HANDSHAKE, &[15, 0, 0, 4, 4, 3, 0, 0]));
        }),
        to_server("data before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Session, DATA, b"early"));
        }),
        to_server("data without content before Finished", Rule::MessageExpected, |s| {
            s.before::<Finished>(record(Epoch::Session, DATA, b""));
        }),
        to_server("data in the clear", Rule::RecordProtection, |s| {
            s.before::<EcdheClientKeyExchange>(record(Epoch::Plain, DATA, b"in the clear"));
        }),
        to_server("HelloRequest from a client", Rule::MessageExpected, |s| {
            s.before::<EcdheClientKeyExchange>(record(Epoch::Plain, HANDSHAKE, &[0, 0, 0, 0]));
        }),
    ]
}

fn records() -> Vec<Lie> {
    vec![
        to_client("a record of TLS 1.1", Rule::RecordVersion, of_tls11::<Certificate>),
        to_client("a sealed record of TLS 1.1", Rule::RecordVersion, of_tls11::<Finished>),
        to_server("a record of TLS 1.1", Rule::RecordVersion, of_tls11::<EcdheClientKeyExchange>),
        to_client("a record longer than any", Rule::RecordLength, |s| {
            s.after::<Finished>(Told::Wire(vec![23, 3, 3, 0x48, 0x01]));
        }),
        to_client("a record with more inside than fits", Rule::RecordLength, |s| {
            s.after::<Finished>(record(Epoch::Session, DATA, &vec![0; (1 << 14) + 1]));
        }),
        Lie {
            world: |w| {
                world(w);
                w.client.record_size_limit = Some(100);
                w.server.record_size_limit = Some(100);
            },
            ..to_client("a record with more inside than was asked for", Rule::RecordSizeRespected, |s| {
                s.told.insert(s.told.len() - 2, record(Epoch::Session, DATA, &[0; 101]));
            })
        },
        to_client("an empty handshake record", Rule::NoEmptyFragment, |s| {
            s.before::<Certificate>(record(Epoch::Plain, HANDSHAKE, b""));
        }),
        to_client("a record twice", Rule::RecordTag, |s| {
            let at = s.place::<Finished>();
            let again = Told::Wire(s.wire().swap_remove(at));
            s.told.insert(at + 1, again);
        }),
        to_client("a record shorter than its seal", Rule::RecordTag, |s| {
            s.before::<Finished>(Told::Wire([&[22, 3, 3, 0, 15], [7; 15].as_slice()].concat()));
        }),
        to_client("an alert in the clear, when keys are in use", Rule::RecordTag, |s| {
            s.after::<Finished>(Told::Wire(vec![21, 3, 3, 0, 2, 2, 40]));
        }),
        to_client("a message too long", Rule::MessageSize, |s| {
            s.before::<Certificate>(record(Epoch::Plain, HANDSHAKE, &[11, 0xff, 0xff, 0xff]));
        }),
    ]
}

fn without_end() -> Vec<Lie> {
    vec![
        to_client("HelloRequests without end", Rule::NoEndlessMessages, |s| {
            let at = s.place::<Certificate>();
            s.told.splice(at..at, vec![record(Epoch::Plain, HANDSHAKE, &[0, 0, 0, 0]); TOO_MANY]);
        }),
        to_client("warnings without end", Rule::NoEndlessMessages, |s| {
            let at = s.place::<Certificate>();
            s.told.splice(at..at, vec![record(Epoch::Plain, ALERT, &[1, 112]); TOO_MANY]);
        }),
        to_client("warnings without end before ServerHello", Rule::NoEndlessMessages, |s| {
            s.told.splice(0..0, vec![record(Epoch::Plain, ALERT, &[1, 112]); TOO_MANY]);
        }),
        to_server("warnings without end", Rule::NoEndlessMessages, |s| {
            let at = s.place::<Finished>() + 1;
            s.told.splice(at..at, vec![record(Epoch::Session, ALERT, &[1, 100]); TOO_MANY]);
        }),
        to_client("empty data without end", Rule::NoEndlessEmptyRecords, |s| {
            let at = s.place::<Finished>() + 1;
            s.told.splice(at..at, vec![record(Epoch::Session, DATA, b""); TOO_MANY]);
        }),
    ]
}

/// The record of a message says another version.
fn of_tls11<B: handshake_core::msgs::Body>(script: &mut Script) {
    let at = script.place::<B>();
    let mut wire = script.wire().swap_remove(at);
    wire[2] = 2;
    script.told[at] = Told::Wire(wire);
}
