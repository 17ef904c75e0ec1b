//! TCP put together again: segments in order, doubled ones once, lost ones as gaps. RFC 9293 §3.4.

use super::link::Segment;
use handshake_core::Side;
use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;

/// Bytes that are kept of a connection: its handshake, and what was said first.
const KEPT: usize = 512 << 10;
/// Connections that are kept, and bytes of all of them together.
const CONNECTIONS: usize = 4096;
const KEPT_OF_ALL: usize = 64 << 20;
/// Bytes that wait for a segment which is late, before it is taken for lost.
const WAITING: usize = 256 << 10;
/// Segments that wait at a time: each that comes is compared with all of them.
const LATE: usize = 1024;
/// Connections that are followed at a time.
const FOLLOWED: usize = 16_384;
/// Bytes by which a ClientHello is known: type and version of the record, its length, type of the message.
const HELLO: usize = 6;

/// Bytes of a side, as they arrived in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Who sent them.
    pub from: Side,
    /// The packet that brought them, counted from 1.
    pub packet: u64,
    /// When: nanoseconds since 1970.
    pub at: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Bytes of a side that the capture lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Whose.
    pub from: Side,
    /// The packet before which they are missing, counted from 1.
    pub packet: u64,
    /// How many.
    pub bytes: u64,
}

/// A TCP connection in which a ClientHello was sent, from there on.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// Who sent the ClientHello.
    pub client: SocketAddr,
    /// Who got it.
    pub server: SocketAddr,
    /// What each side sent, in the order in which it passed.
    pub pieces: Vec<Piece>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// Bytes that were passed over, since more are not kept.
    pub left_out: u64,
    /// Both sides, or one at once, ended the connection.
    pub ended: bool,
}

/// All connections of a capture.
#[derive(Default)]
pub struct Streams {
    open: HashMap<[SocketAddr; 2], Stream>,
    done: Vec<Connection>,
    /// The order in which connections with TLS began.
    order: Vec<u64>,
    kept: usize,
    began: u64,
    pub without_tls: u64,
}

/// A connection while it is followed. The two directions have the places of the two addresses in its key.
#[derive(Default)]
struct Stream {
    halves: [Half; 2],
    /// Which of the two addresses is the client's, once it has sent a ClientHello.
    client: Option<usize>,
    began: u64,
    pieces: Vec<(usize, Piece)>,
    gaps: Vec<(usize, Gap)>,
    kept: usize,
    left_out: u64,
    ends: [bool; 2],
}

#[derive(Default)]
struct Half {
    /// The first byte's sequence number, and the next one's.
    first: Option<u32>,
    next: Option<u32>,
    /// What came too early, by sequence number.
    waiting: BTreeMap<u32, Late>,
    held: usize,
    /// What came since no TLS has begun, as far as a ClientHello would show in it.
    beginning: Vec<u8>,
}

struct Late {
    packet: u64,
    at: u64,
    bytes: Vec<u8>,
}

impl Streams {
    /// Takes a segment in.
    pub fn take(&mut self, segment: &Segment, packet: u64, at: u64) {
        let mut key = [segment.from, segment.to];
        key.sort_unstable();
        let from = usize::from(key[0] != segment.from);
        // A new connection in place of an old one between the same ports.
        let is_new = segment.syn && self.open.get(&key).is_some_and(|stream| stream.is_another(from, segment.sequence));
        if is_new && let Some(stream) = self.open.remove(&key) {
            self.finish(key, stream);
        }
        if !self.open.contains_key(&key) {
            self.make_room();
            self.began += 1;
            self.open.insert(key, Stream { began: self.began, ..Stream::default() });
        }
        let Some(stream) = self.open.get_mut(&key) else { return };
        let before = stream.kept;
        stream.take(from, segment, packet, at, KEPT_OF_ALL.saturating_sub(self.kept));
        self.kept += stream.kept - before;
    }

    /// Those that speak TLS, in the order in which they began.
    pub fn end(mut self) -> (Vec<Connection>, u64) {
        let mut open: Vec<_> = std::mem::take(&mut self.open).into_iter().collect();
        open.sort_by_key(|(_, stream)| stream.began);
        for (key, stream) in open {
            self.finish(key, stream);
        }
        let mut done: Vec<_> = self.order.into_iter().zip(self.done).collect();
        done.sort_by_key(|(began, _)| *began);
        (done.into_iter().map(|(_, connection)| connection).collect(), self.without_tls)
    }

    fn finish(&mut self, key: [SocketAddr; 2], mut stream: Stream) {
        for from in 0..2 {
            stream.give_up_waiting(from, KEPT_OF_ALL.saturating_sub(self.kept));
        }
        let Some(client) = stream.client.filter(|_| self.done.len() < CONNECTIONS) else {
            self.without_tls += u64::from(stream.client.is_none());
            return;
        };
        let side = |from: usize| if from == client { Side::Client } else { Side::Server };
        let piece = |(from, piece): (usize, Piece)| Piece { from: side(from), ..piece };
        let gap = |(from, gap): (usize, Gap)| Gap { from: side(from), ..gap };
        self.order.push(stream.began);
        self.done.push(Connection {
            client: key[client],
            server: key[1 - client],
            pieces: stream.pieces.into_iter().map(piece).collect(),
            gaps: stream.gaps.into_iter().map(gap).collect(),
            left_out: stream.left_out,
            ended: stream.ends == [true; 2],
        });
    }

    /// When too many are followed, those without TLS are let go: it would have begun by now.
    fn make_room(&mut self) {
        if self.open.len() < FOLLOWED {
            return;
        }
        let before = self.open.len();
        self.open.retain(|_, stream| stream.client.is_some());
        self.without_tls += (before - self.open.len()) as u64;
        if self.open.len() >= FOLLOWED {
            let oldest = self.open.iter().min_by_key(|(_, stream)| stream.began).map(|(key, _)| *key);
            if let Some((key, stream)) = oldest.and_then(|key| Some((key, self.open.remove(&key)?))) {
                self.finish(key, stream);
            }
        }
    }
}

impl Stream {
    /// Whether a SYN begins another connection than this one: it is not this one's own, sent again.
    fn is_another(&self, from: usize, sequence: u32) -> bool {
        self.halves[from].first.is_some_and(|first| first != sequence.wrapping_add(1))
    }

    fn take(&mut self, from: usize, segment: &Segment, packet: u64, at: u64, room: usize) {
        let first = segment.sequence.wrapping_add(u32::from(segment.syn));
        let half = &mut self.halves[from];
        half.first.get_or_insert(first);
        let next = *half.next.get_or_insert(first);
        if !segment.payload.is_empty() {
            let ahead = first.wrapping_sub(next);
            let late = Late { packet, at, bytes: segment.payload.to_vec() };
            // What seems to lie more than half of all numbers ahead lies behind: it was sent again.
            match ahead < 1 << 31 {
                true if ahead > 0 => half.wait(first, late),
                true => self.deliver(from, late, room),
                false => {
                    let known = next.wrapping_sub(first) as usize;
                    if let Some(fresh) = late.bytes.get(known..).filter(|fresh| !fresh.is_empty()) {
                        self.deliver(from, Late { bytes: fresh.to_vec(), ..late }, room);
                    }
                }
            }
            self.deliver_waiting(from, room);
            if self.halves[from].held > WAITING || self.halves[from].waiting.len() > LATE {
                self.give_up_waiting(from, room);
            }
        }
        self.ends[from] |= segment.fin;
        if segment.rst {
            self.ends = [true; 2];
        }
    }

    /// What has been waiting and now follows.
    fn deliver_waiting(&mut self, from: usize, room: usize) {
        while let Some(late) = self.halves[from].next_waiting() {
            self.deliver(from, late, room);
        }
    }

    /// What is missing is lost: goes on behind it.
    fn give_up_waiting(&mut self, from: usize, room: usize) {
        while let Some((ahead, late)) = self.halves[from].skip() {
            // Before TLS began nothing is missed.
            if self.client.is_some() {
                self.gaps.push((from, Gap { from: Side::Client, packet: late.packet, bytes: ahead.into() }));
            }
            self.halves[from].beginning.clear();
            self.deliver(from, late, room);
            self.deliver_waiting(from, room);
        }
    }

    fn deliver(&mut self, from: usize, late: Late, room: usize) {
        let half = &mut self.halves[from];
        half.next = half.next.map(|next| next.wrapping_add(late.bytes.len() as u32));
        let mut bytes = late.bytes;
        if self.client.is_none() {
            // With STARTTLS the hello is not what comes first, but it does come at the beginning of a segment.
            if half.beginning.len() >= HELLO || !could_be_hello(&half.beginning) {
                half.beginning.clear();
            }
            half.beginning.extend_from_slice(&bytes);
            if !is_hello(&half.beginning) {
                half.beginning.truncate(HELLO);
                return;
            }
            bytes = std::mem::take(&mut half.beginning);
            self.client = Some(from);
        }
        if self.kept + bytes.len() > KEPT.min(self.kept.saturating_add(room)) {
            self.left_out += bytes.len() as u64;
            return;
        }
        // Once something was left out, what follows it would not make sense.
        if self.left_out > 0 {
            self.left_out += bytes.len() as u64;
            return;
        }
        self.kept += bytes.len();
        self.pieces.push((from, Piece { from: Side::Client, packet: late.packet, at: late.at, bytes }));
    }
}

impl Half {
    fn wait(&mut self, sequence: u32, late: Late) {
        let len = late.bytes.len();
        // Of two that begin at one place the longer one is kept.
        if self.waiting.get(&sequence).is_some_and(|known| known.bytes.len() >= len) {
            return;
        }
        self.held += len;
        if let Some(replaced) = self.waiting.insert(sequence, late) {
            self.held -= replaced.bytes.len();
        }
    }

    /// The next one that begins at or before the next byte, and has more.
    fn next_waiting(&mut self) -> Option<Late> {
        let next = self.next?;
        loop {
            let reached = |sequence: &&u32| next.wrapping_sub(**sequence) < 1 << 31;
            let sequence = *self.waiting.keys().find(reached)?;
            let late = self.waiting.remove(&sequence)?;
            self.held -= late.bytes.len();
            let known = next.wrapping_sub(sequence) as usize;
            if let Some(fresh) = late.bytes.get(known..).filter(|fresh| !fresh.is_empty()) {
                return Some(Late { bytes: fresh.to_vec(), ..late });
            }
        }
    }

    /// The nearest one that waits, and how many bytes are missing before it.
    fn skip(&mut self) -> Option<(u32, Late)> {
        let next = self.next?;
        let sequence = *self.waiting.keys().min_by_key(|sequence| sequence.wrapping_sub(next))?;
        let late = self.waiting.remove(&sequence)?;
        self.held -= late.bytes.len();
        self.next = Some(sequence);
        Some((sequence.wrapping_sub(next), late))
    }
}

/// A record of the handshake that begins with a ClientHello. RFC 9846 §5.1.
fn is_hello(bytes: &[u8]) -> bool {
    matches!(bytes, [22, 3, 0..=4, _, _, 1, ..])
}

fn could_be_hello(bytes: &[u8]) -> bool {
    let known = [Some(22), Some(3)];
    bytes.iter().zip(known).all(|(byte, known)| known.is_none_or(|known| known == *byte))
}
