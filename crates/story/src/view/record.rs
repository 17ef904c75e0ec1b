//! The Record tab.

use super::{Epoch, Link, Side};
use handshake_lessons::markdown::Block;

/// How one record was sealed, as rows of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordView {
    /// What is shown and why, if this step itself sends no record.
    pub context: Option<String>,
    /// Record header's parts.
    pub header: Vec<Labelled>,
    /// `None` for a record in the clear.
    pub sealing: Option<SealingView>,
    /// The whole record on the wire, in parts: header, ciphertext, tag or header, fragment.
    pub wire: Vec<Labelled>,
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
    /// Additional data: the record header in hex.
    pub aad: String,
    /// Which keys, for example `server handshake traffic keys`.
    pub epoch: Epoch,
    /// Whose keys.
    pub writer: Side,
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
    /// iv xor sequence number.
    pub nonce: String,
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
