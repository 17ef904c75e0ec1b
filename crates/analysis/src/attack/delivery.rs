//! What became of a message on the way: what was done to it, and what the other side made of it.

use crate::moments::Moment;
use crate::run::Run;
use handshake_core::Side;
use handshake_core::record::TlsPlaintext;
use handshake_core::trace::{Dir, Event, Message, Record};
use handshake_lessons::word;
use handshake_scenario::settings::value;
use handshake_scenario::tamper::What;
use handshake_wire::Spans;

/// What became of a message, if not the usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// In a few words, for example `1 bit flipped`.
    pub text: String,
    /// True if somebody on the way did it; false if it is what the reader made of it.
    pub done: bool,
    /// True if the other side never read it.
    pub unread: bool,
    /// True if nothing of it arrived.
    pub lost: bool,
    /// What became of it, in one of few ways.
    pub way: Way,
}

/// The ways in which a message can fail to be delivered as it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Other bytes arrive.
    Changed,
    /// It arrives twice.
    Doubled,
    /// It arrives after others that were sent later.
    Held,
    /// It does not arrive.
    Lost,
    /// It arrives, and is not read.
    Unread,
}

/// What became of the message of a moment.
pub fn delivery(run: &Run, moment: &Moment) -> Option<Delivery> {
    let record = moment.record(&run.trace)?;
    let carried = run.carried.iter().find(|one| one.from == moment.side && one.number == record.number);
    if let Some(carried) = carried.filter(|carried| !carried.edits.is_empty()) {
        let edits = run.settings.tampering.edits();
        let ids: Vec<&str> = carried.edits.iter().filter_map(|at| edits.get(*at)).map(|edit| did(&edit.what)).collect();
        let lost = carried.arrived.is_empty();
        let ways = carried.edits.iter().filter_map(|at| edits.get(*at)).map(|edit| way(&edit.what));
        let way = if lost { Way::Lost } else { ways.max_by_key(|way| *way as u8).unwrap_or(Way::Changed) };
        return Some(Delivery { text: ids.join(", "), done: true, unread: lost, lost, way });
    }
    let (text, lost) = match arrived(run, moment.side, record.number) {
        None if run.settings.choice::<value::Replay>() == value::Replay::Yes => return None,
        None => (word("delivery.never"), false),
        Some((_, false)) => (word("delivery.closed"), false),
        Some((_, true)) => return None,
    };
    Some(Delivery { text: text.to_owned(), done: false, unread: true, lost, way: Way::Unread })
}

fn way(what: &What) -> Way {
    match what {
        What::Drop => Way::Lost,
        What::Swap | What::Delay => Way::Held,
        What::Repeat | What::Replay => Way::Doubled,
        What::Flip { .. } | What::Put { .. } | What::Fit { .. } | What::Cut { .. } | What::Share | What::Strip => {
            Way::Changed
        }
    }
}

/// What was done to a record, in two words.
fn did(what: &What) -> &'static str {
    match what {
        What::Flip { .. } => word("delivery.flip"),
        What::Put { .. } | What::Fit { .. } => word("delivery.put"),
        What::Cut { .. } => word("delivery.cut"),
        What::Drop => word("delivery.drop"),
        What::Repeat => word("delivery.repeat"),
        What::Swap => word("delivery.swap"),
        What::Delay => word("delivery.delay"),
        What::Replay => word("delivery.replay"),
        What::Share => word("delivery.share"),
        What::Strip => word("delivery.strip"),
    }
}

/// The record as the other side read it, and whether it opened; `None` if it was never looked at.
pub fn arrived(run: &Run, from: Side, number: u64) -> Option<(&[u8], bool)> {
    let record = received(run, from, number)?;
    Some((record.bytes.as_slice(), record.sealing.as_ref().is_none_or(|sealing| sealing.inner.is_some())))
}

/// The record as the other side's account has it.
pub fn received(run: &Run, from: Side, number: u64) -> Option<&Record> {
    let counted = counted(run, from, number)?;
    run.trace.events().find_map(|(_, side, event)| match event {
        Event::Record(record) if side != from && record.dir == Dir::Received && record.number == counted => {
            Some(record)
        }
        _ => None,
    })
}

/// True if somebody on the way did something to a record of the message.
pub fn meddled(run: &Run, moment: &Moment) -> bool {
    moment.records(&run.trace).any(|record| {
        run.carried.iter().any(|one| one.from == moment.side && one.number == record.number && !one.edits.is_empty())
    })
}

/// The message of a moment as the other side read it, if it did.
pub fn read_of<'a>(run: &'a Run, moment: &Moment) -> Option<&'a Message> {
    let number = moment.message(&run.trace)?.records.0;
    let place = moment.message(&run.trace)?.number;
    let counted = counted(run, moment.side, number)?;
    let messages = |of: Dir, record: u64| {
        run.trace.events().filter_map(move |(_, side, event)| match event {
            Event::Message(one)
                if one.dir == of && (side == moment.side) == (of == Dir::Sent) && one.records.0 == record =>
            {
                Some(one)
            }
            _ => None,
        })
    };
    // A record may hold several.
    let nth = messages(Dir::Sent, number).position(|one| one.number == place)?;
    messages(Dir::Received, counted).nth(nth)
}

/// What arrived of a record that somebody on the way had in hands, with its fields; `None` if nothing did, or nobody had.
pub fn delivered(run: &Run, from: Side, number: u64) -> Option<(Vec<u8>, Spans)> {
    let carried = run.carried.iter().find(|carried| carried.from == from && carried.number == number)?;
    let bytes = arrived(run, from, number).map(|(bytes, _)| bytes).or(carried.arrived.first().map(Vec::as_slice))?;
    Some((bytes.to_vec(), fields_as_sent(run, from, number, bytes)))
}

/// The number under which the other side counts a record.
fn counted(run: &Run, from: Side, number: u64) -> Option<u64> {
    match run.carried.iter().find(|carried| carried.from == from && carried.number == number) {
        Some(carried) => carried.counted.first().copied(),
        None => Some(number),
    }
}

/// The fields of what arrived of a record in the clear, laid out by the rules of who sent it: so the two can be compared.
pub fn fields_as_sent(run: &Run, from: Side, number: u64, bytes: &[u8]) -> Spans {
    let version = run.trace.events().find_map(|(_, side, event)| match event {
        Event::Record(record) if side == from && record.dir == Dir::Sent && record.number == number => {
            Some(record.version)
        }
        _ => None,
    });
    TlsPlaintext::read(version.unwrap_or_default(), bytes).1
}
