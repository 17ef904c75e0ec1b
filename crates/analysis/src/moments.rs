//! Cuts a trace into the moments that a person steps through: a message, a run of derivations, a reading that decides
//! something. Every event belongs to exactly one moment.

mod alone;

use alone::{Taken, Wire};
use handshake_core::keys::Node;
use handshake_core::msgs::codes::ContentType;
use handshake_core::rules::Rule;
use handshake_core::trace::{Dir, Epoch, Event, Message, Record, Side, StateName, Trace};

/// One step of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Names it in content: `side.action.subject`.
    pub key: String,
    /// Who acts.
    pub side: Side,
    /// What is done.
    pub act: Act,
    /// Something failed here.
    pub failed: bool,
    /// Its events: index of the trace's step, index of the event in it.
    pub events: Vec<(usize, usize)>,
    /// The records that carry its message, which other messages may share: places as in `events`.
    pub records: Vec<(usize, usize)>,
    /// States of client and server once it is over.
    pub states: [StateName; 2],
    /// Keys that client and server write with once it is over.
    pub epochs: [Epoch; 2],
}

/// What is done at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A message crosses the wire.
    Send,
    /// A message is read and checked.
    Read,
    /// A message is read, and one of several offers is picked.
    Choose,
    /// Keys are made or derived.
    Keys,
    /// Somebody who is neither of the two works on what was recorded.
    Attack,
}

/// Rules that hold for every message: a reading that checks only these is no moment of its own.
pub const ROUTINE: &[Rule] = &[
    Rule::RecordTag,
    Rule::InnerType,
    Rule::MessageExpected,
    Rule::Decodes,
    Rule::RecordProtection,
    Rule::KeyChangeBoundary,
    Rule::NoDuplicateExtension,
    Rule::ExtensionSolicited,
    Rule::ExtensionAllowed,
    Rule::ChangeCipherSpec,
    Rule::AlertForm,
    Rule::ContextEmpty,
];

struct Chunk {
    act: Act,
    events: Vec<(usize, usize)>,
}

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

/// Finds the records of each message: of messages that share one, only the last has it among its events.
fn load(trace: &Trace, alone: Option<Side>, out: &mut [Moment]) {
    let mut sent: Vec<(Side, u64, (usize, usize))> = Vec::new();
    for (index, step) in trace.steps.iter().enumerate() {
        for (at, event) in step.events.iter().enumerate() {
            match event {
                Event::Record(record) if record.dir == Dir::Sent => sent.push((step.side, record.number, (index, at))),
                Event::Record(record) if alone.is_some() => sent.push((step.side.peer(), record.number, (index, at))),
                _ => {}
            }
        }
    }
    for moment in out.iter_mut().filter(|moment| moment.act == Act::Send) {
        let Some(message) = moment.message(trace) else {
            // Of a side that kept no account there can be records without a message.
            let own = |place: &&(usize, usize)| sent.iter().any(|(_, _, record)| record == *place);
            moment.records = moment.events.iter().filter(own).copied().collect();
            continue;
        };
        let numbers = message.records.0..=message.records.1;
        let carries = |(side, number, _): &&(Side, u64, _)| *side == moment.side && numbers.contains(number);
        moment.records = sent.iter().filter(carries).map(|(_, _, place)| *place).collect();
    }
}

impl Moment {
    /// Its events.
    pub fn events<'a>(&'a self, trace: &'a Trace) -> impl Iterator<Item = (Side, &'a Event)> {
        self.events.iter().filter_map(|&(step, event)| {
            let step = trace.steps.get(step)?;
            Some((step.side, step.events.get(event)?))
        })
    }

    /// The message that is sent, if one is.
    pub fn message<'a>(&'a self, trace: &'a Trace) -> Option<&'a Message> {
        self.events(trace).find_map(|(side, event)| match event {
            Event::Message(message) if self.act == Act::Send && self.is_from(side, message.dir) => Some(message),
            _ => None,
        })
    }

    /// The first record that carries its message, if it sends one.
    pub fn record<'a>(&'a self, trace: &'a Trace) -> Option<&'a Record> {
        self.records(trace).next()
    }

    /// The records that carry its message.
    pub fn records<'a>(&'a self, trace: &'a Trace) -> impl Iterator<Item = &'a Record> {
        self.records.iter().filter_map(|&(step, event)| match trace.steps.get(step)?.events.get(event)? {
            Event::Record(record) => Some(record),
            _ => None,
        })
    }

    /// True for what the acting side sent, by its own account or by the other's.
    fn is_from(&self, account: Side, dir: Dir) -> bool {
        (account == self.side) == (dir == Dir::Sent)
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
const BY_THE_WAY: &[Node] = &[
    Node::ResumptionMaster,
    Node::ClientRandom,
    Node::ServerRandom,
    Node::ClientVerifyData12,
    Node::ServerVerifyData12,
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
    let with_next = |node: &Node| match node {
        Node::ServerVerifyData | Node::ClientVerifyData => true,
        Node::TicketNonce | Node::ResumptionPsk => side == Side::Server,
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

fn begin(trace: &Trace, side: Side, chunk: Chunk) -> Moment {
    let failed = failed(trace, &chunk.events);
    let chooses = events(trace, &chunk.events).any(|event| matches!(event, Event::Choice(_)));
    let act = if chunk.act == Act::Read && chooses { Act::Choose } else { chunk.act };
    let key = format!("{}.{}", side.name(), subject(trace, side, act, failed, &chunk.events));
    let (states, epochs) = (["START"; 2], [Epoch::Plain; 2]);
    Moment { key, side, act, failed, events: chunk.events, records: Vec::new(), states, epochs }
}

fn subject(trace: &Trace, side: Side, act: Act, failed: bool, places: &[(usize, usize)]) -> String {
    match act {
        _ if failed && act != Act::Send => "read.fault".to_owned(),
        Act::Send => {
            let sent = events(trace, places).find_map(|event| match event {
                Event::Message(message) => Some(message),
                _ => None,
            });
            let name = match sent {
                Some(message) if message.content_type == ContentType::APPLICATION_DATA => {
                    if early(trace, places) {
                        "early-data"
                    } else {
                        "data"
                    }
                }
                Some(message) if message.content_type == ContentType::ALERT => {
                    if message.bytes.get(1) == Some(&0) {
                        "close"
                    } else {
                        "fatal"
                    }
                }
                Some(message) => message.name,
                None => "record",
            };
            format!("send.{name}")
        }
        Act::Read | Act::Choose => {
            let chooses = events(trace, places).any(|event| matches!(event, Event::Choice(_)));
            match received(trace, places) {
                Some(message) if message.content_type == ContentType::APPLICATION_DATA => "read.early-data".to_owned(),
                Some(message) => format!("read.{}", message.name),
                None if chooses => "choose.certificate".to_owned(),
                None => "read.skipped".to_owned(),
            }
        }
        Act::Keys => {
            let nodes = nodes(trace, places);
            let about = [
                (Node::ClientUpdatedTraffic, "update"),
                (Node::ServerUpdatedTraffic, "update"),
                (Node::Exported, "export"),
                (Node::ClientApplicationTraffic, "application"),
                (Node::ClientHandshakeTraffic, "handshake"),
                (Node::ClientEarlyTraffic, "early"),
                (Node::SharedSecret, "shared-secret"),
                (Node::Binder, "psk"),
                (Node::TicketNonce, "ticket"),
            ];
            let from = places.first().and_then(|&(step, _)| trace.steps.get(step)).map_or("", |step| step.from);
            if let Some(name) = subject12(&nodes, side, from) {
                return format!("keys.{name}");
            }
            // With psk_ke nothing is exchanged: zeros take the shared secret's place.
            if nodes.contains(&Node::SharedSecret) && !nodes.contains(&Node::ServerPublic) {
                return "keys.psk-alone".to_owned();
            }
            let name = about.iter().find(|(node, _)| nodes.contains(node)).map_or("key-pair", |(_, name)| name);
            format!("keys.{name}")
        }
        Act::Attack => String::new(),
    }
}

/// Keys of TLS 1.2: how the secrets came, or that they were there already.
fn subject12(nodes: &[Node], side: Side, from: StateName) -> Option<&'static str> {
    let has = |node| nodes.contains(&node);
    match (has(Node::PreMasterSecret), has(Node::MasterSecret12)) {
        (true, true) if has(Node::SharedSecret) => Some("agreed"),
        (true, false) if has(Node::SharedSecret) => Some("pre-master"),
        (true, _) if side == Side::Client => Some("made-up"),
        (true, _) => Some("decrypted"),
        // The client's master secret waits for its own ClientKeyExchange, if it is bound to that.
        (false, true) if from == "WAIT_SHD" => Some("session"),
        (false, true) => Some("resumed"),
        _ => None,
    }
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

fn events<'a>(trace: &'a Trace, places: &'a [(usize, usize)]) -> impl Iterator<Item = &'a Event> {
    places.iter().filter_map(|&(step, event)| trace.steps.get(step)?.events.get(event))
}

fn nodes(trace: &Trace, places: &[(usize, usize)]) -> Vec<Node> {
    let node = |event: &Event| match event {
        Event::Key(key) => Some(key.node),
        _ => None,
    };
    events(trace, places).filter_map(node).collect()
}

fn received<'a>(trace: &'a Trace, places: &'a [(usize, usize)]) -> Option<&'a Message> {
    events(trace, places).find_map(|event| match event {
        Event::Message(message) if message.dir == Dir::Received => Some(message),
        _ => None,
    })
}

/// True if the binder is checked in it.
fn compares_binder(trace: &Trace, places: &[(usize, usize)]) -> bool {
    events(trace, places).any(|event| matches!(event, Event::Check(check) if check.rule == Rule::BinderFits))
}

/// The second hello after a HelloRetryRequest, and what goes with it, have texts of their own.
fn again(out: &[Moment], key: String) -> String {
    let hello =
        key.ends_with("keys.key-pair") || key.ends_with("send.ClientHello") || key.ends_with("read.ClientHello");
    let retried = out.iter().any(|moment| moment.key == "server.send.HelloRetryRequest");
    let psk = key == "client.keys.psk" && retried;
    if (hello && retried && out.iter().any(|moment| moment.key == key)) || psk { format!("{key}.again") } else { key }
}

/// True if a record of it is sealed with the early keys.
fn early(trace: &Trace, places: &[(usize, usize)]) -> bool {
    let sealing = |event: &Event| match event {
        Event::Record(record) => record.sealing.as_ref().map(|sealing| sealing.epoch),
        _ => None,
    };
    events(trace, places).filter_map(sealing).any(|epoch| epoch == Epoch::EarlyData)
}

fn failed(trace: &Trace, places: &[(usize, usize)]) -> bool {
    events(trace, places).any(|event| matches!(event, Event::Check(check) if !check.passed))
}

fn is_decisive(trace: &Trace, places: &[(usize, usize)]) -> bool {
    events(trace, places).any(|event| match event {
        Event::Check(check) => !check.passed || !ROUTINE.contains(&check.rule),
        Event::Choice(_) => true,
        _ => false,
    })
}
