//! The panel of settings.

use super::Choice;
use handshake_scenario::settings;

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
    /// True if it differs from where the scenario begins.
    pub changed: bool,
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
