//! The account of a path: link by link, what was checked, with what it was compared, and whether it holds.
//!
//! The judge is `rustls-webpki`. If it found a path, that one is told here, and what the judge has checked is not computed
//! again. If it found none, the likeliest path is told: of those that the names allow, one that reaches a trust anchor
//! and has the fewest flaws.

use super::certificate::{Certificate, name_text};
use super::finding::{Aspect, Link, LinkCheck, Path, Source, date};
use super::oids::{self, oid_name};
use super::signature::signs;
use super::store::Store;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// No path is longer.
const MAX_LINKS: usize = 10;
/// No more paths than this are compared with each other.
const MAX_CANDIDATES: usize = 32;
/// No more signatures than this are computed for one chain. The judge has the same limit.
const MAX_SIGNATURES: usize = 100;

/// A path through a chain: RFC 5280 §6.1 calls it a prospective certification path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Places in the chain, the peer's own certificate first.
    pub sent: Vec<usize>,
    /// The place of the trust anchor among the store's, if the path reaches one.
    pub anchor: Option<usize>,
}

/// Who may have issued a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum IssuedBy {
    Anchor(usize),
    Sent(usize),
}

/// A chain, and what it is held against.
pub(super) struct Chain<'a> {
    store: &'a Store,
    sent: Vec<Option<Certificate<'a>>>,
    anchors: Vec<Option<Certificate<'a>>>,
    name: Option<&'a str>,
    now: i64,
    /// Signatures that were computed: of the certificate at this place, by this issuer's key.
    signed: RefCell<BTreeMap<(usize, IssuedBy), Option<bool>>>,
}

impl<'a> Chain<'a> {
    /// Reads it. `None` if the first certificate can't be read.
    pub fn read(store: &'a Store, chain: &'a [Vec<u8>], name: Option<&'a str>, now: u64) -> Option<Self> {
        let read = |ders: &'a [Vec<u8>]| ders.iter().map(|der| Certificate::read(der).ok()).collect();
        let (sent, anchors): (Vec<Option<Certificate>>, _) = (read(chain), read(&store.roots));
        sent.first()?.as_ref()?;
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        Some(Chain { store, sent, anchors, name, now, signed: RefCell::default() })
    }

    /// The account of the path on which the judge agreed: every signature on it is good.
    pub fn verified(&self, path: &Candidate) -> Path {
        self.account(path, true)
    }

    /// The account of the likeliest path, where the judge found none that holds.
    pub fn likeliest(&self) -> Path {
        let mut candidates = Vec::new();
        self.extend(&mut vec![0], &mut candidates);
        let accounts = candidates.iter().map(|candidate| (candidate.anchor.is_none(), self.account(candidate, false)));
        let flaws = |path: &Path| path.checks().filter(|(_, check)| check.passed == Some(false)).count();
        accounts.min_by_key(|(unanchored, path)| (*unanchored, flaws(path))).map(|(_, path)| path).unwrap_or_default()
    }

    /// Collects the paths that go on from here, as the names allow.
    fn extend(&self, path: &mut Vec<usize>, candidates: &mut Vec<Candidate>) {
        let Some(last) = path.last().and_then(|at| self.at(*at)) else { return };
        let anchors = self.anchors.iter().enumerate().filter(|(_, anchor)| issued(last, anchor.as_ref()));
        for (anchor, _) in anchors {
            if candidates.len() >= MAX_CANDIDATES {
                return;
            }
            candidates.push(Candidate { sent: path.clone(), anchor: Some(anchor) });
        }
        let before = candidates.len();
        let mut tried: Vec<&[u8]> = Vec::new();
        for (place, other) in self.sent.iter().enumerate().filter(|(_, other)| issued(last, other.as_ref())) {
            let Some(other) = other.as_ref().filter(|other| !tried.contains(&other.der)) else { continue };
            tried.push(other.der);
            // Loops: RFC 4158 §5.2.
            let known =
                |at: &usize| self.at(*at).is_some_and(|one| one.subject == other.subject && one.spki == other.spki);
            if path.len() >= MAX_LINKS || candidates.len() >= MAX_CANDIDATES || path.iter().any(known) {
                continue;
            }
            path.push(place);
            self.extend(path, candidates);
            path.pop();
        }
        if before == candidates.len() && candidates.len() < MAX_CANDIDATES {
            candidates.push(Candidate { sent: path.clone(), anchor: None });
        }
    }

    fn at(&self, place: usize) -> Option<&Certificate<'a>> {
        self.sent.get(place)?.as_ref()
    }

    /// Whether this issuer's key made the signature of the certificate at this place; each is computed once.
    fn signed(&self, place: usize, by: IssuedBy, issuer: &Certificate) -> Option<bool> {
        if let Some(known) = self.signed.borrow().get(&(place, by)) {
            return *known;
        }
        let full = self.signed.borrow().len() >= MAX_SIGNATURES;
        let signed = if full { None } else { self.at(place).and_then(|certificate| signs(issuer.spki, certificate)) };
        self.signed.borrow_mut().insert((place, by), signed);
        signed
    }

    fn account(&self, candidate: &Candidate, verified: bool) -> Path {
        let mut path = Path { lists: self.store.list_ders.clone(), ..Path::default() };
        let anchor = candidate.anchor.and_then(|at| Some((at, self.anchors.get(at)?.as_ref()?)));
        // The certificates from the first one to here.
        let mut below: Vec<&Certificate> = Vec::new();
        for (at, &place) in candidate.sent.iter().enumerate() {
            let Some(certificate) = self.at(place) else { break };
            let issuer = match candidate.sent.get(at + 1) {
                Some(next) => self.at(*next).map(|issuer| (IssuedBy::Sent(*next), issuer)),
                None => anchor.map(|(at, issuer)| (IssuedBy::Anchor(at), issuer)),
            };
            let mut checks = vec![self.signature(place, certificate, issuer, verified)];
            checks.extend(own_checks(self.store, certificate, &below, self.name, self.now));
            if issuer.is_none() {
                checks.push(trust(certificate));
            }
            path.links.push(Link { certificate: certificate.der.to_vec(), source: Source::Sent(place), checks });
            below.push(certificate);
        }
        path.links.extend(anchor.map(|(_, root)| anchor_link(root, &below)));
        path.unused = (0..self.sent.len()).filter(|place| !candidate.sent.contains(place)).collect();
        path
    }

    fn signature(
        &self,
        place: usize,
        certificate: &Certificate,
        issuer: Option<(IssuedBy, &Certificate)>,
        verified: bool,
    ) -> LinkCheck {
        let name = certificate.signature_name();
        let found = format!("{name} over {} bytes (tbsCertificate)", certificate.tbs.der.len());
        let by = name_text(certificate.issuer);
        let (passed, wanted) = match issuer {
            Some((at, issuer)) => {
                let passed = if verified { Some(true) } else { self.signed(place, at, issuer) };
                (passed, format!("made by the key of {by} ({})", issuer.key_kind()))
            }
            None if certificate.issuer == certificate.subject => {
                let passed = self.signed(place, IssuedBy::Sent(place), certificate);
                (passed, "made by its own key: nobody else vouches for it".to_owned())
            }
            None => (None, format!("made by the key of {by}, whose certificate is not there")),
        };
        LinkCheck::new(Aspect::Signature, passed, found, wanted)
    }
}

/// Whether a certificate says that this one's owner issued it.
fn issued(certificate: &Certificate, by: Option<&Certificate>) -> bool {
    by.is_some_and(|by| by.subject == certificate.issuer)
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

/// A path that ends before it reaches the store.
fn trust(certificate: &Certificate) -> LinkCheck {
    let found = match certificate.issuer == certificate.subject {
        true => "signed by itself".to_owned(),
        false => format!("issued by {}, who is not among the trusted", name_text(certificate.issuer)),
    };
    LinkCheck::new(Aspect::Trust, Some(false), found, "an issuer among the trusted")
}

fn anchor_link(root: &Certificate, below: &[&Certificate]) -> Link {
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
