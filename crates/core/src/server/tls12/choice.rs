//! What the server picks from a ClientHello's offers in TLS 1.2. RFC 5246 §7.4.1.3, RFC 8422 §5.1.

use crate::crypto::{Exchange, Suite12, can_exchange};
use crate::cx::{Cx, what, why};
use crate::msgs::ClientHello;
use crate::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::msgs::extensions::group_names;
use crate::pki::Identity;
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use crate::session::ServerSession;

/// Suite, group and certificate: each suite needs the other two.
pub(super) struct Picked {
    pub suite: Suite12,
    pub group: Option<NamedGroup>,
    pub identity: (SignatureScheme, Identity),
}

pub(super) fn parameters(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
    version: ProtocolVersion,
) -> Result<Picked, Fault> {
    let groups = hello.extensions.supported_groups().map(|groups| groups.0.clone());
    // The hybrid is TLS 1.3's alone. One that says nothing of groups takes any. RFC 8422 §4.
    let able = config.groups.iter().copied();
    let able = able.filter(|group| can_exchange(*group) && *group != NamedGroup::X25519MLKEM768);
    let able: Vec<NamedGroup> = able.collect();
    let group = able.iter().copied().find(|group| groups.as_ref().is_none_or(|offered| offered.contains(group)));
    let schemes = hello.extensions.signature_algorithms().map(|schemes| schemes.0.clone());
    // RFC 5246 §7.4.1.4.1: one that says nothing takes SHA-1, which this server does not make.
    let schemes = schemes.unwrap_or_else(|| vec![SignatureScheme::RSA_PKCS1_SHA1, SignatureScheme::ECDSA_SHA1]);
    let identity = |suite: &Suite12| {
        config.identities.iter().find_map(|identity| match suite.exchange {
            Exchange::Rsa => identity.decrypts().then(|| (SignatureScheme::default(), identity.clone())),
            // A certificate's curve is one of those that the client can do, too. RFC 8422 §5.3.
            Exchange::Ecdhe if !groups.as_ref().is_none_or(|groups| identity.is_on_one_of(groups)) => None,
            Exchange::Ecdhe if suite.is_unnamed() => {
                identity.signs_unnamed(suite.auth).then(|| (SignatureScheme::default(), identity.clone()))
            }
            Exchange::Ecdhe => Some((identity.scheme12_among(&schemes, suite.auth)?, identity.clone())),
        })
    };
    let suites = config.suites.iter().filter_map(|id| Suite12::get_in(version, *id));
    let suites: Vec<Suite12> = suites.filter(|suite| hello.cipher_suites.contains(&suite.id)).collect();
    let picked = suites.iter().find_map(|suite| {
        let group = match suite.exchange {
            Exchange::Ecdhe => Some(group?),
            Exchange::Rsa => None,
        };
        Some(Picked { suite: *suite, group, identity: identity(suite)? })
    });
    let names = |suites: &[CipherSuite]| suites.iter().map(|suite| suite.text()).collect::<Vec<_>>();
    let name = picked.as_ref().map(|picked| picked.suite.id.text());
    cx.choose(what::SUITE, names(&hello.cipher_suites), names(&config.suites), name, why::OWN_ORDER);
    let weak = hello.cipher_suites.iter().find(|suite| config.too_weak.contains(suite));
    if let (None, Some(weak)) = (&picked, weak) {
        cx.check(Rule::SecurityEnough, false, || format!("{} is not strong enough for this server", weak.text()))?;
    }
    let picked = cx.require(Rule::SuiteInCommon, picked, || {
        "no offered cipher suite is accepted, with a group, a certificate and a signature that both sides can do"
            .to_owned()
    })?;
    if let Some(group) = picked.group {
        let offered = group_names(&groups.unwrap_or_default());
        cx.choose(what::GROUP, offered, group_names(&able), Some(group.text()), why::OWN_ORDER);
    }
    if picked.group.is_some() && !picked.suite.is_unnamed() {
        let texts = |schemes: &[SignatureScheme]| schemes.iter().map(|scheme| scheme.text()).collect::<Vec<_>>();
        let accepted = picked.identity.1.schemes12();
        let scheme = picked.identity.0.text();
        cx.choose(what::SIGNATURE, texts(&schemes), texts(&accepted), Some(scheme), why::OWN_ORDER);
    }
    Ok(picked)
}

/// The session that the client asks for by ticket or id, if it is known and fits.
pub(super) fn session(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
    version: ProtocolVersion,
) -> Result<Option<(Suite12, ServerSession)>, Fault> {
    // Those of the forbidden versions are not resumed.
    if version != ProtocolVersion::TLS12 {
        return Ok(None);
    }
    let ticket = hello.extensions.session_ticket().filter(|ticket| !ticket.is_empty());
    let name = match ticket {
        Some(ticket) => ticket,
        None => &hello.legacy_session_id,
    };
    let Some(sessions) = config.sessions.as_ref().filter(|_| !name.is_empty()) else { return Ok(None) };
    let now = cx.now();
    let usable = |session: &ServerSession| {
        let alive = now.saturating_sub(session.issued_at) <= u64::from(session.lifetime);
        // One for another name is left alone: RFC 6066 §3.
        let name = session.server_name.as_deref() == hello.extensions.host_name();
        session.tls12.is_some() && alive && name && config.knows(session)
    };
    let found = sessions.find(name).filter(usable);
    let suite = found.as_ref().and_then(|session| {
        let known = config.suites.contains(&session.suite) && hello.cipher_suites.contains(&session.suite);
        Suite12::get(session.suite).filter(|_| known)
    });
    let (Some(session), Some(suite)) = (found, suite) else { return Ok(None) };
    let offers = hello.extensions.has(ExtensionType::EXTENDED_MASTER_SECRET);
    let extended = session.tls12 == Some(true);
    // Of a session with one it must go on so; one without is not resumed by a client that knows better. RFC 7627 §5.3.
    cx.check(Rule::SessionSecretSame, offers || !extended, || {
        "the session has an extended master secret, and the client does not offer one".to_owned()
    })?;
    let agreed = offers && config.tls12.extended_master_secret;
    Ok((agreed == extended).then_some((suite, session)))
}
