//! The glossary, and the terms in a text: the first use of each becomes a link.

use crate::markdown::{Block, Inline};
use crate::{Term, terms};

/// Turns the first use of each term into a link to it, but for the terms in `but` (an entry does not link to itself).
/// Code, links and what is printed bold stay as they are.
pub fn link(blocks: Vec<Block>, but: &[&'static str]) -> Vec<Block> {
    let mut used: Vec<&'static str> = but.to_vec();
    let mut lines = |inlines: Vec<Inline>| inlines.into_iter().flat_map(|inline| mark(inline, &mut used)).collect();
    let block = |block| match block {
        Block::Paragraph(inlines) => Block::Paragraph(lines(inlines)),
        Block::List(items) => Block::List(items.into_iter().map(&mut lines).collect()),
    };
    blocks.into_iter().map(block).collect()
}

fn mark(inline: Inline, used: &mut Vec<&'static str>) -> Vec<Inline> {
    match inline {
        Inline::Text(text) => split(&text, used),
        Inline::Emphasis(inner) => {
            vec![Inline::Emphasis(inner.into_iter().flat_map(|inline| mark(inline, used)).collect())]
        }
        other => vec![other],
    }
}

fn split(text: &str, used: &mut Vec<&'static str>) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((start, end, term)) = first(rest, used) {
        used.push(term.key);
        let (before, word, after) = (&rest[..start], &rest[start..end], &rest[end..]);
        if !before.is_empty() {
            out.push(Inline::Text(before.to_owned()));
        }
        out.push(Inline::Term { text: word.to_owned(), term });
        rest = after;
    }
    if !rest.is_empty() {
        out.push(Inline::Text(rest.to_owned()));
    }
    out
}

/// The first term in a text (of those that begin at the same place, the longest).
fn first(text: &str, used: &[&str]) -> Option<(usize, usize, &'static Term)> {
    let lower = text.to_ascii_lowercase();
    let unused = terms().iter().filter(|term| !used.contains(&term.key));
    let found = unused.flat_map(|term| {
        let words = std::iter::once(&term.title).chain(term.also);
        let lower = &lower;
        words.filter_map(move |word| whole(text, lower, word).map(|start| (start, start + word.len(), term)))
    });
    found.min_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)))
}

/// Where a word stands on its own. One with a capital after its first letter is found only as it is written.
fn whole(text: &str, lower: &str, word: &str) -> Option<usize> {
    let exact = word.chars().skip(1).any(char::is_uppercase);
    let (text, word) = if exact { (text, word.to_owned()) } else { (lower, word.to_ascii_lowercase()) };
    let inner = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '_' || ch == '-');
    text.match_indices(&word).map(|(start, _)| start).find(|&start| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let after = text.get(start + word.len()..).and_then(|after| after.chars().next());
        !inner(before) && !inner(after)
    })
}
