//! From the first step to the last.

use handshake_app::view::{Answering, LessonStage, State};
use handshake_lessons::lesson::Answer;
use handshake_lessons::markdown::escape;
use handshake_lessons::{Language, lessons, say, set_language};
use handshake_player::lesson::check::{check, hardest, reading};
use handshake_player::lesson::{Do, Judgement, Player, start};
use std::collections::BTreeSet;

#[test]
fn nothing_is_wrong_with_any_lesson() {
    let mut all = Vec::new();
    for lesson in lessons() {
        let problems = check(lesson);
        all.extend(problems.iter().map(|one| format!("{} step {}: {} ({})", lesson.id, one.step, one.what, one.at)));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn no_lesson_reads_harder_than_school_year_nine() {
    for lesson in lessons() {
        let counts = reading(lesson);
        let (id, words, grade, mean) = (lesson.id.0, counts.words, counts.grade(), counts.mean());
        println!("{id:<20} {words:>5} words, {mean:>4.1} a sentence, school year {grade:.1}");
        for (grade, sentence) in hardest(lesson, 10) {
            println!("    {grade:>4.1}  {sentence}");
        }
        assert!(counts.grade() <= 9.0, "{}", lesson.id);
    }
}

#[test]
fn ids_and_numbers_are_given_once() {
    let ids: BTreeSet<&str> = lessons().iter().map(|lesson| lesson.id.0).collect();
    let numbers: BTreeSet<u8> = lessons().iter().map(|lesson| lesson.number).collect();
    assert_eq!((ids.len(), numbers.len()), (lessons().len(), lessons().len()));
}

/// What can be handed in for a question: ids, and for an order all neighbours changed.
fn answers(player: &Player) -> Vec<String> {
    let question = player.page().question.expect("a question");
    match question.answering {
        Answering::Choice(options) => options.into_iter().map(|option| option.id).collect(),
        Answering::Order(items) => {
            let count = items.len();
            let forward: Vec<usize> = (0..count).collect();
            let mut all = vec![forward.clone()];
            for at in 1..count {
                let mut other = forward.clone();
                other.swap(at - 1, at);
                all.push(other);
            }
            all.iter().map(|one| one.iter().map(usize::to_string).collect::<Vec<_>>().join(",")).collect()
        }
        Answering::Bytes(_) => {
            let Answer::Bytes(field) = &player.step().question.as_ref().unwrap().answer else { panic!("no field") };
            vec!["ClientHello.random".to_owned(), field.bytes.0.to_owned()]
        }
        Answering::Key(_) => vec!["psk".to_owned(), "shared_secret".to_owned()],
        Answering::Task { .. } => Vec::new(),
    }
}

#[test]
fn each_step_can_be_opened_answered_shared_and_left() {
    each_step_of_each_lesson();
}

#[test]
fn each_step_can_be_opened_answered_shared_and_left_in_spanish() {
    set_language(Language::Spanish);
    each_step_of_each_lesson();
}

fn each_step_of_each_lesson() {
    for lesson in lessons() {
        let mut player = Player::open(&start(lesson, Some(7))).expect("a lesson");
        loop {
            let at = format!("{} step {}", lesson.id, player.number());
            let page = player.page();
            assert_eq!(page.notice, None, "{at}");
            assert_eq!(page.stage, LessonStage::Set, "{at}");
            assert!(!page.text.is_empty(), "{at}");
            let again = Player::open(&player.address()).expect("the same address");
            assert_eq!(again.page(), page, "{at}");
            if page.question.is_some() {
                let mut right = 0;
                for answer in answers(&player) {
                    let answered = player.act(Do::Answer(answer.clone()));
                    assert_eq!(Player::open(&answered.address()).unwrap().page(), answered.page(), "{at} {answer}");
                    match answered.verdict() {
                        Judgement::Right(_) => right += 1,
                        Judgement::Wrong { why, .. } => assert!(!why.is_empty(), "{at} {answer}"),
                        other => panic!("{at} {answer}: {other:?}"),
                    }
                    assert_eq!(answered.act(Do::Again).page().question.unwrap().state, State::Open, "{at}");
                }
                let _ = right;
                let hinted = player.act(Do::Hint).act(Do::Hint).page().question.unwrap();
                assert_eq!((hinted.hints.len(), hinted.more_hints), (2, false), "{at}");
            }
            let away = player.act(Do::Explore(true)).act(Do::Run(handshake_app::Action::Last));
            assert_eq!(away.page().stage, LessonStage::Exploring, "{at}");
            assert_eq!(Player::open(&away.address()).unwrap().page(), away.page(), "{at}");
            assert_eq!(away.act(Do::Return).page(), page, "{at}");
            match page.next {
                Some(next) => player = Player::open(&next).expect("the next step"),
                None => break,
            }
        }
        assert_eq!(player.number(), lesson.step.len());
    }
}

#[test]
fn a_seed_is_kept_from_step_to_step_and_changes_the_bytes() {
    let hello = |seed| {
        let player = Player::open(&start(&lessons()[0], seed)).unwrap();
        let next = Player::open(&player.page().next.unwrap()).unwrap();
        next.story().json()
    };
    assert_eq!(hello(Some(5)), hello(Some(5)));
    assert_ne!(hello(Some(5)), hello(Some(6)));
}

#[test]
fn bad_addresses_open_the_nearest_view_and_say_so() {
    let id = lessons()[0].id;
    for (address, part) in [
        (format!("/l/{id}/99"), "no step “99”"),
        (format!("/l/{id}/x"), "no step “x”"),
        (format!("/l/{id}/1?seed=x"), "“x” is no seed"),
        (format!("/l/{id}/1?on=tls13-full/99"), "no step 99"),
    ] {
        let notice = Player::open(&address).unwrap().page().notice.unwrap_or_default();
        assert!(notice.contains(part), "{address}: {notice}");
    }
    assert!(Player::open("/l/nothing/1").is_none() && Player::open("/s/tls13-full/1").is_none());
    // An answer that is none is wrong, and does no harm.
    for lesson in lessons() {
        for number in 1..=lesson.step.len() {
            for answer in ["", "99", "0,0,0", "%00", "-1", "a.b[9].c"] {
                let player = Player::open(&format!("/l/{}/{number}?answer={answer}", lesson.id)).unwrap();
                assert!(!matches!(player.verdict(), Judgement::Right(_)), "{} {number} {answer}", lesson.id);
                player.page();
            }
        }
    }
}

/// Whoever picks what the wanted field is in is told to look further in.
#[test]
fn a_pick_around_the_answer_is_told_to_be_close() {
    let asks = lessons().iter().flat_map(|lesson| (1..=lesson.step.len()).map(move |number| (lesson, number)));
    let deep = asks.filter_map(|(lesson, number)| {
        let question = lesson.step[number - 1].question.as_ref()?;
        let Answer::Bytes(field) = &question.answer else { return None };
        let (around, _) = field.bytes.rsplit_once('.').filter(|(around, _)| around.contains('.'))?;
        let others = &field.others;
        let told =
            others.near.iter().any(|near| *near.pick == *around) || others.accept.iter().any(|pick| **pick == *around);
        (!told).then_some((lesson, number, around))
    });
    let mut count = 0;
    for (lesson, number, around) in deep {
        let player = Player::open(&format!("/l/{}/{number}", lesson.id)).expect("a lesson");
        let name = around.rsplit('.').next().expect("a name");
        match player.act(Do::Answer(around.to_owned())).verdict() {
            Judgement::Wrong { why, .. } => {
                assert_eq!(why, say("pick.around", &[("picked", &escape(name))]), "{around}")
            }
            other => panic!("{around}: {other:?}"),
        }
        count += 1;
    }
    assert!(count > 0);
}
