//! Which values of the key schedule are there, and since when.

use super::ctx::Ctx;
use crate::view::Time;
use handshake_analysis::knowledge::View;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::{Event, Key, Side};

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

/// True if the master secret hangs on the handshake's hash (RFC 7627), and on the randoms only by that.
pub fn is_extended(ctx: &Ctx) -> bool {
    key_event(ctx, ScheduleEntry::MasterSecret12).is_some_and(|event| event.transcript.is_some())
}

pub(super) fn key_event<'a>(ctx: &'a Ctx, node: ScheduleEntry) -> Option<&'a Key> {
    // Seen from one side, it is shown as that side made it.
    let side = match ctx.model.view {
        View::Client => Some(Side::Client),
        View::Server => Some(Side::Server),
        View::Everything | View::Eavesdropper => None,
    };
    let made = |by: Option<Side>| {
        ctx.run.trace.events().find_map(|(_, side, event)| match event {
            Event::Key(key) if key.node == node && by.is_none_or(|by| by == side) => Some(key),
            _ => None,
        })
    };
    made(side).or_else(|| made(None))
}
