//! What can become of a question.

use handshake_lessons::lesson::Place;

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
