//! The Checks tab.

use super::{Choice, Link, Side};
use crate::options::{By, Outcome};
use handshake_lessons::markdown::Block;

/// Every check made up to this step.
#[derive(Clone, Debug, PartialEq)]
pub struct ChecksView {
    /// Which outcomes are listed; one is current.
    pub outcomes: Vec<Choice<Outcome>>,
    /// Whose checks are listed; one is current.
    pub sides: Vec<Choice<By>>,
    /// How many checks are not listed for that.
    pub left_out: usize,
    /// Made at this step.
    pub now: Vec<CheckRow>,
    /// Made before.
    pub before: Vec<CheckRow>,
    /// Choices made at this step.
    pub chosen_now: Vec<ChoiceRow>,
    /// Choices made before.
    pub chosen_before: Vec<ChoiceRow>,
}

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckRow {
    /// The rule's id.
    pub rule: &'static str,
    /// Who checked.
    pub side: Side,
    /// Step at which it was checked, from 1, and its address.
    pub step: usize,
    /// See `step`.
    pub href: String,
    /// The rule in words.
    pub title: String,
    /// True if it held.
    pub passed: bool,
    /// What was compared with what.
    pub compared: Option<(String, String)>,
    /// The alert that a failure sends.
    pub alert: String,
    /// For example `RFC 8446 §4.1.3`.
    pub source: String,
    /// Why the rule exists; empty for a check of an earlier step.
    pub text: Vec<Block>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceRow {
    /// What was chosen, for example `cipher suite`.
    pub title: String,
    /// Who chose.
    pub side: Side,
    /// Step at which it was chosen, from 1.
    pub step: usize,
    /// What was on offer, in the order offered.
    pub offered: Vec<String>,
    /// What was picked.
    pub picked: String,
    /// Where it is taken apart, if it is a suite.
    pub apart: Option<Link>,
    /// By what it was picked, in a sentence.
    pub why: String,
    /// How such a choice is made.
    pub text: Vec<Block>,
}
