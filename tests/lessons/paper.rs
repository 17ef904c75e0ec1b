//! Worksheets, answer keys and class codes.

use handshake_lessons::lesson::Answer;
use handshake_lessons::{lessons, word};
use handshake_player::lesson::code;
use handshake_player::lesson::sheet::sheet;

#[test]
fn every_question_stands_on_the_worksheet_with_its_answer() {
    for lesson in lessons() {
        let asked = lesson.step.iter().filter(|step| step.question.is_some()).count();
        for seed in [1, 4711] {
            let sheet = sheet(lesson, seed);
            assert_eq!(sheet.items.len(), asked + lesson.teacher.exercise.len(), "{} {seed}", lesson.id);
            for item in &sheet.items {
                assert!(!item.ask.is_empty() && !item.answer.is_empty(), "{}: {item:?}", lesson.id);
                // What stands in addresses means nothing on paper.
                let answer = format!("{:?}", item.answer);
                assert!(!answer.contains("tamper") && !answer.contains(".flip."), "{}: {answer}", lesson.id);
            }
        }
    }
}

/// On paper nobody sees the run that a question is about: it says where to look.
#[test]
fn a_question_on_paper_names_its_step() {
    for lesson in lessons() {
        let asking = lesson.step.iter().enumerate().filter(|(_, step)| step.question.is_some());
        let wanted: Vec<_> = asking.map(|(index, step)| Some((index + 1, step.title.0))).collect();
        let found: Vec<_> = sheet(lesson, 3).items.iter().map(|item| item.step).collect();
        assert_eq!(found[..wanted.len()], wanted, "{}", lesson.id);
        assert!(found[wanted.len()..].iter().all(Option::is_none), "{}", lesson.id);
    }
}

/// What an attacker does is done in the tab for it, and everything else in the setup.
#[test]
fn a_task_is_solved_where_the_page_lets_one() {
    let (mut attacks, mut settings) = (0, 0);
    for lesson in lessons() {
        let asked: Vec<_> = lesson.step.iter().filter_map(|step| step.question.as_ref()).collect();
        for (question, item) in asked.iter().zip(&sheet(lesson, 1).items) {
            let Answer::Task(task) = &question.answer else { continue };
            let by_attack = task.solution.starts_with("tamper=");
            let answer = format!("{:?}", item.answer);
            assert_eq!(answer.contains(word("sheet.break")), by_attack, "{}: {answer}", lesson.id);
            assert_eq!(answer.contains(word("sheet.setup")), !by_attack, "{}: {answer}", lesson.id);
            if by_attack { attacks += 1 } else { settings += 1 }
        }
    }
    assert!(attacks > 0 && settings > 0);
}

#[test]
fn another_seed_gives_other_numbers() {
    let differ = lessons().iter().filter(|lesson| sheet(lesson, 1).items != sheet(lesson, 2).items).count();
    assert_eq!(differ, lessons().len());
    assert_eq!(sheet(&lessons()[0], 9), sheet(&lessons()[0], 9));
}

#[test]
fn a_class_code_opens_its_lesson() {
    for lesson in lessons() {
        let sheet = sheet(lesson, 99);
        assert_eq!(code::read(&sheet.code).map(|(lesson, seed)| (lesson.id, seed)), Ok((lesson.id, 99)));
    }
}

#[test]
fn a_question_about_a_picture_comes_with_it() {
    let mut found = 0;
    for lesson in lessons() {
        let asked: Vec<_> = lesson.step.iter().filter(|step| step.question.is_some()).collect();
        let items = sheet(lesson, 1).items;
        for (step, item) in asked.iter().zip(&items) {
            assert_eq!(item.picture.is_some(), !step.picture.is_empty(), "{}: {}", lesson.id, step.title.0);
            found += usize::from(item.picture.is_some());
        }
    }
    assert!(found > 0);
}
