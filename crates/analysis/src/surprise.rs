//! A random combination of settings.

use crate::run::Run;
use handshake_core::trace::Outcome;
use handshake_scenario::settings::{KEYS, Settings};

/// What a surprise may change: nothing that is there to fail.
const SURPRISING: &[&str] = &[
    "client_version",
    "suite",
    "suite12",
    "group",
    "server_group",
    "certificate",
    "alpn",
    "compat",
    "ticket",
    "cookie",
    "visit",
    "psk_mode",
    "early",
    "client_auth",
    "update",
    "export",
    "padding",
    "record_limit",
    "coalesce",
    "grease",
];

/// A random combination that works; the same number gives the same one.
pub fn surprise(number: u64) -> Settings {
    let mut state = number;
    let mut draw = |below: usize| {
        // SplitMix64: enough for a surprise.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    };
    let plain = Settings { seed: number, ..Settings::default() };
    for _ in 0..8 {
        let mut settings = plain.clone();
        for _ in 0..12 {
            let id = SURPRISING.get(draw(SURPRISING.len())).copied().unwrap_or_default();
            let Some(key) = KEYS.iter().find(|key| key.id == id) else { continue };
            let Some(value) = key.options.get(draw(key.options.len())) else { continue };
            if settings.why_not(key.setting, value).is_none() {
                // An option is a value.
                let _ = settings.change(key.setting, value);
            }
        }
        let left = KEYS.iter().all(|key| settings.why_not(key.setting, &settings.get(key.id)).is_none());
        if left && matches!(Run::of(&settings).trace.outcome, Outcome::Closed) {
            return settings;
        }
    }
    plain
}
