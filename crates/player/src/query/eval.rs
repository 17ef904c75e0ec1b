//! A tree and a run to an answer.

use super::asked::Asked;
use super::method::method;
use super::parse::Query;
use super::query_context::QueryContext;
use super::questions;
use super::value::{Answer, Value, number, text, truth};
use handshake_lessons::Problem;

/// Answers.
pub fn eval(query: &Query, place: &QueryContext) -> Answer {
    match query {
        Query::Number(number) => Ok(Value::Number(*number)),
        Query::Text(text) => Ok(Value::Text(text.clone())),
        Query::Not(inner) => Ok(Value::Truth(!truth(eval(inner, place)?)?)),
        Query::Two(one, sign, other) => two(eval(one, place)?, sign, eval(other, place)?),
        Query::Method(of, name, args) => match path(query) {
            // `server.send.Finished` is a moment's key, and no question.
            Some(path) => Ok(Value::Text(path)),
            None => method(&eval(of, place)?, name, &all(args, place)?, place),
        },
        Query::Name(name, args) if name == "in" && args.len() == 2 => {
            let run = place.runs.get(&text(&eval(&args[0], place)?)?)?;
            eval(&args[1], &QueryContext { run: &run, ..*place })
        }
        Query::Name(name, args) => match questions::by_name(name) {
            Some(question) => (question.answer)(&Asked { name, args: &all(args, place)?, place }),
            None if args.is_empty() => Ok(Value::Text(name.clone())),
            None => Err(Problem::of("query.unknown", &[("name", name), ("known", &questions::names())])),
        },
    }
}

fn all(args: &[Query], place: &QueryContext) -> Result<Vec<Value>, Problem> {
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
            other => return Err(Problem::of("query.no-list", &[("kind", &other.kind())])),
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
