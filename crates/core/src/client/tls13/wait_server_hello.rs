//! WAIT_SH: receives ServerHello.

use super::{WaitEncryptedExtensions, check_extensions};
use crate::client::ClientConfig;
use crate::crypto::{KeyPair, Suite};
use crate::cx::{Cx, Input};
use crate::hex;
use crate::keys::Node;
use crate::msgs::codes::{ExtensionType, ProtocolVersion};
use crate::msgs::extensions::Place;
use crate::msgs::{ClientHello, ServerHello};
use crate::rules::{Fault, Rule};
use crate::trace::Epoch;
use crate::transcript::Point;
use std::sync::Arc;

/// ClientHello has been sent.
pub(crate) struct WaitServerHello {
    pub config: Arc<ClientConfig>,
    pub hello: ClientHello,
    pub pairs: Vec<KeyPair>,
}

impl WaitServerHello {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitEncryptedExtensions, Fault> {
        let server: ServerHello = cx.receive(input)?;
        let WaitServerHello { config, hello, pairs } = self;
        check_version(cx, &server)?;
        check_same_fields(cx, &hello, &server)?;
        let offered = hello.extensions.types();
        if server.is_retry_request() {
            refuse_retry(cx, &config, &pairs, &offered, &server)?;
        }
        check_extensions(cx, &server.extensions, Place::ServerHello, &offered)?;
        let suite = chosen_suite(cx, &config, &server)?;
        let pair = check_share(cx, &pairs, &server)?;

        cx.keys_mut().set_suite(suite);
        cx.keys_mut().set_group(pair.group);
        if cx.keys().get(Node::ClientPrivate) != Some(&pair.private) {
            cx.know(Node::ClientPrivate, pair.private.clone());
            cx.know(Node::ClientPublic, pair.public.clone());
        }
        let share = server.extensions.server_key_share().map(|share| share.key_exchange.clone()).unwrap_or_default();
        cx.know(Node::ServerPublic, share);
        cx.derive();
        let agreed = cx.keys().get(Node::SharedSecret).is_some();
        cx.check(Rule::ShareValid, agreed, || "the server's key_exchange is no public half of this group".to_owned())?;
        cx.mark(Point::ServerHello)?;
        cx.open_with(Epoch::Handshake)?;
        cx.seal_with(Epoch::Handshake)?;
        Ok(WaitEncryptedExtensions { config, offered })
    }
}

fn check_version(cx: &mut Cx, server: &ServerHello) -> Result<(), Fault> {
    let selected = server.extensions.selected_version().copied();
    if selected.is_none() {
        let mark = server.has_downgrade_mark();
        cx.check(Rule::NotDowngraded, !mark, || {
            "the server speaks TLS 1.3 but an older version was chosen: someone changed the hello".to_owned()
        })?;
    }
    cx.check(Rule::VersionSelected, selected.is_some(), || "ServerHello does not choose TLS 1.3".to_owned())?;
    let selected = selected.unwrap_or_default();
    cx.check_same(Rule::VersionOffered, selected.text(), ProtocolVersion::TLS13.text())
}

fn check_same_fields(cx: &mut Cx, hello: &ClientHello, server: &ServerHello) -> Result<(), Fault> {
    cx.check_same(Rule::LegacyVersion, server.legacy_version.text(), ProtocolVersion::TLS12.text())?;
    let (sent, echoed) = (hex(&hello.legacy_session_id), hex(&server.legacy_session_id_echo));
    cx.check_same(Rule::SessionIdEcho, echoed, sent)?;
    cx.check_same(Rule::CompressionNone, server.legacy_compression_method.to_string(), "0".to_owned())
}

fn chosen_suite(cx: &mut Cx, config: &ClientConfig, server: &ServerHello) -> Result<Suite, Fault> {
    let offered: Vec<String> = config.suites.iter().map(|suite| suite.text()).collect();
    cx.check_among(Rule::SuiteOffered, server.cipher_suite.text(), &offered)?;
    let suite = Suite::get(server.cipher_suite);
    suite.ok_or_else(|| cx.internal(format!("{} was offered, but this engine can't do it", server.cipher_suite.text())))
}

fn check_share<'a>(cx: &mut Cx, pairs: &'a [KeyPair], server: &ServerHello) -> Result<&'a KeyPair, Fault> {
    let share = server.extensions.server_key_share();
    cx.check(Rule::ShareSent, share.is_some(), || "ServerHello has no key_share".to_owned())?;
    let group = share.map(|share| share.group).unwrap_or_default();
    let sent: Vec<String> = pairs.iter().map(|pair| pair.group.text()).collect();
    cx.check_among(Rule::ShareForOffered, group.text(), &sent)?;
    let pair = pairs.iter().find(|pair| pair.group == group);
    pair.ok_or_else(|| cx.internal("the share's group was lost".to_owned()))
}

/// A HelloRetryRequest asks for another ClientHello; this engine sends one only. RFC 8446 §4.1.4.
fn refuse_retry(
    cx: &mut Cx,
    config: &ClientConfig,
    pairs: &[KeyPair],
    offered: &[ExtensionType],
    retry: &ServerHello,
) -> Result<(), Fault> {
    // The one extension that a server sends without being asked.
    let admitted = [offered, &[ExtensionType::COOKIE]].concat();
    check_extensions(cx, &retry.extensions, Place::HelloRetryRequest, &admitted)?;
    chosen_suite(cx, config, retry)?;
    let useful = match retry.extensions.selected_group() {
        Some(group) => config.groups.contains(group) && pairs.iter().all(|pair| pair.group != *group),
        None => retry.extensions.types().contains(&ExtensionType::COOKIE),
    };
    cx.check(Rule::RetryUseful, useful, || {
        "it asks for no share of another group that was offered, and has no cookie".to_owned()
    })?;
    cx.check(Rule::RetrySupported, false, || {
        "the server asks for another ClientHello, and this engine does not send one".to_owned()
    })
}
