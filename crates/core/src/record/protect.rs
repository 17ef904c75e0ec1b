//! Sealing and opening. RFC 8446 §5.2 and §5.3; in TLS 1.2's forms: RFC 5246 §6.2.3.

use super::HEADER;
use super::form::Form;
use super::sealing::{Inner, Sealing};
use super::tls12::{self, Block, Opened};
use crate::crypto::{Aead, cbc};
use crate::epoch::Epoch;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{ContentType, ProtocolVersion};
use crate::side::Side;

/// One direction's keys and sequence number.
#[derive(Clone, Debug)]
pub struct Protection {
    /// What protects, and in which form.
    pub form: Form,
    /// Which keys.
    pub epoch: Epoch,
    /// Whose keys.
    pub writer: Side,
    /// Nodes of key and iv.
    pub nodes: (ScheduleEntry, ScheduleEntry),
    /// Write key.
    pub key: Vec<u8>,
    /// Write iv; of a CBC suite: empty, but in TLS 1.0 the next record's IV, which is the last block of the one before.
    pub iv: Vec<u8>,
    /// MAC key of a CBC suite.
    pub mac_key: Vec<u8>,
    /// Of the next record.
    pub sequence: u64,
}

impl Protection {
    /// The per-record nonce: the sequence number, padded to the iv's length, xor the iv. RFC 8446 §5.3.
    pub fn nonce(iv: &[u8], sequence: u64) -> Vec<u8> {
        let mut nonce = iv.to_vec();
        for (byte, bit) in nonce.iter_mut().rev().zip(sequence.to_be_bytes().iter().rev()) {
            *byte ^= bit;
        }
        nonce
    }

    /// Whether the next record needs an IV drawn by chance, as that of a CBC suite does since TLS 1.1.
    pub fn wants_iv(&self) -> bool {
        matches!(self.form, Form::Block { .. }) && !self.is_chained()
    }

    /// True for a CBC suite in TLS 1.0: each record's IV is the last block of the record before. RFC 2246 §6.2.3.2.
    fn is_chained(&self) -> bool {
        matches!(self.form, Form::Block { version: ProtocolVersion::TLS10, .. })
    }

    /// The next record goes on from this one's last block.
    fn chain(&mut self, ciphertext: &[u8]) {
        if let (true, Some(last)) = (self.is_chained(), ciphertext.last_chunk::<{ cbc::BLOCK }>()) {
            self.iv = last.to_vec();
        }
    }

    /// The record that carries `content`, and how it came about. `padding` is TLS 1.3's, `iv` a CBC suite's. `None` only
    /// for keys of the wrong length, or once there is no sequence number left.
    pub fn seal(
        &mut self,
        content: &[u8],
        content_type: ContentType,
        padding: usize,
        iv: &[u8],
    ) -> Option<(Vec<u8>, Sealing)> {
        if self.is_spent() {
            return None;
        }
        match self.form {
            Form::Tls13(aead) => self.seal13(aead, content, content_type, padding),
            Form::Aead(aead) => self.seal_aead(aead, content, content_type),
            Form::Block { .. } => self.seal_block(content, content_type, iv),
        }
    }

    /// How a record was opened, and what is inside; `Sealing::inner` is `None` if the tag does not fit.
    pub fn open(&mut self, record: &[u8]) -> Sealing {
        if self.is_spent() {
            return self.account();
        }
        match self.form {
            Form::Tls13(aead) => self.open13(aead, record),
            Form::Aead(aead) => self.open_aead(aead, record),
            Form::Block { .. } => self.open_block(record),
        }
    }

    /// Sequence numbers must not wrap: a nonce would be used twice. RFC 8446 §5.3, RFC 5246 §6.1.
    fn is_spent(&self) -> bool {
        self.sequence == u64::MAX
    }

    fn seal13(
        &mut self,
        aead: Aead,
        content: &[u8],
        content_type: ContentType,
        padding: usize,
    ) -> Option<(Vec<u8>, Sealing)> {
        let mut inner = content.to_vec();
        inner.push(content_type.0);
        inner.resize(inner.len() + padding, 0);
        let aad = tls12::header(ProtocolVersion::TLS12, ContentType::APPLICATION_DATA, inner.len() + aead.tag_len());
        let nonce = Protection::nonce(&self.iv, self.sequence);
        let (ciphertext, tag) = aead.seal(&self.key, &nonce, &aad, &inner)?;
        let record = [aad.as_slice(), &ciphertext, &tag].concat();
        let inner = Some(Inner::of_tls13(inner));
        Some((record, Sealing { nonce, aad, inner, ciphertext, tag, ..self.account() }))
    }

    fn open13(&mut self, aead: Aead, record: &[u8]) -> Sealing {
        let (aad, sealed) = record.split_at_checked(HEADER).unwrap_or((record, &[]));
        let nonce = Protection::nonce(&self.iv, self.sequence);
        let inner = aead.open(&self.key, &nonce, aad, sealed).map(Inner::of_tls13);
        let (ciphertext, tag) = sealed.split_at(sealed.len().saturating_sub(aead.tag_len()));
        let (aad, ciphertext, tag) = (aad.to_vec(), ciphertext.to_vec(), tag.to_vec());
        Sealing { nonce, aad, inner, ciphertext, tag, ..self.account() }
    }

    /// The nonce of TLS 1.2's AEAD: for GCM the iv and the explicit part, else as in TLS 1.3.
    fn nonce12(&self, explicit: &[u8]) -> Vec<u8> {
        match self.form.explicit_len() {
            0 => Protection::nonce(&self.iv, self.sequence),
            _ => [self.iv.as_slice(), explicit].concat(),
        }
    }

    fn seal_aead(&mut self, aead: Aead, content: &[u8], content_type: ContentType) -> Option<(Vec<u8>, Sealing)> {
        let explicit = if self.form.explicit_len() > 0 { self.sequence.to_be_bytes().to_vec() } else { Vec::new() };
        let nonce = self.nonce12(&explicit);
        let aad = tls12::additional_data(self.form.version(), self.sequence, content_type, content.len());
        let (ciphertext, tag) = aead.seal(&self.key, &nonce, &aad, content)?;
        let len = explicit.len() + ciphertext.len() + tag.len();
        let header = tls12::header(self.form.version(), content_type, len);
        let record = [header.as_slice(), &explicit, &ciphertext, &tag].concat();
        let inner = Some(Inner::of_aead(content.to_vec(), content_type));
        Some((record, Sealing { nonce, explicit, aad, inner, ciphertext, tag, ..self.account() }))
    }

    fn open_aead(&mut self, aead: Aead, record: &[u8]) -> Sealing {
        let (content_type, fragment) = tls12::split(record);
        let (explicit, sealed) = fragment.split_at_checked(self.form.explicit_len()).unwrap_or((fragment, &[]));
        let nonce = self.nonce12(explicit);
        let len = sealed.len().saturating_sub(aead.tag_len());
        let aad = tls12::additional_data(self.form.version(), self.sequence, content_type, len);
        let inner = aead.open(&self.key, &nonce, &aad, sealed);
        let inner = inner.map(|content| Inner::of_aead(content, content_type));
        let (ciphertext, tag) = sealed.split_at(sealed.len().saturating_sub(aead.tag_len()));
        let (explicit, ciphertext, tag) = (explicit.to_vec(), ciphertext.to_vec(), tag.to_vec());
        Sealing { nonce, explicit, aad, inner, ciphertext, tag, ..self.account() }
    }

    fn block(&self) -> Option<Block<'_>> {
        let Form::Block { mac: hash, encrypt_then_mac, version, .. } = self.form else { return None };
        let mac_node = ScheduleEntry::mac_key(self.writer);
        Some(Block { hash, encrypt_then_mac, version, mac_node, mac_key: &self.mac_key, key: &self.key })
    }

    fn seal_block(&mut self, content: &[u8], content_type: ContentType, iv: &[u8]) -> Option<(Vec<u8>, Sealing)> {
        let (nonce, explicit) = match self.is_chained() {
            true => (self.iv.clone(), Vec::new()),
            false => (iv.to_vec(), iv.to_vec()),
        };
        let Opened { inner, ciphertext, tag, mac } =
            self.block()?.seal(self.sequence, content_type, content, &nonce)?;
        let len = explicit.len() + ciphertext.len() + tag.len();
        let header = tls12::header(self.form.version(), content_type, len);
        let record = [header.as_slice(), &explicit, &ciphertext, &tag].concat();
        let (account, mac) = (self.account(), mac.map(Box::new));
        self.chain(&ciphertext);
        Some((record, Sealing { nonce, explicit, inner, ciphertext, tag, mac, ..account }))
    }

    fn open_block(&mut self, record: &[u8]) -> Sealing {
        let (content_type, fragment) = tls12::split(record);
        let (explicit, sealed) = fragment.split_at_checked(self.form.explicit_len()).unwrap_or((fragment, &[]));
        let nonce = if self.is_chained() { self.iv.clone() } else { explicit.to_vec() };
        let opened = self.block().map(|block| block.open(self.sequence, content_type, &nonce, sealed));
        let (opened, explicit) = (opened.unwrap_or_default(), explicit.to_vec());
        let Opened { inner, ciphertext, tag, mac } = opened;
        let (account, mac) = (self.account(), mac.map(Box::new));
        self.chain(&ciphertext);
        Sealing { nonce, explicit, inner, ciphertext, tag, mac, ..account }
    }

    /// What is the same for all forms; counts the record.
    fn account(&mut self) -> Sealing {
        let sequence = self.sequence;
        self.sequence = self.sequence.saturating_add(1);
        let (key_node, iv_node) = self.nodes;
        Sealing {
            form: self.form,
            epoch: self.epoch,
            writer: self.writer,
            key_node,
            iv_node,
            key: self.key.clone(),
            iv: self.iv.clone(),
            sequence,
            nonce: Vec::new(),
            explicit: Vec::new(),
            aad: Vec::new(),
            inner: None,
            ciphertext: Vec::new(),
            tag: Vec::new(),
            mac: None,
        }
    }
}
