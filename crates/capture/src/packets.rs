//! The records of a run in TCP segments, as they pass one of its two sides.

use etherparse::PacketBuilder;
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::run::Run;
use handshake_core::Side;
use handshake_core::trace::{Dir, Event, Outcome, Record};
use handshake_lessons::{say, word};
use std::collections::BTreeMap;

/// A packet of a capture.
#[derive(Clone, Debug, PartialEq)]
pub struct Packet {
    /// When it passed: nanoseconds since 1970.
    pub at: u64,
    /// All of it, from the Ethernet header on.
    pub bytes: Vec<u8>,
    /// Which step of the run it belongs to, in words.
    pub comment: Option<String>,
}

/// Half a round trip, in nanoseconds: what the steps' times count in.
const HALF_TRIP: u64 = 10_000_000;
/// Between two packets of one time.
const GAP: u64 = 1_000;
/// The most that a segment carries on Ethernet: 1500 bytes without the headers of IPv4 and TCP.
const SEGMENT: usize = 1460;
/// Addresses for documentation (RFC 5737), of client and server; and what Ethernet calls local ones.
const ADDRESSES: [[u8; 4]; 2] = [[192, 0, 2, 1], [198, 51, 100, 1]];
const STATIONS: [[u8; 6]; 2] = [[2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]];
/// The client's port is one of those that nobody has reserved (RFC 6335 §6).
const PORTS: [u16; 2] = [49152, 443];
const FIRST_SEQUENCE_NUMBERS: [u32; 2] = [1_000_000, 5_000_000];
const WINDOW: u16 = 64_240;

/// The packets of a run as they pass the side whose account it is; of a run of both sides: the client.
///
/// TCP opens before the first record, and closes after the last one if the connection came to an end. The moment is the
/// run's own, and a step takes place when the page says: half a round trip is 10 ms.
pub fn packets(run: &Run) -> Vec<Packet> {
    let at = run.alone.unwrap_or(Side::Client);
    let mut segments = Segments::open(at, run.settings.now().saturating_mul(1_000_000_000));
    for record in records(run, at) {
        segments.carry(&record);
    }
    if matches!(run.trace.outcome, Outcome::Closed | Outcome::Failed { .. }) {
        segments.close();
    }
    segments.packets
}

/// A record as it passes.
struct Passing<'a> {
    from: Side,
    /// In half round trips since the first message.
    time: usize,
    bytes: &'a [u8],
    comment: String,
}

fn records(run: &Run, at: Side) -> Vec<Passing<'_>> {
    let mut moments = BTreeMap::new();
    for (index, moment) in run.moments.iter().enumerate() {
        moments.extend(moment.events.iter().map(|place| (*place, index)));
    }
    let mut passing = Vec::new();
    for (step, taken) in run.trace.steps.iter().enumerate().filter(|(_, step)| step.side == at) {
        for (event, what) in taken.events.iter().enumerate() {
            let Event::Record(record) = what else { continue };
            let moment = moments.get(&(step, event)).copied().unwrap_or_default();
            let from = if record.dir == Dir::Sent { at } else { at.peer() };
            let sent = run.times.get(moment).copied().unwrap_or_default();
            // What is told at the step in which the other side sent it arrives half a round trip later.
            let is_senders = run.moments.get(moment).is_some_and(|moment| moment.side != at);
            let time = sent + usize::from(record.dir == Dir::Received && is_senders);
            let comment = comment(run, at, record, sending(run, from, record).unwrap_or(moment));
            passing.push(Passing { from, time, bytes: &record.bytes, comment });
        }
    }
    passing
}

/// The moment at which a record was sent. One that was changed on the way is none of those that were sent.
fn sending(run: &Run, from: Side, record: &Record) -> Option<usize> {
    let sends = |moment: &Moment| {
        moment.act == Act::Send
            && moment.side == from
            && moment.records(&run.trace).any(|sent| sent.bytes == record.bytes)
    };
    run.moments.iter().position(sends)
}

/// The step, who sent it, and what it carries.
fn comment(run: &Run, at: Side, record: &Record, moment: usize) -> String {
    let (dir, number) = (record.dir, record.number);
    let carries = |event: &&Event| match event {
        Event::Message(message) => message.dir == dir && (message.records.0..=message.records.1).contains(&number),
        _ => false,
    };
    let own = run.trace.steps.iter().filter(|step| step.side == at).flat_map(|step| &step.events);
    let mut names: Vec<&str> = own.filter(carries).filter_map(name).collect();
    names.dedup();
    let what = if names.is_empty() { word("capture.record").to_owned() } else { names.join(", ") };
    let from = if dir == Dir::Sent { at } else { at.peer() };
    let key = if from == Side::Client { "capture.client" } else { "capture.server" };
    say(key, &[("step", &(moment + 1)), ("what", &what)])
}

fn name(event: &Event) -> Option<&'static str> {
    match event {
        Event::Message(message) => Some(message.name),
        _ => None,
    }
}

/// What each segment says of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flag {
    Syn,
    Push,
    Acknowledge,
    Fin,
}

/// A TCP connection, seen by one of its sides.
struct Segments {
    /// The time of the first message, and of the last packet.
    start: u64,
    last: u64,
    /// The next byte's number, of client and server.
    next: [u32; 2],
    packets: Vec<Packet>,
}

impl Segments {
    /// The three segments that open a connection. RFC 9293 §3.5.
    fn open(at: Side, start: u64) -> Segments {
        let mut segments = Segments { start, last: 0, next: FIRST_SEQUENCE_NUMBERS, packets: Vec::new() };
        // The client sends its hello along with its acknowledgement: a round trip after it began.
        let began = start.saturating_sub(2 * HALF_TRIP);
        let (asked, answered) = match at {
            Side::Client => (began, start),
            Side::Server => (began + HALF_TRIP, began + HALF_TRIP),
        };
        segments.send(Side::Client, Flag::Syn, &[], asked, Some(word("capture.opens").to_owned()));
        segments.send(Side::Server, Flag::Syn, &[], answered, None);
        let acknowledged = if at == Side::Client { start } else { start + HALF_TRIP };
        segments.send(Side::Client, Flag::Acknowledge, &[], acknowledged, None);
        segments
    }

    fn carry(&mut self, record: &Passing) {
        let time = self.start + record.time as u64 * HALF_TRIP;
        for (index, part) in record.bytes.chunks(SEGMENT).enumerate() {
            let comment = (index == 0).then(|| record.comment.clone());
            self.send(record.from, Flag::Push, part, time, comment);
        }
    }

    /// Both sides say that they have no more to send, and the client has heard it. RFC 9293 §3.6.
    fn close(&mut self) {
        let comment = Some(word("capture.closes").to_owned());
        self.send(Side::Client, Flag::Fin, &[], self.last + HALF_TRIP, comment);
        self.send(Side::Server, Flag::Fin, &[], self.last, None);
        self.send(Side::Client, Flag::Acknowledge, &[], self.last, None);
    }

    fn send(&mut self, from: Side, flag: Flag, payload: &[u8], at: u64, comment: Option<String>) {
        let (own, peer) = (from as usize, from.peer() as usize);
        let builder = PacketBuilder::ethernet2(STATIONS[own], STATIONS[peer])
            .ipv4(ADDRESSES[own], ADDRESSES[peer], 64)
            .tcp(PORTS[own], PORTS[peer], self.next[own], WINDOW);
        // All but the very first acknowledge what has come.
        let builder = if self.packets.is_empty() { builder } else { builder.ack(self.next[peer]) };
        let builder = match flag {
            Flag::Syn => builder.syn(),
            Flag::Push => builder.psh(),
            Flag::Fin => builder.fin(),
            Flag::Acknowledge => builder,
        };
        let mut bytes = Vec::with_capacity(builder.size(payload.len()));
        // It fails for what is longer than a packet can be; a segment is cut to fit.
        if builder.write(&mut bytes, payload).is_err() {
            return;
        }
        let counts = payload.len() as u32 + u32::from(matches!(flag, Flag::Syn | Flag::Fin));
        self.next[own] = self.next[own].wrapping_add(counts);
        self.last = at.max(self.last + GAP);
        self.packets.push(Packet { at: self.last, bytes, comment });
    }
}
