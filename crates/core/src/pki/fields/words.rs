//! What a value says, in words.

use crate::hex;
use crate::pki::certificate::{KEY_USAGES, text_of};
use crate::pki::der::{Reader, Tlv, civil, dotted, tag};
use crate::pki::oids::oid_name;
use handshake_wire::Span;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a field that holds no others says, in words; `bytes` are all of its bytes. `None` if that is only its bytes.
pub fn in_words(span: &Span, bytes: &[u8]) -> Option<String> {
    let value = Reader::new(bytes).next_value().ok()?;
    match (span.name, value.tag) {
        ("Version", tag::INTEGER) | ("version", tag::INTEGER) => {
            value.number().map(|number| format!("v{}", number + 1))
        }
        ("KeyUsage", tag::BIT_STRING) => Some(bits(value.content, &KEY_USAGES)),
        ("feature", tag::INTEGER) if value.number() == Some(5) => Some("status_request (5)".to_owned()),
        ("responseStatus", tag::ENUMERATED) => value.number().map(|number| response_status(number).to_owned()),
        ("CRLReason", tag::ENUMERATED) => value.number().map(|number| reason(number).to_owned()),
        ("good", _) | ("unknown", _) => Some(span.name.to_owned()),
        ("dNSName" | "rfc822Name" | "uniformResourceIdentifier", _) => {
            std::str::from_utf8(value.content).ok().map(str::to_owned)
        }
        ("iPAddress", _) => crate::pki::general_name(&value),
        _ => by_type(&value),
    }
}

fn by_type(value: &Tlv) -> Option<String> {
    match value.tag {
        tag::OID => Some(match oid_name(value.content) {
            Some(name) => format!("{name} ({})", dotted(value.content)),
            None => dotted(value.content),
        }),
        tag::BOOLEAN => Some(if value.content == [0] { "false" } else { "true" }.to_owned()),
        tag::NULL => Some("nothing".to_owned()),
        tag::INTEGER | tag::ENUMERATED => match value.number() {
            Some(number) if value.content.len() <= 4 => Some(number.to_string()),
            _ if value.content.len() > 20 => {
                let octets = value.content.strip_prefix(&[0]).unwrap_or(value.content);
                Some(format!("a number of {} bits", octets.len() * 8 - octets.first()?.leading_zeros() as usize))
            }
            _ => Some(hex(value.content)),
        },
        tag::UTC_TIME | tag::GENERALIZED_TIME => value.time().ok().map(date_in_words),
        tag::OCTET_STRING | 0x80 => Some(hex(value.content)),
        _ => text_of(value),
    }
}

/// `1 January 2026, 00:00:00 UTC`.
fn date_in_words(seconds: i64) -> String {
    let [year, month, day, hour, minute, second] = civil(seconds);
    let month = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    format!("{day} {month} {year}, {hour:02}:{minute:02}:{second:02} UTC")
}

fn bits(content: &[u8], names: &[&str]) -> String {
    let bytes = content.get(1..).unwrap_or_default();
    let set = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
    names.iter().enumerate().filter(|(at, _)| set(*at)).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

/// RFC 6960 §4.2.1.
fn response_status(number: u64) -> &'static str {
    match number {
        0 => "successful (0)",
        1 => "malformedRequest (1)",
        2 => "internalError (2)",
        3 => "tryLater (3)",
        5 => "sigRequired (5)",
        6 => "unauthorized (6)",
        _ => "none that is defined",
    }
}

/// RFC 5280 §5.3.1.
fn reason(number: u64) -> &'static str {
    match number {
        0 => "unspecified (0)",
        1 => "keyCompromise (1)",
        2 => "cACompromise (2)",
        3 => "affiliationChanged (3)",
        4 => "superseded (4)",
        5 => "cessationOfOperation (5)",
        6 => "certificateHold (6)",
        8 => "removeFromCRL (8)",
        9 => "privilegeWithdrawn (9)",
        10 => "aACompromise (10)",
        _ => "none that is defined",
    }
}
