//! What a schedule is: a table of rows, each a value and how it is computed.

use super::ScheduleEntry;
use crate::transcript::PointName;

/// How a value is computed from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Drawn at random or received.
    Given,
    /// Zeros, as many as the hash is long.
    Zeros,
    /// The public half that belongs to a private half.
    Public(ScheduleEntry),
    /// (EC)DHE of the two sides' halves: whichever private half is known, with the other's public half.
    SharedSecret,
    /// `HKDF-Extract(salt, ikm)`; no salt means zeros.
    Extract {
        /// Salt.
        salt: Option<ScheduleEntry>,
        /// Input keying material; none means zeros.
        ikm: Option<ScheduleEntry>,
    },
    /// `Derive-Secret(secret, label, messages)`.
    DeriveSecret {
        /// Secret.
        secret: ScheduleEntry,
        /// Label, without "tls13 ".
        label: &'static str,
        /// Messages, named by the last one.
        point: PointName,
    },
    /// `Derive-Secret(secret, "ext binder" | "res binder", "")`: by the kind of the pre-shared key.
    BinderKey {
        /// Secret.
        secret: ScheduleEntry,
    },
    /// `HKDF-Expand-Label(secret, "traffic upd", "", Hash.length)`; at the second update and later `secret` is the value
    /// of the update before. RFC 8446 §7.2.
    Update {
        /// Secret of the first update.
        secret: ScheduleEntry,
    },
    /// `Derive-Secret(secret, label, "")` for the label that the application gave. RFC 8446 §7.5.
    ExporterSecret {
        /// Secret.
        secret: ScheduleEntry,
    },
    /// `HKDF-Expand-Label(secret, "exporter", Hash(context), length)` for the application's context and length.
    Exported {
        /// Secret.
        secret: ScheduleEntry,
    },
    /// `HKDF-Expand-Label(secret, label, context, length)`.
    ExpandLabel {
        /// Secret.
        secret: ScheduleEntry,
        /// Label, without "tls13 ".
        label: &'static str,
        /// Context; none means empty.
        context: Option<ScheduleEntry>,
        /// Length.
        len: Len,
    },
    /// The same bytes as another value.
    Copy(ScheduleEntry),
    /// `PRF(secret, "master secret", client_random + server_random)`, or, if both sides agreed to it,
    /// `PRF(secret, "extended master secret", session_hash)`. RFC 5246 §8.1, RFC 7627 §4.
    MasterSecret {
        /// Secret.
        secret: ScheduleEntry,
        /// Messages of the session hash, named by the last one.
        point: PointName,
    },
    /// `PRF(secret, "key expansion", server_random + client_random)`. RFC 5246 §6.3.
    KeyBlock {
        /// Secret.
        secret: ScheduleEntry,
    },
    /// A piece of the key block.
    Piece {
        /// The key block.
        of: ScheduleEntry,
        /// Which piece.
        piece: Piece,
    },
    /// `PRF(secret, label, Hash(messages))`, 12 bytes. RFC 5246 §7.4.9.
    Finished {
        /// Secret.
        secret: ScheduleEntry,
        /// Label.
        label: &'static str,
        /// Messages, named by the last one.
        point: PointName,
    },
    /// `HMAC(finished_key, Transcript-Hash(messages))`.
    VerifyData {
        /// HMAC key.
        key: ScheduleEntry,
        /// Messages, named by the last one.
        point: PointName,
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
    pub node: ScheduleEntry,
    /// How.
    pub op: Op,
    /// Where it is written.
    pub section: &'static str,
    /// When.
    pub when: When,
}

impl Row {
    /// The nodes that go into it. For the shared secret: the client's view, private half first.
    pub fn inputs(&self) -> Vec<ScheduleEntry> {
        match self.op {
            Op::Given | Op::Zeros => vec![],
            Op::Public(private) => vec![private],
            Op::SharedSecret => vec![
                ScheduleEntry::ClientPrivate,
                ScheduleEntry::ServerPublic,
                ScheduleEntry::ServerPrivate,
                ScheduleEntry::ClientPublic,
            ],
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
            Op::MasterSecret { secret, .. } => vec![secret, ScheduleEntry::ClientRandom, ScheduleEntry::ServerRandom],
            Op::KeyBlock { secret } => vec![secret, ScheduleEntry::ClientRandom, ScheduleEntry::ServerRandom],
            Op::Piece { of, .. } => vec![of],
            Op::Finished { secret, .. } => vec![secret],
        }
    }
}
