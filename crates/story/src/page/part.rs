//! The words for one part of a step.

use super::{Ctx, epoch};
use crate::parts::Part;
use crate::view::{self, Narration};
use handshake_core::keys::{Op, Row};
use handshake_core::trace::{Dir, Event};
use handshake_lessons::markdown::{self, Block};
use handshake_lessons::{self as lessons};

/// What is said about the part shown, in fine steps.
pub fn narration(ctx: &Ctx) -> Option<Narration> {
    let part = ctx.part()?;
    let (number, count) = ctx.part_of()?;
    let whole = super::narration::narration(ctx);
    let (heading, body) = if sees(ctx, part) { told(ctx, part)? } else { (unseen(part), Vec::new()) };
    let aside = markdown::parse(&format!(
        "Part {number} of {count} of step {}: {}",
        ctx.model.step,
        markdown::escape(&whole.heading)
    ));
    Some(Narration { heading, body, aside, other: None })
}

/// A record is seen by whoever listens; what a side does with it, only by that side.
fn sees(ctx: &Ctx, part: &Part) -> bool {
    let shown = matches!(part.event(&ctx.run.trace), Some(Event::Record(record)) if record.dir == Dir::Sent);
    let readable = ctx.moment().is_some_and(|moment| ctx.can_read(moment));
    let message = matches!(part.event(&ctx.run.trace), Some(Event::Message(message)) if message.dir == Dir::Sent);
    ctx.model.view.sees(part.side) || shown || (message && readable)
}

fn unseen(part: &Part) -> String {
    format!("The {} does something that cannot be seen from here", part.side.name())
}

fn told(ctx: &Ctx, part: &Part) -> Option<(String, Vec<Block>)> {
    let side = part.side.name();
    let nothing = Vec::new();
    Some(match part.event(&ctx.run.trace)? {
        Event::Message(message) => {
            let does = if message.dir == Dir::Sent { "writes" } else { "reads" };
            (format!("The {side} {does} {}: {}", message.name, super::count_bytes(message.bytes.len())), nothing)
        }
        Event::Record(record) => {
            let keys = record.sealing.as_ref().map_or("no", |sealing| keys(epoch(sealing.epoch)));
            let does = match (record.dir, record.sealing.as_ref().map(|sealing| sealing.inner.is_some())) {
                (Dir::Sent, _) => "seals",
                (Dir::Received, Some(false)) => "cannot open",
                (Dir::Received, _) => "opens",
            };
            (format!("The {side} {does} record {} with {keys} keys", record.number + 1), nothing)
        }
        Event::Key(key) => {
            let text = lessons::node(key.node.name());
            let does = match Row::of(key.node).op {
                Op::Given => "draws",
                Op::Copy(_) => "gets",
                _ => "computes",
            };
            let title = text.map_or(key.node.name(), |text| text.title);
            (format!("The {side} {does}: {title}"), text.map(|text| markdown::parse(text.text)).unwrap_or_default())
        }
        Event::Check(check) => {
            let text = lessons::rule(check.rule.id());
            let does = if check.passed { "checks, and it holds" } else { "checks, and it is broken" };
            let title = text.map_or(check.rule.id(), |text| text.title);
            (format!("The {side} {does}: {title}"), text.map(|text| markdown::parse(text.text)).unwrap_or_default())
        }
        Event::Choice(choice) => {
            let text = lessons::choice(choice.what);
            let title = text.map_or(choice.what, |text| text.title);
            let picked = choice.picked.as_deref().unwrap_or("nothing");
            let body = text.map(|text| markdown::parse(text.text)).unwrap_or_default();
            (format!("The {side} chooses. {title}: {picked}"), body)
        }
        Event::Epoch { epoch: after, .. } => {
            (format!("From here on the {side} seals with {} keys", keys(epoch(*after))), nothing)
        }
        Event::Tampered { what } => (format!("On the network: {what}"), nothing),
        // No parts by themselves: what they rest on are checks.
        Event::Chain(_) | Event::Status(_) => return None,
        Event::Transcript(point) => (format!("The {side} hashes the messages so far: {}", point.point.name()), nothing),
    })
}

fn keys(epoch: view::Epoch) -> &'static str {
    match epoch {
        view::Epoch::Plain => "no",
        view::Epoch::EarlyData => "early",
        view::Epoch::Handshake => "handshake",
        view::Epoch::Application => "application",
        view::Epoch::Updated => "updated",
        view::Epoch::Session => "session",
    }
}
