//! What a page shows in Spanish holds nothing that stands there in English, too, but for names, code and numbers.

use handshake_story::Story;
use handshake_story::knowledge::View;
use handshake_story::lessons::{self, Language, set_language};
use std::collections::BTreeSet;

/// Words that are the same in both languages, or names: each with a reason.
const SAME: &[&str] = &[
    // Units, and what is counted in them.
    "byte",
    "bytes",
    "bits",
    "hex",
    "base64",
    "rust",
    // Names of protocols, algorithms and formats that have no other name.
    "http",
    "tls",
    "ssl",
    "rfc",
    "hello",
    "nonce",
    "hash",
    "ticket",
    "cookie",
    "salt",
    // The names of things in the teaching world: what stands in certificates and what is said over the wire.
    "get",
    "class",
    "school",
    "teaching",
    "root",
    "intermediate",
    "example",
    // Words that Spanish writes the same.
    "no",
    "error",
    "handshake",
];

/// Names that Spanish uses in English, too.
const NAMES: &[&str] = &["man in the middle", "early data"];

/// Everything that is shown of a page: all strings of what is drawn, without what stands in addresses.
fn texts(story: &Story) -> Vec<String> {
    let page = story.page();
    let drawn = format!("{page:?} {:?}", story.transcript());
    let mut out = Vec::new();
    let mut rest = drawn.as_str();
    while let Some((before, after)) = rest.split_once('"') {
        let mut end = 0;
        let bytes = after.as_bytes();
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let of = before.rsplit([' ', '(', '[']).find(|part| !part.is_empty()).unwrap_or_default();
        if !ELSEWHERE.contains(&of) {
            out.push(after[..end].to_owned());
        }
        rest = &after[(end + 1).min(after.len())..];
    }
    out
}

/// Parts of a page that are no text: addresses, ids, code to copy, definitions out of the RFCs.
const ELSEWHERE: &[&str] = &["href:", "id:", "rule:", "command:", "source:", "lines:", "path:", "key:"];

/// True if the content has no Spanish for a text yet: another test says so.
fn is_reported(text: &str) -> bool {
    let quoted = |problem: &&str| problem.split_once('“').map(|(_, rest)| rest.trim_end_matches('”').to_owned());
    let problems: Vec<String> = lessons::untranslated().iter().filter_map(quoted).collect();
    problems.iter().any(|english| {
        let mut pieces = english.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, piece)| piece));
        pieces.all(|piece| text.contains(piece))
    })
}

/// True if a text looks like prose: two words of small letters after one another.
fn is_prose(text: &str) -> bool {
    // The text beside a line of hex, which is cut anywhere, has eight letters.
    if text.chars().count() <= 8 || NAMES.contains(&text) {
        return false;
    }
    let words =
        text.split([' ', '\n']).map(|word| word.trim_matches(['.', ',', ':', ';', '(', ')', '“', '”', '·', '…']));
    let small = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'');
    let hex = |word: &str| word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    // What stands in the teaching CA's certificates.
    let data = |word: &str| word.starts_with("te");
    let flags: Vec<bool> =
        words.map(|word| small(word) && !hex(word) && !data(word) && !SAME.contains(&word)).collect();
    flags.windows(2).any(|pair| pair[0] && pair[1])
}

#[test]
fn a_page_in_spanish_has_no_english_sentence() {
    let mut left: BTreeSet<String> = BTreeSet::new();
    for scenario in lessons::scenarios().iter().map(|scenario| scenario.id) {
        let story = Story::open(&format!("/s/{scenario}"));
        let steps = story.position().1;
        for (number, step) in (1..=steps).step_by(4).chain([steps]).enumerate() {
            let view = View::ALL[number % 4];
            for tab in ["bytes", "keys", "record", "checks", "certificates", "break"] {
                let shown = |language| {
                    set_language(language);
                    let story = Story::open(&format!("/s/{scenario}/{step}?view={}&tab={tab}", view.id()));
                    let address = story.address();
                    let texts = texts(&story);
                    set_language(Language::English);
                    (texts, address)
                };
                let (english, address) = shown(Language::English);
                let (spanish, same_address) = shown(Language::Spanish);
                assert_eq!(address, same_address);
                let english: BTreeSet<&String> = english.iter().collect();
                let same = spanish.iter().filter(|text| english.contains(text) && is_prose(text));
                set_language(Language::Spanish);
                left.extend(same.filter(|text| !is_reported(text)).cloned());
                set_language(Language::English);
            }
        }
    }
    assert!(left.is_empty(), "in English still: {left:#?}");
}

#[test]
fn no_text_lacks_a_language() {
    for language in lessons::Language::ALL {
        lessons::set_language(language);
        let missing = lessons::untranslated();
        assert!(missing.is_empty(), "{}: {} faults:\n{}", language.name(), missing.len(), missing.join("\n"));
    }
}
