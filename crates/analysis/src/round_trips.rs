//! How long it takes, in half round trips: the one unit of time that a handshake has by itself.
//!
//! Each side has a clock. A message takes one half round trip; its reader can't answer before. What a side does by itself
//! takes no time. So the time of a step follows from the trace alone, in whatever order the two sides took turns.

use crate::moments::{Act, Moment};
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Side, Trace};
use handshake_lessons::{say, say_n, word};
use std::collections::BTreeMap;

/// When each moment takes place: for a message, when it is sent. `alone` is the side whose account it is, if the other's
/// is not there: then the other is taken to answer at once.
pub fn times(trace: &Trace, moments: &[Moment], alone: Option<Side>) -> Vec<usize> {
    let mut clocks = [0; 2];
    let mut sent: BTreeMap<(Side, usize), usize> = BTreeMap::new();
    let mut asked = None;
    // Of each step of the trace: the clock of its side once it is over.
    let mut after = Vec::with_capacity(trace.steps.len());
    for step in &trace.steps {
        for event in &step.events {
            let Event::Message(message) = event else { continue };
            match message.dir {
                Dir::Sent => {
                    sent.insert((step.side, message.number), clocks[step.side as usize]);
                    asked = Some(clocks[step.side as usize]);
                }
                Dir::Received => {
                    if alone.is_some() {
                        let peer = step.side.peer();
                        clocks[peer as usize] = clocks[peer as usize].max(asked.map_or(0, |asked: usize| asked + 1));
                        sent.insert((peer, message.number), clocks[peer as usize]);
                    }
                    let left = sent.get(&(step.side.peer(), message.number)).copied();
                    let clock = &mut clocks[step.side as usize];
                    *clock = left.map_or(*clock, |left| (left + 1).max(*clock));
                }
            }
        }
        after.push(clocks[step.side as usize]);
    }
    let time = |moment: &Moment| match moment.message(trace) {
        Some(message) => sent.get(&(moment.side, message.number)).copied().unwrap_or_default(),
        None => {
            let step = moment.events.first().map_or(0, |(step, _)| *step);
            after.get(step).copied().unwrap_or_default()
        }
    };
    moments.iter().map(time).collect()
}

/// Index and time of the first application data of a side.
pub fn first_data(trace: &Trace, moments: &[Moment], times: &[usize], side: Side) -> Option<(usize, usize)> {
    let data = |moment: &Moment| {
        let kind = moment.message(trace).map(|message| message.content_type);
        moment.side == side && moment.act == Act::Send && kind == Some(ContentType::APPLICATION_DATA)
    };
    let index = moments.iter().position(data)?;
    Some((index, times.get(index).copied()?))
}

/// `1 round trip`, `1½ round trips`.
pub fn words(halves: usize) -> String {
    match (halves / 2, halves % 2) {
        (0, 0) => word("trips.none").to_owned(),
        (0, _) => word("trips.half").to_owned(),
        (whole, 0) => say_n("trips.whole", whole, &[]),
        (whole, _) => say("trips.and-half", &[("n", &whole)]),
    }
}
