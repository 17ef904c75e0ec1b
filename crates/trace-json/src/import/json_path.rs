//! Where in a file something stands, and the values that several parts of it name.

use handshake_core::Side;
use handshake_core::rules::Rule;
use handshake_lessons::Problem;
use handshake_scenario::text::shorten;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;

/// Longest key, iv, nonce or tag of a record. They are at most 48 bytes long.
const MAX_SECRET: usize = 255;

/// Where something stands in the document.
pub struct JsonPath(pub String);

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonPath {
    /// A member of what stands here.
    pub fn at(&self, member: &str) -> JsonPath {
        JsonPath(format!("{self}.{member}"))
    }

    /// What is said about a name that means nothing: in the words for this key.
    pub fn unknown(&self, key: &'static str, name: &str) -> Problem {
        Problem::of(key, &[("place", self), ("name", &shorten(name))])
    }

    /// Reads what stands here.
    pub fn read<'a, T: Deserialize<'a>>(&self, raw: &'a RawValue) -> Result<T, Problem> {
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let path = error.path().to_string();
            let member = if path == "." { String::new() } else { format!(".{}", shorten(&path)) };
            // Line and column would count from the beginning of this part.
            let problem = error.inner().to_string();
            let problem = problem.split(" at line ").next().unwrap_or_default();
            Problem::of("trace.at", &[("place", &format!("{self}{member}")), ("error", &quote(problem))])
        })
    }

    pub fn bytes(&self, text: &str) -> Result<Vec<u8>, Problem> {
        let digit = |c: u8| char::from(c).to_digit(16).map(|digit| digit as u8);
        let pairs = text.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        });
        let no_hex = || Problem::of("trace.no-hex", &[("place", self), ("text", &shorten(text))]);
        pairs.collect::<Option<Vec<u8>>>().ok_or_else(no_hex)
    }

    pub fn secret(&self, text: &str) -> Result<Vec<u8>, Problem> {
        let bytes = self.bytes(text)?;
        match bytes.len() {
            0..=MAX_SECRET => Ok(bytes),
            len => Err(Problem::of("trace.long-secret", &[("place", self), ("len", &len), ("max", &MAX_SECRET)])),
        }
    }
}

/// A library's message with at most 200 characters: it may quote the file.
fn quote(problem: &str) -> String {
    problem.chars().take(200).collect()
}

/// The number of a code that has a name, or is written as a number in hex; `unknown` is the key of what is said otherwise.
pub fn code(place: &JsonPath, text: &str, unknown: &'static str, named: Option<u8>) -> Result<u8, Problem> {
    let number = || text.strip_prefix("0x").and_then(|digits| u8::from_str_radix(digits, 16).ok());
    named.or_else(number).ok_or_else(|| place.unknown(unknown, text))
}

pub fn side(place: &JsonPath, name: &str) -> Result<Side, Problem> {
    [Side::Client, Side::Server]
        .into_iter()
        .find(|side| side.name() == name)
        .ok_or_else(|| place.unknown("trace.no-side", name))
}

pub fn rule(place: &JsonPath, id: &str) -> Result<Rule, Problem> {
    Rule::by_id(id).ok_or_else(|| place.unknown("trace.no-rule", id))
}
