//! What is wrong with a lesson, as it is found.

use super::judgement::Judgement;
use super::place::{place, refuting_place, stage};
use crate::query;
use crate::query::{Runs, Value};
use handshake_analysis::run::Run;
use handshake_lessons as lessons;
use handshake_lessons::Problem;
use lessons::lesson::{Lesson, Place, Question, Text};

/// Words that make the reader feel slow.
const SCORNFUL: &[&str] = &["simply", "just", "obviously", "of course", "easy", "trivial"];

/// Something wrong with a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The step, from 1; 0 for the lesson itself.
    pub step: usize,
    /// The text that it is about, as it stands in the file; empty for the step as a whole.
    pub at: String,
    /// What it is.
    pub what: String,
}

/// A lesson that is checked, and what is wrong with it so far.
pub(super) struct Checker {
    pub(super) lesson: &'static Lesson,
    pub(super) runs: Runs,
    /// From 1.
    pub(super) step: usize,
    pub(super) problems: Vec<Mistake>,
}

impl Checker {
    pub(super) fn say(&mut self, at: &str, what: impl Into<String>) {
        self.problems.push(Mistake { step: self.step, at: at.to_owned(), what: what.into() });
    }

    /// Where the step takes place.
    pub(super) fn place(&self) -> Place {
        place(self.lesson, self.step)
    }

    /// Whether the message shown at this step has a field.
    pub(super) fn has(&self, field: Text) -> bool {
        stage(&Place { field, tab: Text("bytes"), ..self.place() }, &self.runs).is_ok()
    }

    /// The right answer has to be taken.
    pub(super) fn expect_right(&mut self, question: &Question, answer: &str, judged: Result<Judgement, Problem>) {
        match judged {
            Ok(Judgement::Right(_)) => {}
            other => self.say(
                &question.ask,
                format!("the right answer, {answer}, is not taken: {:?}", other.map_err(String::from)),
            ),
        }
    }

    /// A wrong answer must not be; returns what shows that it is wrong.
    pub(super) fn expect_wrong(
        &mut self,
        question: &Question,
        answer: &str,
        judged: Result<Judgement, Problem>,
    ) -> Option<Place> {
        match judged {
            Ok(Judgement::Wrong { why, see }) if !why.is_empty() => Some(see),
            other => {
                self.say(&question.ask, format!("a wrong answer, {answer}, is taken: {other:?}"));
                None
            }
        }
    }

    /// What shows that an answer is wrong has to be there.
    pub(super) fn refuted(&mut self, at: &str, see: &Place) {
        if let Err(problem) = stage(&refuting_place(self.lesson, self.step, see), &self.runs) {
            self.say(at, problem);
        }
    }

    pub(super) fn bytes(&mut self, asked: Text, run: &Run) {
        match query::ask(&asked, &query::QueryContext { run, runs: &self.runs }) {
            Ok(Value::Bytes(..)) => {}
            Ok(other) => self.say(&asked, format!("bytes are needed, and this is {}", other.kind())),
            Err(problem) => self.say(&asked, problem),
        }
    }

    /// A text with queries in it.
    pub(super) fn filled(&mut self, text: Text, run: &Run) {
        self.prose(text);
        if let Err(problem) = query::fill(&text, &query::QueryContext { run, runs: &self.runs }) {
            self.say(&text, problem);
        }
    }

    pub(super) fn prose(&mut self, text: Text) {
        let without = lessons::fill(&text, &|_| Some(String::new()));
        let lower = without.to_lowercase();
        let words: Vec<&str> = lower.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for scornful in SCORNFUL {
            if words.join(" ").split(' ').any(|word| word == *scornful) {
                self.say(&text, format!("it says “{scornful}”: it is not, to who learns it"));
            }
        }
        let typed = words
            .windows(2)
            .any(|pair| pair[0].bytes().all(|byte| byte.is_ascii_digit()) && pair[1].starts_with("byte"));
        let hex = |word: &&&str| {
            word.len() >= 6
                && word.bytes().all(|byte| byte.is_ascii_hexdigit())
                && word.bytes().any(|byte| byte.is_ascii_digit())
        };
        if typed || words.iter().any(|word| hex(&word)) {
            self.say(&text, "a value is typed in; a {query} gives it");
        }
    }
}
