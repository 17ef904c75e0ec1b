//! The kinds of questions, and what can become of one.

use handshake_lessons::lesson::{Place, Question};

/// What became of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// There is none.
    Nothing,
    /// Not answered.
    Open,
    /// Right, and why.
    Right(String),
    /// Wrong.
    Wrong {
        /// Why; Markdown.
        why: String,
        /// What shows it.
        see: Place,
    },
}

/// The kinds of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Multiple choice.
    Choice,
    /// Putting in order.
    Order,
    /// Picking bytes.
    Bytes,
    /// Picking a key.
    Key,
    /// Changing the setup.
    Task,
}

/// What kind a question is; the first, if it is of several.
pub fn kind(question: &Question) -> Option<Kind> {
    kinds(question).first().copied()
}

/// All kinds that it has something of.
pub fn kinds(question: &Question) -> Vec<Kind> {
    let has = [
        (!question.option.is_empty(), Kind::Choice),
        (!question.order.is_empty(), Kind::Order),
        (!question.bytes.is_empty(), Kind::Bytes),
        (!question.key.is_empty(), Kind::Key),
        (!question.task.is_empty(), Kind::Task),
    ];
    has.into_iter().filter(|(has, _)| *has).map(|(_, kind)| kind).collect()
}
