//! What can be said of a certificate on a path without its issuer.

use super::certificate::{Certificate, name_text};
use super::constraints::{constraints, name_check};
use super::der::dotted;
use super::finding::{Aspect, Link, LinkCheck, Source};
use super::oids::{self, oid_name};
use crate::statement::{Moment, Statement};
use rustls_pki_types::CertificateDer;
use webpki::{EndEntityCert, Error};

/// Whether a certificate says that this one's owner issued it.
pub(super) fn issued(certificate: &Certificate, by: Option<&Certificate>) -> bool {
    by.is_some_and(|by| by.subject == certificate.issuer)
}

/// All that is checked of a certificate; `below` are those from the first one to here.
pub(super) fn own(
    certificate: &Certificate,
    below: &[&Certificate],
    name: Option<&str>,
    now: i64,
    of_clients: bool,
) -> Vec<LinkCheck> {
    let mut checks: Vec<LinkCheck> = form(certificate).into_iter().collect();
    checks.push(dates(certificate, now));
    match (below.is_empty(), name) {
        (true, Some(name)) => checks.push(name_check(certificate, name)),
        (true, None) => {}
        (false, _) => checks.push(authority(certificate, below.len() - 1)),
    }
    checks.extend(usage(certificate, below.is_empty(), of_clients));
    checks.extend(constraints(certificate, below));
    checks.push(strength(certificate));
    checks
}

/// What stands against its form: a version before the third, a critical extension that is not known, or what the judge
/// can't read. Nothing, if it is as it should be.
fn form(certificate: &Certificate) -> Option<LinkCheck> {
    let broken = |found, wanted| Some(LinkCheck::new(Aspect::Form, Some(false), found, wanted));
    if certificate.version < 3 {
        return broken(Statement::Version { n: certificate.version }, Statement::WantsVersion);
    }
    if let Some(unknown) = certificate.extensions.iter().find(|one| one.critical && !is_known(one.oid)) {
        let name = oid_name(unknown.oid).map_or_else(|| dotted(unknown.oid), str::to_owned);
        let found = Statement::CriticalExtension { name };
        return Some(LinkCheck::new(Aspect::Form, None, found, Statement::KnownExtensions));
    }
    let why = match EndEntityCert::try_from(&CertificateDer::from(certificate.der)).err()? {
        // Only policies are left that the judge does not know.
        Error::UnsupportedCriticalExtension => return None,
        Error::SignatureAlgorithmMismatch => Statement::TwoAlgorithms,
        Error::ExtensionValueInvalid | Error::MalformedExtensions => Statement::BadExtension,
        _ => Statement::Refused,
    };
    broken(why, Statement::plain(""))
}

/// Extensions that are understood here, or by the judge.
fn is_known(oid: &[u8]) -> bool {
    let by_judge = [
        oids::KEY_USAGE,
        oids::SUBJECT_ALT_NAME,
        oids::BASIC_CONSTRAINTS,
        oids::NAME_CONSTRAINTS,
        oids::CRL_POINTS,
        oids::EXT_KEY_USAGE,
    ];
    by_judge.contains(&oid) || is_policy(oid)
}

fn is_policy(oid: &[u8]) -> bool {
    [oids::POLICIES, oids::POLICY_MAPPINGS, oids::POLICY_CONSTRAINTS, oids::INHIBIT_ANY_POLICY].contains(&oid)
}

/// Whether an extension about policies is critical, which the judge does not know.
pub(super) fn has_critical_policy(certificate: &Certificate) -> bool {
    certificate.extensions.iter().any(|one| one.critical && is_policy(one.oid))
}

/// A path that ends before it reaches the store.
pub(super) fn trust(certificate: &Certificate) -> LinkCheck {
    let found = match certificate.issuer == certificate.subject {
        true => Statement::SelfSigned,
        false => Statement::Untrusted { by: name_text(certificate.issuer) },
    };
    LinkCheck::new(Aspect::Trust, Some(false), found, Statement::TrustedIssuer)
}

/// The trust anchor. Its dates are shown; that they are over breaks nothing here, and other clients refuse it.
pub(super) fn anchor(root: &Certificate, below: &[&Certificate], now: i64) -> Link {
    let name = Statement::Plain(name_text(root.subject));
    let mut checks = vec![LinkCheck::new(Aspect::Trust, Some(true), name, Statement::InStore), dates(root, now)];
    if let Some(dates) = checks.last_mut().filter(|dates| dates.passed == Some(false)) {
        (dates.passed, dates.wanted) = (None, Statement::AnchorExpired { now: Moment(now) });
    }
    checks.extend(constraints(root, below));
    // Its own signature is of no weight, but its key makes that of the certificate below.
    if root.is_short() {
        checks.push(LinkCheck::new(Aspect::Strength, Some(false), root.key_kind(), Statement::LongRsa));
    }
    Link { certificate: root.der.to_vec(), source: Source::Store, checks }
}

fn dates(certificate: &Certificate, now: i64) -> LinkCheck {
    let (from, to) = (certificate.not_before, certificate.not_after);
    let found = Statement::ValidFromTo { from: Moment(from), to: Moment(to) };
    let wanted = Statement::ValidOn { now: Moment(now) };
    LinkCheck::new(Aspect::Dates, Some((from..=to).contains(&now)), found, wanted)
}

/// `issued` counts the authorities between it and the peer's certificate.
fn authority(certificate: &Certificate, issued: usize) -> LinkCheck {
    let (ca, limit) = certificate.authority();
    let short = limit.is_none_or(|limit| issued as u64 <= limit);
    let found = match (ca, limit) {
        (false, _) => Statement::NoAuthority,
        (true, None) => Statement::Authority,
        (true, Some(limit)) => Statement::AuthorityWithLimit { n: limit },
    };
    let wanted = if short { Statement::WantsAuthority } else { Statement::WantsMore { n: issued as u64 } };
    LinkCheck::new(Aspect::Authority, Some(ca && short), found, wanted)
}

/// What keyUsage and extKeyUsage say. What does not say anything may be used for everything. RFC 5280 §4.2.1.3, §4.2.1.12.
fn usage(certificate: &Certificate, first: bool, of_clients: bool) -> Vec<LinkCheck> {
    let purpose = if of_clients { oids::CLIENT_AUTH } else { oids::SERVER_AUTH };
    let mut checks = Vec::new();
    if let Some(purposes) = certificate.purposes() {
        let names = purposes.iter().map(|oid| oid_name(oid).map_or_else(|| dotted(oid), str::to_owned));
        let found = Statement::ExtKeyUsage { purposes: names.collect::<Vec<_>>().join(", ") };
        let wanted = Statement::plain(oid_name(purpose).unwrap_or_default());
        checks.push(LinkCheck::new(Aspect::Usage, Some(purposes.contains(&purpose)), found, wanted));
    }
    if let Some(usages) = certificate.key_usage() {
        let fits = allows(&usages, first);
        let wanted = if first { Statement::SignsOrDecrypts } else { Statement::plain("keyCertSign") };
        let found = Statement::KeyUsage { usages: usages.join(", ") };
        checks.push(LinkCheck::new(Aspect::Usage, Some(fits), found, wanted));
    }
    checks
}

/// Whether keyUsage admits what the certificate is used for: to sign a handshake or receive its secret, or to issue.
fn allows(usages: &[&str], first: bool) -> bool {
    match first {
        true => usages.contains(&"digitalSignature") || usages.contains(&"keyEncipherment"),
        false => usages.contains(&"keyCertSign"),
    }
}

fn strength(certificate: &Certificate) -> LinkCheck {
    let (short, weak) = (certificate.is_short(), certificate.has_weak_hash());
    let wanted = match (short, weak) {
        (true, _) => Statement::LongRsa,
        (_, true) => Statement::GoodHash,
        _ => Statement::Unbroken,
    };
    let algorithm = certificate.signature_name();
    let found = Statement::KeyAndSignature { key: Box::new(certificate.key_kind()), algorithm };
    LinkCheck::new(Aspect::Strength, Some(!short && !weak), found, wanted)
}
