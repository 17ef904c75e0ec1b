//! What the page shows, as plain data.
//!
//! `story` computes a [`Page`] from the trace, the content and the model; `ui` draws it. Nothing in here knows a
//! browser, and nothing in the browser slices bytes or decides what a party may know.

use handshake_lessons::markdown::Block;

/// Everything on the screen for one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Names the scenario, for example `TLS 1.3 · full handshake`.
    pub title: String,
    /// What was wrong with the address, and what was opened instead.
    pub notice: Option<String>,
    /// Whose knowledge is shown; one is current.
    pub points_of_view: Vec<Choice>,
    /// Two lifelines and what happens between them.
    pub stage: Stage,
    /// What happened at this step, in plain words.
    pub narration: Narration,
    /// The inspector's tabs; one is current.
    pub tabs: Vec<Choice>,
    /// The current tab.
    pub inspector: Inspector,
    /// Every step of the run on one line, in named phases.
    pub timeline: Timeline,
    /// What can be set before the run.
    pub setup: Vec<Setting>,
    /// The run as a fact to verify: SHA-256 of its JSON trace, in hex, and the command that prints the same bytes.
    pub fingerprint: Fingerprint,
    /// One sentence for a screen reader's live region.
    pub announcement: String,
}

/// One of several options, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Identifies the option in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: String,
    /// True for the one in force.
    pub current: bool,
}

/// How to get the same run outside the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    /// SHA-256 of the JSON trace, hex.
    pub sha256: String,
    /// A `handshake trace` command.
    pub command: String,
}

/// Which end of the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The one that speaks first.
    Client,
    /// The one that answers.
    Server,
}

/// Which keys protect what a side sends, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Epoch {
    /// Nothing is protected.
    Plain,
    /// Handshake traffic keys.
    Handshake,
    /// Application traffic keys.
    Application,
}

/// Where a step stands relative to the one shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Time {
    /// Already happened.
    Past,
    /// Is being shown.
    Now,
    /// Not yet.
    Future,
}

/// The ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Left lifeline's head.
    pub client: Party,
    /// Right lifeline's head.
    pub server: Party,
    /// One row a step, in order.
    pub rows: Vec<Row>,
}

/// The head of a lifeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// `Client` or `Server`.
    pub name: String,
    /// The state it is in after the step shown, named as in RFC 8446 appendix A, for example `WAIT_SH`.
    pub state: String,
    /// True if the state differs from the one before this step.
    pub changed: bool,
    /// Keys it writes with after the step shown.
    pub epoch: Epoch,
}

/// One step on the stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Step number, from 1.
    pub step: usize,
    /// Past, now or future.
    pub time: Time,
    /// Keys in use on the client's lifeline below this row.
    pub client_epoch: Epoch,
    /// Keys in use on the server's lifeline below this row.
    pub server_epoch: Epoch,
    /// Name of the phase that begins with this row.
    pub phase: Option<String>,
    /// What happens.
    pub what: RowKind,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    /// A message crosses the wire.
    Message {
        /// Who sends it.
        from: Side,
        /// For example `ClientHello`; for a party that can't know, `encrypted record`.
        name: String,
        /// For example `196 B · readable`.
        detail: String,
        /// The keys it is sealed with; [`Epoch::Plain`] for a readable one.
        sealed: Epoch,
        /// True if it is an alert that ends the connection.
        fatal: bool,
    },
    /// Something happens at one end.
    Moment {
        /// Where.
        side: Side,
        /// Which picture stands for it.
        icon: Icon,
        /// A short line, for example `makes an X25519 key pair`.
        text: String,
        /// True if something failed here.
        failed: bool,
    },
}

/// The picture of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// Keys are made or derived.
    Key,
    /// Something is checked.
    Check,
    /// One of several offers is picked.
    Choice,
}

/// The text above the tabs' content.
#[derive(Clone, Debug, PartialEq)]
pub struct Narration {
    /// The step in one line.
    pub heading: String,
    /// What happened and why.
    pub body: Vec<Block>,
    /// Where it is written down, and what to notice.
    pub aside: Vec<Block>,
}

/// The current tab's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Inspector {
    /// Tree and hex of one message.
    Bytes(BytesView),
    /// The key schedule, filling in.
    Keys(KeysView),
    /// How one record was sealed.
    Record(RecordView),
    /// Every check so far.
    Checks(ChecksView),
}

/// Field tree and hex, one selection.
#[derive(Clone, Debug, PartialEq)]
pub struct BytesView {
    /// What is shown and why, if this step itself sends nothing.
    pub context: Option<String>,
    /// The nested byte strings that can be shown: record on the wire, inner plaintext, message. One is current.
    pub layers: Vec<Choice>,
    /// Fields in wire order, parents before children; folded ones' children are left out.
    pub tree: Vec<TreeRow>,
    /// The bytes, sixteen a line.
    pub hex: Vec<HexLine>,
    /// About the selected field.
    pub note: Option<FieldNote>,
}

/// A field in the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeRow {
    /// The field's path, its identity in selections.
    pub id: String,
    /// Nesting, from 0.
    pub depth: usize,
    /// The RFC's name for it.
    pub name: String,
    /// Short form of its value, or its length.
    pub value: String,
    /// True for a length prefix (drawn quieter).
    pub quiet: bool,
    /// `None` for a leaf, otherwise whether its children are shown.
    pub expanded: Option<bool>,
    /// True if selected.
    pub selected: bool,
}

/// Sixteen bytes (or fewer at the end).
#[derive(Clone, Debug, PartialEq)]
pub struct HexLine {
    /// Offset of the first byte.
    pub offset: usize,
    /// Runs of bytes of the same leaf field.
    pub runs: Vec<HexRun>,
}

/// Neighbouring bytes of one leaf field on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct HexRun {
    /// The leaf field's path.
    pub field: String,
    /// The leaf field's short name, for a tooltip.
    pub name: String,
    /// Two digits a byte, separated by spaces.
    pub hex: String,
    /// The same bytes in ASCII, `.` for what has no picture.
    pub ascii: String,
    /// True if in the selection.
    pub selected: bool,
    /// Alternates from field to field, to tell neighbours apart.
    pub odd: bool,
}

/// About one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldNote {
    /// The RFC's name for it.
    pub title: String,
    /// For example `bytes 0x34–0x53 · 32 bytes`.
    pub place: String,
    /// The value in words, for example `TLS_AES_128_GCM_SHA256`.
    pub meaning: Option<String>,
    /// What it is for.
    pub text: Vec<Block>,
    /// For example `RFC 8446 §4.2.8`.
    pub source: String,
    /// Where the value comes from or goes to.
    pub links: Vec<Link>,
}

/// A way to somewhere else on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// What the person reads.
    pub label: String,
    /// An address of the page, from `/`.
    pub href: String,
}

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
    /// About the selected node.
    pub detail: Option<NodeDetail>,
    /// What the party in view has, in a sentence; set when the view is not "everything".
    pub knowledge: Option<String>,
}

/// One named value of the schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeBox {
    /// The node's name, its identity in selections.
    pub id: &'static str,
    /// What the person reads.
    pub title: String,
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
    /// Where the value is used.
    pub links: Vec<Link>,
}

/// How one record was sealed, as rows of a pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordView {
    /// What is shown and why, if this step itself sends no record.
    pub context: Option<String>,
    /// Record header's parts.
    pub header: Vec<Labelled>,
    /// `None` for a record in the clear.
    pub sealing: Option<SealingView>,
    /// The whole record on the wire, in parts: header, ciphertext, tag or header, fragment.
    pub wire: Vec<Labelled>,
    /// For the eavesdropper: what can be told from outside.
    pub outside: Vec<Block>,
}

/// The steps from plaintext to record.
#[derive(Clone, Debug, PartialEq)]
pub struct SealingView {
    /// The AEAD's name, for example `AES-128-GCM`.
    pub aead: String,
    /// The secrets below are `None` when the party in view can't know them.
    pub secrets: Option<SealingSecrets>,
    /// Record sequence number.
    pub sequence: u64,
    /// Additional data: the record header in hex.
    pub aad: String,
    /// Which keys, for example `server handshake traffic keys`.
    pub epoch: Epoch,
    /// Whose keys.
    pub writer: Side,
}

/// What only the ends know of a sealed record. All byte strings are in hex.
#[derive(Clone, Debug, PartialEq)]
pub struct SealingSecrets {
    /// The message or data.
    pub content: String,
    /// The real content type with its name.
    pub inner_type: Labelled,
    /// Number of zero bytes of padding.
    pub padding: usize,
    /// Write key.
    pub key: Link,
    /// Write key's bytes.
    pub key_value: String,
    /// Write iv.
    pub iv: String,
    /// Sequence number padded to the iv's length.
    pub sequence_padded: String,
    /// iv xor sequence number.
    pub nonce: String,
}

/// A part with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// What it is.
    pub label: String,
    /// Its bytes in hex, or its value.
    pub value: String,
    /// Its length in bytes.
    pub len: usize,
}

/// Every check made up to this step.
#[derive(Clone, Debug, PartialEq)]
pub struct ChecksView {
    /// Made at this step.
    pub now: Vec<CheckRow>,
    /// Made before.
    pub before: Vec<CheckRow>,
    /// Choices made at this step or before (newest last).
    pub choices: Vec<ChoiceRow>,
}

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckRow {
    /// The rule's id.
    pub rule: &'static str,
    /// Who checked.
    pub side: Side,
    /// Step at which it was checked, from 1, and its address.
    pub step: usize,
    /// See `step`.
    pub href: String,
    /// The rule in words.
    pub title: String,
    /// True if it held.
    pub passed: bool,
    /// What was compared with what.
    pub compared: Option<(String, String)>,
    /// The alert that a failure sends.
    pub alert: String,
    /// For example `RFC 8446 §4.1.3`.
    pub source: String,
    /// Why the rule exists.
    pub text: Vec<Block>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceRow {
    /// What was chosen, for example `cipher suite`.
    pub title: String,
    /// Who chose.
    pub side: Side,
    /// Step at which it was chosen, from 1.
    pub step: usize,
    /// What was on offer, in the order offered.
    pub offered: Vec<String>,
    /// What was picked.
    pub picked: String,
    /// Why.
    pub text: Vec<Block>,
}

/// Every step on one line.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// Named stretches.
    pub phases: Vec<Phase>,
    /// One a step.
    pub dots: Vec<Dot>,
    /// The step shown, from 1.
    pub now: usize,
}

/// A named stretch of steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// For example `Hello`.
    pub name: String,
    /// First step, from 1.
    pub first: usize,
    /// Last step, from 1.
    pub last: usize,
}

/// One step on the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Dot {
    /// From 1.
    pub step: usize,
    /// What the person reads on hover and hears.
    pub label: String,
    /// Who acts.
    pub side: Side,
    /// `None` for a message.
    pub icon: Option<Icon>,
    /// Past, now or future.
    pub time: Time,
    /// True if something failed here.
    pub failed: bool,
}

/// One thing that can be set before the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Identifies the setting in the address.
    pub id: &'static str,
    /// What the person reads.
    pub label: String,
    /// One line on what it changes.
    pub help: String,
    /// How it is set.
    pub control: Control,
}

/// How a setting is set.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// One of several.
    OneOf(Vec<Choice>),
    /// Free text of at most this many characters.
    Text {
        /// What stands there now.
        value: String,
        /// Longest allowed.
        max: usize,
    },
}
