//! The account of one side alone: what it received becomes what the other sent.

use super::{Act, Chunk, Moment, begin, events, failed, is_decisive, received, subject};
use handshake_core::trace::{Dir, Event, Side, Trace};

/// Records that have come in and belong to a message that is not complete yet.
#[derive(Default)]
pub struct Wire {
    waiting: Vec<(usize, usize)>,
}

/// What is left of a reading once what came in has become a moment of the other side.
pub enum Taken {
    /// Nothing came in at it.
    Nothing,
    /// Nothing is left that needs a moment of its own.
    All,
    /// The chunk holds what was decided; this is its moment's key.
    Sent(String),
}

impl Wire {
    /// Makes a moment of the other side out of what came in.
    pub fn take(&mut self, trace: &Trace, side: Side, chunk: &mut Chunk, out: &mut Vec<Moment>) -> Taken {
        let on_wire = |place: &(usize, usize)| {
            events(trace, std::slice::from_ref(place)).any(|event| match event {
                Event::Record(record) => record.dir == Dir::Received,
                Event::Message(message) => message.dir == Dir::Received,
                _ => false,
            })
        };
        let came: Vec<(usize, usize)> = chunk.events.iter().copied().filter(on_wire).collect();
        if came.is_empty() {
            return Taken::Nothing;
        }
        let key =
            format!("{}.{}", side.name(), subject(trace, side, Act::Read, failed(trace, &chunk.events), &chunk.events));
        let message = received(trace, &came);
        if let Some(message) = message {
            // What stands in records before those of this message is a part of no message.
            let stray = self.waiting.iter().position(|place| {
                events(trace, std::slice::from_ref(place))
                    .any(|event| matches!(event, Event::Record(record) if record.number >= message.records.0))
            });
            let belongs = self.waiting.split_off(stray.unwrap_or(self.waiting.len()));
            self.flush(trace, side, out);
            self.waiting = belongs;
        }
        self.waiting.extend(&came);
        chunk.events.retain(|place| !came.contains(place));
        let decides = is_decisive(trace, &chunk.events);
        if message.is_none() && !decides {
            // A part of a message: what was checked of it goes where the message will.
            self.waiting.append(&mut chunk.events);
            return Taken::All;
        }
        self.flush(trace, side, out);
        match out.last_mut() {
            Some(last) if !decides => {
                last.events.append(&mut chunk.events);
                Taken::All
            }
            _ => Taken::Sent(key),
        }
    }

    /// Makes a moment of the other side out of what waits.
    pub fn flush(&mut self, trace: &Trace, side: Side, out: &mut Vec<Moment>) {
        if self.waiting.is_empty() {
            return;
        }
        let chunk = Chunk { act: Act::Send, events: std::mem::take(&mut self.waiting) };
        let moment = begin(trace, side.peer(), chunk);
        let key = super::again(out, moment.key.clone());
        out.push(Moment { key, ..moment });
    }
}
