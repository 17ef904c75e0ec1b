//! What a person can do to the page.

use crate::options::{By, End, Layer, Outcome, Stride, Tab};
use handshake_analysis::knowledge::View;
use handshake_core::keys::ScheduleEntry;
use handshake_scenario::settings::Setting;

/// Everything a person can do to the page. `ui` makes these out of clicks and keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// One step on.
    Next,
    /// One step back.
    Previous,
    /// To the first step.
    First,
    /// To the last step.
    Last,
    /// To the first step, if there is nothing after what is shown: before it plays.
    Again,
    /// To a step, from 1.
    GoTo(usize),
    /// To a step on the way to another one, by dragging: no place to come back to.
    Scrub(usize),
    /// Step by messages, by steps, or through the parts of each step.
    Stride(Stride),
    /// Hold the step's motion at so many thousandths of it, or let it go.
    Hold(Option<u16>),
    /// Show what a class is to see from afar, or all of it again.
    Present,
    /// Show the checks with this outcome.
    Outcome(Outcome),
    /// Show the checks of this side.
    By(By),
    /// Change this bit of the record that the Record tab opens; the same again: leave it alone.
    FlipBit(usize),
    /// Show this tab.
    Tab(Tab),
    /// Take this point of view.
    View(View),
    /// Take the next point of view.
    NextView,
    /// Show this layer of the message.
    Layer(Layer),
    /// Show the message as it was sent, or as it arrived.
    Arrival(End),
    /// Select a field of the message shown.
    SelectField(String),
    /// Select a node of the key schedule.
    SelectNode(ScheduleEntry),
    /// Select a certificate of the chain, or what came with it.
    SelectCertificate(String),
    /// Select a field of the selected certificate.
    SelectDer(String),
    /// Drop the selection.
    Deselect,
    /// Fold or unfold a field of the tree.
    Fold(String),
    /// Select a byte of the selected field, by its offset among the bytes shown.
    SelectByte(usize),
    /// Change a setting and run again.
    Set(Setting, String),
    /// Random settings; the same number gives the same ones.
    Surprise(u64),
    /// Back to the values with which the scenario begins.
    Reset,
    /// The attacker does one thing more: an edit as it stands in the address, for example `s0.flip.0x34.0`.
    Tamper(String),
    /// The attacker turns over a bit of the record that crosses at this step: which byte, and which of its bits; the same
    /// again: leaves it alone.
    FlipOnWire(usize, u8),
    /// The attacker writes this over the selected field, and sets the lengths right or not.
    Write(String, bool),
    /// The attacker leaves one thing, by its place in the list.
    Untamper(usize),
    /// Nobody is on the way any more.
    UntamperAll,
    /// Open an address (a link, Back, Forward).
    Open(String),
    /// Something that was done to what is drawn of this step and part ([`Story::place`](crate::Story::place)), which may be
    /// gone by now.
    At((usize, usize), Box<Action>),
}

impl Action {
    /// True if it names something of the step shown, so that at another step it would mean something else or nothing.
    fn is_of_the_step(&self) -> bool {
        matches!(
            self,
            Action::FlipBit(_)
                | Action::Hold(_)
                | Action::Layer(_)
                | Action::Arrival(_)
                | Action::SelectField(_)
                | Action::SelectByte(_)
                | Action::SelectNode(_)
                | Action::SelectCertificate(_)
                | Action::SelectDer(_)
                | Action::Fold(_)
                | Action::FlipOnWire(..)
                | Action::Write(..)
        )
    }

    /// What it means to who is at a place; `None` if it was meant for another one.
    pub fn here(self, place: (usize, usize)) -> Option<Action> {
        match self {
            Action::At(there, action) if there != place && action.is_of_the_step() => None,
            Action::At(_, action) => action.here(place),
            action => Some(action),
        }
    }

    /// What stays of what was open before.
    pub fn leaves(&self) -> Leaves {
        match self {
            Action::At(_, action) => action.leaves(),
            Action::Scrub(_) | Action::Hold(_) => Leaves::Nothing,
            // Ten steps on are ten things that were done, but one place: Back leads to where the person came from.
            Action::Next
            | Action::Previous
            | Action::SelectField(_)
            | Action::SelectNode(_)
            | Action::Deselect
            | Action::FlipBit(_)
            | Action::Outcome(_)
            | Action::By(_) => Leaves::Undo,
            _ => Leaves::HistoryEntry,
        }
    }
}

/// What an action leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaves {
    /// Nothing: it is on the way to somewhere else, as while something is dragged.
    Nothing,
    /// What can be undone, and is no place that the browser's Back leads to: which byte was looked at, for example.
    Undo,
    /// A place to come back to.
    HistoryEntry,
}
