//! The panel of settings, and lists of which one is chosen.

use crate::model::Model;
use crate::view::{Choice, Control, Setting};
use handshake_scenario::settings;
use handshake_scenario::settings::{GROUPS, KEYS, MAX_TEXT};

/// One of several, with the current one marked.
pub fn choices<T: Copy + PartialEq>(
    all: &[T],
    current: T,
    id: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> String,
) -> Vec<Choice> {
    all.iter().map(|&one| Choice { id: id(one), label: label(one), current: one == current }).collect()
}

/// The panel.
pub fn settings(model: &Model) -> Vec<Setting> {
    let preset = settings::Settings::of(model.settings.scenario);
    let control = |key: &handshake_scenario::settings::Key| {
        let value = model.settings.get(key.id);
        match key.options.is_empty() {
            true => Control::Text { value, max: MAX_TEXT },
            false => {
                let option = |&id: &&'static str| Choice { id, label: key.value(id).to_owned(), current: id == value };
                Control::OneOf(key.options.iter().map(option).collect())
            }
        }
    };
    let setting = |key: &handshake_scenario::settings::Key| Setting {
        id: key.id,
        label: key.label().to_owned(),
        help: key.help().to_owned(),
        control: control(key),
        group: settings::group_title(key.id),
        barred: key.options.iter().filter_map(|id| Some((*id, model.settings.why_not(key.id, id)?))).collect(),
        changed: preset.get(key.id) != model.settings.get(key.id),
    };
    let mut all: Vec<Setting> = KEYS.iter().map(setting).collect();
    all.sort_by_key(|one| GROUPS.iter().position(|(_, ids)| ids.contains(&one.id)).unwrap_or(GROUPS.len()));
    all
}
