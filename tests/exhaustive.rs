//! What an attacker on the way can do to a run, one thing at a time: every bit of every byte turned over, every record lost,
//! doubled, swapped, delayed or sent again. Either somebody notices, or it changed nothing.

use handshake_core::Side;
use handshake_core::keys::ScheduleEntry;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Epoch, Event, Outcome, Record, Trace};
use handshake_lessons::scenarios;
use handshake_scenario::settings::Settings;
use handshake_scenario::simulate;
use handshake_scenario::tamper::{Edit, Tampering, What};
use handshake_wire::Span;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What may change and nobody notices: by what is changed and how, with section and reason.
const UNNOTICED: &str = include_str!("data/unnoticed.txt");

/// A scenario without its own tampering, and the run of it.
pub struct Subject {
    /// Its id.
    pub scenario: &'static str,
    settings: Settings,
    /// How it ends when nobody changes anything.
    outcome: Outcome,
    /// On what the two sides differ even then: early data that is refused was sent, and not taken.
    usual: Option<String>,
    /// Records that were sent: whose, which of them, and the record.
    records: Vec<(Side, u64, Record)>,
    /// Those of them that their receiver does not open: early data that it refuses.
    skipped: Vec<(Side, u64)>,
}

/// What came of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A side failed, or it did not end as it should.
    Noticed,
    /// Both came to their end, with the same messages, keys and data: what was changed, and how.
    Unnoticed(String),
    /// Both came to their end, and something differs.
    Wrong(String),
}

/// All scenarios, each once.
pub fn subjects() -> Vec<Subject> {
    let mut known: Vec<Settings> = Vec::new();
    let all = scenarios().iter().map(|scenario| (scenario.id, Settings::of(scenario.id).untampered()));
    let fresh = all.filter(|(_, settings)| {
        let is_new = !known.contains(settings);
        known.extend(is_new.then(|| settings.clone()));
        is_new
    });
    fresh.map(|(id, settings)| Subject::of(id, settings)).collect()
}

impl Subject {
    fn of(scenario: &'static str, settings: Settings) -> Subject {
        let trace = simulate::run(&settings).trace;
        let mut next = [0, 0];
        let sent = trace.events().filter_map(|(_, side, event)| match event {
            Event::Record(record) if record.dir == Dir::Sent => {
                next[side as usize] += 1;
                Some((side, next[side as usize] - 1, record.clone()))
            }
            _ => None,
        });
        let records: Vec<(Side, u64, Record)> = sent.collect();
        let is_early = |record: &Record| record.sealing.as_ref().is_some_and(|one| one.epoch == Epoch::EarlyData);
        let taken = trace.events().any(
            |(_, _, event)| matches!(event, Event::Record(record) if record.dir == Dir::Received && is_early(record)),
        );
        let skipped = records.iter().filter(|(_, _, record)| !taken && is_early(record));
        let skipped = skipped.map(|(from, number, _)| (*from, *number)).collect();
        Subject { scenario, settings, outcome: trace.outcome.clone(), usual: disagreement(&trace), records, skipped }
    }

    /// Every bit of every byte.
    pub fn flips(&self) -> Vec<Edit> {
        let of = |(side, number, record): &(Side, u64, Record)| {
            let (from, number) = (*side, *number);
            let bits = (0..record.bytes.len()).flat_map(|at| (0..8).map(move |bit| What::Flip { at, bit }));
            bits.map(move |what| Edit { from, record: number, what }).collect::<Vec<_>>()
        };
        self.records.iter().flat_map(of).collect()
    }

    /// What can be done to whole records.
    pub fn deeds(&self) -> Vec<Edit> {
        let all = [What::Drop, What::Repeat, What::Swap, What::Delay, What::Replay];
        let of = |(side, number, _): &(Side, u64, Record)| {
            let (from, record) = (*side, *number);
            all.clone().map(|what| Edit { from, record, what })
        };
        self.records.iter().flat_map(of).collect()
    }

    /// Does it, and looks at what comes of it.
    pub fn judge(&self, edit: &Edit) -> Finding {
        let mut tampering = Tampering::default();
        tampering.add(edit.clone()).unwrap_or_else(|problem| panic!("{edit}: {problem}"));
        let settings = Settings { tampering, ..self.settings.clone() };
        let run = catch_unwind(AssertUnwindSafe(|| simulate::run(&settings).trace));
        let Ok(trace) = run else { return Finding::Wrong(format!("{}: {edit}: a panic", self.scenario)) };
        // Whoever never hears close_notify can't say that all is well: less may have come, but nothing else.
        let ends = matches!(trace.outcome, Outcome::Closed | Outcome::Connected) && trace.outcome == self.outcome;
        if !ends {
            return match altered(&trace) {
                None => Finding::Noticed,
                Some(what) => Finding::Wrong(format!("{}: {edit}: it fails, and before that {what}", self.scenario)),
            };
        }
        match disagreement(&trace).filter(|found| self.usual.as_ref() != Some(found)) {
            None => Finding::Unnoticed(format!("{} {}", edit.what.id(), self.subject(edit))),
            Some(what) => Finding::Wrong(format!("{}: {edit}: both finish, and {what}", self.scenario)),
        }
    }

    /// What is changed: the field that has the byte, or the record.
    fn subject(&self, edit: &Edit) -> String {
        let Some((_, _, record)) =
            self.records.iter().find(|(side, number, _)| (*side, *number) == (edit.from, edit.record))
        else {
            return "nothing".to_owned();
        };
        match edit.what {
            What::Flip { at, .. } => {
                let paths = Span::paths(&record.spans);
                let within = record.spans.iter().rposition(|span| (span.start..span.end).contains(&at));
                let path = within.and_then(|within| paths.get(within).cloned()).unwrap_or_else(|| format!("byte {at}"));
                if self.skipped.contains(&(edit.from, edit.record)) { format!("skipped {path}") } else { path }
            }
            _ => {
                let name = self.carried(record, edit.from);
                if self.skipped.contains(&(edit.from, edit.record)) { format!("skipped {name}") } else { name }
            }
        }
    }

    /// The name of what a record carries.
    fn carried(&self, record: &Record, from: Side) -> String {
        let trace = simulate::run(&self.settings).trace;
        let name = trace.events().find_map(|(_, side, event)| match event {
            Event::Message(message)
                if side == from
                    && message.dir == Dir::Sent
                    && (message.records.0..=message.records.1).contains(&record.number) =>
            {
                Some(message.name)
            }
            _ => None,
        });
        name.unwrap_or("an empty record").to_owned()
    }
}

/// Names and bytes of the messages that a side has sent or received, but for those of change_cipher_spec, which mean nothing,
/// and alerts, which end a connection.
fn messages(trace: &Trace, of: Side, dir: Dir) -> Vec<(&'static str, &[u8])> {
    let means = |content_type: ContentType| {
        content_type != ContentType::CHANGE_CIPHER_SPEC && content_type != ContentType::ALERT
    };
    let all = trace.events().filter_map(|(_, side, event)| match event {
        Event::Message(message) if side == of && message.dir == dir && means(message.content_type) => {
            Some((message.name, message.bytes.as_slice()))
        }
        _ => None,
    });
    all.collect()
}

fn data(trace: &Trace, of: Side, dir: Dir) -> Vec<u8> {
    let all = messages(trace, of, dir).into_iter().filter(|(name, _)| *name == "application data");
    all.flat_map(|(_, bytes)| bytes.to_vec()).collect()
}

/// Data that came and were not sent like that; less of it is no change of it.
fn altered(trace: &Trace) -> Option<String> {
    [Side::Client, Side::Server].into_iter().find_map(|side| {
        let (sent, came) = (data(trace, side.peer(), Dir::Sent), data(trace, side, Dir::Received));
        (!sent.starts_with(&came)).then(|| format!("the {} read data that were not sent", side.name()))
    })
}

/// What two sides that have finished do not agree on.
fn disagreement(trace: &Trace) -> Option<String> {
    for side in [Side::Client, Side::Server] {
        let (sent, came) = (messages(trace, side.peer(), Dir::Sent), messages(trace, side, Dir::Received));
        let first = sent.iter().zip(&came).find(|(sent, came)| sent != came);
        if let Some(((name, _), _)) = first {
            return Some(format!("the {} got another {name} than was sent", side.name()));
        }
        if sent.len() != came.len() {
            return Some(format!("the {} got {} of {} messages", side.name(), came.len(), sent.len()));
        }
    }
    // The last that each side has made: a client that is asked for another share has drawn twice.
    let mut values: [BTreeMap<ScheduleEntry, &[u8]>; 2] = Default::default();
    for (_, side, event) in trace.events() {
        if let Event::Key(key) = event {
            values[side as usize].insert(key.node, &key.value);
        }
    }
    let [client, server] = values;
    let differing = client.iter().find(|(node, value)| server.get(node).is_some_and(|other| other != *value));
    differing.map(|(node, _)| format!("they have two values for {}", node.name()))
}

/// What came of many changes.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many were tried.
    pub tried: usize,
    /// How many were noticed.
    pub noticed: usize,
    /// What was not, and how often.
    pub unnoticed: BTreeMap<String, usize>,
    /// What must not be.
    pub wrong: Vec<String>,
}

impl Findings {
    fn take(&mut self, finding: Finding) {
        self.tried += 1;
        match finding {
            Finding::Noticed => self.noticed += 1,
            Finding::Unnoticed(what) => *self.unnoticed.entry(what).or_default() += 1,
            Finding::Wrong(what) => self.wrong.push(what),
        }
    }

    /// Those of another part.
    pub fn join(&mut self, other: Findings) {
        self.tried += other.tried;
        self.noticed += other.noticed;
        self.wrong.extend(other.wrong);
        for (what, count) in other.unnoticed {
            *self.unnoticed.entry(what).or_default() += count;
        }
    }

    /// What was not noticed, and is not known to be so.
    pub fn unknown(&self) -> Vec<&str> {
        let known = known();
        self.unnoticed.keys().map(String::as_str).filter(|what| !known.contains_key(what)).collect()
    }
}

/// What may change unnoticed, with section and reason.
pub fn known() -> BTreeMap<&'static str, (&'static str, &'static str)> {
    let row = |line: &'static str| {
        let mut parts = line.split('\t');
        Some((parts.next()?, (parts.next()?, parts.next()?)))
    };
    UNNOTICED.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
}

/// Tries all of it, on so many threads.
pub fn try_all(subject: &Subject, edits: &[Edit], threads: usize) -> Findings {
    let next = AtomicUsize::new(0);
    let part = || {
        let mut findings = Findings::default();
        while let Some(edit) = edits.get(next.fetch_add(1, Ordering::Relaxed)) {
            findings.take(subject.judge(edit));
        }
        findings
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|_| scope.spawn(part)).collect();
        let mut all = Findings::default();
        for part in parts {
            all.join(part.join().expect("a part"));
        }
        all
    })
}
