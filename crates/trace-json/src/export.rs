//! The trace as JSON, described in docs/trace-format.md. Field order is fixed, so equal runs give equal text.

use crate::schema;
use handshake_core::crypto::Hash;
use handshake_core::pki::{Link, LinkCheck, Source};
use handshake_core::rules::{Detail, Fault};
use handshake_core::statement::{Moment, Statement, Value};
use handshake_core::trace::{Dir, Epoch, Event, Outcome, Record, Sealing, Step, Trace};
use handshake_lessons::Language;
use handshake_scenario::settings::{KEYS, Settings, TAMPER};
use handshake_scenario::text::{hex, said_in};
use handshake_wire::{Span, SpanKind, WireError, WireErrorKind};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub use schema::{FORMAT, VERSION};

/// The whole run as one line of JSON.
pub fn json(settings: &Settings, trace: &Trace) -> String {
    write(settings.scenario, all(settings), trace)
}

/// All settings; what an attacker does only if there is one.
fn all(settings: &Settings) -> BTreeMap<&'static str, String> {
    let attacker = (!settings.tampering.is_empty()).then_some(TAMPER);
    KEYS.iter().map(|key| key.id).chain(attacker).map(|id| (id, settings.get(id))).collect()
}

/// The account of one side of a connection to somebody else, as one line of JSON.
pub fn live(trace: &Trace) -> String {
    write(schema::LIVE, Default::default(), trace)
}

fn write(scenario: &str, settings: std::collections::BTreeMap<&'static str, String>, trace: &Trace) -> String {
    let document = schema::Document {
        format: FORMAT,
        version: VERSION,
        scenario,
        settings,
        outcome: outcome(&trace.outcome),
        steps: trace.steps.iter().map(step).collect(),
    };
    // Strings, numbers and lists only: there is nothing in it that JSON can't hold.
    serde_json::to_string(&document).unwrap_or_default()
}

/// SHA-256 of a trace in JSON, in hex.
pub fn sha256(json: &str) -> String {
    hex(&Sha256::digest(json))
}

fn outcome(outcome: &Outcome) -> schema::Outcome {
    let plain = |kind: &'static str| schema::Outcome {
        kind: kind.into(),
        side: None,
        fault: None,
        alert: None,
        rule: None,
        detail: None,
        detail_as: None,
    };
    match outcome {
        Outcome::Closed => plain("closed"),
        Outcome::Connected => plain("connected"),
        Outcome::Incomplete => plain("incomplete"),
        Outcome::Failed { side, fault } => {
            let (rule, detail, detail_as) = match fault {
                Fault::Broken { rule, detail } => {
                    let detail_as = match detail {
                        Detail::Words(_) => None,
                        Detail::Statement(statement) => bare(statement),
                    };
                    (Some(rule.id().into()), Some(in_english(detail)), detail_as)
                }
                Fault::PeerAlert(_) => (None, None, None),
            };
            let told = match fault {
                Fault::Broken { rule, detail } => {
                    let words = Detail::Words(in_english(detail));
                    Fault::Broken { rule: *rule, detail: words }.to_string()
                }
                Fault::PeerAlert(_) => fault.to_string(),
            };
            schema::Outcome {
                side: Some(side.name().into()),
                fault: Some(told),
                alert: Some(fault.alert().text().into()),
                rule,
                detail,
                detail_as,
                ..plain("failed")
            }
        }
    }
}

fn step(step: &Step) -> schema::Step {
    schema::Step {
        side: step.side.name(),
        from: step.from,
        to: step.to,
        events: step.events.iter().map(event).collect(),
    }
}

fn event(event: &Event) -> schema::Event {
    match event {
        Event::Message(m) => schema::Event::Message(schema::Message {
            dir: dir(m.dir).into(),
            number: m.number,
            name: m.name.into(),
            content_type: m.content_type.text().into(),
            records: m.records,
            bytes: hex(&m.bytes),
            fields: fields(&m.spans),
            malformed: m.malformed.as_ref().map(malformed),
        }),
        Event::Record(record) => schema::Event::Record(schema::Record {
            dir: dir(record.dir).into(),
            number: record.number,
            version: record.version.text().into(),
            bytes: hex(&record.bytes),
            fields: fields(&record.spans),
            sealing: sealing(record),
        }),
        Event::Key(key) => schema::Event::Key(schema::Key {
            node: key.node.name().into(),
            value: hex(&key.value),
            transcript: key.transcript.as_ref().map(|(point, hash)| (point.name().into(), hex(hash))),
            info: key.info.as_deref().map(hex),
        }),
        Event::Transcript(point) => schema::Event::Transcript(schema::Transcript {
            point: point.point.name().into(),
            hash: hex(&point.hash),
            messages: point.messages.iter().map(|name| (*name).into()).collect(),
        }),
        Event::Check(check) => schema::Event::Check(schema::Check {
            rule: check.rule.id().into(),
            passed: check.passed,
            alert: check.rule.alert().text(),
            section: check.rule.section().into(),
            compared: check.compared.clone(),
        }),
        Event::Choice(choice) => schema::Event::Choice(schema::Choice {
            what: choice.what.into(),
            offered: choice.offered.clone(),
            accepted: choice.accepted.clone(),
            picked: choice.picked.clone(),
            why: choice.why.into(),
        }),
        Event::Chain(path) => schema::Event::Chain(schema::Chain {
            links: path.links.iter().map(link).collect(),
            unused: path.unused.clone(),
            lists: path.lists.iter().map(|list| hex(list)).collect(),
        }),
        Event::Status(status) => schema::Event::Status(schema::Status {
            response: hex(&status.response),
            checks: status.checks.iter().map(link_check).collect(),
        }),
        Event::Epoch { dir: direction, epoch } => {
            schema::Event::Epoch(schema::EpochChange { dir: dir(*direction).into(), epoch: epoch_name(*epoch).into() })
        }
        Event::Tampered { what } => schema::Event::Tampered(schema::Tampered { what: what.clone() }),
    }
}

fn link(link: &Link) -> schema::Link {
    schema::Link {
        certificate: hex(&link.certificate),
        sent: match link.source {
            Source::Sent(place) => Some(place),
            Source::Store => None,
        },
        checks: link.checks.iter().map(link_check).collect(),
    }
}

/// A statement without its words; nothing for what is no sentence.
fn bare(statement: &Statement) -> Option<schema::Statement> {
    let value = |(name, value): (&str, Value)| {
        let value = match value {
            Value::Text(text) => schema::Value::Text(text.to_owned()),
            Value::Number(number) => schema::Value::Number(number),
            Value::Moment(Moment(time)) => schema::Value::Time { time },
            Value::Statement(Statement::Plain(text)) => schema::Value::Text(text.clone()),
            Value::Statement(inner) => schema::Value::Statement(bare(inner)?),
        };
        Some((name.to_owned(), value))
    };
    let id = statement.id()?.into();
    Some(schema::Statement { id, values: statement.values().into_iter().filter_map(value).collect() })
}

fn in_english(detail: &Detail) -> String {
    match detail {
        Detail::Words(words) => words.clone(),
        Detail::Statement(statement) => said_in(Language::English, statement),
    }
}

fn link_check(check: &LinkCheck) -> schema::LinkCheck {
    let LinkCheck { what, passed, found, wanted } = check;
    let (found_as, wanted_as) = (bare(found), bare(wanted));
    let [found, wanted] = [found, wanted].map(|one| said_in(Language::English, one));
    schema::LinkCheck { what: what.id().into(), passed: *passed, found, found_as, wanted, wanted_as }
}

fn sealing(record: &Record) -> Option<Box<schema::Sealing>> {
    let Sealing {
        form,
        epoch,
        writer,
        key_node,
        iv_node,
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
    } = record.sealing.as_ref()?;
    let inner = inner.as_ref().map(|inner| schema::Inner {
        content: hex(&inner.content),
        content_type: inner.content_type.text().into(),
        padding: inner.padding,
    });
    Some(Box::new(schema::Sealing {
        aead: form.name().into(),
        form: form.id().into(),
        epoch: epoch_name(*epoch).into(),
        writer: writer.name().into(),
        key_node: key_node.name().into(),
        iv_node: iv_node.name().into(),
        key: hex(key),
        iv: hex(iv),
        sequence: *sequence,
        nonce: hex(nonce),
        aad: hex(aad),
        inner,
        ciphertext: hex(ciphertext),
        tag: hex(tag),
        explicit: (!explicit.is_empty()).then(|| hex(explicit)),
        mac: mac.as_ref().map(|mac| schema::Mac {
            hash: form.mac().map_or("", Hash::name).into(),
            key_node: mac.key_node.name().into(),
            key: hex(&mac.key),
            input: hex(&mac.input),
            value: hex(&mac.value),
            encrypt_then_mac: form.id() == "encrypt_then_mac",
        }),
    }))
}

fn fields(spans: &[Span]) -> Vec<schema::Field> {
    let field = |(span, path): (&Span, String)| schema::Field {
        path,
        kind: kind_name(span.kind).into(),
        start: span.start,
        end: span.end,
        meaning: span.meaning.map(Into::into),
    };
    spans.iter().zip(Span::paths(spans)).map(field).collect()
}

fn malformed(error: &WireError) -> schema::Malformed {
    let problem = match error.kind {
        WireErrorKind::Truncated { needed, left } => schema::Problem::Truncated { needed, left },
        WireErrorKind::Trailing { left } => schema::Problem::Trailing { left },
        WireErrorKind::Length { got, min, max } => schema::Problem::Length { got, min, max },
    };
    schema::Malformed { at: error.at, field: error.field.clone(), problem }
}

fn dir(dir: Dir) -> &'static str {
    match dir {
        Dir::Sent => "sent",
        Dir::Received => "received",
    }
}

/// The epochs by name.
pub const EPOCHS: [Epoch; 6] =
    [Epoch::Plain, Epoch::EarlyData, Epoch::Handshake, Epoch::Application, Epoch::Updated, Epoch::Session];

/// An epoch, as the JSON names it.
pub fn epoch_name(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plain => "plain",
        Epoch::EarlyData => "early_data",
        Epoch::Handshake => "handshake",
        Epoch::Application => "application",
        Epoch::Updated => "updated",
        Epoch::Session => "session",
    }
}

/// The kinds of field by name.
pub const KINDS: [SpanKind; 4] = [SpanKind::Group, SpanKind::Length, SpanKind::Number, SpanKind::Bytes];

/// What stands in a field, as the JSON names it.
pub fn kind_name(kind: SpanKind) -> &'static str {
    match kind {
        SpanKind::Group => "group",
        SpanKind::Length => "length",
        SpanKind::Number => "number",
        SpanKind::Bytes => "bytes",
    }
}
