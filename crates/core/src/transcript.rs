//! The transcript: every handshake message so far, and its hash at named points. RFC 8446 §4.4.1.

use crate::crypto::Hash;
use std::collections::BTreeMap;

/// A place in the handshake at which the transcript's hash is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Point {
    /// No message yet: `Hash("")`.
    Empty,
    /// ClientHello…ServerHello.
    ServerHello,
    /// ClientHello…server Certificate.
    ServerCertificate,
    /// ClientHello…server CertificateVerify.
    ServerCertificateVerify,
    /// ClientHello…server Finished.
    ServerFinished,
    /// ClientHello…client Finished.
    ClientFinished,
}

impl Point {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Point::Empty => "nothing",
            Point::ServerHello => "ClientHello…ServerHello",
            Point::ServerCertificate => "ClientHello…server Certificate",
            Point::ServerCertificateVerify => "ClientHello…server CertificateVerify",
            Point::ServerFinished => "ClientHello…server Finished",
            Point::ClientFinished => "ClientHello…client Finished",
        }
    }
}

/// The messages so far. The hash function is known only once the suite is.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    bytes: Vec<u8>,
    messages: Vec<&'static str>,
    points: BTreeMap<Point, Vec<u8>>,
}

impl Transcript {
    /// Adds a handshake message, header included. What comes after the handshake is no part of it.
    pub fn add(&mut self, name: &'static str, message: &[u8]) {
        if self.points.contains_key(&Point::ClientFinished) {
            return;
        }
        self.bytes.extend_from_slice(message);
        self.messages.push(name);
    }

    /// Names the point reached, and returns its hash.
    pub fn mark(&mut self, point: Point, hash: Hash) -> Vec<u8> {
        let value = hash.digest(&self.bytes);
        self.points.insert(point, value.clone());
        value
    }

    /// The hash at a point, if it has been reached.
    pub fn at(&self, point: Point) -> Option<&Vec<u8>> {
        self.points.get(&point)
    }

    /// Names of the messages so far.
    pub fn messages(&self) -> &[&'static str] {
        &self.messages
    }
}
