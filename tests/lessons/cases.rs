//! Cases that nobody was shown: the seed draws them, and the run says what is right.

use handshake_app::view::Answering;
use handshake_lessons::lesson::{Answer, Lesson, Place, Step};
use handshake_lessons::{cases, lessons};
use handshake_player::lesson::{Do, Judgement, Player, stage};
use handshake_player::query::{QueryContext, Runs, holds};
use std::collections::BTreeSet;

#[test]
fn what_a_case_says_is_true_of_its_own_run_alone() {
    let runs = Runs::new(Some(5));
    for case in cases() {
        for other in cases() {
            let run = runs.get(&other.run).unwrap_or_else(|problem| panic!("{}: {problem}", other.id));
            let so = holds(&case.when, &QueryContext { run: &run, runs: &runs });
            // Nobody steals a key where nobody was asked to.
            let so = so.unwrap_or(false);
            assert_eq!(so, case.id == other.id, "{} of the run of {}", case.id, other.id);
        }
        let place = Place { run: case.run, at: case.at, ..Default::default() };
        assert!(stage(&place, &runs).is_ok(), "{}: {:?}", case.id, stage(&place, &runs).err());
    }
}

#[test]
fn each_text_of_a_case_stands_once() {
    let happened = cases().iter().map(|case| case.happened.0);
    let prevented = cases().iter().map(|case| case.prevented.0).filter(|text| !text.is_empty());
    for all in [happened.collect::<Vec<_>>(), prevented.collect()] {
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}

/// The steps of a lesson that ask about a case.
fn asking(lesson: &'static Lesson) -> Vec<usize> {
    let about = |(index, step): (usize, &'static Step)| {
        matches!(step.question.as_ref()?.answer, Answer::Case(_)).then_some(index + 1)
    };
    lesson.step.iter().enumerate().filter_map(about).collect()
}

#[test]
fn each_lesson_ends_with_a_case_and_each_seed_draws_its_own() {
    for lesson in lessons() {
        let asked = asking(lesson);
        assert!(asked.len() >= 2 && asked.last() == Some(&lesson.step.len()), "{}", lesson.id);
        let mut right = BTreeSet::new();
        for seed in 1..=12 {
            for number in &asked {
                let player = Player::open(&format!("/l/{}/{number}?seed={seed}", lesson.id)).expect("a lesson");
                let Some(Answering::Choice(options)) = player.page().question.map(|question| question.answering) else {
                    panic!("{} {number}: no answers", lesson.id)
                };
                assert_eq!(options.len(), 6, "{} {number} {seed}", lesson.id);
                let mut found = Vec::new();
                for option in &options {
                    match player.act(Do::Answer(option.id.clone())).verdict() {
                        Judgement::Right(_) => found.push(option.id.clone()),
                        // What would have been so is shown.
                        Judgement::Wrong { see, .. } => assert!(!see.is_empty(), "{} {number}", lesson.id),
                        other => panic!("{other:?}"),
                    }
                }
                assert_eq!(found.len(), 1, "{} {number} {seed}: {found:?}", lesson.id);
                right.extend(found);
            }
        }
        assert!(right.len() >= 3, "{}: seeds draw only {right:?}", lesson.id);
    }
}
