//! The account of a path: link by link, what was checked, with what it was compared, and whether it holds.
//!
//! The judge is `rustls-webpki`. If it found a path, that one is told here, and what the judge has checked is not computed
//! again. If it found none, the likeliest path is told: of those that the names allow, one that reaches a trust anchor
//! and has the fewest flaws. What the judge has no part in (names, keys, keyUsage, policies, lists) is judged here, and so
//! is a path that is longer than it takes, or on which policies are critical.

use super::certificate::{Certificate, name_text};
use super::checks::{self, issued};
use super::finding::{Aspect, Link, LinkCheck, Path, Source};
use super::policy;
use super::revocation;
use super::signature::signs;
use super::store::Store;
use crate::rules::Rule;
use crate::statement::Statement;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// No path is longer.
const MAX_LINKS: usize = 24;
/// The judge goes no further than over six intermediates.
const JUDGED_LINKS: usize = 7;
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
    /// Accounts of paths on which the judge agreed.
    agreed: RefCell<Vec<(Candidate, Path)>>,
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
        Some(Chain { store, sent, anchors, name, now, agreed: RefCell::default(), signed: RefCell::default() })
    }

    /// The account of the path on which the judge agreed: every signature on it is good.
    pub fn verified(&self, candidate: &Candidate) -> Path {
        let known = self.agreed.borrow().iter().find(|(known, _)| known == candidate).map(|(_, path)| path.clone());
        let mut path = known.unwrap_or_else(|| self.account(candidate, true));
        // Nothing can be broken that the judge has checked.
        for check in path.links.iter_mut().flat_map(|link| &mut link.checks).filter(|check| judged(check)) {
            check.passed = check.passed.filter(|passed| *passed);
        }
        path
    }

    /// The path of a certificate that is itself a trust anchor: nobody has to vouch for it. RFC 5280 §6.1.1 (d).
    pub fn itself(&self) -> Option<Path> {
        let own = self.at(0)?;
        let known = issued(own, Some(own)) && self.anchors.iter().flatten().any(|anchor| anchor.der == own.der);
        known.then(|| {
            let mut path = self.account(&Candidate { sent: vec![0], anchor: None }, false);
            for check in path.links.iter_mut().flat_map(|link| &mut link.checks) {
                if check.what == Aspect::Trust {
                    (check.passed, check.found) = (Some(true), Statement::ItselfTrusted);
                }
            }
            path
        })
    }

    /// The account of the likeliest path, where the judge found none that holds.
    pub fn likeliest(&self) -> Path {
        let mut candidates = Vec::new();
        self.extend(&mut vec![0], &mut candidates);
        let accounts = candidates.iter().map(|candidate| (candidate.anchor.is_none(), self.account(candidate, false)));
        let flaws = |path: &Path| {
            let count = |state| path.checks().filter(|(_, check)| check.passed == state).count();
            (count(Some(false)), count(None))
        };
        accounts.min_by_key(|(unanchored, path)| (*unanchored, flaws(path))).map(|(_, path)| path).unwrap_or_default()
    }

    /// Whether nothing that the judge does not look at speaks against a path.
    pub fn admits(&self, candidate: &Candidate) -> bool {
        let broken = |check: &LinkCheck| check.passed == Some(false) && !judged(check) && check.what != Aspect::Name;
        let path = self.account(candidate, true);
        let admitted = !path.checks().any(|(_, check)| broken(check));
        self.agreed.borrow_mut().push((candidate.clone(), path));
        admitted
    }

    /// Whether the judge can't say anything of a path that reaches an anchor: it is longer than it takes, or policies are
    /// critical on it.
    pub fn beyond_judge(&self, path: &Path) -> bool {
        let sent = path.links.iter().filter(|link| link.source != Source::Store);
        let read = sent.filter_map(|link| Certificate::read(&link.certificate).ok());
        let count = path.links.len();
        count > JUDGED_LINKS + 1 || read.into_iter().any(|one| checks::has_critical_policy(&one))
    }

    /// Collects the paths that go on from here, as the names allow.
    fn extend(&self, path: &mut Vec<usize>, candidates: &mut Vec<Candidate>) {
        let Some(last) = path.last().and_then(|at| self.at(*at)) else { return };
        let before = candidates.len();
        for (anchor, _) in self.anchors.iter().enumerate().filter(|(_, anchor)| issued(last, anchor.as_ref())) {
            if candidates.len() >= MAX_CANDIDATES {
                return;
            }
            candidates.push(Candidate { sent: path.clone(), anchor: Some(anchor) });
        }
        let mut tried: Vec<&[u8]> = Vec::new();
        for (place, other) in self.sent.iter().enumerate().filter(|(_, other)| issued(last, other.as_ref())) {
            let Some(other) = other.as_ref().filter(|other| !tried.contains(&other.der)) else { continue };
            tried.push(other.der);
            // Loops: RFC 4158 §5.2.
            let same =
                |at: &usize| self.at(*at).is_some_and(|one| one.subject == other.subject && one.spki == other.spki);
            if path.len() >= MAX_LINKS || candidates.len() >= MAX_CANDIDATES || path.iter().any(same) {
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

    /// Whether this issuer's key made the signature of the certificate at this place; each is computed once. `None` if that
    /// can't be said: with what it was made, or with a key that is too short to be taken.
    fn signed(&self, place: usize, by: IssuedBy, issuer: &Certificate) -> Option<bool> {
        if let Some(known) = self.signed.borrow().get(&(place, by)) {
            return *known;
        }
        let skipped = self.signed.borrow().len() >= MAX_SIGNATURES || issuer.is_short();
        let signed =
            if skipped { None } else { self.at(place).and_then(|certificate| signs(issuer.spki, certificate)) };
        self.signed.borrow_mut().insert((place, by), signed);
        signed
    }

    fn account(&self, candidate: &Candidate, verified: bool) -> Path {
        let mut path = Path { lists: self.store.lists.clone(), ..Path::default() };
        let anchor = candidate.anchor.and_then(|at| Some((at, self.anchors.get(at)?.as_ref()?)));
        // The certificates from the first one to here.
        let mut below: Vec<&Certificate> = Vec::new();
        for (at, &place) in candidate.sent.iter().enumerate() {
            let Some(certificate) = self.at(place) else { break };
            let issuer = match candidate.sent.get(at + 1) {
                Some(next) => self.at(*next).map(|issuer| (IssuedBy::Sent(*next), issuer)),
                None => anchor.map(|(at, issuer)| (IssuedBy::Anchor(at), issuer)),
            };
            let mut told = vec![self.signature(place, certificate, issuer, verified)];
            told.extend(checks::own(certificate, &below, self.name, self.now, self.store.of_clients));
            let issuer = issuer.map(|(_, issuer)| issuer);
            told.extend(revocation::listed(&self.store.lists, certificate, issuer, self.now));
            if issuer.is_none() {
                told.push(checks::trust(certificate));
            }
            path.links.push(Link { certificate: certificate.der.to_vec(), source: Source::Sent(place), checks: told });
            below.push(certificate);
        }
        policies(&mut path, &below);
        unread_lists(&mut path, &self.store.lists);
        path.links.extend(anchor.map(|(_, root)| checks::anchor(root, &below, self.now)));
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
        let algorithm = certificate.signature_name();
        let found = Statement::Signature { algorithm: algorithm.clone(), n: certificate.tbs.der.len() as u64 };
        let by = name_text(certificate.issuer);
        let (passed, wanted) = match issuer {
            Some((at, issuer)) => {
                let passed = if verified { Some(true) } else { self.signed(place, at, issuer) };
                if passed.is_none() && !issuer.is_short() && !certificate.has_weak_hash() {
                    let by_key = Statement::ByKey { by, kind: Box::new(issuer.key_kind()) };
                    return LinkCheck::new(Aspect::Signature, None, Statement::UnknownAlgorithm { algorithm }, by_key);
                }
                (passed, Statement::ByKey { by, kind: Box::new(issuer.key_kind()) })
            }
            None if certificate.issuer == certificate.subject => {
                (self.signed(place, IssuedBy::Sent(place), certificate), Statement::ByItself)
            }
            None => (None, Statement::ByMissing { by }),
        };
        LinkCheck::new(Aspect::Signature, passed, found, wanted)
    }
}

/// Whether the judge has looked at what a check is about.
fn judged(check: &LinkCheck) -> bool {
    let ours = matches!(check.what, Aspect::Name | Aspect::Strength | Aspect::Status | Aspect::Policy);
    !ours && !matches!(check.found, Statement::KeyUsage { .. })
}

/// Adds what is to be said of policies, if a certificate of the path asks anything about them.
fn policies(path: &mut Path, sent: &[&Certificate]) {
    if !sent.iter().any(|one| policy::asks(one)) {
        return;
    }
    let (at, passed, found) = match policy::judge(sent) {
        Ok(()) => (0, Some(true), Statement::PolicyLeft),
        Err((at, why)) => (at, Some(false), why.statement()),
    };
    let check = LinkCheck::new(Aspect::Policy, passed, found, Statement::PolicyWanted);
    path.links.iter_mut().skip(at).take(1).for_each(|link| link.checks.push(check.clone()));
}

/// Says that a list can't be read: nobody knows what it would have said.
fn unread_lists(path: &mut Path, lists: &[Vec<u8>]) {
    let Some(problem) = lists.iter().find_map(|der| revocation::unreadable(der)) else { return };
    let found = Statement::ListUnread { problem: Box::new(problem) };
    let check = LinkCheck::new(Aspect::Status, None, found, Statement::plain(""));
    path.links.iter_mut().take(1).for_each(|link| link.checks.push(check.clone()));
}

/// The rule that a check of a link stands for.
fn rule_of(check: &LinkCheck) -> Rule {
    match check.what {
        Aspect::Signature | Aspect::Trust => Rule::ChainTrusted,
        Aspect::Dates => Rule::ChainInTime,
        Aspect::Name => Rule::NameMatches,
        Aspect::Usage | Aspect::Authority | Aspect::Policy => Rule::ChainUsage,
        Aspect::Constraints => Rule::NamePermitted,
        Aspect::Strength if check.wanted == Statement::LongRsa => Rule::KeyStrong,
        Aspect::Strength => Rule::HashStrong,
        Aspect::Status if matches!(check.found, Statement::ListForged { .. } | Statement::ListNotAllowed { .. }) => {
            Rule::StatusSigned
        }
        Aspect::Status => Rule::NotRevoked,
        Aspect::Form | Aspect::Subject => Rule::CertificateParses,
    }
}

/// The rules that are told of a path, in their order; after them, in that of the links, those that are told only if they are
/// broken.
const FIRST: [Rule; 3] = [Rule::CertificateParses, Rule::KeyStrong, Rule::HashStrong];

/// What is broken of a path, and why: what comes first in its form and strength; else what the judge found, if the account
/// knows it, too; else what the account found. The name comes last.
pub(super) fn broken(path: &Path, judge: Option<Rule>) -> Option<(Rule, Statement)> {
    let broken = || path.checks().filter(|(_, check)| check.passed == Some(false));
    let of = |rule: Rule| broken().find(|(_, check)| rule_of(check) == rule);
    let first = FIRST.into_iter().chain(judge).filter(|rule| *rule != Rule::NameMatches).find_map(of);
    let any = || broken().find(|(_, check)| check.what != Aspect::Name);
    let (at, check) = first.or_else(any)?;
    Some((rule_of(check), told_of(path.links.get(at)?, check)))
}

/// Why nothing can be said of a path, if that is so.
pub(super) fn unjudged(path: &Path) -> Option<Statement> {
    let open = |check: &LinkCheck| {
        check.passed.is_none() && check.what != Aspect::Dates && !matches!(check.wanted, Statement::ByMissing { .. })
    };
    let (at, check) = path.checks().find(|(_, check)| open(check))?;
    Some(told_of(path.links.get(at)?, check))
}

/// Why the peer's certificate is not for the name, if it is not.
pub(super) fn other_name(path: &Path) -> Option<Statement> {
    let (at, check) = path.checks().find(|(_, check)| check.what == Aspect::Name && check.passed == Some(false))?;
    Some(told_of(path.links.get(at)?, check))
}

/// What was found of a link, with its name.
fn told_of(link: &Link, check: &LinkCheck) -> Statement {
    let name = Certificate::read(&link.certificate).map(|one| name_text(one.subject)).unwrap_or_default();
    let found = check.found.clone();
    match &check.wanted {
        Statement::Plain(nothing) if nothing.is_empty() => Statement::of(name, found),
        wanted => Statement::ComparedOf { name, found: Box::new(found), wanted: Box::new(wanted.clone()) },
    }
}
