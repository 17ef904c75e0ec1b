//! The ladder and the timeline.

use super::{Choice, Epoch, Side, Time};
use crate::options::Stride;
use handshake_analysis::effect::Novelty;
use std::cmp::Ordering;
use std::rc::Rc;

/// The rows of the ladder, in order. Most are the same at every step, and shared: who draws the stage of another step sees at
/// a glance that they did not change.
pub type Rows = Rc<[Rc<Row>]>;

/// The ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Left lifeline's head.
    pub client: Party,
    /// Right lifeline's head.
    pub server: Party,
    /// One row a step, in order.
    pub rows: Rows,
    /// The step shown, from 1.
    pub now: usize,
    /// In fine steps: the part of it that is shown, from 1, and how many there are.
    pub part: Option<(usize, usize)>,
    /// How many round trips the run takes, and after how many data can flow.
    pub summary: Rc<str>,
}

impl Stage {
    /// When a row's step is, seen from the step shown.
    pub fn time(&self, row: &Row) -> Time {
        match row.step.cmp(&self.now) {
            Ordering::Less => Time::Past,
            Ordering::Equal => Time::Now,
            Ordering::Greater => Time::Future,
        }
    }
}

/// The head of a lifeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// `Client` or `Server`.
    pub name: String,
    /// The state it is in after the step shown, named as in RFC 8446 appendix A, for example `WAIT_SH`;
    /// `unseen` to a party that can't know it; `not recorded here` of a side that kept no account.
    pub state: String,
    /// The state before this step.
    pub before: String,
    /// True if the state differs from the one before this step.
    pub changed: bool,
    /// Keys it writes with after the step shown.
    pub epoch: Epoch,
}

/// One step on the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Step number, from 1.
    pub step: usize,
    /// Keys in use on the client's lifeline below this row.
    pub client_epoch: Epoch,
    /// Keys in use on the server's lifeline below this row.
    pub server_epoch: Epoch,
    /// Name of the phase that begins with this row.
    pub phase: Option<String>,
    /// The round trips that are over for the client from this row on, for example `1 round trip`.
    pub trip: Option<String>,
    /// What happens.
    pub what: RowKind,
    /// With an attacker on the way: how many steps before this one are other than without, if this one is, too.
    pub damage: Option<usize>,
    /// What the changes of the settings made of it.
    pub novelty: Option<Novelty>,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A message crosses the wire.
    Message {
        /// Who sends it.
        from: Side,
        /// For example `ClientHello`; for a party that can't know, `encrypted record`.
        name: String,
        /// For example `196 B · readable`.
        detail: String,
        /// The keys it is sealed with; [`Epoch::Plain`] for a readable one.
        sealed: Epoch,
        /// True if it is an alert that ends the connection.
        fatal: bool,
        /// The records that carry it.
        records: Vec<RecordBar>,
        /// What became of it on the way, as far as the party in view can know it.
        delivery: Option<Delivery>,
    },
    /// Something happens at one end.
    Moment {
        /// Where.
        side: Side,
        /// Which picture stands for it.
        icon: Icon,
        /// A short line, for example `makes an X25519 key pair`.
        text: String,
        /// True if something failed here.
        failed: bool,
    },
    /// Somebody who is neither of the two works on what was recorded.
    Attack {
        /// Which picture stands for it.
        icon: Icon,
        /// A short line.
        text: String,
        /// True if it came to nothing.
        failed: bool,
    },
}

/// What became of a message on the way, with an attacker there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// In a few words, for example `1 bit flipped`.
    pub text: String,
    /// True if the other side never read it.
    pub unread: bool,
    /// True if it never arrived.
    pub lost: bool,
}

/// A record that carries a message, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordBar {
    /// Among the records its side sends, from 1.
    pub number: u64,
    /// Its length on the wire, in bytes.
    pub bytes: usize,
    /// True if it also carries the message before this one.
    pub joined_before: bool,
    /// True if it also carries the message after this one.
    pub joined_after: bool,
}

/// The picture of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// Keys are made or derived.
    Key,
    /// Something is checked.
    Check,
    /// One of several offers is picked.
    Choice,
    /// Something that the party in view does not see.
    Unseen,
}

/// Every step on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Named stretches.
    pub phases: Vec<Phase>,
    /// One a step.
    pub dots: Vec<Dot>,
    /// The step shown, from 1.
    pub now: usize,
    /// In fine steps: the part shown, from 1, and how many the step has.
    pub part: Option<(usize, usize)>,
    /// How far a step goes.
    pub strides: Vec<Choice<Stride>>,
}

/// A named stretch of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// For example `Hello`.
    pub name: String,
    /// First step, from 1.
    pub first: usize,
    /// Last step, from 1.
    pub last: usize,
}

/// One step on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// From 1.
    pub step: usize,
    /// What the person reads on hover and hears.
    pub label: String,
    /// Who acts; `None` if it is neither of the two.
    pub side: Option<Side>,
    /// `None` for a message.
    pub icon: Option<Icon>,
    /// Past, now or future.
    pub time: Time,
    /// True if something failed here.
    pub failed: bool,
}
