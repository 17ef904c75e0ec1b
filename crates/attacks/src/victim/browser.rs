//! Browsers in which somebody else's script runs.

use super::Victim;
use super::visits::{Visit, Visits, request};
use crate::attack::Mending;
use crate::reach::{TappedRequests, TappedStream};
use crate::tally::Counts;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion};
use std::io::Write;

/// A browser with one connection that stays open, in TLS 1.0 or, mended, in 1.1.
pub struct StreamingBrowser {
    visits: Visits,
    visit: Visit,
    cookie: Vec<u8>,
    /// The first byte of what is sent goes in a record of its own.
    splits: bool,
}

impl StreamingBrowser {
    /// # Errors
    /// If no connection comes about.
    pub fn new(seed: u64, mending: Option<Mending>) -> Result<Self, String> {
        let version = match mending {
            Some(Mending::ExplicitIv) => ProtocolVersion::TLS11,
            _ => ProtocolVersion::TLS10,
        };
        let suite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA;
        let mut visits = Visits::new(seed, version, suite, false)?;
        let (visit, cookie) = (visits.connect()?, visits.cookie());
        Ok(StreamingBrowser { visits, visit, cookie, splits: mending == Some(Mending::Split) })
    }

    fn send(&mut self, content: &[u8]) -> Vec<u8> {
        let (first, rest) = content.split_at(usize::from(self.splits && content.len() > 1));
        let pieces = [first, rest].into_iter().filter(|piece| !piece.is_empty());
        let sent: Vec<u8> = pieces.flat_map(|piece| self.visit.says(piece, &mut self.visits.counts)).collect();
        let _ = self.visit.server.receive(&sent);
        self.visit.server.take_data();
        self.visit.forget();
        sent
    }
}

impl TappedStream for StreamingBrowser {
    fn request(&mut self, path: &str) -> Vec<u8> {
        self.send(&request(path, &self.cookie.clone()))
    }

    fn add(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.send(bytes)
    }
}

impl Victim for StreamingBrowser {
    fn counts(&self) -> Counts {
        self.visits.counts
    }

    fn secret(&self) -> Vec<u8> {
        self.cookie.clone()
    }
}

/// A browser that compresses what it sends before it is sealed, as TLS could until 1.3. The engine negotiates no compression:
/// this stands in its place, before the record layer.
pub struct CompressingBrowser {
    visits: Visits,
    cookie: Vec<u8>,
    compresses: bool,
}

/// A record's content, compressed. RFC 3749 §2.
fn compressed(content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

impl CompressingBrowser {
    /// # Errors
    /// If no connection comes about.
    pub fn new(seed: u64, mending: Option<Mending>) -> Result<Self, String> {
        let suite = CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
        let visits = Visits::new(seed, ProtocolVersion::TLS12, suite, true)?;
        let cookie = visits.cookie();
        Ok(CompressingBrowser { visits, cookie, compresses: mending != Some(Mending::NoCompression) })
    }
}

impl TappedRequests for CompressingBrowser {
    fn request(&mut self, path: &str) -> Vec<u8> {
        let Ok(mut visit) = self.visits.connect() else { return Vec::new() };
        let content = request(path, &self.cookie);
        let content = if self.compresses { compressed(&content).unwrap_or_default() } else { content };
        visit.says(&content, &mut self.visits.counts)
    }

    fn visit(&mut self, cookie: &[u8]) -> bool {
        self.visits.counts.connections += 1;
        cookie == self.cookie
    }
}

impl Victim for CompressingBrowser {
    fn counts(&self) -> Counts {
        self.visits.counts
    }

    fn secret(&self) -> Vec<u8> {
        self.cookie.clone()
    }
}
