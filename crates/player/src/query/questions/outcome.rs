//! How a run ended.

use crate::query::asked::{Asked, none};
use crate::query::value::{Answer, Value};
use handshake_core::msgs::codes::AlertDescription;
use handshake_core::rules::Fault;
use handshake_core::trace::{Event, Outcome};
use handshake_core::{Rule, Side};
use handshake_lessons::Problem;

/// The first alert that says what went wrong, and who sent it.
fn fatal(asked: &Asked) -> Option<(Side, AlertDescription)> {
    asked.run().trace.alerts().into_iter().find(|(_, alert)| alert.text() != "close_notify")
}

pub fn alert(asked: &Asked) -> Answer {
    Ok(fatal(asked).map_or_else(none, |(_, alert)| Value::Text(alert.text())))
}

pub fn alert_from(asked: &Asked) -> Answer {
    Ok(fatal(asked).map_or_else(none, |(side, _)| Value::Text(side.name().to_owned())))
}

pub fn rule(asked: &Asked) -> Answer {
    Ok(match &asked.run().trace.outcome {
        Outcome::Failed { fault: Fault::Broken { rule, .. }, .. } => Value::Text(rule.id().to_owned()),
        _ => none(),
    })
}

pub fn outcome(asked: &Asked) -> Answer {
    let name = match &asked.run().trace.outcome {
        Outcome::Closed => "closed",
        Outcome::Connected => "connected",
        Outcome::Incomplete => "incomplete",
        Outcome::Failed { .. } => "failed",
    };
    Ok(Value::Text(name.to_owned()))
}

pub fn connected(asked: &Asked) -> Answer {
    Ok(Value::Truth(matches!(asked.run().trace.outcome, Outcome::Closed | Outcome::Connected)))
}

pub fn checked(asked: &Asked) -> Answer {
    let id = asked.text(0)?;
    let rule = Rule::ALL.iter().find(|rule| rule.id() == id);
    let rule = rule.ok_or_else(|| Problem::of("query.no-rule", &[("name", &id)]))?;
    let is_of_it = |event: &Event| matches!(event, Event::Check(check) if check.rule == *rule);
    Ok(Value::Truth(asked.run().trace.events().any(|(_, _, event)| is_of_it(event))))
}

pub fn attacks(asked: &Asked) -> Answer {
    let edits = asked.run().settings.tampering.edits().iter();
    Ok(Value::List(edits.map(|edit| edit.what.id().to_owned()).collect()))
}

pub fn thief_reads(asked: &Asked) -> Answer {
    let theft = asked.run().key_compromise.as_ref().ok_or(Problem::of("query.no-theft", &[]))?;
    Ok(Value::Truth(theft.outcome.as_ref().is_ok_and(|recovered| recovered.data().next().is_some())))
}
