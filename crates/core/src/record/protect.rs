//! Sealing and opening. RFC 8446 §5.2 and §5.3; in TLS 1.2's forms: RFC 5246 §6.2.3.

use super::tls12::{self, Block, Form};
use super::{HEADER, TlsCiphertext};
use crate::crypto::Aead;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::ContentType;
use crate::trace::{Epoch, Inner, Sealing, Side};
use handshake_wire::{Spans, decode};

/// One direction's keys and sequence number.
#[derive(Clone, Debug)]
pub struct Protection {
    /// What protects, and in which form.
    pub form: Form,
    /// The algorithms' name.
    pub name: &'static str,
    /// Which keys.
    pub epoch: Epoch,
    /// Whose keys.
    pub writer: Side,
    /// Nodes of key and iv.
    pub nodes: (ScheduleEntry, ScheduleEntry),
    /// Write key.
    pub key: Vec<u8>,
    /// Write iv; empty for a CBC suite.
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

    /// The bytes of chance that the next record needs: the IV of a CBC suite.
    pub fn wants_iv(&self) -> bool {
        matches!(self.form, Form::Block { .. })
    }

    /// The parts of a record of this form.
    pub fn spans(&self, record: &[u8]) -> Spans {
        match self.form {
            Form::Tls13(_) => decode::<TlsCiphertext>(record).1,
            form => form.spans(record),
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

    /// The inside of a record, and how it was opened; `Sealing::inner` is `None` if the tag does not fit. The outer
    /// `None` is for an inside without a content type.
    pub fn open(&mut self, record: &[u8]) -> (Option<()>, Sealing) {
        if self.is_spent() {
            return (Some(()), self.account());
        }
        match self.form {
            Form::Tls13(aead) => self.open13(aead, record),
            Form::Aead(aead) => (Some(()), self.open_aead(aead, record)),
            Form::Block { .. } => (Some(()), self.open_block(record)),
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
        let aad = tls12::header(ContentType::APPLICATION_DATA, inner.len() + Aead::TAG_LEN);
        let nonce = Protection::nonce(&self.iv, self.sequence);
        let (ciphertext, tag) = aead.seal(&self.key, &nonce, &aad, &inner)?;
        let record = [aad.as_slice(), &ciphertext, &tag].concat();
        let inner = Some(Inner { content: content.to_vec(), content_type, padding });
        Some((record, Sealing { nonce, aad, inner, ciphertext, tag, ..self.account() }))
    }

    fn open13(&mut self, aead: Aead, record: &[u8]) -> (Option<()>, Sealing) {
        let (aad, sealed) = record.split_at_checked(HEADER).unwrap_or((record, &[]));
        let nonce = Protection::nonce(&self.iv, self.sequence);
        let opened = aead.open(&self.key, &nonce, aad, sealed);
        let (ciphertext, tag) = sealed.split_at(sealed.len().saturating_sub(Aead::TAG_LEN));
        let mut typed = Some(());
        let inner = opened.map(|plaintext| match plaintext.iter().rposition(|&byte| byte != 0) {
            Some(end) => Inner {
                content: plaintext.get(..end).unwrap_or_default().to_vec(),
                content_type: ContentType(plaintext.get(end).copied().unwrap_or_default()),
                padding: plaintext.len() - end - 1,
            },
            None => {
                typed = None;
                Inner { content: Vec::new(), content_type: ContentType::default(), padding: plaintext.len() }
            }
        });
        let (aad, ciphertext, tag) = (aad.to_vec(), ciphertext.to_vec(), tag.to_vec());
        (typed, Sealing { nonce, aad, inner, ciphertext, tag, ..self.account() })
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
        let aad = tls12::additional_data(self.sequence, content_type, content.len());
        let (ciphertext, tag) = aead.seal(&self.key, &nonce, &aad, content)?;
        let header = tls12::header(content_type, explicit.len() + ciphertext.len() + tag.len());
        let record = [header.as_slice(), &explicit, &ciphertext, &tag].concat();
        let inner = Some(Inner { content: content.to_vec(), content_type, padding: 0 });
        Some((record, Sealing { nonce, explicit, aad, inner, ciphertext, tag, ..self.account() }))
    }

    fn open_aead(&mut self, aead: Aead, record: &[u8]) -> Sealing {
        let (content_type, fragment) = tls12::split(record);
        let (explicit, sealed) = fragment.split_at_checked(self.form.explicit_len()).unwrap_or((fragment, &[]));
        let nonce = self.nonce12(explicit);
        let aad = tls12::additional_data(self.sequence, content_type, sealed.len().saturating_sub(Aead::TAG_LEN));
        let inner = aead.open(&self.key, &nonce, &aad, sealed);
        let inner = inner.map(|content| Inner { content, content_type, padding: 0 });
        let (ciphertext, tag) = sealed.split_at(sealed.len().saturating_sub(Aead::TAG_LEN));
        let (explicit, ciphertext, tag) = (explicit.to_vec(), ciphertext.to_vec(), tag.to_vec());
        Sealing { nonce, explicit, aad, inner, ciphertext, tag, ..self.account() }
    }

    fn block(&self) -> Option<Block<'_>> {
        let Form::Block { mac: hash, encrypt_then_mac } = self.form else { return None };
        let mac_node = ScheduleEntry::mac_key(self.writer);
        Some(Block { hash, encrypt_then_mac, mac_node, mac_key: &self.mac_key, key: &self.key })
    }

    fn seal_block(&mut self, content: &[u8], content_type: ContentType, iv: &[u8]) -> Option<(Vec<u8>, Sealing)> {
        let (ciphertext, tag, padding, mac) = self.block()?.seal(self.sequence, content_type, content, iv)?;
        let header = tls12::header(content_type, iv.len() + ciphertext.len() + tag.len());
        let record = [header.as_slice(), iv, &ciphertext, &tag].concat();
        let inner = Some(Inner { content: content.to_vec(), content_type, padding });
        let (nonce, explicit, mac) = (iv.to_vec(), iv.to_vec(), Some(Box::new(mac)));
        Some((record, Sealing { nonce, explicit, inner, ciphertext, tag, mac, ..self.account() }))
    }

    fn open_block(&mut self, record: &[u8]) -> Sealing {
        let (content_type, fragment) = tls12::split(record);
        let (iv, sealed) = fragment.split_at_checked(self.form.explicit_len()).unwrap_or((fragment, &[]));
        let opened = self.block().map(|block| block.open(self.sequence, content_type, iv, sealed)).unwrap_or_default();
        let inner = opened.content.map(|(content, padding)| Inner { content, content_type, padding });
        let (nonce, explicit) = (iv.to_vec(), iv.to_vec());
        let (ciphertext, tag, mac) = (opened.ciphertext, opened.tag, opened.mac.map(Box::new));
        Sealing { nonce, explicit, inner, ciphertext, tag, mac, ..self.account() }
    }

    /// What is the same for all forms; counts the record.
    fn account(&mut self) -> Sealing {
        let sequence = self.sequence;
        self.sequence = self.sequence.saturating_add(1);
        let (key_node, iv_node) = self.nodes;
        Sealing {
            aead: self.name,
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
