//! What the page says: fields, keys, rules, choices and steps, as data. The text stands in content/ (TOML with
//! Markdown); build.rs turns it into one file a language. A program brings these files along; the page fetches the one of
//! its language, and puts it in force with [`read_texts`] before it draws.
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
mod tables;
mod texts;
pub mod words;

pub use fill::{fill, placeholders};
pub use language::{Language, language, set_language};
use lesson::{Case, Lesson, Plan};
pub use one_of::OneOf;
pub use problem::Problem;
pub use tables::{Definition, Field, Group, Moment, Node, Phase, Scenario, SuitePart, Term, Titled, Version};
use texts::tables;
#[cfg(feature = "texts")]
pub use texts::texts;
pub use texts::{Unreadable, file_name, read_texts};
pub use words::{say, say_n, statement_in, word, word_of, words};

/// What the language in force lacks of the content: texts without a translation, and translations of nothing.
pub fn untranslated() -> &'static [&'static str] {
    tables().untranslated.0
}

/// A text of the engine's, or a source, in which each section of RFC 8446 is cited by its number in RFC 9846, with the old
/// one beside it. The content's own texts read so already.
pub fn cite(text: &str) -> String {
    let sections = sections();
    let new =
        |section: &str| sections.binary_search_by(|(old, _)| (*old).cmp(section)).ok().and_then(|at| sections.get(at));
    citing::cite(text, &|section| new(section).map(|(_, new)| (*new).to_owned()))
}

/// The sections of RFC 8446 that a text cites, by number.
pub fn cited(text: &str) -> Vec<String> {
    citing::cited(text)
}

/// The sections of RFC 8446, each with what it is called in RFC 9846.
pub fn sections() -> &'static [(&'static str, &'static str)] {
    tables().sections.0
}

impl Scenario {
    /// The text for a moment: its own, or that of the scenario it builds on; the first whose conditions hold.
    pub fn moment(&self, key: &str, holds: &dyn Fn(&str, &str) -> bool) -> Option<&'static Moment> {
        let said = |moment: &&Moment| moment.key == key && moment.when.iter().all(|(name, value)| holds(name, value));
        self.moments.0.iter().find(said).or_else(|| scenario(self.base?)?.moment(key, holds))
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
    let fields = tables().fields.0;
    fields.binary_search_by(|field| field.key.cmp(key)).ok().and_then(|at| fields.get(at))
}

/// The definition of a structure.
pub fn definition(name: &str) -> Option<&'static Definition> {
    let definitions = tables().definitions.0;
    definitions.binary_search_by(|definition| definition.key.cmp(name)).ok().and_then(|at| definitions.get(at))
}

/// The one definition whose lines are so, if it is the only one.
pub fn definition_with(is_it: impl Fn(&str) -> bool) -> Option<&'static Definition> {
    let mut found = tables().definitions.0.iter().filter(|definition| is_it(definition.text));
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
    tables().fields.0
}

/// The text for a value of the schedule.
pub fn node(key: &str) -> Option<&'static Node> {
    tables().nodes.0.iter().find(|node| node.key == key)
}

/// The text for a value of the schedule in a run of TLS 1.2 or older, where that has its own.
pub fn node12(key: &str) -> Option<&'static Node> {
    node(&format!("1.2/{key}")).or_else(|| node(key))
}

/// All values' texts.
pub fn nodes() -> &'static [Node] {
    tables().nodes.0
}

/// The text for a rule.
pub fn rule(key: &str) -> Option<&'static Titled> {
    tables().rules.0.iter().find(|rule| rule.key == key)
}

/// The text for a rule in a run of TLS 1.2 or older, where that has its own.
pub fn rule12(key: &str) -> Option<&'static Titled> {
    rule(&format!("1.2/{key}")).or_else(|| rule(key))
}

/// All rules' texts.
pub fn rules() -> &'static [Titled] {
    tables().rules.0
}

/// The text for what is checked of a certificate.
pub fn aspect(key: &str) -> Option<&'static Titled> {
    tables().aspects.0.iter().find(|aspect| aspect.key == key)
}

/// All texts about what is checked of certificates.
pub fn aspects() -> &'static [Titled] {
    tables().aspects.0
}

/// The text for a choice.
pub fn choice(key: &str) -> Option<&'static Titled> {
    tables().choices.0.iter().find(|choice| choice.key == key)
}

/// The text for a choice in a run of TLS 1.2 or older, where that has its own.
pub fn choice12(key: &str) -> Option<&'static Titled> {
    choice(&format!("1.2/{key}")).or_else(|| choice(key))
}

/// All choices' texts.
pub fn choices() -> &'static [Titled] {
    tables().choices.0
}

/// The text for a reason of a choice.
pub fn why(key: &str) -> Option<&'static Titled> {
    tables().whys.0.iter().find(|why| why.key == key)
}

/// All reasons' texts.
pub fn whys() -> &'static [Titled] {
    tables().whys.0
}

/// A text about tampering: what is done, what can be tried, what caught it.
pub fn tamper(key: &str) -> Option<&'static Titled> {
    tables().tamper.0.iter().find(|text| text.key == key)
}

/// All of those.
pub fn tampers() -> &'static [Titled] {
    tables().tamper.0
}

/// A text that belongs to no scenario: what is unseen, what failed.
pub fn general(key: &str) -> Option<&'static Moment> {
    tables().general.0.iter().find(|moment| moment.key == key)
}

/// All of those.
pub fn generals() -> &'static [Moment] {
    tables().general.0
}

/// A scenario.
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    tables().scenarios.0.iter().find(|scenario| scenario.id == id)
}

/// The versions of the protocol, oldest first.
pub fn versions() -> &'static [Version] {
    tables().versions.0
}

/// All parts of cipher suites' names.
pub fn suite_parts() -> &'static [SuitePart] {
    tables().suite_parts.0
}

/// The names of the suites that are told of, best first.
pub fn suite_names() -> &'static [&'static str] {
    tables().suite_names.0
}

/// All groups of scenarios, in order.
pub fn groups() -> &'static [Group] {
    tables().groups.0
}

/// All scenarios.
pub fn scenarios() -> &'static [Scenario] {
    tables().scenarios.0
}

/// Plans for teachers.
pub fn plans() -> &'static [Plan] {
    tables().plans.0
}

/// All cases that lessons and the exam draw from.
pub fn cases() -> &'static [Case] {
    tables().cases.0
}

/// All lessons, in their order.
pub fn lessons() -> &'static [Lesson] {
    tables().lessons.0
}

/// A lesson.
pub fn lesson(id: &str) -> Option<&'static Lesson> {
    tables().lessons.0.iter().find(|lesson| *lesson.id == *id)
}

/// The English name of a term of the glossary: in every language people search by that, too.
pub fn english_title(key: &str) -> &'static str {
    let titles = tables().english_titles.0;
    titles.iter().find(|(term, _)| *term == key).map_or("", |(_, title)| title)
}

/// The glossary.
pub fn terms() -> &'static [Term] {
    tables().terms.0
}

/// A picture, as SVG.
pub fn picture(name: &str) -> Option<&'static str> {
    tables().pictures.0.iter().find(|(picture, _)| *picture == name).map(|(_, svg)| *svg)
}

/// All pictures, by name.
pub fn pictures() -> &'static [(&'static str, &'static str)] {
    tables().pictures.0
}
