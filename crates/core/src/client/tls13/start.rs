//! START: sends ClientHello.

use super::WaitServerHello;
use crate::client::ClientConfig;
use crate::crypto::KeyPair;
use crate::cx::Cx;
use crate::keys::Node;
use crate::msgs::ClientHello;
use crate::msgs::codes::ProtocolVersion;
use crate::msgs::extensions::{
    ClientKeyShares, ClientVersions, Extension, Extensions, KeyShareEntry, NamedGroupList, ProtocolNameList,
    PskKeyExchangeModes, ServerNameList, SignatureSchemeList,
};
use crate::rules::Fault;
use std::sync::Arc;

/// Nothing has been sent.
pub(crate) struct Start {
    pub config: Arc<ClientConfig>,
}

impl Start {
    pub fn send_client_hello(self, cx: &mut Cx) -> Result<WaitServerHello, Fault> {
        let config = self.config;
        let pairs = config.key_shares.iter().map(|&group| cx.key_pair(group)).collect::<Result<Vec<_>, _>>()?;
        if let Some(first) = pairs.first() {
            cx.know(Node::ClientPrivate, first.private.clone());
            cx.know(Node::ClientPublic, first.public.clone());
        }
        let hello = ClientHello {
            legacy_version: ProtocolVersion::TLS12,
            random: cx.random("client random"),
            legacy_session_id: match config.compatibility_mode {
                true => cx.random::<32>("legacy_session_id").to_vec(),
                false => Vec::new(),
            },
            cipher_suites: config.suites.clone(),
            legacy_compression_methods: vec![0],
            extensions: extensions(&config, &pairs),
        };
        cx.allow_change_cipher_spec(true);
        cx.send(hello.clone())?;
        Ok(WaitServerHello { config, hello, pairs })
    }
}

fn extensions(config: &ClientConfig, pairs: &[KeyPair]) -> Extensions {
    let mut all = Vec::new();
    all.extend(config.server_name.as_deref().map(|name| Extension::ServerName(ServerNameList::host(name))));
    all.push(Extension::SupportedGroups(NamedGroupList(config.groups.clone())));
    all.push(Extension::SignatureAlgorithms(SignatureSchemeList(config.signature_schemes.clone())));
    if !config.alpn.is_empty() {
        all.push(Extension::Alpn(ProtocolNameList(config.alpn.clone())));
    }
    all.push(Extension::ClientVersions(ClientVersions(vec![ProtocolVersion::TLS13])));
    if !config.psk_modes.is_empty() {
        all.push(Extension::PskKeyExchangeModes(PskKeyExchangeModes(config.psk_modes.clone())));
    }
    let share = |pair: &KeyPair| KeyShareEntry { group: pair.group, key_exchange: pair.public.clone() };
    all.push(Extension::ClientKeyShares(ClientKeyShares(pairs.iter().map(share).collect())));
    all.extend(config.extra_extensions.iter().cloned());
    if !config.extension_order.is_empty() {
        let place = |extension: &Extension| {
            config.extension_order.iter().position(|t| *t == extension.extension_type()).unwrap_or(usize::MAX)
        };
        all.sort_by_key(place);
    }
    Extensions(all)
}
