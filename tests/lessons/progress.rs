//! What is kept on the device.

use handshake_app::view::{Answering, LessonQuestion};
use handshake_lessons::lesson::{Answer, Lesson};
use handshake_lessons::lessons;
use handshake_player::lesson::progress::Progress;
use handshake_player::lesson::{Do, Judgement, Player, order, place, start, with};

fn some() -> &'static Lesson {
    &lessons()[0]
}

/// Solves a task, as a person does in the setup.
fn solved(player: &Player) -> Player {
    let Answer::Task(task) = &player.step().question.as_ref().unwrap().answer else { panic!("no task") };
    let run = place(player.lesson(), player.number()).run;
    player.act(Do::Open(format!("/s/{}", with(&run, &task.solution))))
}

/// What can be handed in, right and wrong.
fn ids(player: &Player, question: &LessonQuestion) -> Vec<String> {
    let asked = &player.step().question.as_ref().unwrap().answer;
    match &question.answering {
        Answering::Choice(options) => options.iter().map(|option| option.id.clone()).collect(),
        Answering::Order(items) => {
            let Answer::Order(sequence) = asked else { panic!("no order") };
            let right = order(sequence, player.story().run()).unwrap();
            let shown = items.iter().map(|item| item.id.clone()).collect::<Vec<_>>().join(",");
            vec![shown, right.iter().map(usize::to_string).collect::<Vec<_>>().join(",")]
        }
        Answering::Bytes(_) => {
            let Answer::Bytes(field) = asked else { panic!("no field") };
            vec!["record".to_owned(), field.bytes.0.to_owned()]
        }
        Answering::Key(_) => {
            handshake_core::keys::ScheduleEntry::ALL.iter().map(|node| node.name().to_owned()).collect()
        }
        Answering::Task { .. } => Vec::new(),
    }
}

/// Goes through a lesson, and answers each question (wrongly first, if so wished).
fn take(lesson: &'static Lesson, progress: &mut Progress, wrong_first: bool) {
    let mut player = Player::open(&start(lesson, None)).unwrap();
    loop {
        progress.note(&player, "2026-06-01");
        if let Some(question) = player.page().question {
            if matches!(question.answering, Answering::Task { .. }) {
                player = solved(&player);
                assert!(matches!(player.verdict(), Judgement::Right(_)), "{} {}", lesson.id, player.number());
                progress.note(&player, "2026-06-01");
            }
            let (right, wrong): (Vec<String>, Vec<String>) = ids(&player, &question)
                .into_iter()
                .partition(|id| matches!(player.act(Do::Answer(id.clone())).verdict(), Judgement::Right(_)));
            let wrong = wrong.into_iter().filter(|_| wrong_first).take(1);
            for id in wrong.chain(right) {
                player = player.act(Do::Answer(id));
                progress.note(&player, "2026-06-01");
            }
        }
        match player.page().next {
            Some(next) => player = Player::open(&next).unwrap(),
            None => return,
        }
    }
}

#[test]
fn a_lesson_is_done_when_all_is_seen_and_answered() {
    let lesson = some();
    let mut progress = Progress::default();
    assert!(!progress.standing(lesson).done);
    take(lesson, &mut progress, false);
    let standing = progress.standing(lesson);
    assert!(standing.done && standing.score == 100, "{standing:?}");
    assert_eq!(progress.of(lesson).unwrap().done.as_deref(), Some("2026-06-01"));
    let mut slower = Progress::default();
    take(lesson, &mut slower, true);
    let standing = slower.standing(lesson);
    assert!(standing.done && (50..100).contains(&standing.score), "{standing:?}");
}

#[test]
fn it_is_written_read_and_joined() {
    let mut progress = Progress::default();
    take(some(), &mut progress, false);
    assert_eq!(Progress::read(&progress.write()), Ok(progress.clone()));
    let mut other = Progress::default();
    other.merge(progress.clone());
    assert_eq!(other, progress);
    for bad in ["", "{", "{\"lessons\":3}"] {
        assert!(Progress::read(bad).unwrap_err().to_string().starts_with("This is no record"), "{bad}");
    }
}

#[test]
fn one_goes_on_where_one_was() {
    let lesson = some();
    let mut progress = Progress::default();
    assert_eq!(progress.go_on(), Some(format!("/l/{}/1", lessons()[0].id)));
    progress.note(&Player::open(&format!("/l/{}/2", lesson.id)).unwrap(), "2026-06-01");
    assert_eq!(progress.go_on(), Some(format!("/l/{}/2", lesson.id)));
}

#[test]
fn a_task_says_how_the_run_ends_and_where_to_change_it() {
    let of = |player: &Player| match player.page().question.map(|question| question.answering) {
        Some(Answering::Task { ending, setup }) => (format!("{ending:?}"), setup),
        other => panic!("a task, and not {other:?}"),
    };
    let attacked = Player::open("/l/integrity/3").unwrap();
    assert!(!of(&attacked).1, "the attacker's tools do it, and not the setup");
    let (ending, _) = of(&solved(&attacked));
    assert!(ending.contains("Strong(") && !ending.contains("**"), "{ending}");
    assert!(of(&Player::open("/l/why-tls/8").unwrap()).1);
}
