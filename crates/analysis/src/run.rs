//! One run, and all that is computed from it once.

use crate::infer_settings;
use crate::key_compromise::{self, KeyCompromise};
use crate::knowledge::Knowledge;
use crate::moments::{Moment, moments};
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Outcome;
use handshake_core::{Fault, Side, Trace};
use handshake_scenario::settings::Settings;
use handshake_scenario::simulate::{self, Mitm, Simulated};
use handshake_scenario::tamper::Carried;
use handshake_trace_json::import::Recording;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Where a run comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The engine runs it here, from its settings.
    #[default]
    Settings,
    /// A file.
    File,
    /// A connection to a real server, which goes on.
    Live,
}

/// A run of the handshake, cut into moments.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What it is a function of; of one side of a connection to somebody else: what the trace shows of that.
    pub settings: Settings,
    /// Where it comes from.
    pub source: Source,
    /// True if the engine gives this very run for its settings.
    pub is_repeatable: bool,
    /// The side whose account it is, if the other's is not there.
    pub alone: Option<Side>,
    /// What happened.
    pub trace: Trace,
    /// The steps of the page.
    pub moments: Vec<Moment>,
    /// Who knows what since when.
    pub knowledge: Knowledge,
    /// When each step is sent, in half round trips.
    pub times: Vec<usize>,
    /// What somebody made of the recording afterwards, if the server's key was stolen.
    pub key_compromise: Option<KeyCompromise>,
    /// What an attacker in the middle reads, if there is one.
    pub mitm: Option<Mitm>,
    /// What became of the records, if an attacker was on the way.
    pub carried: Vec<Carried>,
}

/// How many runs are remembered.
const REMEMBERED: usize = 8;

thread_local! {
    /// The last runs. A run is a function of its settings, so remembering it changes nothing but the time it takes.
    static RUNS: RefCell<VecDeque<Rc<Run>>> = const { RefCell::new(VecDeque::new()) };
}

impl Run {
    /// The run of these settings: one of the last ones, if they were the same.
    pub fn of(settings: &Settings) -> Rc<Run> {
        let known = RUNS.with_borrow(|runs| runs.iter().find(|run| run.settings == *settings).cloned());
        known.unwrap_or_else(|| {
            let run = Rc::new(Run::new(settings.clone()));
            RUNS.with_borrow_mut(|runs| {
                runs.truncate(REMEMBERED - 1);
                runs.push_front(Rc::clone(&run));
            });
            run
        })
    }

    /// The same run with nobody on the way.
    pub fn untampered(&self) -> Rc<Run> {
        Run::of(&self.settings.untampered())
    }

    /// Runs the handshake.
    pub fn new(settings: Settings) -> Self {
        let Simulated { trace, mitm, carried } = simulate::run(&settings);
        Run { is_repeatable: true, mitm, carried, ..Run::cut(settings, Source::Settings, None, trace) }
    }

    /// A run that was written down. If the engine gives the same run for the settings in the file, that is it.
    pub fn recorded(recording: Recording) -> Self {
        let Recording { trace, alone, settings } = recording;
        match settings.map(Run::new).filter(|run| run.trace == trace) {
            Some(run) => Run { source: Source::File, ..run },
            None => Run::guess(Source::File, alone, trace),
        }
    }

    /// A client's connection to a real server, so far.
    pub fn live(trace: Trace) -> Self {
        Run::guess(Source::Live, Some(Side::Client), trace)
    }

    fn guess(source: Source, alone: Option<Side>, trace: Trace) -> Self {
        let mut run = Run::cut(infer_settings::settings(&trace), source, alone, trace);
        run.settings.scenario = infer_settings::scenario(&run.trace, &run.moments);
        run
    }

    fn cut(settings: Settings, source: Source, alone: Option<Side>, trace: Trace) -> Self {
        let mut moments = moments(&trace, alone);
        let mut knowledge = Knowledge::of(&trace, &moments, alone);
        let mut times = crate::round_trips::times(&trace, &moments, alone);
        let key_compromise = key_compromise::later(&settings, &trace);
        if let Some(compromise) = &key_compromise {
            compromise.append(&mut moments, &mut knowledge);
            times.resize(moments.len(), times.last().copied().unwrap_or_default());
        }
        let (mitm, carried, is_repeatable) = (None, Vec::new(), false);
        Run { settings, source, is_repeatable, alone, trace, moments, knowledge, times, key_compromise, mitm, carried }
    }

    /// How many parts a step (from 1) has: at least one.
    pub fn parts(&self, step: usize) -> usize {
        let moment = step.checked_sub(1).and_then(|at| self.moments.get(at));
        moment.map_or(1, |moment| crate::parts::parts(&self.trace, moment).len().max(1))
    }

    /// True unless an attacker on the way has led both sides apart: they have not both made the secret on which all rests, or
    /// something that both have made differs.
    fn agreed(&self) -> bool {
        let known = &self.knowledge;
        let roots = [ScheduleEntry::HandshakeSecret, ScheduleEntry::KeyBlock];
        self.settings.tampering.is_empty()
            || (roots.into_iter().any(|node| known.is_shared(node))
                && !known.nodes().any(|node| known.differing(node).is_some()))
    }

    /// Whether a condition of content holds: a setting has a value, `rule` is the one that broke, or both sides `agreed`.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        match (name, &self.trace.outcome) {
            ("rule", Outcome::Failed { fault: Fault::Broken { rule, .. }, .. }) => rule.id() == value,
            ("rule", _) => false,
            ("agreed", _) => self.agreed() == (value == "yes"),
            _ => self.settings.get(name) == value,
        }
    }

    /// What is said at a moment, by its key.
    pub fn text(&self, key: &str) -> Option<&'static handshake_lessons::Moment> {
        self.settings.text(key, &|name, value| self.holds(name, value))
    }

    /// What an attacker in the middle has read; `nothing` if it has not.
    pub fn read_in_the_middle(&self, what: impl Fn(&Mitm) -> Option<String>) -> String {
        self.mitm.as_ref().and_then(what).unwrap_or_else(|| "nothing".to_owned())
    }

    /// The moment at which a node was first computed by anybody; from 0.
    pub fn first(&self, node: handshake_core::keys::ScheduleEntry) -> Option<usize> {
        self.knowledge.since(node, crate::knowledge::View::Everything)
    }
}
