//! What the server picks from a ClientHello's offers. RFC 8446 §4.1.1.

use crate::crypto::{Suite, can_exchange};
use crate::cx::{Cx, what, why};
use crate::msgs::ClientHello;
use crate::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, SignatureScheme};
use crate::msgs::extensions::{KeyShareEntry, group_names};
use crate::pki::Identity;
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;

/// The key exchange.
pub(super) enum Share {
    /// With this share of the client's.
    Here(KeyShareEntry),
    /// With this group, for which the client has to send a share first.
    Missing(NamedGroup),
}

pub(super) fn suite(cx: &mut Cx, config: &ServerConfig, hello: &ClientHello) -> Result<Suite, Fault> {
    let able = config.suites.iter().filter_map(|&id| Suite::get(id));
    let picked = able.into_iter().find(|suite| hello.cipher_suites.contains(&suite.id));
    let names = |suites: &[CipherSuite]| suites.iter().map(|suite| suite.text()).collect::<Vec<_>>();
    let name = picked.map(|suite| suite.id.text());
    cx.choose(what::SUITE, names(&hello.cipher_suites), names(&config.suites), name, why::OWN_ORDER);
    let weak = hello.cipher_suites.iter().find(|suite| config.too_weak.contains(suite));
    if let (None, Some(weak)) = (picked, weak) {
        cx.check(Rule::SecurityEnough, false, || format!("{} is not strong enough for this server", weak.text()))?;
    }
    cx.require(Rule::SuiteInCommon, picked, || "no offered cipher suite is accepted".to_owned())
}

/// The first accepted group that comes with a share; else the first that is offered at all.
pub(super) fn share(cx: &mut Cx, config: &ServerConfig, hello: &ClientHello) -> Result<Share, Fault> {
    let offered = hello.extensions.supported_groups().map(|groups| groups.0.clone()).unwrap_or_default();
    let shares = hello.extensions.client_key_shares().map(|shares| shares.0.clone()).unwrap_or_default();
    let places: Vec<Option<usize>> = shares.iter().map(|s| offered.iter().position(|g| *g == s.group)).collect();
    let ordered = places.iter().all(Option::is_some) && places.is_sorted_by(|a, b| a < b);
    cx.check(Rule::SharesMatchGroups, ordered, || {
        let groups: Vec<String> = shares.iter().map(|share| share.group.text()).collect();
        format!("shares for {}, groups {}", groups.join(", "), group_names(&offered).join(", "))
    })?;
    let able: Vec<NamedGroup> = config.groups.iter().copied().filter(|group| can_exchange(*group)).collect();
    let here = able.iter().find_map(|group| shares.iter().find(|share| share.group == *group)).cloned();
    let missing = able.iter().copied().find(|group| offered.contains(group));
    let (picked, why) = match (&here, missing) {
        (Some(share), _) => (Some(share.group), why::SHARE_IS_HERE),
        (None, Some(group)) => (Some(group), why::SHARE_IS_MISSING),
        (None, None) => (None, why::NOTHING_FITS),
    };
    let name = picked.map(NamedGroup::text);
    cx.choose(what::GROUP, group_names(&offered), group_names(&config.groups), name, why);
    let share = here.map(Share::Here).or(missing.map(Share::Missing));
    cx.require(Rule::GroupInCommon, share, || "no offered group is accepted".to_owned())
}

pub(super) fn identity(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<(SignatureScheme, Identity), Fault> {
    let schemes = hello.extensions.signature_algorithms();
    // Without it only a pre-shared key would do, and none of those offered did. RFC 8446 §4.2.3.
    if schemes.is_none() {
        let missing = ExtensionType::SIGNATURE_ALGORITHMS.text();
        cx.check(Rule::MandatoryExtensions, false, || format!("{missing} is missing"))?;
    }
    let offered = schemes.map(|schemes| schemes.0.clone()).unwrap_or_default();
    // Rather one by an authority that the client names. RFC 8446 §4.2.4.
    let authorities = hello.extensions.certificate_authorities().map(|named| named.0.clone()).unwrap_or_default();
    let mut identities: Vec<(usize, &Identity)> = config.identities.iter().enumerate().collect();
    identities.sort_by_key(|(_, identity)| !identity.is_issued_by_one_of(&authorities));
    let picked = identities.into_iter().find_map(|(index, identity)| {
        let scheme = identity.scheme_among(&offered)?;
        Some((index, scheme, identity.clone()))
    });
    let names = |schemes: &[SignatureScheme]| schemes.iter().map(|scheme| scheme.text()).collect::<Vec<_>>();
    let accepted: Vec<SignatureScheme> = config.identities.iter().flat_map(Identity::schemes).collect();
    let scheme = picked.as_ref().map(|(_, scheme, _)| scheme.text());
    cx.choose(what::SIGNATURE, names(&offered), names(&accepted), scheme, why::OWN_ORDER);
    if config.identities.len() > 1 {
        let label = |index: usize| format!("certificate {}", index + 1);
        let all = (0..config.identities.len()).map(label).collect();
        let index = picked.as_ref().map(|(index, ..)| label(*index));
        cx.choose(what::CERTIFICATE, names(&offered), all, index, why::OWN_ORDER);
    }
    let picked = picked.map(|(_, scheme, identity)| (scheme, identity));
    cx.require(Rule::SignatureInCommon, picked, || {
        "no certificate of this server has a key that may sign, and whose signatures the client can check".to_owned()
    })
}

pub(in crate::server) fn alpn(
    cx: &mut Cx,
    config: &ServerConfig,
    hello: &ClientHello,
) -> Result<Option<Vec<u8>>, Fault> {
    let (Some(offered), false) = (hello.extensions.alpn(), config.alpn.is_empty()) else { return Ok(None) };
    let picked = config.alpn.iter().find(|name| offered.0.contains(name)).cloned();
    let text = |name: &Vec<u8>| String::from_utf8_lossy(name).into_owned();
    let names = |names: &[Vec<u8>]| names.iter().map(text).collect::<Vec<_>>();
    cx.choose(what::ALPN, names(&offered.0), names(&config.alpn), picked.as_ref().map(text), why::OWN_ORDER);
    cx.check(Rule::AlpnInCommon, picked.is_some(), || "no offered application protocol is spoken here".to_owned())?;
    Ok(picked)
}
