//! What is drawn of a comparison.

use super::{Compare, ladder};
use crate::model::Model;
use crate::page;
use crate::view::{CompareView, Figure, PairCell, PairRow, PairSide, RowKind, Rows, ScenarioChoice, Side, Suggested};
use handshake_analysis::align::Pair;
use handshake_analysis::attack::delivery;
use handshake_analysis::ending::{End, Ending};
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::round_trips;
use handshake_analysis::run::Run;
use handshake_core::trace::{Dir, Event};
use handshake_lessons::{self as lessons, Problem, say, word, word_of};
use handshake_scenario::settings::{KEYS, Settings, TAMPER};
use handshake_scenario::text::{count_bytes, who};

impl Compare {
    /// What to draw.
    pub fn view(&self) -> CompareView {
        let model = |run: &Run, step: usize| Model {
            settings: run.settings.clone(),
            step,
            ..Model::new(run.settings.scenario)
        };
        let (left, right) = (model(&self.left, 1), model(&self.right, self.right_step()));
        let tampered =
            self.left.settings == self.right.settings.untampered() && self.left.settings != self.right.settings;
        let (pages, attack) = (
            (page::ladder(&left, &self.left, None).rows, page::ladder(&right, &self.right, None).rows),
            page::attack_of(&right, &self.right).filter(|_| tampered),
        );
        let rows = self.pairs(&pages.0, &pages.1);
        let (axis, ladders) = ladder::ladders(self, &rows);
        let side = |run: &Run, title: String, step: usize| PairSide {
            title,
            end: end(run),
            href: crate::address::write(&model(run, step)),
        };
        let titles = titles(&self.left.settings, &self.right.settings, tampered);
        CompareView {
            title: word(if tampered { "versus.attack" } else { "versus.two" }).to_owned(),
            notice: (!self.problems.is_empty())
                .then(|| self.problems.iter().map(Problem::to_string).collect::<Vec<_>>().join(" ")),
            attack,
            summary: self.summary(),
            left: side(&self.left, titles.0, self.pair().and_then(|pair| pair.left).map_or(1, |at| at + 1)),
            right: side(&self.right, titles.1, self.right_step()),
            rows,
            axis,
            ladders,
            asked: self.asked || tampered,
            row: self.row,
            steps: [1, self.row.saturating_sub(1).max(1), self.row + 1, self.rows.len()]
                .map(|row| self.at(row).address()),
            next_difference: self.next_difference().map(|row| self.at(row).address()),
            detail: self.detail(),
            figures: figures(&self.left, &self.right),
            choices: self.choices(),
        }
    }

    /// The rows, with what each run's stage shows of them.
    fn pairs(&self, lefts: &Rows, rights: &Rows) -> Vec<PairRow> {
        let row = |(at, pair): (usize, &Pair)| {
            let cell = |run: &Run, rows: &Rows, index: Option<usize>, only: bool| {
                let index = index?;
                let moment = run.moments.get(index)?;
                let state = match (only, pair.same) {
                    (true, _) => "only",
                    (false, true) => "same",
                    (false, false) => "differs",
                };
                Some(self::cell(run, moment, &rows.get(index)?.what, state))
            };
            let left = cell(&self.left, lefts, pair.left, pair.right.is_none());
            let right = cell(&self.right, rights, pair.right, pair.left.is_none());
            PairRow {
                number: at + 1,
                other: !pair.same && left.as_ref().map(meaning) != right.as_ref().map(meaning),
                left,
                right,
                same: pair.same,
                current: at + 1 == self.row,
                href: self.at(at + 1).address(),
            }
        };
        self.rows.iter().enumerate().map(row).collect()
    }

    fn right_step(&self) -> usize {
        self.pair().and_then(|pair| pair.right).map_or(1, |at| at + 1)
    }

    fn next_difference(&self) -> Option<usize> {
        let after = self.rows.iter().enumerate().skip(self.row).find(|(_, pair)| !pair.same);
        let first = || self.rows.iter().enumerate().take(self.row.saturating_sub(1)).find(|(_, pair)| !pair.same);
        after.or_else(first).map(|(at, _)| at + 1)
    }

    fn summary(&self) -> String {
        let differ = self.rows.iter().filter(|pair| pair.left.is_some() && pair.right.is_some() && !pair.same).count();
        let left = self.rows.iter().filter(|pair| pair.right.is_none()).count();
        let right = self.rows.iter().filter(|pair| pair.left.is_none()).count();
        let same = self.rows.len() - differ - left - right;
        let values: [(&str, &dyn std::fmt::Display); 4] =
            [("same", &same), ("differ", &differ), ("left", &left), ("right", &right)];
        say("versus.summary", &values)
    }

    /// The other scenarios, and what each would be compared with.
    fn choices(&self) -> [Vec<ScenarioChoice>; 2] {
        let choice = |left: &Settings, right: &Settings, scenario: &lessons::Scenario, current: bool| ScenarioChoice {
            title: scenario.title,
            href: crate::compare_address::address(left, right, 1, None),
            current,
        };
        let (left, right) = (&self.left.settings, &self.right.settings);
        let of = |scenario: &lessons::Scenario, own: &Settings| match scenario.id == own.scenario {
            true => own.clone(),
            false => Settings::of(scenario.id),
        };
        [
            lessons::scenarios().iter().map(|s| choice(&of(s, left), right, s, s.id == left.scenario)).collect(),
            lessons::scenarios().iter().map(|s| choice(left, &of(s, right), s, s.id == right.scenario)).collect(),
        ]
    }
}

/// What a step of one run says, whatever bytes it says it with.
fn meaning(cell: &PairCell) -> (Side, bool, &str, crate::view::Epoch, bool, bool) {
    (cell.side, cell.message, &cell.name, cell.sealed, cell.bad, cell.unread)
}

/// Pairs of runs to begin with: names of their words, and the scenarios.
const SUGGESTED: [(&str, &str, &str); 6] = [
    ("versions", "tls12-ecdhe", "tls13-full"),
    ("resumed", "tls13-full", "tls13-resume"),
    ("early", "tls13-resume", "tls13-0rtt"),
    ("kex", "tls12-rsa", "tls12-ecdhe"),
    ("quantum", "tls13-full", "tls13-pq"),
    ("name", "trusted", "wrong-name"),
];

/// What is worth comparing, for those who have not said what yet.
pub fn suggestions() -> Vec<Suggested> {
    let pair = |(id, left, right): (&str, &str, &str)| {
        let href = crate::compare_address::address(&Settings::of(known(left)?), &Settings::of(known(right)?), 1, None);
        Some(Suggested { title: word_of("suggested", id)?, text: word_of("suggested-text", id)?, href })
    };
    let mut all: Vec<Suggested> = SUGGESTED.into_iter().filter_map(pair).collect();
    // One bit of what the server says first, turned over on the way.
    let mut changed = Settings::of("tls13-full");
    if changed.set(TAMPER, "s0.share").is_ok() {
        all.push(Suggested {
            title: word("suggested.attack"),
            text: word("suggested-text.attack"),
            href: crate::compare_address::address(&changed.untampered(), &changed, 1, None),
        });
    }
    all
}

/// Address of the comparison of two scenarios, by id.
pub fn of_scenarios(left: &str, right: &str) -> String {
    let settings = |id: &str| Settings::of(known(id).unwrap_or("tls13-full"));
    crate::compare_address::address(&settings(left), &settings(right), 1, None)
}

fn known(id: &str) -> Option<&'static str> {
    lessons::scenario(id).map(|scenario| scenario.id)
}

fn cell(run: &Run, moment: &Moment, what: &RowKind, state: &'static str) -> PairCell {
    let sealed =
        |side: handshake_core::Side| if side == handshake_core::Side::Client { Side::Client } else { Side::Server };
    let remark = (moment.act == Act::Send).then(|| delivery(run, moment)).flatten();
    match what {
        RowKind::Message { name, detail, sealed: epoch, fatal, .. } => PairCell {
            side: sealed(moment.side),
            message: true,
            name: name.clone(),
            detail: remark.as_ref().map_or_else(|| detail.clone(), |delivery| delivery.text.clone()),
            sealed: *epoch,
            bad: *fatal || remark.is_some(),
            unread: remark.is_some_and(|delivery| delivery.unread),
            state,
        },
        RowKind::Moment { text, failed, .. } => plain(sealed(moment.side), text, *failed, state),
        RowKind::Attack { text, failed, .. } => plain(sealed(moment.side), text, *failed, state),
    }
}

fn plain(side: Side, text: &str, failed: bool, state: &'static str) -> PairCell {
    PairCell {
        side,
        message: false,
        name: text.to_owned(),
        detail: String::new(),
        sealed: crate::view::Epoch::Plain,
        bad: failed,
        unread: false,
        state,
    }
}

fn end(run: &Run) -> String {
    let ending = Ending::of(run);
    match (ending.end, ending.side, ending.alert) {
        (End::Closed, ..) => word("versus.closed").to_owned(),
        (End::Connected, ..) => word("versus.connected").to_owned(),
        (End::Failed, Some(side), Some(alert)) => {
            say("versus.failed", &[("side", &who(side)), ("alert", &alert.text())])
        }
        _ => word("versus.waits").to_owned(),
    }
}

/// What tells the two apart, as their titles.
fn titles(left: &Settings, right: &Settings, tampered: bool) -> (String, String) {
    let title = |settings: &Settings| {
        lessons::scenario(settings.scenario).map_or_else(String::new, |scenario| scenario.title.to_owned())
    };
    if tampered {
        return (word("versus.was").to_owned(), word("versus.became").to_owned());
    }
    if left.scenario != right.scenario {
        return (title(left), title(right));
    }
    let differ: Vec<&handshake_scenario::settings::Key> =
        KEYS.iter().filter(|key| left.get(key.id) != right.get(key.id)).collect();
    let words = |settings: &Settings| {
        let named =
            |key: &&handshake_scenario::settings::Key| format!("{}: {}", key.label(), key.value(&settings.get(key.id)));
        let mut words: Vec<String> = differ.iter().map(named).collect();
        if left.get(TAMPER) != right.get(TAMPER) && !settings.tampering.is_empty() {
            words.push(word("versus.attacker").to_owned());
        }
        if words.is_empty() { title(settings) } else { words.join(" · ") }
    };
    (words(left), words(right))
}

/// What can be counted.
fn figures(left: &Run, right: &Run) -> Vec<Figure> {
    let of = |name: &'static str, measure: &dyn Fn(&Run) -> Option<usize>, words: &dyn Fn(usize) -> String| {
        let (one, other) = (measure(left), measure(right));
        let text = |value: Option<usize>| value.map_or_else(|| "–".to_owned(), words);
        let more = one.zip(other).filter(|(one, other)| one != other).map(|(one, other)| match other > one {
            true => format!("+{}", words(other - one)),
            false => format!("−{}", words(one - other)),
        });
        Figure { name, left: text(one), right: text(other), difference: more.unwrap_or_default() }
    };
    let bytes = |value: usize| count_bytes(value);
    let plain = |value: usize| value.to_string();
    let sent = |run: &Run, side: handshake_core::Side| {
        let size = |(_, who, event): (usize, handshake_core::Side, &Event)| match event {
            Event::Record(record) if who == side && record.dir == Dir::Sent => Some(record.bytes.len()),
            _ => None,
        };
        run.trace.events().filter_map(size).sum::<usize>()
    };
    let message = |run: &Run, name: &str| {
        run.trace.events().find_map(|(_, _, event)| match event {
            Event::Message(message) if message.dir == Dir::Sent && message.name == name => Some(message.bytes.len()),
            _ => None,
        })
    };
    use handshake_core::Side::{Client, Server};
    vec![
        of(
            word("versus.first-data"),
            &|run| round_trips::first_data(&run.trace, &run.moments, &run.times, Client).map(|(_, time)| time),
            &|halves| round_trips::words(halves),
        ),
        of("ClientHello", &|run| message(run, "ClientHello"), &bytes),
        of("ServerHello", &|run| message(run, "ServerHello"), &bytes),
        of("Certificate", &|run| message(run, "Certificate"), &bytes),
        of(word("versus.to-server"), &|run| Some(sent(run, Client)), &bytes),
        of(word("versus.to-client"), &|run| Some(sent(run, Server)), &bytes),
        of(word("versus.steps"), &|run| Some(run.moments.len()), &plain),
    ]
}
