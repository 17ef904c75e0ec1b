//! Sealing and opening in TLS 1.2. RFC 5246 §6.2.3, RFC 5288 §3, RFC 7905 §2, RFC 7366.

use super::HEADER;
use crate::crypto::{Aead, Hash, cbc};
use crate::msgs::codes::{ContentType, ProtocolVersion};
use crate::trace::Mac;
use handshake_wire::{Coder, Layout, Spans, WireError};

/// What protects a record, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// TLS 1.3's TLSCiphertext.
    Tls13(Aead),
    /// TLS 1.2's GenericAEADCipher.
    Aead(Aead),
    /// TLS 1.2's GenericBlockCipher.
    Block {
        /// HMAC's hash.
        mac: Hash,
        /// The MAC is over what was encrypted (RFC 7366).
        encrypt_then_mac: bool,
    },
}

/// `GenericAEADCipher.nonce_explicit` of AES-GCM, in bytes. RFC 5288 §3.
pub const EXPLICIT: usize = 8;

impl Form {
    /// Bytes at the beginning of the fragment that go into the nonce.
    pub fn explicit_len(self) -> usize {
        match self {
            Form::Tls13(_) | Form::Aead(Aead::ChaCha20Poly1305) => 0,
            Form::Aead(_) => EXPLICIT,
            Form::Block { .. } => cbc::BLOCK,
        }
    }

    /// Bytes at the end of the fragment that show that nothing was changed, and are not encrypted.
    pub fn tag_len(self) -> usize {
        match self {
            Form::Tls13(_) | Form::Aead(_) => Aead::TAG_LEN,
            Form::Block { mac, encrypt_then_mac: true } => mac.len(),
            Form::Block { encrypt_then_mac: false, .. } => 0,
        }
    }

    /// The parts of a record of TLS 1.2.
    ///
    /// ```text
    /// struct {
    ///     ContentType type;
    ///     ProtocolVersion version;
    ///     uint16 length;
    ///     select (SecurityParameters.cipher_type) {
    ///         case block:  GenericBlockCipher;
    ///         case aead:   GenericAEADCipher;
    ///     } fragment;
    /// } TLSCiphertext;
    /// ```
    /// RFC 5246 §6.2.3. The encrypted fragment is shown as its parts.
    pub fn spans(self, record: &[u8]) -> Spans {
        let mut c = Coder::reader(record);
        // What can be read is shown; whether it can be opened is for the opener to say.
        let _ = self.layout(&mut c);
        c.into_spans()
    }

    fn layout(self, c: &mut Coder) -> Result<(), WireError> {
        c.group("TLSCiphertext", |c| {
            c.code("type", &mut ContentType::default())?;
            c.code("version", &mut ProtocolVersion::default())?;
            c.confined("length", 2, &(0..=0xffff), |c| {
                let mut part = Vec::new();
                match self {
                    Form::Block { .. } => c.fixed("IV", cbc::BLOCK.min(c.left()), &mut part)?,
                    _ if self.explicit_len() > 0 => c.fixed("nonce_explicit", EXPLICIT.min(c.left()), &mut part)?,
                    _ => {}
                }
                c.fixed("ciphertext", c.left().saturating_sub(self.tag_len()), &mut part)?;
                match self {
                    Form::Block { encrypt_then_mac: true, .. } => c.rest("MAC", &mut part),
                    Form::Block { .. } => Ok(()),
                    _ => c.rest("tag", &mut part),
                }
            })
        })
    }
}

/// What an AEAD of TLS 1.2 sealed.
///
/// ```text
/// struct {
///     opaque nonce_explicit[SecurityParameters.record_iv_length];
///     aead-ciphered struct {
///         opaque content[TLSCompressed.length];
///     };
/// } GenericAEADCipher;
/// ```
/// RFC 5246 §6.2.3.3. Without `nonce_explicit`, which stands outside in the clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InsideAead {
    /// Message, part of one, or data.
    pub content: Vec<u8>,
}

impl Layout for InsideAead {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("GenericAEADCipher", |c| c.rest("content", &mut self.content))
    }
}

/// What a block cipher encrypted.
///
/// ```text
/// struct {
///     opaque IV[SecurityParameters.record_iv_length];
///     block-ciphered struct {
///         opaque content[TLSCompressed.length];
///         opaque MAC[SecurityParameters.mac_length];
///         uint8 padding[GenericBlockCipher.padding_length];
///         uint8 padding_length;
///     };
/// } GenericBlockCipher;
/// ```
/// RFC 5246 §6.2.3.2. Without the `IV`, which stands outside in the clear; so does the MAC with encrypt-then-MAC (RFC 7366 §3).
/// To be read it needs the lengths of content, MAC and padding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InsideBlock {
    /// Message, part of one, or data.
    pub content: Vec<u8>,
    /// The MAC; `None` if it stands outside.
    pub mac: Option<Vec<u8>>,
    /// Bytes that fill the last block, each the number of them.
    pub padding: Vec<u8>,
    /// How many they are.
    pub padding_length: u8,
}

impl Layout for InsideBlock {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("GenericBlockCipher", |c| {
            c.fixed("content", self.content.len(), &mut self.content)?;
            if let Some(mac) = &mut self.mac {
                c.fixed("MAC", mac.len(), mac)?;
            }
            c.fixed("padding", self.padding.len(), &mut self.padding)?;
            c.u8("padding_length", &mut self.padding_length)
        })
    }
}

/// `seq_num + type + version + length`: what is protected besides the content. RFC 5246 §6.2.3.3.
pub fn additional_data(sequence: u64, content_type: ContentType, len: usize) -> Vec<u8> {
    let head = [sequence.to_be_bytes().as_slice(), &[content_type.0, 3, 3]].concat();
    [head.as_slice(), &(len as u16).to_be_bytes()].concat()
}

/// A record's header.
pub fn header(content_type: ContentType, len: usize) -> Vec<u8> {
    [&[content_type.0, 3, 3], (len as u16).to_be_bytes().as_slice()].concat()
}

/// True if a record's header names TLS 1.2. RFC 5246 §6.2.1.
pub fn is_of_tls12(record: &[u8]) -> bool {
    record.get(1..3) == Some(&[3, 3])
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
    /// ScheduleEntry of the MAC key.
    pub mac_node: crate::keys::ScheduleEntry,
    /// MAC key.
    pub mac_key: &'a [u8],
    /// AES key.
    pub key: &'a [u8],
}

/// A block-cipher record taken apart.
#[derive(Default)]
pub struct Opened {
    /// Content and length of the padding with its length byte; `None` if it does not fit.
    pub content: Option<(Vec<u8>, usize)>,
    /// What was encrypted.
    pub ciphertext: Vec<u8>,
    /// The MAC outside, with encrypt-then-MAC.
    pub tag: Vec<u8>,
    /// How the MAC was computed.
    pub mac: Option<Mac>,
}

impl Block<'_> {
    /// Ciphertext, MAC outside of it (with encrypt-then-MAC), length of the padding, and how the MAC came about. `None`
    /// for keys or an IV of the wrong length.
    pub fn seal(
        &self,
        sequence: u64,
        content_type: ContentType,
        content: &[u8],
        iv: &[u8],
    ) -> Option<(Vec<u8>, Vec<u8>, usize, Mac)> {
        let mut blocks = content.to_vec();
        let inside = (!self.encrypt_then_mac).then(|| {
            let data = additional_data(sequence, content_type, content.len());
            self.mac([data.as_slice(), content].concat())
        });
        blocks.extend(inside.iter().flat_map(|mac| &mac.value));
        // Each byte of the padding says how many come before the last one. RFC 5246 §6.2.3.2.
        let padding = cbc::BLOCK - blocks.len() % cbc::BLOCK;
        blocks.resize(blocks.len() + padding, (padding - 1) as u8);
        let ciphertext = cbc::encrypt(self.key, iv, &blocks)?;
        match inside {
            Some(mac) => Some((ciphertext, Vec::new(), padding, mac)),
            None => {
                let mac = self.mac(self.outside(sequence, content_type, iv, &ciphertext));
                Some((ciphertext, mac.value.clone(), padding, mac))
            }
        }
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
        let (content, rest) = blocks.split_at(len);
        if self.encrypt_then_mac {
            opened.content = padding.map(|padding| (content.to_vec(), padding));
            return opened;
        }
        let input = [additional_data(sequence, content_type, len).as_slice(), content].concat();
        let fits = self.hash.hmac_fits(self.mac_key, &input, rest.get(..mac_len).unwrap_or_default());
        opened.mac = Some(self.mac(input));
        opened.content = padding.filter(|_| fits).map(|padding| (content.to_vec(), padding));
        opened
    }

    fn outside(&self, sequence: u64, content_type: ContentType, iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
        let data = additional_data(sequence, content_type, iv.len() + ciphertext.len());
        [data.as_slice(), iv, ciphertext].concat()
    }

    fn mac(&self, input: Vec<u8>) -> Mac {
        Mac {
            hash: self.hash.name(),
            key_node: self.mac_node,
            key: self.mac_key.to_vec(),
            value: self.hash.hmac(self.mac_key, &input),
            input,
            encrypt_then_mac: self.encrypt_then_mac,
        }
    }
}

/// Length of the padding with its length byte, if each of its bytes is right and a MAC of `mac_len` bytes fits before it.
fn padding(blocks: &[u8], mac_len: usize) -> Option<usize> {
    let last = *blocks.last()?;
    let len = usize::from(last) + 1;
    let bytes = blocks.get(blocks.len().checked_sub(len)?..)?;
    (blocks.len() >= len + mac_len && bytes.iter().all(|byte| *byte == last)).then_some(len)
}
