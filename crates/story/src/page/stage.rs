//! The ladder and the timeline.

use super::{Ctx, epoch, narration, side};
use crate::moments::{Act, Moment};
use crate::view::{Dot, Icon, Party, Phase, Row, RowKind, Stage, Time, Timeline};
use handshake_core::trace::{Epoch, Side};

/// The ladder.
pub fn stage(ctx: &Ctx) -> Stage {
    Stage {
        client: party(
            ctx,
            Side::Client,
            if ctx.run.settings.choice("replay") == "yes" { "Attacker" } else { "Client" },
        ),
        server: party(ctx, Side::Server, "Server"),
        rows: ctx.run.moments.iter().enumerate().map(|(index, moment)| row(ctx, index, moment)).collect(),
    }
}

fn party(ctx: &Ctx, who: Side, name: &str) -> Party {
    let side = who as usize;
    let seen = ctx.model.view.sees(who);
    let state = |at: Option<&Moment>| match seen {
        true => at.map_or("START", |moment| moment.states[side]),
        false => "unseen",
    };
    let now = state(ctx.moment());
    let before = state(ctx.at.checked_sub(1).and_then(|at| ctx.run.moments.get(at)));
    Party {
        name: name.to_owned(),
        state: now.to_owned(),
        changed: now != before,
        epoch: epoch(ctx.moment().map_or(Epoch::Plain, |moment| moment.epochs[side])),
    }
}

fn row(ctx: &Ctx, index: usize, moment: &Moment) -> Row {
    Row {
        step: index + 1,
        time: time(ctx, index),
        client_epoch: epoch(moment.epochs[0]),
        server_epoch: epoch(moment.epochs[1]),
        phase: phase_starting(ctx, moment),
        what: what(ctx, moment),
    }
}

fn time(ctx: &Ctx, index: usize) -> Time {
    match index.cmp(&ctx.at) {
        std::cmp::Ordering::Less => Time::Past,
        std::cmp::Ordering::Equal => Time::Now,
        std::cmp::Ordering::Greater => Time::Future,
    }
}

fn what(ctx: &Ctx, moment: &Moment) -> RowKind {
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
    let length = moment.record(trace).map_or(0, |record| record.bytes.len());
    let readable = ctx.can_read(moment);
    let message = moment.message(trace);
    RowKind::Message {
        from: side(moment.side),
        name: match message {
            Some(message) if readable => chip(message),
            _ => "encrypted record".to_owned(),
        },
        detail: match (sealing, readable) {
            (None, _) => format!("{length} B · readable"),
            (Some(_), true) => format!("{length} B · sealed"),
            (Some(_), false) => format!("{length} B · contents unknown"),
        },
        sealed: epoch(sealing.map_or(Epoch::Plain, |sealing| sealing.epoch)),
        fatal: moment.key.ends_with(".fatal"),
    }
}

/// What stands on a message's chip: its name, or what is said.
fn chip(message: &handshake_core::trace::Message) -> String {
    use handshake_core::msgs::codes::{AlertDescription, ContentType};
    match message.content_type {
        ContentType::APPLICATION_DATA => {
            let text = String::from_utf8_lossy(&message.bytes);
            format!("“{}”", crate::settings::shorten(&text))
        }
        ContentType::ALERT => AlertDescription(message.bytes.get(1).copied().unwrap_or_default()).text(),
        _ => message.name.to_owned(),
    }
}

fn icon(ctx: &Ctx, moment: &Moment) -> Icon {
    match moment.act {
        _ if !ctx.can_see(moment) => Icon::Unseen,
        Act::Keys => Icon::Key,
        Act::Choose => Icon::Choice,
        Act::Read | Act::Send => Icon::Check,
    }
}

fn phase_starting(ctx: &Ctx, moment: &Moment) -> Option<String> {
    let phases = ctx.scenario.map(|scenario| scenario.phases).unwrap_or_default();
    phases.iter().find(|phase| phase.first == moment.key).map(|phase| phase.name.to_owned())
}

/// The timeline.
pub fn timeline(ctx: &Ctx) -> Timeline {
    let mut phases: Vec<Phase> = Vec::new();
    let mut dots = Vec::new();
    for (index, moment) in ctx.run.moments.iter().enumerate() {
        let step = index + 1;
        match phase_starting(ctx, moment) {
            Some(name) => phases.push(Phase { name, first: step, last: step }),
            None => {
                if let Some(phase) = phases.last_mut() {
                    phase.last = step;
                }
            }
        }
        dots.push(Dot {
            step,
            label: match what(ctx, moment) {
                RowKind::Message { name, .. } => format!("{} sends {name}", moment.side.name()),
                RowKind::Moment { text, .. } => format!("{} {text}", moment.side.name()),
            },
            side: side(moment.side),
            icon: (moment.act != Act::Send).then(|| icon(ctx, moment)),
            time: time(ctx, index),
            failed: moment.failed,
        });
    }
    Timeline { phases, dots, now: ctx.model.step }
}
