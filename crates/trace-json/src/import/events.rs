//! The events of a step.

use super::json_path::{JsonPath, code, rule, side};
use super::spans;
use crate::export::{EPOCHS, epoch_name};
use crate::schema;
use handshake_core::crypto::Hash;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::{ContentType, ProtocolVersion};
use handshake_core::names;
use handshake_core::pki::{Aspect, Link, LinkCheck, Path, Source, Status};
use handshake_core::record::{Form, HEADER, MAX_CIPHERTEXT_12};
use handshake_core::statement::{Moment, OwnValue, Statement};
use handshake_core::trace::{
    Check, Choice, Dir, Epoch, Event, Inner, Key, Mac, Message, Record, Sealing, TranscriptPoint,
};
use handshake_core::transcript::PointName;
use handshake_lessons::Problem;
use handshake_wire::{WireError, WireErrorKind};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Kind {
    event: String,
}

/// One event.
pub fn event(place: &JsonPath, raw: &RawValue) -> Result<Event, Problem> {
    let Kind { event } = place.read(raw)?;
    Ok(match event.as_str() {
        "message" => Event::Message(message(place, place.read(raw)?)?),
        "record" => Event::Record(record(place, place.read(raw)?)?),
        "key" => Event::Key(key(place, place.read(raw)?)?),
        "transcript" => Event::Transcript(transcript(place, place.read(raw)?)?),
        "check" => {
            let form: schema::Check = place.read(raw)?;
            let rule = rule(&place.at("rule"), &form.rule)?;
            Event::Check(Check { rule, passed: form.passed, compared: form.compared })
        }
        "choice" => {
            let schema::Choice { what, offered, accepted, picked, why } = place.read(raw)?;
            let what = names::choice(&what).ok_or_else(|| place.at("what").unknown("trace.no-choice", &what))?;
            let why = names::reason(&why).ok_or_else(|| place.at("why").unknown("trace.no-reason", &why))?;
            Event::Choice(Choice { what, offered, accepted, picked, why })
        }
        "chain" => Event::Chain(chain(place, place.read(raw)?)?),
        "status" => {
            let form: schema::Status = place.read(raw)?;
            let checks = link_checks(&place.at("checks"), form.checks)?;
            Event::Status(Status { response: place.at("response").bytes(&form.response)?, checks })
        }
        "epoch" => {
            let form: schema::EpochChange = place.read(raw)?;
            Event::Epoch { dir: dir(place, &form.dir)?, epoch: epoch(place, &form.epoch)? }
        }
        "tampered" => {
            let schema::Tampered { what } = place.read(raw)?;
            Event::Tampered { what }
        }
        other => return Err(place.at("event").unknown("trace.no-event", other)),
    })
}

fn message(place: &JsonPath, form: schema::Message) -> Result<Message, Problem> {
    let bytes = place.at("bytes").bytes(&form.bytes)?;
    let malformed = form.malformed.map(|malformed| {
        let kind = match malformed.problem {
            schema::Problem::Truncated { needed, left } => WireErrorKind::Truncated { needed, left },
            schema::Problem::Trailing { left } => WireErrorKind::Trailing { left },
            schema::Problem::Length { got, min, max } => WireErrorKind::Length { got, min, max },
        };
        WireError { at: malformed.at, field: malformed.field, kind }
    });
    // Each of them carries a byte of it.
    if form.records.0 > form.records.1 || form.records.1 - form.records.0 > bytes.len() as u64 {
        return Err(Problem::of("trace.not-in-records", &[("place", &place.at("records")), ("len", &bytes.len())]));
    }
    Ok(Message {
        dir: dir(place, &form.dir)?,
        number: form.number,
        name: names::message(&form.name).ok_or_else(|| place.at("name").unknown("trace.no-message", &form.name))?,
        content_type: content_type(&place.at("content_type"), &form.content_type)?,
        spans: spans::spans(place, &form.fields, bytes.len())?,
        bytes,
        malformed,
        records: form.records,
    })
}

fn record(place: &JsonPath, form: schema::Record) -> Result<Record, Problem> {
    let bytes = place.at("bytes").bytes(&form.bytes)?;
    if bytes.len() < HEADER {
        return Err(Problem::of("trace.short-record", &[("place", &place.at("bytes")), ("min", &HEADER)]));
    }
    let told = match form.version.is_empty() {
        false => Some(version(&place.at("version"), &form.version)?),
        true => None,
    };
    let sealing = form.sealing.map(|form| sealing(&place.at("sealing"), *form, told)).transpose()?;
    let spans = spans::spans(place, &form.fields, bytes.len())?;
    let version = match (told, &sealing) {
        (Some(told), _) => told,
        (None, Some(sealing)) => sealing.form.version(),
        (None, None) if spans.iter().any(|span| span.name == "legacy_record_version") => ProtocolVersion::TLS13,
        (None, None) => ProtocolVersion::TLS12,
    };
    Ok(Record { dir: dir(place, &form.dir)?, number: form.number, version, bytes, spans, sealing })
}

/// What sealed a record. A file from before forms were written down has them in what else it says.
fn sealing_form(place: &JsonPath, told: &schema::Sealing, version: Option<ProtocolVersion>) -> Result<Form, Problem> {
    let id = match (&told.mac, &*told.epoch) {
        _ if !told.form.is_empty() => &*told.form,
        (Some(mac), _) if mac.encrypt_then_mac => "encrypt_then_mac",
        (Some(_), _) => "mac_then_encrypt",
        (None, "session") => "tls12_aead",
        (None, _) => "tls13",
    };
    if Form::all().all(|form| form.id() != id) {
        return Err(place.at("form").unknown("trace.no-form", id));
    }
    let named = |form: &Form| form.id() == id && form.name() == &*told.aead;
    let found =
        Form::all().find(|form| named(form) && Some(form.version()) == version).or_else(|| Form::all().find(named));
    let found = found.ok_or_else(|| place.at("aead").unknown("trace.no-cipher", &told.aead))?;
    match &told.mac {
        Some(mac) if found.mac().map(Hash::name) != Some(&*mac.hash) => {
            Err(place.at("mac.hash").unknown("trace.no-hash", &mac.hash))
        }
        _ => Ok(found),
    }
}

fn sealing(place: &JsonPath, told: schema::Sealing, version: Option<ProtocolVersion>) -> Result<Sealing, Problem> {
    let form = sealing_form(place, &told, version)?;
    let mac = told.mac.map(|mac| {
        let place = place.at("mac");
        Ok::<_, Problem>(Box::new(Mac {
            key_node: node(&place.at("key_node"), &mac.key_node)?,
            key: place.at("key").secret(&mac.key)?,
            input: place.at("input").bytes(&mac.input)?,
            value: place.at("value").secret(&mac.value)?,
        }))
    });
    let mac = mac.transpose()?;
    let inner = told.inner.map(|inner| {
        let place = place.at("inner");
        let content = place.at("content").bytes(&inner.content)?;
        let too_long = || Problem::of("trace.long-record", &[("place", &place.at("padding"))]);
        if content.len().saturating_add(inner.padding) > MAX_CIPHERTEXT_12 {
            return Err(too_long());
        }
        let content_type = content_type(&place.at("content_type"), &inner.content_type)?;
        Inner::told(form, content, content_type, inner.padding, mac.as_deref()).ok_or_else(too_long)
    });
    let inner = inner.transpose()?;
    Ok(Sealing {
        form,
        epoch: epoch(place, &told.epoch)?,
        writer: side(&place.at("writer"), &told.writer)?,
        key_node: node(&place.at("key_node"), &told.key_node)?,
        iv_node: node(&place.at("iv_node"), &told.iv_node)?,
        key: place.at("key").secret(&told.key)?,
        iv: place.at("iv").secret(&told.iv)?,
        sequence: told.sequence,
        nonce: place.at("nonce").secret(&told.nonce)?,
        explicit: place.at("explicit").secret(told.explicit.as_deref().unwrap_or_default())?,
        aad: place.at("aad").secret(&told.aad)?,
        inner,
        ciphertext: place.at("ciphertext").bytes(&told.ciphertext)?,
        tag: place.at("tag").secret(&told.tag)?,
        mac,
    })
}

fn key(place: &JsonPath, form: schema::Key) -> Result<Key, Problem> {
    let transcript = form.transcript.map(|(name, hash)| {
        let place = place.at("transcript");
        Ok::<_, Problem>((point(&place, &name)?, place.bytes(&hash)?))
    });
    Ok(Key {
        node: node(&place.at("node"), &form.node)?,
        value: place.at("value").bytes(&form.value)?,
        transcript: transcript.transpose()?,
        info: form.info.map(|info| place.at("info").bytes(&info)).transpose()?,
    })
}

fn transcript(place: &JsonPath, form: schema::Transcript) -> Result<TranscriptPoint, Problem> {
    let place_of = place.at("messages");
    let name = |name: &schema::Name| names::message(name).ok_or_else(|| place_of.unknown("trace.no-message", name));
    Ok(TranscriptPoint {
        point: point(&place.at("point"), &form.point)?,
        hash: place.at("hash").bytes(&form.hash)?,
        messages: form.messages.iter().map(name).collect::<Result<_, _>>()?,
    })
}

fn chain(place: &JsonPath, form: schema::Chain) -> Result<Path, Problem> {
    let link = |(index, link): (usize, schema::Link)| {
        let place = place.at(&format!("links[{index}]"));
        Ok::<_, Problem>(Link {
            certificate: place.at("certificate").bytes(&link.certificate)?,
            source: link.sent.map_or(Source::Store, Source::Sent),
            checks: link_checks(&place.at("checks"), link.checks)?,
        })
    };
    let lists = place.at("lists");
    Ok(Path {
        links: form.links.into_iter().enumerate().map(link).collect::<Result<_, _>>()?,
        unused: form.unused,
        lists: form.lists.iter().map(|list| lists.bytes(list)).collect::<Result<_, _>>()?,
    })
}

fn link_checks(place: &JsonPath, forms: Vec<schema::LinkCheck>) -> Result<Vec<LinkCheck>, Problem> {
    let check = |form: schema::LinkCheck| {
        let what = Aspect::ALL.into_iter().find(|aspect| aspect.id() == form.what);
        let what = what.ok_or_else(|| place.unknown("trace.no-aspect", &form.what))?;
        let found = statement(&place.at("found_as"), form.found_as)?.unwrap_or(Statement::Plain(form.found));
        let wanted = statement(&place.at("wanted_as"), form.wanted_as)?.unwrap_or(Statement::Plain(form.wanted));
        Ok(LinkCheck { what, passed: form.passed, found, wanted })
    };
    forms.into_iter().map(check).collect()
}

/// A statement that a file has without its words.
pub(super) fn statement(place: &JsonPath, form: Option<schema::Statement>) -> Result<Option<Statement>, Problem> {
    let Some(schema::Statement { id, mut values }) = form else { return Ok(None) };
    // What stood there already has its own words.
    let mut value = |name: &str| {
        Some(match values.remove(name)? {
            schema::Value::Number(number) => OwnValue::Number(number),
            schema::Value::Text(text) => OwnValue::Text(text),
            schema::Value::Time { time } => OwnValue::Moment(Moment(time)),
            schema::Value::Statement(inner) => {
                OwnValue::Statement(Box::new(statement(place, Some(inner)).ok().flatten()?))
            }
        })
    };
    let built = Statement::build(&id, &mut value);
    built.map(Some).ok_or_else(|| place.unknown("trace.no-statement", &id))
}

fn dir(place: &JsonPath, name: &str) -> Result<Dir, Problem> {
    match name {
        "sent" => Ok(Dir::Sent),
        "received" => Ok(Dir::Received),
        other => Err(place.at("dir").unknown("trace.no-direction", other)),
    }
}

fn epoch(place: &JsonPath, name: &str) -> Result<Epoch, Problem> {
    let found = EPOCHS.into_iter().find(|epoch| epoch_name(*epoch) == name);
    found.ok_or_else(|| place.at("epoch").unknown("trace.no-epoch", name))
}

fn node(place: &JsonPath, name: &str) -> Result<ScheduleEntry, Problem> {
    ScheduleEntry::by_name(name).ok_or_else(|| place.unknown("trace.no-node", name))
}

fn point(place: &JsonPath, name: &str) -> Result<PointName, Problem> {
    PointName::by_name(name).ok_or_else(|| place.unknown("trace.no-point", name))
}

fn version(place: &JsonPath, text: &str) -> Result<ProtocolVersion, Problem> {
    ProtocolVersion::by_name(text).ok_or_else(|| place.unknown("trace.no-tls-version", text))
}

fn content_type(place: &JsonPath, text: &str) -> Result<ContentType, Problem> {
    code(place, text, "trace.no-content-type", ContentType::by_name(text).map(|found| found.0)).map(ContentType)
}
