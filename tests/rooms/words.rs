//! What may not be said where, and how long a file may be.

use crate::{Source, sources};

/// Near 300 is the aim; past this a file does more than one thing.
const LONGEST_FILE: usize = 450;

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
        "lessons::",
        "story::",
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
fn only_the_page_knows_a_browser() {
    for layer in ["scenario", "trace-json", "analysis", "live", "app", "player"] {
        check(&format!("crates/{layer}/src"), &["web_sys", "web-sys", "js_sys", "yew", "wasm_bindgen", "gloo"]);
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
fn no_file_is_too_long() {
    let lines = |source: &Source| source.text.lines().count();
    let long: Vec<String> = ["crates", "tests"]
        .into_iter()
        .flat_map(sources)
        .filter(|source| lines(source) > LONGEST_FILE)
        .map(|source| format!("{}: {} lines", source.path, lines(&source)))
        .collect();
    assert_eq!(long, Vec::<String>::new(), "at most {LONGEST_FILE} lines");
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
