//! Connections between a browser and its site, made by the engine.

use crate::reach::{AFTER_COOKIE, BEFORE_COOKIE, BEFORE_PATH, COOKIE_LEN, COOKIE_LETTERS, HOST};
use crate::tally::Counts;
use handshake_core::client::{ClientConfig, ClientConnection};
use handshake_core::msgs::codes::{CipherSuite, ProtocolVersion};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::random::{Randomness, Seeded};
use handshake_core::server::{ServerConfig, ServerConnection};
use handshake_core::session::MemorySessions;
use handshake_core::trace::Side;
use std::sync::Arc;

/// On all clocks: 2026-06-01.
const NOW: u64 = 1_780_272_000;

/// A browser and a site that it comes back to, each time with the session of the first visit.
pub struct Visits {
    client: ClientConfig,
    server: Arc<ServerConfig>,
    seed: u64,
    /// What has crossed the wire.
    pub counts: Counts,
}

/// One visit.
pub struct Visit {
    /// The browser's end.
    pub client: ClientConnection,
    /// The site's end.
    pub server: ServerConnection,
}

impl Visits {
    /// Visits in this version with this suite, with or without RFC 7366.
    ///
    /// # Errors
    /// If no certificate can be issued, or the first visit fails.
    pub fn new(
        seed: u64,
        version: ProtocolVersion,
        suite: CipherSuite,
        encrypt_then_mac: bool,
    ) -> Result<Visits, String> {
        let issued = TeachingCa::new(CertificateKind::EcdsaP256, seed).issue(HOST)?;
        let verifier = WebPkiVerifier::new(&[&issued.root]).map_err(|_| "the root is no root".to_owned())?;
        let mut client = ClientConfig::new(HOST, Arc::new(verifier)).with_versions(&[version]);
        let mut server = ServerConfig::new(vec![issued.identity]).with_versions(&[version]);
        (client.suites, server.suites) = (vec![suite], vec![suite]);
        client.tls12.encrypt_then_mac = encrypt_then_mac;
        server.sessions = Some(Arc::new(MemorySessions::new()));
        let mut visits = Visits { client, server: Arc::new(server), seed, counts: Counts::default() };
        let first = visits.connect()?;
        visits.client.tls12.session = first.client.session12().cloned();
        Ok(visits)
    }

    /// The chance of one purpose, by the seed.
    pub fn random(&self, purpose: &str) -> Seeded {
        Seeded::new(self.seed, &format!("attack {purpose}"))
    }

    /// A cookie.
    pub fn cookie(&self) -> Vec<u8> {
        let mut bytes = [0; COOKIE_LEN];
        self.random("cookie").fill("cookie", &mut bytes);
        bytes.iter().filter_map(|byte| COOKIE_LETTERS.get(usize::from(*byte) % COOKIE_LETTERS.len()).copied()).collect()
    }

    /// One visit more, up to where both can send.
    ///
    /// # Errors
    /// If the handshake fails.
    pub fn connect(&mut self) -> Result<Visit, String> {
        self.counts.connections += 1;
        let random = |side: Side| -> Box<dyn Randomness> {
            Box::new(self.random(&format!("{} {}", side.name(), self.counts.connections)))
        };
        let mut visit = Visit {
            client: ClientConnection::new(Arc::new(self.client.clone()), random(Side::Client), NOW),
            server: ServerConnection::new(self.server.clone(), random(Side::Server), NOW),
        };
        visit.client.receive(&[]).map_err(|_| "the client has failed".to_owned())?;
        loop {
            let up = visit.client.take_output();
            visit.server.receive(&up).map_err(|_| "the server has failed".to_owned())?;
            let down = visit.server.take_output();
            visit.client.receive(&down).map_err(|_| "the client has failed".to_owned())?;
            self.counts.bytes += (up.len() + down.len()) as u64;
            if up.is_empty() && down.is_empty() {
                break;
            }
        }
        visit.forget();
        match visit.client.is_connected() && visit.server.is_connected() {
            true => Ok(visit),
            false => Err("the handshake came to no end".to_owned()),
        }
    }
}

impl Visit {
    /// The browser sends this. What crosses the wire.
    pub fn says(&mut self, content: &[u8], counts: &mut Counts) -> Vec<u8> {
        let _ = self.client.send(content);
        let sent = self.client.take_output();
        counts.bytes += sent.len() as u64;
        sent
    }

    /// Lets go of the account, which would grow with every record.
    pub fn forget(&mut self) {
        self.client.take_steps();
        self.server.take_steps();
    }
}

/// What a browser sends for a path.
pub fn request(path: &str, cookie: &[u8]) -> Vec<u8> {
    [BEFORE_PATH.as_bytes(), path.as_bytes(), BEFORE_COOKIE.as_bytes(), cookie, AFTER_COOKIE.as_bytes()].concat()
}
