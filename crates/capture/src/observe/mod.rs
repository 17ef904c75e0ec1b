//! A recorded connection, as somebody sees it who has only the recording and, perhaps, its secrets.
//!
//! What comes out is an account in the form of the engine's own: that of the client, since every message is either sent or
//! received by it. Nothing was checked and nothing was chosen by whoever looks on, so it holds no checks and no choices;
//! without secrets it holds what an eavesdropper has.

mod alone;
mod before_tls12;
mod messages;
mod seals;

pub use alone::alone;

use crate::key_log::Secrets;
use crate::read::{Connection, Piece};
use handshake_core::msgs::codes::{CipherSuite, ContentType, ProtocolVersion};
use handshake_core::msgs::{Alert, ApplicationData, ChangeCipherSpec, ClientHello};
use handshake_core::record::{Deframer, Sealing, TlsCiphertext, TlsPlaintext, tls12};
use handshake_core::trace::{Dir, Event, Message, Outcome, Record, StateName, Step};
use handshake_core::{Side, Trace};
use handshake_wire::{Spans, decode};
use messages::{Handshake, dir};
use seals::Seals;

/// Steps of a connection that are told at most: of a long download its beginning is enough.
const STEPS: usize = 4_000;

/// What became of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The account.
    pub trace: Trace,
    /// Records that stayed sealed.
    pub sealed: usize,
    /// Records that are told.
    pub records: usize,
    /// Where a side's bytes stop making sense: the packet, counted from 1.
    pub stopped: Option<u64>,
    /// More happened than is told.
    pub shortened: bool,
    /// What the client offered.
    pub hello: Option<ClientHello>,
    /// What the server chose: the version and the suite.
    pub chosen: Option<(ProtocolVersion, CipherSuite)>,
}

/// Goes through a connection with what is known of its secrets.
pub fn observe(connection: &Connection, secrets: &Secrets) -> Observed {
    let mut observer = Observer::new(secrets);
    for piece in &connection.pieces {
        let gap = connection.gaps.iter().find(|gap| gap.from == piece.from && gap.packet <= piece.packet);
        if let Some(gap) = gap {
            observer.stop(piece.from, gap.packet);
        }
        observer.take(piece);
    }
    observer.end(connection)
}

struct Observer<'a> {
    sides: [Half; 2],
    handshake: Handshake,
    seals: Seals<'a>,
    steps: Vec<Step>,
    state: StateName,
    closed: [bool; 2],
    sealed: usize,
    records: usize,
    stopped: Option<u64>,
    shortened: bool,
}

/// One direction.
#[derive(Default)]
struct Half {
    deframer: Deframer,
    records: u64,
    messages: usize,
    /// Handshake bytes that make no whole message yet, and the record in which they began.
    waiting: Vec<u8>,
    since: u64,
    /// Records that were sent before the message that they carry was whole.
    carried: Vec<Event>,
    stopped: bool,
}

impl<'a> Observer<'a> {
    fn new(secrets: &'a Secrets) -> Observer<'a> {
        Observer {
            sides: [Half::default(), Half::default()],
            handshake: Handshake::default(),
            seals: Seals::new(secrets),
            steps: Vec::new(),
            state: "START",
            closed: [false; 2],
            sealed: 0,
            records: 0,
            stopped: None,
            shortened: false,
        }
    }

    /// From here on a side's bytes are not read: some are missing, or they are no records.
    fn stop(&mut self, side: Side, packet: u64) {
        self.sides[side as usize].stopped = true;
        self.stopped = Some(self.stopped.map_or(packet, |before| before.min(packet)));
    }

    fn take(&mut self, piece: &Piece) {
        if self.sides[piece.from as usize].stopped {
            return;
        }
        self.sides[piece.from as usize].deframer.feed(&piece.bytes);
        loop {
            let half = &mut self.sides[piece.from as usize];
            if half
                .deframer
                .header()
                .is_some_and(|(content_type, _)| !ContentType::NAMED.contains(&ContentType(content_type)))
            {
                return self.stop(piece.from, piece.packet);
            }
            let Some(record) = half.deframer.take() else { return };
            if self.steps.len() >= STEPS {
                self.shortened = true;
                return;
            }
            self.record(piece.from, record);
        }
    }

    fn record(&mut self, from: Side, bytes: Vec<u8>) {
        let half = &mut self.sides[from as usize];
        let number = half.records;
        half.records += 1;
        self.records += 1;
        let (content_type, fragment) = tls12::split(&bytes);
        let mut events = Vec::new();
        let version = self.handshake.version();
        let protected = self.seals.protects(from, content_type, version);
        let (content, sealing) = match protected {
            true => {
                let sealing = self.seals.open(from, &bytes, &self.handshake, &mut events);
                (
                    sealing
                        .as_ref()
                        .and_then(|sealing| sealing.inner.clone())
                        .map(|inner| (inner.content_type, inner.content)),
                    sealing,
                )
            }
            false => (Some((content_type, fragment.to_vec())), None),
        };
        let before = self.state;
        self.sealed += usize::from(content.is_none());
        let messages = self.content(from, content, number);
        let dir = dir(from);
        // A hello is sent by the rules of the newest version that it offers, and read by those of the newest that was offered.
        let version = if dir == Dir::Sent { self.handshake.version() } else { version };
        let spans = spans(protected, version, &bytes, sealing.as_ref());
        let record = Event::Record(Record { dir, number, version, bytes, spans, sealing });
        if dir == Dir::Received {
            events.push(record);
            events.extend(messages);
        } else {
            let half = &mut self.sides[from as usize];
            half.carried.push(record);
            // What a side sends is told with the message first; a record that carries only a part of it waits for the rest.
            if messages.is_empty() && !half.waiting.is_empty() {
                return;
            }
            let carried = std::mem::take(&mut half.carried);
            // A message and what follows from it: the record stands between.
            let cut = messages.iter().rposition(|event| matches!(event, Event::Message(_))).map_or(0, |last| last + 1);
            let (told, follows) = messages.split_at(cut);
            events.extend(told.iter().cloned().chain(carried).chain(follows.iter().cloned()));
        }
        self.steps.push(Step { side: Side::Client, from: before, to: self.state, events });
    }

    /// The messages in a record's content, and the keys that follow from them.
    fn content(&mut self, from: Side, content: Option<(ContentType, Vec<u8>)>, number: u64) -> Vec<Event> {
        let mut events = Vec::new();
        let Some((content_type, content)) = content else { return events };
        match content_type {
            ContentType::HANDSHAKE => {
                let half = &mut self.sides[from as usize];
                if half.waiting.is_empty() {
                    half.since = number;
                }
                half.waiting.extend_from_slice(&content);
                while let Some(message) = self.sides[from as usize].next_message() {
                    let records = (self.sides[from as usize].since, number);
                    self.sides[from as usize].since = number;
                    self.handshake_message(from, message, records, &mut events);
                }
            }
            ContentType::ALERT => {
                let (read, spans) = decode::<Alert>(&content);
                self.closed[from as usize] = true;
                if self.closed == [true; 2] || content.first() == Some(&2) {
                    self.state = "CLOSED";
                }
                events.push(self.message(from, "Alert", content_type, content, spans, read.err(), (number, number)));
            }
            ContentType::CHANGE_CIPHER_SPEC => {
                let (read, spans) = decode::<ChangeCipherSpec>(&content);
                let name = ChangeCipherSpec::NAME;
                events.push(self.message(from, name, content_type, content, spans, read.err(), (number, number)));
                self.seals.changed(from, &mut self.handshake, &mut events);
            }
            _ => {
                let (_, spans) = decode::<ApplicationData>(&content);
                let name = "application data";
                events.push(self.message(from, name, content_type, content, spans, None, (number, number)));
            }
        }
        events
    }

    fn handshake_message(&mut self, from: Side, bytes: Vec<u8>, records: (u64, u64), events: &mut Vec<Event>) {
        let read = self.handshake.read(from, &bytes);
        if let Some(state) = self.handshake.state(from, read.msg_type) {
            self.state = state;
        }
        events.push(self.message(from, read.name, ContentType::HANDSHAKE, bytes, read.spans, read.malformed, records));
        self.seals.follow(from, read.msg_type, &mut self.handshake, events);
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a message")]
    fn message(
        &mut self,
        from: Side,
        name: &'static str,
        content_type: ContentType,
        bytes: Vec<u8>,
        spans: Spans,
        malformed: Option<handshake_wire::WireError>,
        records: (u64, u64),
    ) -> Event {
        let half = &mut self.sides[from as usize];
        let number = half.messages;
        half.messages += 1;
        Event::Message(Message { dir: dir(from), number, name, content_type, bytes, spans, malformed, records })
    }

    fn end(self, connection: &Connection) -> Observed {
        let outcome = match (self.closed, self.handshake.is_complete()) {
            ([true, true], true) => Outcome::Closed,
            (_, true) => Outcome::Connected,
            _ => Outcome::Incomplete,
        };
        Observed {
            trace: Trace { steps: self.steps, outcome },
            sealed: self.sealed,
            records: self.records,
            stopped: self.stopped,
            shortened: self.shortened || connection.left_out > 0,
            chosen: self.handshake.version.zip(self.handshake.server.as_ref().map(|server| server.cipher_suite)),
            hello: self.handshake.hello,
        }
    }
}

impl Half {
    fn next_message(&mut self) -> Option<Vec<u8>> {
        let header = self.waiting.first_chunk::<4>()?;
        let len = 4 + u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize;
        (self.waiting.len() >= len).then(|| self.waiting.drain(..len).collect())
    }
}

fn spans(protected: bool, version: ProtocolVersion, bytes: &[u8], sealing: Option<&Sealing>) -> Spans {
    match (sealing, protected) {
        (Some(sealing), _) => sealing.form.spans(bytes),
        (None, true) => decode::<TlsCiphertext>(bytes).1,
        (None, false) => TlsPlaintext::read(version, bytes).1,
    }
}
