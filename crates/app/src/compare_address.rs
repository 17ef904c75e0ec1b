//! The address of a comparison: two settings, a row, a field.

use crate::route::Route;
use form_urlencoded::Serializer;
use handshake_analysis::align::align;
use handshake_analysis::run::Run;
use handshake_scenario::settings::{KEYS, Settings, TAMPER};

/// The comparison of a run with the same one untouched, at the step shown.
pub fn of_tampered(settings: &Settings, moment: Option<usize>) -> String {
    let untouched = settings.untampered();
    let rows = align(&Run::of(&untouched), &Run::of(settings));
    let same = rows.iter().position(|pair| pair.right == moment && moment.is_some());
    address(&untouched, settings, same.map_or(1, |at| at + 1), None)
}

/// The comparison of a run with that of the scenario's own values, if any was changed.
pub fn of_changed(settings: &Settings) -> Option<String> {
    let own = Settings::of(settings.scenario);
    (own.untampered() != settings.untampered()).then(|| address(&own, settings, 1, None))
}

/// The address of a comparison.
pub fn address(left: &Settings, right: &Settings, row: usize, field: Option<&str>) -> String {
    let mut query = Serializer::new(String::new());
    for (id, value) in left.changed() {
        query.append_pair(id, &value);
    }
    match left.scenario == right.scenario {
        false => {
            query.append_pair("with", right.scenario);
            for (id, value) in right.changed() {
                query.append_pair(&format!("with.{id}"), &value);
            }
        }
        true => {
            for id in KEYS.iter().map(|key| key.id).chain([TAMPER]) {
                if left.get(id) != right.get(id) {
                    query.append_pair(&format!("with.{id}"), &right.get(id));
                }
            }
        }
    }
    if let Some(field) = field {
        query.append_pair("field", field);
    }
    let route = Route::Compare { scenario: Some(left.scenario.to_owned()), row: Some(row.to_string()) };
    route.with(&query.finish())
}
