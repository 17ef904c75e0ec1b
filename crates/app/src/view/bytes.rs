//! The Bytes tab.

use super::{Choice, Link};
use crate::options::{End, Layer};
use handshake_lessons::markdown::Block;
use std::rc::Rc;

/// Field tree and hex, one selection.
#[derive(Clone, Debug, PartialEq)]
pub struct BytesView {
    /// What is shown and why, if this step itself sends nothing.
    pub context: Option<String>,
    /// As it was sent and as it arrived, if somebody on the way did something to it; one is current.
    pub arrival: Vec<Choice<End>>,
    /// What is to be said of what arrived.
    pub arrived: Option<String>,
    /// The nested byte strings that can be shown: record on the wire, inner plaintext, message. One is current.
    pub layers: Vec<Choice<Layer>>,
    /// Fields in wire order, parents before children; folded ones' children are left out.
    pub tree: Rc<[TreeRow]>,
    /// The bytes, eight a line.
    pub hex: Rc<[HexLine]>,
    /// About the selected field.
    pub note: Option<FieldNote>,
}

/// A field in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// True for a field of the record around the message (drawn quieter).
    pub outer: bool,
    /// True for the message itself: where a keyboard enters the tree.
    pub home: bool,
    /// `None` for a leaf, otherwise whether its children are shown.
    pub expanded: Option<bool>,
    /// True if selected.
    pub selected: bool,
    /// True if somebody on the way changed something in it.
    pub changed: bool,
}

/// Eight bytes (or fewer at the end).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HexLine {
    /// Offset of the first byte.
    pub offset: usize,
    /// Runs of bytes of the same leaf field.
    pub runs: Vec<HexRun>,
}

/// Neighbouring bytes of one leaf field on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// True if somebody on the way changed these bytes.
    pub changed: bool,
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
    /// What the RFC's presentation language says of it.
    pub definition: Option<Definition>,
    /// The value in forms to copy.
    pub copies: Vec<CopyAs>,
    /// Where the value comes from.
    pub from: Vec<Link>,
    /// Where the value goes next.
    pub next: Vec<Link>,
}

/// Lines of the presentation language.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Each, and whether it is about the field.
    pub lines: Vec<(String, bool)>,
    /// For example `RFC 8446 §4.1.3`.
    pub source: String,
}

/// A value in a form to copy.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyAs {
    /// The form's name.
    pub label: &'static str,
    /// The text.
    pub text: String,
}
