//! The trace as JSON, described in docs/trace-format.md. Field order is fixed, so equal runs give equal text.

use crate::run::Run;
use crate::settings::{KEYS, Settings, TAMPER};
use handshake_core::pki::{Link, LinkCheck, Source};
use handshake_core::trace::{Dir, Epoch, Event, Outcome, Record, Sealing, Step, Trace};
use handshake_wire::Span;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Name of the format.
pub const FORMAT: &str = "handshake-lab-trace";
/// Version of the format: raised when something is removed or changes its meaning.
pub const VERSION: u32 = 1;

/// The whole run as one line of JSON.
pub fn json(scenario: &str, run: &Run) -> String {
    let document = Document {
        format: FORMAT,
        version: VERSION,
        scenario,
        settings: settings(&run.settings),
        outcome: outcome(&run.trace.outcome),
        steps: run.trace.steps.iter().map(step).collect(),
    };
    // Strings, numbers and lists only: there is nothing in it that JSON can't hold.
    serde_json::to_string(&document).unwrap_or_default()
}

/// All settings; what an attacker does only if there is one.
fn settings(settings: &Settings) -> BTreeMap<&'static str, String> {
    let attacker = (!settings.tampering.is_empty()).then_some(TAMPER);
    KEYS.iter().map(|key| key.id).chain(attacker).map(|id| (id, settings.get(id))).collect()
}

/// The account of one side of a connection to somebody else, as one line of JSON.
pub fn live(trace: &Trace) -> String {
    let document = Document {
        format: FORMAT,
        version: VERSION,
        scenario: "live",
        settings: Default::default(),
        outcome: outcome(&trace.outcome),
        steps: trace.steps.iter().map(step).collect(),
    };
    serde_json::to_string(&document).unwrap_or_default()
}

/// SHA-256 of [`json`], in hex.
pub fn sha256(scenario: &str, run: &Run) -> String {
    hex(&Sha256::digest(json(scenario, run)))
}

/// Bytes in hex, two digits each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    scenario: &'a str,
    settings: BTreeMap<&'static str, String>,
    outcome: JsonOutcome,
    steps: Vec<JsonStep>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum JsonOutcome {
    Closed,
    Connected,
    Incomplete,
    Failed { side: &'static str, fault: String, alert: String },
}

#[derive(Serialize)]
struct JsonStep {
    side: &'static str,
    from: &'static str,
    to: &'static str,
    events: Vec<JsonEvent>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum JsonEvent {
    Message {
        dir: &'static str,
        number: usize,
        name: &'static str,
        content_type: String,
        records: (u64, u64),
        bytes: String,
        fields: Vec<JsonField>,
        malformed: Option<String>,
    },
    Record {
        dir: &'static str,
        number: u64,
        bytes: String,
        fields: Vec<JsonField>,
        sealing: Option<Box<JsonSealing>>,
    },
    Key {
        node: &'static str,
        value: String,
        transcript: Option<(&'static str, String)>,
        info: Option<String>,
    },
    Transcript {
        point: &'static str,
        hash: String,
        messages: Vec<&'static str>,
    },
    Check {
        rule: &'static str,
        passed: bool,
        alert: String,
        section: &'static str,
        compared: Option<(String, String)>,
    },
    Choice {
        what: &'static str,
        offered: Vec<String>,
        accepted: Vec<String>,
        picked: Option<String>,
        why: &'static str,
    },
    Chain {
        links: Vec<JsonLink>,
        unused: Vec<usize>,
        lists: Vec<String>,
    },
    Status {
        response: String,
        checks: Vec<JsonLinkCheck>,
    },
    Epoch {
        dir: &'static str,
        epoch: &'static str,
    },
    Tampered {
        what: String,
    },
}

/// A certificate of a chain that was looked at.
#[derive(Serialize)]
struct JsonLink {
    certificate: String,
    /// Its place among those sent; none for one of the own store.
    sent: Option<usize>,
    checks: Vec<JsonLinkCheck>,
}

#[derive(Serialize)]
struct JsonLinkCheck {
    what: &'static str,
    passed: Option<bool>,
    found: String,
    wanted: String,
}

#[derive(Serialize)]
struct JsonField {
    path: String,
    start: usize,
    end: usize,
    meaning: Option<&'static str>,
}

#[derive(Serialize)]
struct JsonSealing {
    aead: &'static str,
    epoch: &'static str,
    writer: &'static str,
    key_node: &'static str,
    key: String,
    iv: String,
    sequence: u64,
    nonce: String,
    aad: String,
    inner: Option<JsonInner>,
    ciphertext: String,
    tag: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    explicit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mac: Option<JsonMac>,
}

/// The MAC of a CBC suite, TLS 1.2.
#[derive(Serialize)]
struct JsonMac {
    hash: &'static str,
    key_node: &'static str,
    key: String,
    input: String,
    value: String,
    encrypt_then_mac: bool,
}

#[derive(Serialize)]
struct JsonInner {
    content: String,
    content_type: String,
    padding: usize,
}

fn outcome(outcome: &Outcome) -> JsonOutcome {
    match outcome {
        Outcome::Closed => JsonOutcome::Closed,
        Outcome::Connected => JsonOutcome::Connected,
        Outcome::Incomplete => JsonOutcome::Incomplete,
        Outcome::Failed { side, fault } => {
            JsonOutcome::Failed { side: side.name(), fault: fault.to_string(), alert: fault.alert().text() }
        }
    }
}

fn step(step: &Step) -> JsonStep {
    JsonStep { side: step.side.name(), from: step.from, to: step.to, events: step.events.iter().map(event).collect() }
}

fn event(event: &Event) -> JsonEvent {
    match event {
        Event::Message(m) => JsonEvent::Message {
            dir: dir(m.dir),
            number: m.number,
            name: m.name,
            content_type: m.content_type.text(),
            records: m.records,
            bytes: hex(&m.bytes),
            fields: fields(&m.spans),
            malformed: m.malformed.as_ref().map(ToString::to_string),
        },
        Event::Record(record) => JsonEvent::Record {
            dir: dir(record.dir),
            number: record.number,
            bytes: hex(&record.bytes),
            fields: fields(&record.spans),
            sealing: sealing(record),
        },
        Event::Key(key) => JsonEvent::Key {
            node: key.node.name(),
            value: hex(&key.value),
            transcript: key.transcript.as_ref().map(|(point, hash)| (point.name(), hex(hash))),
            info: key.info.as_deref().map(hex),
        },
        Event::Transcript(point) => JsonEvent::Transcript {
            point: point.point.name(),
            hash: hex(&point.hash),
            messages: point.messages.clone(),
        },
        Event::Check(check) => JsonEvent::Check {
            rule: check.rule.id(),
            passed: check.passed,
            alert: check.rule.alert().text(),
            section: check.rule.section(),
            compared: check.compared.clone(),
        },
        Event::Choice(choice) => JsonEvent::Choice {
            what: choice.what,
            offered: choice.offered.clone(),
            accepted: choice.accepted.clone(),
            picked: choice.picked.clone(),
            why: choice.why,
        },
        Event::Chain(path) => JsonEvent::Chain {
            links: path.links.iter().map(link).collect(),
            unused: path.unused.clone(),
            lists: path.lists.iter().map(|list| hex(list)).collect(),
        },
        Event::Status(status) => JsonEvent::Status {
            response: hex(&status.response),
            checks: status.checks.iter().map(link_check).collect(),
        },
        Event::Epoch { dir: direction, epoch } => JsonEvent::Epoch { dir: dir(*direction), epoch: epoch_name(*epoch) },
        Event::Tampered { what } => JsonEvent::Tampered { what: what.clone() },
    }
}

fn link(link: &Link) -> JsonLink {
    JsonLink {
        certificate: hex(&link.certificate),
        sent: match link.source {
            Source::Sent(place) => Some(place),
            Source::Store => None,
        },
        checks: link.checks.iter().map(link_check).collect(),
    }
}

fn link_check(check: &LinkCheck) -> JsonLinkCheck {
    let LinkCheck { what, passed, found, wanted } = check.clone();
    JsonLinkCheck { what: what.id(), passed, found, wanted }
}

fn sealing(record: &Record) -> Option<Box<JsonSealing>> {
    let Sealing {
        aead,
        epoch,
        writer,
        key_node,
        key,
        iv,
        sequence,
        nonce,
        explicit,
        aad,
        inner,
        ciphertext,
        tag,
        mac,
        ..
    } = record.sealing.as_ref()?;
    let inner = inner.as_ref().map(|inner| JsonInner {
        content: hex(&inner.content),
        content_type: inner.content_type.text(),
        padding: inner.padding,
    });
    Some(Box::new(JsonSealing {
        aead,
        epoch: epoch_name(*epoch),
        writer: writer.name(),
        key_node: key_node.name(),
        key: hex(key),
        iv: hex(iv),
        sequence: *sequence,
        nonce: hex(nonce),
        aad: hex(aad),
        inner,
        ciphertext: hex(ciphertext),
        tag: hex(tag),
        explicit: (!explicit.is_empty()).then(|| hex(explicit)),
        mac: mac.as_ref().map(|mac| JsonMac {
            hash: mac.hash,
            key_node: mac.key_node.name(),
            key: hex(&mac.key),
            input: hex(&mac.input),
            value: hex(&mac.value),
            encrypt_then_mac: mac.encrypt_then_mac,
        }),
    }))
}

fn fields(spans: &[Span]) -> Vec<JsonField> {
    let field =
        |(span, path): (&Span, String)| JsonField { path, start: span.start, end: span.end, meaning: span.meaning };
    spans.iter().zip(Span::paths(spans)).map(field).collect()
}

fn dir(dir: Dir) -> &'static str {
    match dir {
        Dir::Sent => "sent",
        Dir::Received => "received",
    }
}

fn epoch_name(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plain => "plain",
        Epoch::EarlyData => "early_data",
        Epoch::Handshake => "handshake",
        Epoch::Application => "application",
        Epoch::Updated => "updated",
        Epoch::Session => "session",
    }
}
