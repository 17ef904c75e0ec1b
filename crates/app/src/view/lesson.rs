//! A lesson's step.

use super::Page;
use handshake_lessons::markdown::Block;

/// A step of a lesson: its words, its question, and the run beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonPage {
    /// The lesson's name.
    pub lesson: &'static str,
    /// The step's name.
    pub title: &'static str,
    /// The step, from 1.
    pub number: usize,
    /// One a step.
    pub dots: Vec<LessonDot>,
    /// What was wrong with the address.
    pub notice: Option<String>,
    /// What is said.
    pub text: Vec<Block>,
    /// Where it is specified.
    pub source: &'static str,
    /// A picture, as SVG.
    pub picture: Option<&'static str>,
    /// Bytes of the run.
    pub figure: Vec<FigureRow>,
    /// What is asked.
    pub question: Option<LessonQuestion>,
    /// The run, and how free the person is in it.
    pub stage: LessonStage,
    /// What of it stands beside the words.
    pub beside: Beside,
    /// The run's page.
    pub page: Page,
    /// Address of the step before; none at the first.
    pub back: Option<String>,
    /// Address of the next step; none at the last.
    pub next: Option<String>,
    /// The next lesson: its name and address.
    pub next_lesson: Option<(&'static str, String)>,
    /// For a live region.
    pub announcement: String,
}

/// A step on the lesson's line.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonDot {
    /// From 1.
    pub number: usize,
    /// Its name.
    pub title: &'static str,
    /// Where it is.
    pub href: String,
    /// Whether it asks something.
    pub asks: bool,
}

/// Bytes with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureRow {
    /// What they are.
    pub label: &'static str,
    /// How many, in words.
    pub size: String,
    /// Two digits a byte; cut off where it gets long.
    pub hex: String,
    /// The same as text, `·` for what is none.
    pub text: String,
}

/// What stands beside a step's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// A wire without TLS, with the figure's bytes on it.
    Wire,
    /// The stage.
    Stage,
    /// The stage, and the panel in which a step is taken apart.
    Panel,
}

/// How free the person is in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonStage {
    /// As the lesson has it.
    Set,
    /// The person went elsewhere.
    Moved,
    /// What shows that an answer was wrong.
    Refuting,
    /// The person looks around freely.
    Exploring,
}

/// A question.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonQuestion {
    /// What is asked.
    pub ask: Vec<Block>,
    /// How it is answered.
    pub answering: Answering,
    /// Whether it has been.
    pub state: State,
    /// What there is to say about the answer.
    pub feedback: Vec<Block>,
    /// The hints asked for so far.
    pub hints: Vec<Vec<Block>>,
    /// Whether there is another one.
    pub more_hints: bool,
}

/// Whether a question has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not yet.
    Open,
    /// Rightly.
    Right,
    /// Wrongly.
    Wrong,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Answering {
    /// One of these.
    Choice(Vec<LessonOption>),
    /// By putting these in order.
    Order(Vec<LessonOption>),
    /// By selecting bytes; what is selected.
    Bytes(Option<String>),
    /// By selecting a key; what is selected.
    Key(Option<String>),
    /// By changing the run.
    Task {
        /// How it ends now; empty if the feedback says so.
        ending: Vec<Block>,
        /// True if the setup does it, and not the attacker's tools.
        setup: bool,
    },
}

/// One of several.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonOption {
    /// What is handed in for it.
    pub id: String,
    /// What is read.
    pub text: Vec<Block>,
    /// What it turned out to be, once it was picked.
    pub state: State,
}
