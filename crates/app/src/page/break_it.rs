//! Break it: what an attacker can do here, does, and what comes of it.

use super::bytes;
use super::ctx::Ctx;
use crate::model::Model;
use crate::options::Layer;
use crate::view::{Attack, Bit, BreakView, ByteCell, Done, FieldTarget, Link, RecordTarget, Tone, Try};
use handshake_analysis::attack;
use handshake_analysis::attack::{SentBytes, WirePosition};
use handshake_analysis::moments::Moment;
use handshake_analysis::run::Run;
use handshake_core::record::HEADER;
use handshake_core::trace::{Event, Side};
use handshake_lessons::{self as lessons, Problem, say, word};
use handshake_scenario::tamper;
use handshake_scenario::tamper::{Edit, What};
use handshake_scenario::text::hex;
use handshake_scenario::text::{count_bytes, who};
use handshake_wire::{Span, SpanKind};

/// Most bytes of a field that are shown one by one.
const CELLS: usize = 64;

/// The tab.
pub fn break_it(ctx: &Ctx) -> BreakView {
    let mut view = BreakView { why_not: None, context: None, record: None, tries: Vec::new() };
    let Some((index, moment)) = ctx.message_moment() else {
        view.context = Some(word("wire.nothing-yet").to_owned());
        return view;
    };
    let trace = &ctx.run.trace;
    if let Some(why) = attack::out_of_reach(ctx.run, moment) {
        view.why_not = Some(why.to_owned());
        return view;
    }
    let Some(record) = moment.record(trace) else { return view };
    let name = match moment.message(trace) {
        Some(message) if ctx.can_read(moment) => attack::message_name(message),
        _ => word("wire.sealed-record"),
    };
    view.context =
        (index != ctx.at).then(|| say("wire.nothing-now-record", &[("name", &name), ("step", &(index + 1))]));
    let place = if record.sealing.is_some() { "target.sealed" } else { "target.readable" };
    let whose = who(moment.side);
    let bytes = count_bytes(record.bytes.len());
    view.record = Some(RecordTarget {
        title: say("target.message", &[("side", &whose), ("name", &name)]),
        place: say(place, &[("number", &record.number), ("side", &whose), ("bytes", &bytes)]),
        len: record.bytes.len(),
        cut: cut(moment.side, record.number),
    });
    let edits = ctx.run.settings.tampering.edits();
    view.tries = attack::suggestions(ctx.run, moment)
        .into_iter()
        .map(|one| {
            let text = lessons::tamper(&format!("try.{}", one.id));
            Try {
                title: text.map_or(one.id, |text| text.title).to_owned(),
                text: text.map_or("", |text| text.text).to_owned(),
                done: edits.contains(&one.edit),
                edit: one.edit.to_string(),
            }
        })
        .collect();
    view
}

/// The edit that cuts a record, without the number at its end.
fn cut(from: Side, record: u64) -> String {
    let edit = Edit { from, record, what: What::Cut { keep: 0 } }.to_string();
    edit.trim_end_matches('0').to_owned()
}

/// The field that is selected, if it can be changed on the wire.
pub fn target(ctx: &Ctx) -> Option<FieldTarget> {
    let picked = Picked::of(ctx)?;
    let edits = ctx.run.settings.tampering.edits();
    let place = |at: usize| picked.place(at);
    let flipped = |at: usize, bit: u8| {
        place(at).is_some_and(|place| {
            edits.iter().any(|edit| {
                edit.from == picked.moment.side
                    && edit.record == place.record
                    && edit.what == What::Flip { at: place.at, bit }
            })
        })
    };
    let changed = |at: usize| {
        place(at).is_some_and(|place| {
            edits.iter().filter(|edit| edit.from == picked.moment.side && edit.record == place.record).any(|edit| {
                match &edit.what {
                    What::Flip { at, .. } => *at == place.at,
                    What::Put { at, len, .. } | What::Fit { at, len, .. } => (*at..at + len).contains(&place.at),
                    _ => false,
                }
            })
        })
    };
    let bytes = picked.shown.bytes.get(picked.span.start..picked.span.end)?;
    let selected = ctx.model.byte.filter(|at| (picked.span.start..picked.span.end).contains(at));
    let selected = selected.or((bytes.len() == 1).then_some(picked.span.start));
    let cells = bytes.iter().take(CELLS).enumerate().map(|(i, byte)| {
        let at = picked.span.start + i;
        ByteCell { at, hex: format!("{byte:02x}"), selected: selected == Some(at), changed: changed(at) }
    });
    let bit = |at: usize, value: u8, number: u8| {
        let place = place(at)?;
        let edit =
            Edit { from: picked.moment.side, record: place.record, what: What::Flip { at: place.at, bit: number } };
        Some(Bit { number, set: value >> number & 1 == 1, flipped: flipped(at, number), edit: edit.to_string() })
    };
    let value = selected.and_then(|at| picked.shown.bytes.get(at).copied());
    Some(FieldTarget {
        title: bytes::name(&picked.span),
        sealed: picked.sealed,
        bytes: cells.collect(),
        more: bytes.len().saturating_sub(CELLS),
        bits: selected
            .zip(value)
            .map(|(at, value)| (0..8).rev().filter_map(|n| bit(at, value, n)).collect())
            .unwrap_or_default(),
        byte: selected.zip(value).map(|(at, value)| {
            say("target.byte", &[("at", &format!("0x{at:02x}")), ("value", &format!("{value:02x}"))])
        }),
        value: picked.span.meaning.map_or_else(|| hex(bytes), str::to_owned),
        names: tamper::names(&picked.span).into_iter().map(|(name, _)| name).collect(),
        writable: bytes.len() <= tamper::MAX_BYTES && picked.place(picked.span.start).is_some(),
    })
}

/// The edit that writes what was typed over the selected field.
///
/// # Errors
/// Why that can't be.
pub fn written(model: &Model, run: &Run, text: &str, fit: bool) -> Result<Edit, Problem> {
    let ctx = Ctx::new(model, run);
    let picked = Picked::of(&ctx).ok_or_else(|| Problem::of("write.select", &[]))?;
    let bytes = tamper::typed(text, &picked.span)?;
    let place = picked.place(picked.span.start).ok_or_else(|| Problem::of("write.not-on-wire", &[]))?;
    let len = picked.span.end - picked.span.start;
    // What a record can't hold in one piece is written as far as the record goes.
    let last = picked.place(picked.span.end.saturating_sub(1));
    if len > 0 && last.is_none_or(|last| last.record != place.record) {
        return Err(Problem::of("write.spread", &[]));
    }
    let at = place.at;
    let what = if fit { What::Fit { at, len, bytes } } else { What::Put { at, len, bytes } };
    Ok(Edit { from: picked.moment.side, record: place.record, what })
}

/// The selected field and where it stands.
struct Picked<'a> {
    moment: &'a Moment,
    shown: bytes::ByteString,
    span: Span,
    sealed: bool,
    run: &'a Run,
}

impl<'a> Picked<'a> {
    fn of(ctx: &Ctx<'a>) -> Option<Picked<'a>> {
        let (_, moment) = ctx.message_moment().filter(|(_, moment)| attack::out_of_reach(ctx.run, moment).is_none())?;
        let (shown, at) = bytes::selected(ctx, moment)?;
        let span = shown.spans.get(at).filter(|span| span.kind != SpanKind::Group)?.clone();
        let sealed = shown.layer != Layer::Record && moment.record(&ctx.run.trace)?.sealing.is_some();
        Some(Picked { moment, shown, span, sealed, run: ctx.run })
    }

    /// Where a byte of what is shown crosses the wire.
    fn place(&self, at: usize) -> Option<WirePosition> {
        let trace = &self.run.trace;
        let record = self.moment.records(trace).nth(self.shown.record)?;
        match self.shown.layer {
            Layer::Record => Some(WirePosition { record: record.number, at }),
            // TLSInnerPlaintext is sealed byte by byte; what the record adds before it is header and explicit nonce.
            Layer::Inner => {
                let explicit = record.sealing.as_ref().map_or(0, |sealing| sealing.explicit.len());
                Some(WirePosition { record: record.number, at: HEADER + explicit + at })
            }
            Layer::Message => SentBytes::of(trace, self.moment.side).place(self.moment.message(trace)?.number, at),
        }
    }
}

/// What the attacker does in this run.
pub fn attack(ctx: &Ctx) -> Option<Attack> {
    let verdict = attack::verdict(ctx.run)?;
    let link = |step: usize| Link { label: say("target.step", &[("step", &step)]), href: ctx.step_link(step) };
    let done = ctx.run.settings.tampering.edits().iter().enumerate().map(|(index, edit)| {
        let carried = ctx.run.carried.iter().find(|carried| carried.from == edit.from && carried.number == edit.record);
        let vain = match carried {
            None => Some(word("target.not-sent").to_owned()),
            Some(carried) => carried.vain.iter().find(|(at, _)| *at == index).map(|(_, why)| word(why).to_owned()),
        };
        // The run without the attacker knows the record, too, if this one never came to it.
        let text = match carried {
            Some(_) => attack::describe(edit, ctx.run),
            None => attack::describe(edit, &ctx.run.untampered()),
        };
        Done { text, vain, step: step_of(ctx.run, edit).map(link) }
    });
    Some(Attack {
        tone: match verdict.tone {
            attack::Tone::Caught => Tone::Caught,
            attack::Tone::Harm => Tone::Harm,
            attack::Tone::Harmless => Tone::Harmless,
        },
        headline: verdict.headline,
        text: verdict.text,
        done: done.collect(),
        caught: verdict.ending.step.map(link),
        compare: crate::compare_address::of_tampered(&ctx.run.settings, Some(ctx.at)),
    })
}

/// The step, from 1, at which a record is sent.
fn step_of(run: &Run, edit: &Edit) -> Option<usize> {
    let sends = |(side, event): (Side, &Event)| {
        side == edit.from
            && matches!(event, Event::Record(r) if r.dir == handshake_core::trace::Dir::Sent && r.number == edit.record)
    };
    run.moments.iter().position(|moment| moment.events(&run.trace).any(sends)).map(|at| at + 1)
}
