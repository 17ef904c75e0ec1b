//! What can be asked of what was found.

use super::names::METHODS;
use super::query_context::QueryContext;
use super::value::{Answer, Value, list, number, text};
use handshake_core::trace::{Dir, Epoch, Event, Message, Record, Side};
use handshake_wire::Span;

pub fn method(of: &Value, name: &str, args: &[Value], place: &QueryContext) -> Answer {
    let arg = || args.first().ok_or_else(|| format!(".{name} needs something in its parentheses")).and_then(text);
    let unknown = || Err(format!("{} has no .{name}; there are: {}", of.kind(), list(METHODS)));
    match (of, name) {
        (Value::Bytes(bytes, _), "len") => Ok(Value::Number(bytes.len() as i64)),
        (Value::Bytes(bytes, _), "bits") => Ok(Value::Number(bytes.len() as i64 * 8)),
        (Value::Bytes(bytes, _), "first" | "last") => {
            let count = args.first().ok_or_else(|| format!(".{name} needs a number in its parentheses"))?;
            let count = usize::try_from(number(count)?).unwrap_or_default();
            let start = if name == "first" { 0 } else { bytes.len().saturating_sub(count) };
            let end = if name == "first" { count } else { bytes.len() };
            let part = bytes.get(start..end).ok_or_else(|| format!("there are only {} bytes", bytes.len()))?;
            Ok(Value::Bytes(part.to_vec(), None))
        }
        (Value::Bytes(bytes, _), "number") if bytes.len() < 8 => {
            Ok(Value::Number(bytes.iter().fold(0, |sum, byte| sum << 8 | i64::from(*byte))))
        }
        (Value::List(names), "len") => Ok(Value::Number(names.len() as i64)),
        (Value::Bytes(bytes, _), "hex") => Ok(Value::Text(handshake_core::hex(bytes))),
        (Value::Bytes(bytes, _), "as_text") => Ok(Value::Text(String::from_utf8_lossy(bytes).into_owned())),
        (Value::Bytes(bytes, _), "short") => {
            let first = handshake_core::hex(bytes.get(..6).unwrap_or(bytes));
            Ok(Value::Text(if bytes.len() > 6 { format!("{first}…") } else { first }))
        }
        (Value::Message(step, event), _) => {
            let step = place.run.trace.steps.get(*step);
            let (Some(step), Some(Event::Message(message))) = (step, step.and_then(|step| step.events.get(*event)))
            else {
                return unknown();
            };
            let record = || {
                let wanted = |event: &&Event| matches!(event, Event::Record(record) if record.dir == Dir::Sent && record.number == message.records.0);
                let record = place.run.trace.steps.iter().filter(|other| other.side == step.side);
                record.flat_map(|step| &step.events).find(wanted).and_then(|event| match event {
                    Event::Record(record) => Some(record),
                    _ => None,
                })
            };
            message_method(message, step.side, name, arg, record).unwrap_or_else(unknown)
        }
        _ => unknown(),
    }
}

fn message_method<'a>(
    message: &Message,
    sender: Side,
    name: &str,
    arg: impl Fn() -> Result<String, String>,
    record: impl Fn() -> Option<&'a Record>,
) -> Option<Answer> {
    let sealing = || record().and_then(|record| record.sealing.as_ref());
    let find_in = |spans: &'_ [Span], path: &str| {
        let paths = Span::paths(spans);
        paths.iter().position(|one| one == path).and_then(|at| spans.get(at).cloned())
    };
    let find = |path: &str| find_in(&message.spans, path);
    Some(Ok(match name {
        "len" => Value::Number(message.bytes.len() as i64),
        "bytes" => Value::Bytes(message.bytes.clone(), None),
        "record" => Value::Bytes(record()?.bytes.clone(), None),
        "sender" => Value::Text(sender.name().to_owned()),
        "sealed" => Value::Truth(sealing().is_some()),
        "key" => Value::Text(sealing().map_or("none", |sealing| sealing.key_node.name()).to_owned()),
        "mac_key" => {
            let mac = sealing().and_then(|sealing| sealing.mac.as_ref());
            Value::Text(mac.map_or("none", |mac| mac.key_node.name()).to_owned())
        }
        "outer" => {
            let record = record()?;
            match arg().and_then(|path| {
                find_in(&record.spans, &path).ok_or_else(|| format!("the record of {} has no {path}", message.name))
            }) {
                Ok(span) => Value::Bytes(record.bytes.get(span.start..span.end).unwrap_or_default().to_vec(), None),
                Err(problem) => return Some(Err(problem)),
            }
        }
        "epoch" => Value::Text(sealing().map_or("plain", |sealing| epoch(sealing.epoch)).to_owned()),
        "sequence" => Value::Number(sealing().map_or(0, |sealing| sealing.sequence as i64)),
        "has" => match arg() {
            Ok(path) => Value::Truth(find(&path).is_some()),
            Err(problem) => return Some(Err(problem)),
        },
        "field" => match arg().and_then(|path| find(&path).ok_or_else(|| format!("{} has no {path}", message.name))) {
            Ok(span) => {
                Value::Bytes(message.bytes.get(span.start..span.end).unwrap_or_default().to_vec(), span.meaning)
            }
            Err(problem) => return Some(Err(problem)),
        },
        "parts" => match arg() {
            Ok(part) => Value::Number(message.spans.iter().filter(|span| span.name == part).count() as i64),
            Err(problem) => return Some(Err(problem)),
        },
        _ => return None,
    }))
}

fn epoch(epoch: Epoch) -> &'static str {
    match epoch {
        Epoch::Plain => "plain",
        Epoch::EarlyData => "early data",
        Epoch::Handshake => "handshake",
        Epoch::Application => "application",
        Epoch::Updated => "updated",
        Epoch::Session => "session",
    }
}
