//! How a run ended, for those who judge it: tasks, comparisons, the sentence about an attack.

use crate::run::Run;
use handshake_core::msgs::codes::AlertDescription;
use handshake_core::rules::{Fault, Rule};
use handshake_core::trace::{Event, Outcome, Side};

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// In one word.
    pub end: End,
    /// Who found the fault, if it failed.
    pub side: Option<Side>,
    /// The rule that did not hold; none if a side was only told by an alert.
    pub rule: Option<Rule>,
    /// The alert that belongs to it.
    pub alert: Option<AlertDescription>,
    /// The step, from 1, at which the rule did not hold.
    pub step: Option<usize>,
}

/// How a run ended, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Both sides talked and closed.
    Closed,
    /// Both sides are connected, but not both heard the other's goodbye.
    Connected,
    /// It stopped before both were connected, and nobody objected.
    Incomplete,
    /// A side objected.
    Failed,
}

impl Ending {
    /// Of a run.
    pub fn of(run: &Run) -> Ending {
        let (end, side, fault) = match &run.trace.outcome {
            Outcome::Closed => (End::Closed, None, None),
            Outcome::Connected => (End::Connected, None, None),
            Outcome::Incomplete => (End::Incomplete, None, None),
            Outcome::Failed { side, fault } => (End::Failed, Some(*side), Some(fault)),
        };
        let rule = match fault {
            Some(Fault::Broken { rule, .. }) => Some(*rule),
            _ => None,
        };
        let broken = |event: &Event| matches!(event, Event::Check(check) if !check.passed && Some(check.rule) == rule);
        let at = run
            .moments
            .iter()
            .position(|moment| moment.events(&run.trace).any(|(who, event)| Some(who) == side && broken(event)));
        Ending { end, side, rule, alert: fault.map(Fault::alert), step: at.map(|at| at + 1) }
    }
}
