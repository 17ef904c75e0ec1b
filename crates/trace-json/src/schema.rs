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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document<'a> {
    #[cfg_attr(feature = "schema", schemars(extend("const" = FORMAT)))]
    pub format: &'static str,
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    pub version: u64,
    pub scenario: &'a str,
    pub settings: BTreeMap<&'static str, String>,
    pub outcome: Outcome,
    pub steps: Vec<Step>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcome {
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["closed", "connected", "incomplete", "failed"])))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    pub id: Name,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Value>,
}

/// What stands in a statement.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    Number(u64),
    Text(String),
    Time { time: i64 },
    Statement(Statement),
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["client", "server"])))]
    pub side: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub events: Vec<Event>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["sent", "received"])))]
    pub dir: Name,
    pub number: usize,
    pub name: Name,
    pub content_type: Name,
    pub records: (u64, u64),
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub bytes: String,
    pub fields: Vec<Field>,
    pub malformed: Option<Malformed>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Record {
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["sent", "received"])))]
    pub dir: Name,
    pub number: u64,
    /// Files from before there was one say it by the name of a field.
    #[serde(default)]
    pub version: Name,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub bytes: String,
    pub fields: Vec<Field>,
    pub sealing: Option<Box<Sealing>>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Key {
    pub node: Name,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub value: String,
    pub transcript: Option<(Name, String)>,
    pub info: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transcript {
    pub point: Name,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub hash: String,
    pub messages: Vec<Name>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice {
    pub what: Name,
    pub offered: Vec<String>,
    pub accepted: Vec<String>,
    pub picked: Option<String>,
    pub why: Name,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chain {
    pub links: Vec<Link>,
    pub unused: Vec<usize>,
    pub lists: Vec<String>,
}

/// A certificate of a chain that was looked at.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub certificate: String,
    /// Its place among those sent; none for one of the own store.
    pub sent: Option<usize>,
    pub checks: Vec<LinkCheck>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Status {
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub response: String,
    pub checks: Vec<LinkCheck>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EpochChange {
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["sent", "received"])))]
    pub dir: Name,
    pub epoch: Name,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tampered {
    pub what: String,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    pub path: String,
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["group", "length", "number", "bytes"])))]
    pub kind: Name,
    pub start: usize,
    pub end: usize,
    pub meaning: Option<Name>,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Malformed {
    pub at: usize,
    pub field: String,
    #[serde(flatten)]
    pub problem: Problem,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    Truncated { needed: usize, left: usize },
    Trailing { left: usize },
    Length { got: usize, min: usize, max: usize },
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sealing {
    pub aead: Name,
    /// Files from before there was one say it by epoch and MAC.
    #[serde(default)]
    pub form: Name,
    pub epoch: Name,
    pub writer: Name,
    pub key_node: Name,
    pub iv_node: Name,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub key: String,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub iv: String,
    pub sequence: u64,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub nonce: String,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub aad: String,
    pub inner: Option<Inner>,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub ciphertext: String,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub tag: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explicit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<Mac>,
}

/// The MAC of a CBC suite, TLS 1.2.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mac {
    pub hash: Name,
    pub key_node: Name,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub key: String,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub input: String,
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub value: String,
    pub encrypt_then_mac: bool,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inner {
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^([0-9a-f]{2})*$")))]
    pub content: String,
    pub content_type: Name,
    pub padding: usize,
}

/// The JSON Schema (2020-12) of what is written.
#[cfg(feature = "schema")]
pub fn json_schema() -> String {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<Document>();
    // A schema is JSON by its nature.
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text + "\n"
}
