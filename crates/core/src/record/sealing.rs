//! How a record was protected, and what is inside of it.

use super::form::Form;
use super::layouts::{InsideAead, InsideBlock, TlsInnerPlaintext, spans};
use crate::epoch::Epoch;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::ContentType;
use crate::side::Side;
use handshake_wire::{Layout, Spans};

/// How a record was protected. RFC 8446 §5.2 and §5.3; RFC 5246 §6.2.3.
#[derive(Clone, Debug, PartialEq)]
pub struct Sealing {
    /// What protects, and in which form.
    pub form: Form,
    /// Which keys.
    pub epoch: Epoch,
    /// Whose keys: the writer's.
    pub writer: Side,
    /// ScheduleEntry of the write key.
    pub key_node: ScheduleEntry,
    /// ScheduleEntry of the write iv.
    pub iv_node: ScheduleEntry,
    /// Write key.
    pub key: Vec<u8>,
    /// Write iv; empty for a CBC suite.
    pub iv: Vec<u8>,
    /// Record sequence number.
    pub sequence: u64,
    /// TLS 1.3 and ChaCha20-Poly1305: iv xor sequence number. GCM in TLS 1.2: iv, then `explicit`. CBC: the record's IV.
    pub nonce: Vec<u8>,
    /// What of the nonce is sent along, in TLS 1.2: `nonce_explicit` or `IV`.
    pub explicit: Vec<u8>,
    /// Additional data: the record header; in TLS 1.2 sequence number, type, version and length of the content. Empty for
    /// a CBC suite.
    pub aad: Vec<u8>,
    /// What is inside; `None` if the record did not open.
    pub inner: Option<Inner>,
    /// Encrypted TLSInnerPlaintext without the tag; of a CBC suite: the encrypted blocks.
    pub ciphertext: Vec<u8>,
    /// Authentication tag; of a CBC suite with encrypt-then-MAC: the MAC. Empty for one without.
    pub tag: Vec<u8>,
    /// The MAC of a CBC suite.
    pub mac: Option<Box<Mac>>,
}

/// How the MAC of a CBC suite's record came about. RFC 5246 §6.2.3.1, RFC 7366.
#[derive(Clone, Debug, PartialEq)]
pub struct Mac {
    /// ScheduleEntry of its key.
    pub key_node: ScheduleEntry,
    /// Its key.
    pub key: Vec<u8>,
    /// What it is computed over: sequence number, type, version, length, and the content (or IV and encrypted blocks).
    pub input: Vec<u8>,
    /// The MAC that this side computed.
    pub value: Vec<u8>,
}

/// What is inside of a protected record: `TLSInnerPlaintext` (RFC 8446 §5.2), or what a suite of TLS 1.2 encrypts.
#[derive(Clone, Debug, PartialEq)]
pub struct Inner {
    /// The message or part of it.
    pub content: Vec<u8>,
    /// What follows it inside: type and zeros, or MAC and padding.
    pub rest: Vec<u8>,
    /// The parts of both.
    pub spans: Spans,
    /// The real content type; 0 if there is none.
    pub content_type: ContentType,
    /// Number of zero bytes at the end; of a CBC suite: length of the padding with its length byte.
    pub padding: usize,
}

impl Inner {
    /// All that is inside.
    pub fn bytes(&self) -> Vec<u8> {
        [self.content.as_slice(), &self.rest].concat()
    }

    /// `TLSInnerPlaintext`, read from its end: the last byte that is not zero is the type. RFC 8446 §5.4.
    pub(crate) fn of_tls13(mut content: Vec<u8>) -> Inner {
        let end = content.iter().rposition(|&byte| byte != 0).unwrap_or_default();
        let padding = content.len().saturating_sub(end + 1);
        let mut layout = TlsInnerPlaintext { content: vec![0; end], zeros: vec![0; padding], ..Default::default() };
        let spans = spans(&content, |c| layout.layout(c));
        let rest = content.split_off(end.min(content.len()));
        Inner { content, rest, spans, content_type: layout.content_type, padding }
    }

    /// What an AEAD of TLS 1.2 encrypts.
    pub(crate) fn of_aead(content: Vec<u8>, content_type: ContentType) -> Inner {
        let spans = spans(&content, |c| InsideAead::default().layout(c));
        Inner { content, rest: Vec::new(), spans, content_type, padding: 0 }
    }

    /// What a block cipher encrypts; the lengths are those of content, MAC inside, and padding with its length byte.
    pub(crate) fn of_blocks(mut content: Vec<u8>, lens: (usize, usize, usize), content_type: ContentType) -> Inner {
        let (len, mac, padding) = lens;
        let mut layout = InsideBlock {
            content: vec![0; len],
            mac: (mac > 0).then(|| vec![0; mac]),
            padding: vec![0; padding.saturating_sub(1)],
            padding_length: 0,
        };
        let spans = spans(&content, |c| layout.layout(c));
        let rest = content.split_off(len.min(content.len()));
        Inner { content, rest, spans, content_type, padding }
    }

    /// What the sealer of a record of this form had before it, as it follows from what is told of it; `mac` is that of a CBC
    /// suite. `None` for a padding that the form can't have.
    pub fn told(
        form: Form,
        content: Vec<u8>,
        content_type: ContentType,
        padding: usize,
        mac: Option<&Mac>,
    ) -> Option<Inner> {
        match form {
            Form::Tls13(_) => {
                let mut bytes = content;
                bytes.push(content_type.0);
                bytes.resize(bytes.len() + padding, 0);
                Some(Inner::of_tls13(bytes))
            }
            Form::Aead(_) => (padding == 0).then(|| Inner::of_aead(content, content_type)),
            Form::Block { encrypt_then_mac, .. } => {
                let last = u8::try_from(padding.checked_sub(1)?).ok()?;
                let inside = mac.filter(|_| !encrypt_then_mac).map(|mac| mac.value.as_slice()).unwrap_or_default();
                let blocks = [content.as_slice(), inside, &vec![last; padding]].concat();
                Some(Inner::of_blocks(blocks, (content.len(), inside.len(), padding), content_type))
            }
        }
    }
}
