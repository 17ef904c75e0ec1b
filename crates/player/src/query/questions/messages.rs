//! What was sent.

use crate::query::asked::{Asked, none};
use crate::query::value::{Answer, Value};
use handshake_analysis::knowledge::readable;
use handshake_analysis::run::Run;
use handshake_core::Side;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Message};
use handshake_lessons::Problem;

/// A message that was sent: index of the trace's step, who sent it, and index of the event in the step.
struct Sent<'a> {
    step: usize,
    side: Side,
    event: usize,
    message: &'a Message,
}

/// Messages that were sent, in the order of the trace.
fn sent(run: &Run) -> impl Iterator<Item = Sent<'_>> {
    run.trace.steps.iter().enumerate().flat_map(|(step, done)| {
        done.events.iter().enumerate().filter_map(move |(event, told)| match told {
            Event::Message(message) if message.dir == Dir::Sent => Some(Sent { step, side: done.side, event, message }),
            _ => None,
        })
    })
}

fn no_message(name: &str) -> Problem {
    Problem::of("query.no-message", &[("name", &name)])
}

pub fn count(asked: &Asked) -> Answer {
    let name = asked.text(0)?;
    Ok(Value::Number(sent(asked.run()).filter(|one| one.message.name == name).count() as i64))
}

pub fn message(asked: &Asked) -> Answer {
    let (wanted, from) = (asked.text(0)?, asked.side(1)?);
    let is_it = |one: &Sent| one.message.name == wanted && from.is_none_or(|from| one.side == from);
    let found = sent(asked.run()).find(is_it).ok_or_else(|| no_message(&wanted))?;
    Ok(Value::Message(found.step, found.event))
}

pub fn longest(asked: &Asked) -> Answer {
    let from = asked.side(0)?;
    let of_handshake = sent(asked.run())
        .filter(|one| one.message.content_type == ContentType::HANDSHAKE && from.is_none_or(|from| one.side == from));
    let longest = of_handshake.max_by_key(|one| one.message.bytes.len());
    Ok(longest.map_or_else(none, |one| Value::Text(one.message.name.to_owned())))
}

pub fn reads(asked: &Asked) -> Answer {
    let (view, wanted, run) = (asked.view(0)?, asked.text(1)?, asked.run());
    let is_it = |one: &&Message| one.name == wanted;
    let found = run.moments.iter().find(|moment| moment.message(&run.trace).as_ref().is_some_and(is_it));
    let found = found.ok_or_else(|| no_message(&wanted))?;
    Ok(Value::Truth(readable(&run.trace, found, &run.knowledge, view, run.moments.len())))
}

pub fn sent_bytes(asked: &Asked) -> Answer {
    let from = asked.side(0)?;
    let len = |(_, side, event): (usize, Side, &Event)| match event {
        Event::Record(record) if record.dir == Dir::Sent && from.is_none_or(|from| from == side) => record.bytes.len(),
        _ => 0,
    };
    Ok(Value::Number(asked.run().trace.events().map(len).sum::<usize>() as i64))
}

/// Answers of the server that the client has to wait for before it says something. A ticket after the handshake is
/// nothing to wait for.
pub fn round_trips(asked: &Asked) -> Answer {
    let (mut trips, mut last) = (0, Side::Client);
    for one in sent(asked.run()) {
        if one.side == Side::Client && one.message.content_type == ContentType::APPLICATION_DATA {
            break;
        }
        if one.message.name == "NewSessionTicket" {
            continue;
        }
        if one.side == Side::Server && last == Side::Client {
            trips += 1;
        }
        last = one.side;
    }
    Ok(Value::Number(trips))
}
