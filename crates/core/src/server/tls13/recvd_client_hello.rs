//! RECVD_CH: chooses parameters.

use super::Negotiated;
use crate::crypto::Suite;
use crate::cx::{Cx, what};
use crate::keys::Node;
use crate::msgs::ClientHello;
use crate::msgs::codes::SignatureScheme;
use crate::msgs::extensions::{KeyShareEntry, group_names};
use crate::rules::{Fault, Rule};
use crate::server::{Identity, ServerConfig};
use std::sync::Arc;

/// ClientHello has been read.
pub(crate) struct RecvdClientHello {
    pub config: Arc<ServerConfig>,
    pub hello: ClientHello,
}

impl RecvdClientHello {
    pub fn choose(self, cx: &mut Cx) -> Result<Negotiated, Fault> {
        let RecvdClientHello { config, hello } = self;
        let suite = choose_suite(cx, &config, &hello)?;
        let share = choose_share(cx, &config, &hello)?;
        let (scheme, identity) = choose_identity(cx, &config, &hello)?;
        let alpn = choose_alpn(cx, &config, &hello)?;

        cx.keys_mut().set_group(share.group);
        cx.know(Node::ClientPublic, share.key_exchange);
        let pair = cx.key_pair(share.group)?;
        cx.know(Node::ServerPrivate, pair.private.clone());
        cx.know(Node::ServerPublic, pair.public.clone());
        cx.derive();
        let agreed = cx.keys().get(Node::SharedSecret).is_some();
        cx.check(Rule::ShareValid, agreed, || "the client's key_exchange is no public half of this group".to_owned())?;
        cx.keys_mut().set_suite(suite);
        Ok(Negotiated::new(config, hello, suite, pair, scheme, identity, alpn))
    }
}

fn choose_suite(cx: &mut Cx, config: &ServerConfig, hello: &ClientHello) -> Result<Suite, Fault> {
    let able = config.suites.iter().filter_map(|&id| Suite::get(id));
    let picked = able.into_iter().find(|suite| hello.cipher_suites.contains(&suite.id));
    let names =
        |suites: &[crate::msgs::codes::CipherSuite]| suites.iter().map(|suite| suite.text()).collect::<Vec<_>>();
    cx.choose(what::SUITE, names(&hello.cipher_suites), names(&config.suites), picked.map(|suite| suite.id.text()));
    cx.check(Rule::SuiteInCommon, picked.is_some(), || "no offered cipher suite is accepted".to_owned())?;
    picked.ok_or_else(|| cx.internal("the suite was lost".to_owned()))
}

fn choose_share(cx: &mut Cx, config: &ServerConfig, hello: &ClientHello) -> Result<KeyShareEntry, Fault> {
    let offered = hello.extensions.supported_groups().map(|groups| groups.0.clone()).unwrap_or_default();
    let shares = hello.extensions.client_key_shares().map(|shares| shares.0.clone()).unwrap_or_default();
    let places: Vec<Option<usize>> = shares.iter().map(|s| offered.iter().position(|g| *g == s.group)).collect();
    let ordered = places.iter().all(Option::is_some) && places.is_sorted_by(|a, b| a < b);
    cx.check(Rule::SharesMatchGroups, ordered, || {
        let groups: Vec<String> = shares.iter().map(|share| share.group.text()).collect();
        format!("shares for {}, groups {}", groups.join(", "), group_names(&offered).join(", "))
    })?;
    let able = |group: &&crate::msgs::codes::NamedGroup| crate::crypto::public_len(**group).is_some();
    let picked = config.groups.iter().filter(able).find_map(|group| shares.iter().find(|share| share.group == *group));
    let picked = picked.cloned();
    let name = picked.as_ref().map(|share| share.group.text());
    cx.choose(what::GROUP, group_names(&offered), group_names(&config.groups), name);
    cx.check(Rule::GroupInCommon, picked.is_some(), || {
        "no accepted group comes with a key share, and this server does not ask for another ClientHello".to_owned()
    })?;
    picked.ok_or_else(|| cx.internal("the share was lost".to_owned()))
}

fn choose_identity(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<(SignatureScheme, Identity), Fault> {
    let offered = hello.extensions.signature_algorithms().map(|schemes| schemes.0.clone()).unwrap_or_default();
    let able = |identity: &Identity| identity.signer.schemes();
    let picked = config.identities.iter().find_map(|identity| {
        let scheme = able(identity).into_iter().find(|scheme| offered.contains(scheme))?;
        Some((scheme, identity.clone()))
    });
    let names = |schemes: &[SignatureScheme]| schemes.iter().map(|scheme| scheme.text()).collect::<Vec<_>>();
    let accepted: Vec<SignatureScheme> = config.identities.iter().flat_map(able).collect();
    cx.choose(what::SIGNATURE, names(&offered), names(&accepted), picked.as_ref().map(|(scheme, _)| scheme.text()));
    cx.check(Rule::SignatureInCommon, picked.is_some(), || {
        "no certificate of this server has a key whose signatures the client can check".to_owned()
    })?;
    picked.ok_or_else(|| cx.internal("the certificate was lost".to_owned()))
}

fn choose_alpn(cx: &mut Cx, config: &ServerConfig, hello: &ClientHello) -> Result<Option<Vec<u8>>, Fault> {
    let (Some(offered), false) = (hello.extensions.alpn(), config.alpn.is_empty()) else { return Ok(None) };
    let picked = config.alpn.iter().find(|name| offered.0.contains(name)).cloned();
    let text = |name: &Vec<u8>| String::from_utf8_lossy(name).into_owned();
    let names = |names: &[Vec<u8>]| names.iter().map(text).collect::<Vec<_>>();
    cx.choose(what::ALPN, names(&offered.0), names(&config.alpn), picked.as_ref().map(text));
    cx.check(Rule::AlpnInCommon, picked.is_some(), || "no offered application protocol is spoken here".to_owned())?;
    Ok(picked)
}
