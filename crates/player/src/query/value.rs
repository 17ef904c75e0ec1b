//! What a query can be.

use handshake_core::hex;
use handshake_lessons::{Problem, word};

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// A count, a length, a step.
    Number(i64),
    /// A name.
    Text(String),
    /// Bytes, and what they mean if they stand for something.
    Bytes(Vec<u8>, Option<&'static str>),
    /// Several names.
    List(Vec<String>),
    /// A message that was sent: index of the trace's step, and of the event in it.
    Message(usize, usize),
}

impl Value {
    /// As a reader sees it.
    pub fn text(&self) -> String {
        match self {
            Value::Truth(true) => "yes".to_owned(),
            Value::Truth(false) => "no".to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Bytes(_, Some(meaning)) => (*meaning).to_owned(),
            Value::Bytes(bytes, None) => hex(bytes),
            Value::List(names) => names.join(", "),
            Value::Message(..) => "a message".to_owned(),
        }
    }

    /// True if both say the same; a name may be compared with what bytes stand for.
    pub fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Bytes(one, _), Value::Bytes(two, _)) => one == two,
            (Value::Text(_) | Value::Bytes(..), Value::Text(_) | Value::Bytes(..)) => self.text() == other.text(),
            _ => self == other,
        }
    }

    /// What it is, in a word for who asked for something else.
    pub fn kind(&self) -> &'static str {
        word(match self {
            Value::Truth(_) => "query.kind.truth",
            Value::Number(_) => "query.kind.number",
            Value::Text(_) => "query.kind.text",
            Value::Bytes(..) => "query.kind.bytes",
            Value::List(_) => "query.kind.list",
            Value::Message(..) => "query.kind.message",
        })
    }
}

pub type Answer = Result<Value, Problem>;

pub fn truth(value: Value) -> Result<bool, Problem> {
    match value {
        Value::Truth(truth) => Ok(truth),
        other => Err(Problem::of("query.no-truth", &[("kind", &other.kind())])),
    }
}

pub fn number(value: &Value) -> Result<i64, Problem> {
    match value {
        Value::Number(number) => Ok(*number),
        other => Err(Problem::of("query.no-number", &[("kind", &other.kind())])),
    }
}

pub fn text(value: &Value) -> Result<String, Problem> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        other => Err(Problem::of("query.no-text", &[("kind", &other.kind())])),
    }
}
