//! The attacker's notebook.

/// All that somebody who only listens has learnt by now.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    /// In the order in which they were learnt.
    pub notes: Vec<Note>,
    /// How many are of the step shown.
    pub new: usize,
}

/// One thing learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The step it comes from, from 1.
    pub step: usize,
    /// Address of that step.
    pub href: String,
    /// True if it is of the step shown.
    pub new: bool,
    /// What it is about.
    pub lesson: Lesson,
    /// What is known.
    pub what: String,
    /// Its value.
    pub value: String,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesson {
    /// Who talks with whom.
    Who,
    /// How they talk.
    How,
    /// When, in which direction, how much.
    Size,
    /// That two things belong together.
    Linked,
}
