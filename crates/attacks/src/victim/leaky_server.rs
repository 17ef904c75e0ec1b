//! A server that hangs up on wrong padding, and answers a wrong MAC with an alert.

use super::Victim;
use super::visits::{Visit, Visits, request};
use crate::attack::Mending;
use crate::reach::{Heard, Relay};
use crate::tally::Counts;
use handshake_core::connection::Status;
use handshake_core::crypto::cbc;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion};
use handshake_core::record::HEADER;
use handshake_core::server::ServerConnection;

/// The site and its visitor's browser, in TLS 1.2 with AES-CBC.
pub struct LeakyServer {
    visits: Visits,
    visit: Option<Visit>,
    cookie: Vec<u8>,
    /// It looks at the padding first, and is done if that is wrong.
    looks_first: bool,
}

impl LeakyServer {
    /// # Errors
    /// If no connection comes about.
    pub fn new(seed: u64, mending: Option<Mending>) -> Result<Self, String> {
        let suite = match mending {
            Some(Mending::Aead) => CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            _ => CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        };
        let encrypt_then_mac = mending == Some(Mending::EncryptThenMac);
        let visits = Visits::new(seed, ProtocolVersion::TLS12, suite, encrypt_then_mac)?;
        let cookie = visits.cookie();
        // With encrypt-then-MAC or an AEAD what is inside is looked at only once it is known to be whole: no code of the server
        // comes before that.
        Ok(LeakyServer { visits, visit: None, cookie, looks_first: mending.is_none() })
    }
}

/// Whether a record of AES-CBC with an IV of its own ends in padding. RFC 5246 §6.2.3.2.
fn is_padded(server: &ServerConnection, record: &[u8]) -> Option<bool> {
    let (iv, blocks) = record.get(HEADER..)?.split_at_checked(cbc::BLOCK)?;
    let key = server.keys().get(ScheduleEntry::ClientWriteKey)?;
    let plain = cbc::decrypt(key, iv, blocks)?;
    let last = *plain.last()?;
    let padding = plain.get(plain.len().checked_sub(usize::from(last) + 1)?..)?;
    Some(padding.iter().all(|byte| *byte == last))
}

impl Relay for LeakyServer {
    fn request(&mut self, path: &str) -> Vec<u8> {
        let Ok(mut visit) = self.visits.connect() else { return Vec::new() };
        let sent = visit.says(&request(path, &self.cookie), &mut self.visits.counts);
        self.visit = Some(visit);
        sent
    }

    fn deliver(&mut self, bytes: &[u8]) -> Heard {
        let hung_up = Heard { bytes: Vec::new(), hung_up: true };
        let Some(mut visit) = self.visit.take() else { return hung_up };
        self.visits.counts.bytes += bytes.len() as u64;
        if self.looks_first && is_padded(&visit.server, bytes) != Some(true) {
            return hung_up;
        }
        let _ = visit.server.receive(bytes);
        let answer = visit.server.take_output();
        self.visits.counts.bytes += answer.len() as u64;
        Heard { bytes: answer, hung_up: matches!(visit.server.status(), Status::Failed(_)) }
    }
}

impl Victim for LeakyServer {
    fn counts(&self) -> Counts {
        self.visits.counts
    }

    fn secret(&self) -> Vec<u8> {
        self.cookie.clone()
    }
}
