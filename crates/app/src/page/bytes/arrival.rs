//! A message as it arrived, if somebody on the way did something to it.

use super::super::ctx::Ctx;
use super::strings::{ByteString, inner, sent};
use crate::options::{End, Layer};
use crate::view::Choice;
use handshake_analysis::attack::{delivered, fields_as_sent, meddled, read_of, received};
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::Moment;
use handshake_lessons::{say, word};
use handshake_wire::{Span, SpanKind};

/// Both, for who may see both.
pub fn choices(ctx: &Ctx, moment: &Moment) -> Vec<Choice<End>> {
    if !meddled(ctx.run, moment) || !matches!(ctx.model.view, View::Everything | View::Eavesdropper) {
        return Vec::new();
    }
    Choice::all(ctx.model.end)
}

/// All byte strings of a message that the party in view can read, from the outside in: as they were sent, or as they
/// arrived.
pub fn strings(ctx: &Ctx, moment: &Moment) -> Vec<ByteString> {
    if shown(ctx, moment) { arrived(ctx, moment) } else { sent(ctx, moment) }
}

/// True if what arrived is shown: who is at the far end has nothing else.
pub fn shown(ctx: &Ctx, moment: &Moment) -> bool {
    meddled(ctx.run, moment)
        && match ctx.model.view {
            View::Everything | View::Eavesdropper => ctx.model.end == End::Arrived,
            view => !view.sees(moment.side),
        }
}

/// The byte strings that arrived, as far as the party in view can read them.
pub fn arrived(ctx: &Ctx, moment: &Moment) -> Vec<ByteString> {
    let (run, trace) = (ctx.run, &ctx.run.trace);
    let readable = ctx.can_read(moment);
    let mut out = Vec::new();
    for (index, record) in moment.records(trace).enumerate() {
        let read = received(run, moment.side, record.number);
        let raw = match read {
            Some(read) if read.sealing.is_some() => Some((read.bytes.clone(), read.spans.clone())),
            Some(read) => Some((read.bytes.clone(), fields_as_sent(run, moment.side, record.number, &read.bytes))),
            None => delivered(run, moment.side, record.number),
        };
        out.extend(raw.map(|(bytes, spans)| whole(Layer::Record, index, bytes, spans)));
        let opened = read.and_then(|read| read.sealing.as_ref()).filter(|_| readable).and_then(inner);
        out.extend(opened.map(|(bytes, spans)| ByteString::new(Layer::Inner, index, bytes, spans)));
    }
    if let Some(message) = read_of(run, moment).filter(|read| readable && !read.spans.is_empty()) {
        out.push(whole(Layer::Message, 0, message.bytes.clone(), message.spans.clone()));
    }
    out
}

/// Bytes with their fields, and what is left of them where reading stopped.
fn whole(layer: Layer, record: usize, bytes: Vec<u8>, mut spans: Vec<Span>) -> ByteString {
    let start = spans.iter().filter(|span| span.is_leaf()).map(|span| span.end).max().unwrap_or_default();
    if start < bytes.len() {
        let (end, kind) = (bytes.len(), SpanKind::Bytes);
        spans.push(Span { name: "rest", index: None, start, end, depth: 0, kind, meaning: None });
    }
    ByteString::new(layer, record, bytes, spans)
}

/// What is to be said of what arrived.
pub fn said(ctx: &Ctx, moment: &Moment) -> Option<String> {
    if !shown(ctx, moment) {
        return None;
    }
    let number = moment.record(&ctx.run.trace)?.number;
    if delivered(ctx.run, moment.side, number).is_none() {
        return Some(word("bytes.nothing-arrived").to_owned());
    }
    match (read_of(ctx.run, moment), received(ctx.run, moment.side, number)) {
        (Some(read), _) => read.malformed.as_ref().map(|why| say("bytes.not-to-its-end", &[("why", why)])),
        (None, Some(record)) if record.sealing.as_ref().is_some_and(|sealing| sealing.inner.is_none()) => {
            Some(word("bytes.does-not-open").to_owned())
        }
        (None, _) => Some(word("bytes.never-read").to_owned()),
    }
}

/// For each byte: whether the other end of the way has another one in the same field.
pub fn marks(ctx: &Ctx, moment: &Moment, one: &ByteString) -> Vec<bool> {
    if !meddled(ctx.run, moment) || !matches!(ctx.model.view, View::Everything | View::Eavesdropper) {
        return Vec::new();
    }
    let others = if ctx.model.end == End::Arrived { sent(ctx, moment) } else { arrived(ctx, moment) };
    let other = others.iter().find(|other| other.layer == one.layer && other.record == one.record);
    let parts = |shown: &ByteString| (shown.bytes.clone(), shown.spans.clone(), shown.paths.clone());
    let Some((bytes, spans, paths)) = other.map(parts) else { return Vec::new() };
    differing((&one.bytes, &one.spans, &one.paths), Some((&bytes, &spans, &paths)))
}

/// Bytes, their fields, and these fields' paths.
pub type Fields<'a> = (&'a [u8], &'a [Span], &'a [String]);

/// For each byte of one: whether the other has another one in the same field.
pub fn differing(one: Fields, other: Option<Fields>) -> Vec<bool> {
    let (bytes, spans, paths) = one;
    let mut marks = vec![other.is_some(); bytes.len()];
    for (span, path) in spans.iter().zip(paths).filter(|(span, _)| span.is_leaf()) {
        let mine = bytes.get(span.start..span.end).unwrap_or_default();
        let theirs = other.and_then(|(bytes, spans, paths)| {
            let span = spans.get(paths.iter().position(|one| one == path)?)?;
            bytes.get(span.start..span.end)
        });
        for (i, mark) in marks.get_mut(span.start..span.end).unwrap_or_default().iter_mut().enumerate() {
            // Of the same length: byte by byte. Else the whole field is another one.
            let same = theirs.is_some_and(|theirs| theirs.len() == mine.len() && theirs.get(i) == mine.get(i));
            *mark = !same && other.is_some();
        }
    }
    marks
}
