//! A run as text.

use handshake_lessons::markdown::Block;

/// A whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Transcript {
    /// The scenario's name.
    pub title: String,
    /// Whose point of view it is.
    pub view: String,
    /// Settings that differ from the scenario's own, with their values.
    pub changed: Vec<(String, String)>,
    /// How long it takes.
    pub summary: String,
    /// Step by step.
    pub steps: Vec<TextStep>,
    /// Address of the run's first step.
    pub href: String,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStep {
    /// From 1.
    pub number: usize,
    /// Its address.
    pub href: String,
    /// The phase that begins with it.
    pub phase: Option<String>,
    /// In one line.
    pub heading: String,
    /// What happened and why.
    pub body: Vec<Block>,
    /// What to notice.
    pub aside: Vec<Block>,
    /// States of client and server once it is over, if the point of view sees both.
    pub states: Option<(String, String)>,
    /// Who sends what, in how many records.
    pub message: Option<String>,
    /// Its fields, parents before children.
    pub fields: Vec<TextField>,
    /// Values that were made: name and hex.
    pub keys: Vec<(String, String)>,
    /// What was chosen, in sentences.
    pub choices: Vec<String>,
    /// What was checked, in sentences.
    pub checks: Vec<String>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct TextField {
    /// How many fields enclose it.
    pub depth: usize,
    /// Its name.
    pub name: String,
    /// Its value in short.
    pub value: String,
}
