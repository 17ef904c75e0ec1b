//! Which settings go together: what a version does not have, and which certificate serves which suite.

use super::{Choice, Key, Only, Setting, Settings, value};
use handshake_core::crypto::{Auth, Bulk, Exchange, Suite12};
use handshake_core::msgs::codes::{CipherSuite, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_lessons::{self as lessons, Problem, say, word, word_of};

impl Settings {
    /// The versions that the client offers, the newest first.
    pub fn client_versions(&self) -> Vec<ProtocolVersion> {
        match self.choice::<value::ClientVersion>() {
            value::ClientVersion::Tls12 => vec![ProtocolVersion::TLS12],
            value::ClientVersion::Both => vec![ProtocolVersion::TLS13, ProtocolVersion::TLS12],
            value::ClientVersion::Tls11 => vec![ProtocolVersion::TLS11],
            value::ClientVersion::Tls10 => vec![ProtocolVersion::TLS10],
            value::ClientVersion::Ssl3 => vec![ProtocolVersion::SSL3],
            _ => vec![ProtocolVersion::TLS13],
        }
    }

    /// The versions that the server accepts, the newest first.
    pub fn server_versions(&self) -> Vec<ProtocolVersion> {
        match self.choice::<value::ServerVersion>() {
            value::ServerVersion::Tls13 => vec![ProtocolVersion::TLS13],
            value::ServerVersion::Tls12 => vec![ProtocolVersion::TLS12],
            _ => vec![ProtocolVersion::TLS13, ProtocolVersion::TLS12],
        }
    }

    /// The version that will be spoken; `None` if there is none in common.
    pub fn version(&self) -> Option<ProtocolVersion> {
        let server = self.server_versions();
        let stripped = |version: &ProtocolVersion| self.strips() && *version == ProtocolVersion::TLS13;
        self.client_versions().into_iter().find(|version| server.contains(version) && !stripped(version))
    }

    /// True if somebody takes TLS 1.3 out of a hello that offers TLS 1.2, too.
    pub fn strips(&self) -> bool {
        self.choice::<value::Strip>() == value::Strip::Tls13 && self.client_versions().len() > 1
    }

    /// True if a version before TLS 1.3 is spoken, or, if none is, was the best that the client offered.
    pub fn is_old(&self) -> bool {
        let newest = self.version().or_else(|| self.client_versions().first().copied());
        newest != Some(ProtocolVersion::TLS13)
    }

    /// True if a message (or record, by the path of a field in it) means what it did before TLS 1.3.
    pub fn has_old_form(&self, path: &str) -> bool {
        match path.starts_with("ClientHello") {
            true => !self.client_versions().contains(&ProtocolVersion::TLS13),
            false => self.is_old(),
        }
    }

    /// The scenario whose texts fit this run: its own, unless another version is spoken than that one is about.
    pub fn told_as(&self) -> Option<&'static lessons::Scenario> {
        match (self.is_old(), Settings::of(self.scenario).is_old()) {
            (true, false) => lessons::scenario("tls12-rsa"),
            (false, true) => lessons::scenario("tls13-full"),
            _ => lessons::scenario(self.scenario),
        }
    }

    /// The text for a moment of this run.
    pub fn text(&self, key: &str, holds: &dyn Fn(&str, &str) -> bool) -> Option<&'static lessons::Moment> {
        let own = self.told_as().and_then(|scenario| scenario.moment(key, holds)).or_else(|| lessons::general(key));
        // What a client did in the hope of TLS 1.3.
        own.or_else(|| lessons::scenario("tls13-full")?.moment(key, holds))
    }

    /// True if the client offers TLS 1.2.
    fn offers12(&self) -> bool {
        self.client_versions().contains(&ProtocolVersion::TLS12)
    }

    /// What the suite of TLS 1.2 stands for.
    pub fn parts12(&self) -> Option<Suite12> {
        Suite12::get(self.suite12)
    }

    /// Changes a setting, and what has to change with it: the certificate with the suite, the suite with the certificate.
    ///
    /// # Errors
    /// As [`Settings::set`].
    pub fn change(&mut self, setting: Setting, value: &str) -> Result<(), Problem> {
        self.set(Key::of(setting).id, value)?;
        let spoken = self.version();
        if spoken == Some(ProtocolVersion::TLS13) && self.certificate == SignatureScheme::RSA_PKCS1_SHA256 {
            self.certificate = SignatureScheme::RSA_PSS_RSAE_SHA256;
        }
        let Some(suite) = self.parts12().filter(|suite| suite.auth != self.certificate.auth()) else { return Ok(()) };
        if !self.offers12() {
            return Ok(());
        }
        match (setting, suite.auth) {
            (Setting::Suite12, Auth::Rsa) => self.certificate = SignatureScheme::RSA_PSS_RSAE_SHA256,
            (Setting::Suite12, Auth::Ecdsa) => self.certificate = SignatureScheme::ECDSA_SECP256R1_SHA256,
            _ => self.suite12 = sibling(suite, self.certificate.auth()),
        }
        Ok(())
    }

    /// Why a value of a setting would be of no use or could not work with the others, in a sentence; `None` if nothing
    /// speaks against it. A suite is never refused for the certificate's sake: [`Settings::change`] changes that along.
    pub fn why_not(&self, setting: Setting, value: &str) -> Option<String> {
        let Key { id, only, .. } = Key::of(setting);
        if value == Settings::default().get(id) {
            return None;
        }
        let (client, version) = (self.client_versions(), self.version());
        let speaks12 = client.contains(&ProtocolVersion::TLS12);
        let said = |kind: Option<&'static str>| kind.map(str::to_owned);
        let has13 = client.contains(&ProtocolVersion::TLS13);
        match (only, version) {
            (Only::Tls13(what), _) if !has13 => return said(word_of("fit.not-13", what)),
            (Only::Tls13(what), Some(ProtocolVersion::TLS12)) => return said(word_of("fit.is-12", what)),
            (Only::Tls12, _) if !speaks12 => return said(word_of("fit.not-12", id)),
            (Only::Tls12, Some(ProtocolVersion::TLS13)) if setting != Setting::Suite12 => {
                return said(word_of("fit.is-13", id));
            }
            _ => {}
        }
        match (setting, version) {
            (Setting::Certificate, Some(ProtocolVersion::TLS13)) if value == "rsa_pkcs1_sha256" => {
                Some(word("fit.no-pkcs1").to_owned())
            }
            (Setting::Certificate, Some(ProtocolVersion::TLS12)) => {
                let (suite, scheme) = (self.parts12()?, SignatureScheme::by_name(value)?);
                let wants = if suite.auth == Auth::Rsa { "fit.wants-rsa" } else { "fit.wants-ecdsa" };
                let does_not_fit = suite.auth != scheme.auth();
                does_not_fit.then(|| say(wants, &[("suite", &suite.id.text())]))
            }
            (Setting::Group | Setting::ServerGroup, Some(ProtocolVersion::TLS12)) => self.why_not_group(value),
            (Setting::Visit, Some(ProtocolVersion::TLS13)) if value == value::Visit::Session.id() => {
                Some(word("fit.no-session").to_owned())
            }
            (Setting::Visit, Some(ProtocolVersion::TLS12)) if value == value::Visit::External.id() => {
                Some(word("fit.no-external").to_owned())
            }
            (Setting::Etm, _) => {
                let suite = self.parts12()?;
                let aead = matches!(suite.bulk, Bulk::Aead(_));
                aead.then(|| say("fit.no-mac", &[("suite", &suite.id.text())]))
            }
            (Setting::Strip, _) if client.len() < 2 => Some(word("fit.one-version").to_owned()),
            (Setting::Fallback, _) if !speaks12 => Some(word("fit.no-fallback").to_owned()),
            _ => self.needs(setting),
        }
    }

    fn why_not_group(&self, value: &str) -> Option<String> {
        let suite = self.parts12()?;
        match (suite.exchange, value) {
            (Exchange::Rsa, _) => Some(say("fit.no-halves", &[("suite", &suite.id.text())])),
            (Exchange::Ecdhe, group) if group == NamedGroup::X25519MLKEM768.text() => {
                Some(word("fit.no-hybrid").to_owned())
            }
            _ => None,
        }
    }
}

/// The suite that differs in the kind of certificate only, if there is one, or else the usual one of that kind.
fn sibling(suite: Suite12, auth: Auth) -> CipherSuite {
    let fits = |other: &Suite12| other.auth == auth && other.exchange == Exchange::Ecdhe;
    let same = Suite12::ALL.into_iter().find(|other| fits(other) && other.bulk == suite.bulk);
    same.or_else(|| Suite12::ALL.into_iter().find(fits)).map_or(suite.id, |found| found.id)
}
