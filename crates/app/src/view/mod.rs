//! What the page shows, as plain data.
//!
//! `page` computes a [`Page`] from the trace, the content and the model; `ui` draws it. Nothing in here knows a
//! browser, and nothing in the browser slices bytes or decides what a party may know.

mod break_it;
mod bytes;
mod certificates;
mod checks;
mod common;
mod compare;
mod ending;
mod find;
mod keys;
mod lesson;
mod notebook;
mod record;
mod settings;
mod stage;
mod transcript;
mod wire;

pub use break_it::{Attack, Bit, BreakView, ByteCell, Done, FieldTarget, RecordTarget, Tone, Try};
pub use bytes::{BytesView, CopyAs, Definition, FieldNote, HexLine, HexRun, TreeRow};
pub use certificates::{CertificatesView, ChainLink, ChainVerdict, DocumentView, LinkCheckRow, whole_document};
pub use checks::{CheckRow, ChecksView, ChoiceRow};
pub use common::{Choice, Epoch, Link, Side, Time};
pub use compare::{
    AxisMark, CompareView, Crossing, DiffHex, DiffLine, DiffRow, DiffRun, Figure, PairCell, PairDetail, PairRow,
    PairSide, ScenarioChoice, Suggested,
};
pub use ending::EndingView;
pub use find::{FindResult, Hit};
pub use keys::{Edge, InUse, KeysView, NodeBox, NodeDetail, NodeKind, NodeState};
pub use lesson::{
    Answering, Beside, FigureRow, LessonDot, LessonOption, LessonPage, LessonQuestion, LessonStage, State,
};
pub use notebook::{Lesson, Note, Notebook};
pub use record::{
    Compared, FlipByte, Labelled, MacView, OpeningView, RecordView, SealingForm, SealingSecrets, SealingView,
};
pub use settings::{Control, Fold, Setting, Setup};
pub use stage::{Delivery, Dot, Icon, Party, Phase, RecordBar, Row, RowKind, Rows, Stage, Timeline};
pub use transcript::{TextField, TextStep, Transcript};
pub use wire::{WireByte, WireRecord};

use crate::motion::Motion;
use crate::options::Tab;
use handshake_analysis::knowledge::View;
use handshake_analysis::run::Source;
use handshake_lessons::markdown::Block;
use std::rc::Rc;

/// Everything on the screen for one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Names the scenario, for example `TLS 1.3 · full handshake`.
    pub title: String,
    /// What was wrong with the address, and what was opened instead.
    pub notice: Option<String>,
    /// Whose knowledge is shown; one is current.
    pub points_of_view: Vec<Choice<View>>,
    /// Two lifelines and what happens between them.
    pub stage: Stage,
    /// What happened at this step, in plain words.
    pub narration: Narration,
    /// At the last step: what the run took, and where to go on.
    pub ending: Option<EndingView>,
    /// True for stage and words only, for a class.
    pub present: bool,
    /// What the eavesdropper has learnt; set in its point of view only.
    pub notebook: Option<Notebook>,
    /// The inspector's tabs; one is current.
    pub tabs: Vec<Choice<Tab>>,
    /// The current tab.
    pub inspector: Inspector,
    /// What an attacker can do to the selected field of the Bytes tab.
    pub field_target: Option<FieldTarget>,
    /// What an attacker does in this run, and what comes of it.
    pub attack: Option<Attack>,
    /// Every step of the run on one line, in named phases.
    pub timeline: Timeline,
    /// Why nothing can be set or broken, if so: the run is a recording.
    pub fixed: Option<String>,
    /// Where the run comes from.
    pub source: Source,
    /// One sentence for a screen reader's live region.
    pub announcement: String,
    /// What moves when the step is taken.
    pub motion: Rc<Motion>,
    /// Where it is held, from 0 to 1; `None` to let it run.
    pub held: Option<f64>,
}

/// How to get the same run outside the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    /// SHA-256 of the JSON trace, hex.
    pub sha256: String,
    /// A `handshake trace` command; `None` of a connection to somebody else, which can't be had again.
    pub command: Option<String>,
    /// Of a run from a file that holds its settings: the address at which the engine runs it here.
    pub here: Option<String>,
}

/// Scenarios under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioGroup {
    /// Its name in the page.
    pub id: &'static str,
    /// What the person reads.
    pub title: &'static str,
    /// In one sentence.
    pub summary: &'static str,
    /// In order.
    pub scenarios: Vec<ScenarioLink>,
}

/// A scenario, and where it opens.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioLink {
    /// Its name.
    pub title: &'static str,
    /// In one sentence.
    pub summary: &'static str,
    /// Address of its first step.
    pub href: String,
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
    /// With an attacker in the middle: the way to the other handshake.
    pub other: Option<Link>,
}

/// The current tab's content.
#[derive(Clone, Debug, PartialEq)]
pub enum Inspector {
    /// Tree and hex of one message.
    Bytes(BytesView),
    /// The key schedule, filling in.
    Keys(KeysView),
    /// How one record was sealed.
    Record(Box<RecordView>),
    /// Every check so far.
    Checks(ChecksView),
    /// The chain of certificates.
    Certificates(CertificatesView),
    /// What an attacker can do at this step.
    Break(BreakView),
}
