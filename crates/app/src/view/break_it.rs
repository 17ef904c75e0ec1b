//! What an attacker can do, does, and what comes of it.

use super::Link;
use handshake_lessons::markdown::Block;

/// The tab.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakView {
    /// Why nothing can be done here; then all else is empty.
    pub why_not: Option<String>,
    /// What is shown and why, if this step itself sends nothing.
    pub context: Option<String>,
    /// The record that crosses the wire.
    pub record: Option<RecordTarget>,
    /// What a class might try.
    pub tries: Vec<Try>,
}

/// A record to be handled as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordTarget {
    /// For example `the server’s ServerHello`.
    pub title: String,
    /// For example `record 0 · 95 bytes · readable`.
    pub place: String,
    /// Its length.
    pub len: usize,
    /// The edit that cuts it, up to the number of bytes that stays.
    pub cut: String,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// What the person reads.
    pub title: String,
    /// What it means, in a line.
    pub text: String,
    /// The edit, as in the address.
    pub edit: String,
    /// True if the attacker does it already.
    pub done: bool,
}

/// A field that an attacker can change.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldTarget {
    /// The RFC's name for it.
    pub title: String,
    /// True if its bytes are sealed on the wire: the attacker changes the ciphertext without seeing what it says.
    pub sealed: bool,
    /// Its bytes; the first ones, if it is long.
    pub bytes: Vec<ByteCell>,
    /// How many more there are.
    pub more: usize,
    /// The bits of the selected byte, the highest first.
    pub bits: Vec<Bit>,
    /// The selected byte, for example `byte 0x34 = c9`.
    pub byte: Option<String>,
    /// Its value as it would be typed.
    pub value: String,
    /// Names that can stand in its place.
    pub names: Vec<&'static str>,
    /// True if other bytes can be written over it as a whole.
    pub writable: bool,
}

/// One byte.
#[derive(Clone, Debug, PartialEq)]
pub struct ByteCell {
    /// Offset among the bytes shown.
    pub at: usize,
    /// Two digits.
    pub hex: String,
    /// True if it is the selected one.
    pub selected: bool,
    /// True if the attacker changes it.
    pub changed: bool,
}

/// One bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Bit {
    /// 7 for the highest.
    pub number: u8,
    /// As it was sent.
    pub set: bool,
    /// True if the attacker turns it over.
    pub flipped: bool,
    /// The edit that does (or takes it back).
    pub edit: String,
}

/// What an attacker does in this run.
#[derive(Clone, Debug, PartialEq)]
pub struct Attack {
    /// In one word.
    pub tone: Tone,
    /// What caught it, or why nothing could.
    pub headline: String,
    /// The reason, and what follows from it.
    pub text: Vec<Block>,
    /// What it does, in order.
    pub done: Vec<Done>,
    /// To the step at which it was caught.
    pub caught: Option<Link>,
    /// Both runs side by side.
    pub compare: String,
}

/// What came of it, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// A side noticed.
    Caught,
    /// Nobody noticed, and somebody lost something by it.
    Harm,
    /// Nothing came of it.
    Harmless,
}

/// One thing that an attacker does.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// In words.
    pub text: String,
    /// Why it was not carried out, if so.
    pub vain: Option<String>,
    /// To the step at which it happens.
    pub step: Option<Link>,
}
