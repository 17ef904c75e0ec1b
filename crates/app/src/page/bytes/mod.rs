//! The Bytes tab: tree, hex, note.

pub mod arrival;
mod beside;
mod flows;
mod note;
mod strings;
pub mod tree;

pub use arrival::strings;
pub use beside::{Beside, beside};
pub use strings::sent;
pub use tree::{name, text, value};

use super::ctx::Ctx;
use crate::model::Model;
use crate::options::Layer;
use crate::view::{BytesView, Choice, HexLine, HexRun};
use handshake_analysis::moments::Moment;
use handshake_analysis::run::Run;
use handshake_lessons::{OneOf, say, word};
use handshake_wire::Span;
pub use strings::ByteString;

/// Bytes on a line of the hex.
const LINE: usize = 8;

/// The tab.
pub fn bytes(ctx: &Ctx) -> BytesView {
    let Some((index, moment)) = ctx.message_moment() else {
        let context = Some(word("wire.nothing-yet").to_owned());
        return BytesView {
            context,
            arrival: vec![],
            arrived: None,
            layers: vec![],
            tree: [].into(),
            hex: [].into(),
            note: None,
        };
    };
    let strings = strings(ctx, moment);
    let field = ctx.model.field.as_deref();
    let current = current(ctx, &strings);
    let layers = Layer::ALL.iter().copied().filter(|layer| strings.iter().any(|shown| shown.layer == *layer));
    let selected = field.zip(current).and_then(|(field, shown)| shown.position(field));
    let marks = current.map(|shown| arrival::marks(ctx, moment, shown)).unwrap_or_default();
    BytesView {
        arrival: arrival::choices(ctx, moment),
        arrived: arrival::said(ctx, moment),
        context: (index != ctx.at).then(|| context(ctx, index, moment)),
        layers: layers
            .map(|layer| Choice {
                current: current.is_some_and(|shown| shown.layer == layer),
                ..Choice::of(layer, layer)
            })
            .collect(),
        tree: tree::tree(ctx, &strings, field, (&marks, current)).into(),
        hex: current.map(|shown| hex_lines(shown, selected, &marks)).unwrap_or_default().into(),
        note: current.zip(selected).map(|(shown, at)| note::note(ctx, (index, moment), shown, at)),
    }
}

fn context(ctx: &Ctx, index: usize, moment: &Moment) -> String {
    let name = moment.message(&ctx.run.trace).map_or(word("message.none"), handshake_analysis::attack::message_name);
    let name = if ctx.can_read(moment) { name } else { word("message.sealed") };
    say("wire.nothing-now", &[("name", &name), ("step", &(index + 1))])
}

/// The byte string whose hex is shown: the selected field's, else the chosen one, else the innermost.
fn current<'a>(ctx: &Ctx, strings: &'a [ByteString]) -> Option<&'a ByteString> {
    let selected = ctx.model.field.as_deref();
    let selected = selected.and_then(|field| strings.iter().find(|shown| shown.position(field).is_some()));
    let chosen = || ctx.model.layer.and_then(|layer| strings.iter().find(|shown| shown.layer == layer));
    selected.or_else(chosen).or(strings.last())
}

/// The byte string in which the selected field stands, and the field: as it was sent, which is what can be changed.
pub fn selected(ctx: &Ctx, moment: &Moment) -> Option<(ByteString, usize)> {
    let field = ctx.model.field.as_deref()?;
    let found = sent(ctx, moment).into_iter().find_map(|shown| Some((shown.position(field)?, shown)));
    found.map(|(at, shown)| (shown, at))
}

/// Drops a selection that the message shown does not have, and says so.
pub fn drop_unknown_field(model: &mut Model, run: &Run) -> Option<String> {
    let field = model.field.clone()?;
    let ctx = Ctx::new(model, run);
    let has = |field: &str| {
        let (_, moment) = ctx.message_moment()?;
        strings(&ctx, moment).iter().any(|shown| shown.position(field).is_some()).then(|| field.to_owned())
    };
    // The one field whose name depends on the version that was chosen: a link means it by either.
    let renamed = || match field.as_str() {
        "TLSPlaintext.legacy_record_version" => has("TLSPlaintext.version"),
        "TLSPlaintext.version" => has("TLSPlaintext.legacy_record_version"),
        _ => None,
    };
    if let Some(found) = has(&field).or_else(renamed) {
        model.field = Some(found);
        return None;
    }
    (model.field, model.byte) = (None, None);
    let field = handshake_scenario::text::shorten(&field);
    Some(say("field.unknown", &[("field", &field)]))
}

fn hex_lines(shown: &ByteString, selected: Option<usize>, changed: &[bool]) -> Vec<HexLine> {
    lines(&shown.bytes, &shown.spans, &shown.paths, name, selected, changed)
}

/// Bytes with these fields, line by line; `name` tells what a field is called, `changed` which bytes are marked.
pub fn lines(
    bytes: &[u8],
    spans: &[Span],
    paths: &[String],
    name: fn(&Span) -> String,
    selected: Option<usize>,
    changed: &[bool],
) -> Vec<HexLine> {
    let range = selected.and_then(|at| spans.get(at)).map(|span| span.start..span.end);
    let line = |i| HexLine { offset: i * LINE, runs: Vec::new() };
    let mut lines: Vec<HexLine> = (0..bytes.len().div_ceil(LINE)).map(line).collect();
    let leaves = spans.iter().zip(paths).filter(|(span, _)| span.is_leaf());
    for (count, (span, path)) in leaves.enumerate() {
        let mut at = span.start;
        while at < span.end {
            let mark = |at: usize| changed.get(at).copied().unwrap_or_default();
            let end = span.end.min((at / LINE + 1) * LINE);
            let end = (at..end).find(|other| mark(*other) != mark(at)).unwrap_or(end);
            let some = bytes.get(at..end).unwrap_or_default();
            if let Some(line) = lines.get_mut(at / LINE) {
                line.runs.push(HexRun {
                    field: path.clone(),
                    name: name(span),
                    hex: some.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" "),
                    ascii: some.iter().map(|&byte| ascii(byte)).collect(),
                    selected: range.as_ref().is_some_and(|range| range.contains(&at)),
                    odd: count % 2 == 1,
                    changed: mark(at),
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
