//! What is cited is there: the sections of TLS 1.3 in RFC 8446, by which texts are written, and in RFC 9846, which is shown.

use handshake_core::keys::{Row, ScheduleEntry};
use handshake_core::rules::Rule;
use handshake_lessons as lessons;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Headings that RFC 9846 words in another way than RFC 8446, by the section in the older one.
const REWORDED: &[&str] = &["4.2.6", "4.4.2.2", "4.4.2.3", "7.4", "C.4", "E.1.2", "E.4", "E.7"];

/// The headings of an RFC, by section: one a line, after a tab.
fn headings(text: &'static str) -> BTreeMap<&'static str, &'static str> {
    text.lines().filter_map(|line| line.split_once('\t')).collect()
}

fn of_8446() -> BTreeMap<&'static str, &'static str> {
    headings(include_str!("../data/rfc8446-headings.txt"))
}

fn of_9846() -> BTreeMap<&'static str, &'static str> {
    headings(include_str!("../data/rfc9846-headings.txt"))
}

#[test]
fn each_section_of_rfc_8446_is_found_again_in_rfc_9846() {
    let (old, new) = (of_8446(), of_9846());
    assert!(old.len() > 120 && new.len() > 120, "{} {}", old.len(), new.len());
    let table: BTreeMap<&str, &str> = lessons::sections().iter().copied().collect();
    assert_eq!(table.keys().collect::<Vec<_>>(), old.keys().collect::<Vec<_>>(), "the table has every section");
    for (section, heading) in &old {
        let there = new.get(table[section]).unwrap_or_else(|| panic!("RFC 9846 has no §{}", table[section]));
        let same = heading.eq_ignore_ascii_case(there);
        assert_eq!(same, !REWORDED.contains(section), "§{section} {heading}: §{} {there}", table[section]);
    }
    // Only what both RFCs took apart differently may lead to one section.
    let mut back: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    table.iter().for_each(|(old, new)| back.entry(new).or_default().push(old));
    let twice: Vec<_> = back.values().filter(|old| old.len() > 1).collect();
    assert_eq!(twice, [&vec!["4.4.2.2", "4.4.2.3"]]);
}

/// The headings are those of the RFCs' own texts, where those are at hand.
#[test]
fn the_headings_are_those_of_the_texts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/rfc");
    for (name, headings) in [("rfc8446.txt", of_8446()), ("rfc9846.txt", of_9846())] {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            println!("skipped: {name} is not here");
            continue;
        };
        let lines: BTreeSet<String> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        for (section, heading) in headings {
            let begins = [format!("{section}. {heading}"), format!("Appendix {section}. {heading}")];
            assert!(begins.iter().any(|line| lines.contains(line)), "{name} has no {section} {heading}");
        }
    }
}

/// Every file of content/, with its name.
fn content() -> Vec<(String, String)> {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/lessons/content");
    super::languages::files(&root, "toml", &mut files);
    super::languages::files(&root, "po", &mut files);
    files
}

#[test]
fn only_sections_that_are_there_are_cited() {
    let known = of_8446();
    let files = content();
    assert!(files.len() > 150, "{}", files.len());
    let of_rules = Rule::ALL.iter().map(|rule| (rule.id().to_owned(), rule.section().to_owned()));
    let of_nodes = ScheduleEntry::ALL.iter().map(|node| (node.name().to_owned(), Row::of(*node).section.to_owned()));
    let mut count = 0;
    for (place, text) in files.into_iter().chain(of_rules).chain(of_nodes) {
        for section in lessons::cited(&text) {
            count += 1;
            assert!(known.contains_key(section.as_str()), "{place} cites RFC 8446 §{section}, which is not there");
        }
        // By hand it would be a second table.
        let by_hand = text.split("RFC 9846 ").skip(1).any(|rest| rest.starts_with('§') || rest.starts_with("appendix"));
        assert!(!by_hand, "{place} cites a section of RFC 9846: cite RFC 8446's, the number is put in");
    }
    assert!(count > 600, "{count}");
}

#[test]
fn a_section_is_shown_by_both_numbers() {
    for (text, shown) in [
        ("RFC 8446 §4.1.2", "RFC 9846 §4.2.2 (8446 §4.1.2)"),
        ("RFC 8446 §4.1.2, §5", "RFC 9846 §4.2.2, §5 (8446 §4.1.2, §5)"),
        ("RFC 8446 §6.2, appendix D.2, RFC 8996 §4", "RFC 9846 §6.2, appendix E.2 (8446 §6.2, D.2), RFC 8996 §4"),
        ("RFC 8446 apéndice D.4 · y más", "RFC 9846 apéndice E.4 (8446 D.4) · y más"),
        ("It is so (RFC 8446 §1.2).", "It is so (RFC 9846 §1.3; 8446 §1.2)."),
        ("RFC 8446 §4.1.2. RFC 8446 §5.3.", "RFC 9846 §4.2.2 (8446 §4.1.2). RFC 9846 §5.3 (8446 §5.3)."),
        ("RFC 8446 tells it", "RFC 8446 tells it"),
        ("RFC 8446 §99", "RFC 8446 §99"),
        ("RFC 5246 §7.4", "RFC 5246 §7.4"),
    ] {
        assert_eq!(lessons::cite(text), shown);
    }
    let field = lessons::field("ClientHello").expect("a text");
    assert_eq!(field.source, "RFC 9846 §4.2.2 (8446 §4.1.2)");
}
