//! What every part of the page is computed from, and what all of them need.

use crate::model::Model;
use crate::options::Tab;
use crate::{address, view};
use handshake_analysis::knowledge::{View, readable};
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::parts::{Part, parts};
use handshake_analysis::run::Run;
use handshake_core::Side;
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::{Epoch, Event};
use handshake_core::transcript::PointName;
use handshake_lessons::{self as lessons, OneOf, word, word_of};
use handshake_scenario::text::who;

/// What every part of the page is computed from.
pub(super) struct Ctx<'a> {
    pub(super) model: &'a Model,
    pub(super) run: &'a Run,
    pub(super) scenario: Option<&'static lessons::Scenario>,
    /// The moment shown, from 0.
    pub(super) at: usize,
    /// Its parts, in fine steps.
    pub(super) parts: Vec<Part>,
}

impl<'a> Ctx<'a> {
    pub(super) fn new(model: &'a Model, run: &'a Run) -> Self {
        let at = model.step.saturating_sub(1);
        let moment = run.moments.get(at).filter(|_| model.part.is_some());
        let parts = moment.map(|moment| parts(&run.trace, moment)).unwrap_or_default();
        Ctx { model, run, scenario: run.settings.told_as(), at, parts }
    }

    /// In fine steps: the part shown, from 1, and how many there are.
    pub(super) fn part_of(&self) -> Option<(usize, usize)> {
        Some((self.model.part?, self.parts.len().max(1)))
    }

    /// In fine steps: the part shown.
    pub(super) fn part(&self) -> Option<&Part> {
        self.parts.get(self.model.part?.checked_sub(1)?)
    }

    /// When the event at a place of the moment with this index happens, seen from the step or part shown.
    pub(super) fn time_of(&self, index: usize, place: (usize, usize)) -> view::Time {
        let (Some(part), Some(moment), true) = (self.part(), self.moment(), index == self.at) else {
            return match index.cmp(&self.at) {
                std::cmp::Ordering::Less => view::Time::Past,
                std::cmp::Ordering::Equal => view::Time::Now,
                std::cmp::Ordering::Greater => view::Time::Future,
            };
        };
        let at = moment.events.iter().position(|one| *one == place).unwrap_or_default();
        let before = self.model.part.and_then(|part| self.parts.get(part.checked_sub(2)?)).map_or(0, |part| part.done);
        match at {
            _ if at < before => view::Time::Past,
            _ if at < part.done => view::Time::Now,
            _ => view::Time::Future,
        }
    }

    /// The node shown: the selected one, or in fine steps the one that is computed.
    pub(super) fn node(&self) -> Option<ScheduleEntry> {
        let made = || match self.part()?.event(&self.run.trace)? {
            Event::Key(key) => Some(key.node),
            _ => None,
        };
        self.model.node.or_else(made)
    }

    pub(super) fn moment(&self) -> Option<&'a Moment> {
        self.run.moments.get(self.at)
    }

    /// The tab shown: the one chosen, or the one in which this step has most to show.
    pub(super) fn tab(&self) -> Tab {
        let part = self.part().and_then(|part| part.event(&self.run.trace)).map(|event| match event {
            Event::Key(_) => Tab::Keys,
            Event::Check(_) | Event::Choice(_) => Tab::Checks,
            Event::Record(_) => Tab::Record,
            _ => Tab::Bytes,
        });
        self.model.tab.or(part).unwrap_or(match self.moment().map(|moment| moment.act) {
            Some(Act::Keys | Act::Attack) => Tab::Keys,
            Some(Act::Read | Act::Choose) => Tab::Checks,
            _ => Tab::Bytes,
        })
    }

    /// The moment whose message the inspector shows: the one shown, the one read at it, or the last one sent.
    pub(super) fn message_moment(&self) -> Option<(usize, &'a Moment)> {
        let sends = |(_, moment): &(usize, &Moment)| moment.act == Act::Send;
        self.run.moments.iter().enumerate().take(self.at + 1).rfind(sends)
    }

    /// Who takes a side's part, as the stage names them.
    pub(super) fn party(&self, side: Side) -> &'static str {
        let settings = &self.run.settings;
        match side {
            _ if settings.attackers_side() == Some(side) => word("party.attacker"),
            Side::Client => word("party.client"),
            Side::Server => word("party.server"),
        }
    }

    /// The same in the middle of a sentence.
    pub(super) fn party_within(&self, side: Side) -> &'static str {
        match self.run.settings.attackers_side() == Some(side) {
            true => word("who.attacker"),
            false => who(side),
        }
    }

    /// All points of view.
    pub(super) fn points_of_view(&self) -> Vec<view::Choice<View>> {
        let named = |choice: view::Choice<View>| view::Choice { label: self.view_label(choice.value), ..choice };
        view::Choice::all(self.model.view).into_iter().map(named).collect()
    }

    /// A point of view, as the page names it.
    fn view_label(&self, view: View) -> String {
        let side = match view {
            View::Client => Some(Side::Client),
            View::Server => Some(Side::Server),
            _ => None,
        };
        match side.is_some() && side == self.run.settings.attackers_side() {
            true => word("view.attacker").to_owned(),
            false => view.label().to_owned(),
        }
    }

    pub(super) fn can_read(&self, moment: &Moment) -> bool {
        readable(&self.run.trace, moment, &self.run.knowledge, self.model.view, self.at)
    }

    /// True if the party in view takes part in the moment, or can read what crosses the wire at it.
    pub(super) fn can_see(&self, moment: &Moment) -> bool {
        match moment.act {
            Act::Send => self.can_read(moment),
            // Whoever has recorded what passed is an eavesdropper.
            Act::Attack => matches!(self.model.view, View::Everything | View::Eavesdropper),
            _ => self.model.view.sees(moment.side),
        }
    }

    /// The same view at another step, with a node selected.
    pub(super) fn node_link(&self, node: ScheduleEntry) -> String {
        let step = self.run.first(node).map_or(self.model.step, |first| (first + 1).max(self.model.step));
        address::write(&Model { tab: Some(Tab::Keys), node: Some(node), ..self.model.at(step) })
    }

    pub(super) fn step_link(&self, step: usize) -> String {
        address::write(&self.model.at(step))
    }
}

/// Sides and epochs in the view's own words.
pub(super) fn side(side: Side) -> view::Side {
    match side {
        Side::Client => view::Side::Client,
        Side::Server => view::Side::Server,
    }
}

pub(super) fn epoch(epoch: Epoch) -> view::Epoch {
    match epoch {
        Epoch::Plain => view::Epoch::Plain,
        Epoch::EarlyData => view::Epoch::EarlyData,
        Epoch::Handshake => view::Epoch::Handshake,
        Epoch::Application => view::Epoch::Application,
        Epoch::Updated => view::Epoch::Updated,
        Epoch::Session => view::Epoch::Session,
    }
}

/// A point of the transcript, as the page names it.
pub(super) fn point_name(point: PointName) -> &'static str {
    word_of("point", point.name()).unwrap_or(point.name())
}
