//! The panel of settings.

use crate::model::Model;
use crate::view::{Choice, Control, Setting};
use handshake_scenario::settings;
use handshake_scenario::settings::{KEYS, Key, MAX_TEXT};

/// The panel.
pub fn settings(model: &Model) -> Vec<Setting> {
    let preset = settings::Settings::of(model.settings.scenario);
    let control = |key: &Key| {
        let value = model.settings.get(key.id);
        match key.options.is_empty() {
            true => Control::Text { value, max: MAX_TEXT },
            false => {
                let option = |&id: &&'static str| Choice {
                    value: id,
                    id,
                    label: key.value(id).to_owned(),
                    current: id == value,
                };
                Control::OneOf(key.options.iter().map(option).collect())
            }
        }
    };
    let setting = |key: &Key| Setting {
        setting: key.setting,
        id: key.id,
        label: key.label().to_owned(),
        help: key.help().to_owned(),
        control: control(key),
        group: key.heading.title(),
        barred: key.options.iter().filter_map(|id| Some((*id, model.settings.why_not(key.setting, id)?))).collect(),
        changed: preset.get(key.id) != model.settings.get(key.id),
    };
    let mut keys: Vec<&Key> = KEYS.iter().collect();
    keys.sort_by_key(|key| key.heading);
    keys.into_iter().map(setting).collect()
}
