//! What can be chosen on a page: each a few values, with a name in addresses and words.

use handshake_lessons::OneOf;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A tab of the inspector. They stand in the order of the page, and are reached by their number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Tab {
    /// Field tree and hex.
    Bytes,
    /// The key schedule.
    Keys,
    /// How a record is sealed.
    Record,
    /// Checks and choices.
    Checks,
    /// The chain of certificates.
    Certificates,
    /// What an attacker can do at this step.
    Break,
}

impl OneOf for Tab {
    const KIND: &'static str = "tab";
}

impl Tab {
    /// The one that a key opens: `1` the first.
    pub fn of_key(key: &str) -> Option<Tab> {
        Tab::ALL.get(key.parse::<usize>().ok()?.checked_sub(1)?).copied()
    }

    /// True if it is of no use with a run that can't be changed.
    pub fn changes_the_run(self) -> bool {
        self == Tab::Break
    }
}

/// One of the byte strings inside each other, from the outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Layer {
    /// TLSPlaintext or TLSCiphertext.
    Record,
    /// TLSInnerPlaintext.
    Inner,
    /// The message itself.
    Message,
}

impl OneOf for Layer {
    const KIND: &'static str = "layer";
}

/// An end of the way that a message takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum End {
    /// As it was sent.
    #[default]
    Sent,
    /// As it arrived.
    Arrived,
}

impl OneOf for End {
    const KIND: &'static str = "bytes";
}

/// Which checks are listed, by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// All.
    #[default]
    Any,
    /// Those that held.
    Passed,
    /// Those that did not.
    Failed,
}

impl OneOf for Outcome {
    const KIND: &'static str = "outcome";
}

/// Which checks are listed, by who made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum By {
    /// Both sides'.
    #[default]
    Anyone,
    /// The client's.
    Client,
    /// The server's.
    Server,
}

impl OneOf for By {
    const KIND: &'static str = "by";
}

/// How far a step goes, from the widest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Stride {
    /// To the next message.
    Messages,
    /// To what happens next.
    #[default]
    Steps,
    /// To the next part of it: each derivation, check and seal alone.
    Parts,
}

impl OneOf for Stride {
    const KIND: &'static str = "stride";
}
