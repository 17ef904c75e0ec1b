//! START: receives ClientHello.

use super::{RecvdClientHello, Retry};
use crate::cx::{Cx, Input, what, why};
use crate::hex;
use crate::msgs::ClientHello;
use crate::msgs::codes::{ExtensionType, ProtocolVersion};
use crate::msgs::extensions::{Extensions, Place};
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use std::sync::Arc;

/// Nothing has come in, or only a ClientHello that was answered by a HelloRetryRequest.
pub(crate) struct Start {
    pub config: Arc<ServerConfig>,
    pub retry: Option<Box<Retry>>,
}

impl Start {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<RecvdClientHello, Fault> {
        let hello: ClientHello = cx.receive(input)?;
        cx.allow_change_cipher_spec(true);
        check_extensions(cx, &hello.extensions)?;
        let versions = hello.extensions.client_versions().map(|versions| versions.0.clone()).unwrap_or_default();
        let common = versions.contains(&ProtocolVersion::TLS13);
        cx.choose(
            what::VERSION,
            versions.iter().map(|version| version.text()).collect(),
            vec![ProtocolVersion::TLS13.text()],
            common.then(|| ProtocolVersion::TLS13.text()),
            why::OWN_ORDER,
        );
        cx.check(Rule::VersionInCommon, common, || "the client does not offer TLS 1.3".to_owned())?;
        let methods = hex(&hello.legacy_compression_methods);
        cx.check_same(Rule::NullCompression, methods, hex(&[0]))?;
        check_mandatory(cx, &hello.extensions)?;
        check_psks(cx, &hello.extensions)?;
        check_name(cx, &self.config, &hello.extensions)?;
        if let Some(retry) = &self.retry {
            retry.check(cx, &hello)?;
        }
        Ok(RecvdClientHello { config: self.config, hello, retry: self.retry })
    }
}

fn check_extensions(cx: &mut Cx, extensions: &Extensions) -> Result<(), Fault> {
    let name = |extension: Option<ExtensionType>| extension.map(ExtensionType::text).unwrap_or_default();
    let duplicate = extensions.duplicate();
    cx.check(Rule::NoDuplicateExtension, duplicate.is_none(), || format!("{} comes twice", name(duplicate)))?;
    let misplaced = extensions.types().into_iter().find(|extension| !Place::ClientHello.admits(*extension));
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
