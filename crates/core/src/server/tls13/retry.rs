//! HelloRetryRequest: the server asks for another ClientHello. RFC 8446 §4.1.4.

use crate::crypto::Suite;
use crate::cx::Cx;
use crate::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion};
use crate::msgs::extensions::{Cookie, Extension, Extensions};
use crate::msgs::{ClientHello, HelloRetryRequest, ServerHello};
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use std::sync::Arc;

/// What was asked for, and of whom.
pub(crate) struct Retry {
    first: ClientHello,
    pub suite: CipherSuite,
    pub group: Option<NamedGroup>,
    cookie: Option<Vec<u8>>,
}

/// A HelloRetryRequest that is to be sent.
pub(crate) struct SendRetry {
    pub config: Arc<ServerConfig>,
    pub hello: ClientHello,
    pub suite: Suite,
    /// The group to ask a share for; `None` if only a cookie is asked for.
    pub group: Option<NamedGroup>,
    /// The request has been sent, change_cipher_spec has not.
    pub sent: Option<Box<Retry>>,
}

/// What follows.
pub(crate) enum AfterRetry {
    /// change_cipher_spec.
    Goes(SendRetry),
    /// Another ClientHello.
    Done(Arc<ServerConfig>, Box<Retry>),
}

impl SendRetry {
    pub fn send_next(mut self, cx: &mut Cx) -> Result<AfterRetry, Fault> {
        let Some(retry) = self.sent else {
            let compatible = !self.hello.legacy_session_id.is_empty();
            let config = Arc::clone(&self.config);
            let retry = self.send_request(cx)?;
            return Ok(match compatible {
                true => AfterRetry::Goes(SendRetry { sent: Some(Box::new(retry)), ..self }),
                false => AfterRetry::Done(config, Box::new(retry)),
            });
        };
        // For middleboxes, after the first message to the client. RFC 8446 appendix D.4.
        cx.send_change_cipher_spec()?;
        Ok(AfterRetry::Done(self.config, retry))
    }

    fn send_request(&mut self, cx: &mut Cx) -> Result<Retry, Fault> {
        cx.keys_mut().set_suite(self.suite);
        cx.fold_client_hello()?;
        let cookie = self.config.cookie.map(|len| cx.random_vec("cookie", len));
        let mut extensions = Vec::new();
        extensions.extend(self.group.map(Extension::SelectedGroup));
        extensions.extend(cookie.clone().map(|cookie| Extension::Cookie(Cookie(cookie))));
        extensions.push(Extension::SelectedVersion(ProtocolVersion::TLS13));
        cx.send(HelloRetryRequest(ServerHello {
            legacy_version: ProtocolVersion::TLS12,
            random: ServerHello::HELLO_RETRY_REQUEST,
            legacy_session_id_echo: self.hello.legacy_session_id.clone(),
            cipher_suite: self.suite.id,
            legacy_compression_method: 0,
            extensions: Extensions(extensions),
        }))?;
        if self.hello.extensions.has(ExtensionType::EARLY_DATA) {
            cx.skip_early_data(self.config.max_skipped_early_data);
        }
        Ok(Retry { first: self.hello.clone(), suite: self.suite.id, group: self.group, cookie })
    }
}

impl Retry {
    /// What RFC 8446 §4.1.2 demands of the second ClientHello.
    pub fn check(&self, cx: &mut Cx, second: &ClientHello) -> Result<(), Fault> {
        let changed = self.changed(second);
        cx.check(Rule::SecondHelloSame, changed.is_none(), || format!("{} differs", changed.unwrap_or_default()))?;
        if let Some(cookie) = &self.cookie {
            let echo = second.extensions.cookie().map(|cookie| cookie.0.as_slice()).unwrap_or_default();
            cx.check_secret(Rule::CookieEcho, echo, cookie)?;
        }
        if let Some(group) = self.group {
            let shares = second.extensions.client_key_shares().map(|shares| shares.0.clone()).unwrap_or_default();
            let sent: Vec<String> = shares.iter().map(|share| share.group.text()).collect();
            cx.check_same(Rule::RetryShare, sent.join(", "), group.text())?;
        }
        Ok(())
    }

    /// The first part that may not change and did.
    fn changed(&self, second: &ClientHello) -> Option<String> {
        let first = &self.first;
        let fields = [
            ("legacy_version", first.legacy_version == second.legacy_version),
            ("random", first.random == second.random),
            ("legacy_session_id", first.legacy_session_id == second.legacy_session_id),
            ("cipher_suites", first.cipher_suites == second.cipher_suites),
            ("legacy_compression_methods", first.legacy_compression_methods == second.legacy_compression_methods),
            ("early_data", !second.extensions.has(ExtensionType::EARLY_DATA)),
        ];
        if let Some((name, _)) = fields.into_iter().find(|(_, same)| !same) {
            return Some(name.to_owned());
        }
        let may_change = |extension: ExtensionType| match extension {
            // Only if a share of another group was asked for.
            ExtensionType::KEY_SHARE => self.group.is_some(),
            ExtensionType::EARLY_DATA
            | ExtensionType::COOKIE
            | ExtensionType::PRE_SHARED_KEY
            | ExtensionType::PADDING => true,
            _ => false,
        };
        let kept = |hello: &ClientHello| -> Vec<Extension> {
            let kept = |extension: &&Extension| !may_change(extension.extension_type());
            hello.extensions.0.iter().filter(kept).cloned().collect()
        };
        let (before, after) = (kept(first), kept(second));
        let differs = before.iter().find(|extension| !after.contains(extension));
        let differs = differs.or_else(|| after.iter().find(|extension| !before.contains(extension)));
        differs.map(|extension| extension.extension_type().text())
    }
}
