//! The one table of what can be set. What a person reads of it stands in content/words/settings.toml.
//!
//! A row: its name in code, its name in addresses, the heading that it stands under in the panel, which version knows it, and
//! the values that it can take, the usual one first. Values in braces are those of an enum of the row's name; in brackets they
//! are names of a registry or free text, and [`Settings`](super::Settings) has a field for them.

use handshake_lessons::word_of;

/// The headings of the panel, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// Which versions are spoken.
    Version,
    /// What is said.
    Said,
    /// How keys are agreed on, and what they are used for.
    Keys,
    /// Who the server is.
    Server,
    /// Who the client is.
    Client,
    /// Coming back.
    Back,
    /// An attacker on the way.
    Attacker,
    /// What seldom matters.
    Details,
    /// Where all randomness comes from.
    Seed,
}

impl Heading {
    /// Its words.
    pub fn title(self) -> &'static str {
        let id = match self {
            Heading::Version => "version",
            Heading::Said => "said",
            Heading::Keys => "keys",
            Heading::Server => "server",
            Heading::Client => "client",
            Heading::Back => "back",
            Heading::Attacker => "attacker",
            Heading::Details => "details",
            Heading::Seed => "chance",
        };
        word_of("settings-group", id).unwrap_or_default()
    }
}

/// Which version has what is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Each that the engine speaks.
    Any,
    /// TLS 1.3 alone; and what is said of it elsewhere (`fit.not-13`, `fit.is-12`).
    Tls13(&'static str),
    /// TLS 1.2 alone.
    Tls12,
}

/// A setting that is one of a few.
pub trait Choice: Copy + PartialEq + 'static {
    /// Which setting.
    const SETTING: Setting;
    /// All values, the usual one first.
    const ALL: &'static [Self];

    /// Its name in addresses.
    fn id(self) -> &'static str;
}

/// A row of the table.
#[derive(Debug)]
pub struct Key {
    /// Which setting.
    pub setting: Setting,
    /// Its name in the address.
    pub id: &'static str,
    /// The heading that it stands under.
    pub heading: Heading,
    /// Which version knows it.
    pub only: Only,
    /// The values it can take, the usual one first; empty for free text.
    pub options: &'static [&'static str],
}

macro_rules! values {
    ($setting:ident { $($value:ident = $id:literal),* }) => {
        #[doc = concat!("The values of [`Setting::", stringify!($setting), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $setting {
            $(#[doc = concat!("`", $id, "`")] $value),*
        }

        impl Choice for $setting {
            const SETTING: Setting = Setting::$setting;
            const ALL: &'static [Self] = &[$($setting::$value),*];

            fn id(self) -> &'static str {
                match self { $($setting::$value => $id),* }
            }
        }
    };
    ($setting:ident [$($id:literal),*]) => {};
}

macro_rules! options {
    ({ $($value:ident = $id:literal),* }) => { &[$($id),*] };
    ([$($id:literal),*]) => { &[$($id),*] };
}

macro_rules! settings {
    ($($setting:ident = $id:literal, $heading:ident, $only:expr => $values:tt;)*) => {
        /// What can be set.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Setting {
            $(#[doc = concat!("`", $id, "`")] $setting),*
        }

        /// All settings, in the order of addresses.
        pub const KEYS: &[Key] = &[$(Key {
            setting: Setting::$setting,
            id: $id,
            heading: Heading::$heading,
            only: $only,
            options: options!($values),
        }),*];

        /// The values of settings that are one of a few.
        pub mod value {
            use super::{Choice, Setting};
            $(values!($setting $values);)*
        }
    };
}

use Only::{Any, Tls12, Tls13};

settings! {
    ClientVersion = "client_version", Version, Any => { Tls13 = "1.3", Tls12 = "1.2", Both = "both", Tls11 = "1.1", Tls10 = "1.0", Ssl3 = "3.0" };
    ServerVersion = "server_version", Version, Any => { Both = "both", Tls13 = "1.3", Tls12 = "1.2" };
    Suite = "suite", Keys, Tls13("suite") => ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];
    Suite12 = "suite12", Keys, Tls12 => ["TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_256_CBC_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA"];
    Group = "group", Keys, Any => ["x25519", "secp256r1", "secp384r1", "X25519MLKEM768"];
    Certificate = "certificate", Server, Any => ["ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "ed25519", "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512", "rsa_pkcs1_sha256"];
    Name = "name", Said, Any => [];
    Issued = "issued", Server, Any => { Same = "same", Other = "other", Wildcard = "wildcard" };
    Chain = "chain", Server, Any => { Usual = "usual", SelfSigned = "self-signed", NoIntermediate = "no-intermediate", OtherCa = "other-ca", OtherIntermediate = "other-intermediate", CrossSigned = "cross-signed", Constrained = "constrained", BySite = "by-site" };
    Usage = "usage", Server, Any => { Server = "server", Client = "client" };
    Weak = "weak", Server, Any => { No = "no", Rsa1024 = "rsa1024", Sha1 = "sha1" };
    Status = "status", Server, Any => { None = "none", Good = "good", Delegated = "delegated", Revoked = "revoked", Unknown = "unknown", Old = "old", Another = "another", Forged = "forged", TryLater = "try-later", Missing = "missing", MustStaple = "must-staple", List = "list", Listed = "listed" };
    Trust = "trust", Server, Any => { Root = "root", Nobody = "nobody", Proxy = "proxy" };
    Date = "date", Server, Any => { In2026 = "2026", In2025 = "2025", In2028 = "2028" };
    Middle = "middle", Attacker, Any => { No = "no", Yes = "yes" };
    Leg = "leg", Attacker, Any => { Client = "client", Server = "server" };
    Alpn = "alpn", Said, Any => ["http/1.1", "h2", "none"];
    Compat = "compat", Details, Tls13("compat") => ["yes", "no"];
    Ticket = "ticket", Back, Any => ["no", "yes"];
    ServerGroup = "server_group", Keys, Any => { Any = "any", X25519 = "x25519", Secp256r1 = "secp256r1", Secp384r1 = "secp384r1", X25519Mlkem768 = "X25519MLKEM768" };
    Cookie = "cookie", Keys, Tls13("cookie") => { No = "no", Yes = "yes" };
    Visit = "visit", Back, Any => { Nothing = "nothing", Ticket = "ticket", Session = "session", External = "external" };
    PskMode = "psk_mode", Back, Tls13("psk_mode") => { PskDheKe = "psk_dhe_ke", PskKe = "psk_ke" };
    Early = "early", Back, Tls13("early") => { No = "no", Yes = "yes" };
    EarlyTaken = "early_taken", Back, Tls13("early") => { Yes = "yes", No = "no" };
    Replay = "replay", Attacker, Tls13("early") => { No = "no", Yes = "yes" };
    ReplayProtection = "replay_protection", Back, Tls13("early") => { Yes = "yes", No = "no" };
    ClientAuth = "client_auth", Client, Any => { No = "no", Optional = "optional", Required = "required" };
    ClientCertificate = "client_certificate", Client, Any => { Known = "known", Unknown = "unknown", None = "none" };
    Update = "update", Details, Tls13("update") => { No = "no", Client = "client", Server = "server", Both = "both" };
    Export = "export", Details, Any => { No = "no", Yes = "yes" };
    Padding = "padding", Details, Tls13("padding") => { Nothing = "0", Of64 = "64", Of256 = "256" };
    RecordLimit = "record_limit", Details, Any => { None = "none", Of64 = "64", Of256 = "256", Of1024 = "1024" };
    Coalesce = "coalesce", Details, Any => { No = "no", Yes = "yes" };
    Grease = "grease", Details, Any => { No = "no", Yes = "yes" };
    Ems = "ems", Keys, Tls12 => { Yes = "yes", No = "no" };
    Etm = "etm", Keys, Tls12 => { Yes = "yes", No = "no" };
    Renegotiation = "renegotiation", Details, Tls12 => { Extension = "extension", Suite = "suite" };
    Fallback = "fallback", Version, Any => { No = "no", Yes = "yes" };
    Strip = "strip", Attacker, Any => { No = "no", Tls13 = "tls13" };
    Theft = "theft", Attacker, Any => { No = "no", Yes = "yes" };
    Request = "request", Said, Any => [];
    Reply = "reply", Said, Any => [];
    Seed = "seed", Seed, Any => [];
}

impl Key {
    /// The row of a setting.
    pub fn of(setting: Setting) -> &'static Key {
        // The rows stand in the order of the enum's variants: one macro makes both.
        &KEYS[setting as usize]
    }

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
