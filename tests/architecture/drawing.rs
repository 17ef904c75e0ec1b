//! The drawings in ARCHITECTURE.md: fenced blocks that begin with their name, and have a layer a line, lowest first.

use crate::root;

/// The text that has them.
pub fn architecture() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md")
}

/// The lines of the drawing with that name; `None` if there is none.
pub fn block<'a>(text: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let mut lines = text.lines().skip_while(|line| line.strip_prefix("```") != Some(name));
    lines.next()?;
    Some(lines.take_while(|line| *line != "```").filter(|line| !line.trim().is_empty()).collect())
}

/// The names of all drawings that begin with a word.
pub fn names<'a>(text: &'a str, first: &str) -> Vec<&'a str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("```"))
        .filter(|name| name.split(' ').next() == Some(first))
        .collect()
}

/// `a b` or `a, b` as names.
pub fn list(text: &str) -> Vec<&str> {
    text.split([',', ' ']).filter(|name| !name.is_empty()).collect()
}
