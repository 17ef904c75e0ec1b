//! The status of a certificate by OCSP: a response is read and judged. RFC 6960 §4.2, RFC 6066 §8.

use super::certificate::{Certificate, algorithm_name, name_text};
use super::der::{DerError, Reader, Tlv, tag};
use super::finding::{Aspect, Finding, LinkCheck, Status};
use super::oids;
use super::signature::verify;
use crate::hex;
use crate::rules::Rule;
use crate::statement::{Moment, Statement};
use sha1::{Digest, Sha1};
use sha2::Sha256;

/// What the authority says of a certificate. RFC 6960 §4.2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertStatus {
    /// Not revoked.
    Good,
    /// Revoked; seconds since 1970.
    Revoked(i64),
    /// The responder does not know it.
    Unknown,
}

/// What is read of a response.
#[derive(Clone, Debug)]
struct Basic<'a> {
    /// What is signed.
    data: &'a [u8],
    signature_algorithm: &'a [u8],
    signature: &'a [u8],
    /// Certificates that came along, DER.
    certificates: Vec<&'a [u8]>,
    responses: Vec<Single<'a>>,
}

/// What is said of one certificate.
#[derive(Clone, Copy, Debug)]
struct Single<'a> {
    hash_algorithm: &'a [u8],
    name_hash: &'a [u8],
    key_hash: &'a [u8],
    serial: &'a [u8],
    status: CertStatus,
    this_update: i64,
    next_update: Option<i64>,
}

/// How long a response is good that does not say when the next one comes, in seconds.
const WITHOUT_END: i64 = 7 * 86_400;
/// No more answers than this are read of one response.
const MAX_ANSWERS: usize = 64;

/// True for an OCSPResponse (DER) that says something of certificates.
pub fn is_ocsp_response(der: &[u8]) -> bool {
    read(der).is_ok()
}

fn read(response: &[u8]) -> Result<Basic<'_>, DerError> {
    let mut outer = Reader::new(response);
    let whole = outer.wanted(tag::SEQUENCE, "OCSPResponse")?;
    outer.finish()?;
    let mut fields = whole.inside();
    let status = fields.wanted(tag::ENUMERATED, "responseStatus")?;
    if status.content != [0] {
        return Err(status.error(Statement::OcspNoAnswer));
    }
    let mut bytes = fields.wanted(tag::context(0), "responseBytes")?.inside();
    let mut bytes = bytes.wanted(tag::SEQUENCE, "ResponseBytes")?.inside();
    let kind = bytes.wanted(tag::OID, "responseType")?;
    if kind.content != oids::OCSP_BASIC {
        return Err(kind.error(Statement::OcspOtherType));
    }
    let basic = bytes.wanted(tag::OCTET_STRING, "response")?;
    let mut basic = basic.inside().wanted(tag::SEQUENCE, "BasicOCSPResponse")?.inside();
    let data = basic.wanted(tag::SEQUENCE, "tbsResponseData")?;
    let signature_algorithm = basic.wanted(tag::SEQUENCE, "signatureAlgorithm")?.content;
    let signature = basic.wanted(tag::BIT_STRING, "signature")?.octets()?;
    let mut certificates = Vec::new();
    if let Some(list) = basic.optional(tag::context(0))? {
        let mut list = list.inside().wanted(tag::SEQUENCE, "certs")?.inside();
        while list.more() && certificates.len() < MAX_ANSWERS {
            certificates.push(list.wanted(tag::SEQUENCE, "Certificate")?.der);
        }
    }
    let mut fields = data.inside();
    fields.optional(tag::context(0))?;
    let responder = fields.next_value()?;
    if responder.tag != tag::context(1) && responder.tag != tag::context(2) {
        return Err(responder.error(Statement::OcspNoResponder));
    }
    fields.wanted(tag::GENERALIZED_TIME, "producedAt")?.time()?;
    let mut list = fields.wanted(tag::SEQUENCE, "responses")?.inside();
    let mut responses = Vec::new();
    while list.more() && responses.len() < MAX_ANSWERS {
        responses.push(single(list.wanted(tag::SEQUENCE, "SingleResponse")?)?);
    }
    Ok(Basic { data: data.der, signature_algorithm, signature, certificates, responses })
}

fn single<'a>(response: Tlv<'a>) -> Result<Single<'a>, DerError> {
    let mut fields = response.inside();
    let mut id = fields.wanted(tag::SEQUENCE, "certID")?.inside();
    let hash_algorithm = id.wanted(tag::SEQUENCE, "hashAlgorithm")?.content;
    let name_hash = id.wanted(tag::OCTET_STRING, "issuerNameHash")?.content;
    let key_hash = id.wanted(tag::OCTET_STRING, "issuerKeyHash")?.content;
    let serial = id.wanted(tag::INTEGER, "serialNumber")?.content;
    let status = fields.next_value()?;
    let status = match status.tag {
        0x80 => CertStatus::Good,
        0xa1 => CertStatus::Revoked(status.inside().wanted(tag::GENERALIZED_TIME, "revocationTime")?.time()?),
        0x82 => CertStatus::Unknown,
        _ => return Err(status.error(Statement::OcspNoStatus)),
    };
    let this_update = fields.wanted(tag::GENERALIZED_TIME, "thisUpdate")?.time()?;
    let next_update = match fields.optional(tag::context(0))? {
        Some(next) => Some(next.inside().wanted(tag::GENERALIZED_TIME, "nextUpdate")?.time()?),
        None => None,
    };
    Ok(Single { hash_algorithm, name_hash, key_hash, serial, status, this_update, next_update })
}

/// Judges the response to a status_request about a certificate, or that there is none.
pub(super) fn judge(
    leaf: &Certificate,
    issuer: &Certificate,
    response: Option<&[u8]>,
    now: u64,
) -> (Vec<Finding>, Option<Status>) {
    let Some(response) = response else {
        // Servers need not staple; but a certificate can demand it. RFC 7633 §4.
        let finding = Finding::broken(Rule::StatusSent, Statement::NoStatus);
        return (leaf.must_staple().then_some(finding).into_iter().collect(), None);
    };
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let mut account = Account { findings: Vec::new(), checks: Vec::new() };
    account.judge(leaf, issuer, response, now);
    let Account { findings, checks } = account;
    (findings, Some(Status { response: response.to_vec(), checks }))
}

struct Account {
    findings: Vec<Finding>,
    checks: Vec<LinkCheck>,
}

impl Account {
    /// Notes a finding. True if it holds.
    fn note(&mut self, rule: Rule, what: Aspect, passed: bool, found: Statement, wanted: Statement) -> bool {
        let why = (!passed).then(|| Statement::compared(found.clone(), wanted.clone()));
        self.findings.push(Finding { rule, broken: why });
        self.checks.push(LinkCheck::new(what, Some(passed), found, wanted));
        passed
    }

    fn judge(&mut self, leaf: &Certificate, issuer: &Certificate, response: &[u8], now: i64) {
        let wanted = Statement::AnOcspResponse;
        let basic = match read(response) {
            Ok(basic) => basic,
            Err(error) => {
                self.note(Rule::StatusForm, Aspect::Form, false, error.statement(), wanted);
                return;
            }
        };
        let found = Statement::Answers { n: basic.responses.len() as u64 };
        self.note(Rule::StatusForm, Aspect::Form, true, found, wanted);

        let ours = basic.responses.iter().find(|single| single.is_about(leaf, issuer));
        let serials: Vec<String> = basic.responses.iter().map(|single| hex(single.serial)).collect();
        let found = Statement::About { number: serials.join(", ") };
        let wanted = Statement::AboutOf { number: hex(leaf.serial), by: name_text(issuer.subject) };
        let about = self.note(Rule::StatusFits, Aspect::Subject, ours.is_some(), found, wanted);
        let (Some(single), true) = (ours, about) else { return };

        let (signed, found, wanted) = signed(&basic, issuer, now);
        if !self.note(Rule::StatusSigned, Aspect::Signature, signed, found, wanted) {
            return;
        }
        let until = single.next_update.unwrap_or(single.this_update.saturating_add(WITHOUT_END));
        let fresh = (single.this_update..=until).contains(&now);
        let found = Statement::GoodFromTo { from: Moment(single.this_update), to: Moment(until) };
        if !self.note(Rule::StatusFresh, Aspect::Dates, fresh, found, Statement::GoodOn { now: Moment(now) }) {
            return;
        }
        let wanted = Statement::Good;
        match single.status {
            CertStatus::Good => self.note(Rule::NotRevoked, Aspect::Status, true, Statement::Good, wanted),
            CertStatus::Revoked(since) => {
                let found = Statement::RevokedOn { date: Moment(since) };
                self.note(Rule::NotRevoked, Aspect::Status, false, found, wanted)
            }
            CertStatus::Unknown => {
                self.note(Rule::StatusKnown, Aspect::Status, false, Statement::UnknownToAuthority, wanted)
            }
        };
    }
}

impl Single<'_> {
    /// Whether certID names this certificate. RFC 6960 §4.1.1.
    fn is_about(&self, leaf: &Certificate, issuer: &Certificate) -> bool {
        let Ok(algorithm) = Reader::new(self.hash_algorithm).next_value() else { return false };
        let hash = |bytes: &[u8]| match algorithm.content {
            oids::SHA1 => Sha1::digest(bytes).to_vec(),
            oids::SHA256 => Sha256::digest(bytes).to_vec(),
            _ => Vec::new(),
        };
        let (name, key) = (hash(issuer.subject), hash(issuer.key));
        !name.is_empty() && self.serial == leaf.serial && self.name_hash == name && self.key_hash == key
    }
}

/// Whether the issuer signed the response, or somebody to whom it left that (RFC 6960 §4.2.2.2).
fn signed(basic: &Basic, issuer: &Certificate, now: i64) -> (bool, Statement, Statement) {
    let fits = |key: &[u8]| verify(key, basic.signature_algorithm, basic.data, basic.signature) == Some(true);
    let algorithm = algorithm_name(basic.signature_algorithm);
    let size = Statement::StatusSignature { algorithm, n: basic.data.len() as u64 };
    let by = name_text(issuer.subject);
    if fits(issuer.spki) {
        return (true, size, Statement::By { by });
    }
    for responder in basic.certificates.iter().filter_map(|der| Certificate::read(der).ok()) {
        let delegated = responder.issuer == issuer.subject
            && verify(issuer.spki, responder.signature_algorithm, responder.tbs.der, responder.signature) == Some(true)
            && responder.purposes().is_some_and(|purposes| purposes.contains(&oids::OCSP_SIGNING))
            && (responder.not_before..=responder.not_after).contains(&now)
            && !responder.has_weak_hash();
        if delegated && fits(responder.spki) {
            return (true, size, Statement::ByDelegate { by, whom: name_text(responder.subject) });
        }
    }
    (false, size, Statement::ByNobody { by })
}
