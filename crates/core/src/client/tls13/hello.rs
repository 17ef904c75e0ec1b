//! Makes a ClientHello, the first and the second.

use super::Offer;
use crate::client::ClientConfig;
use crate::crypto::{KeyPair, Suite};
use crate::cx::Cx;
use crate::keys::{Keys, ScheduleEntry};
use crate::msgs::ClientHello;
use crate::msgs::codes::{CipherSuite, EcPointFormat, ExtensionType, NamedGroup, ProtocolVersion};
use crate::msgs::extensions::{
    CertificateAuthorities, CertificateStatusRequest, ClientKeyShares, ClientVersions, Cookie, EcPointFormatList,
    Extension, Extensions, KeyShareEntry, NamedGroupList, OfferedPsks, ProtocolNameList, PskIdentity,
    PskKeyExchangeModes, RenegotiationInfo, ServerNameList, SignatureSchemeList,
};
use crate::rules::Fault;
use crate::session::ClientPsk;
use crate::transcript::{PointName, Transcript};

/// The first ClientHello, without pre-shared keys.
pub(super) fn first(cx: &mut Cx, config: &ClientConfig, pairs: &[KeyPair]) -> ClientHello {
    // Versions are named in an extension, but for those from before it.
    let newest = config.versions.iter().max().copied().unwrap_or(ProtocolVersion::TLS12);
    let resumed = config.tls12.session.as_ref().filter(|_| config.offers(ProtocolVersion::TLS12));
    let compatible = config.compatibility_mode && config.offers(ProtocolVersion::TLS13);
    let mut hello = ClientHello {
        legacy_version: newest.min(ProtocolVersion::TLS12),
        random: cx.random("client random"),
        legacy_session_id: match resumed {
            Some(session) if session.ticket.is_empty() => session.id.clone(),
            // By its echo a server says that it takes the ticket. RFC 5077 §3.4.
            Some(_) => cx.random::<32>("legacy_session_id").to_vec(),
            None if compatible => cx.random::<32>("legacy_session_id").to_vec(),
            None => Vec::new(),
        },
        cipher_suites: suites(config),
        legacy_compression_methods: vec![0],
        extensions: extensions(config, pairs),
    };
    if config.grease {
        crate::grease::add(&mut hello, cx.random("GREASE"));
    }
    hello
}

/// The suites, and those that are none but say something.
fn suites(config: &ClientConfig) -> Vec<CipherSuite> {
    let mut suites = config.suites.clone();
    let tls12 = config.offers(ProtocolVersion::TLS12);
    if tls12 && config.tls12.renegotiation_scsv {
        suites.push(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    }
    if tls12 && config.tls12.fallback_scsv {
        suites.push(CipherSuite::TLS_FALLBACK_SCSV);
    }
    suites
}

/// The second ClientHello: the first with what the HelloRetryRequest asks for, and no early data. RFC 8446 §4.1.2.
pub(super) fn second(
    config: &ClientConfig,
    first: &ClientHello,
    pair: Option<&KeyPair>,
    cookie: Option<&Cookie>,
) -> ClientHello {
    let mut hello = first.clone();
    let dropped = [ExtensionType::EARLY_DATA, ExtensionType::PRE_SHARED_KEY, ExtensionType::PADDING];
    hello.extensions.0.retain(|extension| !dropped.contains(&extension.extension_type()));
    for extension in &mut hello.extensions.0 {
        if let (Extension::ClientKeyShares(shares), Some(pair)) = (extension, pair) {
            shares.0 = vec![share(pair)];
        }
    }
    hello.extensions.0.extend(cookie.cloned().map(Extension::Cookie));
    sort(config, &mut hello.extensions);
    hello
}

/// Adds padding and the pre-shared keys, and sends it.
pub(super) fn send(
    cx: &mut Cx,
    config: &ClientConfig,
    mut hello: ClientHello,
    psks: &[ClientPsk],
) -> Result<ClientHello, Fault> {
    let offered = offered_psks(psks);
    if config.pad_hello {
        pad(cx, &mut hello, offered.as_ref())?;
    }
    let Some(offered) = offered else {
        cx.send(hello.clone())?;
        return Ok(hello);
    };
    hello.extensions.0.push(Extension::OfferedPsks(offered));
    cx.send_bound(hello, |cx, beginning| bind(cx, psks, beginning))
}

/// What is offered, for the states that follow.
pub(super) fn offer(hello: ClientHello, pairs: Vec<KeyPair>, psks: Vec<ClientPsk>) -> Offer {
    Offer { offered: hello.extensions.types(), hello, pairs, psks }
}

/// The binders. The first key's are made by the schedule, and so are part of the account; RFC 8446 §4.2.11.2.
fn bind(cx: &mut Cx, psks: &[ClientPsk], beginning: &[u8]) -> Result<Vec<Vec<u8>>, Fault> {
    let before = cx.transcript().clone();
    let mut binders = Vec::new();
    for (index, psk) in psks.iter().enumerate() {
        let Some(suite) = Suite::get(psk.suite) else {
            return Err(cx.internal(format!("a pre-shared key for {}, which this engine can't do", psk.suite.text())));
        };
        if index == 0 {
            cx.keys_mut().set_suite(suite);
            cx.keys_mut().use_psk(psk.kind);
            cx.keys_mut().forget(ScheduleEntry::Binder);
            cx.know(ScheduleEntry::Psk, psk.secret.clone());
            cx.mark_before(PointName::PartialClientHello, beginning)?;
            binders.push(cx.key(ScheduleEntry::Binder)?);
            continue;
        }
        binders.push(binder(psk, suite, &before, beginning).ok_or_else(|| cx.internal("no binder".to_owned()))?);
    }
    Ok(binders)
}

fn binder(psk: &ClientPsk, suite: Suite, before: &Transcript, beginning: &[u8]) -> Option<Vec<u8>> {
    let (mut keys, mut transcript) = (Keys::default(), before.clone());
    keys.set_suite(suite);
    keys.use_psk(psk.kind);
    keys.know(ScheduleEntry::Psk, psk.secret.clone());
    transcript.mark_before(PointName::PartialClientHello, suite.hash, beginning);
    keys.evaluate(&transcript);
    keys.get(ScheduleEntry::Binder).map(<[u8]>::to_vec)
}

/// The extension with binders of the right length and no content.
fn offered_psks(psks: &[ClientPsk]) -> Option<OfferedPsks> {
    let identity = |psk: &ClientPsk| PskIdentity {
        identity: psk.identity.clone(),
        obfuscated_ticket_age: psk.obfuscated_ticket_age,
    };
    let blank = |psk: &ClientPsk| vec![0; psk.hash().map_or(32, |hash| hash.len())];
    let offered =
        OfferedPsks { identities: psks.iter().map(identity).collect(), binders: psks.iter().map(blank).collect() };
    (!psks.is_empty()).then_some(offered)
}

/// Pads a message of 256 to 511 bytes to 512. RFC 7685 §3.
fn pad(cx: &mut Cx, hello: &mut ClientHello, psks: Option<&OfferedPsks>) -> Result<(), Fault> {
    let mut whole = hello.clone();
    whole.extensions.0.extend(psks.cloned().map(Extension::OfferedPsks));
    let len = cx.encoded_len(whole)?;
    if (256..512).contains(&len) {
        // The extension's own header takes four bytes; one of no content is no use to some servers.
        let zeros = vec![0; (512 - len).saturating_sub(4).max(1)];
        hello.extensions.0.push(Extension::Raw(ExtensionType::PADDING, zeros));
    }
    Ok(())
}

/// A name as it may be sent: no address, no dot at its end, nothing but what stands in a DNS name. RFC 6066 §3.
fn host_name(name: &str) -> Option<&str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let dns = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (!name.is_empty() && name.bytes().all(dns) && name.parse::<core::net::IpAddr>().is_err()).then_some(name)
}

fn extensions(config: &ClientConfig, pairs: &[KeyPair]) -> Extensions {
    let mut all = Vec::new();
    let name = config.server_name.as_deref().and_then(host_name);
    all.extend(name.map(|name| Extension::ServerName(ServerNameList::host(name))));
    if config.status_request {
        all.push(Extension::StatusRequest(CertificateStatusRequest::default()));
    }
    // Both or none: without them only a pre-shared key can be used, alone. RFC 8446 §9.2.
    let exchanges = !config.groups.is_empty();
    // The hybrid is TLS 1.3's alone.
    let possible = |group: &&NamedGroup| config.offers(ProtocolVersion::TLS13) || **group != NamedGroup::X25519MLKEM768;
    let groups: Vec<NamedGroup> = config.groups.iter().filter(possible).copied().collect();
    if !groups.is_empty() {
        all.push(Extension::SupportedGroups(NamedGroupList(groups)));
    }
    // Not in a hello for an older version: RFC 5246 §7.4.1.4.1. SSL 3.0 has no extensions at all.
    if config.versions.iter().any(|version| *version >= ProtocolVersion::TLS12) {
        all.push(Extension::SignatureAlgorithms(SignatureSchemeList(config.signature_schemes.clone())));
    }
    if !config.authorities.is_empty() && config.offers(ProtocolVersion::TLS13) {
        all.push(Extension::CertificateAuthorities(CertificateAuthorities(config.authorities.clone())));
    }
    if config.timestamps {
        all.push(Extension::Raw(ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP, Vec::new()));
    }
    if !config.alpn.is_empty() {
        all.push(Extension::Alpn(ProtocolNameList(config.alpn.clone())));
    }
    all.extend(config.record_size_limit.map(Extension::RecordSizeLimit));
    all.extend(config.max_fragment_length.map(Extension::MaxFragmentLength));
    let older = ProtocolVersion::TLS10..=ProtocolVersion::TLS12;
    if config.versions.iter().any(|version| older.contains(version)) {
        all.extend(extensions12(config));
    }
    if config.offers(ProtocolVersion::TLS13) {
        all.push(Extension::ClientVersions(ClientVersions(config.versions.clone())));
        if !config.psk_modes.is_empty() {
            all.push(Extension::PskKeyExchangeModes(PskKeyExchangeModes(config.psk_modes.clone())));
        }
        if exchanges {
            all.push(Extension::ClientKeyShares(ClientKeyShares(pairs.iter().map(share).collect())));
        }
    }
    if config.early_data().is_some() {
        all.push(Extension::Raw(ExtensionType::EARLY_DATA, Vec::new()));
    }
    all.extend(config.extra_extensions.iter().cloned());
    let mut all = Extensions(all);
    sort(config, &mut all);
    all
}

/// What TLS 1.2 knows, and the versions before it that have extensions. Sessions are resumed in TLS 1.2 alone.
fn extensions12(config: &ClientConfig) -> Vec<Extension> {
    let offer = &config.tls12;
    let mut all = Vec::new();
    if !config.groups.is_empty() {
        all.push(Extension::EcPointFormats(EcPointFormatList(vec![EcPointFormat::UNCOMPRESSED])));
    }
    if offer.encrypt_then_mac {
        all.push(Extension::Raw(ExtensionType::ENCRYPT_THEN_MAC, Vec::new()));
    }
    if offer.extended_master_secret {
        all.push(Extension::Raw(ExtensionType::EXTENDED_MASTER_SECRET, Vec::new()));
    }
    if offer.tickets && config.offers(ProtocolVersion::TLS12) {
        let ticket = offer.session.as_ref().map(|session| session.ticket.clone());
        all.push(Extension::SessionTicket(ticket.unwrap_or_default()));
    }
    if !offer.renegotiation_scsv {
        all.push(Extension::RenegotiationInfo(RenegotiationInfo::default()));
    }
    all
}

fn share(pair: &KeyPair) -> KeyShareEntry {
    KeyShareEntry { group: pair.group, key_exchange: pair.public.clone() }
}

fn sort(config: &ClientConfig, extensions: &mut Extensions) {
    if config.extension_order.is_empty() {
        return;
    }
    let place = |extension: &Extension| {
        config.extension_order.iter().position(|t| *t == extension.extension_type()).unwrap_or(usize::MAX)
    };
    extensions.0.sort_by_key(place);
}
