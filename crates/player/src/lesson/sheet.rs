//! Worksheets: a lesson's questions on paper, with the values of a seed, and their answers.

use super::code;
use super::kinds::{self, Asked};
use super::page::figure_row;
use super::paper::{At, Paper};
use super::place::place;
use crate::query;
use crate::query::{Runs, Value};
use handshake_analysis::run::Run;
use handshake_lessons as lessons;
use handshake_lessons::Problem;
use lessons::lesson::{Lesson, Question};

pub use super::paper::Item;

/// A worksheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The lesson.
    pub lesson: &'static Lesson,
    /// All randomness.
    pub seed: u64,
    /// Opens the lesson with this seed.
    pub code: String,
    /// In order.
    pub items: Vec<Item>,
}

/// The worksheet of a lesson for a seed. What can't be asked of a run of this seed is left out (a test sees to it that
/// there is no such thing).
pub fn sheet(lesson: &'static Lesson, seed: u64) -> Sheet {
    let runs = Runs::new(Some(seed));
    let mut items: Vec<Item> = Vec::new();
    for (index, step) in lesson.step.iter().enumerate() {
        let place = place(lesson, index + 1);
        let (Some(question), Ok(run)) = (&step.question, runs.get(&place.run)) else { continue };
        let at = At { lesson, number: index + 1 };
        let item = Paper { run: &run, runs: &runs, seed: seed ^ (index as u64) << 7, at }.question(question).ok();
        items.extend(item.map(|item| Item { step: Some((index + 1, step.title.0)), ..item }));
    }
    let first = place(lesson, 1).run;
    for exercise in lesson.teacher.exercise.iter() {
        let Ok(run) = runs.get(if exercise.run.is_empty() { &first } else { &exercise.run }) else { continue };
        let at = At { lesson, number: 1 };
        items.extend(Paper { run: &run, runs: &runs, seed, at }.exercise(exercise).ok());
    }
    Sheet { lesson, seed, code: code::write(lesson, seed), items }
}

/// A question of a lesson with its answer, asked of another run than the lesson's own; `None` if it can't be.
pub(super) fn asked(
    question: &Question,
    lesson: &'static Lesson,
    number: usize,
    run: &Run,
    runs: &Runs,
) -> Option<Item> {
    let at = At { lesson, number };
    Paper { run, runs, seed: run.settings.seed ^ (number as u64) << 7, at }.question(question).ok()
}

impl Paper<'_> {
    fn exercise(&self, exercise: &lessons::lesson::Exercise) -> Result<Item, Problem> {
        let place = query::QueryContext { run: self.run, runs: self.runs };
        let bytes = match exercise.bytes.is_empty() {
            true => Vec::new(),
            false => match query::ask(&exercise.bytes, &place)? {
                Value::Bytes(bytes, _) => vec![figure_row("", &bytes)],
                _ => Vec::new(),
            },
        };
        let (ask, answer) = (self.told(&exercise.ask)?, self.told(&exercise.answer)?);
        Ok(Item { ask, bytes, answer, ..Item::default() })
    }

    fn question(&self, question: &Question) -> Result<Item, Problem> {
        let At { lesson, number } = self.at;
        let picture = lesson.step.get(number.wrapping_sub(1)).and_then(|step| lessons::picture(&step.picture));
        let mut item = Item { ask: self.told(&question.ask)?, picture, ..Item::default() };
        let asked = Asked { question, run: self.run, runs: self.runs };
        let answer = kinds::of(question).paper(&asked, self, &mut item)?;
        item.answer = self.told(&answer)?;
        Ok(item)
    }
}
