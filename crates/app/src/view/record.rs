//! The Record tab.

use super::{Choice, Epoch, Link, Side};
use crate::options::End;
use handshake_lessons::markdown::Block;

/// How one record was sealed, as rows of a pipeline.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordView {
    /// What is shown and why, if this step itself sends no record.
    pub context: Option<String>,
    /// The two ends of its way, if somebody on it did something and the party in view may see both; one is current.
    pub arrival: Vec<Choice<End>>,
    /// What is to be said of what arrived, if that is what is shown.
    pub arrived: Option<String>,
    /// Record header's parts.
    pub header: Vec<Labelled>,
    /// `None` for a record in the clear.
    pub sealing: Option<SealingView>,
    /// The whole record on the wire, in parts: header, ciphertext, tag or header, fragment.
    pub wire: Vec<Labelled>,
    /// How the receiver opens it; `None` for a record in the clear.
    pub opening: Option<OpeningView>,
    /// For the eavesdropper: what can be told from outside.
    pub outside: Vec<Block>,
}

/// The steps from plaintext to record.
#[derive(Clone, Debug, PartialEq)]
pub struct SealingView {
    /// The AEAD's name, for example `AES-128-GCM`.
    pub aead: String,
    /// The secrets below are `None` when the party in view can't know them.
    pub secrets: Option<SealingSecrets>,
    /// Record sequence number.
    pub sequence: u64,
    /// Additional data in hex: the record header; in TLS 1.2 the record's number, type, version and the content's length.
    pub aad: String,
    /// In which form it was sealed.
    pub form: SealingForm,
    /// Which keys, for example `server handshake traffic keys`.
    pub epoch: Epoch,
    /// Whose keys.
    pub writer: Side,
}

/// The ways to seal a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealingForm {
    /// TLS 1.3: the real type is inside, the nonce is counted.
    Tls13,
    /// TLS 1.2 with an AEAD whose nonce is in part sent along.
    AeadExplicit,
    /// TLS 1.2 with an AEAD whose nonce is counted.
    AeadCounted,
    /// TLS 1.2 with CBC: a MAC over the content, then encryption of both.
    MacThenEncrypt,
    /// TLS 1.2 with CBC: encryption, then a MAC over what came out.
    EncryptThenMac,
}

/// How the MAC of a record came about. All byte strings are in hex.
#[derive(Clone, Debug, PartialEq)]
pub struct MacView {
    /// For example `HMAC-SHA-256`.
    pub name: String,
    /// MAC key.
    pub key: Link,
    /// Its bytes.
    pub key_value: String,
    /// What stands before the content (or the IV and the blocks): record's number, type, version, length.
    pub head: String,
    /// The MAC.
    pub value: String,
}

/// What only the ends know of a sealed record. All byte strings are in hex.
#[derive(Clone, Debug, PartialEq)]
pub struct SealingSecrets {
    /// The message or data.
    pub content: String,
    /// The real content type with its name.
    pub inner_type: Labelled,
    /// Number of zero bytes of padding.
    pub padding: usize,
    /// Write key.
    pub key: Link,
    /// Write key's bytes.
    pub key_value: String,
    /// Write iv.
    pub iv: String,
    /// Sequence number padded to the iv's length.
    pub sequence_padded: String,
    /// iv xor sequence number; with [`SealingForm::AeadExplicit`] iv, then the explicit part.
    pub nonce: String,
    /// What of the nonce (or the IV) is sent along.
    pub explicit: String,
    /// With CBC: the MAC.
    pub mac: Option<MacView>,
}

/// A part with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What it is.
    pub label: String,
    /// Its bytes in hex, or its value.
    pub value: String,
    /// Its length in bytes.
    pub len: usize,
}

/// How the receiver opens a record, with or without a bit changed on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct OpeningView {
    /// Who opens it.
    pub receiver: Side,
    /// The bytes that can be changed.
    pub bytes: Vec<FlipByte>,
    /// What was changed, in words.
    pub changed: Option<String>,
    /// Where the receiver's nonce (or IV) comes from, and it, in hex, if the party in view knows it.
    pub nonce: Option<(&'static str, String)>,
    /// What is compared, if the party in view can know it.
    pub compared: Option<Compared>,
    /// True if it opens.
    pub holds: bool,
    /// What comes of it.
    pub verdict: String,
}

/// A byte of a record on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct FlipByte {
    /// Its lowest bit, counted from the record's first byte.
    pub bit: usize,
    /// It, as it arrives.
    pub hex: String,
    /// What it belongs to.
    pub part: &'static str,
    /// True if bytes before it are not shown.
    pub after_gap: bool,
    /// True if it was changed.
    pub changed: bool,
}

/// A tag or MAC that came, and the one that was computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What stands first, for example `tag received`.
    pub received_name: &'static str,
    /// It, in hex.
    pub received: String,
    /// What stands second.
    pub computed_name: &'static str,
    /// It, in hex.
    pub computed: String,
    /// How many bits differ.
    pub differ: u32,
    /// Out of how many.
    pub bits: usize,
}
