//! What is asked about a chain of one's own: what the address of its screen holds.

use super::examples::{example_name, examples, lab_time};
use crate::route::{Route, asked};
use form_urlencoded::Serializer;
use handshake_core::pki::der::{civil, days};
use handshake_lessons::{OneOf, Problem};
use handshake_scenario::settings;
use handshake_scenario::settings::Settings;
use handshake_scenario::text::shorten;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Whom the client believes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Anchor {
    /// The last certificate of the chain, if it signed itself.
    #[default]
    Last,
    /// The CA of the lab's own runs.
    Teaching,
    /// Roots that are brought along, too.
    Brought,
    /// The roots that Mozilla trusts.
    Mozilla,
}

impl OneOf for Anchor {
    const KIND: &'static str = "own.anchor";
}

/// Everything but the chain itself, which is too long for an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// A scenario whose chain is looked at, in place of one that is brought.
    pub example: Option<&'static str>,
    /// The name that the certificate has to be for; empty: none is checked.
    pub name: String,
    /// The moment, as `2026-06-01T08:30` or `2026-06-01` (noon), in UTC; empty: now, and for the lab's own chains the moment of
    /// their runs.
    pub date: String,
    /// Whom the client believes.
    pub anchor: Anchor,
    /// The selected certificate.
    pub certificate: Option<String>,
    /// The selected field of it, by path.
    pub field: Option<String>,
}

impl Ask {
    /// Reads an address's query; what it can't be is told.
    pub fn read(query: &str) -> (Ask, Vec<Problem>) {
        let value = |name: &str| asked(query, name);
        let mut problems = Vec::new();
        let example = value("example").and_then(|id| {
            let found = examples().into_iter().find(|scenario| scenario.id == id);
            if found.is_none() {
                problems.push(Problem::of("own.no-example", &[("id", &shorten(&id))]));
            }
            found.map(|scenario| scenario.id)
        });
        let anchor = value("anchor").map(|id| {
            let found = Anchor::of_id(&id);
            if found.is_none() {
                problems.push(Problem::of("own.no-such-anchor", &[("id", &shorten(&id)), ("ids", &Anchor::ids())]));
            }
            found.unwrap_or_default()
        });
        let anchor = anchor.unwrap_or(if example.is_some() { Anchor::Teaching } else { Anchor::Last });
        let name = value("name").or_else(|| example.map(example_name)).unwrap_or_default();
        let date = value("date").unwrap_or_default();
        let ask = Ask { example, name, date, anchor, certificate: value("cert"), field: value("der") };
        problems.extend(ask.name().err());
        problems.extend(ask.time(0).err());
        (ask, problems)
    }

    /// The address of it.
    pub fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        let usual = match self.example {
            Some(id) => (example_name(id), Anchor::Teaching),
            None => (String::new(), Anchor::Last),
        };
        let optional = [
            ("example", self.example.unwrap_or_default(), ""),
            ("name", self.name.trim(), usual.0.as_str()),
            ("date", self.date.trim(), ""),
            ("anchor", self.anchor.id(), usual.1.id()),
            ("cert", self.certificate.as_deref().unwrap_or_default(), ""),
            ("der", self.field.as_deref().unwrap_or_default(), ""),
        ];
        for (key, value, usual) in optional {
            if value != usual {
                query.append_pair(key, value);
            }
        }
        Route::ChainChecker {}.with(&query.finish())
    }

    /// The name as it is looked for in a certificate.
    ///
    /// # Errors
    /// If it is none.
    pub fn name(&self) -> Result<Option<String>, Problem> {
        if self.name.trim().is_empty() { Ok(None) } else { settings::server_name(&self.name).map(Some) }
    }

    /// The same of a chain that was an example and has been changed: it is still judged at the example's moment.
    pub fn without_example(self) -> Ask {
        let moment = self.example.filter(|_| self.date.trim().is_empty()).map(|id| Settings::of(id).now());
        let date = moment.and_then(|seconds| i64::try_from(seconds).ok()).map(in_field);
        Ask { example: None, date: date.unwrap_or_else(|| self.date.clone()), ..self }
    }

    /// The moment that is asked for, as it stands in a field for one; empty for now, and for what is no moment.
    pub fn in_field(&self) -> String {
        moment(self.date.trim()).map_or_else(String::new, in_field)
    }

    /// The moment it is for, in seconds since 1970; `now` if none is asked for, except for the lab's own chains.
    ///
    /// # Errors
    /// If what is asked for is no moment.
    pub fn time(&self, now: u64) -> Result<u64, Problem> {
        if self.date.trim().is_empty() {
            return Ok(match (self.example, self.anchor) {
                (Some(id), _) => Settings::of(id).now(),
                (None, Anchor::Teaching) => lab_time(),
                (None, Anchor::Last | Anchor::Brought | Anchor::Mozilla) => now,
            });
        }
        let told = |key| Problem::of(key, &[("found", &shorten(&self.date))]);
        let seconds = moment(self.date.trim()).ok_or_else(|| told("own.no-date"))?;
        u64::try_from(seconds).map_err(|_| told("own.before-1970"))
    }
}

/// A moment as a field for one holds it.
fn in_field(seconds: i64) -> String {
    let [year, month, day, hour, minute, second] = civil(seconds);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Seconds since 1970 of `2026-06-01T08:30:15Z`; seconds and Z may be left out, and without a time of day it is noon.
fn moment(text: &str) -> Option<i64> {
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, time.strip_suffix('Z').unwrap_or(time)),
        None => (text, "12:00"),
    };
    let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
    let [hour, minute, second] = match time.len() {
        5 => numbers(time, ':', [2, 2]).map(|[hour, minute]| [hour, minute, 0])?,
        _ => numbers(time, ':', [2, 2, 2])?,
    };
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    // A 30th of February, or a 25th hour, comes out as another moment.
    (civil(seconds) == [year, month, day, hour, minute, second]).then_some(seconds)
}

/// Numbers of just so many digits, with one character between them.
fn numbers<const N: usize>(text: &str, between: char, digits: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(between);
    let mut numbers = [0; N];
    for (number, len) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}
