//! The end of a run: what it took, who heard what, and where one can go from here.

use super::ctx::Ctx;
use crate::address;
use crate::model::{Model, Tab};
use crate::view::{EndingView, Link};
use handshake_analysis::attack;
use handshake_analysis::knowledge::{View, readable};
use handshake_analysis::moments::Act;
use handshake_analysis::round_trips;
use handshake_analysis::run::Source;
use handshake_core::Side;
use handshake_core::trace::{Dir, Event};
use handshake_lessons::{self as lessons, say, word};
use handshake_scenario::text::count_bytes;

/// `None` before the last step.
pub fn ending(ctx: &Ctx) -> Option<EndingView> {
    (ctx.at + 1 == ctx.run.moments.len()).then(|| EndingView { cost: cost(ctx), heard: heard(ctx), doors: doors(ctx) })
}

fn cost(ctx: &Ctx) -> String {
    let run = ctx.run;
    let sent = |side: Side| {
        let bytes = run.trace.events().filter_map(|(_, who, event)| match event {
            Event::Record(record) if who == side && record.dir == Dir::Sent => Some(record.bytes.len()),
            _ => None,
        });
        count_bytes(bytes.sum())
    };
    let (client, server) = (sent(Side::Client), sent(Side::Server));
    match round_trips::first_data(&run.trace, &run.moments, &run.times, Side::Client) {
        Some((_, halves)) => {
            let trips = round_trips::words(halves);
            say("ending.cost", &[("trips", &trips), ("client", &client), ("server", &server)])
        }
        None => say("ending.cost-no-data", &[("client", &client), ("server", &server)]),
    }
}

fn heard(ctx: &Ctx) -> String {
    let run = ctx.run;
    let sent = run.moments.iter().filter(|moment| moment.act == Act::Send && moment.message(&run.trace).is_some());
    let read = sent.clone().filter(|moment| readable(&run.trace, moment, &run.knowledge, View::Eavesdropper, ctx.at));
    say("ending.heard", &[("read", &read.count()), ("all", &sent.count())])
}

/// Ways on, of a run that the engine makes here: from elsewhere nothing can be changed.
fn doors(ctx: &Ctx) -> Vec<Link> {
    if ctx.run.source != Source::Settings {
        return Vec::new();
    }
    let scenario = ctx.run.settings.scenario;
    let reachable = |(_, moment): &(usize, &_)| attack::out_of_reach(ctx.run, moment).is_none();
    let message = ctx.run.moments.iter().enumerate().find(reachable);
    let broken = message.map(|(index, _)| Link {
        label: word("ending.break").to_owned(),
        href: address::write(&Model { tab: Some(Tab::Break), ..ctx.model.at(index + 1) }),
    });
    let other = if scenario.starts_with("tls12") { "tls13-full" } else { "tls12-ecdhe" };
    let compared = lessons::scenario(other).map(|with| Link {
        label: say("ending.compare", &[("title", &with.title)]),
        href: format!("/compare/{scenario}/1?with={other}"),
    });
    let of_this =
        |lesson: &&lessons::lesson::Lesson| lesson.step.iter().any(|step| step.run.split('?').next() == Some(scenario));
    let lesson = lessons::lessons().iter().find(of_this).map(|lesson| Link {
        label: say("ending.lesson", &[("title", &lesson.title)]),
        href: format!("/l/{}/1", lesson.id),
    });
    broken.into_iter().chain(compared).chain(lesson).collect()
}
