//! How hard a text is to read: the Flesch–Kincaid grade, by which 8 is what a fourteen-year-old reads with ease.

use crate::markdown::{Block, parse, plain_line};

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
    /// Of a text in Markdown. A sentence ends with a full stop, a question mark or an exclamation mark, and with its
    /// paragraph or list: neither a colon nor an item without a mark ends one. Code is read aloud like the rest, and a
    /// query counts as a word of two syllables.
    pub fn of(text: &str) -> Counts {
        let mut counts = Counts::default();
        for block in parse(&without_queries(text)) {
            let lines = match block {
                Block::Paragraph(line) => vec![line],
                Block::List(lines) => lines,
            };
            let mut open = false;
            for line in lines {
                open = counts.line(&plain_line(&line), open);
            }
            counts.sentences += usize::from(open);
        }
        counts
    }

    /// Words in a sentence, on average.
    pub fn mean(self) -> f64 {
        if self.sentences == 0 { 0.0 } else { self.words as f64 / self.sentences as f64 }
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

    /// Counts a line; `open` tells whether a sentence goes on, before and after it.
    fn line(&mut self, line: &str, mut open: bool) -> bool {
        for word in line.split_whitespace() {
            if word.contains(char::is_alphanumeric) {
                self.words += 1;
                self.syllables += syllables(word);
                open = true;
            }
            let end = word.trim_end_matches(['"', ')', '”', '’', '*']);
            if open && end.ends_with(['.', '!', '?']) {
                self.sentences += 1;
                open = false;
            }
        }
        open
    }
}

/// The sentences of a text in Markdown, where [`Counts::of`] ends them.
pub fn sentences(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for block in parse(&without_queries(text)) {
        let lines = match block {
            Block::Paragraph(line) => vec![line],
            Block::List(lines) => lines,
        };
        let mut open = String::new();
        for word in lines.iter().map(|line| plain_line(line)).collect::<Vec<_>>().join(" ").split_whitespace() {
            let gap = if open.is_empty() { "" } else { " " };
            open.push_str(gap);
            open.push_str(word);
            if word.trim_end_matches(['"', ')', '”', '’', '*']).ends_with(['.', '!', '?']) {
                found.push(std::mem::take(&mut open));
            }
        }
        found.extend(Some(open).filter(|open| !open.is_empty()));
    }
    found
}

fn without_queries(text: &str) -> String {
    crate::fill(text, &|_| Some("value".to_owned()))
}

/// Syllables of a word as it is read aloud: `ServerHello` and `key_share` in their parts, `TLS` letter by letter, a number
/// digit by digit.
fn syllables(word: &str) -> usize {
    let mut parts: Vec<String> = Vec::new();
    let mut before = ' ';
    for ch in word.chars() {
        let begins = !before.is_alphanumeric()
            || (ch.is_uppercase() && before.is_lowercase())
            || ch.is_ascii_digit() != before.is_ascii_digit();
        if ch.is_alphanumeric() || (ch == '’' || ch == '\'') && before.is_alphanumeric() {
            match parts.last_mut() {
                Some(part) if !begins || !ch.is_alphanumeric() => part.push(ch),
                _ => parts.push(ch.to_string()),
            }
        }
        if !matches!(ch, '’' | '\'') {
            before = ch;
        }
    }
    parts.iter().map(|part| of_part(part)).sum::<usize>().max(1)
}

fn of_part(part: &str) -> usize {
    let bare = part.split(['’', '\'']).next().unwrap_or(part);
    let letters = bare.chars().count();
    if bare.starts_with(|ch: char| ch.is_ascii_digit()) || (letters > 1 && bare.chars().all(char::is_uppercase)) {
        // W has three.
        return letters + 2 * bare.matches('W').count();
    }
    of_letters(&bare.to_lowercase())
}

/// By a rule of thumb for English: groups of vowels, but for those that are silent, and those that are two.
fn of_letters(word: &str) -> usize {
    let vowel = |ch: char| "aeiouy".contains(ch);
    let chars: Vec<char> = word.chars().collect();
    let starts = (0..chars.len()).filter(|&at| vowel(chars[at]) && (at == 0 || !vowel(chars[at - 1]))).count();
    // Two in a row: "client", "associate", "video"; not "version", "social".
    let hard = |at: usize| word[..at].ends_with(['t', 's', 'c', 'g', 'x']);
    let soft = |pair: &'static str| word.match_indices(pair).filter(|(at, _)| !hard(*at)).count();
    let twice = word.matches("ien").count() + soft("io") + soft("ia") + word.matches("eo").count();
    // Silent at the end: "made", "makes", "moved"; not "table", "pieces", "needed".
    let hissed = ["ses", "ces", "ges", "xes", "zes", "shes", "ches", "les"].iter().any(|end| word.ends_with(end));
    let lone = chars.len() > 1 && !vowel(chars[chars.len() - 2]);
    let silent = (word.ends_with('e') && lone && !word.ends_with("le"))
        || (word.ends_with("es") && !hissed)
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    (starts + twice).saturating_sub(usize::from(silent && starts > 1)).max(1)
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
    }

    #[test]
    fn words_are_counted_as_they_are_read_aloud() {
        for (word, wanted) in [
            ("made", 1),
            ("makes", 1),
            ("moved", 1),
            ("table", 2),
            ("needed", 2),
            ("pieces", 2),
            ("client", 2),
            ("client's", 2),
            ("value", 2),
            ("version", 2),
            ("ServerHello", 4),
            ("key_share", 2),
            ("TLS", 3),
            ("1.3,", 2),
        ] {
            assert_eq!(syllables(word), wanted, "{word}");
        }
    }

    #[test]
    fn sentences_are_those_that_are_counted() {
        let text = "It says **three** things: how, who; and why. Is that all?\n\nYes. There are two:\n\n- the key\n- {setting(name)}";
        let found = sentences(text);
        assert_eq!(found.len(), Counts::of(text).sentences, "{found:?}");
        assert_eq!(found[0], "It says three things: how, who; and why.");
        let mean = Counts::of("One two three. One.").mean();
        assert!((mean - 2.0).abs() < 1e-9, "{mean}");
    }

    #[test]
    fn a_colon_or_an_item_ends_no_sentence() {
        let one = Counts::of("It says three things: how, who; and why.");
        assert_eq!((one.words, one.sentences), (8, 1));
        let list = Counts::of("There are three:\n\n- the key\n- the name\n- the date");
        assert_eq!((list.words, list.sentences), (9, 2));
        let told = Counts::of("There are two:\n\n- The key opens it.\n- The name is read.");
        assert_eq!(told.sentences, 3);
        assert_eq!(Counts::of("`server_name` is {setting(name)}.").syllables, 3 + 1 + 2);
    }
}
