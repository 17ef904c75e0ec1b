//! What a schedule is: a table of rows, each a value and how it is computed.

use super::Node;
use crate::transcript::Point;

/// How a value is computed from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Drawn at random or received.
    Given,
    /// Zeros, as many as the hash is long.
    Zeros,
    /// The public half that belongs to a private half.
    Public(Node),
    /// (EC)DHE of the two sides' halves: whichever private half is known, with the other's public half.
    SharedSecret,
    /// `HKDF-Extract(salt, ikm)`; no salt means zeros.
    Extract {
        /// Salt.
        salt: Option<Node>,
        /// Input keying material; none means zeros.
        ikm: Option<Node>,
    },
    /// `Derive-Secret(secret, label, messages)`.
    DeriveSecret {
        /// Secret.
        secret: Node,
        /// Label, without "tls13 ".
        label: &'static str,
        /// Messages, named by the last one.
        point: Point,
    },
    /// `Derive-Secret(secret, "ext binder" | "res binder", "")`: by the kind of the pre-shared key.
    BinderKey {
        /// Secret.
        secret: Node,
    },
    /// `HKDF-Expand-Label(secret, "traffic upd", "", Hash.length)`; at the second update and later `secret` is the value
    /// of the update before. RFC 8446 §7.2.
    Update {
        /// Secret of the first update.
        secret: Node,
    },
    /// `Derive-Secret(secret, label, "")` for the label that the application gave. RFC 8446 §7.5.
    ExporterSecret {
        /// Secret.
        secret: Node,
    },
    /// `HKDF-Expand-Label(secret, "exporter", Hash(context), length)` for the application's context and length.
    Exported {
        /// Secret.
        secret: Node,
    },
    /// `HKDF-Expand-Label(secret, label, context, length)`.
    ExpandLabel {
        /// Secret.
        secret: Node,
        /// Label, without "tls13 ".
        label: &'static str,
        /// Context; none means empty.
        context: Option<Node>,
        /// Length.
        len: Len,
    },
    /// The same bytes as another value.
    Copy(Node),
    /// `PRF(secret, "master secret", client_random + server_random)`, or, if both sides agreed to it,
    /// `PRF(secret, "extended master secret", session_hash)`. RFC 5246 §8.1, RFC 7627 §4.
    MasterSecret {
        /// Secret.
        secret: Node,
        /// Messages of the session hash, named by the last one.
        point: Point,
    },
    /// `PRF(secret, "key expansion", server_random + client_random)`. RFC 5246 §6.3.
    KeyBlock {
        /// Secret.
        secret: Node,
    },
    /// A piece of the key block.
    Piece {
        /// The key block.
        of: Node,
        /// Which piece.
        piece: Piece,
    },
    /// `PRF(secret, label, Hash(messages))`, 12 bytes. RFC 5246 §7.4.9.
    Finished {
        /// Secret.
        secret: Node,
        /// Label.
        label: &'static str,
        /// Messages, named by the last one.
        point: Point,
    },
    /// `HMAC(finished_key, Transcript-Hash(messages))`.
    VerifyData {
        /// HMAC key.
        key: Node,
        /// Messages, named by the last one.
        point: Point,
    },
}

/// A length that depends on the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Len {
    /// The hash's.
    Hash,
    /// The AEAD's key.
    Key,
    /// The AEAD's iv.
    Iv,
}

/// A piece of TLS 1.2's key block, in its order there. RFC 5246 §6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Piece {
    /// client_write_MAC_key.
    ClientMac,
    /// server_write_MAC_key.
    ServerMac,
    /// client_write_key.
    ClientKey,
    /// server_write_key.
    ServerKey,
    /// client_write_IV.
    ClientIv,
    /// server_write_IV.
    ServerIv,
}

/// What must be in use for a row to be of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Nothing: the row is part of every handshake.
    Always,
    /// TLS 1.3.
    Tls13,
    /// TLS 1.2.
    Tls12,
    /// TLS 1.3, and a pre-shared key has been offered.
    Psk,
    /// TLS 1.3, and early data has been offered.
    EarlyData,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is computed.
    pub node: Node,
    /// How.
    pub op: Op,
    /// Where it is written.
    pub section: &'static str,
    /// When.
    pub when: When,
}

impl Row {
    /// The row that computes a node.
    pub fn of(node: Node) -> &'static Row {
        super::SCHEDULE.iter().find(|row| row.node == node).unwrap_or(&super::SCHEDULE[0])
    }

    /// The nodes that go into it. For the shared secret: the client's view, private half first.
    pub fn inputs(&self) -> Vec<Node> {
        match self.op {
            Op::Given | Op::Zeros => vec![],
            Op::Public(private) => vec![private],
            Op::SharedSecret => vec![Node::ClientPrivate, Node::ServerPublic, Node::ServerPrivate, Node::ClientPublic],
            Op::Extract { salt, ikm } => salt.into_iter().chain(ikm).collect(),
            Op::DeriveSecret { secret, .. }
            | Op::BinderKey { secret }
            | Op::Update { secret }
            | Op::ExporterSecret { secret }
            | Op::Exported { secret } => vec![secret],
            Op::ExpandLabel { secret, context, .. } => std::iter::once(secret).chain(context).collect(),
            Op::VerifyData { key, .. } => vec![key],
            Op::Copy(node) => vec![node],
            // With an extended master secret the randoms go in by the session hash, and this is the plain one's list.
            Op::MasterSecret { secret, .. } => vec![secret, Node::ClientRandom, Node::ServerRandom],
            Op::KeyBlock { secret } => vec![secret, Node::ClientRandom, Node::ServerRandom],
            Op::Piece { of, .. } => vec![of],
            Op::Finished { secret, .. } => vec![secret],
        }
    }
}
