//! A field of a connection as it is read here, and as tshark reads it.

use crate::tshark::Temporary;
use handshake_capture::observe::Observed;
use handshake_core::Side;
use handshake_core::trace::{Dir, Event, Message, Record};
use handshake_wire::{Span, SpanKind};
use std::process::Command;

/// How tshark writes a field.
#[derive(Clone, Copy)]
enum Written {
    /// As a number, decimal or hex.
    Number,
    /// As hex; empty ones are left out.
    Bytes,
    /// As text.
    Text,
}

/// A field of tshark's, and those fields here that are it: by what their paths begin and end with.
struct Field {
    theirs: &'static str,
    ours: &'static [(&'static str, &'static str)],
    written: Written,
}

const fn field(theirs: &'static str, written: Written, ours: &'static [(&'static str, &'static str)]) -> Field {
    Field { theirs, ours, written }
}

/// What is compared of messages. Places in lists are left out of the paths.
const FIELDS: [Field; 14] = [
    field("tls.handshake.type", Written::Number, &[("", ".msg_type")]),
    field("tls.handshake.random", Written::Bytes, &[("", "Hello.random"), ("HelloRetryRequest", ".random")]),
    field("tls.handshake.session_id", Written::Bytes, &[("", ".legacy_session_id"), ("", ".legacy_session_id_echo")]),
    field("tls.handshake.ciphersuite", Written::Number, &[("", ".cipher_suite")]),
    field("tls.handshake.extension.type", Written::Number, &[("", ".extension_type")]),
    field("tls.handshake.extensions_supported_group", Written::Number, &[("", ".NamedGroup")]),
    field(
        "tls.handshake.sig_hash_alg",
        Written::Number,
        &[("", ".SignatureScheme"), ("", ".SignatureAndHashAlgorithm"), ("", ".algorithm")],
    ),
    field("tls.handshake.extensions_key_share_group", Written::Number, &[("", ".group")]),
    field(
        "tls.handshake.extensions_key_share_selected_group",
        Written::Number,
        &[("HelloRetryRequest", ".selected_group")],
    ),
    field("tls.handshake.extensions_key_share_key_exchange_length", Written::Number, &[("", ".key_exchange#length")]),
    field(
        "tls.handshake.extensions.supported_version",
        Written::Number,
        &[("", ".versions.ProtocolVersion"), ("", ".selected_version")],
    ),
    field("tls.handshake.extensions_server_name", Written::Text, &[("", ".host_name")]),
    field(
        "tls.handshake.extensions_alpn_str",
        Written::Text,
        &[("", ".application_layer_protocol_negotiation.protocol_name_list.ProtocolName")],
    ),
    field("tls.handshake.session_ticket", Written::Bytes, &[("NewSessionTicket", ".ticket")]),
];

/// What is compared of records.
const RECORDS: [&str; 2] = ["tls.record.version", "tls.record.length"];

/// Compares every message's and every record's fields with tshark's, of one TCP stream.
pub fn agree(file: &[u8], more: &[&str], stream: &str, port: u16, observed: &Observed) {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.theirs).chain(RECORDS).collect();
    let theirs = dissect(file, more, stream, port, &names);
    for side in [Side::Client, Side::Server] {
        for (index, field) in FIELDS.iter().enumerate() {
            assert_eq!(of_messages(observed, side, field), theirs[side as usize][index], "{side:?}: {}", field.theirs);
        }
        for (index, name) in RECORDS.iter().enumerate() {
            let at = if index == 0 { 1..3 } else { 3..5 };
            let ours: Vec<String> = records(observed, side).map(|record| number(&record.bytes[at.clone()])).collect();
            assert_eq!(ours, theirs[side as usize][FIELDS.len() + index], "{side:?}: {name}");
        }
    }
}

fn dir(of: Side) -> Dir {
    if of == Side::Client { Dir::Sent } else { Dir::Received }
}

pub fn messages(observed: &Observed, of: Side) -> impl Iterator<Item = &Message> {
    observed.trace.events().filter_map(move |(_, _, event)| match event {
        Event::Message(message) if message.dir == dir(of) => Some(message),
        _ => None,
    })
}

fn records(observed: &Observed, of: Side) -> impl Iterator<Item = &Record> {
    observed.trace.events().filter_map(move |(_, _, event)| match event {
        Event::Record(record) if record.dir == dir(of) => Some(record),
        _ => None,
    })
}

fn of_messages(observed: &Observed, side: Side, field: &Field) -> Vec<String> {
    let mut found = Vec::new();
    for message in messages(observed, side) {
        let paths = Span::paths(&message.spans);
        for (span, path) in message.spans.iter().zip(&paths).filter(|(span, _)| span.kind != SpanKind::Group) {
            let path = Span::kind_of_path(path);
            if field.ours.iter().any(|(begin, end)| path.starts_with(begin) && path.ends_with(end)) {
                found.extend(written(field.written, &message.bytes[span.start..span.end]));
            }
        }
    }
    found
}

fn written(how: Written, bytes: &[u8]) -> Option<String> {
    match how {
        Written::Number => Some(number(bytes)),
        Written::Bytes if bytes.is_empty() => None,
        Written::Bytes => Some(data_encoding::HEXLOWER.encode(bytes)),
        Written::Text => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

fn number(bytes: &[u8]) -> String {
    bytes.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte)).to_string()
}

/// Each field's values, of the client and of the server, in order; numbers are decimal.
fn dissect(file: &[u8], more: &[&str], stream: &str, port: u16, names: &[&str]) -> [Vec<Vec<String>>; 2] {
    let file = Temporary::new(file);
    let mut command = Command::new("tshark");
    command.arg("-r").arg(&file.0).args(["-Y", &format!("tcp.stream=={stream}")]).args(more);
    command.args([
        "-T",
        "fields",
        "-E",
        "separator=/t",
        "-E",
        "occurrence=a",
        "-E",
        "aggregator=;",
        "-e",
        "tcp.srcport",
    ]);
    for name in names {
        command.args(["-e", name]);
    }
    let output = command.output().expect("tshark");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found = [vec![Vec::new(); names.len()], vec![Vec::new(); names.len()]];
    for line in String::from_utf8(output.stdout).expect("tshark writes UTF-8").lines() {
        let mut cells = line.split('\t');
        let side = usize::from(cells.next() == Some(&port.to_string()));
        for (index, cell) in cells.enumerate() {
            found[side][index].extend(cell.split(';').filter(|value| !value.is_empty()).map(decimal));
        }
    }
    found
}

fn decimal(value: &str) -> String {
    let hex = value.strip_prefix("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok());
    hex.map_or_else(|| value.to_owned(), |number| number.to_string())
}
