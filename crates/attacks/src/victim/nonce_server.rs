//! A server that seals all its records with one nonce.

use super::Victim;
use super::visits::{Visit, Visits};
use crate::attack::Mending;
use crate::reach::{Between, Heard, PUBLIC_PAGE};
use crate::tally::{Counts, Tally};
use handshake_core::connection::Status;
use handshake_core::crypto::Aead;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{CipherSuite, ContentType, ProtocolVersion};
use handshake_core::record::tls12;

/// The site and a reader of three pages, in TLS 1.2 or, mended so, in TLS 1.3.
pub struct NonceServer {
    visits: Visits,
    visit: Visit,
    secret: Vec<u8>,
    sent: u64,
    /// The sequence number of the records; where it is wrong, it is for the additional data alone.
    counts_up: bool,
    /// What the reader has taken for the server's.
    believed: Vec<u8>,
}

/// Its nonce: what a counter holds that is never counted up.
const EXPLICIT: [u8; 8] = [0; 8];

impl NonceServer {
    /// # Errors
    /// If no connection comes about.
    pub fn new(seed: u64, mending: Option<Mending>) -> Result<Self, String> {
        let (version, suite) = match mending {
            Some(Mending::DerivedNonce) => (ProtocolVersion::TLS13, CipherSuite::TLS_AES_128_GCM_SHA256),
            _ => (ProtocolVersion::TLS12, CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256),
        };
        let mut visits = Visits::new(seed, version, suite, true)?;
        let visit = visits.connect()?;
        let secret = [b"HTTP/1.1 200 OK\r\nSet-Cookie: session=".as_slice(), &visits.cookie()].concat();
        Ok(NonceServer { visits, visit, secret, sent: 0, counts_up: mending.is_some(), believed: Vec::new() })
    }

    /// The record that a server without a counter makes of this.
    fn seal(&self, content: &[u8]) -> Option<Vec<u8>> {
        let keys = self.visit.server.keys();
        let (key, iv) = (keys.get(ScheduleEntry::ServerWriteKey)?, keys.get(ScheduleEntry::ServerWriteIv)?);
        let data = ContentType::APPLICATION_DATA;
        // The server's Finished had number 0.
        let aad = tls12::additional_data(ProtocolVersion::TLS12, self.sent, data, content.len());
        let (ciphertext, tag) = Aead::Aes128Gcm.seal(key, &[iv, &EXPLICIT].concat(), &aad, content)?;
        let header = tls12::header(ProtocolVersion::TLS12, data, EXPLICIT.len() + ciphertext.len() + tag.len());
        Some([header.as_slice(), &EXPLICIT, &ciphertext, &tag].concat())
    }

    fn arrives(&mut self, record: &[u8]) -> Heard {
        self.visits.counts.bytes += record.len() as u64;
        let _ = self.visit.client.receive(record);
        let bytes = self.visit.client.take_output();
        self.visits.counts.bytes += bytes.len() as u64;
        self.believed = self.visit.client.take_data();
        self.visit.forget();
        Heard { bytes, hung_up: matches!(self.visit.client.status(), Status::Failed(_)) }
    }
}

impl Between for NonceServer {
    fn next(&mut self) -> Option<Vec<u8>> {
        let pages =
            [PUBLIC_PAGE.as_bytes().to_vec(), self.secret.clone(), b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()];
        let page = pages.get(usize::try_from(self.sent).ok()?)?;
        self.sent += 1;
        let record = match self.counts_up {
            true => {
                let _ = self.visit.server.send(page);
                self.visit.server.take_output()
            }
            false => self.seal(page)?,
        };
        self.arrives(&record);
        Some(record)
    }

    fn forge(&mut self, bytes: &[u8]) -> Heard {
        self.arrives(bytes)
    }
}

impl Victim for NonceServer {
    fn counts(&self) -> Counts {
        self.visits.counts
    }

    fn secret(&self) -> Vec<u8> {
        self.secret.clone()
    }

    fn is_beaten(&self, tally: &Tally) -> bool {
        tally.text() == Some(self.secret()) && tally.forged.as_ref() == Some(&self.believed)
    }
}
