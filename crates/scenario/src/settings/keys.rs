//! The settings of the address and of the panel. What a person reads of them stands in content/words/settings.toml.

use handshake_lessons::word_of;

/// A setting of the address and of the panel.
pub struct Key {
    /// Its name in the address.
    pub id: &'static str,
    /// The values it can take, the usual one first; empty for free text.
    pub options: &'static [&'static str],
}

impl Key {
    /// The setting of this name.
    pub fn get(id: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| key.id == id)
    }

    /// What the person reads.
    pub fn label(&self) -> &'static str {
        word_of("setting", self.id).unwrap_or(self.id)
    }

    /// What it changes.
    pub fn help(&self) -> &'static str {
        word_of("setting-help", self.id).unwrap_or_default()
    }

    /// What the person reads of a value; of free text, the text.
    pub fn value<'a>(&self, value: &'a str) -> &'a str {
        word_of("option", &format!("{}.{value}", self.id)).unwrap_or(value)
    }
}

/// Longest free text taken from an address or a person.
pub const MAX_TEXT: usize = 200;

/// All settings, in the order of the panel.
pub const KEYS: &[Key] = &[
    Key { id: "client_version", options: &["1.3", "1.2", "both", "1.1", "1.0", "3.0"] },
    Key { id: "server_version", options: &["both", "1.3", "1.2"] },
    Key { id: "suite", options: &["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"] },
    Key {
        id: "suite12",
        options: &[
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_RSA_WITH_AES_128_CBC_SHA256",
            "TLS_RSA_WITH_AES_256_CBC_SHA256",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA",
        ],
    },
    Key { id: "group", options: &["x25519", "secp256r1", "secp384r1", "X25519MLKEM768"] },
    Key {
        id: "certificate",
        options: &[
            "ecdsa_secp256r1_sha256",
            "ecdsa_secp384r1_sha384",
            "ed25519",
            "rsa_pss_rsae_sha256",
            "rsa_pss_rsae_sha384",
            "rsa_pss_rsae_sha512",
            "rsa_pkcs1_sha256",
        ],
    },
    Key { id: "name", options: &[] },
    Key { id: "issued", options: &["same", "other", "wildcard"] },
    Key {
        id: "chain",
        options: &[
            "usual",
            "self-signed",
            "no-intermediate",
            "other-ca",
            "other-intermediate",
            "cross-signed",
            "constrained",
            "by-site",
        ],
    },
    Key { id: "usage", options: &["server", "client"] },
    Key { id: "weak", options: &["no", "rsa1024", "sha1"] },
    Key {
        id: "status",
        options: &[
            "none",
            "good",
            "delegated",
            "revoked",
            "unknown",
            "old",
            "another",
            "forged",
            "try-later",
            "missing",
            "must-staple",
            "list",
            "listed",
        ],
    },
    Key { id: "trust", options: &["root", "nobody", "proxy"] },
    Key { id: "date", options: &["2026", "2025", "2028"] },
    Key { id: "middle", options: &["no", "yes"] },
    Key { id: "leg", options: &["client", "server"] },
    Key { id: "alpn", options: &["http/1.1", "h2", "none"] },
    Key { id: "compat", options: &["yes", "no"] },
    Key { id: "ticket", options: &["no", "yes"] },
    Key { id: "server_group", options: &["any", "x25519", "secp256r1", "secp384r1", "X25519MLKEM768"] },
    Key { id: "cookie", options: &["no", "yes"] },
    Key { id: "visit", options: &["nothing", "ticket", "session", "external"] },
    Key { id: "psk_mode", options: &["psk_dhe_ke", "psk_ke"] },
    Key { id: "early", options: &["no", "yes"] },
    Key { id: "early_taken", options: &["yes", "no"] },
    Key { id: "replay", options: &["no", "yes"] },
    Key { id: "replay_protection", options: &["yes", "no"] },
    Key { id: "client_auth", options: &["no", "optional", "required"] },
    Key { id: "client_certificate", options: &["known", "unknown", "none"] },
    Key { id: "update", options: &["no", "client", "server", "both"] },
    Key { id: "export", options: &["no", "yes"] },
    Key { id: "padding", options: &["0", "64", "256"] },
    Key { id: "record_limit", options: &["none", "64", "256", "1024"] },
    Key { id: "coalesce", options: &["no", "yes"] },
    Key { id: "grease", options: &["no", "yes"] },
    Key { id: "ems", options: &["yes", "no"] },
    Key { id: "etm", options: &["yes", "no"] },
    Key { id: "renegotiation", options: &["extension", "suite"] },
    Key { id: "fallback", options: &["no", "yes"] },
    Key { id: "strip", options: &["no", "tls13"] },
    Key { id: "theft", options: &["no", "yes"] },
    Key { id: "request", options: &[] },
    Key { id: "reply", options: &[] },
    Key { id: "seed", options: &[] },
];
