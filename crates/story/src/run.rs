//! One run, and all that is computed from it once.

use crate::knowledge::Knowledge;
use crate::moments::{Moment, moments};
use crate::settings::Settings;
use crate::theft::Theft;
use handshake_core::Trace;

/// A run of the handshake, cut into moments.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What it is a function of.
    pub settings: Settings,
    /// What happened.
    pub trace: Trace,
    /// The steps of the page.
    pub moments: Vec<Moment>,
    /// Who knows what since when.
    pub knowledge: Knowledge,
    /// When each step is sent, in half round trips.
    pub times: Vec<usize>,
    /// What somebody made of the recording afterwards, if the server's key was stolen.
    pub theft: Option<Theft>,
}

impl Run {
    /// Runs the handshake.
    pub fn new(settings: Settings) -> Self {
        let trace = settings.run();
        let mut moments = moments(&trace);
        let mut knowledge = Knowledge::of(&trace, &moments);
        let mut times = crate::trips::times(&trace, &moments);
        let theft = settings.theft(&trace);
        if let Some(theft) = &theft {
            theft.append(&mut moments, &mut knowledge);
            times.resize(moments.len(), times.last().copied().unwrap_or_default());
        }
        Run { settings, trace, moments, knowledge, times, theft }
    }

    /// How many parts a step (from 1) has: at least one.
    pub fn parts(&self, step: usize) -> usize {
        let moment = step.checked_sub(1).and_then(|at| self.moments.get(at));
        moment.map_or(1, |moment| crate::parts::parts(&self.trace, moment).len().max(1))
    }

    /// The moment at which a node was first computed by anybody; from 0.
    pub fn first(&self, node: handshake_core::keys::Node) -> Option<usize> {
        self.knowledge.since(node, crate::knowledge::View::Everything)
    }
}
