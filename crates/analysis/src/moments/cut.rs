//! Cuts a trace into moments.

use super::alone::{Taken, Wire};
use super::{Act, Chunk, Moment, again, begin, compares_binder, failed, is_decisive, nodes, received};
use handshake_core::keys::ScheduleEntry;
use handshake_core::rules::Rule;
use handshake_core::trace::{Dir, Epoch, Event, Side, Trace};

/// All moments of a trace, in order. `alone` is the side whose account it is, if the other's is not there: then what it
/// received is taken for what the other sent.
pub fn moments(trace: &Trace, alone: Option<Side>) -> Vec<Moment> {
    let mut out: Vec<Moment> = Vec::new();
    let mut wire = Wire::default();
    let mut carried: [Vec<(usize, usize)>; 2] = Default::default();
    // The moment at which each step of the trace is over.
    let mut ends: Vec<Option<usize>> = vec![None; trace.steps.len()];
    for (index, step) in trace.steps.iter().enumerate() {
        for mut chunk in chunks(trace, index) {
            let side = step.side;
            if chunk.act == Act::Keys && comes_with_next(trace, side, &chunk) {
                carried[side as usize].append(&mut chunk.events);
                continue;
            }
            if alone.is_some() && chunk.act == Act::Read {
                match wire.take(trace, side, &mut chunk, &mut out) {
                    Taken::All => {
                        ends[index] = Some(out.len().saturating_sub(1));
                        continue;
                    }
                    Taken::Sent(key) => {
                        ends[index] = Some(out.len());
                        let key = again(&out, key);
                        out.push(Moment { key, ..begin(trace, side, chunk) });
                        continue;
                    }
                    Taken::Nothing => {}
                }
            }
            chunk.events.splice(0..0, std::mem::take(&mut carried[side as usize]));
            let home = home(trace, &out, side, &chunk);
            ends[index] = Some(home.unwrap_or(out.len()));
            match home {
                Some(home) => out[home].events.append(&mut chunk.events),
                None => {
                    let moment = begin(trace, side, chunk);
                    let key = again(&out, moment.key.clone());
                    out.push(Moment { key, ..moment });
                }
            }
        }
    }
    // What was computed for a message that was never sent belongs to the last moment of that side.
    for (side, events) in [Side::Client, Side::Server].into_iter().zip(carried) {
        if let (false, Some(last)) = (events.is_empty(), out.iter_mut().rev().find(|moment| moment.side == side)) {
            last.events.extend(events);
        }
    }
    wire.flush(trace, alone.unwrap_or(Side::Client), &mut out);
    settle(trace, alone, &ends, &mut out);
    load(trace, alone, &mut out);
    out
}

/// Gives each moment its records: of messages that share one, only the last has it among its events.
fn load(trace: &Trace, alone: Option<Side>, out: &mut [Moment]) {
    let places = trace.record_places();
    for moment in out.iter_mut().filter(|moment| moment.act == Act::Send) {
        moment.records = match moment.message(trace) {
            Some(message) => {
                let account = if message.dir == Dir::Sent { moment.side } else { moment.side.peer() };
                places.of(account, message)
            }
            // Of a side that kept no account there can be records without a message.
            None => {
                let is_record = |place: &&(usize, usize)| {
                    let event = trace.steps.get(place.0).and_then(|step| step.events.get(place.1));
                    matches!(event, Some(Event::Record(record)) if record.dir == Dir::Sent || alone.is_some())
                };
                moment.events.iter().filter(is_record).copied().collect()
            }
        };
    }
}

/// Cuts one step of the trace.
fn chunks(trace: &Trace, index: usize) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = Vec::new();
    let events = trace.steps.get(index).map(|step| step.events.as_slice()).unwrap_or_default();
    for (i, event) in events.iter().enumerate() {
        let current = out.last().map(|chunk| chunk.act);
        let begins = match event {
            Event::Record(record) if record.dir == Dir::Received => Some(Act::Read),
            // What no onlooker could read.
            Event::Record(_) if current.is_none() => Some(Act::Send),
            Event::Message(message) if message.dir == Dir::Sent => Some(Act::Send),
            Event::Message(_) if current != Some(Act::Read) => Some(Act::Read),
            Event::Key(_) | Event::Transcript(_) if current != Some(Act::Keys) => Some(Act::Keys),
            // The binder has been made and compared: what follows is the key exchange.
            Event::Key(_) if out.last().is_some_and(|chunk| compares_binder(trace, &chunk.events)) => Some(Act::Keys),
            // Whether the certificate's key can be encrypted to is seen when the secret is made up.
            Event::Check(check) if current.is_none() && check.passed && check.rule == Rule::KeyFitsSuite => {
                Some(Act::Keys)
            }
            Event::Check(_) | Event::Choice(_) if current.is_none() => Some(Act::Read),
            Event::Epoch { .. } if current.is_none() => Some(Act::Keys),
            _ => None,
        };
        match begins {
            Some(act) => out.push(Chunk { act, events: vec![(index, i)] }),
            None => {
                if let Some(chunk) = out.last_mut() {
                    chunk.events.push((index, i));
                }
            }
        }
    }
    merge_keyless(trace, out)
}

/// Values that make no moment of their own: read from a message, or made for the next one.
const BY_THE_WAY: &[ScheduleEntry] = &[
    ScheduleEntry::ResumptionMaster,
    ScheduleEntry::ClientRandom,
    ScheduleEntry::ServerRandom,
    ScheduleEntry::ClientVerifyData12,
    ScheduleEntry::ServerVerifyData12,
];

/// A stretch of `Keys` in which no key appears, or only such as are read or made by the way, belongs to what came before it, or to what follows.
fn merge_keyless(trace: &Trace, chunks: Vec<Chunk>) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = Vec::new();
    let mut waiting = Vec::new();
    for mut chunk in chunks {
        let nodes = nodes(trace, &chunk.events);
        if chunk.act == Act::Keys && nodes.iter().all(|node| BY_THE_WAY.contains(node)) {
            match out.last_mut() {
                Some(last) => last.events.append(&mut chunk.events),
                None => waiting.append(&mut chunk.events),
            }
            continue;
        }
        chunk.events.splice(0..0, std::mem::take(&mut waiting));
        out.push(chunk);
    }
    if let (false, Some(last)) = (waiting.is_empty(), out.last_mut()) {
        last.events.append(&mut waiting);
    }
    out
}

/// True for values that are made for the message that follows.
fn comes_with_next(trace: &Trace, side: Side, chunk: &Chunk) -> bool {
    let with_next = |node: &ScheduleEntry| match node {
        ScheduleEntry::ServerVerifyData | ScheduleEntry::ClientVerifyData => true,
        ScheduleEntry::TicketNonce | ScheduleEntry::ResumptionPsk => side == Side::Server,
        _ => false,
    };
    nodes(trace, &chunk.events).iter().all(with_next)
}

/// The moment that a chunk belongs to, if it is no moment of its own.
fn home(trace: &Trace, out: &[Moment], side: Side, chunk: &Chunk) -> Option<usize> {
    if chunk.act != Act::Read {
        return None;
    }
    let last = out.len().checked_sub(1)?;
    if is_decisive(trace, &chunk.events) {
        // Choosing goes on from reading.
        let goes_on = out[last].side == side && matches!(out[last].act, Act::Read | Act::Choose);
        return (goes_on && received(trace, &chunk.events).is_none()).then_some(last);
    }
    let read = received(trace, &chunk.events).map(|message| message.number);
    let sent = |moment: &Moment| moment.side != side && moment.act == Act::Send;
    let same = out.iter().rposition(|moment| {
        sent(moment) && moment.message(trace).map(|message| message.number) == read && read.is_some()
    });
    same.or_else(|| out.iter().rposition(sent))
}

/// States and epochs after each moment, and whether something failed in it. What a side that kept no account writes with
/// is what the other expects.
fn settle(trace: &Trace, alone: Option<Side>, ends: &[Option<usize>], out: &mut [Moment]) {
    let (mut states, mut epochs) = (["START"; 2], [Epoch::Plain; 2]);
    for (index, moment) in out.iter_mut().enumerate() {
        for &(step, event) in &moment.events {
            let Some(step) = trace.steps.get(step) else { continue };
            match step.events.get(event) {
                Some(Event::Epoch { dir: Dir::Sent, epoch }) => epochs[step.side as usize] = *epoch,
                Some(Event::Epoch { dir: Dir::Received, epoch }) if alone.is_some() => {
                    epochs[step.side.peer() as usize] = *epoch;
                }
                _ => {}
            }
        }
        for (step, _) in trace.steps.iter().zip(ends).filter(|(_, end)| **end == Some(index)) {
            states[step.side as usize] = step.to;
        }
        moment.states = states;
        moment.epochs = epochs;
        moment.failed = failed(trace, &moment.events);
        // What failed in a later part of it is told as what it is.
        if moment.failed && moment.act != Act::Send && moment.key.ends_with(".read.ClientHello") {
            moment.key = format!("{}.read.fault", moment.side.name());
        }
    }
}
