//! A question while it is asked.

use super::query_context::QueryContext;
use super::value::{Value, number, text};
use handshake_analysis::knowledge::View;
use handshake_analysis::run::Run;
use handshake_core::Side;
use handshake_core::keys::ScheduleEntry;
use handshake_lessons::{OneOf, Problem};

/// A question that is asked: of what, and with what in its parentheses.
pub struct Asked<'a> {
    pub name: &'a str,
    pub args: &'a [Value],
    pub place: &'a QueryContext<'a>,
}

impl<'a> Asked<'a> {
    pub fn run(&self) -> &'a Run {
        self.place.run
    }

    pub fn value(&self, at: usize) -> Result<&'a Value, Problem> {
        self.args.get(at).ok_or_else(|| Problem::of("query.needs-more", &[("name", &self.name)]))
    }

    pub fn text(&self, at: usize) -> Result<String, Problem> {
        text(self.value(at)?)
    }

    pub fn number(&self, at: usize) -> Result<i64, Problem> {
        number(self.value(at)?)
    }

    /// A side, if one is named.
    pub fn side(&self, at: usize) -> Result<Option<Side>, Problem> {
        if self.args.len() <= at {
            return Ok(None);
        }
        match self.text(at)?.as_str() {
            "client" => Ok(Some(Side::Client)),
            "server" => Ok(Some(Side::Server)),
            other => Err(Problem::of("query.no-side", &[("name", &other)])),
        }
    }

    /// A moment's index, by its key.
    pub fn moment(&self, at: usize) -> Result<usize, Problem> {
        let key = self.text(at)?;
        let found = self.run().moments.iter().position(|moment| moment.key == key);
        found.ok_or_else(|| Problem::of("query.no-moment", &[("name", &key)]))
    }

    /// A value of the key schedule, by its name.
    pub fn entry(&self, at: usize) -> Result<ScheduleEntry, Problem> {
        let name = self.text(at)?;
        ScheduleEntry::by_name(&name).ok_or_else(|| Problem::of("query.no-key", &[("name", &name)]))
    }

    /// A point of view, by its name.
    pub fn view(&self, at: usize) -> Result<View, Problem> {
        let name = self.text(at)?;
        View::of_id(&name).ok_or_else(|| Problem::of("query.no-view", &[("name", &name)]))
    }
}

/// What is not there has a name, too.
pub fn none() -> Value {
    Value::Text("none".to_owned())
}
