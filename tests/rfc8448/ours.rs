//! What our run has where the RFC has a block: by both sides' accounts, which must agree.

use crate::blocks::{Block, is_retry};
use handshake_core::keys::{Op, Row, ScheduleEntry};
use handshake_core::trace::{Dir, Epoch, Event, Key, Record};
use handshake_core::{Side, Trace};
use std::collections::HashMap;

/// A run's values, ready to be looked up.
pub struct Ours {
    keys: HashMap<(Side, ScheduleEntry), Vec<Key>>,
    messages: HashMap<(Side, &'static str), Vec<Vec<u8>>>,
    sent: HashMap<Side, Vec<Record>>,
    received: HashMap<Side, Vec<Record>>,
}

impl Ours {
    pub fn new(trace: &Trace) -> Self {
        let mut ours =
            Ours { keys: HashMap::new(), messages: HashMap::new(), sent: HashMap::new(), received: HashMap::new() };
        for (_, side, event) in trace.events() {
            match event {
                Event::Key(key) => ours.keys.entry((side, key.node)).or_default().push(key.clone()),
                Event::Message(message) => {
                    let writer = if message.dir == Dir::Sent { side } else { side.peer() };
                    ours.messages.entry((writer, message.name)).or_default().push(message.bytes.clone());
                }
                Event::Record(record) if record.dir == Dir::Sent => {
                    ours.sent.entry(side).or_default().push(record.clone());
                }
                Event::Record(record) => ours.received.entry(side.peer()).or_default().push(record.clone()),
                _ => {}
            }
        }
        ours
    }

    /// All accounts of the value in a block. `nth_record` counts the blocks of records of its side, from 0. Empty if
    /// nothing in a run corresponds to the block.
    pub fn of(&self, block: &Block, nth_record: usize) -> Vec<Vec<u8>> {
        let (side, action, label) = (block.side(), block.action(), block.label.as_str());
        if action.starts_with("create an ephemeral") {
            let (private, public) = ScheduleEntry::pair(side);
            let node = if label == "private key" { private } else { public };
            return self.halves(node, action.contains("P-256"), label == "private key");
        }
        if action.starts_with("construct a") {
            return self.message(side, if is_retry(&block.hex) { "HelloRetryRequest" } else { label }, &block.hex);
        }
        if label == "ClientHello prefix" {
            return self.message(side, "ClientHello", &block.hex);
        }
        if label == "binder hash" {
            return self.both(ScheduleEntry::Binder, |key| Some(key.transcript.clone()?.1));
        }
        if action.starts_with("send ") {
            return self.record(side, nth_record, label);
        }
        match nodes(side, action) {
            Some(Nodes::One(node)) => self.secret(node, label),
            Some(Nodes::Finished(_, value)) if label == "finished" => self.both(value, |key| Some(key.value.clone())),
            Some(Nodes::Finished(key, _)) => self.secret(key, label),
            Some(Nodes::Traffic(key, iv)) => match label.split_once(' ') {
                Some(("key", label)) => self.secret(key, label),
                Some(("iv", label)) => self.secret(iv, label),
                // PRK, of both.
                _ => [self.secret(key, label), self.secret(iv, label)].concat(),
            },
            None => vec![],
        }
    }

    /// What went into a value, or the value itself, by both sides' accounts.
    fn secret(&self, node: ScheduleEntry, label: &str) -> Vec<Vec<u8>> {
        let input = |of: Option<ScheduleEntry>| match of {
            Some(input) => self.both(input, |key| Some(key.value.clone())),
            // No input stands for zeros, which nobody accounts for as a value.
            None => vec![vec![0; 32]],
        };
        match (Row::of(node).op, label) {
            (Op::Extract { salt, .. }, "salt") => input(salt),
            (Op::Extract { ikm, .. }, "IKM") => input(ikm),
            (Op::Extract { .. }, "secret") => self.both(node, |key| Some(key.value.clone())),
            (Op::DeriveSecret { secret, .. } | Op::ExpandLabel { secret, .. }, "PRK") => input(Some(secret)),
            (Op::DeriveSecret { .. }, "hash") => self.both(node, |key| Some(key.transcript.clone()?.1)),
            (Op::ExpandLabel { context: Some(context), .. }, "hash") => input(Some(context)),
            (_, "info") => self.both(node, |key| key.info.clone()),
            (_, "expanded") => self.both(node, |key| Some(key.value.clone())),
            _ => vec![],
        }
    }

    fn both(&self, node: ScheduleEntry, part: impl Fn(&Key) -> Option<Vec<u8>>) -> Vec<Vec<u8>> {
        let of = |side| part(self.keys.get(&(side, node))?.last()?);
        let accounts: Vec<Vec<u8>> = [Side::Client, Side::Server].into_iter().filter_map(of).collect();
        let known_to = if matches!(node, ScheduleEntry::ClientPrivate | ScheduleEntry::ServerPrivate) { 1 } else { 2 };
        assert_eq!(accounts.len(), known_to, "accounts of {}", node.name());
        accounts
    }

    /// A half of a key pair: the last one that a side made, if `last`; else the first. Its owner has it, and the other
    /// side, too, if it is a public one that was used.
    fn halves(&self, node: ScheduleEntry, last: bool, private: bool) -> Vec<Vec<u8>> {
        let of = |side| {
            let keys = self.keys.get(&(side, node))?;
            let key = if last { keys.last() } else { keys.first() };
            key.map(|key| key.value.clone())
        };
        let owner = if matches!(node, ScheduleEntry::ClientPrivate | ScheduleEntry::ClientPublic) {
            Side::Client
        } else {
            Side::Server
        };
        let replaced = !last && self.keys.get(&(owner, node)).is_some_and(|keys| keys.len() > 1);
        let sides = if private || replaced { vec![owner] } else { vec![Side::Client, Side::Server] };
        sides.into_iter().map(|side| of(side).expect("a half")).collect()
    }

    /// Both accounts of the message that is as long as the RFC's; where the RFC leaves the binders out, the message
    /// without them.
    fn message(&self, writer: Side, name: &str, theirs: &[u8]) -> Vec<Vec<u8>> {
        let all = self.messages.iter().filter(|((by, of), _)| *by == writer && *of == name);
        let mut accounts: Vec<Vec<u8>> = all.flat_map(|(_, accounts)| accounts.clone()).collect();
        let cut = 2 + 1 + 32;
        if accounts.iter().all(|account| account.len() == theirs.len() + cut) {
            accounts.iter_mut().for_each(|account| account.truncate(theirs.len()));
        }
        accounts.retain(|account| account.len() == theirs.len());
        let both = accounts.is_empty() || accounts.len() == 2;
        assert!(both, "{} accounts of {name} of the {}", accounts.len(), writer.name());
        accounts
    }

    fn record(&self, writer: Side, nth: usize, label: &str) -> Vec<Vec<u8>> {
        let part = |record: &Record| match (label, &record.sealing) {
            ("complete record", _) => Some(record.bytes.clone()),
            ("payload", None) => Some(record.bytes[5..].to_vec()),
            ("payload", Some(sealing)) => Some(sealing.inner.clone()?.content),
            _ => None,
        };
        let accounts = [&self.sent, &self.received];
        let accounts: Vec<_> = accounts.iter().filter_map(|by| part(by.get(&writer)?.get(nth)?)).collect();
        assert_eq!(accounts.len(), 2, "accounts of record {nth} of the {}", writer.name());
        accounts
    }

    /// How many records a side sent.
    pub fn records(&self, writer: Side) -> usize {
        self.sent.get(&writer).map_or(0, Vec::len)
    }
}

enum Nodes {
    One(ScheduleEntry),
    Finished(ScheduleEntry, ScheduleEntry),
    Traffic(ScheduleEntry, ScheduleEntry),
}

/// The nodes that a step of the RFC is about.
fn nodes(side: Side, action: &str) -> Option<Nodes> {
    let traffic = |writer, epoch| ScheduleEntry::traffic(writer, epoch).map(|(key, iv)| Nodes::Traffic(key, iv));
    match action {
        "extract secret \"early\"" => Some(Nodes::One(ScheduleEntry::EarlySecret)),
        "extract secret \"handshake\"" => Some(Nodes::One(ScheduleEntry::HandshakeSecret)),
        "extract secret \"master\"" => Some(Nodes::One(ScheduleEntry::MasterSecret)),
        "derive secret for handshake \"tls13 derived\"" => Some(Nodes::One(ScheduleEntry::DerivedEarly)),
        "derive secret for master \"tls13 derived\"" => Some(Nodes::One(ScheduleEntry::DerivedHandshake)),
        "derive secret \"tls13 c hs traffic\"" => Some(Nodes::One(ScheduleEntry::ClientHandshakeTraffic)),
        "derive secret \"tls13 s hs traffic\"" => Some(Nodes::One(ScheduleEntry::ServerHandshakeTraffic)),
        "derive secret \"tls13 c ap traffic\"" => Some(Nodes::One(ScheduleEntry::ClientApplicationTraffic)),
        "derive secret \"tls13 s ap traffic\"" => Some(Nodes::One(ScheduleEntry::ServerApplicationTraffic)),
        "derive secret \"tls13 exp master\"" => Some(Nodes::One(ScheduleEntry::ExporterMaster)),
        "derive secret \"tls13 res master\"" => Some(Nodes::One(ScheduleEntry::ResumptionMaster)),
        "generate resumption secret \"tls13 resumption\"" => Some(Nodes::One(ScheduleEntry::ResumptionPsk)),
        "derive write traffic keys for handshake data" => traffic(side, Epoch::Handshake),
        "derive read traffic keys for handshake data" => traffic(side.peer(), Epoch::Handshake),
        "derive write traffic keys for application data" => traffic(side, Epoch::Application),
        "derive read traffic keys for application data" => traffic(side.peer(), Epoch::Application),
        "calculate PSK binder" => Some(Nodes::Finished(ScheduleEntry::BinderFinishedKey, ScheduleEntry::Binder)),
        "derive secret \"tls13 c e traffic\"" => Some(Nodes::One(ScheduleEntry::ClientEarlyTraffic)),
        "derive secret \"tls13 e exp master\"" => Some(Nodes::One(ScheduleEntry::EarlyExporterMaster)),
        "derive write traffic keys for early application data" => traffic(side, Epoch::EarlyData),
        "derive read traffic keys for early application data" => traffic(side.peer(), Epoch::EarlyData),
        "calculate finished \"tls13 finished\"" => Some(match side {
            Side::Client => Nodes::Finished(ScheduleEntry::ClientFinishedKey, ScheduleEntry::ClientVerifyData),
            Side::Server => Nodes::Finished(ScheduleEntry::ServerFinishedKey, ScheduleEntry::ServerVerifyData),
        }),
        _ => None,
    }
}
