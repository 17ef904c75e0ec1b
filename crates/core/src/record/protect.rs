//! Sealing and opening. RFC 8446 §5.2 and §5.3.

use super::HEADER;
use crate::crypto::Aead;
use crate::keys::Node;
use crate::msgs::codes::ContentType;
use crate::trace::{Epoch, Inner, Sealing, Side};

/// One direction's keys and sequence number.
#[derive(Clone, Debug)]
pub struct Protection {
    /// The AEAD.
    pub aead: Aead,
    /// Which keys.
    pub epoch: Epoch,
    /// Whose keys.
    pub writer: Side,
    /// Nodes of key and iv.
    pub nodes: (Node, Node),
    /// Write key.
    pub key: Vec<u8>,
    /// Write iv.
    pub iv: Vec<u8>,
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

    /// The record that carries `content`, and how it came about. `None` only for keys of the wrong length.
    pub fn seal(&mut self, content: &[u8], content_type: ContentType, padding: usize) -> Option<(Vec<u8>, Sealing)> {
        let mut inner = content.to_vec();
        inner.push(content_type.0);
        inner.resize(inner.len() + padding, 0);
        let len = (inner.len() + Aead::TAG_LEN) as u16;
        let aad = [&[ContentType::APPLICATION_DATA.0, 3, 3], len.to_be_bytes().as_slice()].concat();
        let nonce = Protection::nonce(&self.iv, self.sequence);
        let (ciphertext, tag) = self.aead.seal(&self.key, &nonce, &aad, &inner)?;
        let record = [aad.as_slice(), &ciphertext, &tag].concat();
        let inner = Inner { content: content.to_vec(), content_type, padding };
        Some((record, self.account(nonce, aad, Some(inner), ciphertext, tag)))
    }

    /// The inside of a record, and how it was opened; `Sealing::inner` is `None` if the tag does not fit. The outer
    /// `None` is for an inside without a content type.
    pub fn open(&mut self, record: &[u8]) -> (Option<()>, Sealing) {
        let (aad, sealed) = record.split_at_checked(HEADER).unwrap_or((record, &[]));
        let nonce = Protection::nonce(&self.iv, self.sequence);
        let opened = self.aead.open(&self.key, &nonce, aad, sealed);
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
        let account = self.account(nonce, aad.to_vec(), inner, ciphertext.to_vec(), tag.to_vec());
        (typed, account)
    }

    fn account(
        &mut self,
        nonce: Vec<u8>,
        aad: Vec<u8>,
        inner: Option<Inner>,
        ciphertext: Vec<u8>,
        tag: Vec<u8>,
    ) -> Sealing {
        let sequence = self.sequence;
        // 2^64 records take longer than this planet has; a wrap would reuse a nonce, so it must not happen silently.
        self.sequence = self.sequence.saturating_add(1);
        let (key_node, iv_node) = self.nodes;
        Sealing {
            aead: self.aead.name(),
            epoch: self.epoch,
            writer: self.writer,
            key_node,
            iv_node,
            key: self.key.clone(),
            iv: self.iv.clone(),
            sequence,
            nonce,
            aad,
            inner,
            ciphertext,
            tag,
        }
    }
}
