//! What the person has chosen to see, and how actions change it.

use crate::action::Action;
use crate::options::{By, End, Layer, Outcome, Stride, Tab};
use crate::view;
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::run::{Run, Source};
use handshake_core::keys::ScheduleEntry;
use handshake_lessons::OneOf;
use handshake_scenario::settings::Settings;
use std::collections::BTreeSet;

/// What the address holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The scenario's id.
    pub scenario: &'static str,
    /// What the run is a function of.
    pub settings: Settings,
    /// Where the run comes from.
    pub source: Source,
    /// From 1.
    pub step: usize,
    /// PointName of view.
    pub view: View,
    /// The tab; `None` lets the step decide.
    pub tab: Option<Tab>,
    /// The layer; `None` means the innermost that can be read.
    pub layer: Option<Layer>,
    /// Which end's bytes are shown of a message that did not arrive as it was sent.
    pub end: End,
    /// The selected field, by path.
    pub field: Option<String>,
    /// The selected byte of that field, by its offset among the bytes shown.
    pub byte: Option<usize>,
    /// The selected certificate, by its place in the chain.
    pub certificate: Option<String>,
    /// The selected field of that certificate, by path.
    pub der: Option<String>,
    /// The selected node.
    pub node: Option<ScheduleEntry>,
    /// The part of the step, from 1; `None` for the step as a whole.
    pub part: Option<usize>,
    /// Whether it steps from message to message; not if there is a part.
    pub by_message: bool,
    /// For a class: stage and words only.
    pub present: bool,
    /// Which checks are listed.
    pub outcome: Outcome,
    /// Whose checks are listed.
    pub by: By,
    /// The bit of the record that is changed before it is opened once more.
    pub bit: Option<usize>,
    /// Where the step's motion is held, in thousandths; `None` to let it run.
    pub held: Option<u16>,
    /// Groups of the tree whose folding differs from how they start out. Not in the address.
    pub toggled: BTreeSet<String>,
}

impl Model {
    /// The first step of a scenario.
    pub fn new(scenario: &'static str) -> Self {
        Model {
            scenario,
            settings: Settings::of(scenario),
            source: Source::Settings,
            step: 1,
            view: View::default(),
            tab: None,
            layer: None,
            end: End::default(),
            field: None,
            byte: None,
            certificate: None,
            der: None,
            node: None,
            part: None,
            by_message: false,
            present: false,
            outcome: Outcome::default(),
            by: By::default(),
            bit: None,
            held: None,
            toggled: BTreeSet::new(),
        }
    }

    /// The same view at another step, with nothing selected: what links lead to.
    pub fn at(&self, step: usize) -> Model {
        let part = self.part.map(|_| 1).filter(|_| step != self.step).or(self.part);
        let (certificate, der) = (None, None);
        Model {
            step,
            part,
            field: None,
            byte: None,
            certificate,
            der,
            layer: None,
            bit: None,
            held: None,
            ..self.clone()
        }
    }

    /// Goes to a step. What was selected in another step's message is let go.
    pub fn go(&mut self, step: usize, run: &Run) {
        let step = step.clamp(1, run.moments.len().max(1));
        if step != self.step {
            self.step = step;
            (self.field, self.byte) = (None, None);
            (self.certificate, self.der) = (None, None);
            self.layer = None;
            self.bit = None;
            self.part = self.part.map(|_| 1);
            self.toggled.clear();
        }
    }

    /// True if there is nothing after what is shown.
    pub fn is_at_end(&self, run: &Run) -> bool {
        let parts = |part| part >= run.parts(self.step).max(1);
        self.step >= run.moments.len() && self.part.is_none_or(parts)
    }

    /// How far a step goes.
    pub fn stride(&self) -> Stride {
        match self.part {
            Some(_) => Stride::Parts,
            None if self.by_message => Stride::Messages,
            None => Stride::Steps,
        }
    }

    /// One step on; in fine steps, one part of it. After the last message comes the end.
    fn next(&mut self, run: &Run) {
        let message = |(_, moment): &(usize, &Moment)| moment.act == Act::Send;
        match self.part {
            None if self.by_message => {
                let next = run.moments.iter().enumerate().skip(self.step).find(message);
                self.go(next.map_or(run.moments.len(), |(index, _)| index + 1), run);
            }
            Some(part) if part < run.parts(self.step) => self.part = Some(part + 1),
            _ => self.go(self.step + 1, run),
        }
    }

    fn previous(&mut self, run: &Run) {
        let message = |(_, moment): &(usize, &Moment)| moment.act == Act::Send;
        match self.part {
            None if self.by_message => {
                let before = run.moments.iter().enumerate().take(self.step.saturating_sub(1)).rfind(message);
                self.go(before.map_or(1, |(index, _)| index + 1), run);
            }
            Some(part) if part > 1 => self.part = Some(part - 1),
            Some(_) if self.step > 1 => {
                self.go(self.step - 1, run);
                self.part = Some(run.parts(self.step));
            }
            _ => self.go(self.step.saturating_sub(1), run),
        }
    }

    /// Changes everything but the settings.
    pub fn apply(&mut self, action: &Action, run: &Run) {
        let place = (self.step, self.part);
        self.change(action, run);
        // Another step has a motion of its own.
        if place != (self.step, self.part) {
            self.held = None;
        }
    }

    fn change(&mut self, action: &Action, run: &Run) {
        let last = run.moments.len();
        match action {
            Action::Next => self.next(run),
            Action::Previous => self.previous(run),
            Action::Again if !self.is_at_end(run) => {}
            Action::First | Action::Again => {
                self.go(1, run);
                self.part = self.part.map(|_| 1);
            }
            Action::Last => {
                self.go(last, run);
                self.part = self.part.map(|_| run.parts(self.step));
            }
            Action::GoTo(step) | Action::Scrub(step) => self.go(*step, run),
            Action::Stride(stride) => {
                self.by_message = *stride == Stride::Messages;
                self.part = (*stride == Stride::Parts).then(|| self.part.unwrap_or(1));
            }
            Action::Hold(at) => self.held = at.map(|at| at.min(1000)),
            Action::Present => self.present = !self.present,
            Action::Outcome(outcome) => self.outcome = *outcome,
            Action::By(by) => self.by = *by,
            Action::FlipBit(bit) => self.bit = (self.bit != Some(*bit)).then_some(*bit),
            Action::Tab(tab) => self.tab = Some(*tab),
            Action::View(view) => {
                self.view = *view;
                self.layer = None;
            }
            Action::NextView => {
                let at = View::ALL.iter().position(|view| *view == self.view).unwrap_or(0);
                self.view = View::ALL.get(at + 1).copied().unwrap_or_default();
                self.layer = None;
            }
            Action::Layer(layer) => {
                self.layer = Some(*layer);
                (self.field, self.byte) = (None, None);
            }
            Action::Arrival(end) => self.end = *end,
            Action::SelectField(_)
            | Action::SelectNode(_)
            | Action::SelectCertificate(_)
            | Action::SelectDer(_)
            | Action::SelectByte(_)
            | Action::Deselect
            | Action::Fold(_) => self.select(action),
            // These lead to another run: `Story` sees to them.
            Action::Set(..)
            | Action::Surprise(_)
            | Action::Reset
            | Action::Open(_)
            | Action::Tamper(_)
            | Action::FlipOnWire(..)
            | Action::Write(..)
            | Action::Untamper(_)
            | Action::UntamperAll
            | Action::At(..) => {}
        }
    }

    /// Selects, drops, folds; all else is left as it is.
    fn select(&mut self, action: &Action) {
        match action {
            Action::SelectField(path) => {
                self.tab = Some(Tab::Bytes);
                (self.node, self.byte) = (None, None);
                self.field = (self.field.as_deref() != Some(path)).then(|| path.clone());
            }
            Action::SelectNode(node) => {
                self.tab = Some(Tab::Keys);
                (self.field, self.byte) = (None, None);
                self.node = (self.node != Some(*node)).then_some(*node);
            }
            Action::SelectCertificate(id) => {
                self.tab = Some(Tab::Certificates);
                // Whoever looks at fields goes on with those of the other one.
                self.der = self.der.is_some().then(|| view::whole_document(id).to_owned());
                self.certificate = Some(id.clone());
                self.toggled.clear();
            }
            Action::SelectDer(path) => {
                self.tab = Some(Tab::Certificates);
                self.der = (self.der.as_deref() != Some(path)).then(|| path.clone());
            }
            Action::Deselect => (self.field, self.byte, self.node, self.der) = (None, None, None, None),
            Action::SelectByte(at) => self.byte = self.field.is_some().then_some(*at),
            Action::Fold(path) => {
                let was_there = self.toggled.remove(path);
                if !was_there {
                    self.toggled.insert(path.clone());
                }
            }
            _ => {}
        }
    }
}
