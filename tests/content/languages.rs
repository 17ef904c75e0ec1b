//! What a page shows in Spanish holds nothing that stands there in English, too, but for names, code and numbers.

use handshake_analysis::knowledge::View;
use handshake_app::compare::Compare;
use handshake_app::{Story, chain_checker, suites};
use handshake_lessons as lessons;
use handshake_lessons::OneOf;
use handshake_lessons::{Language, set_language};
use handshake_player::lesson::notes::notes;
use handshake_player::lesson::sheet::sheet;
use handshake_player::lesson::{Do, Player};
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
const NAMES: &[&str] = &["man in the middle", "early data", "key share", "key shares", "main secret"];

/// Everything that is shown of a page.
fn texts(story: &Story) -> Vec<String> {
    let page = story.page();
    strings(&format!("{page:?} {:?}", story.transcript()))
}

/// All strings of what is drawn, without what stands in addresses.
fn strings(drawn: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = drawn;
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
    // All of it in quotes: a label that goes into a function, what was said over the wire.
    if text.strip_prefix('“').and_then(|text| text.strip_suffix('”')).is_some_and(|inside| !inside.contains(['“', '”']))
    {
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

/// Every screen that is not a step of a run.
fn screens() -> Vec<String> {
    let mut out = Vec::new();
    let attack = Story::open("/s/tls13-full/5?tamper=s0.share").page().attack.expect("an attack");
    out.push(format!("{:?}", Compare::open(&attack.compare).view()));
    for scenario in lessons::scenarios() {
        let compare = Compare::open(&format!("/compare/tls13-full/1?with={}", scenario.id));
        out.push(format!("{:?}", compare.view()));
        let notes = notes(&Story::open(&format!("/s/{}/5", scenario.id)));
        out.push(format!("{:?} {:?} {:?}", notes.questions, notes.attempts, notes.links));
    }
    for lesson in lessons::lessons() {
        out.push(format!("{:?}", sheet(lesson, 5).items));
        for number in 1..=lesson.step.len() {
            let player = Player::open(&format!("/l/{}/{number}", lesson.id)).expect("a lesson");
            out.push(format!("{:?}", player.page()));
            out.push(format!("{:?}", player.act(Do::Hint).act(Do::Answer("0".to_owned())).page()));
        }
    }
    for name in lessons::suite_names() {
        out.push(format!("{:?}", suites::anatomy(name)));
    }
    for suite in suites::search("") {
        out.push(format!("{:?}", suites::summary(&suite)));
    }
    for scenario in chain_checker::examples() {
        let ask = chain_checker::Ask { example: Some(scenario.id), ..chain_checker::Ask::default() };
        let judged =
            chain_checker::judge(chain_checker::example(scenario.id).as_bytes(), b"", &ask, 0).expect("a chain");
        out.push(format!("{:?} {:?} {:?}", judged.problems, judged.notes, judged.view(&ask, &BTreeSet::new())));
    }
    out
}

#[test]
fn no_other_screen_has_one() {
    let english: BTreeSet<String> = screens().iter().flat_map(|drawn| strings(drawn)).collect();
    set_language(Language::Spanish);
    let spanish: BTreeSet<String> = screens().iter().flat_map(|drawn| strings(drawn)).collect();
    // Code to copy, definitions out of the RFCs, and the labels of the key schedule.
    let code = |text: &str| {
        let begins = ["openssl ", "echo ", "static const ", "const ", "uint8 ", "start ", "sudo ", "tcp port "];
        begins.iter().any(|begin| text.starts_with(begin)) || text.starts_with('“') && text.ends_with('”')
    };
    let same = spanish.iter().filter(|text| english.contains(*text) && is_prose(text) && !code(text));
    let left: Vec<&String> = same.filter(|text| !is_reported(text)).collect();
    set_language(Language::English);
    assert!(spanish.len() > 1000, "{}", spanish.len());
    assert!(left.is_empty(), "in English still: {left:#?}");
}

/// Names and code, which stand in the drawing itself.
const DRAWN: &[&str] = &["Handshake Lab", "nonce", "iv", "IV", "MAC"];

/// All files of a kind below a folder.
pub fn files(folder: &std::path::Path, kind: &str, out: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, kind, out);
        } else if path.extension().is_some_and(|extension| extension == kind) {
            out.push((path.display().to_string(), std::fs::read_to_string(&path).expect("a file")));
        }
    }
}

/// What is drawn by itself, or told of a thing to a screen reader, comes from the content; and no style sheet speaks.
#[test]
fn the_drawing_holds_no_words_of_its_own() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let (mut sources, mut sheets) = (Vec::new(), Vec::new());
    files(&root.join("crates/ui/src"), "rs", &mut sources);
    files(&root.join("www/styles"), "css", &mut sheets);
    assert!(sources.len() > 40 && sheets.len() > 5, "{} {}", sources.len(), sheets.len());
    let is_words = |text: &str| {
        let mut letters = text.split(|ch: char| !ch.is_alphabetic()).map(|word| word.chars().count());
        letters.any(|count| count > 1) && !DRAWN.contains(&text.trim())
    };
    let begins = ["{ \"", "aria-label=\"", "aria-label={\"", "aria-description=\"", " title=\"", " alt=\""];
    let mut found = Vec::new();
    for (path, text) in &sources {
        for (number, line) in text.lines().enumerate() {
            for begin in begins {
                for (at, _) in line.match_indices(begin) {
                    let (before, after) = (&line[..at], &line[at + begin.len()..]);
                    let shown = after.split_once('"').map(|(shown, _)| shown).unwrap_or_default();
                    // A choice between two names, and commands to be copied, are no words.
                    let other = before.trim_end().ends_with(|ch: char| ch.is_alphanumeric() || ch == ')');
                    if is_words(shown) && !(begin == "{ \"" && other) && !before.ends_with("<pre>") {
                        found.push(format!("{path}:{}: {shown}", number + 1));
                    }
                }
            }
        }
    }
    for (path, text) in &sheets {
        for (number, line) in text.lines().enumerate() {
            let said = line.trim().strip_prefix("content:").and_then(|rest| rest.trim().strip_prefix('"'));
            if said.is_some_and(is_words) {
                found.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    assert!(found.is_empty(), "words in the drawing: {found:#?}");
}
