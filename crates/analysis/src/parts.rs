//! The parts of a step: each derivation, check, choice and seal alone.

use crate::moments::Moment;
use handshake_core::trace::{Dir, Event, Side, Trace};

/// One thing that is done at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Who does it.
    pub side: Side,
    /// The event that it is about: index of the trace's step, index of the event in it.
    pub place: (usize, usize),
    /// How many of the moment's events have happened when it is done.
    pub done: usize,
}

impl Part {
    /// The event that it is about.
    pub fn event<'a>(&self, trace: &'a Trace) -> Option<&'a Event> {
        trace.steps.get(self.place.0)?.events.get(self.place.1)
    }
}

/// Cuts a moment. What is no act by itself (a record in the clear, a point of the transcript) goes with what came before it.
pub fn parts(trace: &Trace, moment: &Moment) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for (index, &place) in moment.events.iter().enumerate() {
        let Some(step) = trace.steps.get(place.0) else { continue };
        let Some(event) = step.events.get(place.1) else { continue };
        let own = match event {
            Event::Message(_) | Event::Key(_) | Event::Check(_) | Event::Choice(_) | Event::Tampered { .. } => true,
            Event::Record(record) => record.sealing.is_some(),
            Event::Epoch { dir, .. } => *dir == Dir::Sent,
            _ => false,
        };
        match out.last_mut() {
            Some(last) if !own => last.done = index + 1,
            _ => out.push(Part { side: step.side, place, done: index + 1 }),
        }
    }
    out
}
