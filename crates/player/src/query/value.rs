//! What a query can be.

use handshake_core::hex;

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

    /// What it is, for a complaint.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Truth(_) => "yes or no",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::Bytes(..) => "bytes",
            Value::List(_) => "a list",
            Value::Message(..) => "a message",
        }
    }
}

pub type Answer = Result<Value, String>;

pub fn list(known: &[(&str, &str)]) -> String {
    known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

pub fn truth(value: Value) -> Result<bool, String> {
    match value {
        Value::Truth(truth) => Ok(truth),
        other => Err(format!("yes or no is needed, and this is {}", other.kind())),
    }
}

pub fn number(value: &Value) -> Result<i64, String> {
    match value {
        Value::Number(number) => Ok(*number),
        other => Err(format!("a number is needed, and this is {}", other.kind())),
    }
}

pub fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        other => Err(format!("a name is needed, and this is {}", other.kind())),
    }
}
