//! The small part of Markdown that content uses, parsed to plain data.

use crate::Term;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A block of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list with bullets, an entry each.
    List(Vec<Vec<Inline>>),
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// As it is.
    Text(String),
    /// Of weight: names of things.
    Strong(Vec<Inline>),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// A value, an identifier.
    Code(String),
    /// A way to somewhere else.
    Link {
        /// What the person reads.
        text: Vec<Inline>,
        /// Where to.
        href: String,
    },
    /// A word of the glossary.
    Term {
        /// As it stands in the text.
        text: String,
        /// Its entry.
        term: &'static Term,
    },
}

/// Parses Markdown. What content does not use (headings, code blocks, HTML, images) is left out; a test keeps content
/// free of it.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut list: Option<Vec<Vec<Inline>>> = None;
    // Innermost last: the inlines being gathered, and what they will become.
    let mut open: Vec<(Vec<Inline>, Option<String>)> = Vec::new();
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::List(_)) => list = Some(Vec::new()),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::Strong | Tag::Emphasis) => open.push((Vec::new(), None)),
            Event::Start(Tag::Link { dest_url, .. }) => open.push((Vec::new(), Some(dest_url.into_string()))),
            Event::Text(text) => push(&mut open, Inline::Text(text.into_string())),
            Event::Code(text) => push(&mut open, Inline::Code(text.into_string())),
            Event::SoftBreak | Event::HardBreak => push(&mut open, Inline::Text(" ".to_owned())),
            Event::End(TagEnd::List(_)) => blocks.extend(list.take().map(Block::List)),
            Event::End(end) => {
                let Some((inlines, href)) = open.pop() else { continue };
                match (end, &mut list) {
                    (TagEnd::Strong, _) => push(&mut open, Inline::Strong(inlines)),
                    (TagEnd::Emphasis, _) => push(&mut open, Inline::Emphasis(inlines)),
                    (TagEnd::Link, _) => {
                        push(&mut open, Inline::Link { text: inlines, href: href.unwrap_or_default() });
                    }
                    (TagEnd::Item, Some(list)) => list.push(inlines),
                    (TagEnd::Paragraph, None) => blocks.push(Block::Paragraph(inlines)),
                    (_, _) => open.last_mut().into_iter().for_each(|(outer, _)| outer.extend(inlines.iter().cloned())),
                }
            }
            _ => {}
        }
    }
    blocks
}

/// Text without its marks, for where only words can stand.
pub fn plain(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(line) => plain_line(line),
        Block::List(items) => items.iter().map(|item| plain_line(item)).collect::<Vec<_>>().join(" "),
    };
    blocks.iter().map(block).collect::<Vec<_>>().join(" ")
}

/// The same of a line.
pub fn plain_line(line: &[Inline]) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Term { text, .. } => text.clone(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => plain_line(inner),
    };
    line.iter().map(word).collect()
}

/// A text that Markdown shows as it is.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for ch in text.chars() {
        if ch.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(ch);
    }
    out
}

fn push(open: &mut [(Vec<Inline>, Option<String>)], inline: Inline) {
    if let Some((inlines, _)) = open.last_mut() {
        inlines.push(inline);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    #[test]
    fn paragraphs_lists_and_inlines() {
        let found = parse("It **picks** `x`\nnow.\n\n- one\n- [two](/t)\n");
        let strong = Inline::Strong(vec![text("picks")]);
        let first = vec![text("It "), strong, text(" "), Inline::Code("x".into()), text(" "), text("now.")];
        let link = Inline::Link { text: vec![text("two")], href: "/t".into() };
        assert_eq!(found, [Block::Paragraph(first), Block::List(vec![vec![text("one")], vec![link]])]);
    }
}
