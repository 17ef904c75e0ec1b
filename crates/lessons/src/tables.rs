//! What a language's texts are, as one file: build.rs writes it by these types, and whoever shows texts reads it by them.

use crate::lesson::{Case, Lesson, Plan, Slice};
use serde::{Deserialize, Serialize};

/// All texts, in one language. What is looked up by a key stands in the keys' order.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Tables {
    pub aspects: Slice<Titled>,
    pub cases: Slice<Case>,
    pub choices: Slice<Titled>,
    pub definitions: Slice<Definition>,
    /// What the engine states, in English: a trace has it so, whatever language it is read in. English has it among its words.
    pub english_statements: Slice<(&'static str, &'static str)>,
    /// What the terms of the glossary are called in English, by key: in every language people search by that, too.
    pub english_titles: Slice<(&'static str, &'static str)>,
    pub fields: Slice<Field>,
    pub general: Slice<Moment>,
    pub groups: Slice<Group>,
    pub lessons: Slice<Lesson>,
    pub nodes: Slice<Node>,
    pub pictures: Slice<(&'static str, &'static str)>,
    pub plans: Slice<Plan>,
    pub rules: Slice<Titled>,
    pub scenarios: Slice<Scenario>,
    /// The sections of RFC 8446, each with what it is called in RFC 9846.
    pub sections: Slice<(&'static str, &'static str)>,
    pub suite_names: Slice<&'static str>,
    pub suite_parts: Slice<SuitePart>,
    pub tamper: Slice<Titled>,
    pub terms: Slice<Term>,
    /// What the language lacks of the content.
    pub untranslated: Slice<&'static str>,
    pub versions: Slice<Version>,
    pub whys: Slice<Titled>,
    pub words: Slice<(&'static str, &'static str)>,
}

/// About a field of a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct Field {
    /// Its path without list positions, or `*.name` for all fields of that name.
    pub key: &'static str,
    /// What it is for; Markdown.
    pub text: &'static str,
    /// Where it is specified.
    pub source: &'static str,
}

/// A structure in the RFCs' presentation language, as the engine's type quotes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Definition {
    /// Its name.
    pub key: &'static str,
    /// Its lines.
    pub text: &'static str,
    /// Where it is specified.
    pub source: &'static str,
}

/// About a value of the key schedule.
#[derive(Debug, Serialize, Deserialize)]
pub struct Node {
    /// Its name in the schedule.
    pub key: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// Its name in the drawing.
    pub short: &'static str,
    /// What it is; Markdown.
    pub text: &'static str,
    /// What it is used for; Markdown.
    pub used_for: &'static str,
    /// Where it is specified; empty: where the key schedule says.
    pub source: &'static str,
}

/// About a rule, a choice, or what an attacker does.
#[derive(Debug, Serialize, Deserialize)]
pub struct Titled {
    /// The rule's id, or what is chosen.
    pub key: &'static str,
    /// One line.
    pub title: &'static str,
    /// Why it is so; Markdown.
    pub text: &'static str,
    /// Where it is specified; empty: where the engine says.
    pub source: &'static str,
}

/// What is said at a moment of a run. All texts may hold `{placeholders}`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Moment {
    /// `side.action.subject`.
    pub key: &'static str,
    /// Said only if all of these hold: a setting's name and value, or `rule` and the id of the one that broke.
    pub when: Slice<(&'static str, &'static str)>,
    /// A few words for the stage.
    pub label: &'static str,
    /// One line.
    pub heading: &'static str,
    /// What happened and why; Markdown.
    pub body: &'static str,
    /// What to notice, and where it is specified; Markdown.
    pub aside: &'static str,
}

/// A named stretch of a scenario.
#[derive(Debug, Serialize, Deserialize)]
pub struct Phase {
    /// Its name.
    pub name: &'static str,
    /// Key of the moment it begins with.
    pub first: &'static str,
}

/// A version of the protocol.
#[derive(Debug, Serialize, Deserialize)]
pub struct Version {
    /// Its name in the page.
    pub id: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// When it came out.
    pub year: u16,
    /// Where it is written.
    pub source: &'static str,
    /// When it was retired; `None` if it is in use.
    pub until: Option<u16>,
    /// By what it was retired.
    pub retired: &'static str,
    /// What it brought; Markdown.
    pub text: &'static str,
    /// What broke it; Markdown.
    pub broken: &'static str,
}

/// A part of cipher suites' names.
#[derive(Debug, Serialize, Deserialize)]
pub struct SuitePart {
    /// `exchange`, `auth`, `cipher` or `hash`.
    pub kind: &'static str,
    /// As it stands in names.
    pub key: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// What it is; Markdown.
    pub text: &'static str,
    /// Why it is deprecated; empty if it is not.
    pub weak: &'static str,
}

/// A group of scenarios.
#[derive(Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its name in scenarios.
    pub id: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// In one sentence.
    pub summary: &'static str,
}

/// A run that can be opened.
#[derive(Debug, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name in addresses.
    pub id: &'static str,
    /// Id of the group that it stands in.
    pub group: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// In one sentence.
    pub summary: &'static str,
    /// A scenario whose texts stand in for those that this one does not have.
    pub base: Option<&'static str>,
    /// Settings that differ from the usual ones, with their values.
    pub preset: Slice<(&'static str, &'static str)>,
    /// In order.
    pub phases: Slice<Phase>,
    /// In the order in which they can happen.
    pub moments: Slice<Moment>,
}

/// A word of the glossary.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    /// Its name in addresses.
    pub key: &'static str,
    /// As it is written.
    pub title: &'static str,
    /// Other forms of it.
    pub also: Slice<&'static str>,
    /// What it is, in one sentence; Markdown.
    pub text: &'static str,
    /// Where it is specified.
    pub source: &'static str,
    /// The name of its picture; empty if it has none.
    pub picture: &'static str,
}
