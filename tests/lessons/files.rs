//! `lesson check`: a file that is wrong is told so, with the line.

use handshake_story::lesson::check::check_file;

const GOOD: &str = include_str!("../../crates/lessons/content/lessons/01-why-tls.toml");

fn expect(change: &str, to: &str, line_has: &str, part: &str) {
    assert!(GOOD.contains(change), "the file has “{change}”");
    let text = GOOD.replacen(change, to, 1);
    let problems = check_file(&text).expect_err("a problem");
    let found = problems.iter().find(|problem| problem.what.contains(part));
    let found = found.unwrap_or_else(|| panic!("{part}: {problems:?}"));
    let line = text.lines().nth(found.line - 1).unwrap_or_default();
    assert!(line.contains(line_has), "line {} is “{line}”, for {found:?}", found.line);
}

#[test]
fn a_good_file_is_told_how_it_reads() {
    let report = check_file(GOOD).expect("nothing wrong");
    assert!(report.contains("school year"), "{report}");
}

#[test]
fn mistakes_are_found_with_their_line() {
    expect("minutes = 15", "minutes = \"15\"", "minutes", "invalid type");
    expect("minutes = 15", "minuets = 15", "minuets", "unknown field");
    expect("at = \"client.send.data\"", "at = \"client.send.nothing\"", "client.send.nothing", "no moment");
    expect("run = \"tls13-full", "run = \"tls14", "tls14", "no scenario");
    expect("source = \"RFC 8446 §1\"", "source = \"\"", "title", "no source");
    expect("padlock promises", "padlock simply promises", "simply", "simply");
}
