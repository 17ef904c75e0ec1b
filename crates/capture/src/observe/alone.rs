//! Records or messages that came without the connection that they are from.

use super::{Observed, Observer};
use crate::key_log::Secrets;
use crate::read::{Connection, Piece};
use handshake_core::Side;
use handshake_core::msgs::codes::{ContentType, HandshakeType, ProtocolVersion};
use handshake_core::record::HEADER;
use handshake_core::trace::{Event, Step};
use handshake_lessons::Problem;
use handshake_wire::Code;
use std::net::{Ipv4Addr, SocketAddr};

/// Takes bytes apart: records, or handshake messages without the records that carried them.
///
/// # Errors
/// What is wrong with them, and at which byte.
pub fn alone(bytes: &[u8], secrets: &Secrets) -> Result<Observed, Problem> {
    match bytes {
        [] => Err(Problem::of("kind.empty", &[])),
        [content_type, 3, 0..=4, ..] if is_record(*content_type) => records(bytes, secrets),
        [msg_type, 0, ..] if HandshakeType(*msg_type).name().is_some() => messages(bytes, secrets),
        [first, ..] => Err(Problem::of("bytes.no-tls", &[("first", &format!("{first:02x}"))])),
    }
}

fn is_record(content_type: u8) -> bool {
    ContentType::NAMED.contains(&ContentType(content_type)) && content_type != 0
}

fn nobody() -> Connection {
    let nowhere = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    Connection { client: nowhere, server: nowhere, pieces: Vec::new(), gaps: Vec::new(), left_out: 0, ended: false }
}

/// Who sends a message: of some only one side does.
fn sender(msg_type: HandshakeType, otherwise: Side) -> Side {
    match msg_type {
        HandshakeType::CLIENT_HELLO | HandshakeType::CLIENT_KEY_EXCHANGE | HandshakeType::END_OF_EARLY_DATA => {
            Side::Client
        }
        HandshakeType::HELLO_REQUEST
        | HandshakeType::SERVER_HELLO
        | HandshakeType::ENCRYPTED_EXTENSIONS
        | HandshakeType::SERVER_KEY_EXCHANGE
        | HandshakeType::SERVER_HELLO_DONE
        | HandshakeType::CERTIFICATE_REQUEST
        | HandshakeType::NEW_SESSION_TICKET
        | HandshakeType::CERTIFICATE_STATUS => Side::Server,
        _ => otherwise,
    }
}

/// What can't be by TLS 1.3's rules may be TLS 1.2's: without the hellos nothing says which it is.
fn likelier(told: impl Fn(Option<ProtocolVersion>) -> Observed) -> Observed {
    let malformed = |observed: &Observed| {
        // What a version does not have is not taken apart by its rules.
        let bad = |event: &Event| matches!(event, Event::Message(message) if message.malformed.is_some() || message.spans.is_empty());
        observed.trace.events().filter(|(_, _, event)| bad(event)).count()
    };
    let newest = told(None);
    if malformed(&newest) == 0 || newest.chosen.is_some() {
        return newest;
    }
    let older = told(Some(ProtocolVersion::TLS12));
    if malformed(&older) < malformed(&newest) { older } else { newest }
}

fn records(bytes: &[u8], secrets: &Secrets) -> Result<Observed, Problem> {
    let mut pieces = Vec::new();
    let mut from = Side::Client;
    let (mut at, mut rest) = (0, bytes);
    while let [content_type, major, minor, high, low, ..] = *rest {
        let len = HEADER + usize::from(u16::from_be_bytes([high, low]));
        if !is_record(content_type) || major != 3 || minor > 4 {
            return Err(Problem::of("bytes.no-record", &[("at", &at)]));
        }
        let Some((record, after)) = rest.split_at_checked(len) else {
            return Err(Problem::of("bytes.short-record", &[("at", &at), ("len", &len), ("left", &rest.len())]));
        };
        if let (ContentType::HANDSHAKE, Some(&first)) = (ContentType(content_type), record.get(HEADER)) {
            from = sender(HandshakeType(first), from);
        }
        pieces.push(Piece { from, packet: 1 + pieces.len() as u64, at: 0, bytes: record.to_vec() });
        (at, rest) = (at + len, after);
    }
    if !rest.is_empty() {
        return Err(Problem::of("bytes.short-record", &[("at", &at), ("len", &HEADER), ("left", &rest.len())]));
    }
    Ok(likelier(|version| {
        let mut observer = Observer::new(secrets);
        observer.handshake.version = version;
        pieces.iter().for_each(|piece| observer.take(piece));
        observer.end(&nobody())
    }))
}

fn messages(bytes: &[u8], secrets: &Secrets) -> Result<Observed, Problem> {
    let mut found = Vec::new();
    let (mut at, mut rest) = (0, bytes);
    while !rest.is_empty() {
        let [msg_type, a, b, c, ..] = *rest else {
            return Err(Problem::of("bytes.short-message", &[("at", &at), ("len", &4), ("left", &rest.len())]));
        };
        if HandshakeType(msg_type).name().is_none() {
            return Err(Problem::of("bytes.no-message", &[("at", &at), ("found", &format!("{msg_type:02x}"))]));
        }
        let len = 4 + u32::from_be_bytes([0, a, b, c]) as usize;
        let Some((message, after)) = rest.split_at_checked(len) else {
            return Err(Problem::of("bytes.short-message", &[("at", &at), ("len", &len), ("left", &rest.len())]));
        };
        found.push(message);
        (at, rest) = (at + len, after);
    }
    Ok(likelier(|version| {
        let mut observer = Observer::new(secrets);
        observer.handshake.version = version;
        let mut from = Side::Client;
        for message in &found {
            from = sender(HandshakeType(message.first().copied().unwrap_or_default()), from);
            let (before, mut events) = (observer.state, Vec::new());
            observer.handshake_message(from, message.to_vec(), (0, 0), &mut events);
            observer.steps.push(Step { side: Side::Client, from: before, to: observer.state, events });
        }
        observer.end(&nobody())
    }))
}
