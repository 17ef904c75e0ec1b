//! An open step of a lesson: where it is, and what was done there.

use super::judgement::Judgement;
use super::place::{place, step_address};
use crate::query::{self, Runs};
use form_urlencoded::Serializer;
use handshake_app::Story;
use handshake_app::route::{Route, split};
use handshake_app::view::LessonStage;
use handshake_lessons as lessons;
use handshake_lessons::Problem;
use lessons::lesson::{Lesson, Step};

/// An open step of a lesson. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Player {
    pub(super) lesson: &'static Lesson,
    /// From 1.
    pub(super) number: usize,
    pub(super) runs: Runs,
    /// Where the lesson has the run: at the step's own place, or at what shows that an answer was wrong.
    pub(super) set: Story,
    /// Where the person has it.
    pub(super) story: Story,
    pub(super) answer: Option<String>,
    pub(super) hints: usize,
    pub(super) exploring: bool,
    pub(super) notice: Option<String>,
}

impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address() && self.story == other.story && self.notice == other.notice
    }
}

impl Player {
    /// The address that opens this very view.
    pub fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(seed) = self.runs.seed {
            query.append_pair("seed", &seed.to_string());
        }
        if let Some(answer) = &self.answer {
            query.append_pair("answer", answer);
        }
        if self.hints > 0 {
            query.append_pair("hint", &self.hints.to_string());
        }
        if self.exploring {
            query.append_pair("explore", "yes");
        }
        let (set, now) = (self.set.address(), self.story.address());
        if set != now {
            let (_, rest) = split(&now);
            query.append_pair("on", &format!("{}/{}", self.story.model().scenario, self.story.model().step));
            for (key, value) in form_urlencoded::parse(rest.as_bytes()).filter(|(key, _)| key != "seed") {
                query.append_pair(&key, &value);
            }
        }
        Route::lesson(self.lesson.id.0, self.number).with(&query.finish())
    }

    /// The address of another step.
    pub(super) fn step_address(&self, number: usize) -> String {
        step_address(self.lesson, number, self.runs.seed)
    }

    /// The lesson.
    pub fn lesson(&self) -> &'static Lesson {
        self.lesson
    }

    /// The step, from 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// How many hints were asked for.
    pub fn hints(&self) -> usize {
        self.hints
    }

    /// What was handed in.
    pub fn answer(&self) -> Option<&str> {
        self.answer.as_deref()
    }

    /// The step's text and question.
    pub fn step(&self) -> &'static Step {
        &self.lesson.step.0[self.number - 1]
    }

    /// The run, as the person has it.
    pub fn story(&self) -> &Story {
        &self.story
    }

    pub(super) fn whereabouts(&self) -> LessonStage {
        if self.exploring {
            return LessonStage::Exploring;
        }
        if self.set.address() != self.story.address() {
            return LessonStage::Moved;
        }
        match self.verdict() {
            Judgement::Wrong { see, .. } if !see.is_empty() => LessonStage::Refuting,
            _ => LessonStage::Set,
        }
    }

    /// What queries in this step's texts are asked of: the run of the lesson, wherever the person is.
    pub(super) fn asked(&self) -> Result<std::rc::Rc<handshake_analysis::run::Run>, Problem> {
        self.runs.get(&place(self.lesson, self.number).run)
    }

    /// A text with the run's values put in. What can't be answered is said in its place.
    pub(super) fn told(&self, text: &str) -> Vec<lessons::markdown::Block> {
        lessons::glossary::link(self.said(text), &[])
    }

    /// The same without links, for what is a button itself.
    pub(super) fn said(&self, text: &str) -> Vec<lessons::markdown::Block> {
        let filled =
            self.asked().and_then(|run| query::fill(text, &query::QueryContext { run: &run, runs: &self.runs }));
        let text = filled.unwrap_or_else(|problem| lessons::markdown::escape(&problem.to_string()));
        lessons::markdown::parse(&text)
    }
}
