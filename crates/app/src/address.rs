//! The address holds the whole view: `/s/{scenario}/{step}?{settings and view}`. Of a run that comes from elsewhere it
//! holds the view alone: `/open/{step}?{view}` of one from a file, `/live/{step}?{view}` of a connection.

use crate::model::Model;
use crate::options::{By, End, Outcome, Stride};
use crate::route::{self, Route};
use form_urlencoded::Serializer;
use handshake_analysis::knowledge::View;
use handshake_analysis::run::{Run, Source};
use handshake_core::keys::ScheduleEntry;
use handshake_lessons::{OneOf, Problem};
use handshake_scenario::settings::{KEYS, Settings, TAMPER};
use handshake_scenario::tamper::Tampering;
use handshake_scenario::text::shorten;

/// Longest address that is read.
pub(crate) const MAX_ADDRESS: usize = 8192;

/// What of a query says how a run is looked at, and not which one it is.
pub(crate) const VIEW: [&str; 16] = [
    "view", "tab", "layer", "bytes", "field", "cert", "der", "byte", "node", "part", "stride", "present", "checks",
    "by", "bit", "at",
];

/// What an address asks for, before it is known what there is.
#[derive(Clone, Debug)]
pub struct Request {
    /// The scenario that was found.
    pub scenario: &'static str,
    /// The settings as far as they were right.
    pub settings: Settings,
    /// Where the run has to come from.
    pub source: Source,
    /// What was wrong so far.
    pub problems: Vec<Problem>,
    step: Option<String>,
    view: Vec<(String, String)>,
}

/// Reads scenario and settings.
pub fn read(address: &str) -> Request {
    let mut problems = Vec::new();
    let address = match address.len() {
        0..=MAX_ADDRESS => address,
        len => {
            problems.push(Problem::of("address.too-long", &[("len", &len), ("max", &MAX_ADDRESS)]));
            "/"
        }
    };
    let decoded = route::decoded(address);
    let address = match &decoded {
        Some(Ok(address)) => address,
        Some(Err(problem)) => {
            problems.push(problem.clone());
            "/"
        }
        None => address,
    };
    let (path, query) = route::split(address);
    let route = Route::of(address);
    let source = route.as_ref().and_then(Route::source).unwrap_or_default();
    let (wanted, step) = match route {
        Some(Route::Scenario { scenario, step }) => (scenario, step),
        Some(Route::Recording { step } | Route::Live { step }) => (None, step),
        Some(Route::Home {}) => (None, None),
        _ => {
            let first = first_scenario();
            problems.push(Problem::of("address.no-page", &[("page", &shorten(path)), ("first", &first)]));
            (None, None)
        }
    };
    let scenario = scenario(wanted.as_deref(), &mut problems);
    let mut settings = Settings::of(scenario);
    let mut view = Vec::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        match key.as_ref() {
            key if VIEW.contains(&key) => view.push((key.to_owned(), value.into_owned())),
            TAMPER if source == Source::Settings => {
                let (tampering, wrong) = Tampering::read(&value);
                settings.tampering = tampering;
                problems.extend(wrong);
            }
            id if source == Source::Settings && KEYS.iter().any(|key| key.id == id) => {
                if let Err(problem) = settings.set(id, &value) {
                    let usual = Settings::of(scenario).get(id);
                    problems.push(Problem::of("address.usual", &[("problem", &problem), ("value", &usual)]));
                }
            }
            other => problems.push(Problem::of("address.nothing", &[("key", &shorten(other))])),
        }
    }
    Request { scenario, settings, source, problems, step, view }
}

fn first_scenario() -> &'static str {
    handshake_lessons::scenarios().first().map_or("", |scenario| scenario.id)
}

fn scenario(wanted: Option<&str>, problems: &mut Vec<Problem>) -> &'static str {
    let (known, first) = (handshake_lessons::scenarios(), first_scenario());
    let Some(wanted) = wanted else { return first };
    if let Some(found) = known.iter().find(|scenario| scenario.id == wanted) {
        return found.id;
    }
    let all = known.iter().map(|scenario| scenario.id).collect::<Vec<_>>().join(", ");
    problems.push(Problem::of("address.no-scenario", &[("id", &shorten(wanted)), ("all", &all), ("first", &first)]));
    first
}

impl Request {
    /// The model for a run of the settings, and what was wrong in all.
    pub fn model(mut self, run: &Run) -> (Model, Vec<Problem>) {
        let mut model = match run.source {
            Source::Settings => Model { settings: self.settings.clone(), ..Model::new(self.scenario) },
            source => Model { settings: run.settings.clone(), source, ..Model::new(run.settings.scenario) },
        };
        let count = run.moments.len();
        if let Some(step) = self.step.take() {
            let problem = match step.parse::<usize>() {
                Ok(number) if (1..=count).contains(&number) => {
                    model.step = number;
                    None
                }
                Ok(number) => {
                    model.step = number.clamp(1, count.max(1));
                    let values: [(&str, &dyn std::fmt::Display); 3] =
                        [("count", &count), ("step", &number), ("shown", &model.step)];
                    Some(Problem::of("address.no-step", &values))
                }
                Err(_) => Some(Problem::of("address.no-step-number", &[("step", &shorten(&step)), ("count", &count)])),
            };
            self.problems.extend(problem);
        }
        for (key, value) in std::mem::take(&mut self.view) {
            if let Err(problem) = set_view(&mut model, &key, &value) {
                self.problems.push(problem);
            }
        }
        let parts = run.parts(model.step);
        if let Some(part) = model.part.filter(|part| !(1..=parts).contains(part)) {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("step", &model.step), ("parts", &parts), ("part", &part)];
            self.problems.push(Problem::of("address.no-part", &values));
            model.part = Some(part.clamp(1, parts));
        }
        (model, self.problems)
    }
}

fn set_view(model: &mut Model, key: &str, value: &str) -> Result<(), Problem> {
    match key {
        "view" => model.view = one_of(key, value)?,
        "tab" => model.tab = Some(one_of(key, value)?),
        "layer" => model.layer = Some(one_of(key, value)?),
        "bytes" => model.end = only(key, value, End::Arrived)?,
        "cert" => model.certificate = Some(value.to_owned()),
        "der" => model.der = Some(value.to_owned()),
        "part" => {
            let number =
                value.parse().map_err(|_| Problem::of("address.no-part-number", &[("part", &shorten(value))]))?;
            model.part = Some(number);
        }
        "stride" => model.by_message = only(key, value, Stride::Messages)? == Stride::Messages,
        "present" => model.present = value == "1" || Err(no_value(key, value, "1"))?,
        "checks" => model.outcome = one_of(key, value)?,
        "by" => model.by = one_of(key, value)?,
        "bit" => {
            let number = value.parse().map_err(|_| Problem::of("address.no-bit", &[("bit", &shorten(value))]))?;
            model.bit = Some(number);
        }
        "at" => model.held = held(value)?,
        "node" => {
            let found = ScheduleEntry::by_name(value);
            model.node = Some(found.ok_or_else(|| Problem::of("address.no-key", &[("key", &shorten(value))]))?);
        }
        "byte" => {
            let found = value.strip_prefix("0x").and_then(|hex| usize::from_str_radix(hex, 16).ok());
            let found = found.filter(|at| *at < 1 << 16);
            model.byte = Some(found.ok_or_else(|| Problem::of("address.no-byte", &[("byte", &shorten(value))]))?);
        }
        _ => model.field = Some(value.to_owned()),
    }
    Ok(())
}

fn one_of<T: OneOf>(key: &str, value: &str) -> Result<T, Problem> {
    T::of_id(value).ok_or_else(|| no_value(key, value, &T::ids()))
}

/// The one value that is written down: without it, it is another one.
fn only<T: OneOf>(key: &str, value: &str, one: T) -> Result<T, Problem> {
    (value == one.id()).then_some(one).ok_or_else(|| no_value(key, value, one.id()))
}

fn no_value(key: &str, value: &str, options: &str) -> Problem {
    Problem::of("set.no-value", &[("value", &shorten(value)), ("id", &key), ("options", &options)])
}

/// Where a motion is held, in thousandths; the last moment is the page as it stands.
fn held(value: &str) -> Result<Option<u16>, Problem> {
    let found = value.parse::<f64>().ok().filter(|at| (0.0..=1.0).contains(at));
    let at = found.ok_or_else(|| Problem::of("address.no-moment", &[("at", &shorten(value))]))?;
    Ok((at < 1.0).then_some((at * 1000.0).round() as u16))
}

/// The address that opens this view.
pub fn write(model: &Model) -> String {
    let mut query = Serializer::new(String::new());
    if model.source == Source::Settings {
        for (id, value) in model.settings.changed() {
            query.append_pair(id, &value);
        }
    }
    if model.view != View::default() {
        query.append_pair("view", model.view.id());
    }
    if let Some(tab) = model.tab {
        query.append_pair("tab", tab.id());
    }
    if let Some(layer) = model.layer {
        query.append_pair("layer", layer.id());
    }
    if model.end == End::Arrived {
        query.append_pair("bytes", End::Arrived.id());
    }
    if let Some(field) = &model.field {
        query.append_pair("field", field);
    }
    if let (Some(_), Some(byte)) = (&model.field, model.byte) {
        query.append_pair("byte", &format!("0x{byte:02x}"));
    }
    if let Some(certificate) = &model.certificate {
        query.append_pair("cert", certificate);
    }
    if let Some(der) = &model.der {
        query.append_pair("der", der);
    }
    if let Some(node) = model.node {
        query.append_pair("node", node.name());
    }
    if let Some(part) = model.part {
        query.append_pair("part", &part.to_string());
    }
    if model.stride() == Stride::Messages {
        query.append_pair("stride", Stride::Messages.id());
    }
    if model.present {
        query.append_pair("present", "1");
    }
    if model.outcome != Outcome::default() {
        query.append_pair("checks", model.outcome.id());
    }
    if model.by != By::default() {
        query.append_pair("by", model.by.id());
    }
    if let Some(bit) = model.bit {
        query.append_pair("bit", &bit.to_string());
    }
    if let Some(held) = model.held {
        query.append_pair("at", &(f64::from(held) / 1000.0).to_string());
    }
    Route::step(model.source, model.scenario, model.step).with(&query.finish())
}
