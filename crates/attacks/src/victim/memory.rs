//! A server whose reader of heartbeats forgets one comparison. Its memory is made up: one array, in which what comes in takes the
//! place of what came long ago.

use super::Victim;
use super::visits::{Visits, request};
use crate::attack::Mending;
use crate::reach::Stranger;
use crate::tally::Counts;
use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion};
use handshake_core::record::HEADER;

/// Bytes of the array.
const SIZE: usize = 4096;
/// A record's type and a message's two types. RFC 6520 §3 and §4.
const HEARTBEAT: u8 = 24;
const REQUEST: u8 = 1;
const RESPONSE: u8 = 2;
/// Random bytes that follow the payload, at least. RFC 6520 §4.
const PADDING: usize = 16;

/// The server, and those who visit it.
pub struct BleedingServer {
    visits: Visits,
    cookie: Vec<u8>,
    memory: Vec<u8>,
    at: usize,
    compares: bool,
}

impl BleedingServer {
    /// # Errors
    /// If no connection comes about.
    pub fn new(seed: u64, mending: Option<Mending>) -> Result<Self, String> {
        let suite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
        let visits = Visits::new(seed, ProtocolVersion::TLS12, suite, true)?;
        let cookie = visits.cookie();
        Ok(BleedingServer { visits, cookie, memory: vec![0; SIZE], at: 0, compares: mending.is_some() })
    }

    /// Puts what came in where there is room, and says where.
    fn put(&mut self, bytes: &[u8]) -> usize {
        if self.at + bytes.len() > SIZE {
            self.at = 0;
        }
        let at = self.at;
        self.memory.iter_mut().skip(at).zip(bytes).for_each(|(to, from)| *to = *from);
        self.at += bytes.len();
        at
    }

    /// Somebody visits the site, and what is asked for is in memory then.
    fn somebody_comes(&mut self) {
        let Ok(mut visit) = self.visits.connect() else { return };
        let sent = visit.says(&request("marks", &self.cookie), &mut self.visits.counts);
        let _ = visit.server.receive(&sent);
        let request = visit.server.take_data();
        self.put(&request);
    }

    /// The answer to a heartbeat: its payload, as long as it says it is.
    fn answer(&mut self, message: &[u8]) -> Option<Vec<u8>> {
        let ([kind, high, low], payload) = message.split_first_chunk::<3>()?;
        let len = usize::from(u16::from_be_bytes([*high, *low]));
        if *kind != REQUEST || self.compares && len + PADDING > payload.len() {
            return None;
        }
        let at = self.put(payload);
        // The end of the array is the end of what can be read: a real server would have read on, or died.
        let copied = self.memory.get(at..(at + len).min(SIZE))?;
        let said = copied.len().to_be_bytes();
        let padding = [0; PADDING];
        Some([&[RESPONSE], said.get(said.len() - 2..)?, copied, &padding].concat())
    }
}

impl Stranger for BleedingServer {
    fn send(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.visits.counts.connections += 1;
        self.visits.counts.bytes += bytes.len() as u64;
        self.somebody_comes();
        let Some((header, message)) = bytes.split_at_checked(HEADER) else { return Vec::new() };
        let answer = if header.first() == Some(&HEARTBEAT) { self.answer(message) } else { None };
        let Some(answer) = answer else { return Vec::new() };
        self.visits.counts.bytes += (HEADER + answer.len()) as u64;
        let len = (answer.len() as u16).to_be_bytes();
        [&[HEARTBEAT, 3, 3], len.as_slice(), &answer].concat()
    }
}

impl Victim for BleedingServer {
    fn counts(&self) -> Counts {
        self.visits.counts
    }

    fn secret(&self) -> Vec<u8> {
        self.cookie.clone()
    }
}
