//! Two runs side by side: `/compare/{scenario}/{row}?{settings}&with=…`. The left run is the address's own; the right one
//! is what `with` says: another scenario, other settings (`with.suite=…`), an attacker on the way (`with.tamper=…`).

mod detail;
mod ladder;
mod view;

pub use view::{of_scenarios, suggestions};

use crate::address::{MAX_ADDRESS, VIEW};
use crate::compare_address::address;
use crate::route::{self, Route};
use handshake_analysis::align::{Pair, align};
use handshake_analysis::run::Run;
use handshake_lessons::{self as lessons, Problem};
use handshake_scenario::settings::{KEYS, Settings, TAMPER};
use handshake_scenario::text::shorten;
use std::rc::Rc;

/// What the address of a comparison holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    left: Rc<Run>,
    right: Rc<Run>,
    /// Steps of both, aligned.
    rows: Vec<Pair>,
    /// The row shown, from 1.
    row: usize,
    /// The field shown, by path.
    field: Option<String>,
    /// True if the address names a row that is not the first, or a field.
    asked: bool,
    problems: Vec<Problem>,
}

impl Compare {
    /// Opens an address. Never fails: what is wrong with it is said, and the nearest comparison is opened.
    pub fn open(address: &str) -> Compare {
        let address = if address.len() > MAX_ADDRESS { "" } else { address };
        let (_, query) = route::split(address);
        let (scenario, row) = match Route::of(address) {
            Some(Route::Compare { scenario, row }) => (scenario, row),
            _ => (None, None),
        };
        let mut problems = Vec::new();
        let scenario = self::scenario(scenario.as_deref(), &mut problems);
        let row = row.map_or(Ok(1), |row| row.parse::<usize>());
        let mut left = Settings::of(scenario);
        let (mut with, mut changes, mut field) = (None, Vec::new(), None);
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let known = |id: &str| id == TAMPER || KEYS.iter().any(|key| key.id == id);
            match (key.as_ref(), key.strip_prefix("with.")) {
                ("with", _) => with = Some(self::scenario(Some(&value), &mut problems)),
                ("field", _) => field = Some(value.into_owned()),
                (_, Some(id)) if known(id) => changes.push((id.to_owned(), value.into_owned())),
                (id, None) if known(id) => problems.extend(left.set(id, &value).err()),
                // A point of view and the like: a link from a run brings them along.
                (view, _) if VIEW.contains(&view) => {}
                (other, _) => {
                    problems.push(Problem::of("address.nothing", &[("key", &shorten(other))]));
                }
            }
        }
        let mut right = with.map_or_else(|| left.clone(), Settings::of);
        if with.is_none() && changes.is_empty() {
            // With an attacker and nothing else: as it was, and as it became.
            left = left.untampered();
        }
        for (id, value) in changes {
            problems.extend(right.set(&id, &value).err());
        }
        let mut compare = Compare::of(&left, &right);
        compare.row = match row {
            Ok(row) => row.clamp(1, compare.rows.len().max(1)),
            Err(_) => {
                problems.push(Problem::of("versus.row", &[]));
                1
            }
        };
        compare.field = field.filter(|field| compare.has_field(field));
        compare.asked = compare.row > 1 || compare.field.is_some();
        compare.problems = problems;
        compare
    }

    fn of(left: &Settings, right: &Settings) -> Compare {
        let (left, right) = (Run::of(left), Run::of(right));
        let rows = align(&left, &right);
        Compare { left, right, rows, row: 1, field: None, asked: false, problems: Vec::new() }
    }

    /// The address that opens this.
    pub fn address(&self) -> String {
        address(&self.left.settings, &self.right.settings, self.row, self.field.as_deref())
    }

    /// The same comparison at another row.
    pub fn at(&self, row: usize) -> Compare {
        let row = row.clamp(1, self.rows.len().max(1));
        Compare { row, field: None, problems: Vec::new(), ..self.clone() }
    }

    /// The row shown, from 1, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        (self.row, self.rows.len())
    }

    /// Both runs.
    pub fn runs(&self) -> (&Run, &Run) {
        (&self.left, &self.right)
    }

    /// The aligned steps.
    pub fn rows(&self) -> &[Pair] {
        &self.rows
    }

    fn pair(&self) -> Option<&Pair> {
        self.rows.get(self.row.checked_sub(1)?)
    }
}

fn scenario(wanted: Option<&str>, problems: &mut Vec<Problem>) -> &'static str {
    let all = lessons::scenarios();
    let first = all.first().map_or("", |scenario| scenario.id);
    let Some(wanted) = wanted else { return first };
    all.iter().find(|scenario| scenario.id == wanted).map_or_else(
        || {
            problems.push(Problem::of("address.no-such-scenario", &[("id", &shorten(wanted)), ("first", &first)]));
            first
        },
        |scenario| scenario.id,
    )
}
