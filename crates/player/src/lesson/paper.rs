//! A question on paper.

use crate::query::{self, Runs};
use handshake_analysis::run::Run;
use handshake_app::view::FigureRow;
use handshake_lessons::Problem;
use handshake_lessons::lesson::Lesson;
use handshake_lessons::markdown::{Block, parse};

/// A question on paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The lesson's step that asks it, from 1, and its name: what the question is about can be looked up there.
    pub step: Option<(usize, &'static str)>,
    /// What is asked.
    pub ask: Vec<Block>,
    /// A picture that it is about, as SVG.
    pub picture: Option<&'static str>,
    /// Bytes that it is about.
    pub bytes: Vec<FigureRow>,
    /// A whole message, to find something in: lines of offset, bytes, text.
    pub dump: Vec<[String; 3]>,
    /// Answers to choose from or to put in order; empty for free lines.
    pub options: Vec<Vec<Block>>,
    /// Whether the options are to be put in order.
    pub order: bool,
    /// The answer.
    pub answer: Vec<Block>,
}

/// The lesson's step at which a question stands.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) lesson: &'static Lesson,
    /// From 1.
    pub(super) number: usize,
}

/// What is needed to write a question down.
pub(super) struct Paper<'a> {
    pub(super) run: &'a Run,
    pub(super) runs: &'a Runs,
    /// In which order answers are offered.
    pub(super) seed: u64,
    pub(super) at: At,
}

impl Paper<'_> {
    /// A text with the run's values put in.
    ///
    /// # Errors
    /// In a sentence: what can't be asked of the run.
    pub(super) fn told(&self, text: &str) -> Result<Vec<Block>, Problem> {
        Ok(parse(&query::fill(text, &query::QueryContext { run: self.run, runs: self.runs })?))
    }
}
