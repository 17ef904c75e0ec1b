//! Which form of a text is true in a run: TLS 1.2 has some of its own.

use super::Settings;
use handshake_core::keys::{Row, ScheduleEntry};
use handshake_core::rules::Rule;
use handshake_lessons as lessons;

impl Settings {
    /// The text for a value of the key schedule.
    pub fn node_text(&self, node: ScheduleEntry) -> Option<&'static lessons::Node> {
        if self.is_old() { lessons::node12(node.name()) } else { lessons::node(node.name()) }
    }

    /// What a value of the key schedule is called.
    pub fn node_title(&self, node: ScheduleEntry) -> &'static str {
        self.node_text(node).map_or(node.name(), |text| text.title)
    }

    /// Where a value of the key schedule is specified.
    pub fn node_source(&self, node: ScheduleEntry) -> String {
        let own = self.node_text(node).map(|text| text.source).filter(|source| !source.is_empty());
        own.map_or_else(|| lessons::cite(Row::of(node).section), str::to_owned)
    }

    /// The text for a rule.
    pub fn rule_text(&self, rule: Rule) -> Option<&'static lessons::Titled> {
        if self.is_old() { lessons::rule12(rule.id()) } else { lessons::rule(rule.id()) }
    }

    /// What a rule is called.
    pub fn rule_title(&self, rule: Rule) -> &'static str {
        self.rule_text(rule).map_or(rule.id(), |text| text.title)
    }

    /// Where a rule is specified.
    pub fn rule_source(&self, rule: Rule) -> String {
        let own = self.rule_text(rule).map(|text| text.source).filter(|source| !source.is_empty());
        own.map_or_else(|| lessons::cite(rule.section()), str::to_owned)
    }

    /// The text for a choice, by what is chosen.
    pub fn choice_text(&self, what: &str) -> Option<&'static lessons::Titled> {
        if self.is_old() { lessons::choice12(what) } else { lessons::choice(what) }
    }

    /// What a choice is called, by what is chosen.
    pub fn choice_title(&self, what: &'static str) -> &'static str {
        self.choice_text(what).map_or(what, |text| text.title)
    }

    /// The text for a field, by its path without the places in lists.
    pub fn field_text(&self, path: &str) -> Option<&'static lessons::Field> {
        if self.has_old_form(path) { lessons::field12(path) } else { lessons::field(path) }
    }
}
