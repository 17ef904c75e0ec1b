//! What needs something else, the headings of the panel, and surprises.

use super::{KEYS, Settings};
use handshake_core::trace::Outcome;
use handshake_lessons::{word, word_of};

/// The groups of the panel, each with its settings. What stands in none comes last.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("version", &["client_version", "server_version", "fallback"]),
    ("said", &["name", "request", "reply", "alpn"]),
    ("keys", &["suite", "suite12", "group", "server_group", "cookie", "ems", "etm"]),
    ("server", &["certificate", "issued", "chain", "usage", "weak", "status", "trust", "date"]),
    ("client", &["client_auth", "client_certificate"]),
    ("back", &["ticket", "visit", "psk_mode", "early", "early_taken", "replay_protection"]),
    ("attacker", &["replay", "strip", "middle", "leg", "theft"]),
    ("details", &["padding", "record_limit", "coalesce", "compat", "grease", "update", "export", "renegotiation"]),
    ("chance", &["seed"]),
];

/// The group that a setting belongs to.
pub fn group(id: &str) -> &'static str {
    GROUPS.iter().find(|(_, ids)| ids.contains(&id)).map_or("more", |(group, _)| group)
}

/// The heading that a setting stands under.
pub fn group_title(id: &str) -> &'static str {
    word_of("settings-group", group(id)).unwrap_or_default()
}

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

impl Settings {
    /// Why a value would be of no use without something else.
    pub(super) fn needs(&self, id: &str) -> Option<String> {
        let visit = self.choice("visit");
        let known = visit != "nothing";
        let no_halves = known && self.choice("psk_mode") == "psk_ke";
        let why = match id {
            "psk_mode" if !known => "fit.needs-known",
            "early" if visit != "ticket" => "fit.needs-ticket",
            "early_taken" if self.choice("early") != "yes" => "fit.needs-early",
            "replay" if self.choice("early") != "yes" => "fit.replay-needs-early",
            "replay_protection" if visit != "ticket" => "fit.taken-twice",
            "client_certificate" if self.choice("client_auth") == "no" => "fit.nobody-asks",
            "leg" if self.choice("middle") == "no" => "fit.one-leg",
            "group" | "server_group" if no_halves => "fit.used-alone",
            _ => return None,
        };
        Some(word(why).to_owned())
    }

    /// A combination by chance that works; the same number gives the same one.
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
                if settings.why_not(id, value).is_none() {
                    // An option is a value.
                    let _ = settings.change(id, value);
                }
            }
            let left = KEYS.iter().all(|key| settings.why_not(key.id, &settings.get(key.id)).is_none());
            if left && matches!(crate::run::Run::of(&settings).trace.outcome, Outcome::Closed) {
                return settings;
            }
        }
        plain
    }
}
