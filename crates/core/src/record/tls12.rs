//! What TLS 1.2 and before protect besides the content, and their block ciphers. RFC 5246 §6.2.3, RFC 7366.

use super::HEADER;
use super::sealing::{Inner, Mac};
use crate::crypto::{Hash, cbc};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{ContentType, ProtocolVersion};

/// `seq_num + type + version + length`: what is protected besides the content. RFC 5246 §6.2.3.3.
pub fn additional_data(version: ProtocolVersion, sequence: u64, content_type: ContentType, len: usize) -> Vec<u8> {
    let head = [sequence.to_be_bytes().as_slice(), &[content_type.0], &version.0.to_be_bytes()].concat();
    [head.as_slice(), &(len as u16).to_be_bytes()].concat()
}

/// A record's header.
pub fn header(version: ProtocolVersion, content_type: ContentType, len: usize) -> Vec<u8> {
    [[content_type.0].as_slice(), &version.0.to_be_bytes(), &(len as u16).to_be_bytes()].concat()
}

/// True if a record's header names this version. RFC 5246 §6.2.1.
pub fn is_of(version: ProtocolVersion, record: &[u8]) -> bool {
    record.get(1..3) == Some(&version.0.to_be_bytes())
}

/// A record's header and what follows it.
pub fn split(record: &[u8]) -> (ContentType, &[u8]) {
    let (header, fragment) = record.split_at_checked(HEADER).unwrap_or((record, &[]));
    (ContentType(header.first().copied().unwrap_or_default()), fragment)
}

/// One direction's CBC keys.
pub struct Block<'a> {
    /// HMAC's hash.
    pub hash: Hash,
    /// See [`Form::Block`].
    pub encrypt_then_mac: bool,
    /// See [`Form::Block`].
    pub version: ProtocolVersion,
    /// ScheduleEntry of the MAC key.
    pub mac_node: ScheduleEntry,
    /// MAC key.
    pub mac_key: &'a [u8],
    /// AES key.
    pub key: &'a [u8],
}

/// A block-cipher record taken apart.
#[derive(Default)]
pub struct Opened {
    /// What was encrypted; `None` if it does not fit.
    pub inner: Option<Inner>,
    /// The encrypted blocks.
    pub ciphertext: Vec<u8>,
    /// The MAC outside, with encrypt-then-MAC.
    pub tag: Vec<u8>,
    /// How the MAC was computed.
    pub mac: Option<Mac>,
}

impl Block<'_> {
    /// Ciphertext, MAC outside of it (with encrypt-then-MAC), and how both came about. `None` for keys or an IV of the wrong
    /// length.
    pub fn seal(&self, sequence: u64, content_type: ContentType, content: &[u8], iv: &[u8]) -> Option<Opened> {
        let mut blocks = content.to_vec();
        let inside = (!self.encrypt_then_mac).then(|| {
            let data = additional_data(self.version, sequence, content_type, content.len());
            self.mac([data.as_slice(), content].concat())
        });
        blocks.extend(inside.iter().flat_map(|mac| &mac.value));
        // Each byte of the padding says how many come before the last one. RFC 5246 §6.2.3.2.
        let padding = cbc::BLOCK - blocks.len() % cbc::BLOCK;
        blocks.resize(blocks.len() + padding, (padding - 1) as u8);
        let ciphertext = cbc::encrypt(self.key, iv, &blocks)?;
        let inner = Some(self.inner(blocks, content.len(), content_type, padding));
        Some(match inside {
            Some(mac) => Opened { inner, ciphertext, tag: Vec::new(), mac: Some(mac) },
            None => {
                let mac = self.mac(self.outside(sequence, content_type, iv, &ciphertext));
                Opened { inner, ciphertext, tag: mac.value.clone(), mac: Some(mac) }
            }
        })
    }

    fn inner(&self, blocks: Vec<u8>, len: usize, content_type: ContentType, padding: usize) -> Inner {
        let mac_len = if self.encrypt_then_mac { 0 } else { self.hash.len() };
        Inner::of_blocks(blocks, (len, mac_len, padding), content_type)
    }

    /// Opens what follows the IV. Whether the padding or the MAC was wrong is told to nobody: a server that answered the
    /// two in different ways would decrypt records for whoever asks often enough (Vaudenay 2002). Without
    /// encrypt-then-MAC the time of one HMAC block may still differ (Lucky Thirteen): this engine is for looking at.
    pub fn open(&self, sequence: u64, content_type: ContentType, iv: &[u8], sealed: &[u8]) -> Opened {
        let tag_len = if self.encrypt_then_mac { self.hash.len() } else { 0 };
        let Some(end) = sealed.len().checked_sub(tag_len) else { return Opened::default() };
        let (ciphertext, tag) = sealed.split_at(end);
        let mut opened = Opened { ciphertext: ciphertext.to_vec(), tag: tag.to_vec(), ..Opened::default() };
        if self.encrypt_then_mac {
            let input = self.outside(sequence, content_type, iv, ciphertext);
            let fits = self.hash.hmac_fits(self.mac_key, &input, tag);
            opened.mac = Some(self.mac(input));
            if !fits {
                return opened;
            }
        }
        let Some(blocks) = cbc::decrypt(self.key, iv, ciphertext) else { return opened };
        let mac_len = self.hash.len() - tag_len;
        // RFC 5246 §6.2.3.2: with wrong padding go on as if there were none, so that the MAC is computed all the same.
        let padding = padding(&blocks, mac_len);
        let Some(len) = blocks.len().checked_sub(padding.unwrap_or(0) + mac_len) else { return opened };
        let mut fits = true;
        if !self.encrypt_then_mac {
            let (content, rest) = blocks.split_at(len);
            let data = additional_data(self.version, sequence, content_type, len);
            let input = [data.as_slice(), content].concat();
            fits = self.hash.hmac_fits(self.mac_key, &input, rest.get(..mac_len).unwrap_or_default());
            opened.mac = Some(self.mac(input));
        }
        opened.inner = padding.filter(|_| fits).map(|padding| self.inner(blocks, len, content_type, padding));
        opened
    }

    fn outside(&self, sequence: u64, content_type: ContentType, iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
        // Only an IV that is sent along. RFC 7366 §3.
        let iv = if self.version == ProtocolVersion::TLS10 { &[] } else { iv };
        let data = additional_data(self.version, sequence, content_type, iv.len() + ciphertext.len());
        [data.as_slice(), iv, ciphertext].concat()
    }

    fn mac(&self, input: Vec<u8>) -> Mac {
        Mac { key_node: self.mac_node, key: self.mac_key.to_vec(), value: self.hash.hmac(self.mac_key, &input), input }
    }
}

/// Length of the padding with its length byte, if each of its bytes is right and a MAC of `mac_len` bytes fits before it.
fn padding(blocks: &[u8], mac_len: usize) -> Option<usize> {
    let last = *blocks.last()?;
    let len = usize::from(last) + 1;
    let bytes = blocks.get(blocks.len().checked_sub(len)?..)?;
    (blocks.len() >= len + mac_len && bytes.iter().all(|byte| *byte == last)).then_some(len)
}
