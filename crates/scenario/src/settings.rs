//! What can be set before a run.

use crate::tamper::Tampering;
use crate::text::shorten;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, SignatureScheme};
use handshake_lessons::{self as lessons, Problem};
use std::collections::BTreeMap;

mod fit;
mod identity;
pub mod issuing;
mod possible;
mod table;
mod texts;

pub use table::{Choice, Heading, KEYS, Key, MAX_TEXT, Only, Setting, value};

/// The name in addresses of what an attacker on the way does.
pub const TAMPER: &str = "tamper";

/// Everything that a run is a function of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The scenario: where the other values begin.
    pub scenario: &'static str,
    /// The only suite offered in TLS 1.3.
    pub suite: CipherSuite,
    /// The only suite offered in TLS 1.2.
    pub suite12: CipherSuite,
    /// The group that a key share is sent for.
    pub group: NamedGroup,
    /// The signature of the server's certificate.
    pub certificate: SignatureScheme,
    /// The name to reach.
    pub server_name: String,
    /// The application protocol offered, if any.
    pub alpn: Option<String>,
    /// Whether the hello looks like TLS 1.2 to middleboxes.
    pub compatibility: bool,
    /// Whether the server hands out a ticket.
    pub ticket: bool,
    /// Values that are one of a few: by name.
    pub choices: BTreeMap<&'static str, &'static str>,
    /// What the client says.
    pub request: String,
    /// What the server answers.
    pub reply: String,
    /// All randomness.
    pub seed: u64,
    /// What an attacker on the way does.
    pub tampering: Tampering,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            scenario: "tls13-full",
            suite: CipherSuite::TLS_AES_128_GCM_SHA256,
            suite12: CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            group: NamedGroup::X25519,
            certificate: SignatureScheme::ECDSA_SECP256R1_SHA256,
            server_name: "school.example".to_owned(),
            alpn: Some("http/1.1".to_owned()),
            compatibility: true,
            ticket: false,
            choices: BTreeMap::new(),
            request: "GET /".to_owned(),
            reply: "Hello, class!".to_owned(),
            seed: 1,
            tampering: Tampering::default(),
        }
    }
}

impl Settings {
    /// The values with which a scenario begins.
    pub fn of(scenario: &'static str) -> Self {
        let mut settings = Settings { scenario, ..Settings::default() };
        for (id, value) in lessons::scenario(scenario).map(|scenario| scenario.preset).unwrap_or_default() {
            // A test sees to it that presets hold values that exist.
            let _ = settings.set(id, value);
        }
        settings
    }

    /// The value of a setting that is one of a few: its first option, if nothing else was chosen.
    pub fn choice<T: Choice>(&self) -> T {
        let chosen = self.choices.get(Key::of(T::SETTING).id);
        let known = T::ALL.iter().find(|value| Some(&value.id()) == chosen);
        // A macro makes no enum without a value.
        *known.unwrap_or(&T::ALL[0])
    }

    /// Chooses one of a few.
    pub fn choose<T: Choice>(&mut self, value: T) {
        self.choices.insert(Key::of(T::SETTING).id, value.id());
    }

    /// A setting's value as it stands in an address; empty for what is no setting.
    pub fn get(&self, id: &str) -> String {
        let yes = |value: bool| if value { "yes" } else { "no" }.to_owned();
        let Some(key) = Key::get(id) else {
            return if id == TAMPER { self.tampering.to_string() } else { String::new() };
        };
        match key.setting {
            Setting::Suite => self.suite.text(),
            Setting::Suite12 => self.suite12.text(),
            Setting::Group => self.group.text(),
            Setting::Certificate => self.certificate.text(),
            Setting::Name => self.server_name.clone(),
            Setting::Alpn => self.alpn.clone().unwrap_or_else(|| "none".to_owned()),
            Setting::Compat => yes(self.compatibility),
            Setting::Ticket => yes(self.ticket),
            Setting::Request => self.request.clone(),
            Setting::Reply => self.reply.clone(),
            Setting::Seed => self.seed.to_string(),
            _ => {
                let first = key.options.first().copied().unwrap_or_default();
                self.choices.get(key.id).copied().unwrap_or(first).to_owned()
            }
        }
    }

    /// Changes a setting.
    ///
    /// # Errors
    /// What is wrong with the value and what would be right. Nothing is changed then.
    pub fn set(&mut self, id: &str, value: &str) -> Result<(), Problem> {
        if id == TAMPER {
            let (tampering, mut problems) = Tampering::read(value);
            if problems.is_empty() {
                self.tampering = tampering;
                return Ok(());
            }
            return Err(problems.swap_remove(0));
        }
        let Some(key) = Key::get(id) else {
            let ids: Vec<&str> = KEYS.iter().map(|key| key.id).collect();
            return Err(Problem::of("set.no-setting", &[("id", &shorten(id)), ("ids", &ids.join(", "))]));
        };
        if !key.options.is_empty() && !key.options.contains(&value) {
            let options = key.options.join(", ");
            return Err(Problem::of("set.no-value", &[("value", &shorten(value)), ("id", &id), ("options", &options)]));
        }
        let count = value.chars().count();
        if count > MAX_TEXT {
            return Err(Problem::of("set.too-long", &[("id", &id), ("max", &MAX_TEXT), ("n", &count)]));
        }
        match key.setting {
            Setting::Suite => self.suite = CipherSuite::by_name(value).unwrap_or(self.suite),
            Setting::Suite12 => self.suite12 = CipherSuite::by_name(value).unwrap_or(self.suite12),
            Setting::Group => self.group = NamedGroup::by_name(value).unwrap_or(self.group),
            Setting::Certificate => {
                self.certificate = SignatureScheme::by_name(value).unwrap_or(self.certificate);
            }
            Setting::Name => self.server_name = server_name(value)?,
            Setting::Alpn => self.alpn = (value != "none").then(|| value.to_owned()),
            Setting::Compat => self.compatibility = value == "yes",
            Setting::Ticket => self.ticket = value == "yes",
            Setting::Request | Setting::Reply if value.is_empty() => {
                return Err(Problem::of("set.empty", &[("id", &id)]));
            }
            Setting::Request => self.request = value.to_owned(),
            Setting::Reply => self.reply = value.to_owned(),
            Setting::Seed => {
                self.seed = value
                    .trim()
                    .parse()
                    .map_err(|_| Problem::of("set.no-seed", &[("value", &shorten(value)), ("max", &u64::MAX)]))?;
            }
            _ => {
                let known = key.options.iter().find(|option| **option == value);
                self.choices.extend(known.map(|option| (key.id, *option)));
            }
        }
        Ok(())
    }

    /// The settings that differ from where the scenario begins, as they stand in an address.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, String)> + '_ {
        let preset = Settings::of(self.scenario);
        let ids = KEYS.iter().map(|key| key.id).chain([TAMPER]);
        ids.map(|id| (id, self.get(id))).filter(move |(id, value)| preset.get(id) != *value)
    }

    /// The same, with nobody on the way.
    pub fn untampered(&self) -> Settings {
        Settings { tampering: Tampering::default(), ..self.clone() }
    }

    /// The name that stands in the certificate.
    pub fn certificate_name(&self) -> String {
        self.order().subject()
    }
}

/// The host of what somebody copied: of a URL, of `HOST:PORT`, of a name with a dot at its end.
fn host(value: &str) -> &str {
    let value = value.trim();
    let value = value.split_once("://").map_or(value, |(_, rest)| rest);
    let value = value.split(['/', '?', '#']).next().unwrap_or_default();
    let value = value.rsplit_once('@').map_or(value, |(_, host)| host);
    if let Some(within) = value.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return within.0;
    }
    // More than one colon are an IPv6 address's.
    let port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let value = match value.split_once(':') {
        Some((host, rest)) if port(rest) => host,
        _ => value,
    };
    value.strip_suffix('.').unwrap_or(value)
}

/// A DNS name as it can stand in server_name (RFC 6066 §3) and in a certificate, or an IP address. What stands around it in
/// a URL is taken off, and so is the dot at its end.
///
/// # Errors
/// That it is no name.
pub fn server_name(value: &str) -> Result<String, Problem> {
    let host = host(value);
    if let Ok(address) = host.parse::<std::net::IpAddr>() {
        return Ok(address.to_string());
    }
    let name = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_lowercase());
    let name = name.strip_suffix('.').map_or_else(|| name.clone(), str::to_owned);
    let label = |label: &str| {
        let inner = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (1..=63).contains(&label.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    };
    let numeric = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if name.split('.').all(label) && !numeric {
        return Ok(name);
    }
    Err(Problem::of("set.no-name", &[("value", &shorten(value))]))
}

/// True for RSA-PSS, whatever the hash.
pub fn is_pss(scheme: SignatureScheme) -> bool {
    matches!(
        scheme,
        SignatureScheme::RSA_PSS_RSAE_SHA256
            | SignatureScheme::RSA_PSS_RSAE_SHA384
            | SignatureScheme::RSA_PSS_RSAE_SHA512
    )
}

/// True for RSA, however it signs.
pub fn is_rsa(scheme: SignatureScheme) -> bool {
    is_pss(scheme) || scheme == SignatureScheme::RSA_PKCS1_SHA256
}
