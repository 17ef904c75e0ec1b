//! What was done, kept on the device; in a learning platform, by it.

use crate::dom::{IN_BROWSER, store, stored};
use crate::scorm;
use handshake_player::lesson::progress::Progress;
use web_sys::js_sys::Date;

const KEY: &str = "handshake-lab.progress";

/// What this device knows. A record that can't be read counts as none; it is not overwritten before something is done.
pub fn load_progress() -> Progress {
    scorm::kept().or_else(|| stored(KEY).and_then(|text| Progress::read(&text).ok())).unwrap_or_default()
}

/// Keeps it.
pub fn save_progress(progress: &Progress) {
    if !scorm::keep(progress) {
        store(KEY, &progress.write());
    }
}

/// The day, as `2026-06-01`.
pub fn today() -> String {
    if !IN_BROWSER {
        return String::new();
    }
    let now = Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}
