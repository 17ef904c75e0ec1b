//! `lesson check`: a file that is wrong is told so, with the line.

use handshake_player::lesson::check::check_file;

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

/// What CONTRIBUTING shows can be copied out, and begun with.
#[test]
fn the_lesson_that_contributing_shows_is_good() {
    let shown = include_str!("../../CONTRIBUTING.md").split("```toml\n").nth(1).expect("a lesson");
    let lesson = shown.split("```").next().unwrap();
    assert!(lesson.lines().count() <= 20, "it is said to have 20 lines:\n{lesson}");
    let report = check_file(lesson).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert!(report.contains("it has 1 step; a whole lesson has 8 to 15"), "{report}");
    assert!(!check_file(GOOD).unwrap().contains("whole"));
}

#[test]
fn a_number_stays_with_its_lesson() {
    expect("id = \"why-tls\"", "id = \"my-lesson\"", "number", "number 1 is that of why-tls; 24 is free");
    expect("number = 1", "number = 24", "number", "the number of why-tls is 1");
    expect("number = 1", "number = 2", "number", "number");
}
