//! What the page says: fields, keys, rules, choices and steps, as data. The text stands in content/ (TOML with
//! Markdown); build.rs turns it into tables.
#![forbid(unsafe_code)]

#[path = "../cite.rs"]
mod citing;
pub mod fill;
pub mod glossary;
pub mod language;
pub mod lesson;
pub mod markdown;
mod one_of;
mod problem;
pub mod readability;
pub mod words;

pub use fill::{fill, placeholders};
pub use language::{Language, language, set_language};
use lesson::{
    About, Answer, Case, CaseQuestion, Choice, Choices, Exercise, FieldPick, Figure, Item, KeyPick, Lesson,
    Misconception, Near, Others, Place, Plan, PlanPart, Question, Sequence, Slice, Step, Task, Teacher, Text,
};
pub use one_of::OneOf;
pub use problem::Problem;
pub use words::{say, say_n, word, word_in, word_of, words};

include!(concat!(env!("OUT_DIR"), "/content.rs"));

/// The texts, in the language in force.
fn tables() -> &'static Tables {
    tables_of(language())
}

fn tables_of(language: Language) -> &'static Tables {
    match language {
        Language::English => &en::TABLES,
        Language::Spanish => &es::TABLES,
    }
}

/// What the language in force lacks of the content: texts without a translation, and translations of nothing.
pub fn untranslated() -> &'static [&'static str] {
    tables().untranslated
}

/// A text of the engine's, or a source, in which each section of RFC 8446 is cited by its number in RFC 9846, with the old
/// one beside it. The content's own texts read so already.
pub fn cite(text: &str) -> String {
    let new =
        |section: &str| SECTIONS.binary_search_by(|(old, _)| (*old).cmp(section)).ok().and_then(|at| SECTIONS.get(at));
    citing::cite(text, &|section| new(section).map(|(_, new)| (*new).to_owned()))
}

/// The sections of RFC 8446 that a text cites, by number.
pub fn cited(text: &str) -> Vec<String> {
    citing::cited(text)
}

/// The sections of RFC 8446, each with what it is called in RFC 9846.
pub fn sections() -> &'static [(&'static str, &'static str)] {
    SECTIONS
}

/// About a field of a message.
#[derive(Debug)]
pub struct Field {
    /// Its path without list positions, or `*.name` for all fields of that name.
    pub key: &'static str,
    /// What it is for; Markdown.
    pub text: &'static str,
    /// Where it is specified.
    pub source: &'static str,
}

/// A structure in the RFCs' presentation language, as the engine's type quotes it.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub key: &'static str,
    /// Its lines.
    pub text: &'static str,
    /// Where it is specified.
    pub source: &'static str,
}

/// About a value of the key schedule.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
pub struct Moment {
    /// `side.action.subject`.
    pub key: &'static str,
    /// Said only if all of these hold: a setting's name and value, or `rule` and the id of the one that broke.
    pub when: &'static [(&'static str, &'static str)],
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
#[derive(Debug)]
pub struct Phase {
    /// Its name.
    pub name: &'static str,
    /// Key of the moment it begins with.
    pub first: &'static str,
}

/// A version of the protocol.
#[derive(Debug)]
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
#[derive(Debug)]
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
#[derive(Debug)]
pub struct Group {
    /// Its name in scenarios.
    pub id: &'static str,
    /// Its name for a reader.
    pub title: &'static str,
    /// In one sentence.
    pub summary: &'static str,
}

/// A run that can be opened.
#[derive(Debug)]
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
    pub preset: &'static [(&'static str, &'static str)],
    /// In order.
    pub phases: &'static [Phase],
    /// In the order in which they can happen.
    pub moments: &'static [Moment],
}

impl Scenario {
    /// The text for a moment: its own, or that of the scenario it builds on; the first whose conditions hold.
    pub fn moment(&self, key: &str, holds: &dyn Fn(&str, &str) -> bool) -> Option<&'static Moment> {
        let said = |moment: &&Moment| moment.key == key && moment.when.iter().all(|(name, value)| holds(name, value));
        self.moments.iter().find(said).or_else(|| scenario(self.base?)?.moment(key, holds))
    }
}

/// The text for a field: of its own path, else of all fields with its name, else of all length prefixes.
pub fn field(path: &str) -> Option<&'static Field> {
    let last = path.rsplit('.').next().unwrap_or_default();
    let length = || if last.ends_with("#length") { field_of("*.#length") } else { None };
    field_of(path).or_else(|| field_of(&format!("*.{last}"))).or_else(length)
}

/// The text for a field with exactly this key.
fn field_of(key: &str) -> Option<&'static Field> {
    let fields = tables().fields;
    fields.binary_search_by(|field| field.key.cmp(key)).ok().and_then(|at| fields.get(at))
}

/// The definition of a structure.
pub fn definition(name: &str) -> Option<&'static Definition> {
    DEFINITIONS.binary_search_by(|definition| definition.key.cmp(name)).ok().and_then(|at| DEFINITIONS.get(at))
}

/// The one definition whose lines are so, if it is the only one.
pub fn definition_with(is_it: impl Fn(&str) -> bool) -> Option<&'static Definition> {
    let mut found = DEFINITIONS.iter().filter(|definition| is_it(definition.text));
    found.next().filter(|_| found.next().is_none())
}

/// The text for a field in a run of TLS 1.2 or older, where that has its own: its key begins with `1.2/`.
pub fn field12(path: &str) -> Option<&'static Field> {
    let last = path.rsplit('.').next().unwrap_or_default();
    let length = || if last.ends_with("#length") { field_of("1.2/*.#length") } else { None };
    let own = field_of(&format!("1.2/{path}")).or_else(|| field_of(&format!("1.2/*.{last}"))).or_else(length);
    own.or_else(|| field(path))
}

/// The text for a field of a certificate, a status or a list: its key begins with `der/`, and goes on with the two last parts
/// of its path, or with the last one.
pub fn field_of_der(path: &str) -> Option<&'static Field> {
    let mut parts = path.rsplit('.');
    let last = parts.next().unwrap_or_default().trim_end_matches("#length");
    let two = parts.next().and_then(|before| field_of(&format!("der/{before}.{last}")));
    two.or_else(|| field_of(&format!("der/{last}")))
}

/// All fields' texts.
pub fn fields() -> &'static [Field] {
    tables().fields
}

/// The text for a value of the schedule.
pub fn node(key: &str) -> Option<&'static Node> {
    tables().nodes.iter().find(|node| node.key == key)
}

/// The text for a value of the schedule in a run of TLS 1.2 or older, where that has its own.
pub fn node12(key: &str) -> Option<&'static Node> {
    node(&format!("1.2/{key}")).or_else(|| node(key))
}

/// All values' texts.
pub fn nodes() -> &'static [Node] {
    tables().nodes
}

/// The text for a rule.
pub fn rule(key: &str) -> Option<&'static Titled> {
    tables().rules.iter().find(|rule| rule.key == key)
}

/// The text for a rule in a run of TLS 1.2 or older, where that has its own.
pub fn rule12(key: &str) -> Option<&'static Titled> {
    rule(&format!("1.2/{key}")).or_else(|| rule(key))
}

/// All rules' texts.
pub fn rules() -> &'static [Titled] {
    tables().rules
}

/// The text for what is checked of a certificate.
pub fn aspect(key: &str) -> Option<&'static Titled> {
    tables().aspects.iter().find(|aspect| aspect.key == key)
}

/// All texts about what is checked of certificates.
pub fn aspects() -> &'static [Titled] {
    tables().aspects
}

/// The text for a choice.
pub fn choice(key: &str) -> Option<&'static Titled> {
    tables().choices.iter().find(|choice| choice.key == key)
}

/// The text for a choice in a run of TLS 1.2 or older, where that has its own.
pub fn choice12(key: &str) -> Option<&'static Titled> {
    choice(&format!("1.2/{key}")).or_else(|| choice(key))
}

/// All choices' texts.
pub fn choices() -> &'static [Titled] {
    tables().choices
}

/// The text for a reason of a choice.
pub fn why(key: &str) -> Option<&'static Titled> {
    tables().whys.iter().find(|why| why.key == key)
}

/// All reasons' texts.
pub fn whys() -> &'static [Titled] {
    tables().whys
}

/// A text about tampering: what is done, what can be tried, what caught it.
pub fn tamper(key: &str) -> Option<&'static Titled> {
    tables().tamper.iter().find(|text| text.key == key)
}

/// All of those.
pub fn tampers() -> &'static [Titled] {
    tables().tamper
}

/// A text that belongs to no scenario: what is unseen, what failed.
pub fn general(key: &str) -> Option<&'static Moment> {
    tables().general.iter().find(|moment| moment.key == key)
}

/// All of those.
pub fn generals() -> &'static [Moment] {
    tables().general
}

/// A scenario.
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    tables().scenarios.iter().find(|scenario| scenario.id == id)
}

/// The versions of the protocol, oldest first.
pub fn versions() -> &'static [Version] {
    tables().versions
}

/// All parts of cipher suites' names.
pub fn suite_parts() -> &'static [SuitePart] {
    tables().suite_parts
}

/// The names of the suites that are told of, best first.
pub fn suite_names() -> &'static [&'static str] {
    tables().suite_names
}

/// All groups of scenarios, in order.
pub fn groups() -> &'static [Group] {
    tables().groups
}

/// All scenarios.
pub fn scenarios() -> &'static [Scenario] {
    tables().scenarios
}

/// A word of the glossary.
#[derive(Debug, PartialEq)]
pub struct Term {
    /// Its name in addresses.
    pub key: &'static str,
    /// As it is written.
    pub title: &'static str,
    /// Other forms of it.
    pub also: &'static [&'static str],
    /// What it is, in one sentence; Markdown.
    pub text: &'static str,
    /// Where it is specified.
    pub source: &'static str,
    /// The name of its picture; empty if it has none.
    pub picture: &'static str,
}

/// Plans for who teaches.
pub fn plans() -> &'static [Plan] {
    tables().plans
}

/// All cases that lessons and the exam draw from.
pub fn cases() -> &'static [Case] {
    tables().cases
}

/// All lessons, in their order.
pub fn lessons() -> &'static [Lesson] {
    tables().lessons
}

/// A lesson.
pub fn lesson(id: &str) -> Option<&'static Lesson> {
    tables().lessons.iter().find(|lesson| *lesson.id == *id)
}

/// The English name of a term of the glossary: in every language people search by that, too.
pub fn english_title(key: &str) -> &'static str {
    en::TABLES.terms.iter().find(|term| term.key == key).map_or("", |term| term.title)
}

/// The glossary.
pub fn terms() -> &'static [Term] {
    tables().terms
}

/// A picture, as SVG.
pub fn picture(name: &str) -> Option<&'static str> {
    tables().pictures.iter().find(|(picture, _)| *picture == name).map(|(_, svg)| *svg)
}

/// All pictures, by name.
pub fn pictures() -> &'static [(&'static str, &'static str)] {
    tables().pictures
}
