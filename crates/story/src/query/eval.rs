//! A tree and a run to an answer.

use super::Value;
use super::parse::Query;
use super::toy;
use crate::Story;
use crate::knowledge::{View, readable};
use crate::run::Run;
use handshake_core::keys::Node;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Epoch, Event, Message, Outcome, Record, Side};
use handshake_core::{Rule, rules::Fault};
use handshake_wire::Span;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Everything that can be asked of a run, with what goes into the parentheses.
pub const NAMES: &[(&str, &str)] = &[
    ("alert", "name of the first alert that says what went wrong; `none` without one"),
    ("alert_from", "who sent it"),
    ("rule", "id of the rule that was broken; `none` if all held"),
    ("outcome", "closed, connected, incomplete or failed"),
    ("connected", "whether the handshake was finished on both sides"),
    ("round_trips", "how often the client waits for an answer before it can say something"),
    ("count", "how many messages of a name were sent: count(Certificate)"),
    ("message", "a message, and who sent it if both send one: message(Finished, client)"),
    ("before", "whether one moment comes before another: before(server.send.Certificate, …)"),
    ("step", "number of a moment's step: step(client.send.ClientHello)"),
    ("steps", "how many steps there are"),
    ("happens", "whether there is such a moment"),
    ("value", "bytes of a key: value(shared_secret)"),
    ("knows", "whether a party has a key, ever or by a moment: knows(eavesdropper, shared_secret)"),
    ("reads", "whether a party can read a message in the end: reads(eavesdropper, Certificate)"),
    ("chosen", "what was picked: chosen(\"cipher suite\")"),
    ("offered", "what could be picked: offered(\"cipher suite\")"),
    ("setting", "a setting's value: setting(group)"),
    ("sent", "bytes on the wire, of both or of one side: sent(server)"),
    ("plain", "a text's bytes as they would cross a wire without TLS: plain(setting(request))"),
    ("thief_reads", "whether a thief of the server's key reads the recording (with the setting theft)"),
    ("checked", "whether a rule was checked: checked(name-matches)"),
    ("drawn", "a number from 2 to a most, from the seed: drawn(client, 20)"),
    ("power", "a power on a clock: power(5, 6, 23) is 5 to the power of 6, modulo 23"),
    ("in", "the same question of another run: in(tls13-resume, round_trips)"),
];

/// Everything that can be asked of what was found.
pub const METHODS: &[(&str, &str)] = &[
    ("len", "bytes of it, or how many there are"),
    ("hex", "all its bytes"),
    ("short", "its first bytes"),
    ("bytes", "a message's bytes"),
    ("record", "the record that carried a message"),
    ("field", "a field of a message, by its path"),
    ("has", "whether a message has a field"),
    ("parts", "how many fields of a name a message has: .parts(CertificateEntry)"),
    ("sealed", "whether a message crosses sealed"),
    ("key", "the key that sealed it"),
    ("epoch", "the keys' name"),
    ("sender", "who sent it"),
    ("sequence", "the number of the record under its key"),
    ("as_text", "bytes as a text"),
];

/// Other runs, each computed once.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    /// All randomness of every run, if it was chosen.
    pub seed: Option<u64>,
    known: Rc<RefCell<BTreeMap<String, Rc<Run>>>>,
}

impl Runs {
    /// With a seed.
    pub fn new(seed: Option<u64>) -> Self {
        Runs { seed, known: Rc::default() }
    }

    /// The run of `tls13-full?group=secp256r1`.
    ///
    /// # Errors
    /// In sentences: what is wrong with that.
    pub fn get(&self, run: &str) -> Result<Rc<Run>, String> {
        if let Some(run) = self.known.borrow().get(run) {
            return Ok(Rc::clone(run));
        }
        let story = Story::open(&self.address(run, None));
        if let Some(notice) = story.notice {
            return Err(notice);
        }
        self.known.borrow_mut().insert(run.to_owned(), Rc::clone(&story.run));
        Ok(story.run)
    }

    /// Where such a run opens, at a step.
    pub fn address(&self, run: &str, step: Option<usize>) -> String {
        let (scenario, settings) = run.split_once('?').unwrap_or((run, ""));
        let step = step.map(|step| format!("/{step}")).unwrap_or_default();
        let seed = self.seed.map(|seed| format!("&seed={seed}")).unwrap_or_default();
        format!("/s/{scenario}{step}?{settings}{seed}")
    }
}

/// What a query is asked of.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The run.
    pub run: &'a Run,
    /// For `in`.
    pub runs: &'a Runs,
}

type Answer = Result<Value, String>;

/// Answers.
pub fn eval(query: &Query, place: &Place) -> Answer {
    match query {
        Query::Number(number) => Ok(Value::Number(*number)),
        Query::Text(text) => Ok(Value::Text(text.clone())),
        Query::Not(inner) => Ok(Value::Truth(!truth(eval(inner, place)?)?)),
        Query::Two(one, sign, other) => two(eval(one, place)?, sign, eval(other, place)?),
        Query::Method(of, name, args) if path(query).is_some() && args.is_empty() => {
            // `server.send.Finished` is a moment's key, and no question.
            let _ = (of, name);
            Ok(Value::Text(path(query).unwrap_or_default()))
        }
        Query::Method(of, name, args) => method(&eval(of, place)?, name, &all(args, place)?, place),
        Query::Name(name, args) if name == "in" => {
            let [run, inner] = args.as_slice() else { return Err("in takes a run and a question".to_owned()) };
            let run = place.runs.get(&text(&eval(run, place)?)?)?;
            eval(inner, &Place { run: &run, ..*place })
        }
        Query::Name(name, args) => match NAMES.iter().any(|(known, _)| known == name) {
            true => ask(name, &all(args, place)?, place),
            false if args.is_empty() => Ok(Value::Text(name.clone())),
            false => Err(format!("there is no question “{name}”; there are: {}", list(NAMES))),
        },
    }
}

fn list(known: &[(&str, &str)]) -> String {
    known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn all(args: &[Query], place: &Place) -> Result<Vec<Value>, String> {
    args.iter().map(|arg| eval(arg, place)).collect()
}

/// `server.send.Finished`: words with dots between them that begin with a side.
fn path(query: &Query) -> Option<String> {
    match query {
        Query::Name(side, args) if args.is_empty() && (side == "client" || side == "server") => Some(side.clone()),
        Query::Method(of, name, args) if args.is_empty() => Some(format!("{}.{name}", path(of)?)),
        _ => None,
    }
}

fn truth(value: Value) -> Result<bool, String> {
    match value {
        Value::Truth(truth) => Ok(truth),
        other => Err(format!("yes or no is needed, and this is {}", other.kind())),
    }
}

fn number(value: &Value) -> Result<i64, String> {
    match value {
        Value::Number(number) => Ok(*number),
        other => Err(format!("a number is needed, and this is {}", other.kind())),
    }
}

fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        other => Err(format!("a name is needed, and this is {}", other.kind())),
    }
}

fn two(one: Value, sign: &str, other: Value) -> Answer {
    Ok(match sign {
        "and" => Value::Truth(truth(one)? && truth(other)?),
        "or" => Value::Truth(truth(one)? || truth(other)?),
        "=" => Value::Truth(one.same(&other)),
        "!=" => Value::Truth(!one.same(&other)),
        "has" => match &one {
            Value::List(names) => Value::Truth(names.contains(&text(&other)?)),
            other => return Err(format!("only a list has something, and this is {}", other.kind())),
        },
        _ => {
            let (one, other) = (number(&one)?, number(&other)?);
            match sign {
                "<" => Value::Truth(one < other),
                ">" => Value::Truth(one > other),
                "<=" => Value::Truth(one <= other),
                ">=" => Value::Truth(one >= other),
                "+" => Value::Number(one.saturating_add(other)),
                _ => Value::Number(one.saturating_sub(other)),
            }
        }
    })
}

fn ask(name: &str, args: &[Value], place: &Place) -> Answer {
    let run = place.run;
    let trace = &run.trace;
    let arg = |at: usize| args.get(at).ok_or_else(|| format!("{name} needs more in its parentheses")).and_then(text);
    let need = |at: usize| args.get(at).ok_or_else(|| format!("{name} needs more in its parentheses"));
    let side = |at: usize| match args.get(at) {
        None => Ok(None),
        Some(value) => match text(value)?.as_str() {
            "client" => Ok(Some(Side::Client)),
            "server" => Ok(Some(Side::Server)),
            other => Err(format!("“{other}” is no side; there are client and server")),
        },
    };
    let moment = |at: usize| {
        let key = arg(at)?;
        let found = run.moments.iter().position(|moment| moment.key == key);
        found.ok_or_else(|| format!("this run has no moment {key}"))
    };
    let node = |at: usize| {
        let name = arg(at)?;
        Node::by_name(&name).ok_or_else(|| format!("there is no key “{name}”"))
    };
    let view = |at: usize| {
        let name = arg(at)?;
        let found = View::ALL.into_iter().find(|view| view.id() == name);
        found.ok_or_else(|| format!("“{name}” is no point of view"))
    };
    let fatal = trace.alerts().into_iter().find(|(_, alert)| alert.text() != "close_notify");
    let none = || Value::Text("none".to_owned());
    Ok(match name {
        "alert" => fatal.map_or_else(none, |(_, alert)| Value::Text(alert.text())),
        "alert_from" => fatal.map_or_else(none, |(side, _)| Value::Text(side.name().to_owned())),
        "rule" => match &trace.outcome {
            Outcome::Failed { fault: Fault::Broken { rule, .. }, .. } => Value::Text(rule.id().to_owned()),
            _ => none(),
        },
        "outcome" => Value::Text(
            match &trace.outcome {
                Outcome::Closed => "closed",
                Outcome::Connected => "connected",
                Outcome::Incomplete => "incomplete",
                Outcome::Failed { .. } => "failed",
            }
            .to_owned(),
        ),
        "connected" => Value::Truth(matches!(trace.outcome, Outcome::Closed | Outcome::Connected)),
        "round_trips" => Value::Number(round_trips(run)),
        "count" => {
            let name = arg(0)?;
            Value::Number(sent(run).filter(|(_, _, message)| message.name == name).count() as i64)
        }
        "message" => {
            let (wanted, from) = (arg(0)?, side(1)?);
            let found = sent(run).find(|(step, _, message)| {
                message.name == wanted && from.is_none_or(|from| trace.steps.get(*step).is_some_and(|s| s.side == from))
            });
            let (step, event, _) = found.ok_or_else(|| format!("this run sends no message “{wanted}”"))?;
            Value::Message(step, event)
        }
        "before" => Value::Truth(moment(0)? < moment(1)?),
        "step" => Value::Number(moment(0)? as i64 + 1),
        "steps" => Value::Number(run.moments.len() as i64),
        "happens" => {
            let key = arg(0)?;
            Value::Truth(run.moments.iter().any(|moment| moment.key == key))
        }
        "value" => {
            let node = node(0)?;
            let value = run.knowledge.value(node);
            Value::Bytes(value.ok_or_else(|| format!("this run makes no {}", node.name()))?.to_vec(), None)
        }
        "knows" => {
            let (view, node) = (view(0)?, node(1)?);
            let by = if args.len() > 2 { moment(2)? } else { run.moments.len() };
            Value::Truth(run.knowledge.has(node, view, by))
        }
        "reads" => {
            let (view, wanted) = (view(0)?, arg(1)?);
            let found = run.moments.iter().find(|moment| moment.message(trace).is_some_and(|one| one.name == wanted));
            let found = found.ok_or_else(|| format!("this run sends no message “{wanted}”"))?;
            Value::Truth(readable(trace, found, &run.knowledge, view, run.moments.len()))
        }
        "chosen" | "offered" => {
            let what = arg(0)?;
            let choice = trace.events().find_map(|(_, _, event)| match event {
                Event::Choice(choice) if choice.what == what => Some(choice),
                _ => None,
            });
            let choice = choice.ok_or_else(|| format!("this run chooses no “{what}”"))?;
            match name {
                "chosen" => choice.picked.clone().map_or_else(none, Value::Text),
                _ => Value::List(choice.offered.clone()),
            }
        }
        "setting" => {
            let id = arg(0)?;
            match crate::settings::KEYS.iter().any(|key| key.id == id) {
                true => Value::Text(run.settings.get(&id)),
                false => return Err(format!("there is no setting “{id}”")),
            }
        }
        "drawn" => Value::Number(toy::drawn(run.settings.seed, &arg(0)?, number(need(1)?)?)?),
        "power" => Value::Number(toy::power(number(need(0)?)?, number(need(1)?)?, number(need(2)?)?)?),
        "sent" => {
            let from = side(0)?;
            let len = |(_, side, event): (usize, Side, &Event)| match event {
                Event::Record(record) if record.dir == Dir::Sent && from.is_none_or(|from| from == side) => {
                    record.bytes.len()
                }
                _ => 0,
            };
            Value::Number(trace.events().map(len).sum::<usize>() as i64)
        }
        "plain" => Value::Bytes(arg(0)?.into_bytes(), None),
        "thief_reads" => match &run.theft {
            Some(theft) => Value::Truth(theft.outcome.as_ref().is_ok_and(|loot| loot.data().next().is_some())),
            None => return Err("nobody steals the key in this run".to_owned()),
        },
        "checked" => {
            let id = arg(0)?;
            let rule = Rule::ALL.iter().find(|rule| rule.id() == id).ok_or_else(|| format!("there is no rule {id}"))?;
            Value::Truth(
                trace.events().any(|(_, _, event)| matches!(event, Event::Check(check) if check.rule == *rule)),
            )
        }
        _ => return Err(format!("there is no question “{name}”")),
    })
}

fn method(of: &Value, name: &str, args: &[Value], place: &Place) -> Answer {
    let arg = || args.first().ok_or_else(|| format!(".{name} needs something in its parentheses")).and_then(text);
    let unknown = || Err(format!("{} has no .{name}; there are: {}", of.kind(), list(METHODS)));
    match (of, name) {
        (Value::Bytes(bytes, _), "len") => Ok(Value::Number(bytes.len() as i64)),
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
    let find = |path: &str| {
        let paths = Span::paths(&message.spans);
        paths.iter().position(|one| one == path).and_then(|at| message.spans.get(at))
    };
    Some(Ok(match name {
        "len" => Value::Number(message.bytes.len() as i64),
        "bytes" => Value::Bytes(message.bytes.clone(), None),
        "record" => Value::Bytes(record()?.bytes.clone(), None),
        "sender" => Value::Text(sender.name().to_owned()),
        "sealed" => Value::Truth(sealing().is_some()),
        "key" => Value::Text(sealing().map_or("none", |sealing| sealing.key_node.name()).to_owned()),
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

/// Messages that were sent, in the order of the trace.
fn sent(run: &Run) -> impl Iterator<Item = (usize, usize, &Message)> {
    let events = run
        .trace
        .steps
        .iter()
        .enumerate()
        .flat_map(|(step, s)| s.events.iter().enumerate().map(move |(event, e)| (step, event, e)));
    events.filter_map(|(step, event, e)| match e {
        Event::Message(message) if message.dir == Dir::Sent => Some((step, event, message)),
        _ => None,
    })
}

/// Answers of the server that the client has to wait for before it says something. A ticket after the handshake is
/// nothing to wait for.
fn round_trips(run: &Run) -> i64 {
    let (mut trips, mut last) = (0, Side::Client);
    for (step, _, message) in sent(run) {
        let side = run.trace.steps.get(step).map_or(Side::Client, |step| step.side);
        if side == Side::Client && message.content_type == ContentType::APPLICATION_DATA {
            break;
        }
        if message.name == "NewSessionTicket" {
            continue;
        }
        if side == Side::Server && last == Side::Client {
            trips += 1;
        }
        last = side;
    }
    trips
}
