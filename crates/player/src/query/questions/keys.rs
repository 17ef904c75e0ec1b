//! The key schedule's values, and who has them.

use crate::query::asked::Asked;
use crate::query::value::{Answer, Value};
use handshake_analysis::knowledge::View;
use handshake_core::keys::{Row, SCHEDULE, ScheduleEntry};
use handshake_lessons::Problem;

pub fn value(asked: &Asked) -> Answer {
    let entry = asked.entry(0)?;
    let value = asked.run().knowledge.value(entry);
    let value = value.ok_or_else(|| Problem::of("query.not-made", &[("name", &entry.name())]))?;
    Ok(Value::Bytes(value.to_vec(), None))
}

pub fn knows(asked: &Asked) -> Answer {
    let (view, entry) = (asked.view(0)?, asked.entry(1)?);
    let by = if asked.args.len() > 2 { asked.moment(2)? } else { asked.run().moments.len() };
    Ok(Value::Truth(asked.run().knowledge.has(entry, view, by)))
}

pub fn secret_into(asked: &Asked) -> Answer {
    let (made, run) = (asked.entry(0)?, asked.run());
    let inputs = Row::of(made).inputs().into_iter().filter(|input| {
        let known = run.knowledge.has(*input, View::Eavesdropper, run.moments.len());
        run.knowledge.value(*input).is_some() && !known
    });
    only(&inputs.collect::<Vec<_>>(), "query.secrets-into", made)
}

pub fn made_from(asked: &Asked) -> Answer {
    let from = asked.entry(0)?;
    let made = SCHEDULE.iter().filter(|row| row.inputs().contains(&from)).map(|row| row.node);
    let made: Vec<ScheduleEntry> = made.filter(|entry| asked.run().knowledge.value(*entry).is_some()).collect();
    only(&made, "query.made-from", from)
}

/// The only one of some entries; else how many stand in its place.
fn only(found: &[ScheduleEntry], problem: &'static str, of: ScheduleEntry) -> Answer {
    match found {
        [one] => Ok(Value::Text(one.name().to_owned())),
        other => Err(Problem::of(problem, &[("n", &other.len()), ("name", &of.name())])),
    }
}
