//! How texts are written: one kind of marks everywhere, and nobody is taken for a man or a woman.

use handshake_lessons::lesson::{Answer, FieldPick, KeyPick};
use handshake_lessons::lesson::{Lesson, Text};
use handshake_lessons::{Language, lessons, set_language, terms, words};

/// Patterns of what a program says in its own English.
const PATTERNS: [&str; 1] = ["bridge."];

fn of_lesson(lesson: &Lesson) -> Vec<Text> {
    let teacher = &lesson.teacher;
    let mut out = vec![lesson.title, lesson.summary, teacher.timing];
    out.extend(lesson.goals.iter().chain(teacher.discuss.iter()));
    out.extend(teacher.misconception.iter().flat_map(|one| [one.wrong, one.right]));
    out.extend(teacher.exercise.iter().flat_map(|one| [one.ask, one.answer]));
    for step in lesson.step.iter() {
        out.extend([step.title, step.text, step.note]);
        out.extend(step.figure.iter().map(|figure| figure.label));
        if let Some(question) = &step.question {
            out.extend([question.ask, question.right]);
            out.extend(question.hints.iter());
            match &question.answer {
                Answer::Choice(choices) => out.extend(choices.option.iter().flat_map(|one| [one.text, one.why])),
                Answer::Order(sequence) => out.extend(sequence.order.iter().map(|item| item.text)),
                Answer::Bytes(FieldPick { others, .. }) | Answer::Key(KeyPick { others, .. }) => {
                    out.extend(others.near.iter().map(|near| near.why));
                }
                Answer::Task(_) | Answer::Case(_) => {}
            }
        }
    }
    out
}

fn texts() -> Vec<String> {
    let words = words().iter().filter(|(key, _)| PATTERNS.iter().all(|kind| !key.starts_with(kind)));
    let words = words.map(|(_, text)| (*text).to_owned());
    let terms = terms().iter().flat_map(|term| [term.title.to_owned(), term.text.to_owned()]);
    let lessons = lessons().iter().flat_map(of_lesson).map(|text| text.0.to_owned());
    words.chain(terms).chain(lessons).collect()
}

/// A text without code and without what stands in braces.
fn prose(text: &str) -> String {
    let (mut code, mut braces) = (false, 0_i32);
    let mut out = String::new();
    for ch in text.chars() {
        match ch {
            '`' => code = !code,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ if code || braces > 0 => {}
            _ => out.push(ch),
        }
    }
    out
}

#[test]
fn marks_are_those_of_print_in_every_language() {
    for language in Language::ALL {
        set_language(language);
        let typed: Vec<String> = texts().into_iter().filter(|text| prose(text).contains(['"', '\''])).collect();
        assert!(typed.is_empty(), "{}: {typed:#?}", language.name());
        // What opens is closed again.
        let open = texts().into_iter().filter(|text| {
            let count = |mark: char| text.matches(mark).count();
            count('“') != count('”') || count('«') != count('»')
        });
        assert_eq!(open.collect::<Vec<_>>(), Vec::<String>::new(), "{}", language.name());
    }
}

#[test]
fn who_attacks_is_no_he_and_no_she() {
    set_language(Language::English);
    let sexed = ["he", "him", "his", "himself", "she", "her", "herself"];
    let names = |text: &String| {
        let text = prose(text).to_lowercase();
        text.split(|ch: char| !ch.is_alphanumeric()).any(|word| sexed.contains(&word))
    };
    assert_eq!(texts().into_iter().filter(names).collect::<Vec<_>>(), Vec::<String>::new());
}

/// A source is names and numbers, and the few words in it are in the page's language, too.
#[test]
fn sources_are_cited_in_the_language_of_the_page() {
    let sources = || -> Vec<&'static str> {
        let of_terms = terms().iter().map(|term| term.source);
        of_terms.chain(lessons().iter().flat_map(|lesson| lesson.step.iter().map(|step| step.source.0))).collect()
    };
    let holds = |sources: &[&str], word: &str| sources.iter().any(|source| source.split(' ').any(|one| one == word));
    set_language(Language::English);
    let english = sources();
    set_language(Language::Spanish);
    let spanish = sources();
    for (one, other) in [("appendix", "apéndice"), ("table", "tabla")] {
        assert!(holds(&english, one) && holds(&spanish, other) && !holds(&spanish, one), "{one}");
    }
    set_language(Language::English);
}
