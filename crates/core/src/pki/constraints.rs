//! Names: whether a certificate is for one, and whether those above it may issue for it. RFC 5280 §4.2.1.6, §4.2.1.10;
//! RFC 9525.

use super::certificate::{Certificate, general_name, values};
use super::der::{Reader, Tlv, tag};
use super::finding::{Aspect, LinkCheck};
use super::oids;
use crate::statement::Statement;
use core::net::IpAddr;
use rustls_pki_types::{CertificateDer, ServerName};
use webpki::EndEntityCert;

/// Whether a certificate is for a name. `rustls-webpki` says it, of a copy that has no other extension: those that it does
/// not know are another matter.
pub(super) fn is_for(certificate: &Certificate, name: &str) -> bool {
    let Ok(name) = ServerName::try_from(name) else { return false };
    let copy = CertificateDer::from(with_names_alone(certificate));
    EndEntityCert::try_from(&copy).is_ok_and(|one| one.verify_is_valid_for_subject_name(&name).is_ok())
}

/// The certificate with no other extension than subjectAltName, DER. Nobody has signed that.
fn with_names_alone(certificate: &Certificate) -> Vec<u8> {
    let algorithm = yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            values(Reader::new(certificate.signature_algorithm))
                .unwrap_or_default()
                .iter()
                .for_each(|value| writer.next().write_der(value.der))
        });
    });
    let names = certificate.extension(oids::SUBJECT_ALT_NAME);
    yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_sequence(|writer| {
                writer.next().write_tagged(yasna::Tag::context(0), |writer| writer.write_u8(2));
                writer.next().write_u8(1);
                writer.next().write_der(&algorithm);
                writer.next().write_der(certificate.issuer);
                writer.next().write_der(certificate.validity);
                writer.next().write_der(certificate.subject);
                writer.next().write_der(certificate.spki);
                if let Some(names) = names {
                    writer.next().write_tagged(yasna::Tag::context(3), |writer| {
                        writer.write_sequence(|writer| {
                            writer.next().write_sequence(|writer| {
                                writer.next().write_oid(&yasna::models::ObjectIdentifier::from_slice(&[2, 5, 29, 17]));
                                writer.next().write_bytes(names.value);
                            });
                        });
                    });
                }
            });
            writer.next().write_der(&algorithm);
            writer.next().write_bitvec_bytes(&[], 0);
        });
    })
}

/// The check of the name; where it is not the certificate's, why not.
pub(super) fn name_check(certificate: &Certificate, name: &str) -> LinkCheck {
    let passed = is_for(certificate, name);
    let names = certificate.names();
    let found = match names.is_empty() {
        true => Statement::NoName,
        false => Statement::Plain(names.join(", ")),
    };
    let found = if passed { found } else { why_not(certificate, &names, name).unwrap_or(found) };
    LinkCheck::new(Aspect::Name, Some(passed), found, Statement::plain(name))
}

/// Why a name that looks like the certificate's is none.
fn why_not(certificate: &Certificate, names: &[String], name: &str) -> Option<Statement> {
    let common = super::certificate::attributes(certificate.subject);
    let common = common.iter().rfind(|(attribute, _)| attribute == "commonName").map(|(_, text)| text.clone());
    if let (true, Some(name)) = (names.is_empty(), common) {
        return Some(Statement::OnlyCommonName { name });
    }
    if name.parse::<IpAddr>().is_ok() {
        let as_dns = names.iter().any(|one| one.eq_ignore_ascii_case(name));
        return as_dns.then(|| Statement::AddressAsName { name: name.to_owned() });
    }
    let lower = name.to_ascii_lowercase();
    let covering = names.iter().find(|one| one.strip_prefix("*.").is_some_and(|parent| within(&lower, parent)))?;
    let parent = covering.strip_prefix("*.").unwrap_or_default();
    Some(match parent.contains('.') {
        true => Statement::WildcardOneLabel { name: covering.clone() },
        false => Statement::WildcardTooHigh { name: covering.clone() },
    })
}

/// nameConstraints of an authority, held against the names of all certificates below it; nothing if it has none.
pub(super) fn constraints(certificate: &Certificate, below: &[&Certificate]) -> Option<LinkCheck> {
    let (permitted, excluded) = certificate.constraints()?;
    let names = below.first()?.names();
    let found = match (permitted.join(", "), excluded.join(", ")) {
        (only, none) if none.is_empty() => Statement::OnlyNames { names: only },
        (only, none) if only.is_empty() => Statement::NotNames { names: none },
        (names, others) => Statement::BothNames { names, others },
    };
    let passed = match certificate.subtrees() {
        None => None,
        Some((permitted, excluded)) => {
            let all = below.iter().flat_map(|one| one.general_names());
            let fits: Vec<Option<bool>> = all.map(|name| admitted(&name, &permitted, &excluded)).collect();
            if fits.contains(&Some(false)) {
                Some(false)
            } else if fits.contains(&None) {
                None
            } else {
                Some(true)
            }
        }
    };
    Some(LinkCheck::new(Aspect::Constraints, passed, found, Statement::Plain(names.join(", "))))
}

/// Whether a name is in a permitted subtree, if there is one of its kind, and in no excluded one.
fn admitted(name: &Tlv, permitted: &[Tlv], excluded: &[Tlv]) -> Option<bool> {
    let of_kind = |list: &[Tlv]| -> Vec<Option<bool>> {
        list.iter()
            .filter(|subtree| subtree.tag & 0x1f == name.tag & 0x1f)
            .map(|subtree| covers(subtree, name))
            .collect()
    };
    let (permitted, excluded) = (of_kind(permitted), of_kind(excluded));
    if excluded.contains(&Some(true)) {
        return Some(false);
    }
    if permitted.iter().chain(&excluded).any(Option::is_none) {
        return None;
    }
    Some(permitted.is_empty() || permitted.contains(&Some(true)))
}

/// Whether a subtree holds a name of its kind; `None` for kinds that are not compared here.
fn covers(subtree: &Tlv, name: &Tlv) -> Option<bool> {
    match subtree.tag & 0x1f {
        2 => Some(within(std::str::from_utf8(name.content).ok()?, std::str::from_utf8(subtree.content).ok()?)),
        4 => {
            let (subtree, name) = (parts(subtree)?, parts(name)?);
            Some(subtree.len() <= name.len() && subtree.iter().zip(&name).all(|(one, other)| one.der == other.der))
        }
        7 => {
            let (address, mask) = subtree.content.split_at_checked(subtree.content.len() / 2)?;
            let same =
                address.iter().zip(mask).zip(name.content).all(|((one, mask), other)| one & mask == other & mask);
            Some(address.len() == name.content.len() && same)
        }
        _ => None,
    }
}

/// The parts of a directoryName.
fn parts<'a>(name: &Tlv<'a>) -> Option<Vec<Tlv<'a>>> {
    values(name.inside().next_value().ok()?.inside())
}

/// True for a DNS name at or below another. RFC 5280 §4.2.1.10.
fn within(name: &str, subtree: &str) -> bool {
    let (name, subtree) = (name.to_ascii_lowercase(), subtree.trim_start_matches('.').to_ascii_lowercase());
    name.strip_suffix(&subtree).is_some_and(|before| before.is_empty() || before.ends_with('.')) || subtree.is_empty()
}

impl<'a> Certificate<'a> {
    /// The names that nameConstraints speak of: those of subjectAltName, and the subject's own.
    fn general_names(&self) -> Vec<Tlv<'a>> {
        let list = self
            .extension(oids::SUBJECT_ALT_NAME)
            .and_then(|extension| Reader::new(extension.value).wanted(tag::SEQUENCE, "subjectAltName").ok());
        let mut names = list.and_then(|list| values(list.inside())).unwrap_or_default();
        let subject = Reader::new(self.subject).next_value().ok().filter(|subject| !subject.content.is_empty());
        // A directoryName holds a Name.
        names.extend(subject.map(|subject| Tlv { tag: tag::context(4), content: subject.der, ..subject }));
        names
    }

    /// The bases of nameConstraints' permitted and excluded subtrees; `None` if they can't be read.
    fn subtrees(&self) -> Option<(Vec<Tlv<'a>>, Vec<Tlv<'a>>)> {
        let extension = self.extension(oids::NAME_CONSTRAINTS)?;
        let mut fields = Reader::new(extension.value).wanted(tag::SEQUENCE, "nameConstraints").ok()?.inside();
        let mut subtrees = |number: u8| -> Option<Vec<Tlv<'a>>> {
            let Some(list) = fields.optional(tag::context(number)).ok()? else { return Some(Vec::new()) };
            values(list.inside())?.iter().map(|subtree| subtree.inside().next_value().ok()).collect()
        };
        Some((subtrees(0)?, subtrees(1)?))
    }

    /// nameConstraints as people write them: subtrees that are permitted, and excluded ones.
    fn constraints(&self) -> Option<(Vec<String>, Vec<String>)> {
        self.extension(oids::NAME_CONSTRAINTS)?;
        let text = |list: Vec<Tlv>| list.iter().filter_map(subtree_text).collect();
        Some(self.subtrees().map_or_else(Default::default, |(permitted, excluded)| (text(permitted), text(excluded))))
    }
}

/// A subtree as people write it: an address with its mask, all else as it stands.
fn subtree_text(subtree: &Tlv) -> Option<String> {
    if subtree.tag & 0x1f != 7 {
        return general_name(subtree);
    }
    let (address, mask) = subtree.content.split_at_checked(subtree.content.len() / 2)?;
    let bits: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
    let address = general_name(&Tlv { content: address, ..*subtree })?;
    Some(format!("{address}/{bits}"))
}
