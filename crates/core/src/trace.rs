//! What happened, completely: the engine's only account of itself.

use crate::msgs::codes::{AlertDescription, ContentType, ProtocolVersion};
use crate::rules::{Fault, Rule};
use crate::transcript::PointName;
use handshake_wire::{Spans, WireError};
use std::collections::BTreeMap;

pub use crate::epoch::Epoch;
pub use crate::keys::Key;
pub use crate::record::{Inner, Mac, Sealing};
pub use crate::side::Side;

/// Sent by the side whose step it is, or received by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dir {
    /// Out.
    Sent,
    /// In.
    Received,
}

/// A state's name, as in RFC 8446 appendix A.
pub type StateName = &'static str;

/// The account of one run of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// In the order they were taken.
    pub steps: Vec<Step>,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Both sides connected, talked and closed.
    Closed,
    /// Both sides are connected.
    Connected,
    /// The run stopped before both sides were connected, without anybody objecting.
    Incomplete,
    /// A side failed the handshake or the connection; the first fault.
    Failed {
        /// Who found it.
        side: Side,
        /// What.
        fault: Fault,
    },
}

/// One transition of one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Whose.
    pub side: Side,
    /// State before.
    pub from: StateName,
    /// State after.
    pub to: StateName,
    /// What was done, in order.
    pub events: Vec<Event>,
}

/// One effect or finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A message was written or read.
    Message(Message),
    /// A record left or came in.
    Record(Record),
    /// A value of the key schedule became known to this side.
    Key(Key),
    /// The transcript reached a named point.
    Transcript(TranscriptPoint),
    /// A rule was checked.
    Check(Check),
    /// One of several offers was picked.
    Choice(Choice),
    /// A chain of certificates was looked at, link by link.
    Chain(crate::pki::Path),
    /// The status of a certificate was looked at.
    Status(crate::pki::Status),
    /// From here on this side protects (or expects) records with other keys.
    Epoch {
        /// Which of its directions.
        dir: Dir,
        /// The keys.
        epoch: Epoch,
    },
    /// The network changed or withheld bytes this side had sent.
    Tampered {
        /// What was done.
        what: String,
    },
}

/// A message of the handshake, alert, change_cipher_spec or application data protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Which way.
    pub dir: Dir,
    /// Position among the messages this side sent (or received), from 0.
    pub number: usize,
    /// Its name in the RFC; `application data` for data.
    pub name: &'static str,
    /// The protocol it belongs to.
    pub content_type: ContentType,
    /// The message, header included.
    pub bytes: Vec<u8>,
    /// Its fields; up to the error, if it is malformed.
    pub spans: Spans,
    /// Why it can't be read.
    pub malformed: Option<WireError>,
    /// Records that carried it, first and last, as [`Record::number`] counts.
    pub records: (u64, u64),
}

/// A record on the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Which way.
    pub dir: Dir,
    /// Position among the records this side sent (or received), from 0.
    pub number: u64,
    /// By the rules of which version it was written, or read: the one agreed on; before that, the newest that this side
    /// speaks.
    pub version: ProtocolVersion,
    /// All of it, header included.
    pub bytes: Vec<u8>,
    /// Its parts.
    pub spans: Spans,
    /// How it was sealed or opened, for a protected one.
    pub sealing: Option<Sealing>,
}

/// The transcript's hash at a named point. RFC 8446 §4.4.1.
#[derive(Clone, Debug, PartialEq)]
pub struct TranscriptPoint {
    /// Which.
    pub point: PointName,
    /// Hash of all messages so far.
    pub hash: Vec<u8>,
    /// Their names, in order.
    pub messages: Vec<&'static str>,
}

/// A rule that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Which.
    pub rule: Rule,
    /// Whether it held.
    pub passed: bool,
    /// What was found, and what was wanted.
    pub compared: Option<(String, String)>,
}

/// A choice among offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What was chosen: a [`crate::cx::what`] constant.
    pub what: &'static str,
    /// In the order offered.
    pub offered: Vec<String>,
    /// What the chooser would take, in its order.
    pub accepted: Vec<String>,
    /// What was picked; `None` if nothing fits.
    pub picked: Option<String>,
    /// By what: a [`crate::cx::why`] constant.
    pub why: &'static str,
}

impl Event {
    /// About how many bytes it takes up: those that it holds, and what surrounds them.
    pub(crate) fn weight(&self) -> usize {
        const AROUND: usize = 400;
        AROUND
            + match self {
                Event::Message(message) => message.bytes.len() + message.spans.len() * 100,
                Event::Record(record) => {
                    // Content and ciphertext stand in it once more, and the input of a MAC.
                    let inside = record.sealing.as_ref().map_or(0, |sealing| {
                        sealing.ciphertext.len() * 2
                            + sealing.inner.as_ref().map_or(0, |inner| inner.spans.len() * 100)
                            + sealing.mac.as_ref().map_or(0, |mac| mac.input.len())
                    });
                    record.bytes.len() + inside + record.spans.len() * 100
                }
                Event::Key(key) => key.value.len() + key.info.as_ref().map_or(0, Vec::len),
                _ => 0,
            }
    }

    /// True for the alert that says that no more will come.
    pub(crate) fn is_close_notify(&self) -> bool {
        matches!(self, Event::Message(message) if message.content_type == ContentType::ALERT
            && message.bytes.get(1) == Some(&AlertDescription::CLOSE_NOTIFY.0))
    }
}

impl Trace {
    /// The alerts that crossed the wire, in order: who sent which.
    pub fn alerts(&self) -> Vec<(Side, AlertDescription)> {
        let sent = |step: &Step| -> Vec<(Side, AlertDescription)> {
            let alert = |event: &Event| match event {
                Event::Message(m) if m.dir == Dir::Sent && m.content_type == ContentType::ALERT => {
                    m.bytes.get(1).map(|&code| (step.side, AlertDescription(code)))
                }
                _ => None,
            };
            step.events.iter().filter_map(alert).collect()
        };
        self.steps.iter().flat_map(sent).collect()
    }

    /// Where its records stand.
    pub fn record_places(&self) -> RecordPlaces {
        let mut places = RecordPlaces::default();
        for (index, step) in self.steps.iter().enumerate() {
            for (at, event) in step.events.iter().enumerate() {
                if let Event::Record(record) = event {
                    let key = (step.side, record.dir == Dir::Sent, record.number);
                    places.0.entry(key).or_default().push((index, at));
                }
            }
        }
        places
    }

    /// All events in order, each with the index of its step.
    pub fn events(&self) -> impl Iterator<Item = (usize, Side, &Event)> {
        self.steps.iter().enumerate().flat_map(|(i, step)| step.events.iter().map(move |event| (i, step.side, event)))
    }
}

/// Where the records of a trace stand: step, and event of it.
#[derive(Clone, Debug, Default)]
pub struct RecordPlaces(BTreeMap<(Side, bool, u64), Vec<(usize, usize)>>);

impl RecordPlaces {
    /// The records that carried a message, in the account of this side.
    pub fn of(&self, account: Side, message: &Message) -> Vec<(usize, usize)> {
        let sent = message.dir == Dir::Sent;
        let numbers = (account, sent, message.records.0)..=(account, sent, message.records.1);
        self.0.range(numbers).flat_map(|(_, places)| places.iter().copied()).collect()
    }
}
