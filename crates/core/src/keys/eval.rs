//! Fills the schedule in, as far as what is known reaches.

use super::{Key, Len, Op, Piece, SCHEDULE, ScheduleEntry, When};
use crate::crypto::{Aead, Hash, Suite, Suite12, hkdf_label, shared_secret};
use crate::msgs::codes::NamedGroup;
use crate::side::Side;
use crate::transcript::{PointName, Transcript};
use std::collections::BTreeMap;

/// Where a pre-shared key comes from. RFC 8446 §4.2.11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PskKind {
    /// From a ticket of an earlier connection.
    #[default]
    Resumption,
    /// Agreed on outside of TLS.
    External,
}

/// What one party knows of the schedule.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    known: BTreeMap<ScheduleEntry, Vec<u8>>,
    suite: Option<Suite>,
    group: Option<NamedGroup>,
    psk: Option<PskKind>,
    /// A pre-shared key is in use, and it is not known: no zeros are in its place.
    psk_is_secret: bool,
    early_data: bool,
    tls12: Option<Tls12>,
}

/// What TLS 1.2's keys depend on.
#[derive(Clone, Copy, Debug)]
struct Tls12 {
    suite: Suite12,
    /// Both sides agreed to RFC 7627.
    extended_master_secret: bool,
}

impl Keys {
    /// A value, if known.
    pub fn get(&self, node: ScheduleEntry) -> Option<&[u8]> {
        self.known.get(&node).map(Vec::as_slice)
    }

    /// The suite, once chosen.
    pub fn suite(&self) -> Option<Suite> {
        self.suite
    }

    /// Fixes the suite, and with it the hash and all lengths.
    pub fn set_suite(&mut self, suite: Suite) {
        self.suite = Some(suite);
    }

    /// The TLS 1.2 suite, once chosen.
    pub fn suite12(&self) -> Option<Suite12> {
        self.tls12.map(|tls12| tls12.suite)
    }

    /// Fixes the version as TLS 1.2 or the older one that the suite names, the suite, and the form of the master secret (RFC 7627).
    pub fn set_suite12(&mut self, suite: Suite12, extended_master_secret: bool) {
        self.tls12 = Some(Tls12 { suite, extended_master_secret });
    }

    /// Whether TLS 1.2's master secret is bound to the handshake (RFC 7627); `None` if this is not TLS 1.2.
    pub fn extended_master_secret(&self) -> Option<bool> {
        self.tls12.map(|tls12| tls12.extended_master_secret)
    }

    /// The hash of the suite, once that is chosen.
    pub fn hash(&self) -> Option<Hash> {
        self.tls12.map(|tls12| tls12.suite.hash).or_else(|| self.suite.map(|suite| suite.hash))
    }

    /// Fixes the group of the key exchange.
    pub fn set_group(&mut self, group: NamedGroup) {
        self.group = Some(group);
    }

    /// Says that a pre-shared key has been offered, and of what kind it is.
    pub fn use_psk(&mut self, kind: PskKind) {
        self.psk = Some(kind);
    }

    /// Says that a pre-shared key is in use that whoever looks on does not know.
    pub fn use_secret_psk(&mut self) {
        self.psk_is_secret = true;
    }

    /// Says that early data has been offered.
    pub fn use_early_data(&mut self) {
        self.early_data = true;
    }

    /// Takes in a value from outside the schedule. What was computed from another value of it is forgotten.
    pub fn know(&mut self, node: ScheduleEntry, value: Vec<u8>) -> Key {
        if self.known.get(&node).is_some_and(|old| *old != value) {
            self.forget(node);
        }
        self.known.insert(node, value.clone());
        Key { node, value, transcript: None, info: None }
    }

    /// Forgets a value and all that was computed from it.
    pub fn forget(&mut self, node: ScheduleEntry) {
        let mut stale = vec![node];
        self.known.remove(&node);
        for row in SCHEDULE {
            if !matches!(row.op, Op::Public(_)) && row.inputs().iter().any(|input| stale.contains(input)) {
                stale.push(row.node);
                self.known.remove(&row.node);
            }
        }
    }

    /// The pre-shared key was not taken: zeros take its place.
    pub fn forget_psk(&mut self) {
        self.psk = None;
        self.early_data = false;
        self.forget(ScheduleEntry::Psk);
    }

    /// Computes everything that can be computed by now and was not before, in the table's order.
    pub fn evaluate(&mut self, transcript: &Transcript) -> Vec<Key> {
        let mut fresh = Vec::new();
        for row in SCHEDULE {
            let wanted = match (row.when, self.tls12) {
                (When::Always, _) | (When::Tls13, None) | (When::Tls12, Some(_)) => true,
                (When::Psk, None) => self.psk.is_some(),
                (When::EarlyData, None) => self.early_data,
                _ => false,
            };
            let is_secret = self.psk_is_secret && row.node == ScheduleEntry::Psk;
            if !wanted || is_secret || self.known.contains_key(&row.node) {
                continue;
            }
            if let Some(key) = self.compute(row.node, row.op, transcript) {
                self.known.insert(row.node, key.value.clone());
                fresh.push(key);
            }
        }
        fresh
    }

    /// The next generation of a side's application traffic secret. RFC 8446 §7.2. What was made from the one before is
    /// forgotten. `None` before there is one.
    pub fn update(&mut self, writer: Side) -> Option<Key> {
        let node = ScheduleEntry::updated(writer);
        let Op::Update { secret } = super::Row::of(node).op else { return None };
        let before = self.known.get(&node).or_else(|| self.known.get(&secret))?.clone();
        let hash = self.suite?.hash;
        let info = hkdf_label("traffic upd", &[], hash.len());
        let value = hash.expand(&before, &info, hash.len())?;
        self.forget(node);
        self.known.insert(node, value.clone());
        Some(Key { node, value, transcript: None, info: Some(info) })
    }

    /// `TLS-Exporter(label, context, len)`, RFC 8446 §7.5: the values that are computed, the last of which is the one
    /// asked for. In TLS 1.2: RFC 5705 §4, to which no context is not the same as an empty one. `None` before the exporter master secret (the master secret) is known, for a
    /// label of more than 249 bytes, or more than 255 blocks of output.
    pub fn export(&mut self, label: &str, context: Option<&[u8]>, len: usize) -> Option<Vec<Key>> {
        if let Some(tls12) = self.tls12 {
            return self.export12(tls12, label, context, len).map(|key| vec![key]);
        }
        let hash = self.suite?.hash;
        let master = self.known.get(&ScheduleEntry::ExporterMaster)?;
        if label.len() > 249 || len > 255 * hash.len() {
            return None;
        }
        let info = hkdf_label(label, &hash.digest(b""), hash.len());
        let secret = hash.expand(master, &info, hash.len())?;
        let transcript = Some((PointName::Empty, hash.digest(b"")));
        let first = Key { node: ScheduleEntry::ExporterSecret, value: secret.clone(), transcript, info: Some(info) };
        let info = hkdf_label("exporter", &hash.digest(context.unwrap_or_default()), len);
        let value = hash.expand(&secret, &info, len)?;
        let second = Key { node: ScheduleEntry::Exported, value: value.clone(), transcript: None, info: Some(info) };
        self.known.insert(ScheduleEntry::ExporterSecret, secret);
        self.known.insert(ScheduleEntry::Exported, value);
        Some(vec![first, second])
    }

    fn export12(&mut self, tls12: Tls12, label: &str, context: Option<&[u8]>, len: usize) -> Option<Key> {
        let hash = tls12.suite.hash;
        let master = self.known.get(&ScheduleEntry::MasterSecret12)?;
        if RESERVED.contains(&label)
            || label.len() > 249
            || len > 255 * hash.len()
            || context.is_some_and(|context| context.len() > 0xffff)
        {
            return None;
        }
        let randoms =
            [self.known.get(&ScheduleEntry::ClientRandom)?.as_slice(), self.known.get(&ScheduleEntry::ServerRandom)?]
                .concat();
        // No context is another one than an empty one: its length is not there. RFC 5705 §4.
        let context = context.map(|context| [(context.len() as u16).to_be_bytes().as_slice(), context].concat());
        let info = [label.as_bytes(), &randoms, &context.unwrap_or_default()].concat();
        let value = hash.prf(master, &info, len);
        self.known.insert(ScheduleEntry::Exported, value.clone());
        Some(Key { node: ScheduleEntry::Exported, value, transcript: None, info: Some(info) })
    }

    fn compute(&self, node: ScheduleEntry, op: Op, transcript: &Transcript) -> Option<Key> {
        let plain = |value| Some(Key { node, value, transcript: None, info: None });
        if op == Op::SharedSecret {
            return plain(self.shared_secret()?);
        }
        if let Some(tls12) = self.tls12 {
            return self.compute12(tls12, node, op, transcript);
        }
        let suite = self.suite?;
        let hash = suite.hash;
        let zeros = vec![0; hash.len()];
        let value_or_zeros = |node: Option<ScheduleEntry>| match node {
            Some(node) => self.known.get(&node).cloned(),
            None => Some(zeros.clone()),
        };
        match op {
            // A public half is made together with its private one: both are given.
            Op::Given | Op::Public(_) | Op::SharedSecret => None,
            // Only on command: see `update` and `export`.
            Op::Update { .. } | Op::ExporterSecret { .. } | Op::Exported { .. } => None,
            // Of the other version.
            Op::Copy(_) | Op::MasterSecret { .. } | Op::KeyBlock { .. } | Op::Piece { .. } | Op::Finished { .. } => {
                None
            }
            Op::Zeros => plain(zeros),
            Op::Extract { salt, ikm } => plain(hash.extract(&value_or_zeros(salt)?, &value_or_zeros(ikm)?)),
            Op::DeriveSecret { secret, label, point } => self.derive(node, secret, label, point, hash, transcript),
            Op::BinderKey { secret } => {
                let label = match self.psk? {
                    PskKind::Resumption => "res binder",
                    PskKind::External => "ext binder",
                };
                self.derive(node, secret, label, PointName::Empty, hash, transcript)
            }
            Op::ExpandLabel { secret, label, context, len } => {
                let context = match context {
                    Some(context) => self.known.get(&context)?.clone(),
                    None => Vec::new(),
                };
                let len = match len {
                    Len::Hash => hash.len(),
                    Len::Key => suite.aead.key_len(),
                    Len::Iv => Aead::IV_LEN,
                };
                let info = hkdf_label(label, &context, len);
                let value = hash.expand(self.known.get(&secret)?, &info, len)?;
                Some(Key { node, value, transcript: None, info: Some(info) })
            }
            Op::VerifyData { key, point } => {
                let messages = transcript.at(point)?.clone();
                let value = hash.hmac(self.known.get(&key)?, &messages);
                Some(Key { node, value, transcript: Some((point, messages)), info: None })
            }
        }
    }

    /// A value of TLS 1.2's table.
    fn compute12(&self, tls12: Tls12, node: ScheduleEntry, op: Op, transcript: &Transcript) -> Option<Key> {
        let hash = tls12.suite.hash;
        let get = |node: ScheduleEntry| self.known.get(&node).map(Vec::as_slice);
        let prf = |secret: ScheduleEntry, label: &str, seed: &[u8], len: usize, transcript| {
            let info = [label.as_bytes(), seed].concat();
            let value = hash.prf(get(secret)?, &info, len);
            Some(Key { node, value, transcript, info: Some(info) })
        };
        match op {
            Op::Copy(from) => Some(Key { node, value: get(from)?.to_vec(), transcript: None, info: None }),
            Op::MasterSecret { secret, point } if tls12.extended_master_secret => {
                let messages = transcript.at(point)?.clone();
                prf(secret, "extended master secret", &messages.clone(), 48, Some((point, messages)))
            }
            Op::MasterSecret { secret, .. } => {
                let randoms = [get(ScheduleEntry::ClientRandom)?, get(ScheduleEntry::ServerRandom)?].concat();
                prf(secret, "master secret", &randoms, 48, None)
            }
            Op::KeyBlock { secret } => {
                let randoms = [get(ScheduleEntry::ServerRandom)?, get(ScheduleEntry::ClientRandom)?].concat();
                let len = PIECES.iter().map(|piece| piece_len(tls12.suite, *piece)).sum();
                prf(secret, "key expansion", &randoms, len, None)
            }
            Op::Piece { of, piece } => {
                let before = PIECES.iter().take_while(|other| **other != piece);
                let start: usize = before.map(|other| piece_len(tls12.suite, *other)).sum();
                let len = piece_len(tls12.suite, piece);
                let value = get(of)?.get(start..start + len)?.to_vec();
                (len > 0).then_some(Key { node, value, transcript: None, info: None })
            }
            Op::Finished { secret, label, point } => {
                let messages = transcript.at(point)?.clone();
                prf(secret, label, &messages.clone(), 12, Some((point, messages)))
            }
            _ => None,
        }
    }

    fn derive(
        &self,
        node: ScheduleEntry,
        secret: ScheduleEntry,
        label: &'static str,
        point: PointName,
        hash: Hash,
        transcript: &Transcript,
    ) -> Option<Key> {
        let messages = match point {
            PointName::Empty => hash.digest(b""),
            _ => transcript.at(point)?.clone(),
        };
        let info = hkdf_label(label, &messages, hash.len());
        let value = hash.expand(self.known.get(&secret)?, &info, hash.len())?;
        Some(Key { node, value, transcript: Some((point, messages)), info: Some(info) })
    }

    fn shared_secret(&self) -> Option<Vec<u8>> {
        let group = self.group?;
        let halves = [
            (Side::Client, ScheduleEntry::ClientPrivate, ScheduleEntry::ServerPublic),
            (Side::Server, ScheduleEntry::ServerPrivate, ScheduleEntry::ClientPublic),
        ];
        halves.iter().find_map(|(side, private, public)| {
            shared_secret(group, *side, self.known.get(private)?, self.known.get(public)?)
        })
    }
}

/// What the handshake itself uses: an exporter with such a label would give its values away. RFC 5705 §4, RFC 7627 §4.
const RESERVED: [&str; 5] =
    ["client finished", "server finished", "master secret", "key expansion", "extended master secret"];

/// The key block's pieces in their order. RFC 5246 §6.3.
const PIECES: [Piece; 6] =
    [Piece::ClientMac, Piece::ServerMac, Piece::ClientKey, Piece::ServerKey, Piece::ClientIv, Piece::ServerIv];

fn piece_len(suite: Suite12, piece: Piece) -> usize {
    match piece {
        Piece::ClientMac | Piece::ServerMac => suite.bulk.mac_key_len(),
        Piece::ClientKey | Piece::ServerKey => suite.bulk.key_len(),
        Piece::ClientIv | Piece::ServerIv => suite.fixed_iv_len(),
    }
}
