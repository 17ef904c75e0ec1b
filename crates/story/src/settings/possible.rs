//! What needs something else, the headings of the panel, and surprises.

use super::{KEYS, Settings};
use handshake_core::trace::Outcome;

/// The headings of the panel, each with its settings. What stands under none comes last.
pub const GROUPS: &[(&str, &[&str])] = &[
    ("Version", &["client_version", "server_version", "fallback"]),
    ("What is said", &["name", "request", "reply", "alpn"]),
    ("Keys and ciphers", &["suite", "suite12", "group", "server_group", "cookie", "ems", "etm"]),
    ("Who the server is", &["certificate", "issued", "chain", "usage", "weak", "status", "trust", "date"]),
    ("Who the client is", &["client_auth", "client_certificate"]),
    ("Coming back", &["ticket", "visit", "psk_mode", "early", "early_taken", "replay_protection"]),
    ("An attacker", &["replay", "strip", "middle", "leg", "theft"]),
    (
        "Records and details",
        &["padding", "record_limit", "coalesce", "compat", "grease", "update", "export", "renegotiation"],
    ),
    ("Chance", &["seed"]),
];

/// The heading of a setting.
pub fn group(id: &str) -> &'static str {
    GROUPS.iter().find(|(_, ids)| ids.contains(&id)).map_or("More", |(heading, _)| heading)
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
            "psk_mode" if !known => "Needs a key that is known from before.",
            "early" if visit != "ticket" => "Early data is sealed with a key of the visit before: it needs a ticket.",
            "early_taken" if self.choice("early") != "yes" => "Needs early data that could be taken.",
            "replay" if self.choice("early") != "yes" => "Needs early data: without it a repeated hello does nothing.",
            "replay_protection" if visit != "ticket" => "Only a hello with a ticket could be taken twice.",
            "client_certificate" if self.choice("client_auth") == "no" => "Nobody asks who the client is.",
            "leg" if self.choice("middle") == "no" => "Without an attacker in the middle there is only one handshake.",
            "group" | "server_group" if no_halves => "The old key is used alone: no halves are exchanged.",
            _ => return None,
        };
        Some(why.to_owned())
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
                let Some((value, _)) = key.options.get(draw(key.options.len())) else { continue };
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
