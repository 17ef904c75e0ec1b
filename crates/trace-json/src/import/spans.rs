//! The fields of a message or record: names that the layouts have, places that fit into each other.

use super::json_path::JsonPath;
use crate::export::{KINDS, kind_name};
use crate::schema::Field;
use handshake_core::names;
use handshake_lessons::Problem;
use handshake_wire::{Span, SpanKind, Spans};
use std::fmt::Display;

/// A field that holds those which follow.
struct Open<'a> {
    path: &'a str,
    end: usize,
}

/// Reads the fields of so many bytes.
pub fn spans(place: &JsonPath, fields: &[Field], len: usize) -> Result<Spans, Problem> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    let mut spans = Spans::new();
    for (index, field) in fields.iter().enumerate() {
        let place = || place.at(&format!("fields[{index}]"));
        while open.last().is_some_and(|group| within(group.path, &field.path).is_none()) {
            open.pop();
        }
        let segment = open.last().and_then(|group| within(group.path, &field.path)).unwrap_or(&field.path);
        let bound = open.last().map_or(len, |group| group.end);
        // Fields follow each other, and lie inside what holds them: so each byte is shown once at most.
        if field.start > field.end || field.end > bound || field.start < at {
            let room: [(&'static str, &dyn Display); 2] = [("from", &at), ("bound", &bound)];
            let (place, start, end) = (place(), &field.start, &field.end);
            let found: [(&'static str, &dyn Display); 3] = [("place", &place), ("start", start), ("end", end)];
            return Err(Problem::of("trace.out-of-place", &[found.as_slice(), &room].concat()));
        }
        let kind = KINDS.into_iter().find(|kind| kind_name(*kind) == field.kind);
        let kind = kind.ok_or_else(|| place().at("kind").unknown("trace.no-kind", &field.kind))?;
        let (name, list_index) = name(segment, kind);
        spans.push(Span {
            name: names::field(name).ok_or_else(|| place().at("path").unknown("trace.no-field", name))?,
            index: list_index,
            start: field.start,
            end: field.end,
            depth: open.len(),
            kind,
            meaning: match &field.meaning {
                Some(text) => {
                    Some(names::meaning(text).ok_or_else(|| place().at("meaning").unknown("trace.no-code", text))?)
                }
                None => None,
            },
        });
        match kind {
            SpanKind::Group => open.push(Open { path: &field.path, end: field.end }),
            _ => at = field.end,
        }
    }
    Ok(spans)
}

/// The last part of a path that leads on from a group's.
fn within<'a>(group: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(group)?.strip_prefix('.')
}

/// A field's name and its place in a list, out of the last part of its path.
fn name(segment: &str, kind: SpanKind) -> (&str, Option<usize>) {
    let segment = if kind == SpanKind::Length { segment.strip_suffix("#length").unwrap_or(segment) } else { segment };
    let listed = || {
        let (name, index) = segment.strip_suffix(']')?.rsplit_once('[')?;
        Some((name, index.parse().ok()?))
    };
    match listed() {
        Some((name, index)) => (name, Some(index)),
        None => (segment, None),
    }
}
