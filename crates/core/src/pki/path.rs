//! The account of a path: link by link, what was checked, with what it was compared, and whether it holds.
//!
//! The judge is `rustls-webpki`, which gives one verdict for a whole chain. This is the same path walked again to tell
//! what the verdict is made of. Where the two do not agree, the judge is right, and the account says that it does not
//! know.

use super::certificate::{Certificate, name_text};
use super::finding::{Aspect, Link, LinkCheck, Path, Source, date};
use super::oids::{self, oid_name};
use super::signature::signs;
use super::store::Store;

/// No path is longer.
const MAX_LINKS: usize = 10;

/// Walks from the first certificate of a chain towards a root. `None` if that one can't be read.
pub(super) fn walk(store: &Store, chain: &[Vec<u8>], name: Option<&str>, now: u64) -> Option<Path> {
    let sent: Vec<Option<Certificate>> = chain.iter().map(|der| Certificate::read(der).ok()).collect();
    let roots: Vec<Certificate> = store.roots.iter().filter_map(|der| Certificate::read(der).ok()).collect();
    sent.first()?.as_ref()?;
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let mut path = Path { lists: store.list_ders.clone(), ..Path::default() };
    let mut used: Vec<usize> = Vec::new();
    let mut at = 0;
    // The certificates from the first one to here.
    let mut below: Vec<&Certificate> = Vec::new();
    while let Some(Some(certificate)) = sent.get(at) {
        used.push(at);
        let mut checks = own_checks(store, certificate, &below, name, now);
        let candidates = sent.iter().enumerate().filter(|(place, _)| !used.contains(place));
        let candidates = candidates.filter_map(|(place, other)| Some((Some(place), other.as_ref()?)));
        let issuer = issuer(certificate, roots.iter().map(|root| (None, root)).chain(candidates));
        checks.insert(0, signature(certificate, issuer.map(|(_, issuer)| issuer)));
        let itself = roots.iter().any(|root| root.der == certificate.der);
        if issuer.is_none() {
            checks.push(trust(certificate, itself));
        }
        path.links.push(Link { certificate: certificate.der.to_vec(), source: Source::Sent(at), checks });
        below.push(certificate);
        match issuer {
            Some((Some(next), _)) if path.links.len() < MAX_LINKS => at = next,
            Some((None, root)) => {
                path.links.push(anchor(root, &below));
                break;
            }
            _ => break,
        }
    }
    path.unused = (0..chain.len()).filter(|place| !used.contains(place)).collect();
    Some(path)
}

/// The certificate that issued this one: by its name, and if there are several, by the signature.
fn issuer<'a, 'b>(
    certificate: &Certificate,
    candidates: impl Iterator<Item = (Option<usize>, &'b Certificate<'a>)>,
) -> Option<(Option<usize>, &'b Certificate<'a>)>
where
    'a: 'b,
{
    let named: Vec<_> = candidates.filter(|(_, other)| other.subject == certificate.issuer).collect();
    let signed = named.iter().find(|(_, other)| signs(other.spki, certificate) == Some(true));
    signed.or(named.first()).copied()
}

/// Who issued the first certificate of a chain: from the chain or the store. DER.
pub(super) fn issuer_of(store: &Store, chain: &[Vec<u8>]) -> Option<Vec<u8>> {
    let first = Certificate::read(chain.first()?).ok()?;
    let others = store.roots.iter().chain(chain.iter().skip(1));
    let others: Vec<Certificate> = others.filter_map(|der| Certificate::read(der).ok()).collect();
    issuer(&first, others.iter().map(|other| (None, other))).map(|(_, issuer)| issuer.der.to_vec())
}

/// Puts the judge's verdict above the account: `broken` is what it found, if anything.
pub(super) fn reconcile(path: &mut Path, broken: Option<(Aspect, &str)>) {
    let Some((aspect, detail)) = broken else {
        // All of it holds, so nothing that only this account finds can be broken; but the name, what is too weak and
        // keyUsage are not the path's judge's to say.
        let ours = |check: &LinkCheck| {
            matches!(check.what, Aspect::Name | Aspect::Strength) || check.found.starts_with("keyUsage")
        };
        for check in path.links.iter_mut().flat_map(|link| &mut link.checks).filter(|check| !ours(check)) {
            check.passed = check.passed.filter(|passed| *passed);
        }
        return;
    };
    let told = path.checks().any(|(_, check)| check.what == aspect && check.passed == Some(false));
    let twin = match aspect {
        Aspect::Trust => Some(Aspect::Signature),
        Aspect::Usage => Some(Aspect::Authority),
        _ => None,
    };
    let told = told || path.checks().any(|(_, check)| Some(check.what) == twin && check.passed == Some(false));
    if let (false, Some(first)) = (told, path.links.first_mut()) {
        first.checks.push(LinkCheck::new(aspect, Some(false), detail, ""));
    }
}

fn signature(certificate: &Certificate, issuer: Option<&Certificate>) -> LinkCheck {
    let found = format!("{} over {} bytes (tbsCertificate)", certificate.signature_name(), certificate.tbs.der.len());
    let by = name_text(certificate.issuer);
    let (passed, wanted) = match issuer {
        Some(issuer) => (signs(issuer.spki, certificate), format!("made by the key of {by} ({})", issuer.key_kind())),
        None if certificate.issuer == certificate.subject => {
            (signs(certificate.spki, certificate), "made by its own key: nobody else vouches for it".to_owned())
        }
        None => (None, format!("made by the key of {by}, whose certificate is not there")),
    };
    LinkCheck::new(Aspect::Signature, passed, found, wanted)
}

/// A path that ends before it reaches the store.
fn trust(certificate: &Certificate, itself: bool) -> LinkCheck {
    let found = match certificate.issuer == certificate.subject {
        true => "signed by itself".to_owned(),
        false => format!("issued by {}, who is not among the trusted", name_text(certificate.issuer)),
    };
    LinkCheck::new(Aspect::Trust, Some(itself), found, "an issuer among the trusted")
}

fn anchor(root: &Certificate, below: &[&Certificate]) -> Link {
    let trusted = LinkCheck::new(Aspect::Trust, Some(true), name_text(root.subject), "in the own store");
    let mut checks = vec![trusted];
    checks.extend(constraints(root, below));
    Link { certificate: root.der.to_vec(), source: Source::Store, checks }
}

/// What can be said of a certificate without its issuer.
fn own_checks(
    store: &Store,
    certificate: &Certificate,
    below: &[&Certificate],
    name: Option<&str>,
    now: i64,
) -> Vec<LinkCheck> {
    let mut checks = vec![dates(certificate, now)];
    match (below.is_empty(), name) {
        (true, Some(name)) => checks.push(name_check(store, certificate, name)),
        (true, None) => {}
        (false, _) => checks.push(authority(certificate, below.len() - 1)),
    }
    checks.extend(usage(certificate, below.is_empty(), store.of_clients));
    checks.extend(constraints(certificate, below));
    checks.push(strength(certificate));
    checks.extend(store.listed(certificate));
    checks
}

fn dates(certificate: &Certificate, now: i64) -> LinkCheck {
    let (from, to) = (certificate.not_before, certificate.not_after);
    let found = format!("valid from {} to {}", date(from), date(to));
    LinkCheck::new(Aspect::Dates, Some((from..=to).contains(&now)), found, format!("valid on {}", date(now)))
}

fn name_check(store: &Store, certificate: &Certificate, name: &str) -> LinkCheck {
    let names = certificate.names();
    let found = if names.is_empty() { "no name at all".to_owned() } else { names.join(", ") };
    let passed = store.is_for(certificate.der, name).is_ok();
    LinkCheck::new(Aspect::Name, Some(passed), found, name)
}

/// `issued` counts the authorities between it and the peer's certificate.
fn authority(certificate: &Certificate, issued: usize) -> LinkCheck {
    let (ca, limit) = certificate.authority();
    let short = limit.is_none_or(|limit| issued as u64 <= limit);
    let found = match (ca, limit) {
        (false, _) => "basicConstraints: no authority".to_owned(),
        (true, None) => "basicConstraints: an authority".to_owned(),
        (true, Some(limit)) => format!("basicConstraints: an authority, with {limit} more below it at most"),
    };
    let wanted = if short { "an authority".to_owned() } else { format!("one that allows {issued} more below it") };
    LinkCheck::new(Aspect::Authority, Some(ca && short), found, wanted)
}

/// What keyUsage and extKeyUsage say. What does not say anything may be used for everything. RFC 5280 §4.2.1.3, §4.2.1.12.
fn usage(certificate: &Certificate, first: bool, of_clients: bool) -> Vec<LinkCheck> {
    let purpose = if of_clients { oids::CLIENT_AUTH } else { oids::SERVER_AUTH };
    let mut checks = Vec::new();
    if let Some(purposes) = certificate.purposes() {
        let names = purposes.iter().map(|oid| oid_name(oid).map_or_else(|| super::der::dotted(oid), str::to_owned));
        let found = format!("extKeyUsage: {}", names.collect::<Vec<_>>().join(", "));
        checks.push(LinkCheck::new(
            Aspect::Usage,
            Some(purposes.contains(&purpose)),
            found,
            oid_name(purpose).unwrap_or_default(),
        ));
    }
    if let Some(usages) = certificate.key_usage() {
        let fits = allows(&usages, first);
        let wanted = if first { "digitalSignature or keyEncipherment" } else { "keyCertSign" };
        checks.push(LinkCheck::new(Aspect::Usage, Some(fits), format!("keyUsage: {}", usages.join(", ")), wanted));
    }
    checks
}

/// Whether keyUsage admits what the certificate is used for: to sign a handshake or receive its secret, or to issue.
pub(super) fn allows(usages: &[&str], first: bool) -> bool {
    match first {
        true => usages.contains(&"digitalSignature") || usages.contains(&"keyEncipherment"),
        false => usages.contains(&"keyCertSign"),
    }
}

fn constraints(certificate: &Certificate, below: &[&Certificate]) -> Option<LinkCheck> {
    let (permitted, excluded) = certificate.constraints()?;
    let names = below.first()?.names();
    let mut found = Vec::new();
    if !permitted.is_empty() {
        found.push(format!("only names in {}", permitted.join(", ")));
    }
    if !excluded.is_empty() {
        found.push(format!("no names in {}", excluded.join(", ")));
    }
    let domains = |list: &[String]| list.iter().filter(|one| !one.contains([':', '/'])).cloned().collect::<Vec<_>>();
    let (permitted, excluded) = (domains(&permitted), domains(&excluded));
    let fits = |name: &String| {
        let within = |subtree: &String| within(name, subtree);
        name.parse::<core::net::IpAddr>().is_ok()
            || (permitted.is_empty() || permitted.iter().any(within)) && !excluded.iter().any(within)
    };
    let passed = names.iter().all(fits);
    Some(LinkCheck::new(Aspect::Constraints, Some(passed), found.join("; "), names.join(", ")))
}

/// True for a DNS name at or below another. RFC 5280 §4.2.1.10.
fn within(name: &str, subtree: &str) -> bool {
    let (name, subtree) = (name.to_ascii_lowercase(), subtree.trim_start_matches('.').to_ascii_lowercase());
    name.strip_suffix(&subtree).is_some_and(|before| before.is_empty() || before.ends_with('.')) || subtree.is_empty()
}

fn strength(certificate: &Certificate) -> LinkCheck {
    let short = certificate.rsa_bits().is_some_and(|bits| bits < super::certificate::MIN_RSA_BITS);
    let weak = certificate.has_weak_hash();
    let wanted = match (short, weak) {
        (true, _) => "RSA of 2048 bits or more",
        (_, true) => "SHA-256 or better",
        _ => "nothing that is known to be broken",
    };
    let found = format!("{}; {}", certificate.key_kind(), certificate.signature_name());
    LinkCheck::new(Aspect::Strength, Some(!short && !weak), found, wanted)
}
