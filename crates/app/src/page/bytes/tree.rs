//! All fields of a message in one tree: the record, opened in place what is sealed in it, in that the message.

use super::super::ctx::Ctx;
use super::strings::ByteString;
use crate::options::Layer;
use crate::view::TreeRow;
use handshake_lessons::{say, word};
use handshake_scenario::text::hex;
use handshake_wire::{Span, SpanKind};

/// Groups at this depth of the message or deeper start out folded (the single extensions).
const FOLDED_DEPTH: usize = 2;

/// A row before it is known what is folded.
struct TreeLine<'a> {
    shown: &'a ByteString,
    span: &'a Span,
    path: &'a str,
    depth: usize,
    group: bool,
    open: bool,
}

/// The rows. `selected` is the path of the selected field; `marks` says which bytes of one of the strings are marked.
pub fn tree(
    ctx: &Ctx,
    strings: &[ByteString],
    selected: Option<&str>,
    marks: (&[bool], Option<&ByteString>),
) -> Vec<TreeRow> {
    let mut lines = Vec::new();
    let records = strings.iter().filter(|shown| shown.layer == Layer::Record).count();
    let message = strings.iter().find(|shown| shown.layer == Layer::Message);
    for outer in strings.iter().filter(|shown| shown.layer == Layer::Record) {
        let inner = strings.iter().find(|shown| shown.layer == Layer::Inner && shown.record == outer.record);
        nest(&mut lines, outer, inner, message.filter(|_| records == 1), 0, records == 1);
    }
    // A message of several records stands in none of them.
    if let Some(message) = message.filter(|_| records != 1) {
        flat(&mut lines, message, 0);
    }
    fold(ctx, &lines, selected, records, marks)
}

/// A record, and in its sealed or readable part what lies in it.
fn nest<'a>(
    lines: &mut Vec<TreeLine<'a>>,
    outer: &'a ByteString,
    inner: Option<&'a ByteString>,
    message: Option<&'a ByteString>,
    depth: usize,
    open: bool,
) {
    for (span, path) in outer.spans.iter().zip(&outer.paths) {
        let holds = matches!(span.name, "fragment" | "ciphertext" | "content") && span.is_leaf();
        let holds = holds && (inner.is_some() || message.is_some());
        let group = holds || !span.is_leaf();
        lines.push(TreeLine { shown: outer, span, path, depth: depth + span.depth, group, open });
        if holds {
            match (inner, message) {
                (Some(inner), _) => nest(lines, inner, None, message, depth + span.depth + 1, true),
                (None, Some(message)) => flat(lines, message, depth + span.depth + 1),
                (None, None) => {}
            }
        }
    }
}

fn flat<'a>(lines: &mut Vec<TreeLine<'a>>, message: &'a ByteString, depth: usize) {
    for (span, path) in message.spans.iter().zip(&message.paths) {
        let open = span.depth < FOLDED_DEPTH;
        lines.push(TreeLine { shown: message, span, path, depth: depth + span.depth, group: !span.is_leaf(), open });
    }
}

fn fold(
    ctx: &Ctx,
    lines: &[TreeLine],
    selected: Option<&str>,
    records: usize,
    (marks, marked): (&[bool], Option<&ByteString>),
) -> Vec<TreeRow> {
    let selected = selected.and_then(|selected| lines.iter().position(|line| line.path == selected));
    // What the selection lies in is open.
    let mut around = vec![false; lines.len()];
    if let Some(at) = selected {
        let mut depth = lines[at].depth;
        for index in (0..at).rev() {
            if lines[index].depth < depth {
                depth = lines[index].depth;
                around[index] = true;
            }
        }
    }
    let mut rows = Vec::new();
    let mut hidden_below = None;
    for (index, line) in lines.iter().enumerate() {
        if hidden_below.is_some_and(|depth| line.depth > depth) {
            continue;
        }
        hidden_below = None;
        let open = line.open != ctx.model.toggled.contains(line.path) || around[index];
        if line.group && !open {
            hidden_below = Some(line.depth);
        }
        let whole = records > 1 && line.span.depth == 0 && line.shown.layer == Layer::Record;
        rows.push(TreeRow {
            depth: line.depth,
            name: if whole {
                say("field.record", &[("number", &(line.shown.record + 1)), ("count", &records)])
            } else {
                name(line.span)
            },
            value: match line.group {
                true => format!("{} B", line.span.end - line.span.start),
                false => value(line.span, line.shown.bytes_of(line.span)),
            },
            quiet: line.span.kind == SpanKind::Length,
            outer: line.shown.layer != Layer::Message,
            home: line.shown.layer == Layer::Message && line.span.depth == 0,
            expanded: line.group.then_some(open),
            selected: selected == Some(index),
            changed: marked.is_some_and(|shown| std::ptr::eq(shown, line.shown))
                && marks.get(line.span.start..line.span.end).is_some_and(|some| some.contains(&true)),
            id: line.path.to_owned(),
        });
    }
    rows
}

/// A field's name as it stands in the tree.
pub fn name(span: &Span) -> String {
    match (span.kind, span.index) {
        (SpanKind::Length, _) if span.name != "length" => say("field.length-of", &[("name", &span.name)]),
        (_, Some(index)) => format!("{} {}", span.name, index.saturating_add(1)),
        _ => span.name.to_owned(),
    }
}

/// A field's value in short.
pub fn value(span: &Span, bytes: &[u8]) -> String {
    match (span.kind, span.meaning) {
        (SpanKind::Group, _) => format!("{} B", bytes.len()),
        (SpanKind::Number, Some(meaning)) => format!("{meaning} {}", hex(bytes)),
        (SpanKind::Length | SpanKind::Number, _) => hex(bytes),
        (SpanKind::Bytes, _) => match text(bytes) {
            Some(text) => format!("“{}”", handshake_scenario::text::shorten(text)),
            None if bytes.is_empty() => word("field.empty").to_owned(),
            None if bytes.len() > 8 => format!("{}…", hex(bytes.get(..6).unwrap_or_default())),
            None => hex(bytes),
        },
    }
}

/// The bytes as text, if they look like some.
pub fn text(bytes: &[u8]) -> Option<&str> {
    let printable = bytes.len() >= 2 && bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    std::str::from_utf8(bytes).ok().filter(|_| printable)
}
