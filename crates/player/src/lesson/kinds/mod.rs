//! The kinds of questions, one a file: how an answer is judged, how it is asked for on the page and on paper, and what the
//! author of one may have got wrong.

mod case;
mod choice;
mod field;
mod key;
mod order;
mod task;

use super::checker::Checker;
use super::judgement::Judgement;
use super::paper::{Item, Paper};
use super::player::Player;
use crate::query::{QueryContext, Runs};
use handshake_analysis::run::Run;
use handshake_app::Action;
use handshake_app::model::Model;
use handshake_app::view::{Answering, State};
use handshake_lessons::lesson::{Answer, Others, Question, Text};
use handshake_lessons::{Problem, fill, word};

pub use order::{order, wrong_pair};

/// Where a question is asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// What all kinds of questions have.
    pub(super) question: &'a Question,
    /// The run that the step is about.
    pub(super) run: &'a Run,
    /// The other runs of the lesson.
    pub(super) runs: &'a Runs,
}

impl<'a> Asked<'a> {
    fn context(&self) -> QueryContext<'a> {
        QueryContext { run: self.run, runs: self.runs }
    }

    fn right(&self) -> Judgement {
        Judgement::Right(self.question.right.0.to_owned())
    }
}

/// A kind of question.
pub(super) trait AnswerKind {
    /// Judges what was handed in.
    ///
    /// # Errors
    /// In a sentence: what can't be asked of the run, or is no answer.
    fn judge(&self, asked: &Asked, answer: &str) -> Result<Judgement, Problem>;

    /// How the page asks for it.
    fn view(&self, player: &Player, question: &Question, state: State) -> Answering;

    /// How it is answered on paper: puts what there is to choose from on the sheet, and returns the answer.
    ///
    /// # Errors
    /// In a sentence: what can't be asked of the run.
    fn paper(&self, asked: &Asked, paper: &Paper, item: &mut Item) -> Result<String, Problem>;

    /// Tells what its author got wrong.
    fn check(&self, asked: &Asked, check: &mut Checker);

    /// The run decides, not what is handed in: `now` is the person's, `before` the lesson's. `None` of all other kinds.
    fn judge_run(&self, _asked: &Asked, _now: &Run) -> Option<Result<Judgement, Problem>> {
        None
    }

    /// True if it is answered by what is done in the run, and not among the lesson's own words.
    fn is_done_in_the_run(&self) -> bool {
        false
    }

    /// What is selected in a view, of a kind that is answered by selecting something.
    fn selected(&self, _model: &Model) -> Option<Option<String>> {
        None
    }

    /// Selects what was handed in.
    fn select(&self, _answer: &str) -> Option<Action> {
        None
    }

    /// What a wrong pick is in this run, and which way leads to what is asked for. `None` if the run has no such thing, or the
    /// answer lies inside it.
    fn told(&self, _player: &Player, _answer: &str, _run: &Run) -> Option<String> {
        None
    }

    /// Picks that are not what is asked for.
    fn others(&self) -> Option<&Others> {
        None
    }

    /// True if there is such a thing to be picked at the step that is checked.
    fn can_pick(&self, _pick: Text, _check: &Checker) -> bool {
        false
    }
}

/// What is particular to the kind of a question.
pub(super) fn of(question: &Question) -> &dyn AnswerKind {
    match &question.answer {
        Answer::Choice(one) => one,
        Answer::Case(one) => one,
        Answer::Order(one) => one,
        Answer::Bytes(one) => one,
        Answer::Key(one) => one,
        Answer::Task(one) => one,
    }
}

/// Says that something else was picked, and what it is.
fn picked_wrong(name: &str, note: &str) -> String {
    let value = |wanted: &str| match wanted {
        "picked" => Some(name.to_owned()),
        "note" => Some(note.to_owned()),
        _ => None,
    };
    fill(word("pick.wrong"), &value)
}

/// What is said of a wrong pick that has an answer of its own.
fn near(others: &Others, answer: &str) -> Option<String> {
    let near = others.near.iter().find(|near| *near.pick == *answer)?;
    Some(near.why.0.to_owned())
}

/// True if this pick would do, too.
fn accepts(others: &Others, answer: &str) -> bool {
    others.accept.iter().any(|pick| **pick == *answer)
}

fn no_answer(answer: &str) -> Problem {
    Problem::of("player.no-answer", &[("answer", &handshake_scenario::text::shorten(answer))])
}

/// The letter of an option on paper.
fn letter(at: usize) -> char {
    char::from(b'A' + u8::try_from(at % 26).unwrap_or_default())
}
