//! The end of a run: what it took, who heard what, and where one can go from here.

use super::ctx::Ctx;
use crate::model::Model;
use crate::options::Tab;
use crate::route::Route;
use crate::view::{EndingView, Link};
use crate::{address, compare_address};
use handshake_analysis::attack;
use handshake_analysis::knowledge::{View, readable};
use handshake_analysis::moments::Act;
use handshake_analysis::round_trips;
use handshake_analysis::run::{Run, Source};
use handshake_core::Side;
use handshake_core::codes::ProtocolVersion;
use handshake_core::trace::{Dir, Event, Outcome};
use handshake_lessons::{self as lessons, say, word};
use handshake_scenario::settings::Settings;
use handshake_scenario::text::count_bytes;

/// `None` before the end of the last step, and for as long as a connection goes on.
pub fn ending(ctx: &Ctx) -> Option<EndingView> {
    let over =
        ctx.run.source != Source::Live || !matches!(ctx.run.trace.outcome, Outcome::Connected | Outcome::Incomplete);
    (over && ctx.model.is_at_end(ctx.run)).then(|| EndingView {
        cost: cost(ctx.run),
        heard: heard(ctx.run),
        doors: doors(ctx),
    })
}

/// Bytes of all records from a side. Where the trace is that of the other side alone, what that one received counts.
fn sent(run: &Run, side: Side) -> usize {
    let (teller, dir) = if run.alone == Some(side.peer()) { (side.peer(), Dir::Received) } else { (side, Dir::Sent) };
    let bytes = run.trace.events().filter_map(|(_, who, event)| match event {
        Event::Record(record) if who == teller && record.dir == dir => Some(record.bytes.len()),
        _ => None,
    });
    bytes.sum()
}

fn cost(run: &Run) -> String {
    let [client, server] = [Side::Client, Side::Server].map(|side| count_bytes(sent(run, side)));
    match round_trips::first_data(&run.trace, &run.moments, &run.times, Side::Client) {
        Some((_, 0)) => say("ending.cost-at-once", &[("client", &client), ("server", &server)]),
        Some((_, halves)) => {
            let trips = round_trips::words(halves);
            say("ending.cost", &[("trips", &trips), ("client", &client), ("server", &server)])
        }
        None => say("ending.cost-no-data", &[("client", &client), ("server", &server)]),
    }
}

/// What somebody who only listened could read while it happened; then what an attacker in the middle has read, and what a key
/// gave away that was stolen later.
fn heard(run: &Run) -> String {
    let last = run.moments.iter().rposition(|moment| moment.act != Act::Attack).unwrap_or_default();
    let sent = run.moments.iter().filter(|moment| moment.act == Act::Send && moment.message(&run.trace).is_some());
    let read = sent.clone().filter(|moment| readable(&run.trace, moment, &run.knowledge, View::Eavesdropper, last));
    let (read, all) = (read.count(), sent.count());
    let listener = match read == all {
        true => say("ending.heard-all", &[("all", &all)]),
        false => say("ending.heard", &[("read", &read), ("all", &all)]),
    };
    let middle = run.mitm.as_ref().filter(|mitm| mitm.request.is_some()).map(|_| word("ending.mitm"));
    let thief = run.key_compromise.as_ref().map(|theft| match &theft.outcome {
        Ok(_) => word("ending.stolen-key-opens"),
        Err(_) => word("ending.stolen-key-does-not-open"),
    });
    [Some(listener.as_str()), middle, thief].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Ways on, of a run that the engine makes here: from elsewhere nothing can be changed. While a class looks on there are none,
/// since what they lead to is hidden then.
fn doors(ctx: &Ctx) -> Vec<Link> {
    if ctx.run.source != Source::Settings || ctx.model.present {
        return Vec::new();
    }
    let settings = &ctx.run.settings;
    let reachable = |(_, moment): &(usize, &_)| attack::out_of_reach(ctx.run, moment).is_none();
    let message = ctx.run.moments.iter().enumerate().find(reachable);
    let broken = message.map(|(index, _)| Link {
        label: word("ending.break").to_owned(),
        href: address::write(&Model { tab: Some(Tab::Break), ..ctx.model.at(index + 1) }),
    });
    let other = if settings.version() == Some(ProtocolVersion::TLS13) { "tls12-ecdhe" } else { "tls13-full" };
    let compared = lessons::scenario(other).map(|with| Link {
        label: say("ending.compare", &[("title", &with.title)]),
        href: compare_address::address(&settings.untampered(), &Settings::of(with.id), 1, None),
    });
    let of_this = |lesson: &&lessons::lesson::Lesson| {
        lesson.step.iter().any(|step| step.run.split('?').next() == Some(settings.scenario))
    };
    let lesson = lessons::lessons().iter().find(of_this).map(|lesson| Link {
        label: say("ending.lesson", &[("title", &lesson.title)]),
        href: Route::lesson(lesson.id.0, 1).to_string(),
    });
    broken.into_iter().chain(compared).chain(lesson).collect()
}
