//! A trace that was written down, read again. Whatever the file says is checked: what can't be right is told in one
//! sentence that names the place, and nothing of the file is kept but what the engine itself could have said.

mod events;
mod json_path;
mod spans;

use crate::schema;
use crate::schema::{FORMAT, LIVE, VERSION};
use handshake_core::msgs::codes::AlertDescription;
use handshake_core::rules::Fault;
use handshake_core::trace::{Outcome, Side, StateName, Step, Trace};
use handshake_lessons::{self as lessons, Problem};
use handshake_scenario::settings::Settings;
use handshake_scenario::text::shorten;
use json_path::{JsonPath, code, rule, side};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Longest file that is read, in bytes.
pub const MAX_FILE: usize = 8 << 20;
/// Most events of a trace. A full handshake has about two hundred.
pub const MAX_EVENTS: usize = 20_000;

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// What happened.
    pub trace: Trace,
    /// The side that kept the account, if it is one of one side alone.
    pub alone: Option<Side>,
    /// What the run is a function of, if the file says so: the same settings here give the same run.
    pub settings: Option<Settings>,
}

/// The members that tell whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Document<'a> {
    scenario: String,
    #[serde(default)]
    settings: BTreeMap<String, String>,
    #[serde(borrow)]
    outcome: &'a RawValue,
    #[serde(borrow)]
    steps: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct StepForm<'a> {
    side: String,
    from: String,
    to: String,
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

/// Reads a trace.
///
/// # Errors
/// What is wrong, and where.
pub fn import(text: &str) -> Result<Recording, Problem> {
    if text.len() > MAX_FILE {
        let len = format!("{:.1}", text.len() as f64 / f64::from(1 << 20));
        return Err(Problem::of("trace.too-long", &[("len", &len), ("max", &(MAX_FILE >> 20))]));
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Problem::of("trace.empty", &[]));
    }
    let head: Head = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Problem::of("trace.other", &[]),
        serde_json::error::Category::Eof => Problem::of("trace.cut", &[("error", &error)]),
        _ => Problem::of("trace.no-json", &[("error", &error)]),
    })?;
    if head.format.as_deref() != Some(FORMAT) {
        return Err(Problem::of("trace.other-format", &[("format", &FORMAT)]));
    }
    match head.version {
        Some(version) if version == VERSION => {}
        Some(version) => {
            let found = shorten(&version.to_string());
            return Err(Problem::of("trace.other-version", &[("found", &found), ("version", &VERSION)]));
        }
        None => return Err(Problem::of("trace.no-version", &[])),
    }
    let document: Document =
        serde_json::from_str(text).map_err(|error| Problem::of("trace.unreadable", &[("error", &error)]))?;
    read(&document)
}

fn read(document: &Document) -> Result<Recording, Problem> {
    let mut steps = Vec::new();
    let mut left = MAX_EVENTS;
    for (index, raw) in document.steps.iter().enumerate() {
        let place = JsonPath(format!("steps[{index}]"));
        let form: StepForm = place.read(raw)?;
        // An empty step counts, too.
        let too_many = || Problem::of("trace.too-many", &[("max", &MAX_EVENTS), ("place", &place)]);
        left = left.checked_sub(form.events.len().max(1)).ok_or_else(too_many)?;
        let event = |(index, raw): (usize, &&RawValue)| events::event(&place.at(&format!("events[{index}]")), raw);
        steps.push(Step {
            side: side(&place.at("side"), &form.side)?,
            from: state(&place.at("from"), &form.from)?,
            to: state(&place.at("to"), &form.to)?,
            events: form.events.iter().enumerate().map(event).collect::<Result<_, _>>()?,
        });
    }
    let trace = Trace { steps, outcome: outcome(document.outcome)? };
    let Some(first) = trace.steps.iter().find(|step| !step.events.is_empty()) else {
        return Err(Problem::of("trace.nothing", &[]));
    };
    let alone = trace.steps.iter().all(|step| step.side == first.side).then_some(first.side);
    let alone = alone.filter(|_| document.scenario == LIVE);
    let settings = if document.scenario == LIVE { None } else { Some(settings(document)?) };
    Ok(Recording { trace, alone, settings })
}

fn settings(document: &Document) -> Result<Settings, Problem> {
    let Some(scenario) = lessons::scenario(&document.scenario) else {
        let known = lessons::scenarios().iter().map(|scenario| scenario.id);
        let all = [LIVE].into_iter().chain(known).collect::<Vec<_>>().join(", ");
        return Err(Problem::of("trace.no-scenario", &[("name", &shorten(&document.scenario)), ("all", &all)]));
    };
    let mut settings = Settings::of(scenario.id);
    for (id, value) in &document.settings {
        // What is set is remembered as set: so only what differs.
        if settings.get(id) != *value {
            let wrong =
                |problem: Problem| Problem::of("trace.bad-setting", &[("id", &shorten(id)), ("problem", &problem)]);
            settings.set(id, value).map_err(wrong)?;
        }
    }
    Ok(settings)
}

fn outcome(raw: &RawValue) -> Result<Outcome, Problem> {
    let place = JsonPath("outcome".to_owned());
    let form: schema::Outcome = place.read(raw)?;
    match form.kind.as_ref() {
        "closed" => Ok(Outcome::Closed),
        "connected" => Ok(Outcome::Connected),
        "incomplete" => Ok(Outcome::Incomplete),
        "failed" => {
            let side = side(&place.at("side"), form.side.as_deref().unwrap_or_default())?;
            let fault = match (form.rule, form.alert) {
                (Some(rule), _) => Fault::Broken {
                    rule: self::rule(&place.at("rule"), &rule)?,
                    detail: match events::statement(&place.at("detail_as"), form.detail_as)? {
                        Some(statement) => statement.into(),
                        None => form.detail.unwrap_or_default().into(),
                    },
                },
                (None, Some(alert)) => Fault::PeerAlert(AlertDescription(code(
                    &place.at("alert"),
                    &alert,
                    "trace.no-alert",
                    AlertDescription::by_name(&alert).map(|alert| alert.0),
                )?)),
                (None, None) => return Err(Problem::of("trace.no-fault", &[("place", &place)])),
            };
            Ok(Outcome::Failed { side, fault })
        }
        other => Err(place.at("kind").unknown("trace.no-outcome", other)),
    }
}

fn state(place: &JsonPath, name: &str) -> Result<StateName, Problem> {
    handshake_core::names::state(name).ok_or_else(|| place.unknown("trace.no-state", name))
}
