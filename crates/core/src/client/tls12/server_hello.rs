//! WAIT_SH: what a TLS 1.2 ServerHello settles. RFC 5246 §7.4.1.3.

use super::{Ongoing, State, WaitCertificate, WaitChangeCipherSpec};
use crate::client::ClientConfig;
use crate::crypto::{Bulk, Suite12};
use crate::cx::Cx;
use crate::hex;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{CipherSuite, ExtensionType};
use crate::msgs::extensions::InMessage;
use crate::msgs::{ClientHello, ServerHello};
use crate::rules::{Fault, Rule};
use crate::session::ClientSession12;
use crate::transcript::PointName;
use std::sync::Arc;

/// The server chose TLS 1.2, or an older version that was offered.
pub(crate) fn begin(
    cx: &mut Cx,
    config: Arc<ClientConfig>,
    hello: ClientHello,
    server: &ServerHello,
) -> Result<State, Fault> {
    check(cx, &config, &hello, server)?;
    let Some(suite) = Suite12::get_in(server.legacy_version, server.cipher_suite) else {
        return Err(cx.internal(format!("{} was offered, but this engine can't do it", server.cipher_suite.text())));
    };
    let has = |extension| server.extensions.has(extension);
    let extended = has(ExtensionType::EXTENDED_MASTER_SECRET);
    let encrypt_then_mac = has(ExtensionType::ENCRYPT_THEN_MAC) && matches!(suite.bulk, Bulk::Cbc { .. });
    let session = resumed(cx, &config, &hello, server, suite, extended)?;
    cx.use_tls12(suite.version, encrypt_then_mac);
    cx.allow_change_cipher_spec(true);
    cx.keys_mut().forget_psk();
    cx.keys_mut().set_suite12(suite, extended);
    cx.know(ScheduleEntry::ClientRandom, hello.random.to_vec());
    cx.know(ScheduleEntry::ServerRandom, server.random.to_vec());
    limit(cx, &config, server)?;
    let alpn = super::super::tls13::chosen_protocol(cx, &config, &server.extensions)?;
    let ongoing = Ongoing {
        randoms: (hello.random, server.random),
        hello_version: hello.legacy_version,
        suite,
        session_id: server.legacy_session_id_echo.clone(),
        resumed: session.is_some(),
        ticket_follows: has(ExtensionType::SESSION_TICKET),
        ticket: session.as_ref().map(|session| session.ticket.clone()).unwrap_or_default(),
        status_follows: has(ExtensionType::STATUS_REQUEST),
        alpn,
        leaf: Vec::new(),
        pair: None,
        request: None,
        config,
    };
    let Some(session) = session else {
        return Ok(State::WaitCertificate(WaitCertificate { ongoing, path: None }));
    };
    cx.know(ScheduleEntry::MasterSecret12, session.master_secret);
    if !ongoing.ticket_follows {
        cx.mark(PointName::BeforeServerFinished)?;
    }
    cx.derive();
    Ok(State::WaitChangeCipherSpec(WaitChangeCipherSpec { ongoing }))
}

fn check(cx: &mut Cx, config: &ClientConfig, hello: &ClientHello, server: &ServerHello) -> Result<(), Fault> {
    cx.check_same(Rule::CompressionNone, server.legacy_compression_method.to_string(), "0".to_owned())?;
    let mut offered = hello.extensions.types();
    // The answer to the suite that stands for it. RFC 5746 §3.4.
    offered.push(ExtensionType::RENEGOTIATION_INFO);
    super::super::tls13::check_extensions(cx, &server.extensions, InMessage::ServerHello12, &offered)?;
    let suite = |id: &CipherSuite| Suite12::get_in(server.legacy_version, *id);
    let names: Vec<String> = config.suites.iter().filter_map(suite).map(|suite| suite.id.text()).collect();
    cx.check_among(Rule::SuiteOffered, server.cipher_suite.text(), &names)?;
    cx.check(Rule::PointFormats, server.extensions.takes_uncompressed(), || "uncompressed is not listed".to_owned())?;
    if let Some(info) = server.extensions.renegotiation_info() {
        cx.check_same(Rule::RenegotiationEmpty, hex(&info.0), hex(&[]))?;
    }
    Ok(())
}

/// The session that goes on, if the server says so by sending the id back. RFC 5246 §7.4.1.3, RFC 5077 §3.4.
fn resumed(
    cx: &mut Cx,
    config: &ClientConfig,
    hello: &ClientHello,
    server: &ServerHello,
    suite: Suite12,
    extended: bool,
) -> Result<Option<ClientSession12>, Fault> {
    let echo = &server.legacy_session_id_echo;
    if echo.is_empty() || *echo != hello.legacy_session_id {
        return Ok(None);
    }
    let session = config.tls12.session.clone();
    cx.check(Rule::SessionAsked, session.is_some(), || {
        "the server resumes a session that nobody asked for".to_owned()
    })?;
    let Some(session) = session else { return Ok(None) };
    cx.check_same(Rule::SessionSuiteSame, suite.id.text(), session.suite.text())?;
    cx.check(Rule::SessionSecretSame, extended == session.extended_master_secret, || {
        "the session's master secret was made in another way".to_owned()
    })?;
    Ok(Some(session))
}

fn limit(cx: &mut Cx, config: &ClientConfig, server: &ServerHello) -> Result<(), Fault> {
    super::super::tls13::check_one_limit(cx, &server.extensions)?;
    if let Some(&limit) = server.extensions.record_size_limit() {
        cx.check(Rule::RecordSizeLimitForm, limit >= 64, || format!("record_size_limit is {limit}"))?;
        cx.limit_sent(usize::from(limit));
        cx.limit_received(usize::from(config.record_size_limit.unwrap_or(u16::MAX)));
    } else if let Some(length) = server.extensions.max_fragment_length() {
        let asked = config.max_fragment_length.unwrap_or_default();
        cx.check_same(Rule::MaxFragmentForm, length.text(), asked.text())?;
        if let Some(bytes) = length.bytes() {
            cx.limit_fragments(bytes);
        }
    }
    Ok(())
}
