//! The Keys tab.

use super::Link;
use handshake_core::keys::ScheduleEntry;
use handshake_lessons::markdown::Block;

/// The key schedule as a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct KeysView {
    /// Boxes.
    pub nodes: Vec<NodeBox>,
    /// Lines between them.
    pub edges: Vec<Edge>,
    /// Size of the drawing in its own units (CSS pixels at scale 1).
    pub width: u32,
    /// See `width`.
    pub height: u32,
    /// What is in use at the step shown, if that is less than all.
    pub in_use: Option<InUse>,
    /// About the selected node.
    pub detail: Option<NodeDetail>,
    /// What the party in view has, in a sentence; set when the view is not "everything".
    pub knowledge: Option<String>,
}

/// What is in use at a step, drawn by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct InUse {
    /// Boxes.
    pub nodes: Vec<NodeBox>,
    /// Lines between them.
    pub edges: Vec<Edge>,
    /// Height of the drawing.
    pub height: u32,
    /// How many more values the whole schedule has.
    pub more: usize,
}

/// One named value of the schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeBox {
    /// The node's name, its identity in selections.
    pub id: &'static str,
    /// Which value it is.
    pub node: ScheduleEntry,
    /// What the person reads, short.
    pub title: String,
    /// What the person hears: its whole name.
    pub name: String,
    /// Its first bytes in hex, when known to the party in view.
    pub value: Option<String>,
    /// How far it is known.
    pub state: NodeState,
    /// Family, for colour.
    pub kind: NodeKind,
    /// Left.
    pub x: u32,
    /// Top.
    pub y: u32,
    /// Width.
    pub w: u32,
    /// Height.
    pub h: u32,
    /// True if selected.
    pub selected: bool,
    /// True if it seals the record of the step shown.
    pub seals: bool,
    /// The nodes it is computed from: where the left arrow leads.
    pub inputs: Vec<&'static str>,
    /// The nodes computed from it: where the right arrow leads.
    pub outputs: Vec<&'static str>,
}

/// How far a node's value is known to the party in view at this step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeState {
    /// Became known at this step.
    New,
    /// Known since an earlier step.
    Known,
    /// Nobody has computed it yet.
    NotYet,
    /// Exists, but this party has no way to compute it.
    Hidden,
}

/// What sort of value a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NodeKind {
    /// Input from outside the schedule: key pairs, the shared secret, zeros.
    Input,
    /// Secret that others are derived from.
    Secret,
    /// Handshake traffic secret, key, iv, finished key.
    Handshake,
    /// Application traffic secret, key, iv.
    Application,
}

/// A line from an input to what is computed from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// SVG path data in the drawing's units.
    pub path: String,
    /// True once the value flowed.
    pub live: bool,
    /// True if it flowed at this step.
    pub new: bool,
}

/// About one node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeDetail {
    /// The node's title.
    pub title: String,
    /// Its value in hex, if the party in view knows it; otherwise why not.
    pub value: Result<String, String>,
    /// How it is computed: label and value pairs (operation, secret, label, transcript, length).
    pub facts: Vec<(String, String)>,
    /// What it is for.
    pub text: Vec<Block>,
    /// For example `RFC 8446 §7.1`.
    pub source: String,
    /// A command that recomputes it, when all inputs are known.
    pub command: Option<String>,
    /// What that command runs in, in words.
    pub needs: &'static str,
    /// The messages whose hash goes in, each with the step that sends it.
    pub messages: Vec<Link>,
    /// The records sealed with it, each with its step.
    pub seals: Vec<Link>,
    /// What is computed from it.
    pub links: Vec<Link>,
}
