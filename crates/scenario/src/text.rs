//! Bytes and words as a person reads them.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use handshake_core::Side;
use handshake_core::pki::date;
use handshake_core::pki::der::civil;
use handshake_core::rules::Detail;
use handshake_core::statement::{Moment, Statement, Value};
use handshake_lessons::{Language, fill, language, say_n, statement_in, word_of};

/// Bytes in hex, two digits each.
pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// Bytes from hex digits without spaces; `None` for anything else, and for nothing.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().filter(|bytes| !bytes.is_empty())
}

/// At most 40 characters of what somebody typed, to quote it.
pub fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `1 byte`, `32 bytes`.
pub fn count_bytes(len: usize) -> String {
    say_n("count-bytes", len, &[])
}

/// A side in the middle of a sentence.
pub fn who(side: Side) -> &'static str {
    word_of("who", side.name()).unwrap_or_default()
}

/// What a statement says, in the language in force.
pub fn said(statement: &Statement) -> String {
    said_in(language(), statement)
}

/// What a statement says, in English or in the language in force.
pub fn said_in(language: Language, statement: &Statement) -> String {
    let (id, values) = match statement {
        Statement::Plain(text) => return text.clone(),
        Statement::Date(Moment(seconds)) => return calendar(language, *seconds),
        other => (other.id().unwrap_or_default(), other.values()),
    };
    let n = values.iter().find_map(|(_, value)| match value {
        Value::Number(n) => Some(*n),
        _ => None,
    });
    let put_in = |name: &str| {
        let (_, value) = values.iter().find(|(place, _)| *place == name)?;
        Some(match value {
            Value::Text(text) => (*text).to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Moment(Moment(seconds)) => date(*seconds),
            Value::Statement(inner) => said_in(language, inner),
        })
    };
    statement_in(language, id, n).map_or_else(|| statement.to_string(), |words| fill(words, &put_in))
}

/// What is wrong where a rule is broken, in the language in force, if there are words in it.
pub fn detail(detail: &Detail) -> String {
    match detail {
        Detail::Words(words) => words.clone(),
        Detail::Statement(statement) => said(statement),
    }
}

/// `1 January 2026, 00:00:00 UTC`.
fn calendar(language: Language, seconds: i64) -> String {
    let [year, month, day, hour, minute, second] = civil(seconds);
    let rest = format!("{year}, {hour:02}:{minute:02}:{second:02} UTC");
    let words = statement_in(language, &format!("month-{month}"), None).unwrap_or("{rest}");
    fill(words, &|name| Some(if name == "day" { day.to_string() } else { rest.clone() }))
}
