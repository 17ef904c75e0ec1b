//! A tree and a run to an answer.

use super::method::method;
use super::names::NAMES;
use super::parse::Query;
use super::query_context::QueryContext;
use super::toy;
use super::value::{Answer, Value, list, number, text, truth};
use handshake_analysis::knowledge::{View, readable};
use handshake_analysis::run::Run;
use handshake_core::keys::{Row, SCHEDULE, ScheduleEntry};
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Message, Outcome, Side};
use handshake_core::{Rule, rules::Fault};
use handshake_lessons::OneOf;

/// Answers.
pub fn eval(query: &Query, place: &QueryContext) -> Answer {
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
            eval(inner, &QueryContext { run: &run, ..*place })
        }
        Query::Name(name, args) => match NAMES.iter().any(|(known, _)| known == name) {
            true => ask(name, &all(args, place)?, place),
            false if args.is_empty() => Ok(Value::Text(name.clone())),
            false => Err(format!("there is no question “{name}”; there are: {}", list(NAMES))),
        },
    }
}

fn all(args: &[Query], place: &QueryContext) -> Result<Vec<Value>, String> {
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

fn ask(name: &str, args: &[Value], place: &QueryContext) -> Answer {
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
        ScheduleEntry::by_name(&name).ok_or_else(|| format!("there is no key “{name}”"))
    };
    let view = |at: usize| {
        let name = arg(at)?;
        View::of_id(&name).ok_or_else(|| format!("“{name}” is no point of view"))
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
        "secret_into" => {
            let made = node(0)?;
            let inputs = Row::of(made).inputs().into_iter().filter(|input| {
                let known = run.knowledge.has(*input, View::Eavesdropper, run.moments.len());
                run.knowledge.value(*input).is_some() && !known
            });
            match inputs.collect::<Vec<_>>().as_slice() {
                [one] => Value::Text(one.name().to_owned()),
                other => return Err(format!("{} secrets go into {}, and not one", other.len(), made.name())),
            }
        }
        "made_from" => {
            let from = node(0)?;
            let made = SCHEDULE.iter().filter(|row| row.inputs().contains(&from)).map(|row| row.node);
            let made: Vec<ScheduleEntry> = made.filter(|node| run.knowledge.value(*node).is_some()).collect();
            match made.as_slice() {
                [one] => Value::Text(one.name().to_owned()),
                other => return Err(format!("{} goes into {} values, and not into one", from.name(), other.len())),
            }
        }
        "suite_part" => {
            let suite = text(&ask("chosen", &[Value::Text("cipher_suite".to_owned())], place)?)?;
            let kind = arg(0)?;
            let token = handshake_app::suite_name::token(&suite, &kind);
            Value::Text(token.ok_or_else(|| format!("{suite} names no “{kind}”"))?.to_owned())
        }
        "longest" => {
            let from = side(0)?;
            let of_side = sent(run).filter(|(step, _, message)| {
                let of = trace.steps.get(*step).map(|step| step.side);
                message.content_type == ContentType::HANDSHAKE && from.is_none_or(|from| of == Some(from))
            });
            let longest = of_side.max_by_key(|(_, _, message)| message.bytes.len());
            longest.map_or_else(none, |(_, _, message)| Value::Text(message.name.to_owned()))
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
            match handshake_scenario::settings::KEYS.iter().any(|key| key.id == id) {
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
        "thief_reads" => match &run.key_compromise {
            Some(theft) => {
                Value::Truth(theft.outcome.as_ref().is_ok_and(|recovered| recovered.data().next().is_some()))
            }
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
