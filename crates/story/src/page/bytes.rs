//! The Bytes tab: layers, tree, hex, note.

use super::{Ctx, count_bytes};
use crate::export::hex;
use crate::model::{Layer, Model};
use crate::moments::Moment;
use crate::run::Run;
use crate::view::{BytesView, Choice, FieldNote, HexLine, HexRun, Link, TreeRow};
use handshake_core::record::TlsInnerPlaintext;
use handshake_core::trace::Sealing;
use handshake_lessons::{self as lessons, markdown};
use handshake_wire::{Span, SpanKind, Spans, encode};

/// Bytes with their fields.
struct Shown {
    bytes: Vec<u8>,
    spans: Spans,
    paths: Vec<String>,
}

/// Groups at this depth or deeper start out folded (the single extensions).
const FOLDED_DEPTH: usize = 2;

/// Bytes on a line of the hex.
const LINE: usize = 8;

/// The tab.
pub fn bytes(ctx: &Ctx) -> BytesView {
    let Some((index, moment)) = ctx.message_moment() else {
        let context = Some("Nothing has crossed the wire yet. The first message is the next step.".to_owned());
        return BytesView { context, layers: vec![], tree: vec![], hex: vec![], note: None };
    };
    let layers = layers(ctx, moment);
    let current = current_layer(ctx, &layers);
    let shown = shown(ctx, moment, current);
    let selected = selected(ctx, &shown);
    BytesView {
        context: (index != ctx.at).then(|| {
            let name = moment.message(&ctx.run.trace).map_or("record", |message| message.name);
            let name = if ctx.can_read(moment) { name } else { "encrypted record" };
            format!(
                "Nothing crosses the wire at this step. This is the last message that did: {name}, step {}.",
                index + 1
            )
        }),
        layers: layers
            .iter()
            .map(|layer| Choice { id: layer.id(), label: layer.label().to_owned(), current: *layer == current })
            .collect(),
        tree: tree(ctx, &shown, selected),
        hex: hex_lines(&shown, selected),
        note: selected.map(|at| note(ctx, &shown, at)),
    }
}

/// Drops a selection that the message shown does not have, and says so.
pub fn drop_unknown_field(model: &mut Model, run: &Run) -> Option<String> {
    let field = model.field.clone()?;
    let ctx = Ctx::new(model, run);
    let found = ctx.message_moment().is_some_and(|(_, moment)| {
        let layers = layers(&ctx, moment);
        shown(&ctx, moment, current_layer(&ctx, &layers)).paths.contains(&field)
    });
    if found {
        return None;
    }
    model.field = None;
    let field = crate::settings::shorten(&field);
    Some(format!(
        "The address selects the field “{field}”, which this message does not have (or not to this point of view)."
    ))
}

fn layers(ctx: &Ctx, moment: &Moment) -> Vec<Layer> {
    let sealed = moment.record(&ctx.run.trace).is_some_and(|record| record.sealing.is_some());
    match (sealed, ctx.can_read(moment)) {
        (false, _) => vec![Layer::Record, Layer::Message],
        (true, true) => Layer::ALL.to_vec(),
        (true, false) => vec![Layer::Record],
    }
}

fn current_layer(ctx: &Ctx, layers: &[Layer]) -> Layer {
    let innermost = layers.last().copied().unwrap_or(Layer::Record);
    ctx.model.layer.filter(|layer| layers.contains(layer)).unwrap_or(innermost)
}

fn shown(ctx: &Ctx, moment: &Moment, layer: Layer) -> Shown {
    let trace = &ctx.run.trace;
    let record = moment.record(trace);
    let (bytes, spans) = match (layer, record, moment.message(trace)) {
        (Layer::Record, Some(record), _) => (record.bytes.clone(), record.spans.clone()),
        (Layer::Inner, Some(record), _) => record.sealing.as_ref().and_then(inner).unwrap_or_default(),
        (Layer::Message, _, Some(message)) => (message.bytes.clone(), message.spans.clone()),
        _ => Default::default(),
    };
    let paths = Span::paths(&spans);
    Shown { bytes, spans, paths }
}

fn inner(sealing: &Sealing) -> Option<(Vec<u8>, Spans)> {
    let inner = sealing.inner.as_ref()?;
    let mut value = TlsInnerPlaintext {
        content: inner.content.clone(),
        content_type: inner.content_type,
        zeros: vec![0; inner.padding],
    };
    encode(&mut value).ok()
}

fn selected(ctx: &Ctx, shown: &Shown) -> Option<usize> {
    let field = ctx.model.field.as_ref()?;
    shown.paths.iter().position(|path| path == field)
}

fn tree(ctx: &Ctx, shown: &Shown, selected: Option<usize>) -> Vec<TreeRow> {
    let mut rows = Vec::new();
    let mut hidden_below = None;
    for (i, span) in shown.spans.iter().enumerate() {
        if hidden_below.is_some_and(|depth| span.depth > depth) {
            continue;
        }
        hidden_below = None;
        let path = shown.paths[i].clone();
        let group = span.kind == SpanKind::Group;
        let leads_to_selection = selected.is_some_and(|at| at != i && shown.paths[at].starts_with(&format!("{path}.")));
        let open = (span.depth < FOLDED_DEPTH) != ctx.model.toggled.contains(&path) || leads_to_selection;
        if group && !open {
            hidden_below = Some(span.depth);
        }
        rows.push(TreeRow {
            depth: span.depth,
            name: name(span),
            value: value(span, shown.bytes.get(span.start..span.end).unwrap_or_default()),
            quiet: span.kind == SpanKind::Length,
            expanded: group.then_some(open),
            selected: selected == Some(i),
            id: path,
        });
    }
    rows
}

fn name(span: &Span) -> String {
    match (span.kind, span.index) {
        (SpanKind::Length, _) if span.name != "length" => format!("length of {}", span.name),
        (_, Some(index)) => format!("{} {}", span.name, index + 1),
        _ => span.name.to_owned(),
    }
}

fn value(span: &Span, bytes: &[u8]) -> String {
    match (span.kind, span.meaning) {
        (SpanKind::Group, _) => format!("{} B", bytes.len()),
        (SpanKind::Number, Some(meaning)) => format!("{meaning} {}", hex(bytes)),
        (SpanKind::Length | SpanKind::Number, _) => hex(bytes),
        (SpanKind::Bytes, _) => match text(bytes) {
            Some(text) => format!("“{}”", crate::settings::shorten(text)),
            None if bytes.is_empty() => "empty".to_owned(),
            None if bytes.len() > 8 => format!("{}…", hex(bytes.get(..6).unwrap_or_default())),
            None => hex(bytes),
        },
    }
}

/// The bytes as text, if they look like some.
fn text(bytes: &[u8]) -> Option<&str> {
    let printable = bytes.len() >= 2 && bytes.iter().all(|byte| (0x20..0x7f).contains(byte));
    std::str::from_utf8(bytes).ok().filter(|_| printable)
}

fn hex_lines(shown: &Shown, selected: Option<usize>) -> Vec<HexLine> {
    let range = selected.and_then(|at| shown.spans.get(at)).map(|span| span.start..span.end);
    let line = |i| HexLine { offset: i * LINE, runs: Vec::new() };
    let mut lines: Vec<HexLine> = (0..shown.bytes.len().div_ceil(LINE)).map(line).collect();
    let leaves = shown.spans.iter().zip(&shown.paths).filter(|(span, _)| span.is_leaf());
    for (count, (span, path)) in leaves.enumerate() {
        let mut at = span.start;
        while at < span.end {
            let end = span.end.min((at / LINE + 1) * LINE);
            let bytes = shown.bytes.get(at..end).unwrap_or_default();
            if let Some(line) = lines.get_mut(at / LINE) {
                line.runs.push(HexRun {
                    field: path.clone(),
                    name: name(span),
                    hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" "),
                    ascii: bytes.iter().map(|&byte| ascii(byte)).collect(),
                    selected: range.as_ref().is_some_and(|range| range.contains(&at)),
                    odd: count % 2 == 1,
                });
            }
            at = end;
        }
    }
    lines
}

fn ascii(byte: u8) -> char {
    if (0x20..0x7f).contains(&byte) { char::from(byte) } else { '.' }
}

fn note(ctx: &Ctx, shown: &Shown, at: usize) -> FieldNote {
    let span = &shown.spans[at];
    let bytes = shown.bytes.get(span.start..span.end).unwrap_or_default();
    let field = lessons::field(&Span::kind_of_path(&shown.paths[at]));
    let last = span.end.saturating_sub(1).max(span.start);
    let place = match bytes.len() {
        0 => format!("at byte 0x{:02x} · empty", span.start),
        1 => format!("byte 0x{:02x} · 1 byte", span.start),
        len => format!("bytes 0x{:02x}–0x{last:02x} · {}", span.start, count_bytes(len)),
    };
    FieldNote {
        title: name(span),
        place,
        meaning: match span.kind {
            SpanKind::Length => Some(count_bytes(bytes.iter().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))),
            _ => span.meaning.map(str::to_owned).or_else(|| text(bytes).map(|text| format!("“{text}”"))),
        },
        text: field.map(|field| markdown::parse(field.text)).unwrap_or_default(),
        source: field.map(|field| field.source.to_owned()).unwrap_or_default(),
        links: links(ctx, bytes),
    }
}

/// Where the same value stands in the key schedule.
fn links(ctx: &Ctx, bytes: &[u8]) -> Vec<Link> {
    let node = ctx.run.knowledge.node_of(bytes).filter(|_| bytes.len() >= 16);
    let link = |node: handshake_core::keys::Node| Link {
        label: format!("{} in Keys", lessons::node(node.name()).map_or(node.name(), |text| text.title)),
        href: ctx.node_link(node),
    };
    node.map(link).into_iter().collect()
}
