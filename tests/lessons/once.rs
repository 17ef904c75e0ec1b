//! Nothing is asked twice in the course, and each lesson has something to change and something to find.

use handshake_lessons::lesson::{Answer, Lesson};
use handshake_lessons::lessons;
use handshake_player::lesson::place;
use std::collections::BTreeMap;

/// What a question asks for, and of what.
fn asked(lesson: &'static Lesson, number: usize) -> Option<String> {
    let question = lesson.step[number - 1].question.as_ref()?;
    let run = place(lesson, number).run;
    let scenario = run.split('?').next().unwrap_or_default();
    Some(match &question.answer {
        Answer::Choice(_) => question.ask.to_string(),
        Answer::Order(sequence) => sequence.order.iter().map(|item| format!("{} ", item.text)).collect(),
        Answer::Bytes(pick) => pick.bytes.to_string(),
        Answer::Key(pick) => format!("{} in {scenario}", pick.key),
        Answer::Task(task) => task.task.to_string(),
        // The seed draws it anew.
        Answer::Case(_) => return None,
    })
}

#[test]
fn nothing_is_asked_twice() {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for lesson in lessons() {
        for number in 1..=lesson.step.len() {
            let asked = asked(lesson, number);
            asked.into_iter().for_each(|asked| found.entry(asked).or_default().push(format!("{}.{number}", lesson.id)));
        }
    }
    let twice: Vec<_> = found.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn each_lesson_has_something_to_change_and_something_to_find() {
    let mut lacking = Vec::new();
    for lesson in lessons().iter().filter(|lesson| &*lesson.id != "exam") {
        let answers = || lesson.step.iter().filter_map(|step| step.question.as_ref()).map(|question| &question.answer);
        if !answers().any(|answer| matches!(answer, Answer::Task(_))) {
            lacking.push(format!("{}: nothing to change", lesson.id));
        }
        if !answers().any(|answer| matches!(answer, Answer::Bytes(_) | Answer::Key(_))) {
            lacking.push(format!("{}: nothing to find", lesson.id));
        }
    }
    assert!(lacking.is_empty(), "{lacking:?}");
}

/// What a lesson builds on stands before it, in the list and in no circle.
#[test]
fn what_a_lesson_needs_is_there() {
    for lesson in lessons() {
        assert!((1..=3).contains(&lesson.level), "{}", lesson.id);
        for need in lesson.needs.iter() {
            assert!(lessons().iter().any(|one| one.id == *need && one.id != lesson.id), "{} needs {need}", lesson.id);
        }
    }
    for plan in handshake_lessons::plans() {
        for part in plan.part.iter() {
            assert!(handshake_lessons::lesson(&part.lesson).is_some(), "{}: {}", plan.title, part.lesson);
        }
    }
}
