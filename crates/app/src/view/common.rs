//! What several parts of a page have.

use handshake_lessons::OneOf;

/// One of several options, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<T> {
    /// What it is.
    pub value: T,
    /// Its name in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: String,
    /// True for the one in force.
    pub current: bool,
}

impl<T: OneOf> Choice<T> {
    /// An option under its own name.
    pub fn of(value: T, current: T) -> Choice<T> {
        Choice { value, id: value.id(), label: value.label().to_owned(), current: value == current }
    }

    /// All options.
    pub fn all(current: T) -> Vec<Choice<T>> {
        T::ALL.iter().map(|one| Choice::of(*one, current)).collect()
    }
}

/// Which end of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The one that speaks first.
    Client,
    /// The one that answers.
    Server,
}

/// Which keys protect what a side sends, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Epoch {
    /// Nothing is protected.
    Plain,
    /// The client's early traffic keys.
    EarlyData,
    /// Handshake traffic keys.
    Handshake,
    /// Application traffic keys.
    Application,
    /// Application traffic keys after a KeyUpdate.
    Updated,
    /// The keys of TLS 1.2's key block.
    Session,
}

/// Where a step stands relative to the one shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Time {
    /// Already happened.
    Past,
    /// Is being shown.
    Now,
    /// Not yet.
    Future,
}

/// A way to somewhere else on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the person reads.
    pub label: String,
    /// An address of the page, from `/`.
    pub href: String,
}
