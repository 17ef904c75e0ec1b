//! Lists of revoked certificates (CRLs), of both versions. RFC 5280 §5.

use super::certificate::{Certificate, algorithm_name, name_text};
use super::der::{DerError, Reader, Tlv, tag};
use super::finding::{Aspect, LinkCheck};
use super::oids::{self, oid_name};
use super::signature::verify;
use crate::hex;
use crate::statement::{Moment, Statement};

/// What a list says.
#[derive(Clone, Debug)]
struct List<'a> {
    /// What is signed.
    data: &'a [u8],
    signature_algorithm: &'a [u8],
    signature: &'a [u8],
    /// Name, DER.
    issuer: &'a [u8],
    this_update: i64,
    next_update: Option<i64>,
    /// The rest of tbsCertList that holds the revoked ones.
    revoked: Option<Tlv<'a>>,
    /// An extension that has to be understood, and is not: the list may be about others, or a part of another.
    unknown: Option<String>,
}

fn read(der: &[u8]) -> Result<List<'_>, DerError> {
    let mut outer = Reader::new(der);
    let mut parts = outer.wanted(tag::SEQUENCE, "CertificateList")?.inside();
    outer.finish()?;
    let tbs = parts.wanted(tag::SEQUENCE, "tbsCertList")?;
    let signature_algorithm = parts.wanted(tag::SEQUENCE, "signatureAlgorithm")?.content;
    let signature = parts.wanted(tag::BIT_STRING, "signatureValue")?.octets()?;
    parts.finish()?;
    let mut fields = tbs.inside();
    // Without a version it is of version 1.
    fields.optional(tag::INTEGER)?;
    fields.wanted(tag::SEQUENCE, "signature")?;
    let issuer = fields.wanted(tag::SEQUENCE, "issuer")?.der;
    let this_update = fields.next_value()?.time()?;
    let next_update = match fields.peek() {
        Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => Some(fields.next_value()?.time()?),
        _ => None,
    };
    let revoked = fields.optional(tag::SEQUENCE)?;
    let mut unknown = None;
    if let Some(extensions) = fields.optional(tag::context(0))? {
        let mut list = extensions.inside().wanted(tag::SEQUENCE, "crlExtensions")?.inside();
        while list.more() {
            unknown = unknown.or(not_understood(list.wanted(tag::SEQUENCE, "Extension")?)?);
        }
    }
    fields.finish()?;
    let list =
        List { data: tbs.der, signature_algorithm, signature, issuer, this_update, next_update, revoked, unknown };
    list.entries().try_for_each(|entry| entry.map(drop))?;
    Ok(list)
}

/// The name of a critical extension that is not understood here.
fn not_understood(extension: Tlv) -> Result<Option<String>, DerError> {
    let mut fields = extension.inside();
    let oid = fields.wanted(tag::OID, "extnID")?.content;
    let critical = fields.optional(tag::BOOLEAN)?.is_some_and(|critical| critical.content != [0]);
    fields.wanted(tag::OCTET_STRING, "extnValue")?;
    let known = [oids::AUTHORITY_KEY_ID, oids::CRL_NUMBER].contains(&oid);
    let name = || oid_name(oid).map_or_else(|| super::der::dotted(oid), str::to_owned);
    Ok((critical && !known).then(name))
}

impl<'a> List<'a> {
    /// Serial number and date of each revoked certificate.
    fn entries(&self) -> impl Iterator<Item = Result<(&'a [u8], i64), DerError>> + use<'a> {
        let mut reader = self.revoked.map(|revoked| revoked.inside());
        std::iter::from_fn(move || {
            let reader = reader.as_mut().filter(|reader| reader.more())?;
            let entry = reader.wanted(tag::SEQUENCE, "revokedCertificate").and_then(|entry| {
                let mut fields = entry.inside();
                let serial = fields.wanted(tag::INTEGER, "userCertificate")?.content;
                Ok((serial, fields.next_value()?.time()?))
            });
            // What can't be read has no end that is known.
            if entry.is_err() {
                *reader = Reader::new(&[]);
            }
            Some(entry)
        })
    }
}

/// What the lists say of a certificate, and its issuer's key of them; nothing if none is its issuer's.
pub(super) fn listed(
    lists: &[Vec<u8>],
    certificate: &Certificate,
    issuer: Option<&Certificate>,
    now: i64,
) -> Option<LinkCheck> {
    let lists = lists.iter().filter_map(|der| read(der).ok()).filter(|list| list.issuer == certificate.issuer);
    let checks = lists.map(|list| judge(&list, certificate, issuer, now));
    // What is broken counts before what is not known, and that before what holds.
    checks.min_by_key(|check| match check.passed {
        Some(false) => 0,
        None => 1,
        Some(true) => 2,
    })
}

fn judge(list: &List, certificate: &Certificate, issuer: Option<&Certificate>, now: i64) -> LinkCheck {
    let (number, by) = (hex(certificate.serial), name_text(certificate.issuer));
    let wanted = Statement::NotOnListOf { by: by.clone() };
    let check = |passed, found| LinkCheck::new(Aspect::Status, passed, found, wanted.clone());
    if let Some(name) = &list.unknown {
        return check(None, Statement::ListUnknown { name: name.clone() });
    }
    let Some(issuer) = issuer else { return check(None, Statement::ListUnsigned { by }) };
    match verify(issuer.spki, list.signature_algorithm, list.data, list.signature) {
        Some(true) => {}
        Some(false) => return check(Some(false), Statement::ListForged { by }),
        None => {
            let algorithm = algorithm_name(list.signature_algorithm);
            return check(None, Statement::UnknownAlgorithm { algorithm });
        }
    }
    if issuer.key_usage().is_some_and(|usages| !usages.contains(&"cRLSign")) {
        return check(Some(false), Statement::ListNotAllowed { by });
    }
    let entry = list.entries().filter_map(Result::ok).find(|(serial, _)| *serial == certificate.serial);
    if let Some((_, since)) = entry {
        return check(Some(false), Statement::Listed { number, date: Moment(since) });
    }
    let from = Moment(list.this_update);
    match list.next_update {
        Some(until) if !(list.this_update..=until).contains(&now) => {
            let wanted = Statement::GoodOn { now: Moment(now) };
            LinkCheck::new(Aspect::Status, None, Statement::ListFromTo { from, to: Moment(until) }, wanted)
        }
        None if now < list.this_update => {
            LinkCheck::new(Aspect::Status, None, Statement::ListFrom { from }, Statement::GoodOn { now: Moment(now) })
        }
        _ => check(Some(true), Statement::NotListed { number }),
    }
}

/// Why a list can't be read, if it can't.
pub(super) fn unreadable(der: &[u8]) -> Option<Statement> {
    read(der).err().map(DerError::statement)
}
