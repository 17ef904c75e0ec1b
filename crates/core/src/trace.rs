//! What happened, completely: the engine's only account of itself.

use crate::keys::ScheduleEntry;
use crate::msgs::codes::{AlertDescription, ContentType};
use crate::rules::{Fault, Rule};
use crate::transcript::PointName;
use handshake_wire::{Spans, WireError};

pub use crate::epoch::Epoch;
pub use crate::keys::Key;
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
    /// All of it, header included.
    pub bytes: Vec<u8>,
    /// Its parts.
    pub spans: Spans,
    /// How it was sealed or opened, for a protected one.
    pub sealing: Option<Sealing>,
}

/// How a record was protected. RFC 8446 §5.2 and §5.3; RFC 5246 §6.2.3.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealing {
    /// The name of the AEAD, or of the cipher and the MAC.
    pub aead: &'static str,
    /// Which keys.
    pub epoch: Epoch,
    /// Whose keys: the writer's.
    pub writer: Side,
    /// ScheduleEntry of the write key.
    pub key_node: ScheduleEntry,
    /// ScheduleEntry of the write iv.
    pub iv_node: ScheduleEntry,
    /// Write key.
    pub key: Vec<u8>,
    /// Write iv; empty for a CBC suite.
    pub iv: Vec<u8>,
    /// Record sequence number.
    pub sequence: u64,
    /// TLS 1.3 and ChaCha20-Poly1305: iv xor sequence number. GCM in TLS 1.2: iv, then `explicit`. CBC: the record's IV.
    pub nonce: Vec<u8>,
    /// What of the nonce is sent along, in TLS 1.2: `nonce_explicit` or `IV`.
    pub explicit: Vec<u8>,
    /// Additional data: the record header; in TLS 1.2 sequence number, type, version and length of the content. Empty for
    /// a CBC suite.
    pub aad: Vec<u8>,
    /// TLSInnerPlaintext; `None` if the record did not open. In TLS 1.2 the content, the header's type, and the length of
    /// a CBC suite's padding.
    pub inner: Option<Inner>,
    /// Encrypted TLSInnerPlaintext without the tag; of a CBC suite: the encrypted blocks.
    pub ciphertext: Vec<u8>,
    /// Authentication tag; of a CBC suite with encrypt-then-MAC: the MAC. Empty for one without.
    pub tag: Vec<u8>,
    /// The MAC of a CBC suite.
    pub mac: Option<Box<Mac>>,
}

/// How the MAC of a CBC suite's record came about. RFC 5246 §6.2.3.1, RFC 7366.
#[derive(Clone, Debug, PartialEq)]
pub struct Mac {
    /// HMAC's hash.
    pub hash: &'static str,
    /// ScheduleEntry of its key.
    pub key_node: ScheduleEntry,
    /// Its key.
    pub key: Vec<u8>,
    /// What it is computed over: sequence number, type, version, length, and the content (or IV and encrypted blocks).
    pub input: Vec<u8>,
    /// The MAC that this side computed.
    pub value: Vec<u8>,
    /// Over what was encrypted, as RFC 7366 has it, and not over the content.
    pub encrypt_then_mac: bool,
}

/// `TLSInnerPlaintext`, RFC 8446 §5.2.
#[derive(Clone, Debug, PartialEq)]
pub struct Inner {
    /// The message or part of it.
    pub content: Vec<u8>,
    /// The real content type.
    pub content_type: ContentType,
    /// Number of zero bytes after it.
    pub padding: usize,
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
                        sealing.ciphertext.len() * 2 + sealing.mac.as_ref().map_or(0, |mac| mac.input.len())
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

    /// All events in order, each with the index of its step.
    pub fn events(&self) -> impl Iterator<Item = (usize, Side, &Event)> {
        self.steps.iter().enumerate().flat_map(|(i, step)| step.events.iter().map(move |event| (i, step.side, event)))
    }
}
