//! START: receives ClientHello.

use super::RecvdClientHello;
use crate::cx::{Cx, Input};
use crate::hex;
use crate::msgs::ClientHello;
use crate::msgs::codes::{ExtensionType, ProtocolVersion};
use crate::msgs::extensions::{Extensions, Place};
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use std::sync::Arc;

/// Nothing has come in.
pub(crate) struct Start {
    pub config: Arc<ServerConfig>,
}

impl Start {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<RecvdClientHello, Fault> {
        let hello: ClientHello = cx.receive(input)?;
        cx.allow_change_cipher_spec(true);
        check_extensions(cx, &hello.extensions)?;
        let versions = hello.extensions.client_versions().map(|versions| versions.0.clone()).unwrap_or_default();
        let common = versions.contains(&ProtocolVersion::TLS13);
        cx.choose(
            crate::cx::what::VERSION,
            versions.iter().map(|version| version.text()).collect(),
            vec![ProtocolVersion::TLS13.text()],
            common.then(|| ProtocolVersion::TLS13.text()),
        );
        cx.check(Rule::VersionInCommon, common, || "the client does not offer TLS 1.3".to_owned())?;
        let methods = hex(&hello.legacy_compression_methods);
        cx.check_same(Rule::NullCompression, methods, hex(&[0]))?;
        let types = hello.extensions.types();
        let needed = [ExtensionType::SUPPORTED_GROUPS, ExtensionType::SIGNATURE_ALGORITHMS, ExtensionType::KEY_SHARE];
        let missing = needed.into_iter().find(|extension| !types.contains(extension));
        cx.check(Rule::MandatoryExtensions, missing.is_none(), || {
            format!("{} is missing", missing.map(ExtensionType::text).unwrap_or_default())
        })?;
        Ok(RecvdClientHello { config: self.config, hello })
    }
}

fn check_extensions(cx: &mut Cx, extensions: &Extensions) -> Result<(), Fault> {
    let name = |extension: Option<ExtensionType>| extension.map(ExtensionType::text).unwrap_or_default();
    let duplicate = extensions.duplicate();
    cx.check(Rule::NoDuplicateExtension, duplicate.is_none(), || format!("{} comes twice", name(duplicate)))?;
    let misplaced = extensions.types().into_iter().find(|extension| !Place::ClientHello.admits(*extension));
    cx.check(Rule::ExtensionAllowed, misplaced.is_none(), || format!("{} has no place here", name(misplaced)))
}
