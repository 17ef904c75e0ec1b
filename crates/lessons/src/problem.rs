//! What is wrong with something that was asked for, typed in or opened.

use crate::words::{put, word};
use std::fmt::{self, Display};

/// What is wrong: a text of `content/words`, by its key, and what stands in the places of its `{names}`. It becomes words
/// where it is shown, in the language that is in force then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem that has values.
    pub fn of(key: &'static str, values: &[(&'static str, &dyn Display)]) -> Problem {
        Problem { key, values: values.iter().map(|(name, value)| (*name, value.to_string())).collect() }
    }

    /// Which one it is, by the key of its words.
    pub fn key(&self) -> &'static str {
        self.key
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<(&str, &dyn Display)> = self.values.iter().map(|(name, value)| (*name, value as _)).collect();
        f.write_str(&put(word(self.key), &values))
    }
}

impl std::error::Error for Problem {}

/// In words, for who shows nothing but sentences.
impl From<Problem> for String {
    fn from(problem: Problem) -> String {
        problem.to_string()
    }
}
