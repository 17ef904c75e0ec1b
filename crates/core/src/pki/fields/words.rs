//! What a value says.

use crate::hex;
use crate::pki::certificate::{KEY_USAGES, text_of};
use crate::pki::der::{Reader, Tlv, dotted, tag};
use crate::pki::oids::oid_name;
use crate::statement::{Moment, Statement};
use handshake_wire::Span;

/// What a field that holds no others says; `bytes` are all of its bytes. `None` if that is only its bytes.
pub fn meaning(span: &Span, bytes: &[u8]) -> Option<Statement> {
    let value = Reader::new(bytes).next_value().ok()?;
    match (span.name, value.tag) {
        ("Version", tag::INTEGER) | ("version", tag::INTEGER) => {
            value.number().map(|number| Statement::Plain(format!("v{}", number.saturating_add(1))))
        }
        ("KeyUsage", tag::BIT_STRING) => Some(Statement::Plain(bits(value.content, &KEY_USAGES))),
        ("feature", tag::INTEGER) if value.number() == Some(5) => Some(Statement::plain("status_request (5)")),
        ("responseStatus", tag::ENUMERATED) => value.number().map(|number| defined(response_status(number))),
        ("CRLReason", tag::ENUMERATED) => value.number().map(|number| defined(reason(number))),
        ("good", _) | ("unknown", _) => Some(Statement::plain(span.name)),
        ("dNSName" | "rfc822Name" | "uniformResourceIdentifier", _) => {
            std::str::from_utf8(value.content).ok().map(Statement::plain)
        }
        ("iPAddress", _) => crate::pki::general_name(&value).map(Statement::Plain),
        _ => by_type(&value),
    }
}

fn by_type(value: &Tlv) -> Option<Statement> {
    match value.tag {
        tag::OID => Some(Statement::Plain(match oid_name(value.content) {
            Some(name) => format!("{name} ({})", dotted(value.content)),
            None => dotted(value.content),
        })),
        tag::BOOLEAN => Some(Statement::plain(if value.content == [0] { "false" } else { "true" })),
        tag::NULL => Some(Statement::Nothing),
        tag::INTEGER | tag::ENUMERATED => match value.number() {
            Some(number) if value.content.len() <= 4 => Some(Statement::Plain(number.to_string())),
            _ if value.content.len() > 20 => {
                let octets = value.content.strip_prefix(&[0]).unwrap_or(value.content);
                let bits = (octets.len() as u64 * 8).checked_sub(u64::from(octets.first()?.leading_zeros()))?;
                Some(Statement::NumberOfBits { n: bits })
            }
            _ => Some(Statement::Plain(hex(value.content))),
        },
        tag::UTC_TIME | tag::GENERALIZED_TIME => value.time().ok().map(|seconds| Statement::Date(Moment(seconds))),
        tag::OCTET_STRING | 0x80 => Some(Statement::Plain(hex(value.content))),
        _ => text_of(value).map(Statement::Plain),
    }
}

/// A number that an RFC gives a name, or none.
fn defined(name: Option<&'static str>) -> Statement {
    name.map_or(Statement::Undefined, Statement::plain)
}

fn bits(content: &[u8], names: &[&str]) -> String {
    let bytes = content.get(1..).unwrap_or_default();
    let set = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
    names.iter().enumerate().filter(|(at, _)| set(*at)).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

/// RFC 6960 §4.2.1.
fn response_status(number: u64) -> Option<&'static str> {
    match number {
        0 => Some("successful (0)"),
        1 => Some("malformedRequest (1)"),
        2 => Some("internalError (2)"),
        3 => Some("tryLater (3)"),
        5 => Some("sigRequired (5)"),
        6 => Some("unauthorized (6)"),
        _ => None,
    }
}

/// RFC 5280 §5.3.1.
fn reason(number: u64) -> Option<&'static str> {
    match number {
        0 => Some("unspecified (0)"),
        1 => Some("keyCompromise (1)"),
        2 => Some("cACompromise (2)"),
        3 => Some("affiliationChanged (3)"),
        4 => Some("superseded (4)"),
        5 => Some("cessationOfOperation (5)"),
        6 => Some("certificateHold (6)"),
        8 => Some("removeFromCRL (8)"),
        9 => Some("privilegeWithdrawn (9)"),
        10 => Some("aACompromise (10)"),
        _ => None,
    }
}
