//! Which values of the key schedule are there, and since when.

use super::ctx::Ctx;
use crate::view::Time;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Event;

/// True for the key schedule of TLS 1.2, or of a version before it.
pub(super) fn is_tls12(ctx: &Ctx) -> bool {
    ctx.run.knowledge.value(ScheduleEntry::ServerRandom).is_some() || ctx.run.settings.is_old()
}

/// When a node that becomes known at the step shown does so, seen from the part shown.
pub(super) fn made(ctx: &Ctx, node: ScheduleEntry) -> Time {
    let places = ctx.moment().map(|moment| moment.events.as_slice()).unwrap_or_default();
    let makes = |place: &&(usize, usize)| {
        let event = ctx.run.trace.steps.get(place.0).and_then(|step| step.events.get(place.1));
        matches!(event, Some(Event::Key(key)) if key.node == node)
    };
    places.iter().find(makes).map_or(Time::Now, |place| ctx.time_of(ctx.at, *place))
}

/// True if the party in view has the value by now.
pub(super) fn is_known(ctx: &Ctx, node: ScheduleEntry) -> bool {
    let since = ctx.run.knowledge.since(node, ctx.model.view);
    since.is_some_and(|since| since < ctx.at || (since == ctx.at && made(ctx, node) != Time::Future))
}
