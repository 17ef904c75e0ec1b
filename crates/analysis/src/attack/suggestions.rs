//! What a class might try at a step, and what is done, in words.

use super::{SentBytes, WirePosition};
use crate::moments::Moment;
use crate::run::{Run, Source};
use handshake_core::msgs::codes::{CipherSuite, ContentType};
use handshake_core::trace::{Message, Record, Side};
use handshake_lessons::{self as lessons, say, word, word_of};
use handshake_scenario::settings::value;
use handshake_scenario::tamper::{Edit, What, names};
use handshake_scenario::text::shorten;
use handshake_wire::{Span, SpanKind};

/// Something to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Names its text in content, without `try.`.
    pub id: &'static str,
    /// What it does.
    pub edit: Edit,
}

/// What can be tried with the record of a moment that sends one.
pub fn suggestions(run: &Run, moment: &Moment) -> Vec<Suggestion> {
    let trace = &run.trace;
    let Some(record) = moment.record(trace).filter(|_| out_of_reach(run, moment).is_none()) else { return Vec::new() };
    let wire = SentBytes::of(trace, moment.side);
    let at = At { wire: &wire, side: moment.side, record };
    let mut out = match (&record.sealing, moment.message(trace)) {
        (Some(_), message) => at.sealed(message),
        (None, Some(message)) => at.readable(message),
        (None, None) => Vec::new(),
    };
    let close = moment.key.ends_with(".send.close");
    out.push(at.whole(if close { "drop-close" } else { "drop" }, What::Drop));
    out.push(at.whole("repeat", What::Repeat));
    out.push(at.whole("swap", What::Swap));
    out.push(at.whole("delay", What::Delay));
    out.push(at.whole("replay", What::Replay));
    out.push(at.whole("cut", What::Cut { keep: record.bytes.len() / 2 }));
    out
}

/// Why nothing can be done to what is sent at a moment.
pub fn out_of_reach(run: &Run, moment: &Moment) -> Option<&'static str> {
    if run.source != Source::Settings {
        return Some(word("target.recording"));
    }
    (run.settings.choice::<value::Replay>() == value::Replay::Yes && moment.side == Side::Server)
        .then(|| word("target.replayed"))
}

struct At<'a> {
    wire: &'a SentBytes<'a>,
    side: Side,
    record: &'a Record,
}

impl At<'_> {
    fn whole(&self, id: &'static str, what: What) -> Suggestion {
        Suggestion { id, edit: Edit { from: self.side, record: self.record.number, what } }
    }

    fn at(&self, id: &'static str, place: WirePosition, what: impl FnOnce(usize) -> What) -> Suggestion {
        Suggestion { id, edit: Edit { from: self.side, record: place.record, what: what(place.at) } }
    }

    fn sealed(&self, message: Option<&Message>) -> Vec<Suggestion> {
        let len = self.record.bytes.len();
        let certificate = message.is_some_and(|message| message.name == "Certificate");
        let data = message.is_some_and(|message| message.content_type == ContentType::APPLICATION_DATA);
        let middle = message.and_then(|message| self.wire.place(message.number, message.bytes.len() / 2));
        let first = message.and_then(|message| self.wire.place(message.number, 0));
        let flip = |bit| move |at| What::Flip { at, bit };
        let mut out = Vec::new();
        match (middle, first) {
            (Some(middle), _) if certificate => out.push(self.at("certificate-bit", middle, flip(0))),
            (_, Some(first)) if data => out.push(self.at("content-bit", first, flip(0))),
            (Some(middle), _) => out.push(self.at("sealed-bit", middle, flip(0))),
            _ => {}
        }
        out.push(self.whole("tag-bit", What::Flip { at: len.saturating_sub(1), bit: 0 }));
        out
    }

    fn readable(&self, message: &Message) -> Vec<Suggestion> {
        let mut out = Vec::new();
        let is_value = |span: &&Span| span.is_leaf() && span.kind != SpanKind::Length;
        let field = |name: &str| message.spans.iter().filter(is_value).find(|span| span.name == name);
        let place = |span: &Span| self.wire.place(message.number, span.start);
        let flip = |at| What::Flip { at, bit: 0 };
        let share = ["key_exchange", "public", "ecdh_Yc"].into_iter().filter_map(field).find(|span| {
            // A meaningless offer (GREASE) stands there with a byte.
            span.end - span.start >= 32
        });
        if let Some(place) = share.and_then(place) {
            out.push(self.at("share", place, |_| What::Share));
            out.push(self.at("share-bit", place, flip));
        }
        if message.spans.iter().any(|span| span.name == "supported_versions") {
            out.push(self.whole("strip", What::Strip));
        }
        if let Some(place) = field("random").and_then(place) {
            out.push(self.at("random-bit", place, flip));
        }
        if message.name == "ServerHello"
            && let Some((place, span)) = field("cipher_suite").and_then(|span| Some((place(span)?, span)))
        {
            let now = message.bytes.get(span.start..span.end).unwrap_or_default();
            let other = CipherSuite::NAMED.iter().map(|suite| suite.0.to_be_bytes()).find(|suite| suite != now);
            let bytes = other.unwrap_or_default().to_vec();
            out.push(self.at("suite", place, |at| What::Put { at, len: 2, bytes }));
        }
        let session = field("legacy_session_id").or(field("legacy_session_id_echo"));
        if let Some(place) = session.filter(|span| span.end > span.start && span.meaning.is_none()).and_then(place) {
            out.push(self.at("session-bit", place, flip));
        }
        let name = field("host_name");
        if let Some((place, span)) = name.and_then(|span| Some((place(span)?, span))) {
            let len = span.end - span.start;
            let bytes = b"other.example".to_vec();
            out.push(self.at("name", place, |at| What::Fit { at, len, bytes }));
        }
        if message.name == "Certificate"
            && let Some(middle) = self.wire.place(message.number, message.bytes.len() / 2)
        {
            out.push(self.at("certificate-bit", middle, flip));
        }
        out.push(self.whole("header-bit", What::Flip { at: 2, bit: 1 }));
        let longer = (self.record.bytes.len().saturating_sub(5) + 1).to_be_bytes();
        let bytes = longer.get(longer.len().saturating_sub(2)..).unwrap_or_default().to_vec();
        out.push(self.whole("length", What::Put { at: 3, len: 2, bytes }));
        out
    }
}

/// What an edit does, in words; of a record that the run does not have, only its number is told.
pub fn describe(edit: &Edit, run: &Run) -> String {
    let wire = SentBytes::of(&run.trace, edit.from);
    let text = lessons::tamper(&format!("do.{}", edit.what.id())).map_or("", |text| text.title);
    lessons::fill(text, &|name| {
        Some(match (name, &edit.what) {
            ("record", _) => record(edit, &wire),
            ("bit", What::Flip { bit, .. }) => bit.to_string(),
            ("keep", What::Cut { keep }) => keep.to_string(),
            ("place", What::Flip { at, .. }) => place(edit, *at, &wire),
            ("place", What::Put { at, .. } | What::Fit { at, .. }) => place(edit, *at, &wire),
            ("new", What::Put { bytes, .. } | What::Fit { bytes, .. }) => written(edit, bytes, &wire),
            _ => return None,
        })
    })
}

/// What a message is called.
pub fn message_name(message: &Message) -> &'static str {
    word_of("wire", message.name).unwrap_or(message.name)
}

/// The record in words: by the message in it.
fn record(edit: &Edit, wire: &SentBytes) -> String {
    let side = handshake_scenario::text::who(edit.from);
    match wire.message(edit.record) {
        Some(message) => say("edit.message", &[("side", &side), ("name", &message_name(message))]),
        None => say("edit.record", &[("number", &edit.record), ("side", &side)]),
    }
}

/// A byte in words: by its field.
fn place(edit: &Edit, at: usize, wire: &SentBytes) -> String {
    let (of, byte) = (record(edit, wire), format!("0x{at:02x}"));
    match wire.field(WirePosition { record: edit.record, at }) {
        Some((Some(_), span)) => say("edit.in-message", &[("field", &span.name), ("of", &of), ("at", &byte)]),
        Some((None, span)) => say("edit.of-record", &[("field", &span.name), ("of", &of), ("at", &byte)]),
        None => say("edit.byte", &[("of", &of), ("at", &byte)]),
    }
}

/// What is put in, in words: by its name, as text, or in hex.
fn written(edit: &Edit, bytes: &[u8], wire: &SentBytes) -> String {
    let at = match edit.what {
        What::Put { at, .. } | What::Fit { at, .. } => at,
        _ => 0,
    };
    let field = wire.field(WirePosition { record: edit.record, at }).map(|(_, span)| span);
    let named = field.and_then(|span| names(span).into_iter().find(|(_, value)| value == bytes));
    let printable = bytes.len() > 2 && bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    match (named, std::str::from_utf8(bytes)) {
        (Some((name, _)), _) => name.to_owned(),
        (None, Ok(text)) if printable => format!("“{}”", shorten(text)),
        _ if bytes.is_empty() => word("edit.nothing").to_owned(),
        _ => shorten(&handshake_scenario::text::hex(bytes)),
    }
}
