//! What somebody who only listens has learnt by now, with the step that it comes from: from the bytes that crossed the wire.

use super::bytes::{name, text};
use super::ctx::Ctx;
use crate::view::{Lesson, Note, Notebook};
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::round_trips;
use handshake_core::trace::Message;
use handshake_lessons::{say, say_n, word};
use handshake_scenario::text::hex;
use handshake_scenario::text::who;
use handshake_wire::{Span, SpanKind};

/// Fields in the clear that say something, by the end of their path.
const TELLING: &[(&str, Lesson, &str)] = &[
    ("server_name_list.ServerName.host_name", Lesson::Who, "note.name"),
    (
        "ClientHello.extensions.application_layer_protocol_negotiation.protocol_name_list.ProtocolName",
        Lesson::How,
        "note.alpn-wanted",
    ),
    (
        "ServerHello.extensions.application_layer_protocol_negotiation.protocol_name_list.ProtocolName",
        Lesson::How,
        "note.alpn-taken",
    ),
    ("ClientHello.extensions.supported_versions.versions.ProtocolVersion", Lesson::How, "note.version-offered"),
    ("selected_version", Lesson::How, "note.version-taken"),
    ("cipher_suites.cipher_suite", Lesson::How, "note.suite-offered"),
    ("ServerHello.cipher_suite", Lesson::How, "note.suite-taken"),
    ("HelloRetryRequest.cipher_suite", Lesson::How, "note.suite-taken"),
    ("client_shares.KeyShareEntry.group", Lesson::How, "note.group-offered"),
    ("server_share.group", Lesson::How, "note.group-taken"),
    ("key_share.selected_group", Lesson::How, "note.group-asked"),
    ("PskIdentity.identity", Lesson::Who, "note.ticket"),
    ("ClientHello.legacy_session_id", Lesson::Who, "note.session"),
    ("NewSessionTicket.ticket", Lesson::Who, "note.ticket-given"),
    ("cert_data", Lesson::Who, "note.certificate"),
    ("Certificate.certificate_list.ASN.1Cert", Lesson::Who, "note.certificate"),
    ("Alert.description", Lesson::How, "note.alert"),
];

/// Values of one field that are listed by name; of more, only how many there are.
const LISTED: usize = 4;

/// The notebook, for the eavesdropper.
pub fn notebook(ctx: &Ctx) -> Option<Notebook> {
    if ctx.model.view != View::Eavesdropper {
        return None;
    }
    let mut notes = Vec::new();
    for (index, moment) in ctx.run.moments.iter().enumerate().take(ctx.at + 1) {
        if moment.act == Act::Send {
            told(ctx, index, moment, &mut notes);
        }
    }
    let new = notes.iter().filter(|note| note.new).count();
    Some(Notebook { notes, new })
}

fn told(ctx: &Ctx, index: usize, moment: &Moment, notes: &mut Vec<Note>) {
    let trace = &ctx.run.trace;
    let note = |lesson, what: String, value: String| Note {
        step: index + 1,
        href: ctx.step_link(index + 1),
        new: index == ctx.at,
        lesson,
        what,
        value,
    };
    let time = round_trips::words(ctx.run.times.get(index).copied().unwrap_or_default());
    let sizes: Vec<String> = moment.records(trace).map(|record| format!("{} B", record.bytes.len())).collect();
    let sealed = moment.record(trace).is_some_and(|record| record.sealing.is_some());
    let said: [(&str, &dyn std::fmt::Display); 3] =
        [("from", &who(moment.side)), ("to", &who(moment.side.peer())), ("time", &time)];
    let what = match sealed {
        true => say_n("note.sealed", sizes.len(), &said),
        false => say_n("note.readable", sizes.len(), &said),
    };
    notes.push(note(Lesson::Size, what, sizes.join(", ")));
    if let Some(sealing) = moment.record(trace).and_then(|record| record.sealing.as_ref()) {
        let most = sealing.ciphertext.len();
        notes.push(note(Lesson::Size, word("note.at-most").to_owned(), format!("{most} B")));
    }
    let Some(message) = moment.message(trace).filter(|_| ctx.can_read(moment)) else { return };
    for (end, lesson, what) in TELLING {
        let values = values(message, end);
        if let Some(value) = listed(&values) {
            notes.push(note(*lesson, word(what).to_owned(), value));
        }
        for bytes in values.iter().filter(|_| *lesson == Lesson::Who).map(|(_, bytes)| bytes) {
            if let Some(before) = seen_before(ctx, index, bytes) {
                let what = say("note.same-bytes", &[("step", &(before + 1))]);
                notes.push(note(Lesson::Linked, what, short(bytes)));
            }
        }
    }
}

/// The fields of a message whose path ends so: in words, and their bytes.
fn values<'a>(message: &'a Message, end: &str) -> Vec<(String, &'a [u8])> {
    let paths = Span::paths(&message.spans);
    let ends = |path: &str| path == end || path.ends_with(&format!(".{end}"));
    let leaf = |(span, path): &(&Span, &String)| {
        span.is_leaf() && span.kind != SpanKind::Length && ends(&Span::kind_of_path(path))
    };
    let found = message.spans.iter().zip(&paths).filter(leaf);
    let value = |(span, _): (&Span, &String)| {
        let bytes = message.bytes.get(span.start..span.end)?;
        let words = span.meaning.map(str::to_owned).or_else(|| text(bytes).map(|text| format!("“{text}”")));
        (!bytes.is_empty()).then(|| (words.unwrap_or_else(|| short(bytes)), bytes))
    };
    found.filter_map(value).collect()
}

fn listed(values: &[(String, &[u8])]) -> Option<String> {
    let first: Vec<&str> = values.iter().take(LISTED).map(|(words, _)| words.as_str()).collect();
    match values.len() {
        0 => None,
        count if count > LISTED => Some(say("note.more", &[("first", &first.join(", ")), ("more", &(count - LISTED))])),
        _ => Some(first.join(", ")),
    }
}

fn short(bytes: &[u8]) -> String {
    match bytes.len() {
        0..=8 => hex(bytes),
        len => format!("{}… ({len} B)", hex(bytes.get(..6).unwrap_or_default())),
    }
}

/// The earlier message of the same side in which these bytes stood in the clear, as a field.
fn seen_before(ctx: &Ctx, index: usize, bytes: &[u8]) -> Option<usize> {
    let trace = &ctx.run.trace;
    ctx.run.moments.iter().take(index).position(|moment| {
        let message = moment.message(trace).filter(|_| bytes.len() >= 8 && ctx.can_read(moment));
        message.is_some_and(|message| {
            let same = |span: &Span| span.is_leaf() && message.bytes.get(span.start..span.end) == Some(bytes);
            message.spans.iter().any(|span| same(span) && !name(span).is_empty())
        })
    })
}
