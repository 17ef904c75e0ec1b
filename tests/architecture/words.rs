//! What may not be said where.

use crate::crates::{crates, dependencies, metadata};
use crate::{Source, root, source, sources};
use std::collections::BTreeSet;

#[test]
fn wire_knows_no_word_of_tls() {
    let words = [
        "tls",
        "ssl",
        "rfc",
        "handshake",
        "hello",
        "certificate",
        "finished",
        "cipher",
        "transcript",
        "extension",
        "alert",
        "ticket",
        "key_share",
        "session",
        "encrypt",
        "signature",
        "x509",
        "client",
        "server",
    ];
    check("crates/wire/src", &words);
}

#[test]
fn the_engine_knows_no_browser_clock_system_or_teaching() {
    let words = [
        "serde",
        "web_sys",
        "web-sys",
        "js_sys",
        "yew",
        "wasm_bindgen",
        "std::time::instant",
        "systemtime",
        "std::net",
        "std::fs",
        "std::env",
        "std::thread",
        "std::process",
        "osrng",
        "getrandom",
    ];
    check("crates/core/src", &words);
}

#[test]
fn no_input_can_reach_a_panic_that_is_written_down() {
    let words = [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("];
    check("crates/wire/src", &words);
    check("crates/core/src", &words);
}

#[test]
fn what_the_page_is_built_on_knows_no_browser() {
    let metadata = metadata();
    let draws = |name: &String| crates(&metadata)[name].dependencies.iter().any(|other| other.name == "yew");
    let pages: BTreeSet<String> = crates(&metadata).into_keys().filter(draws).collect();
    let edges = dependencies(&metadata);
    let mut below = pages.clone();
    let mut next: Vec<String> = pages.iter().cloned().collect();
    while let Some(from) = next.pop() {
        let uses = edges.iter().filter(|(of, _)| *of == from).map(|(_, to)| to.clone());
        next.extend(uses.filter(|to| below.insert(to.clone())));
    }
    assert!(!pages.is_empty() && below.len() > pages.len(), "a page that is built on something");
    for name in below.difference(&pages) {
        check(&format!("crates/{name}/src"), &["web_sys", "web-sys", "js_sys", "yew", "wasm_bindgen", "gloo"]);
    }
}

#[test]
fn no_test_is_left_out() {
    // In two parts, so that this file does not hold what it looks for.
    let words = [concat!("#[ign", "ore]"), concat!("#[ign", "ore =")];
    for directory in ["crates", "tests"] {
        let found: Vec<String> = sources(directory).iter().flat_map(|source| mentions(source, &words)).collect();
        assert_eq!(found, Vec::<String>::new());
    }
}

#[test]
fn words_are_found_in_code_and_not_in_comments_or_unit_tests() {
    let text = "let tls = 1;\n// tls\nlet two = 2; // tls\nlet TLS13 = 3;\n#[cfg(test)]\nlet tls = 4;\n".to_owned();
    let source = Source { path: "a.rs".to_owned(), text };
    assert_eq!(mentions(&source, &["tls"]), ["a.rs:1: tls", "a.rs:4: tls"]);
}

/// No code in the directory has one of the words, in small or capital letters; comments and unit tests may.
fn check(directory: &str, words: &[&str]) {
    let found: Vec<String> = sources(directory)
        .iter()
        .filter(|source| !source.path.ends_with("/tests.rs"))
        .flat_map(|source| mentions(source, words))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

fn mentions(source: &Source, words: &[&str]) -> Vec<String> {
    let unit_tests = source.text.find("#[cfg(test)]").unwrap_or(source.text.len());
    let mut found = Vec::new();
    for (i, line) in source.text[..unit_tests].lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default().to_lowercase();
        found.extend(
            words.iter().filter(|word| code.contains(**word)).map(|word| format!("{}:{}: {word}", source.path, i + 1)),
        );
    }
    found
}

/// All paths of addresses are written by app's `Route`; a test of a file of its own may have some, and so may the words that
/// short codes are made of, which stay for good.
#[test]
fn addresses_are_written_in_one_place() {
    let table = source(root().join("crates/app/src/route.rs"));
    let rows = table.text.lines().filter_map(|line| line.trim().strip_suffix("\";")?.rsplit_once("} = \""));
    let first: Vec<&str> = rows.map(|(_, first)| first).filter(|first| !first.is_empty()).collect();
    assert!(first.len() > 10, "the table is not found: {first:?}");
    for directory in ["crates/app/src", "crates/player/src", "crates/ui/src", "crates/cli/src"] {
        for source in sources(directory).iter().filter(|source| !source.path.ends_with("short_code.rs")) {
            let code = source.text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                let typed = first.iter().find(|first| {
                    let path = format!("\"/{first}");
                    line.split(&path).skip(1).any(|rest| rest.starts_with(['/', '"', '?', '#']))
                });
                assert_eq!(typed, None, "{}:{}: {}", source.path, number + 1, line.trim());
            }
        }
    }
}
