//! The ladder and the timeline.

use super::ctx::{Ctx, epoch, side};
use super::{narration, setup};
use crate::view::{Choice, Delivery, Dot, Icon, Party, Phase, RecordBar, Row, RowKind, Rows, Stage, Time, Timeline};
use handshake_analysis::align::align;
use handshake_analysis::attack;
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::round_trips;
use handshake_core::trace::{Epoch, Record, Side};
use handshake_lessons::{say, word};
use handshake_scenario::text::who;
use std::rc::Rc;

/// What of the stage is the same at every step of a run, as long as the party in view learns no keys.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// A row a step.
    pub rows: Rows,
    summary: Rc<str>,
    view: View,
    /// Which moments' messages can be read.
    readable: Vec<bool>,
}

/// Makes it; from the last one of the same run it takes what is the same.
pub fn ladder(ctx: &Ctx, last: Option<&Ladder>) -> Ladder {
    let view = ctx.model.view;
    let readable: Vec<bool> = ctx.run.moments.iter().map(|moment| ctx.can_read(moment)).collect();
    if let Some(last) = last.filter(|last| last.view == view && last.readable == readable) {
        return last.clone();
    }
    let damage = damage(ctx);
    // What was changed is known to those who see both runs.
    let effect = (view == View::Everything).then(|| setup::effect(ctx)).flatten();
    let steps = effect.map(|effect| effect.steps).unwrap_or_default();
    let row = |(index, moment)| {
        let damage = damage.iter().position(|one| *one == index);
        let row = Row { novelty: steps.get(index).copied().flatten(), damage, ..row(ctx, index, moment) };
        let before = last.and_then(|last| last.rows.get(index)).filter(|before| ***before == row);
        before.map_or_else(|| Rc::new(row), Rc::clone)
    };
    let summary = last.map_or_else(|| summary(ctx).into(), |last| Rc::clone(&last.summary));
    Ladder { rows: ctx.run.moments.iter().enumerate().map(row).collect(), summary, view, readable }
}

/// The ladder with the step shown.
pub fn stage(ctx: &Ctx, ladder: &Ladder) -> Stage {
    let Ladder { rows, summary, .. } = ladder.clone();
    Stage {
        client: party(ctx, Side::Client, ctx.party(Side::Client)),
        server: party(ctx, Side::Server, ctx.party(Side::Server)),
        rows,
        now: ctx.at + 1,
        part: ctx.part_of(),
        summary,
    }
}

/// Round trips in words.
pub fn summary(ctx: &Ctx) -> String {
    let run = ctx.run;
    let first = |side| round_trips::first_data(&run.trace, &run.moments, &run.times, side);
    let data = match (first(Side::Client), first(Side::Server)) {
        (Some((_, 0)), Some((_, answer))) => say("stage-sum.at-once", &[("answer", &round_trips::words(answer + 1))]),
        (Some((_, ask)), Some((_, answer))) => {
            say("stage-sum.both", &[("ask", &round_trips::words(ask)), ("answer", &round_trips::words(answer + 1))])
        }
        (Some((_, ask)), None) => say("stage-sum.client-only", &[("ask", &round_trips::words(ask))]),
        (None, _) => word("stage-sum.nobody").to_owned(),
    };
    let messages = run.moments.iter().filter(|moment| moment.act == Act::Send).count();
    let records: std::collections::BTreeSet<_> = run.moments.iter().flat_map(|moment| &moment.records).collect();
    say("stage-sum.counts", &[("messages", &messages), ("records", &records.len()), ("data", &data)])
}

/// The round trips that are over for the client from this moment on, where that changes.
fn trip(ctx: &Ctx, index: usize, moment: &Moment) -> Option<String> {
    let time = |index: usize| ctx.run.times.get(index).copied().unwrap_or_default() / 2;
    let clients = |(_, moment): &(usize, &Moment)| moment.side == Side::Client;
    let before = ctx.run.moments.iter().enumerate().take(index).filter(clients).map(|(index, _)| time(index)).max();
    let now = time(index);
    (moment.side == Side::Client && now > before.unwrap_or_default()).then(|| round_trips::words(2 * now))
}

fn party(ctx: &Ctx, who: Side, name: &str) -> Party {
    let side = who as usize;
    let seen = ctx.model.view.sees(who);
    let recorded = ctx.run.alone.is_none_or(|alone| alone == who);
    let state = |at: Option<&Moment>| match (seen, recorded) {
        (true, true) => at.map_or("START", |moment| moment.states[side]),
        (true, false) => word("state.not-recorded"),
        (false, _) => word("state.unseen"),
    };
    let now = state(ctx.moment());
    let before = state(ctx.at.checked_sub(1).and_then(|at| ctx.run.moments.get(at)));
    Party {
        name: name.to_owned(),
        state: now.to_owned(),
        changed: now != before,
        before: before.to_owned(),
        epoch: epoch(ctx.moment().map_or(Epoch::Plain, |moment| moment.epochs[side])),
    }
}

/// The moments that are other than without the attacker, in order; only for those who see both runs.
fn damage(ctx: &Ctx) -> Vec<usize> {
    if ctx.run.settings.tampering.is_empty() || ctx.model.view != View::Everything {
        return Vec::new();
    }
    let pairs = align(&ctx.run.untampered(), ctx.run);
    pairs.iter().filter(|pair| !pair.same).filter_map(|pair| pair.right).collect()
}

fn row(ctx: &Ctx, index: usize, moment: &Moment) -> Row {
    Row {
        step: index + 1,
        client_epoch: epoch(moment.epochs[0]),
        server_epoch: epoch(moment.epochs[1]),
        phase: phase_starting(ctx, moment),
        trip: trip(ctx, index, moment),
        what: what(ctx, index, moment),
        damage: None,
        novelty: None,
    }
}

fn time(ctx: &Ctx, index: usize) -> Time {
    match index.cmp(&ctx.at) {
        std::cmp::Ordering::Less => Time::Past,
        std::cmp::Ordering::Equal => Time::Now,
        std::cmp::Ordering::Greater => Time::Future,
    }
}

/// The records of a message, and which of them it shares with the messages around it.
fn bars(ctx: &Ctx, index: usize, moment: &Moment) -> Vec<RecordBar> {
    let moments = &ctx.run.moments;
    let mine = |other: &&Moment| other.act == Act::Send && other.side == moment.side;
    let before = moments.iter().take(index).rfind(mine);
    let after = moments.iter().skip(index + 1).find(mine);
    let bar = |(record, place): (&Record, &(usize, usize))| RecordBar {
        number: record.number + 1,
        bytes: record.bytes.len(),
        joined_before: before.is_some_and(|before| before.records.contains(place)),
        joined_after: after.is_some_and(|after| after.records.contains(place)),
    };
    moment.records(&ctx.run.trace).zip(&moment.records).map(bar).collect()
}

fn what(ctx: &Ctx, index: usize, moment: &Moment) -> RowKind {
    if moment.act == Act::Attack {
        return RowKind::Attack { icon: icon(ctx, moment), text: narration::label(ctx, moment), failed: moment.failed };
    }
    if moment.act != Act::Send {
        return RowKind::Moment {
            side: side(moment.side),
            icon: icon(ctx, moment),
            text: narration::label(ctx, moment),
            failed: moment.failed,
        };
    }
    let trace = &ctx.run.trace;
    let sealing = moment.record(trace).and_then(|record| record.sealing.as_ref());
    let records = bars(ctx, index, moment);
    let length: usize = records.iter().map(|bar| bar.bytes).sum();
    let length = match records.as_slice() {
        [bar] if bar.joined_before || bar.joined_after => say("stage-row.shared", &[("length", &length)]),
        [] | [_] => format!("{length} B"),
        many => say("stage-row.records", &[("length", &length), ("records", &many.len())]),
    };
    let readable = ctx.can_read(moment);
    let message = moment.message(trace);
    RowKind::Message {
        from: side(moment.side),
        name: match message {
            Some(message) if readable => chip(message),
            _ => word("message.sealed").to_owned(),
        },
        detail: match (sealing, readable) {
            (None, _) => say("stage-row.readable", &[("length", &length)]),
            (Some(_), true) => say("stage-row.sealed", &[("length", &length)]),
            (Some(_), false) => say("stage-row.unknown", &[("length", &length)]),
        },
        sealed: epoch(sealing.map_or(Epoch::Plain, |sealing| sealing.epoch)),
        fatal: moment.key.ends_with(".fatal"),
        records,
        delivery: delivery(ctx, moment),
    }
}

/// What became of a message, to those who can know it: the sender and the reader see their own end only, and an eavesdropper sees
/// what is done on the way.
fn delivery(ctx: &Ctx, moment: &Moment) -> Option<Delivery> {
    let delivery = known_delivery(ctx, moment)?;
    Some(Delivery { text: delivery.text, unread: delivery.unread, lost: delivery.lost })
}

/// The same, as it was found.
pub(super) fn known_delivery(ctx: &Ctx, moment: &Moment) -> Option<attack::Delivery> {
    if ctx.run.settings.tampering.is_empty() {
        return None;
    }
    let delivery = attack::delivery(ctx.run, moment)?;
    let known = match ctx.model.view {
        View::Everything => true,
        View::Eavesdropper => delivery.done,
        view => !delivery.done && !view.sees(moment.side),
    };
    known.then_some(delivery)
}

/// What stands on a message's chip: its name, or what is said.
fn chip(message: &handshake_core::trace::Message) -> String {
    use handshake_core::msgs::codes::{AlertDescription, ContentType};
    match message.content_type {
        ContentType::APPLICATION_DATA => {
            let text = String::from_utf8_lossy(&message.bytes);
            format!("“{}”", handshake_scenario::text::shorten(&text))
        }
        ContentType::ALERT => AlertDescription(message.bytes.get(1).copied().unwrap_or_default()).text(),
        _ => handshake_analysis::attack::message_name(message).to_owned(),
    }
}

fn icon(ctx: &Ctx, moment: &Moment) -> Icon {
    match moment.act {
        _ if !ctx.can_see(moment) => Icon::Unseen,
        Act::Keys => Icon::Key,
        Act::Choose => Icon::Choice,
        Act::Attack if moment.key == "attacker.reads" => Icon::Check,
        Act::Attack => Icon::Key,
        Act::Read | Act::Send => Icon::Check,
    }
}

/// The phase that begins with a moment.
pub fn phase_starting(ctx: &Ctx, moment: &Moment) -> Option<String> {
    let phases = ctx.scenario.map(|scenario| scenario.phases).unwrap_or_default();
    phases.iter().find(|phase| phase.first == moment.key).map(|phase| phase.name.to_owned())
}

/// The timeline.
pub fn timeline(ctx: &Ctx, rows: &Rows) -> Timeline {
    let mut phases: Vec<Phase> = Vec::new();
    let mut dots = Vec::new();
    for ((index, moment), row) in ctx.run.moments.iter().enumerate().zip(rows.iter()) {
        let step = row.step;
        match row.phase.clone() {
            Some(name) => phases.push(Phase { name, first: step, last: step }),
            None => {
                if let Some(phase) = phases.last_mut() {
                    phase.last = step;
                }
            }
        }
        dots.push(Dot {
            step,
            label: match &row.what {
                RowKind::Message { name, .. } => say("dot.sends", &[("side", &who(moment.side)), ("name", name)]),
                RowKind::Moment { text, .. } => say("dot.does", &[("side", &who(moment.side)), ("what", text)]),
                RowKind::Attack { text, .. } => say("dot.does", &[("side", &word("who.attacker")), ("what", text)]),
            },
            side: (moment.act != Act::Attack).then(|| side(moment.side)),
            icon: (moment.act != Act::Send).then(|| icon(ctx, moment)),
            time: time(ctx, index),
            failed: moment.failed,
        });
    }
    let strides = Choice::all(ctx.model.stride());
    Timeline { phases, dots, now: ctx.model.step, part: ctx.part_of(), strides }
}
