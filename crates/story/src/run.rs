//! One run, and all that is computed from it once.

use crate::knowledge::Knowledge;
use crate::moments::{Moment, moments};
use crate::settings::Settings;
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
}

impl Run {
    /// Runs the handshake.
    pub fn new(settings: Settings) -> Self {
        let trace = settings.run();
        let moments = moments(&trace);
        let knowledge = Knowledge::of(&trace, &moments);
        Run { settings, trace, moments, knowledge }
    }

    /// The moment at which a node was first computed by anybody; from 0.
    pub fn first(&self, node: handshake_core::keys::Node) -> Option<usize> {
        self.knowledge.since(node, crate::knowledge::View::Everything)
    }
}
