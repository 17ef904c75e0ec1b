//! What both sides keep of a connection in order to resume it, and pre-shared keys from elsewhere. RFC 8446 §2.2.

use crate::codes::CipherSuite;
use crate::crypto::{Hash, Suite};
use crate::keys::PskKind;
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

/// A pre-shared key that a client offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientPsk {
    /// The ticket, or the name of an external key.
    pub identity: Vec<u8>,
    /// Age of the ticket in milliseconds plus its `ticket_age_add`, modulo 2^32; 0 for an external key.
    pub obfuscated_ticket_age: u32,
    /// The key.
    pub secret: Vec<u8>,
    /// Where it comes from.
    pub kind: PskKind,
    /// Its hash is the key's, and early data is sealed with its AEAD.
    pub suite: CipherSuite,
    /// Bytes of early data that the server takes with it; 0: none.
    pub max_early_data: u32,
    /// The application protocol that early data is for.
    pub alpn: Option<Vec<u8>>,
}

impl ClientPsk {
    /// A key that both sides got outside of TLS; early data is not sent with it. RFC 8446 §4.2.11: its hash is SHA-256
    /// unless agreed otherwise.
    pub fn external(identity: &[u8], secret: &[u8], suite: CipherSuite) -> Self {
        ClientPsk {
            identity: identity.to_vec(),
            obfuscated_ticket_age: 0,
            secret: secret.to_vec(),
            kind: PskKind::External,
            suite,
            max_early_data: 0,
            alpn: None,
        }
    }

    /// The hash that it is used with; `None` for a suite that this engine can't do.
    pub fn hash(&self) -> Option<Hash> {
        Suite::get(self.suite).map(|suite| suite.hash)
    }
}

/// What a client keeps of a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSession {
    /// Whom it is for.
    pub server_name: Option<String>,
    /// The ticket.
    pub ticket: Vec<u8>,
    /// The key it stands for.
    pub secret: Vec<u8>,
    /// Suite of the connection it came over.
    pub suite: CipherSuite,
    /// Application protocol of that connection.
    pub alpn: Option<Vec<u8>>,
    /// When it came, in seconds since 1970.
    pub received_at: u64,
    /// Seconds for which it is good.
    pub lifetime: u32,
    /// `ticket_age_add`.
    pub age_add: u32,
    /// Bytes of early data it is good for; 0: none.
    pub max_early_data: u32,
}

impl ClientSession {
    /// The key to offer at this time (seconds since 1970); `None` once the ticket has expired.
    pub fn psk(&self, now: u64) -> Option<ClientPsk> {
        let age = now.saturating_sub(self.received_at);
        if age > u64::from(self.lifetime) {
            return None;
        }
        Some(ClientPsk {
            identity: self.ticket.clone(),
            // Modulo 2^32: §4.2.11.1.
            obfuscated_ticket_age: ((age * 1000) as u32).wrapping_add(self.age_add),
            secret: self.secret.clone(),
            kind: PskKind::Resumption,
            suite: self.suite,
            max_early_data: self.max_early_data,
            alpn: self.alpn.clone(),
        })
    }
}

/// What a TLS 1.2 client keeps of a connection. RFC 5246 §7.4.1.2, RFC 5077.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientSession12 {
    /// Whom it is with.
    pub server_name: Option<String>,
    /// The session id; empty if there is none.
    pub id: Vec<u8>,
    /// The ticket; empty if there is none.
    pub ticket: Vec<u8>,
    /// The secret that all keys come from.
    pub master_secret: Vec<u8>,
    /// Suite of the connection.
    pub suite: CipherSuite,
    /// Whether the master secret is bound to the handshake (RFC 7627).
    pub extended_master_secret: bool,
}

/// What a server keeps of a ticket, of a session id, or of an external key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerSession {
    /// The key.
    pub secret: Vec<u8>,
    /// Where it comes from.
    pub kind: PskKind,
    /// Suite of the connection.
    pub suite: CipherSuite,
    /// Application protocol of that connection.
    pub alpn: Option<Vec<u8>>,
    /// When the ticket was issued, in seconds since 1970.
    pub issued_at: u64,
    /// Seconds for which it is good.
    pub lifetime: u32,
    /// `ticket_age_add`.
    pub age_add: u32,
    /// Bytes of early data it is good for; 0: none.
    pub max_early_data: u32,
    /// The certificate chain (DER) by which the client had shown who it is, if it had.
    pub client_chain: Vec<Vec<u8>>,
    /// The name that the client asked for, to which TLS 1.2 binds a session (RFC 6066 §3); none in TLS 1.3.
    pub server_name: Option<String>,
    /// For TLS 1.2, where `secret` is the master secret: whether that is bound to the handshake (RFC 7627). `None` for
    /// TLS 1.3.
    pub tls12: Option<bool>,
}

impl ServerSession {
    /// The hash that its key is used with; `None` for a suite that this engine can't do.
    pub fn hash(&self) -> Option<Hash> {
        Suite::get(self.suite).map(|suite| suite.hash)
    }

    /// How far the client's claim of the ticket's age is off, in milliseconds. RFC 8446 §8.3.
    pub fn age_error(&self, obfuscated: u32, now: u64) -> u64 {
        let claimed = u64::from(obfuscated.wrapping_sub(self.age_add));
        claimed.abs_diff(now.saturating_sub(self.issued_at) * 1000)
    }
}

/// Where a server keeps its tickets' keys. All its connections share it.
pub trait SessionStore: Send + Sync {
    /// Keeps a session under a ticket.
    fn keep(&self, ticket: &[u8], session: ServerSession);

    /// The session of a ticket, or an external key by its name.
    fn find(&self, identity: &[u8]) -> Option<ServerSession>;

    /// True if early data may be read that comes with this hello, named by its binder: a store that protects against
    /// replay says so once. RFC 8446 §8.2.
    fn first_use(&self, binder: &[u8]) -> bool;
}

/// A [`SessionStore`] in memory.
#[derive(Debug, Default)]
pub struct MemorySessions {
    sessions: Mutex<HashMap<Vec<u8>, ServerSession>>,
    seen: Mutex<HashSet<Vec<u8>>>,
    allow_replay: bool,
}

impl MemorySessions {
    /// Sessions it holds at most: beyond that, new tickets are forgotten at once.
    pub const MAX: usize = 100_000;

    /// One that recognises a ClientHello it has seen.
    pub fn new() -> Self {
        MemorySessions::default()
    }

    /// One that does not: early data can be replayed to it.
    pub fn without_replay_protection() -> Self {
        MemorySessions { allow_replay: true, ..MemorySessions::default() }
    }

    /// Adds a key that both sides got outside of TLS.
    pub fn add_external(&self, identity: &[u8], secret: &[u8], suite: CipherSuite) {
        let session = ServerSession {
            secret: secret.to_vec(),
            kind: PskKind::External,
            suite,
            alpn: None,
            issued_at: 0,
            lifetime: u32::MAX,
            age_add: 0,
            max_early_data: 0,
            client_chain: Vec::new(),
            server_name: None,
            tls12: None,
        };
        self.keep(identity, session);
    }
}

impl SessionStore for MemorySessions {
    fn keep(&self, ticket: &[u8], session: ServerSession) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() < MemorySessions::MAX {
            sessions.insert(ticket.to_vec(), session);
        }
    }

    fn find(&self, identity: &[u8]) -> Option<ServerSession> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(identity).cloned()
    }

    fn first_use(&self, binder: &[u8]) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // A store that can remember no more takes no early data: safe, if slower.
        self.allow_replay || (seen.len() < MemorySessions::MAX && seen.insert(binder.to_vec()))
    }
}
