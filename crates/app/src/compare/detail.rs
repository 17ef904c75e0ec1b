//! One row in depth: fields, values and checks side by side, and the bytes.

use super::Compare;
use crate::page::{Fields, differing, field_name, field_value};
use crate::view::{DiffHex, DiffLine, DiffRow, DiffRun, PairDetail};
use handshake_analysis::attack::{delivered, meddled, read_of};
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::run::Run;
use handshake_core::trace::{Dir, Event};
use handshake_lessons::{say, word};
use handshake_scenario::text::hex;
use handshake_wire::{Span, Spans};
use std::collections::BTreeSet;

/// Bytes on a line.
const LINE: usize = 8;

/// Bytes with their fields: of a message as its reader got it, if somebody changed it on the way.
struct Side {
    bytes: Vec<u8>,
    spans: Spans,
    paths: Vec<String>,
}

impl Side {
    fn fields(&self) -> Fields<'_> {
        (&self.bytes, &self.spans, &self.paths)
    }
}

impl Compare {
    /// True if a field of the row shown is called so.
    pub(super) fn has_field(&self, field: &str) -> bool {
        let has = |side: Option<Side>| side.is_some_and(|side| side.paths.iter().any(|path| path == field));
        has(self.left_side()) || has(self.right_side())
    }

    fn left_side(&self) -> Option<Side> {
        side(&self.left, self.left.moments.get(self.pair()?.left?)?)
    }

    fn right_side(&self) -> Option<Side> {
        side(&self.right, self.right.moments.get(self.pair()?.right?)?)
    }

    /// The row shown.
    pub(super) fn detail(&self) -> Option<PairDetail> {
        let pair = self.pair()?;
        let moments =
            (pair.left.and_then(|at| self.left.moments.get(at)), pair.right.and_then(|at| self.right.moments.get(at)));
        let act = moments.0.or(moments.1)?.act;
        let (left, right) = (self.left_side(), self.right_side());
        if act == Act::Send && (left.is_some() || right.is_some()) {
            let fields = self.fields(left.as_ref(), right.as_ref());
            let picked = self.field.as_deref();
            let hex_of = |one: &Option<Side>, other: &Option<Side>| {
                one.as_ref().map(|one| hex_lines(one, other.as_ref(), picked)).unwrap_or_default()
            };
            let (first, second) = (hex_of(&left, &right), hex_of(&right, &left));
            return Some(PairDetail {
                about: word("versus.fields"),
                rows: fields,
                hex: Some(DiffHex { left: first, right: second }),
            });
        }
        let values = |run: &Run, moment: Option<&Moment>| moment.map(|moment| values(run, moment)).unwrap_or_default();
        let (one, other) = (values(&self.left, moments.0), values(&self.right, moments.1));
        let about = word(if act == Act::Keys { "versus.values" } else { "versus.checks" });
        Some(PairDetail { about, rows: merged(&one, &other), hex: None })
    }

    fn fields(&self, left: Option<&Side>, right: Option<&Side>) -> Vec<DiffRow> {
        let value = |side: Option<&Side>, path: &str| {
            let side = side?;
            let at = side.paths.iter().position(|one| one == path)?;
            let span = side.spans.get(at)?;
            let bytes = side.bytes.get(span.start..span.end).unwrap_or_default();
            Some((field_value(span, bytes), bytes.to_vec()))
        };
        // In the order of the wire; what only the right one has stands where it stands there.
        let mut order: Vec<(usize, String, String)> = Vec::new();
        let mut seen = BTreeSet::new();
        for side in [right, left].into_iter().flatten() {
            let mut last = None;
            for (span, path) in side.spans.iter().zip(&side.paths) {
                let known = order.iter().position(|(_, one, _)| one == path);
                if seen.insert(path.clone()) {
                    let place = last.map_or(0, |last: usize| last + 1).min(order.len());
                    order.insert(place, (span.depth, path.clone(), field_name(span)));
                    last = Some(place);
                } else {
                    last = known;
                }
            }
        }
        let row = |(depth, path, name): (usize, String, String)| {
            let (one, other) = (value(left, &path), value(right, &path));
            let picked = self.field.as_deref() == Some(&path);
            let field = (!picked).then(|| path.clone());
            DiffRow {
                depth,
                name,
                differs: one.as_ref().map(|(_, bytes)| bytes) != other.as_ref().map(|(_, bytes)| bytes),
                left: one.map(|(text, _)| text),
                right: other.map(|(text, _)| text),
                selected: picked,
                href: Some(Compare { field, problems: Vec::new(), ..self.clone() }.address()),
            }
        };
        order.into_iter().map(row).collect()
    }
}

/// What a moment sends, as its reader got it.
fn side(run: &Run, moment: &Moment) -> Option<Side> {
    let message = moment.message(&run.trace)?;
    let record = moment.record(&run.trace)?;
    let new = |bytes: Vec<u8>, spans: Spans| {
        let paths = Span::paths(&spans);
        Some(Side { bytes, spans, paths })
    };
    if !meddled(run, moment) {
        return new(message.bytes.clone(), message.spans.clone());
    }
    if let Some(read) = read_of(run, moment).filter(|read| !read.spans.is_empty()) {
        return new(read.bytes.clone(), read.spans.clone());
    }
    // It was not read as a message: what arrived is all there is to show.
    let (bytes, spans) = delivered(run, moment.side, record.number).unwrap_or_default();
    new(bytes, spans)
}

/// The bytes, with those marked that the other run has not got in the same field.
fn hex_lines(one: &Side, other: Option<&Side>, picked: Option<&str>) -> Vec<DiffLine> {
    let differs = differing(one.fields(), other.map(Side::fields));
    let mut marks: Vec<(bool, bool)> = differs.into_iter().map(|differs| (differs, false)).collect();
    for (span, _) in one.spans.iter().zip(&one.paths).filter(|(_, path)| picked == Some(path.as_str())) {
        marks.get_mut(span.start..span.end).unwrap_or_default().iter_mut().for_each(|mark| mark.1 = true);
    }
    let chunks = one.bytes.chunks(LINE).zip(marks.chunks(LINE)).enumerate();
    type Chunk<'a> = (usize, (&'a [u8], &'a [(bool, bool)]));
    let line = |(at, (bytes, marks)): Chunk| {
        let mut runs: Vec<DiffRun> = Vec::new();
        for (byte, (differs, selected)) in bytes.iter().zip(marks) {
            match runs.last_mut() {
                Some(run) if run.differs == *differs && run.selected == *selected => {
                    run.hex.push_str(&format!(" {byte:02x}"));
                }
                _ => runs.push(DiffRun { hex: format!("{byte:02x}"), differs: *differs, selected: *selected }),
            }
        }
        DiffLine { offset: at * LINE, runs }
    };
    chunks.map(line).collect()
}

/// What was computed, checked and chosen at a moment: names and values.
fn values(run: &Run, moment: &Moment) -> Vec<(String, String)> {
    let short = |value: &[u8]| match value.len() {
        0..=16 => hex(value),
        _ => format!("{}…", hex(value.get(..16).unwrap_or_default())),
    };
    let value = |(side, event): (handshake_core::Side, &Event)| match event {
        Event::Key(key) => {
            let title = run.settings.node_title(key.node);
            Some((title.to_owned(), short(&key.value)))
        }
        Event::Check(check) => {
            let title = run.settings.rule_title(check.rule);
            let found = match check.passed {
                true => word("versus.holds").to_owned(),
                false => say("versus.broken", &[("alert", &check.rule.alert().text())]),
            };
            Some((title.to_owned(), found))
        }
        Event::Choice(choice) => {
            let title = run.settings.choice_title(choice.what);
            Some((title.to_owned(), choice.picked.clone().unwrap_or_else(|| word("picked.nothing").to_owned())))
        }
        Event::Epoch { dir, epoch } => {
            let does = if *dir == Dir::Sent { "versus.writes" } else { "versus.reads" };
            Some((
                say(does, &[("side", &handshake_scenario::text::who(side))]),
                crate::page::with_keys(*epoch).to_owned(),
            ))
        }
        _ => None,
    };
    moment.events(&run.trace).filter_map(value).collect()
}

fn merged(left: &[(String, String)], right: &[(String, String)]) -> Vec<DiffRow> {
    let mut rows: Vec<DiffRow> = Vec::new();
    let mut rest: Vec<&(String, String)> = right.iter().collect();
    for (name, value) in left {
        let found = rest.iter().position(|(other, _)| other == name).map(|at| rest.remove(at).1.clone());
        let differs = found.as_ref() != Some(value);
        let (name, left) = (name.clone(), Some(value.clone()));
        rows.push(DiffRow { depth: 0, name, left, right: found, differs, selected: false, href: None });
    }
    rows.extend(rest.into_iter().map(|(name, value)| DiffRow {
        depth: 0,
        name: name.clone(),
        left: None,
        right: Some(value.clone()),
        differs: true,
        selected: false,
        href: None,
    }));
    rows
}
