//! What is asked about a chain of one's own: what the address of its screen holds.

use crate::address::asked;
use crate::lessons::say;
use crate::settings::{self, shorten};
use form_urlencoded::Serializer;
use handshake_core::pki::der::{civil, days};

/// Whom the client believes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The last certificate of the chain, if it signed itself.
    #[default]
    Last,
    /// The CA of the lab's own runs.
    Teaching,
    /// Roots that are brought along, too.
    Brought,
}

impl Anchor {
    /// All, in order.
    pub const ALL: [Anchor; 3] = [Anchor::Last, Anchor::Teaching, Anchor::Brought];

    /// Its name in the address.
    pub fn id(self) -> &'static str {
        match self {
            Anchor::Last => "last",
            Anchor::Teaching => "teaching",
            Anchor::Brought => "brought",
        }
    }
}

/// Everything but the chain itself, which is too long for an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// A scenario whose chain is looked at, in place of one that is brought.
    pub example: Option<&'static str>,
    /// The name that the certificate has to be for; empty: none is checked.
    pub name: String,
    /// The day, as `2026-06-01`; empty: the day of the lab's own runs.
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
    pub fn read(query: &str) -> (Ask, Vec<String>) {
        let value = |name: &str| asked(query, name);
        let mut problems = Vec::new();
        let example = value("example").and_then(|id| {
            let found = super::examples().into_iter().find(|scenario| scenario.id == id);
            if found.is_none() {
                problems.push(say("own.no-example", &[("id", &shorten(&id))]));
            }
            found.map(|scenario| scenario.id)
        });
        let anchor = value("anchor").map(|id| {
            let found = Anchor::ALL.into_iter().find(|anchor| anchor.id() == id);
            if found.is_none() {
                let ids = Anchor::ALL.map(Anchor::id).join(", ");
                problems.push(say("own.no-such-anchor", &[("id", &shorten(&id)), ("ids", &ids)]));
            }
            found.unwrap_or_default()
        });
        let anchor = anchor.unwrap_or(if example.is_some() { Anchor::Teaching } else { Anchor::Last });
        let name = value("name").or_else(|| example.map(super::example_name));
        let date = value("date").or_else(|| example.map(super::example_date));
        let (certificate, field) = (value("cert"), value("der"));
        let ask =
            Ask { example, name: name.unwrap_or_default(), date: date.unwrap_or_default(), anchor, certificate, field };
        problems.extend(ask.name().err());
        problems.extend(ask.time().err());
        (ask, problems)
    }

    /// The address of it.
    pub fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        let date = if self.time().is_ok_and(|time| time == super::usual_time()) { "" } else { self.date.trim() };
        let usual = match self.example {
            Some(id) => (super::example_name(id), super::example_date(id), Anchor::Teaching),
            None => (String::new(), String::new(), Anchor::Last),
        };
        let optional = [
            ("example", self.example.unwrap_or_default(), ""),
            ("name", self.name.trim(), usual.0.as_str()),
            ("date", date, usual.1.as_str()),
            ("anchor", self.anchor.id(), usual.2.id()),
            ("cert", self.certificate.as_deref().unwrap_or_default(), ""),
            ("der", self.field.as_deref().unwrap_or_default(), ""),
        ];
        for (key, value, usual) in optional {
            if value != usual {
                query.append_pair(key, value);
            }
        }
        let query = query.finish();
        if query.is_empty() { "/certificates".to_owned() } else { format!("/certificates?{query}") }
    }

    /// The name as it is looked for in a certificate.
    ///
    /// # Errors
    /// If it is none.
    pub fn name(&self) -> Result<Option<String>, String> {
        if self.name.trim().is_empty() { Ok(None) } else { settings::server_name(&self.name).map(Some) }
    }

    /// The day it is for, as it is written in a field: a day in any case, since the field holds nothing else.
    pub fn day(&self) -> String {
        day(self.time().unwrap_or_else(|_| super::usual_time()))
    }

    /// Noon of that day, in seconds since 1970.
    ///
    /// # Errors
    /// If it is no date.
    pub fn time(&self) -> Result<u64, String> {
        if self.date.trim().is_empty() {
            return Ok(super::usual_time());
        }
        let told = |key| say(key, &[("found", &shorten(&self.date))]);
        let seconds = noon(self.date.trim()).ok_or_else(|| told("own.no-date"))?;
        u64::try_from(seconds).map_err(|_| told("own.before-1970"))
    }
}

/// Noon of a day written as `2026-06-01`.
fn noon(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let mut part = |len: usize| {
        let part = parts.next().filter(|part| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<i64>().ok()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let seconds = days(year, month, day) * 86_400 + 43_200;
    let real = parts.next().is_none() && civil(seconds)[..3] == [year, month, day];
    real.then_some(seconds)
}

/// The day of a time.
pub(super) fn day(seconds: u64) -> String {
    let [year, month, day, ..] = civil(i64::try_from(seconds).unwrap_or_default());
    format!("{year:04}-{month:02}-{day:02}")
}
