//! What stands in a record, and inside of a protected one. RFC 8446 §5; RFC 5246 §6.2.

use crate::msgs::codes::{ContentType, ProtocolVersion};
use handshake_wire::{Coder, Layout, Spans, WireError};

/// The parts that a layout finds in bytes, as far as they can be read.
pub(super) fn spans(bytes: &[u8], layout: impl FnOnce(&mut Coder) -> Result<(), WireError>) -> Spans {
    let mut c = Coder::reader(bytes);
    let _ = layout(&mut c);
    c.into_spans()
}

/// A record in the clear.
///
/// ```text
/// struct {
///     ContentType type;
///     ProtocolVersion legacy_record_version;
///     uint16 length;
///     opaque fragment[TLSPlaintext.length];
/// } TLSPlaintext;
/// ```
/// RFC 8446 §5.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsPlaintext {
    /// Protocol of the content.
    pub content_type: ContentType,
    /// Ignored by who reads it, in TLS 1.3. What that calls `legacy_record_version` is `version` in TLS 1.2: RFC 5246 §6.2.1.
    pub legacy_record_version: ProtocolVersion,
    /// Content.
    pub fragment: Vec<u8>,
    /// By the rules of which version it is written or read; stands nowhere in it.
    pub rules: ProtocolVersion,
}

impl TlsPlaintext {
    /// A record read by the rules of a version, and its parts: those that could be read.
    pub fn read(rules: ProtocolVersion, record: &[u8]) -> (Result<TlsPlaintext, WireError>, Spans) {
        let mut value = TlsPlaintext { rules, ..TlsPlaintext::default() };
        let mut c = Coder::reader(record);
        let result = value.layout(&mut c).and_then(|()| c.finish());
        (result.map(|()| value), c.into_spans())
    }
}

impl Layout for TlsPlaintext {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("TLSPlaintext", |c| {
            let name = if self.rules == ProtocolVersion::TLS13 { "legacy_record_version" } else { "version" };
            c.code("type", &mut self.content_type)?;
            c.code(name, &mut self.legacy_record_version)?;
            c.confined("length", 2, &(0..=0xffff), |c| c.rest("fragment", &mut self.fragment))
        })
    }
}

/// A protected record.
///
/// ```text
/// struct {
///     ContentType opaque_type = application_data; /* 23 */
///     ProtocolVersion legacy_record_version = 0x0303; /* TLS v1.2 */
///     uint16 length;
///     opaque encrypted_record[TLSCiphertext.length];
/// } TLSCiphertext;
/// ```
/// RFC 8446 §5.2. The encrypted record is shown as its two parts: ciphertext and tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsCiphertext {
    /// application_data, whatever is inside.
    pub opaque_type: ContentType,
    /// 0x0303.
    pub legacy_record_version: ProtocolVersion,
    /// Ciphertext and tag.
    pub encrypted_record: Vec<u8>,
}

impl Layout for TlsCiphertext {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("TLSCiphertext", |c| {
            c.code("opaque_type", &mut self.opaque_type)?;
            c.code("legacy_record_version", &mut self.legacy_record_version)?;
            c.confined("length", 2, &(0..=0xffff), |c| {
                let sealed = &mut self.encrypted_record;
                let ciphertext = if c.is_reading() { c.left() } else { sealed.len() }.saturating_sub(16);
                let mut tag = if c.is_reading() { Vec::new() } else { sealed.split_off(ciphertext) };
                c.fixed("ciphertext", ciphertext, sealed)?;
                c.rest("tag", &mut tag)?;
                sealed.extend_from_slice(&tag);
                Ok(())
            })
        })
    }
}

/// What is inside a protected record.
///
/// ```text
/// struct {
///     opaque content[TLSPlaintext.length];
///     ContentType type;
///     uint8 zeros[length_of_padding];
/// } TLSInnerPlaintext;
/// ```
/// RFC 8446 §5.2. To be read it needs the length of the content, found from the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsInnerPlaintext {
    /// Message, part of one, or data.
    pub content: Vec<u8>,
    /// The real content type.
    pub content_type: ContentType,
    /// Padding.
    pub zeros: Vec<u8>,
}

impl Layout for TlsInnerPlaintext {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("TLSInnerPlaintext", |c| {
            let len = self.content.len();
            c.fixed("content", len, &mut self.content)?;
            c.code("type", &mut self.content_type)?;
            if self.zeros.is_empty() { Ok(()) } else { c.rest("zeros", &mut self.zeros) }
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
