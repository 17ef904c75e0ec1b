//! What is told of the selected field.

use super::super::ctx::Ctx;
use super::flows;
use super::strings::{ByteString, plain};
use super::tree::{name, text};
use crate::view::{CopyAs, Definition, FieldNote};
use data_encoding::BASE64;
use handshake_analysis::moments::Moment;
use handshake_lessons::{self as lessons, markdown, say};
use handshake_scenario::text::count_bytes;
use handshake_scenario::text::hex;
use handshake_wire::{Span, SpanKind};

/// Bytes on a line of an array that is copied.
const LINE: usize = 12;

/// The note.
pub fn note(ctx: &Ctx, moment: (usize, &Moment), shown: &ByteString, at: usize) -> FieldNote {
    let span = &shown.spans[at];
    let bytes = shown.bytes_of(span);
    let kind = Span::kind_of_path(plain(&shown.paths[at]));
    let field = ctx.run.settings.field_text(&kind);
    let (from, next) = flows::flows(ctx, moment, &kind, span, bytes);
    FieldNote {
        title: name(span),
        place: place(span.start, span.end),
        meaning: match span.kind {
            SpanKind::Length => Some(count_bytes(bytes.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))),
            _ => span.meaning.map(str::to_owned).or_else(|| text(bytes).map(|text| format!("“{text}”"))),
        },
        text: field.map(|field| markdown::parse(field.text)).unwrap_or_default(),
        source: field.map(|field| field.source.to_owned()).unwrap_or_default(),
        definition: definition(&kind, span.name),
        copies: copies(span.name, bytes),
        from,
        next,
    }
}

/// Where bytes stand, for example `bytes 0x34–0x53 · 32 bytes`.
pub fn place(start: usize, end: usize) -> String {
    let last = end.saturating_sub(1).max(start);
    let (from, to) = (format!("0x{start:02x}"), format!("0x{last:02x}"));
    match end.saturating_sub(start) {
        0 => say("field.place-empty", &[("from", &from)]),
        1 => say("field.place-one", &[("from", &from)]),
        len => say("field.place", &[("from", &from), ("to", &to), ("bytes", &count_bytes(len))]),
    }
}

/// The lines of the RFC's presentation language that say what the field is: of the innermost structure around it that has
/// some and names it.
fn definition(kind: &str, field: &str) -> Option<Definition> {
    let found = kind.rsplit('.').find_map(|segment| {
        let found = lessons::definition(segment.trim_end_matches("#length"))?;
        (segment == field || found.text.lines().any(|line| names(line, field))).then_some(found)
    });
    let found = found.or_else(|| lessons::definition_with(|text| text.lines().any(|line| names(line, field))))?;
    Some(Definition {
        lines: found.text.lines().map(|line| (line.to_owned(), names(line, field))).collect(),
        source: found.source.to_owned(),
    })
}

/// True if a line holds this word.
fn names(line: &str, word: &str) -> bool {
    line.split(|ch: char| !(ch.is_alphanumeric() || ch == '_')).any(|one| one == word)
}

fn copies(name: &str, bytes: &[u8]) -> Vec<CopyAs> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let ident: String = name.chars().map(|ch| if ch.is_ascii_alphanumeric() { ch } else { '_' }).collect();
    let lines = |indent: &str| {
        let line = |line: &[u8]| line.iter().map(|byte| format!("0x{byte:02x}")).collect::<Vec<_>>().join(", ");
        bytes.chunks(LINE).map(|chunk| format!("{indent}{},\n", line(chunk))).collect::<String>()
    };
    let len = bytes.len();
    let copy = |label: &'static str, text: String| CopyAs { label, text };
    vec![
        copy("Hex", hex(bytes)),
        copy("C", format!("static const unsigned char {}[{len}] = {{\n{}}};\n", ident.to_lowercase(), lines("  "))),
        copy("Rust", format!("const {}: [u8; {len}] = [\n{}];\n", ident.to_uppercase(), lines("    "))),
        copy("Base64", BASE64.encode(bytes)),
    ]
}
