//! The transcript: every handshake message so far, and its hash at named points. RFC 8446 §4.4.1.

use crate::codes::HandshakeType;
use crate::crypto::Hash;
use std::collections::BTreeMap;

/// A place in the handshake at which the transcript's hash is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PointName {
    /// No message yet: `Hash("")`.
    Empty,
    /// ClientHello without its binders.
    PartialClientHello,
    /// ClientHello.
    ClientHello,
    /// ClientHello…ServerHello.
    ServerHello,
    /// ClientHello…server Certificate.
    ServerCertificate,
    /// ClientHello…the last message before the server's Finished.
    BeforeServerFinished,
    /// ClientHello…server Finished.
    ServerFinished,
    /// ClientHello…client Certificate.
    ClientCertificate,
    /// ClientHello…the last message before the client's Finished.
    BeforeClientFinished,
    /// ClientHello…client Finished.
    ClientFinished,
    /// ClientHello…ClientKeyExchange, in TLS 1.2: the session hash of RFC 7627 §3.
    ClientKeyExchange,
}

impl PointName {
    /// Every point.
    pub const ALL: [PointName; 11] = [
        PointName::Empty,
        PointName::PartialClientHello,
        PointName::ClientHello,
        PointName::ServerHello,
        PointName::ServerCertificate,
        PointName::BeforeServerFinished,
        PointName::ServerFinished,
        PointName::ClientCertificate,
        PointName::BeforeClientFinished,
        PointName::ClientFinished,
        PointName::ClientKeyExchange,
    ];

    /// The point with this name.
    pub fn by_name(name: &str) -> Option<PointName> {
        PointName::ALL.into_iter().find(|point| point.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            PointName::Empty => "nothing",
            PointName::PartialClientHello => "ClientHello without its binders",
            PointName::ClientHello => "ClientHello",
            PointName::ServerHello => "ClientHello…ServerHello",
            PointName::ServerCertificate => "ClientHello…server Certificate",
            PointName::BeforeServerFinished => "all messages before the server's Finished",
            PointName::ServerFinished => "ClientHello…server Finished",
            PointName::ClientCertificate => "ClientHello…client Certificate",
            PointName::BeforeClientFinished => "all messages before the client's Finished",
            PointName::ClientFinished => "ClientHello…client Finished",
            PointName::ClientKeyExchange => "ClientHello…ClientKeyExchange",
        }
    }
}

/// The messages so far. The hash function is known only once the suite is.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    bytes: Vec<u8>,
    messages: Vec<&'static str>,
    points: BTreeMap<PointName, Vec<u8>>,
    /// Nothing is added any more.
    closed: bool,
}

impl Transcript {
    /// Adds a handshake message, header included. What comes after the handshake is no part of it.
    pub fn add(&mut self, name: &'static str, message: &[u8]) {
        if self.closed || self.points.contains_key(&PointName::ClientFinished) {
            return;
        }
        self.bytes.extend_from_slice(message);
        self.messages.push(name);
    }

    /// Says that the handshake is over. (TLS 1.3's is with the client's Finished.)
    pub fn close(&mut self) {
        self.closed = true;
    }

    /// True once the handshake is over, if somebody has said so.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The messages themselves, one after the other: what TLS 1.2 signs.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Names the point reached, and returns its hash.
    pub fn mark(&mut self, point: PointName, hash: Hash) -> Vec<u8> {
        self.name(point, hash.digest(&self.bytes))
    }

    /// Names a point that ends before the message that is about to be added does, and returns its hash.
    pub fn mark_before(&mut self, point: PointName, hash: Hash, beginning: &[u8]) -> Vec<u8> {
        self.name(point, hash.digest(&[self.bytes.as_slice(), beginning].concat()))
    }

    /// Names a point that ends `cut` bytes before the end of the last message, and returns its hash.
    pub fn mark_short(&mut self, point: PointName, hash: Hash, cut: usize) -> Vec<u8> {
        let end = self.bytes.len().saturating_sub(cut);
        self.name(point, hash.digest(self.bytes.get(..end).unwrap_or_default()))
    }

    fn name(&mut self, point: PointName, value: Vec<u8>) -> Vec<u8> {
        self.points.insert(point, value.clone());
        value
    }

    /// Puts a `message_hash` message in the place of the first ClientHello, since a HelloRetryRequest follows. RFC 8446
    /// §4.4.1.
    pub fn fold_client_hello(&mut self, hash: Hash) {
        let value = hash.digest(&self.bytes);
        self.bytes = [&[HandshakeType::MESSAGE_HASH.0, 0, 0, hash.len() as u8], value.as_slice()].concat();
        self.messages = vec!["message_hash(ClientHello)"];
        self.points.clear();
    }

    /// The hash at a point, if it has been reached.
    pub fn at(&self, point: PointName) -> Option<&Vec<u8>> {
        self.points.get(&point)
    }

    /// Names of the messages so far.
    pub fn messages(&self) -> &[&'static str] {
        &self.messages
    }
}
