//! What can be set before a run, and the run that follows from it.

use handshake_core::client::ClientConfig;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, SignatureScheme};
use handshake_core::pair::{Honest, Line, Setup, run};
use handshake_core::pki::{CertificateKind, TeachingCa, WebPkiVerifier};
use handshake_core::random::Seeded;
use handshake_core::server::{ServerConfig, TicketConfig};
use handshake_core::{Side, Trace};
use std::sync::Arc;

/// 2026-06-01, noon UTC: within the validity of the teaching CA's certificates.
const IN_TIME: u64 = 1_780_315_200;
/// 2028-06-01, noon UTC: after the server's certificate has expired.
const TOO_LATE: u64 = 1_843_473_600;

/// Everything that a run is a function of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The only suite offered.
    pub suite: CipherSuite,
    /// The group that a key share is sent for.
    pub group: NamedGroup,
    /// The signature of the server's certificate.
    pub certificate: SignatureScheme,
    /// The name to reach.
    pub server_name: String,
    /// Whether the certificate is issued for that name, or for another one.
    pub issued_for_it: bool,
    /// Whether the client trusts the root.
    pub trusted: bool,
    /// Whether the certificate is still valid.
    pub in_time: bool,
    /// The application protocol offered, if any.
    pub alpn: Option<String>,
    /// Whether the hello looks like TLS 1.2 to middleboxes.
    pub compatibility: bool,
    /// Whether the server hands out a ticket.
    pub ticket: bool,
    /// What the client says.
    pub request: String,
    /// What the server answers.
    pub reply: String,
    /// All randomness.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            suite: CipherSuite::TLS_AES_128_GCM_SHA256,
            group: NamedGroup::X25519,
            certificate: SignatureScheme::ECDSA_SECP256R1_SHA256,
            server_name: "school.example".to_owned(),
            issued_for_it: true,
            trusted: true,
            in_time: true,
            alpn: Some("http/1.1".to_owned()),
            compatibility: true,
            ticket: false,
            request: "GET /".to_owned(),
            reply: "Hello, class!".to_owned(),
            seed: 1,
        }
    }
}

/// A setting of the address and of the panel.
pub struct Key {
    /// Its name in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: &'static str,
    /// What it changes.
    pub help: &'static str,
    /// The values it can take, with what the person reads; empty for free text.
    pub options: &'static [(&'static str, &'static str)],
}

/// Longest free text taken from an address or a person.
pub const MAX_TEXT: usize = 200;

/// All settings, in the order of the panel.
pub const KEYS: &[Key] = &[
    Key {
        id: "suite",
        label: "Cipher suite",
        help: "Seals every record, and hashes the transcript.",
        options: &[
            ("TLS_AES_128_GCM_SHA256", "AES-128-GCM, SHA-256"),
            ("TLS_AES_256_GCM_SHA384", "AES-256-GCM, SHA-384"),
            ("TLS_CHACHA20_POLY1305_SHA256", "ChaCha20-Poly1305, SHA-256"),
        ],
    },
    Key {
        id: "group",
        label: "Key exchange",
        help: "The curve on which both sides make their halves.",
        options: &[("x25519", "X25519"), ("secp256r1", "secp256r1 (P-256)")],
    },
    Key {
        id: "certificate",
        label: "Certificate",
        help: "The kind of key that the server signs with.",
        options: &[
            ("ecdsa_secp256r1_sha256", "ECDSA P-256"),
            ("ed25519", "Ed25519"),
            ("rsa_pss_rsae_sha256", "RSA-2048, PSS"),
        ],
    },
    Key {
        id: "name",
        label: "Server name",
        help: "The client asks for it, and looks for it in the certificate.",
        options: &[],
    },
    Key {
        id: "issued",
        label: "The certificate is for",
        help: "A valid certificate for somebody else must be refused.",
        options: &[("same", "that name"), ("other", "another name")],
    },
    Key {
        id: "trust",
        label: "The client trusts",
        help: "Trust begins with a root that the client had before.",
        options: &[("root", "the root of the chain"), ("nobody", "nobody")],
    },
    Key {
        id: "date",
        label: "The handshake takes place in",
        help: "The server's certificate is valid in 2026.",
        options: &[("2026", "June 2026"), ("2028", "June 2028")],
    },
    Key {
        id: "alpn",
        label: "Application protocol (ALPN)",
        help: "What will be spoken inside; agreed on the way.",
        options: &[("http/1.1", "http/1.1"), ("h2", "h2 (HTTP/2)"), ("none", "none offered")],
    },
    Key {
        id: "compat",
        label: "Middlebox compatibility",
        help: "Makes the handshake look like TLS 1.2 from outside.",
        options: &[("yes", "on"), ("no", "off")],
    },
    Key {
        id: "ticket",
        label: "Session ticket",
        help: "The server hands out a ticket to come back with.",
        options: &[("no", "none"), ("yes", "one")],
    },
    Key { id: "request", label: "The client says", help: "Sent once the handshake is done.", options: &[] },
    Key { id: "reply", label: "The server answers", help: "Sent back, sealed with other keys.", options: &[] },
    Key {
        id: "seed",
        label: "Seed",
        help: "All randomness comes from it: the same number gives the same bytes everywhere.",
        options: &[],
    },
];

impl Settings {
    /// A setting's value as it stands in an address.
    pub fn get(&self, id: &str) -> String {
        let yes = |value: bool| if value { "yes" } else { "no" }.to_owned();
        match id {
            "suite" => self.suite.text(),
            "group" => self.group.text(),
            "certificate" => self.certificate.text(),
            "name" => self.server_name.clone(),
            "issued" => if self.issued_for_it { "same" } else { "other" }.to_owned(),
            "trust" => if self.trusted { "root" } else { "nobody" }.to_owned(),
            "date" => if self.in_time { "2026" } else { "2028" }.to_owned(),
            "alpn" => self.alpn.clone().unwrap_or_else(|| "none".to_owned()),
            "compat" => yes(self.compatibility),
            "ticket" => yes(self.ticket),
            "request" => self.request.clone(),
            "reply" => self.reply.clone(),
            "seed" => self.seed.to_string(),
            _ => String::new(),
        }
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// In a sentence: what is wrong with the value and what would be right. Nothing is changed then.
    pub fn set(&mut self, id: &str, value: &str) -> Result<(), String> {
        let Some(key) = KEYS.iter().find(|key| key.id == id) else {
            let ids: Vec<&str> = KEYS.iter().map(|key| key.id).collect();
            return Err(format!("There is no setting “{}”. There are: {}.", shorten(id), ids.join(", ")));
        };
        if !key.options.is_empty() && key.options.iter().all(|(option, _)| *option != value) {
            let options: Vec<&str> = key.options.iter().map(|(option, _)| *option).collect();
            return Err(format!("“{}” is no value of {id}. Possible: {}.", shorten(value), options.join(", ")));
        }
        if value.chars().count() > MAX_TEXT {
            return Err(format!("{id} may be {MAX_TEXT} characters long; this has {}.", value.chars().count()));
        }
        match id {
            "suite" => self.suite = CipherSuite::by_name(value).unwrap_or(self.suite),
            "group" => self.group = NamedGroup::by_name(value).unwrap_or(self.group),
            "certificate" => self.certificate = SignatureScheme::by_name(value).unwrap_or(self.certificate),
            "name" => self.server_name = server_name(value)?,
            "issued" => self.issued_for_it = value == "same",
            "trust" => self.trusted = value == "root",
            "date" => self.in_time = value == "2026",
            "alpn" => self.alpn = (value != "none").then(|| value.to_owned()),
            "compat" => self.compatibility = value == "yes",
            "ticket" => self.ticket = value == "yes",
            "request" | "reply" if value.is_empty() => return Err(format!("{id} is empty: something has to be said.")),
            "request" => self.request = value.to_owned(),
            "reply" => self.reply = value.to_owned(),
            _ => {
                self.seed = value.trim().parse().map_err(|_| {
                    format!("“{}” is no seed. A seed is a whole number from 0 to {}.", shorten(value), u64::MAX)
                })?;
            }
        }
        Ok(())
    }

    /// The settings that differ from the default, as they stand in an address.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, String)> + '_ {
        let default = Settings::default();
        KEYS.iter().map(|key| (key.id, self.get(key.id))).filter(move |(id, value)| default.get(id) != *value)
    }

    /// The name that the certificate is issued for.
    pub fn certificate_name(&self) -> &str {
        match (self.issued_for_it, self.server_name.as_str()) {
            (true, name) => name,
            (false, "other.example") => "another.example",
            (false, _) => "other.example",
        }
    }

    /// Runs the handshake.
    pub fn run(&self) -> Trace {
        let kind = match self.certificate {
            SignatureScheme::ED25519 => CertificateKind::Ed25519,
            SignatureScheme::RSA_PSS_RSAE_SHA256 => CertificateKind::Rsa2048,
            _ => CertificateKind::EcdsaP256,
        };
        let issued = TeachingCa::new(kind, self.seed).issue(self.certificate_name());
        // `set` has made sure that a certificate can hold the name, and the CA's own root can be read; if they could
        // not, the server would have no certificate and the run would say so.
        let (root, identities) = match issued {
            Ok(issued) => (vec![issued.root], vec![issued.identity]),
            Err(_) => (Vec::new(), Vec::new()),
        };
        let trusted = WebPkiVerifier::new(&root).ok().filter(|_| self.trusted);
        let verifier = trusted.unwrap_or_else(WebPkiVerifier::none);
        let mut client = ClientConfig::new(&self.server_name, Arc::new(verifier));
        let mut server = ServerConfig::new(identities);
        client.suites = vec![self.suite];
        client.key_shares = vec![self.group];
        client.compatibility_mode = self.compatibility;
        client.alpn = self.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        server.alpn = client.alpn.clone();
        server.ticket =
            self.ticket.then(|| TicketConfig { lifetime: 7200, len: 32, nonce: vec![0], max_early_data: Some(16384) });
        let setup = Setup {
            client: Arc::new(client),
            server: Arc::new(server),
            client_random: Box::new(Seeded::for_side(self.seed, Side::Client)),
            server_random: Box::new(Seeded::for_side(self.seed, Side::Server)),
            now: if self.in_time { IN_TIME } else { TOO_LATE },
            script: vec![
                Line::Says(Side::Client, self.request.as_bytes().to_vec()),
                Line::Says(Side::Server, self.reply.as_bytes().to_vec()),
                Line::Closes(Side::Client),
                Line::Closes(Side::Server),
            ],
        };
        run(setup, &mut Honest)
    }
}

/// A DNS name as it can stand in server_name and in a certificate.
fn server_name(value: &str) -> Result<String, String> {
    let name = value.trim().to_ascii_lowercase();
    let label = |label: &str| {
        let inner = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    let numeric = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if name.split('.').all(label) && !numeric {
        return Ok(name);
    }
    let found = shorten(value);
    Err(format!("“{found}” is no DNS name. One has labels of letters, digits and hyphens, such as school.example."))
}

/// At most 40 characters of what somebody typed, to quote it.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
