//! The words for one part of a step.

use super::ctx::Ctx;
use crate::view::Narration;
use handshake_analysis::parts::Part;
use handshake_core::keys::{Op, Row};
use handshake_core::trace::{Dir, Epoch, Event, Record};
use handshake_lessons::markdown::{self, Block};
use handshake_lessons::{say, word};
use handshake_scenario::text::count_bytes;
use handshake_scenario::text::who;
use std::fmt::Display;

/// What is said about the part shown, in fine steps.
pub fn narration(ctx: &Ctx) -> Option<Narration> {
    let part = ctx.part()?;
    let (number, count) = ctx.part_of()?;
    let whole = super::narration::narration(ctx);
    let (heading, body) = if sees(ctx, part) { told(ctx, part)? } else { (unseen(part), Vec::new()) };
    let heading_of_all = markdown::escape(&whole.heading);
    let values: [(&str, &dyn Display); 4] =
        [("number", &number), ("count", &count), ("step", &ctx.model.step), ("heading", &heading_of_all)];
    let aside = markdown::parse(&say("part.of", &values));
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
    say("part.unseen", &[("side", &who(part.side))])
}

fn told(ctx: &Ctx, part: &Part) -> Option<(String, Vec<Block>)> {
    let side = who(part.side);
    let of = |key: &'static str, title: &str| say(key, &[("side", &side), ("title", &title)]);
    let nothing = Vec::new();
    Some(match part.event(&ctx.run.trace)? {
        Event::Message(message) => {
            let does = if message.dir == Dir::Sent { "part.writes" } else { "part.reads" };
            let (name, bytes) = (handshake_analysis::attack::message_name(message), count_bytes(message.bytes.len()));
            (say(does, &[("side", &side), ("name", &name), ("bytes", &bytes)]), nothing)
        }
        Event::Record(record) => (sealed(record, side), nothing),
        Event::Key(key) => {
            let text = ctx.run.settings.node_text(key.node);
            let does = match Row::of(key.node).op {
                Op::Given => "part.draws",
                Op::Copy(_) => "part.gets",
                _ => "part.computes",
            };
            let title = text.map_or(key.node.name(), |text| text.title);
            (of(does, title), text.map(|text| markdown::parse(text.text)).unwrap_or_default())
        }
        Event::Check(check) => {
            let text = ctx.run.settings.rule_text(check.rule);
            let does = if check.passed { "part.holds" } else { "part.broken" };
            let title = text.map_or(check.rule.id(), |text| text.title);
            (of(does, title), text.map(|text| markdown::parse(text.text)).unwrap_or_default())
        }
        Event::Choice(choice) => {
            let text = ctx.run.settings.choice_text(choice.what);
            let title = text.map_or(choice.what, |text| text.title);
            let picked = choice.picked.as_deref().unwrap_or(word("picked.nothing"));
            let body = text.map(|text| markdown::parse(text.text)).unwrap_or_default();
            (say("part.chooses", &[("side", &side), ("title", &title), ("picked", &picked)]), body)
        }
        Event::Epoch { epoch: after, .. } => {
            (say("part.from-here", &[("side", &side), ("keys", &with_keys(*after))]), nothing)
        }
        Event::Tampered { what } => {
            (say("part.network", &[("what", &handshake_scenario::simulate::network_words(what))]), nothing)
        }
        // No parts by themselves: what they rest on are checks.
        Event::Chain(_) | Event::Status(_) => return None,
        Event::Transcript(point) => {
            (say("part.hashes", &[("side", &side), ("point", &super::ctx::point_name(point.point))]), nothing)
        }
    })
}

/// What a side does with a record.
fn sealed(record: &Record, side: &str) -> String {
    let keys = with_keys(record.sealing.as_ref().map_or(Epoch::Plain, |sealing| sealing.epoch));
    let does = match (record.dir, record.sealing.as_ref().map(|sealing| sealing.inner.is_some())) {
        (Dir::Sent, _) => "part.seals",
        (Dir::Received, Some(false)) => "part.cannot-open",
        (Dir::Received, _) => "part.opens",
    };
    say(does, &[("side", &side), ("number", &(record.number + 1)), ("keys", &keys)])
}

/// The keys of an epoch, as one does something with them.
pub fn with_keys(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plain => word("with-keys.plain"),
        Epoch::EarlyData => word("with-keys.early"),
        Epoch::Handshake => word("with-keys.handshake"),
        Epoch::Application => word("with-keys.application"),
        Epoch::Updated => word("with-keys.updated"),
        Epoch::Session => word("with-keys.session"),
    }
}
