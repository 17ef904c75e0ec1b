//! What is found out about a chain of certificates: rule by rule, link by link, and of the status that came along.

use super::certificate::{Certificate, KeyUse, name_text};
use super::der::civil;
use crate::rules::Rule;
use crate::statement::Statement;

/// One rule about a certificate path, and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub rule: Rule,
    /// Why it does not hold; `None` if it does.
    pub broken: Option<Statement>,
}

impl Finding {
    /// A rule that holds.
    pub fn holds(rule: Rule) -> Self {
        Finding { rule, broken: None }
    }

    /// A rule that does not hold, and why.
    pub fn broken(rule: Rule, why: Statement) -> Self {
        Finding { rule, broken: Some(why) }
    }

    /// Whether it holds.
    pub fn passed(&self) -> bool {
        self.broken.is_none()
    }
}

/// What can be said of a chain: the findings, and the account they rest on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The first that does not hold ends the list.
    pub findings: Vec<Finding>,
    /// Link by link, if this verifier tells.
    pub path: Option<Path>,
}

/// A path from the peer's certificate towards a trust anchor, as far as it goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// The peer's first; an authority of the own store last, if the path reaches one.
    pub links: Vec<Link>,
    /// Certificates that were sent and lead nowhere, by their place in the chain.
    pub unused: Vec<usize>,
    /// Lists of revoked certificates (DER) in which the certificates were looked up.
    pub lists: Vec<Vec<u8>>,
}

/// One certificate of a path, and what was found out about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// DER.
    pub certificate: Vec<u8>,
    /// Where it comes from.
    pub source: Source,
    /// In the order they are told.
    pub checks: Vec<LinkCheck>,
}

/// Where a certificate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Sent by the peer: its place in the chain, from 0.
    Sent(usize),
    /// From the own store of trust anchors.
    Store,
}

/// One check of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkCheck {
    /// What.
    pub what: Aspect,
    /// Whether it holds; `None`: it was not, or can't be, checked.
    pub passed: Option<bool>,
    /// What was found.
    pub found: Statement,
    /// What was wanted.
    pub wanted: Statement,
}

/// What is checked of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// The issuer's key made its signature.
    Signature,
    /// Its dates enclose the present.
    Dates,
    /// It is for the name that was asked for.
    Name,
    /// It may be used for this.
    Usage,
    /// It may issue other certificates.
    Authority,
    /// The names below it are among those it may issue for.
    Constraints,
    /// Its key and the hash of its signature are strong enough.
    Strength,
    /// It is not revoked.
    Status,
    /// It is trusted for itself.
    Trust,
    /// Under some policy all of the path is valid.
    Policy,
    /// It can be read, and is of a form that is known.
    Form,
    /// A status: it is about this very certificate.
    Subject,
}

impl Aspect {
    /// All.
    pub const ALL: [Aspect; 12] = [
        Aspect::Signature,
        Aspect::Dates,
        Aspect::Name,
        Aspect::Usage,
        Aspect::Authority,
        Aspect::Constraints,
        Aspect::Strength,
        Aspect::Status,
        Aspect::Trust,
        Aspect::Policy,
        Aspect::Form,
        Aspect::Subject,
    ];

    /// Its name in content and reports.
    pub fn id(self) -> &'static str {
        match self {
            Aspect::Signature => "signature",
            Aspect::Dates => "dates",
            Aspect::Name => "name",
            Aspect::Usage => "usage",
            Aspect::Authority => "authority",
            Aspect::Constraints => "constraints",
            Aspect::Strength => "strength",
            Aspect::Status => "status",
            Aspect::Trust => "trust",
            Aspect::Policy => "policy",
            Aspect::Form => "form",
            Aspect::Subject => "subject",
        }
    }
}

impl LinkCheck {
    pub(crate) fn new(what: Aspect, passed: Option<bool>, found: Statement, wanted: Statement) -> Self {
        LinkCheck { what, passed, found, wanted }
    }
}

impl Path {
    /// All checks, each with the place of its link.
    pub fn checks(&self) -> impl Iterator<Item = (usize, &LinkCheck)> {
        self.links.iter().enumerate().flat_map(|(at, link)| link.checks.iter().map(move |check| (at, check)))
    }

    /// The place of the link at which something broke.
    pub fn broken(&self) -> Option<usize> {
        self.checks().find(|(_, check)| check.passed == Some(false)).map(|(at, _)| at)
    }
}

impl Path {
    /// Holds keyUsage of the peer's own certificate against what its key is used for. Why it is not for that, if it is not.
    /// RFC 8446 §4.4.2.2, RFC 5246 §7.4.2.
    pub fn used_for(&mut self, key_use: KeyUse) -> Option<Statement> {
        let link = self.links.first_mut()?;
        let certificate = Certificate::read(&link.certificate).ok()?;
        // That a key of another kind can't be encrypted to is another rule's to say.
        if key_use == KeyUse::Decrypt && certificate.rsa_bits().is_none() {
            return None;
        }
        let fits = certificate.key_usage()?.contains(&key_use.usage());
        let name = name_text(certificate.subject);
        let check = link.checks.iter_mut().find(|check| matches!(check.found, Statement::KeyUsage { .. }))?;
        check.wanted = Statement::plain(key_use.usage());
        if fits {
            return None;
        }
        check.passed = Some(false);
        let (found, wanted) = (Box::new(check.found.clone()), Box::new(check.wanted.clone()));
        Some(Statement::ComparedOf { name, found, wanted })
    }
}

/// A status that a peer brought along, and what was found out about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// OCSPResponse, DER.
    pub response: Vec<u8>,
    /// In the order they were made.
    pub checks: Vec<LinkCheck>,
}

/// `2026-06-01 12:00:00 UTC`.
pub fn date(seconds: i64) -> String {
    let [year, month, day, hour, minute, second] = civil(seconds);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}
