//! The shapes of the JSON trace, for writing and reading alike. docs/trace-format.md describes them.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Name of the format.
pub const FORMAT: &str = "handshake-lab-trace";
/// Version of the format: raised when something is removed or changes its meaning.
pub const VERSION: u64 = 2;
/// The scenario's name in the account of one side of a connection to somebody else.
pub const LIVE: &str = "live";

/// A name: on the way out one of the engine's, on the way in whatever the file says.
pub type Name = Cow<'static, str>;

#[derive(Serialize)]
pub struct Document<'a> {
    pub format: &'static str,
    pub version: u64,
    pub scenario: &'a str,
    pub settings: BTreeMap<&'static str, String>,
    pub outcome: Outcome,
    pub steps: Vec<Step>,
}

#[derive(Serialize, Deserialize)]
pub struct Outcome {
    pub kind: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Name>,
    /// A sentence, for readers of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail_as: Option<Statement>,
}

/// A statement without its words: which sentence it is, and what stands in it.
#[derive(Serialize, Deserialize)]
pub struct Statement {
    pub id: Name,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Value>,
}

/// What stands in a statement.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Number(u64),
    Text(String),
    Time { time: i64 },
    Statement(Statement),
}

#[derive(Serialize)]
pub struct Step {
    pub side: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub events: Vec<Event>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Message(Message),
    Record(Record),
    Key(Key),
    Transcript(Transcript),
    Check(Check),
    Choice(Choice),
    Chain(Chain),
    Status(Status),
    Epoch(EpochChange),
    Tampered(Tampered),
}

#[derive(Serialize, Deserialize)]
pub struct Message {
    pub dir: Name,
    pub number: usize,
    pub name: Name,
    pub content_type: Name,
    pub records: (u64, u64),
    pub bytes: String,
    pub fields: Vec<Field>,
    pub malformed: Option<Malformed>,
}

#[derive(Serialize, Deserialize)]
pub struct Record {
    pub dir: Name,
    pub number: u64,
    /// Files from before there was one say it by the name of a field.
    #[serde(default)]
    pub version: Name,
    pub bytes: String,
    pub fields: Vec<Field>,
    pub sealing: Option<Box<Sealing>>,
}

#[derive(Serialize, Deserialize)]
pub struct Key {
    pub node: Name,
    pub value: String,
    pub transcript: Option<(Name, String)>,
    pub info: Option<String>,
}

#[derive(Serialize, Deserialize)]
pub struct Transcript {
    pub point: Name,
    pub hash: String,
    pub messages: Vec<Name>,
}

#[derive(Serialize, Deserialize)]
pub struct Check {
    pub rule: Name,
    pub passed: bool,
    /// What a failure sends, and where the rule is written: for readers of the file.
    #[serde(default)]
    pub alert: String,
    #[serde(default)]
    pub section: Name,
    pub compared: Option<(String, String)>,
}

#[derive(Serialize, Deserialize)]
pub struct Choice {
    pub what: Name,
    pub offered: Vec<String>,
    pub accepted: Vec<String>,
    pub picked: Option<String>,
    pub why: Name,
}

#[derive(Serialize, Deserialize)]
pub struct Chain {
    pub links: Vec<Link>,
    pub unused: Vec<usize>,
    pub lists: Vec<String>,
}

/// A certificate of a chain that was looked at.
#[derive(Serialize, Deserialize)]
pub struct Link {
    pub certificate: String,
    /// Its place among those sent; none for one of the own store.
    pub sent: Option<usize>,
    pub checks: Vec<LinkCheck>,
}

#[derive(Serialize, Deserialize)]
pub struct LinkCheck {
    pub what: Name,
    pub passed: Option<bool>,
    pub found: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_as: Option<Statement>,
    pub wanted: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted_as: Option<Statement>,
}

#[derive(Serialize, Deserialize)]
pub struct Status {
    pub response: String,
    pub checks: Vec<LinkCheck>,
}

#[derive(Serialize, Deserialize)]
pub struct EpochChange {
    pub dir: Name,
    pub epoch: Name,
}

#[derive(Serialize, Deserialize)]
pub struct Tampered {
    pub what: String,
}

#[derive(Serialize, Deserialize)]
pub struct Field {
    pub path: String,
    pub kind: Name,
    pub start: usize,
    pub end: usize,
    pub meaning: Option<Name>,
}

#[derive(Serialize, Deserialize)]
pub struct Malformed {
    pub at: usize,
    pub field: String,
    #[serde(flatten)]
    pub problem: Problem,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    Truncated { needed: usize, left: usize },
    Trailing { left: usize },
    Length { got: usize, min: usize, max: usize },
}

#[derive(Serialize, Deserialize)]
pub struct Sealing {
    pub aead: Name,
    /// Files from before there was one say it by epoch and MAC.
    #[serde(default)]
    pub form: Name,
    pub epoch: Name,
    pub writer: Name,
    pub key_node: Name,
    pub iv_node: Name,
    pub key: String,
    pub iv: String,
    pub sequence: u64,
    pub nonce: String,
    pub aad: String,
    pub inner: Option<Inner>,
    pub ciphertext: String,
    pub tag: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explicit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<Mac>,
}

/// The MAC of a CBC suite, TLS 1.2.
#[derive(Serialize, Deserialize)]
pub struct Mac {
    pub hash: Name,
    pub key_node: Name,
    pub key: String,
    pub input: String,
    pub value: String,
    pub encrypt_then_mac: bool,
}

#[derive(Serialize, Deserialize)]
pub struct Inner {
    pub content: String,
    pub content_type: Name,
    pub padding: usize,
}
