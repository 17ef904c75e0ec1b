//! What was set, offered and chosen.

use crate::query::asked::{Asked, none};
use crate::query::value::{Answer, Value};
use handshake_core::trace::{Choice, Event};
use handshake_lessons::Problem;

fn choice<'a>(asked: &Asked<'a>, what: &str) -> Result<&'a Choice, Problem> {
    let choice = asked.run().trace.events().find_map(|(_, _, event)| match event {
        Event::Choice(choice) if choice.what == what => Some(choice),
        _ => None,
    });
    choice.ok_or_else(|| Problem::of("query.no-choice", &[("name", &what)]))
}

pub fn chosen(asked: &Asked) -> Answer {
    Ok(choice(asked, &asked.text(0)?)?.picked.clone().map_or_else(none, Value::Text))
}

pub fn offered(asked: &Asked) -> Answer {
    Ok(Value::List(choice(asked, &asked.text(0)?)?.offered.clone()))
}

pub fn setting(asked: &Asked) -> Answer {
    let id = asked.text(0)?;
    match handshake_scenario::settings::KEYS.iter().any(|key| key.id == id) {
        true => Ok(Value::Text(asked.run().settings.get(&id))),
        false => Err(Problem::of("query.no-setting", &[("name", &id)])),
    }
}

pub fn suite_part(asked: &Asked) -> Answer {
    let (kind, picked) = (asked.text(0)?, choice(asked, "cipher_suite")?.picked.as_deref().unwrap_or_default());
    let token = handshake_app::suite_name::token(picked, &kind);
    let token = token.ok_or_else(|| Problem::of("query.no-suite-part", &[("suite", &picked), ("part", &kind)]))?;
    Ok(Value::Text(token.to_owned()))
}
