//! What needs something else, and the headings of the panel.

use super::Settings;
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
}
