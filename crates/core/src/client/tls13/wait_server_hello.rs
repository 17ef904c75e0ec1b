//! WAIT_SH: receives ServerHello, or a HelloRetryRequest and answers with another ClientHello.

use super::{Offer, Ongoing, WaitEncryptedExtensions, check_extensions, hello};
use crate::client::{ClientConfig, tls12};
use crate::crypto::{KeyPair, Suite};
use crate::cx::{Cx, Input};
use crate::hex;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{CipherSuite, ExtensionType, ProtocolVersion, PskKeyExchangeMode};
use crate::msgs::extensions::InMessage;
use crate::msgs::{ClientHello, ServerHello};
use crate::rules::{Fault, Rule};
use crate::trace::Epoch;
use crate::transcript::PointName;

/// ClientHello has been sent.
pub(crate) struct WaitServerHello {
    pub ongoing: Ongoing,
    pub offer: Offer,
    /// The suite that a HelloRetryRequest named, if there was one.
    pub retry: Option<CipherSuite>,
}

/// What follows.
pub(crate) enum AfterHello {
    /// The server agreed.
    Agreed(WaitEncryptedExtensions),
    /// It asked for another ClientHello, which has been sent.
    Retried(Box<WaitServerHello>),
    /// It chose TLS 1.2.
    Tls12(tls12::State),
}

impl WaitServerHello {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterHello, Fault> {
        match &input {
            Input::Handshake(frame) if frame.is_retry_request() => {
                self.receive_retry(input, cx).map(|next| AfterHello::Retried(Box::new(next)))
            }
            _ => self.receive_hello(input, cx),
        }
    }

    fn receive_hello(self, input: Input, cx: &mut Cx) -> Result<AfterHello, Fault> {
        let server: ServerHello = cx.receive(input)?;
        let version = server.legacy_version;
        let older = server.extensions.selected_version().is_none() && version <= ProtocolVersion::TLS12;
        if older
            && self.ongoing.config.offers(version)
            && version >= ProtocolVersion::TLS10
            && self.retry.is_none()
            && !self.ongoing.early_data
        {
            if self.ongoing.config.versions.iter().any(|offered| *offered > version) {
                check_mark(cx, &server)?;
            }
            let WaitServerHello { ongoing, offer, .. } = self;
            return tls12::begin(cx, ongoing.config, offer.hello, &server).map(AfterHello::Tls12);
        }
        self.agree_on_tls13(server, cx).map(AfterHello::Agreed)
    }

    fn agree_on_tls13(self, server: ServerHello, cx: &mut Cx) -> Result<WaitEncryptedExtensions, Fault> {
        let WaitServerHello { mut ongoing, offer, retry } = self;
        cx.expect_tls12(false);
        check_version(cx, &server)?;
        check_same_fields(cx, &offer.hello, &server)?;
        check_extensions(cx, &server.extensions, InMessage::ServerHello, &offer.offered)?;
        let suite = chosen_suite(cx, &ongoing.config, &server)?;
        if let Some(named) = retry {
            cx.check_same(Rule::RetrySuiteSame, suite.id.text(), named.text())?;
        }
        ongoing.suite = suite.id;
        check_psk(cx, &mut ongoing, &offer, suite, &server)?;
        agree(cx, &ongoing, &offer, suite, &server)?;
        cx.mark(PointName::ServerHello)?;
        cx.open_with(Epoch::Handshake)?;
        if !ongoing.early_data {
            cx.seal_with(Epoch::Handshake)?;
        }
        ongoing.offered = offer.offered;
        Ok(WaitEncryptedExtensions { ongoing })
    }

    /// A HelloRetryRequest asks for another ClientHello. RFC 8446 §4.1.4.
    fn receive_retry(self, input: Input, cx: &mut Cx) -> Result<WaitServerHello, Fault> {
        let (retry, bytes) = cx.receive_retry_request(input)?;
        let retry = retry.0;
        cx.expect_tls12(false);
        let WaitServerHello { mut ongoing, offer, retry: before } = self;
        cx.check(Rule::OneRetry, before.is_none(), || "a second HelloRetryRequest".to_owned())?;
        check_version(cx, &retry)?;
        check_same_fields(cx, &offer.hello, &retry)?;
        // The one extension that a server sends without being asked.
        let admitted = [offer.offered.as_slice(), &[ExtensionType::COOKIE]].concat();
        check_extensions(cx, &retry.extensions, InMessage::HelloRetryRequest, &admitted)?;
        let suite = chosen_suite(cx, &ongoing.config, &retry)?;
        let group = retry.extensions.selected_group().copied();
        let useful = match group {
            Some(group) => ongoing.config.groups.contains(&group) && offer.pairs.iter().all(|pair| pair.group != group),
            None => retry.extensions.cookie().is_some(),
        };
        cx.check(Rule::RetryUseful, useful, || {
            "it asks for no share of another group that was offered, and has no cookie".to_owned()
        })?;

        let pair = group.map(|group| cx.key_pair(group)).transpose()?;
        if let Some(pair) = &pair {
            cx.know(ScheduleEntry::ClientPrivate, pair.private.clone());
            cx.know(ScheduleEntry::ClientPublic, pair.public.clone());
        }
        ongoing.early_data = false;
        cx.seal_no_more()?;
        cx.keys_mut().set_suite(suite);
        cx.list_retry_request(&bytes)?;
        // Of another hash, a key can't be used with the suite that is now settled. §4.1.4.
        let mut psks = offer.psks;
        psks.retain(|psk| psk.hash() == Some(suite.hash));
        cx.keys_mut().forget_psk();
        if cx.owes_change_cipher_spec() {
            cx.send_change_cipher_spec()?;
        }
        let second = hello::second(&ongoing.config, &offer.hello, pair.as_ref(), retry.extensions.cookie());
        let sent = hello::send(cx, &ongoing.config, second, &psks)?;
        cx.keys_mut().set_suite(suite);
        let pairs = pair.map_or(offer.pairs, |pair| vec![pair]);
        Ok(WaitServerHello { ongoing, offer: hello::offer(sent, pairs, psks), retry: Some(suite.id) })
    }
}

/// RFC 8446 §4.1.3.
fn check_mark(cx: &mut Cx, server: &ServerHello) -> Result<(), Fault> {
    let mark = server.has_downgrade_mark();
    cx.check(Rule::NotDowngraded, !mark, || {
        "the server speaks TLS 1.3 but an older version was chosen: someone changed the hello".to_owned()
    })
}

fn check_version(cx: &mut Cx, server: &ServerHello) -> Result<(), Fault> {
    let selected = server.extensions.selected_version().copied();
    if selected.is_none() {
        check_mark(cx, server)?;
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

/// Takes the pre-shared key that the server chose, or zeros if it chose none. RFC 8446 §4.2.11.
fn check_psk(
    cx: &mut Cx,
    ongoing: &mut Ongoing,
    offer: &Offer,
    suite: Suite,
    server: &ServerHello,
) -> Result<(), Fault> {
    let Some(&index) = server.extensions.selected_identity() else {
        if !offer.psks.is_empty() {
            cx.keys_mut().forget_psk();
        }
        cx.keys_mut().set_suite(suite);
        return Ok(());
    };
    let index = usize::from(index);
    let psk = cx.require(Rule::PskOffered, offer.psks.get(index), || {
        format!("selected_identity is {index}, {} were offered", offer.psks.len())
    })?;
    let name = |hash: Option<crate::crypto::Hash>| hash.map_or("none", crate::crypto::Hash::name).to_owned();
    cx.check_same(Rule::PskHashFits, name(Some(suite.hash)), name(psk.hash()))?;
    let mode = match server.extensions.server_key_share() {
        Some(_) => PskKeyExchangeMode::PSK_DHE_KE,
        None => PskKeyExchangeMode::PSK_KE,
    };
    let modes: Vec<String> = ongoing.config.psk_modes.iter().map(|mode| mode.text()).collect();
    cx.check_among(Rule::PskModeOffered, mode.text(), &modes)?;
    if index > 0 {
        cx.keys_mut().use_psk(psk.kind);
        cx.know(ScheduleEntry::Psk, psk.secret.clone());
    }
    cx.keys_mut().set_suite(suite);
    ongoing.psk = Some((index, psk.clone()));
    Ok(())
}

/// Computes the shared secret; without a key share (psk_ke) zeros take its place. RFC 8446 §7.1.
fn agree(cx: &mut Cx, ongoing: &Ongoing, offer: &Offer, suite: Suite, server: &ServerHello) -> Result<(), Fault> {
    if ongoing.psk.is_some() && server.extensions.server_key_share().is_none() {
        cx.know(ScheduleEntry::SharedSecret, vec![0; suite.hash.len()]);
        cx.derive();
        return Ok(());
    }
    let pair = check_share(cx, &offer.pairs, server)?;
    cx.keys_mut().set_group(pair.group);
    if cx.keys().get(ScheduleEntry::ClientPrivate) != Some(&pair.private) {
        cx.know(ScheduleEntry::ClientPrivate, pair.private.clone());
        cx.know(ScheduleEntry::ClientPublic, pair.public.clone());
    }
    let share = server.extensions.server_key_share().map(|share| share.key_exchange.clone()).unwrap_or_default();
    cx.know(ScheduleEntry::ServerPublic, share);
    cx.derive();
    let agreed = cx.keys().get(ScheduleEntry::SharedSecret).is_some();
    cx.check(Rule::ShareValid, agreed, || "the server's key_exchange is no public half of this group".to_owned())
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
