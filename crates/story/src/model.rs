//! What the person has chosen to see, and how actions change it.

use crate::knowledge::View;
use crate::run::Run;
use crate::settings::Settings;
use handshake_core::keys::Node;
use std::collections::BTreeSet;

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
    /// To a step, from 1.
    GoTo(usize),
    /// Show this tab (a [`Choice`](crate::view::Choice) id).
    Tab(&'static str),
    /// Show the tab with this number, from 1.
    TabNumber(usize),
    /// Take this point of view.
    View(&'static str),
    /// Take the next point of view.
    NextView,
    /// Show this layer of the message.
    Layer(&'static str),
    /// Select a field of the message shown.
    SelectField(String),
    /// Select a node of the key schedule.
    SelectNode(&'static str),
    /// Drop the selection.
    Deselect,
    /// Fold or unfold a field of the tree.
    Fold(String),
    /// Change a setting and run again.
    Set(&'static str, String),
    /// Open an address (a link, Back, Forward).
    Open(String),
}

/// A tab of the inspector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Field tree and hex.
    Bytes,
    /// The key schedule.
    Keys,
    /// How a record is sealed.
    Record,
    /// Checks and choices.
    Checks,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Tab; 4] = [Tab::Bytes, Tab::Keys, Tab::Record, Tab::Checks];

    /// Its name in the address.
    pub fn id(self) -> &'static str {
        match self {
            Tab::Bytes => "bytes",
            Tab::Keys => "keys",
            Tab::Record => "record",
            Tab::Checks => "checks",
        }
    }

    /// What the person reads.
    pub fn label(self) -> &'static str {
        match self {
            Tab::Bytes => "Bytes",
            Tab::Keys => "Keys",
            Tab::Record => "Record",
            Tab::Checks => "Checks",
        }
    }
}

/// One of the byte strings inside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// TLSPlaintext or TLSCiphertext.
    Record,
    /// TLSInnerPlaintext.
    Inner,
    /// The message itself.
    Message,
}

impl Layer {
    /// All, from the outside in.
    pub const ALL: [Layer; 3] = [Layer::Record, Layer::Inner, Layer::Message];

    /// Its name in the address.
    pub fn id(self) -> &'static str {
        match self {
            Layer::Record => "record",
            Layer::Inner => "inner",
            Layer::Message => "message",
        }
    }

    /// What the person reads.
    pub fn label(self) -> &'static str {
        match self {
            Layer::Record => "On the wire",
            Layer::Inner => "Opened",
            Layer::Message => "Message",
        }
    }
}

/// What the address holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The scenario's id.
    pub scenario: &'static str,
    /// What the run is a function of.
    pub settings: Settings,
    /// From 1.
    pub step: usize,
    /// Point of view.
    pub view: View,
    /// The tab; `None` lets the step decide.
    pub tab: Option<Tab>,
    /// The layer; `None` means the innermost that can be read.
    pub layer: Option<Layer>,
    /// The selected field, by path.
    pub field: Option<String>,
    /// The selected node.
    pub node: Option<Node>,
    /// Groups of the tree whose folding differs from how they start out. Not in the address.
    pub toggled: BTreeSet<String>,
}

impl Model {
    /// The first step of a scenario.
    pub fn new(scenario: &'static str) -> Self {
        Model {
            scenario,
            settings: Settings::of(scenario),
            step: 1,
            view: View::default(),
            tab: None,
            layer: None,
            field: None,
            node: None,
            toggled: BTreeSet::new(),
        }
    }

    /// Goes to a step. What was selected in another step's message is let go.
    pub fn go(&mut self, step: usize, run: &Run) {
        let step = step.clamp(1, run.moments.len().max(1));
        if step != self.step {
            self.step = step;
            self.field = None;
            self.layer = None;
            self.toggled.clear();
        }
    }

    /// Changes everything but the settings.
    pub fn apply(&mut self, action: &Action, run: &Run) {
        let last = run.moments.len();
        match action {
            Action::Next => self.go(self.step + 1, run),
            Action::Previous => self.go(self.step.saturating_sub(1), run),
            Action::First => self.go(1, run),
            Action::Last => self.go(last, run),
            Action::GoTo(step) => self.go(*step, run),
            Action::Tab(id) => self.tab = Tab::ALL.into_iter().find(|tab| tab.id() == *id).or(self.tab),
            Action::TabNumber(number) => self.tab = Tab::ALL.get(number.wrapping_sub(1)).copied().or(self.tab),
            Action::View(id) => {
                self.view = View::ALL.into_iter().find(|view| view.id() == *id).unwrap_or(self.view);
                self.layer = None;
            }
            Action::NextView => {
                let at = View::ALL.iter().position(|view| *view == self.view).unwrap_or(0);
                self.view = View::ALL.get(at + 1).copied().unwrap_or_default();
                self.layer = None;
            }
            Action::Layer(id) => {
                self.layer = Layer::ALL.into_iter().find(|layer| layer.id() == *id).or(self.layer);
                self.field = None;
            }
            Action::SelectField(path) => {
                self.tab = Some(Tab::Bytes);
                self.node = None;
                self.field = (self.field.as_deref() != Some(path)).then(|| path.clone());
            }
            Action::SelectNode(name) => {
                self.tab = Some(Tab::Keys);
                self.field = None;
                self.node = Node::by_name(name).filter(|node| self.node != Some(*node));
            }
            Action::Deselect => (self.field, self.node) = (None, None),
            Action::Fold(path) => {
                if !self.toggled.remove(path) {
                    self.toggled.insert(path.clone());
                }
            }
            Action::Set(..) | Action::Open(_) => {}
        }
    }
}
