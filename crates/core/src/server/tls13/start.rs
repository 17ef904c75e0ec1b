//! START: receives ClientHello.

use super::{RecvdClientHello, Retry};
use crate::cx::{Cx, Input, what, why};
use crate::hex;
use crate::msgs::ClientHello;
use crate::msgs::codes::{CipherSuite, ExtensionType, ProtocolVersion};
use crate::msgs::extensions::{Extensions, InMessage};
use crate::rules::{Fault, Rule};
use crate::server::{ServerConfig, tls12};
use std::sync::Arc;

/// Nothing has come in, or only a ClientHello that was answered by a HelloRetryRequest.
pub(crate) struct Start {
    pub config: Arc<ServerConfig>,
    pub retry: Option<Box<Retry>>,
}

impl Start {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterStart, Fault> {
        let hello: ClientHello = cx.receive(input)?;
        // With the second ClientHello the early data is over. RFC 8446 §4.2.10.
        cx.skip_no_more();
        cx.allow_change_cipher_spec(true);
        check_extensions(cx, &hello.extensions)?;
        let version = choose_version(cx, &self.config, &hello, self.retry.is_some())?;
        if version != ProtocolVersion::TLS13 {
            check_name(cx, &self.config, &hello.extensions)?;
            return Ok(AfterStart::Tls12(tls12::RecvdClientHello { config: self.config, hello, version }));
        }
        let methods = hex(&hello.legacy_compression_methods);
        cx.check_same(Rule::NullCompression, methods, hex(&[0]))?;
        check_mandatory(cx, &hello.extensions)?;
        check_psks(cx, &hello.extensions)?;
        check_name(cx, &self.config, &hello.extensions)?;
        if let Some(retry) = &self.retry {
            retry.check(cx, &hello)?;
        }
        Ok(AfterStart::Tls13(RecvdClientHello { config: self.config, hello, retry: self.retry }))
    }
}

/// What follows.
pub(crate) enum AfterStart {
    /// TLS 1.3.
    Tls13(RecvdClientHello),
    /// TLS 1.2, or an older version that the server was told to speak.
    Tls12(tls12::RecvdClientHello),
}

/// The first version that this server accepts of those offered. RFC 8446 §4.2.1; without supported_versions the hello
/// offers its version and all before it, RFC 5246 appendix E.1.
fn choose_version(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
    retried: bool,
) -> Result<ProtocolVersion, Fault> {
    let older = ProtocolVersion::NAMED.iter().rev().copied();
    let offered: Vec<ProtocolVersion> = match hello.extensions.client_versions() {
        Some(versions) => versions.0.clone(),
        None => older.filter(|version| *version <= hello.legacy_version.min(ProtocolVersion::TLS12)).collect(),
    };
    // After a HelloRetryRequest there is only TLS 1.3. RFC 8446 §4.1.4.
    let able = config.versions.iter().copied().filter(|version| !retried || *version == ProtocolVersion::TLS13);
    let able: Vec<ProtocolVersion> = able.collect();
    // A hello that calls itself SSL 3.0 or older is none, whatever it offers. RFC 8446 appendix D.5.
    let too_old = hello.legacy_version <= ProtocolVersion::SSL3;
    let picked = able.iter().copied().find(|version| !too_old && offered.contains(version));
    let texts = |versions: &[ProtocolVersion]| versions.iter().map(|version| version.text()).collect::<Vec<_>>();
    cx.choose(what::VERSION, texts(&offered), texts(&able), picked.map(ProtocolVersion::text), why::OWN_ORDER);
    if hello.cipher_suites.contains(&CipherSuite::TLS_FALLBACK_SCSV) {
        let known = offered.iter().filter(|version| ProtocolVersion::NAMED.contains(version));
        let (best, newest) = (able.iter().max(), known.max());
        cx.check(Rule::NoNeedlessFallback, best <= newest, || {
            "the client fell back to an older version, and this server can do a newer one".to_owned()
        })?;
    }
    cx.require(Rule::VersionInCommon, picked, || match too_old {
        true => format!("legacy_version is {}", hello.legacy_version.text()),
        false => {
            format!("this server speaks {}; the client offers {}", texts(&able).join(", "), texts(&offered).join(", "))
        }
    })
}

fn check_extensions(cx: &mut Cx, extensions: &Extensions) -> Result<(), Fault> {
    let name = |extension: Option<ExtensionType>| extension.map(ExtensionType::text).unwrap_or_default();
    let duplicate = extensions.duplicate();
    cx.check(Rule::NoDuplicateExtension, duplicate.is_none(), || format!("{} comes twice", name(duplicate)))?;
    let misplaced = extensions.types().into_iter().find(|extension| !InMessage::ClientHello.admits(*extension));
    cx.check(Rule::ExtensionAllowed, misplaced.is_none(), || format!("{} has no place here", name(misplaced)))
}

/// RFC 8446 §9.2: without a pre-shared key a certificate's extensions must be there; groups and shares come together.
fn check_mandatory(cx: &mut Cx, extensions: &Extensions) -> Result<(), Fault> {
    let (groups, shares) = (ExtensionType::SUPPORTED_GROUPS, ExtensionType::KEY_SHARE);
    let needed: &[ExtensionType] = match (extensions.has(ExtensionType::PRE_SHARED_KEY), extensions.has(groups)) {
        (false, _) => &[groups, ExtensionType::SIGNATURE_ALGORITHMS, shares],
        (true, true) => &[shares],
        (true, false) if extensions.has(shares) => &[groups],
        (true, false) => &[],
    };
    let missing = needed.iter().find(|extension| !extensions.has(**extension));
    cx.check(Rule::MandatoryExtensions, missing.is_none(), || {
        format!("{} is missing", missing.map(|extension| extension.text()).unwrap_or_default())
    })
}

/// RFC 8446 §4.2.11.
fn check_psks(cx: &mut Cx, extensions: &Extensions) -> Result<(), Fault> {
    let Some(psks) = extensions.offered_psks() else { return Ok(()) };
    let last = extensions.types().last() == Some(&ExtensionType::PRE_SHARED_KEY);
    cx.check(Rule::PskLast, last, || "an extension follows pre_shared_key".to_owned())?;
    let modes = extensions.psk_key_exchange_modes().is_some();
    cx.check(Rule::PskModesSent, modes, || "psk_key_exchange_modes is missing".to_owned())?;
    let (keys, binders) = (psks.identities.len(), psks.binders.len());
    cx.check(Rule::BinderCount, keys == binders, || format!("{binders} binders for {keys} keys"))
}

/// RFC 6066 §3.
fn check_name(cx: &mut Cx, config: &ServerConfig, extensions: &Extensions) -> Result<(), Fault> {
    let Some(name) = extensions.server_name().filter(|_| !config.names.is_empty()) else { return Ok(()) };
    let name = name.host_name().unwrap_or_default();
    let served = config.names.iter().any(|served| served.eq_ignore_ascii_case(name));
    cx.check(Rule::NameServed, served, || format!("this server does not answer to {name}"))
}
