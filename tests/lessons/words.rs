//! Words, pictures and the glossary: nothing is missing, nothing is left over.

use handshake_core::Statement;
use handshake_lessons::markdown::{Block, Inline, parse};
use handshake_lessons::{glossary, lessons, picture, pictures, terms, words};
use std::collections::BTreeSet;
use std::path::Path;

/// The keys that a source asks for: `word("…")`, or a key that is chosen first.
fn asked(folder: &Path, out: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            asked(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push_str(&std::fs::read_to_string(&path).expect("a file"));
        }
    }
}

#[test]
fn every_word_is_there_and_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut source = String::new();
    let layers = ["scenario", "attacks", "trace-json", "capture", "analysis", "live", "app", "player", "ui", "cli"];
    for folder in layers.map(|layer| format!("crates/{layer}/src")) {
        asked(&root.join(folder), &mut source);
    }
    let known: BTreeSet<&str> = words().iter().map(|(key, _)| *key).collect();
    // A call of that name, and of no other that ends with it.
    let calls = |call: &'static str| {
        let found = source
            .match_indices(call)
            .filter(|(at, _)| !source[..*at].ends_with(|ch: char| ch.is_alphanumeric() || ch == '_' || ch == '.'));
        found.filter_map(|(at, _)| source[at + call.len()..].trim_start().strip_prefix('"'))
    };
    let keys = |call| calls(call).filter_map(|rest| rest.split_once('"')).map(|(key, _)| key);
    let mut used: BTreeSet<String> =
        keys("word(").chain(keys("say(")).chain(keys("Problem::of(")).map(str::to_owned).collect();
    for key in keys("say_n(") {
        used.extend([format!("{key}.one"), format!("{key}.other")]);
    }
    let missing: Vec<&String> = used.iter().filter(|key| !known.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "without words: {missing:?}");
    // A key that is put together from a kind and a name, or chosen before it is asked for, is in no call.
    let kinds = keys("word_of(").chain(keys("const KIND: &'static str = "));
    // What is found: the test below looks at these.
    let kinds: Vec<&str> = kinds.chain(["finding"]).collect();
    let of_a_kind =
        |key: &str| kinds.iter().any(|kind| key.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.')));
    let unused = known.iter().filter(|key| !used.contains(**key) && !of_a_kind(key));
    let chosen = |key: &str| source.contains(&format!("\"{key}\""));
    let counted = |key: &str| [".one", ".other"].iter().any(|form| key.strip_suffix(form).is_some_and(chosen));
    let unused: Vec<&&str> = unused.filter(|key| !chosen(key) && !counted(key)).collect();
    assert!(unused.is_empty(), "nobody says: {unused:?}");
}

/// What the engine finds has words, and no words are for what it never finds.
#[test]
fn every_statement_has_its_words() {
    let words: BTreeSet<&str> = words().iter().filter_map(|(key, _)| key.strip_prefix("finding.")).collect();
    let of = |word: &str| word.split_once('.').map_or(word, |(id, _)| id).to_owned();
    let told: BTreeSet<String> = words.iter().map(|word| of(word)).filter(|id| !id.starts_with("month-")).collect();
    let found: BTreeSet<String> = Statement::IDS.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(told, found);
    assert_eq!(Statement::IDS.len(), found.len(), "an id is there twice");
}

#[test]
fn every_picture_is_drawn_somewhere_and_says_what_it_shows() {
    let mut used: BTreeSet<&str> = terms().iter().map(|term| term.picture).collect();
    used.extend(lessons().iter().flat_map(|lesson| lesson.step.iter().map(|step| step.picture.0)));
    for (name, svg) in pictures() {
        assert!(used.contains(name), "nothing shows {name}.svg");
        assert!(
            svg.contains("role=\"img\"") && (svg.contains("aria-label=\"") || svg.contains("<title")),
            "{name}.svg says nothing to who can't see"
        );
        assert!(["<script", "href=", "<image", "url(http"].iter().all(|part| !svg.contains(part)), "{name}.svg");
    }
    for name in used.iter().filter(|name| !name.is_empty()) {
        assert!(picture(name).is_some(), "there is no {name}.svg");
    }
}

fn linked(text: &str) -> Vec<&'static str> {
    fn of(inline: &Inline, out: &mut Vec<&'static str>) {
        match inline {
            Inline::Term { term, .. } => out.push(term.key),
            Inline::Emphasis(inner) | Inline::Strong(inner) => inner.iter().for_each(|inline| of(inline, out)),
            _ => {}
        }
    }
    let mut out = Vec::new();
    for block in glossary::link(parse(text), &[]) {
        let lines = match block {
            Block::Paragraph(line) => vec![line],
            Block::List(lines) => lines,
        };
        lines.iter().flatten().for_each(|inline| of(inline, &mut out));
    }
    out
}

#[test]
fn the_first_use_of_a_term_is_linked_and_no_part_of_a_word() {
    assert_eq!(linked("A certificate, and another certificate."), ["certificate"]);
    assert_eq!(linked("Certificates are signed."), ["certificate", "signature"]);
    assert_eq!(linked("`certificate` and [certificate](/x) stay."), Vec::<&str>::new());
    assert_eq!(linked("A tagline is no tag."), ["tag"]);
    assert_eq!(linked("A self-signed certificate."), ["self-signed", "certificate"]);
    assert_eq!(linked("The alerts."), ["alert"]);
}

#[test]
fn each_term_is_one_sentence_with_a_source_and_a_name_of_its_own() {
    let mut names = BTreeSet::new();
    for term in terms() {
        assert!(!term.source.is_empty() && term.text.ends_with('.'), "{}", term.key);
        assert!(term.text.matches(". ").count() <= 1, "{} is more than two sentences", term.key);
        for name in std::iter::once(&term.title).chain(term.also) {
            assert!(names.insert(name.to_lowercase()), "{name} is there twice");
        }
    }
}
