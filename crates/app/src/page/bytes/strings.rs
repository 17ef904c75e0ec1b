//! The byte strings of a message that lie inside each other: records, what was sealed in them, the message.

use super::super::ctx::Ctx;
use crate::options::Layer;
use handshake_analysis::moments::Moment;
use handshake_core::trace::Sealing;
use handshake_wire::{Span, Spans};
use std::collections::BTreeMap;

/// Bytes with their fields.
pub struct ByteString {
    /// What it is.
    pub layer: Layer,
    /// Which of the message's records, from 0; 0 for the message itself.
    pub record: usize,
    pub bytes: Vec<u8>,
    pub spans: Spans,
    /// Of each span: what identifies it among all fields of all these strings.
    pub paths: Vec<String>,
}

impl ByteString {
    pub fn new(layer: Layer, record: usize, bytes: Vec<u8>, spans: Spans) -> ByteString {
        let prefix = if record == 0 { String::new() } else { format!("record {}: ", record + 1) };
        let mut paths: Vec<String> = Vec::with_capacity(spans.len());
        let mut seen = BTreeMap::<String, usize>::new();
        for path in Span::paths(&spans) {
            // Fields of the same name in a list without numbers are told apart by one.
            let count = seen.entry(path.clone()).and_modify(|count| *count += 1).or_insert(1);
            paths.push(if *count == 1 { format!("{prefix}{path}") } else { format!("{prefix}{path}~{count}") });
        }
        ByteString { layer, record, bytes, spans, paths }
    }

    /// The span that a selection means.
    pub fn position(&self, field: &str) -> Option<usize> {
        self.paths.iter().position(|path| path == field)
    }

    pub fn bytes_of(&self, span: &Span) -> &[u8] {
        self.bytes.get(span.start..span.end).unwrap_or_default()
    }
}

/// A field's path without what tells it apart from others of the same path.
pub fn plain(path: &str) -> &str {
    let path = path.split_once(": ").map_or(path, |(_, path)| path);
    path.split_once('~').map_or(path, |(path, _)| path)
}

/// The same as they were sent.
pub fn sent(ctx: &Ctx, moment: &Moment) -> Vec<ByteString> {
    let trace = &ctx.run.trace;
    let readable = ctx.can_read(moment);
    let mut out = Vec::new();
    for (index, record) in moment.records(trace).enumerate() {
        out.push(ByteString::new(Layer::Record, index, record.bytes.clone(), record.spans.clone()));
        if let Some((bytes, spans)) = record.sealing.as_ref().filter(|_| readable).and_then(inner) {
            out.push(ByteString::new(Layer::Inner, index, bytes, spans));
        }
    }
    if let Some(message) = moment.message(trace).filter(|_| readable) {
        out.push(ByteString::new(Layer::Message, 0, message.bytes.clone(), message.spans.clone()));
    }
    out
}

/// What was inside a sealed record, and its fields.
pub fn inner(sealing: &Sealing) -> Option<(Vec<u8>, Spans)> {
    sealing.inner.as_ref().map(|inner| (inner.bytes(), inner.spans.clone()))
}
