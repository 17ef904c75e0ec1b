//! The Bytes tab.

use super::{Choice, Link};
use handshake_lessons::markdown::Block;

/// Field tree and hex, one selection.
#[derive(Clone, Debug, PartialEq)]
pub struct BytesView {
    /// What is shown and why, if this step itself sends nothing.
    pub context: Option<String>,
    /// The nested byte strings that can be shown: record on the wire, inner plaintext, message. One is current.
    pub layers: Vec<Choice>,
    /// Fields in wire order, parents before children; folded ones' children are left out.
    pub tree: Vec<TreeRow>,
    /// The bytes, eight a line.
    pub hex: Vec<HexLine>,
    /// About the selected field.
    pub note: Option<FieldNote>,
}

/// A field in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeRow {
    /// The field's path, its identity in selections.
    pub id: String,
    /// Nesting, from 0.
    pub depth: usize,
    /// The RFC's name for it.
    pub name: String,
    /// Short form of its value, or its length.
    pub value: String,
    /// True for a length prefix (drawn quieter).
    pub quiet: bool,
    /// `None` for a leaf, otherwise whether its children are shown.
    pub expanded: Option<bool>,
    /// True if selected.
    pub selected: bool,
}

/// Eight bytes (or fewer at the end).
#[derive(Clone, Debug, PartialEq)]
pub struct HexLine {
    /// Offset of the first byte.
    pub offset: usize,
    /// Runs of bytes of the same leaf field.
    pub runs: Vec<HexRun>,
}

/// Neighbouring bytes of one leaf field on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct HexRun {
    /// The leaf field's path.
    pub field: String,
    /// The leaf field's short name, for a tooltip.
    pub name: String,
    /// Two digits a byte, separated by spaces.
    pub hex: String,
    /// The same bytes in ASCII, `.` for what has no picture.
    pub ascii: String,
    /// True if in the selection.
    pub selected: bool,
    /// Alternates from field to field, to tell neighbours apart.
    pub odd: bool,
}

/// About one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldNote {
    /// The RFC's name for it.
    pub title: String,
    /// For example `bytes 0x34–0x53 · 32 bytes`.
    pub place: String,
    /// The value in words, for example `TLS_AES_128_GCM_SHA256`.
    pub meaning: Option<String>,
    /// What it is for.
    pub text: Vec<Block>,
    /// For example `RFC 8446 §4.2.8`.
    pub source: String,
    /// Where the value comes from or goes to.
    pub links: Vec<Link>,
}
