//! The panel of settings: what matters first, and the rest, to be found by words or by its headings.

use super::Choice;
use handshake_scenario::settings;

/// The panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setup {
    /// What matters first.
    pub first: Vec<Setting>,
    /// The rest, under its headings.
    pub folds: Vec<Fold>,
    /// What the changes did, in a sentence; `None` if nothing differs from the scenario.
    pub effect: Option<String>,
}

/// Settings under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// The heading.
    pub title: &'static str,
    /// What stands under it.
    pub settings: Vec<Setting>,
}

impl Setup {
    /// True if nothing can be set.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// All of it, in its order.
    pub fn all(&self) -> impl Iterator<Item = &Setting> {
        self.first.iter().chain(self.folds.iter().flat_map(|fold| &fold.settings))
    }

    /// What somebody looks for by words: each of them stands in its name, its help, its heading or one of its values.
    pub fn found(&self, words: &str) -> Vec<&Setting> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let told = |setting: &Setting| {
            let values = match &setting.control {
                Control::OneOf(choices) => {
                    choices.iter().map(|choice| format!("{} {}", choice.label, choice.id)).collect::<Vec<_>>().join(" ")
                }
                Control::Text { value, .. } => value.clone(),
            };
            [&setting.label, &setting.help, setting.id, setting.group, &values].join(" ").to_lowercase()
        };
        self.all().filter(|setting| words.iter().all(|word| told(setting).contains(word))).collect()
    }
}

/// One thing that can be set before the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Which one.
    pub setting: settings::Setting,
    /// Its name in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: String,
    /// One line on what it changes.
    pub help: String,
    /// How it is set.
    pub control: Control,
    /// The heading it stands under.
    pub group: &'static str,
    /// Options that are of no use with the other settings, and why.
    pub barred: Vec<(&'static str, String)>,
    /// What it was where the scenario begins, if it differs from that.
    pub was: Option<String>,
}

/// How a setting is set.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// One of several.
    OneOf(Vec<Choice<&'static str>>),
    /// Free text of at most this many characters.
    Text {
        /// What stands there now.
        value: String,
        /// Longest allowed.
        max: usize,
    },
}
