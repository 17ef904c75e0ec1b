//! How hard a text is to read: the Flesch–Kincaid grade, by which 8 is what a fourteen-year-old reads with ease.

use crate::markdown::{Block, Inline, parse};

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Words.
    pub words: usize,
    /// Sentences.
    pub sentences: usize,
    /// Syllables, by a rule of thumb for English.
    pub syllables: usize,
}

impl Counts {
    /// Of a text in Markdown. Names in code, queries, and words with digits or capitals inside (`X25519`, `ServerHello`)
    /// are what is being learned, and count as a word of two syllables.
    pub fn of(text: &str) -> Counts {
        let mut counts = Counts::default();
        for block in parse(&without_queries(text)) {
            let lines = match block {
                Block::Paragraph(line) => vec![line],
                Block::List(lines) => lines,
            };
            for line in lines {
                counts.line(&plain(&line));
            }
        }
        counts
    }

    /// Both together.
    pub fn and(self, other: Counts) -> Counts {
        Counts {
            words: self.words + other.words,
            sentences: self.sentences + other.sentences,
            syllables: self.syllables + other.syllables,
        }
    }

    /// The Flesch–Kincaid grade.
    pub fn grade(self) -> f64 {
        if self.words == 0 || self.sentences == 0 {
            return 0.0;
        }
        let words = self.words as f64;
        0.39 * words / self.sentences as f64 + 11.8 * self.syllables as f64 / words - 15.59
    }

    fn line(&mut self, line: &str) {
        let mut open = false;
        for word in line.split_whitespace() {
            let letters: String = word.chars().filter(|ch| ch.is_alphanumeric()).collect();
            if !letters.is_empty() {
                self.words += 1;
                self.syllables += syllables(&letters);
                open = true;
            }
            let end = word.trim_end_matches(['"', ')', '”', '’', '*']);
            if open && (end.ends_with(['.', '!', '?', ':', ';'])) {
                self.sentences += 1;
                open = false;
            }
        }
        self.sentences += usize::from(open);
    }
}

fn without_queries(text: &str) -> String {
    crate::fill(text, &|_| Some("value".to_owned()))
}

fn plain(line: &[Inline]) -> String {
    let word = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Term { text, .. } => text.clone(),
        Inline::Code(_) => "value".to_owned(),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { text: inner, .. } => plain(inner),
    };
    line.iter().map(word).collect()
}

fn syllables(word: &str) -> usize {
    let name = word.chars().any(|ch| ch.is_ascii_digit()) || word.chars().skip(1).any(char::is_uppercase);
    if name {
        return 2;
    }
    let word = word.to_lowercase();
    let vowel = |ch: char| "aeiouy".contains(ch);
    let chars: Vec<char> = word.chars().collect();
    let starts = (0..chars.len()).filter(|&at| vowel(chars[at]) && (at == 0 || !vowel(chars[at - 1]))).count();
    // Silent at the end: "made", "moved"; not "table", "needed".
    let silent = (word.ends_with('e') && !word.ends_with("le"))
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    starts.saturating_sub(usize::from(silent && starts > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_texts_are_easier_than_hard_ones() {
        let easy = Counts::of("The cat sat on the mat. It saw a dog. The dog ran.");
        assert_eq!((easy.words, easy.sentences), (13, 3));
        let hard = Counts::of(
            "Cryptographic authentication necessitates considerable computational infrastructure everywhere.",
        );
        assert!(easy.grade() < 2.0 && hard.grade() > 15.0, "{} {}", easy.grade(), hard.grade());
        let [made, table, needed] = ["made", "table", "needed"].map(syllables);
        assert_eq!([made, table, needed], [1, 2, 2]);
    }
}
