//! Where a question is asked: in a run, and with which others at hand.

use super::cases;
use handshake_analysis::run::Run;
use handshake_app::Story;
use handshake_app::route::Route;
use handshake_lessons::Problem;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Other runs, each computed once.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    /// All randomness of every run, if it was chosen.
    pub seed: Option<u64>,
    known: Rc<RefCell<BTreeMap<String, Rc<Run>>>>,
}

impl Runs {
    /// With a seed.
    pub fn new(seed: Option<u64>) -> Self {
        Runs { seed, known: Rc::default() }
    }

    /// The run of `tls13-full?group=secp256r1`, or the one that the seed draws of a lesson's cases: `case/integrity`.
    ///
    /// # Errors
    /// What is wrong with that.
    pub fn get(&self, run: &str) -> Result<Rc<Run>, Problem> {
        if let Some(run) = self.known.borrow().get(run) {
            return Ok(Rc::clone(run));
        }
        let story = Story::open(&self.address(cases::run(run, self.seed)?, None));
        if let Some(notice) = story.notice() {
            return Err(Problem::of("player.notice", &[("notice", &notice)]));
        }
        self.known.borrow_mut().insert(run.to_owned(), Rc::clone(story.run()));
        Ok(Rc::clone(story.run()))
    }

    /// Where such a run opens, at a step.
    pub fn address(&self, run: &str, step: Option<usize>) -> String {
        let run = cases::run(run, self.seed).unwrap_or(run);
        let (scenario, settings) = run.split_once('?').unwrap_or((run, ""));
        let route = Route::Scenario { scenario: Some(scenario.to_owned()), step: step.map(|step| step.to_string()) };
        let seed = self.seed.map(|seed| format!("&seed={seed}")).unwrap_or_default();
        route.with(&format!("{settings}{seed}"))
    }
}

/// What a query is asked of.
#[derive(Clone, Copy)]
pub struct QueryContext<'a> {
    /// The run.
    pub run: &'a Run,
    /// For `in`.
    pub runs: &'a Runs,
}
