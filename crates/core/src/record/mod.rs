//! The record layer. RFC 8446 §5.

mod again;
mod deframe;
mod protect;
pub mod tls12;

pub use deframe::Deframer;
pub use protect::Protection;
pub use tls12::Form;

use crate::msgs::codes::{ContentType, ProtocolVersion};
use handshake_wire::{Coder, Layout, WireError};

/// Longest content of a record. RFC 8446 §5.1.
pub const MAX_PLAINTEXT: usize = 1 << 14;
/// Longest protected record's content. RFC 8446 §5.2.
pub const MAX_CIPHERTEXT: usize = MAX_PLAINTEXT + 256;
/// Longest protected record's content in TLS 1.2. RFC 5246 §6.2.3.
pub const MAX_CIPHERTEXT_12: usize = MAX_PLAINTEXT + 2048;
/// Length of the header.
pub const HEADER: usize = 5;

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
    /// Ignored by who reads it.
    pub legacy_record_version: ProtocolVersion,
    /// Content.
    pub fragment: Vec<u8>,
}

impl Layout for TlsPlaintext {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("TLSPlaintext", |c| {
            c.code("type", &mut self.content_type)?;
            c.code("legacy_record_version", &mut self.legacy_record_version)?;
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
