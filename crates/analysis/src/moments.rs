//! Cuts a trace into the moments that a person steps through: a message, a run of derivations, a reading that decides
//! something. Every event belongs to exactly one moment.

mod alone;
mod cut;

pub use cut::moments;

use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::ContentType;
use handshake_core::rules::{Rule, Topic};
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

struct Chunk {
    act: Act,
    events: Vec<(usize, usize)>,
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
        Act::Send => format!("send.{}", sent(trace, places)),
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
                (ScheduleEntry::ClientUpdatedTraffic, "update"),
                (ScheduleEntry::ServerUpdatedTraffic, "update"),
                (ScheduleEntry::Exported, "export"),
                (ScheduleEntry::ClientApplicationTraffic, "application"),
                (ScheduleEntry::ClientHandshakeTraffic, "handshake"),
                (ScheduleEntry::ClientEarlyTraffic, "early"),
                (ScheduleEntry::SharedSecret, "shared-secret"),
                (ScheduleEntry::Binder, "psk"),
                (ScheduleEntry::TicketNonce, "ticket"),
            ];
            let from = places.first().and_then(|&(step, _)| trace.steps.get(step)).map_or("", |step| step.from);
            if let Some(name) = subject12(&nodes, side, from) {
                return format!("keys.{name}");
            }
            // With psk_ke nothing is exchanged: zeros take the shared secret's place.
            if nodes.contains(&ScheduleEntry::SharedSecret) && !nodes.contains(&ScheduleEntry::ServerPublic) {
                return "keys.psk-alone".to_owned();
            }
            let name = about.iter().find(|(node, _)| nodes.contains(node)).map_or("key-pair", |(_, name)| name);
            format!("keys.{name}")
        }
        Act::Attack => String::new(),
    }
}

/// What is sent, by the name of its text.
fn sent<'a>(trace: &'a Trace, places: &[(usize, usize)]) -> &'a str {
    let sent = events(trace, places).find_map(|event| match event {
        Event::Message(message) => Some(message),
        _ => None,
    });
    match sent {
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
    }
}

/// Keys of TLS 1.2: how the secrets came, or that they were there already.
fn subject12(nodes: &[ScheduleEntry], side: Side, from: StateName) -> Option<&'static str> {
    let has = |node| nodes.contains(&node);
    match (has(ScheduleEntry::PreMasterSecret), has(ScheduleEntry::MasterSecret12)) {
        (true, true) if has(ScheduleEntry::SharedSecret) => Some("agreed"),
        (true, false) if has(ScheduleEntry::SharedSecret) => Some("pre-master"),
        (true, _) if side == Side::Client => Some("made-up"),
        (true, _) => Some("decrypted"),
        // The client's master secret waits for its own ClientKeyExchange, if it is bound to that.
        (false, true) if from == "WAIT_SHD" => Some("session"),
        (false, true) => Some("resumed"),
        _ => None,
    }
}

fn events<'a>(trace: &'a Trace, places: &'a [(usize, usize)]) -> impl Iterator<Item = &'a Event> {
    places.iter().filter_map(|&(step, event)| trace.steps.get(step)?.events.get(event))
}

fn nodes(trace: &Trace, places: &[(usize, usize)]) -> Vec<ScheduleEntry> {
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
        Event::Check(check) => !check.passed || check.rule.topic() != Topic::Routine,
        Event::Choice(_) => true,
        _ => false,
    })
}
