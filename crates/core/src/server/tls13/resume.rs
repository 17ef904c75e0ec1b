//! Which pre-shared key the server takes, and whether it reads early data. RFC 8446 §4.2.10 and §4.2.11.

use crate::crypto::Suite;
use crate::cx::{Cx, what, why};
use crate::hex;
use crate::keys::{PskKind, ScheduleEntry};
use crate::msgs::ClientHello;
use crate::msgs::codes::{ExtensionType, PskKeyExchangeMode};
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use crate::session::ServerSession;
use crate::transcript::PointName;

/// A pre-shared key that is taken.
pub(crate) struct Resumed {
    pub index: usize,
    pub session: ServerSession,
    /// Whether a key exchange adds to it.
    pub with_key_exchange: bool,
}

/// The first key offered that this server has and that fits the suite; its binder is checked.
pub(super) fn psk(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
    suite: Suite,
) -> Result<Option<Resumed>, Fault> {
    let Some(psks) = hello.extensions.offered_psks() else { return Ok(None) };
    let offered: Vec<String> = psks.identities.iter().map(|identity| short(&identity.identity)).collect();
    let modes = hello.extensions.psk_key_exchange_modes().map(|modes| modes.0.clone()).unwrap_or_default();
    let mode = config.psk_modes.iter().find(|mode| modes.contains(mode) && possible(**mode, hello)).copied();
    let now = cx.now();
    let usable = |session: &ServerSession| {
        let alive = now.saturating_sub(session.issued_at) <= u64::from(session.lifetime);
        let external = session.kind == PskKind::External;
        session.tls12.is_none() && config.knows(session) && session.hash() == Some(suite.hash) && (alive || external)
    };
    let found = psks.identities.iter().enumerate().find_map(|(index, identity)| {
        let session = config.sessions.as_ref()?.find(&identity.identity)?;
        (mode.is_some() && usable(&session)).then_some((index, session))
    });
    let picked = found.as_ref().and_then(|(index, _)| offered.get(*index).cloned());
    let why = if picked.is_some() { why::THEIR_ORDER } else { why::NO_USE };
    cx.choose(what::PSK, offered, Vec::new(), picked, why);
    let Some((index, session)) = found else {
        if config.identities.is_empty() {
            cx.check(Rule::PskKnown, false, || {
                "no pre-shared key that was offered is known here, and this server has no certificate".to_owned()
            })?;
        }
        return Ok(None);
    };
    cx.keys_mut().set_suite(suite);
    cx.keys_mut().use_psk(session.kind);
    cx.know(ScheduleEntry::Psk, session.secret.clone());
    cx.keys_mut().forget(ScheduleEntry::Binder);
    cx.mark_short(PointName::PartialClientHello, psks.binders_len())?;
    let wanted = cx.key(ScheduleEntry::Binder)?;
    let binder = psks.binders.get(index).map(Vec::as_slice).unwrap_or_default();
    cx.check_secret(Rule::BinderFits, binder, &wanted)?;
    Ok(Some(Resumed { index, session, with_key_exchange: mode == Some(PskKeyExchangeMode::PSK_DHE_KE) }))
}

fn possible(mode: PskKeyExchangeMode, hello: &ClientHello) -> bool {
    mode == PskKeyExchangeMode::PSK_KE || hello.extensions.has(ExtensionType::KEY_SHARE)
}

/// Whether the early data that was announced is read. If not, it is dropped.
pub(super) fn early_data(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
    suite: Suite,
    resumed: Option<&Resumed>,
    alpn: Option<&Vec<u8>>,
) -> bool {
    if !hello.extensions.has(ExtensionType::EARLY_DATA) {
        return false;
    }
    let reason = refusal(cx, config, hello, suite, resumed, alpn);
    let picked = reason.is_none().then(|| "read".to_owned());
    let (offered, accepted) = (vec!["early data".to_owned()], vec!["read".to_owned(), "drop".to_owned()]);
    cx.choose(what::EARLY_DATA, offered, accepted, picked, reason.unwrap_or(why::THEIR_ORDER));
    if reason.is_some() {
        cx.skip_early_data(config.max_skipped_early_data);
    }
    reason.is_none()
}

fn refusal(
    cx: &Cx,
    config: &ServerConfig,
    hello: &ClientHello,
    suite: Suite,
    resumed: Option<&Resumed>,
    alpn: Option<&Vec<u8>>,
) -> Option<&'static str> {
    let Some(Resumed { index: 0, session, .. }) = resumed else { return Some(why::NO_USE) };
    if !config.early_data || session.max_early_data == 0 {
        return Some(why::NOT_TAKEN);
    }
    if session.suite != suite.id || session.alpn.as_ref() != alpn {
        return Some(why::NO_USE);
    }
    let psks = hello.extensions.offered_psks()?;
    let age = psks.identities.first().map_or(0, |identity| identity.obfuscated_ticket_age);
    if session.age_error(age, cx.now()) > config.max_age_error {
        return Some(why::TOO_LATE);
    }
    let binder = psks.binders.first().map(Vec::as_slice).unwrap_or_default();
    let first = config.sessions.as_ref().is_some_and(|sessions| sessions.first_use(binder));
    (!first).then_some(why::USED_BEFORE)
}

/// The head of a ticket, to tell it from others.
fn short(identity: &[u8]) -> String {
    match identity.get(..8) {
        Some(head) if identity.len() > 8 => format!("{}…", hex(head)),
        _ => hex(identity),
    }
}
