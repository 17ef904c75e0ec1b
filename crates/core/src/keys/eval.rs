//! Fills the schedule in, as far as what is known reaches.

use super::{Node, Op, SCHEDULE};
use crate::crypto::{Aead, Suite, hkdf_label, shared_secret};
use crate::keys::tls13::Len;
use crate::msgs::codes::NamedGroup;
use crate::trace::Key;
use crate::transcript::{Point, Transcript};
use std::collections::BTreeMap;

/// What one party knows of the schedule.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    known: BTreeMap<Node, Vec<u8>>,
    suite: Option<Suite>,
    group: Option<NamedGroup>,
}

impl Keys {
    /// A value, if known.
    pub fn get(&self, node: Node) -> Option<&[u8]> {
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

    /// Fixes the group of the key exchange.
    pub fn set_group(&mut self, group: NamedGroup) {
        self.group = Some(group);
    }

    /// Takes in a value from outside the schedule. What was computed from another value of it is forgotten.
    pub fn know(&mut self, node: Node, value: Vec<u8>) -> Key {
        if self.known.insert(node, value.clone()).is_some_and(|old| old != value) {
            let mut stale = vec![node];
            for row in SCHEDULE {
                if !matches!(row.op, Op::Public(_)) && row.inputs().iter().any(|input| stale.contains(input)) {
                    stale.push(row.node);
                    self.known.remove(&row.node);
                }
            }
        }
        Key { node, value, transcript: None, info: None }
    }

    /// Computes everything that can be computed by now and was not before, in the table's order.
    pub fn evaluate(&mut self, transcript: &Transcript) -> Vec<Key> {
        let mut fresh = Vec::new();
        for row in SCHEDULE {
            if self.known.contains_key(&row.node) {
                continue;
            }
            if let Some(key) = self.compute(row.node, row.op, transcript) {
                self.known.insert(row.node, key.value.clone());
                fresh.push(key);
            }
        }
        fresh
    }

    fn compute(&self, node: Node, op: Op, transcript: &Transcript) -> Option<Key> {
        let plain = |value| Some(Key { node, value, transcript: None, info: None });
        if op == Op::SharedSecret {
            return plain(self.shared_secret()?);
        }
        let suite = self.suite?;
        let hash = suite.hash;
        let zeros = vec![0; hash.len()];
        let value_or_zeros = |node: Option<Node>| match node {
            Some(node) => self.known.get(&node).cloned(),
            None => Some(zeros.clone()),
        };
        match op {
            // A public half is made together with its private one: both are given.
            Op::Given | Op::Public(_) | Op::SharedSecret => None,
            Op::Zeros => plain(zeros),
            Op::Extract { salt, ikm } => plain(hash.extract(&value_or_zeros(salt)?, &value_or_zeros(ikm)?)),
            Op::DeriveSecret { secret, label, point } => {
                let messages = match point {
                    Point::Empty => hash.digest(b""),
                    _ => transcript.at(point)?.clone(),
                };
                let info = hkdf_label(label, &messages, hash.len());
                let value = hash.expand(self.known.get(&secret)?, &info, hash.len())?;
                Some(Key { node, value, transcript: Some((point, messages)), info: Some(info) })
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

    fn shared_secret(&self) -> Option<Vec<u8>> {
        let group = self.group?;
        let halves = [(Node::ClientPrivate, Node::ServerPublic), (Node::ServerPrivate, Node::ClientPublic)];
        halves
            .iter()
            .find_map(|(private, public)| shared_secret(group, self.known.get(private)?, self.known.get(public)?))
    }
}
