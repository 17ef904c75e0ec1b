//! A wrong answer is shown to be wrong: what was picked is selected and told of, and an order shows the first pair that
//! stands the wrong way round.

use handshake_analysis::knowledge::View;
use handshake_app::Action;
use handshake_app::view::{Answering, Inspector, LessonStage, State};
use handshake_core::hex;
use handshake_core::keys::{Row, ScheduleEntry};
use handshake_lessons::lesson::Lesson;
use handshake_lessons::lesson::{Answer, Kind};
use handshake_lessons::{lessons, word};
use handshake_player::lesson::{Do, Judgement, Player};
use handshake_player::lesson::{order, wrong_pair};

/// Every step that asks for something of a kind.
fn asking(wanted: Kind) -> Vec<(&'static Lesson, usize)> {
    let steps = lessons().iter().flat_map(|lesson| (1..=lesson.step.len()).map(move |number| (lesson, number)));
    let asks = |(lesson, number): &(&'static Lesson, usize)| {
        lesson.step[number - 1].question.as_ref().is_some_and(|question| Kind::from(&question.answer) == wanted)
    };
    steps.filter(asks).collect()
}

fn answer(lesson: &'static Lesson, number: usize) -> &'static Answer {
    &lesson.step[number - 1].question.as_ref().expect("a question").answer
}

fn open(lesson: &Lesson, number: usize, query: &str) -> Player {
    Player::open(&format!("/l/{}/{number}?{query}", lesson.id)).expect("a lesson")
}

fn wrong(player: &Player) -> Option<String> {
    match player.verdict() {
        Judgement::Wrong { why, .. } => Some(why),
        _ => None,
    }
}

/// The selected field's path and title in the tab of bytes.
fn field_shown(player: &Player) -> Option<(String, String)> {
    match player.page().page.inspector {
        Inspector::Bytes(view) => {
            let selected = view.tree.iter().find(|row| row.selected).map(|row| row.id.clone())?;
            Some((selected, view.note?.title))
        }
        _ => None,
    }
}

#[test]
fn a_wrong_field_is_selected_and_told_of_from_the_run() {
    let mut count = 0;
    for (lesson, number) in asking(Kind::Bytes) {
        let Answer::Bytes(wanted) = answer(lesson, number) else { panic!("no bytes") };
        let Inspector::Bytes(view) = open(lesson, number, "").page().page.inspector else { panic!("no bytes") };
        for row in view.tree.iter() {
            let player = open(lesson, number, &format!("answer={}", row.id.replace('#', "%23")));
            let Some(why) = wrong(&player) else { continue };
            let at = format!("{} {number} {}: {why}", lesson.id, row.id);
            assert_eq!(field_shown(&player).map(|(path, _)| path), Some(row.id.clone()), "{at}");
            // What the answer lies in is told otherwise.
            if wanted.bytes.strip_prefix(&*row.id).is_some_and(|rest| rest.starts_with(['.', '['])) {
                continue;
            }
            let Inspector::Bytes(view) = player.page().page.inspector else { panic!("{at}") };
            assert!(why.contains(&view.note.expect("a note").place), "{at}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn a_wrong_key_is_selected_and_told_of_from_the_run() {
    let mut ways = std::collections::BTreeSet::new();
    for (lesson, number) in asking(Kind::Key) {
        let nodes: Vec<ScheduleEntry> = open(lesson, number, "").story().run().knowledge.nodes().collect();
        let right = |node: &&ScheduleEntry| open(lesson, number, &format!("answer={}", node.name())).verdict();
        let right = |node: &&ScheduleEntry| matches!(right(node), Judgement::Right(_));
        // What the question asks for, and not what it takes besides.
        let Answer::Key(key) = answer(lesson, number) else { panic!("no key") };
        let accept = key.others.accept;
        let asked = |node: &&ScheduleEntry| accept.iter().all(|pick| **pick != *node.name());
        let wanted = *nodes.iter().filter(asked).find(right).expect("a right one");
        for node in nodes {
            let player = open(lesson, number, &format!("answer={}", node.name()));
            let Some(why) = wrong(&player) else { continue };
            let at = format!("{} {number} {}: {why}", lesson.id, node.name());
            let Inspector::Keys(view) = player.page().page.inspector else { panic!("{at}") };
            assert_eq!(view.nodes.iter().find(|one| one.selected).map(|one| one.id), Some(node.name()), "{at}");
            let run = player.story().run();
            let since = run.knowledge.since(node, handshake_analysis::knowledge::View::Everything).expect("a moment");
            assert!(why.contains(&format!("from step {} on", since + 1)), "{at}");
            // A value that the point of view does not have is not given away.
            let value =
                hex(&run.knowledge.value(node).expect("a value")[..4.min(run.knowledge.value(node).unwrap().len())]);
            let detail = view.detail.expect("a detail");
            assert_eq!(why.contains(&format!("`{value}…`")), detail.value.is_ok() && !value.is_empty(), "{at}");
            for (of, into, way) in [(wanted, node, "pick.further"), (node, wanted, "pick.back")] {
                if Row::of(of).inputs().contains(&into) {
                    assert!(why.ends_with(word(way)), "{at}");
                    ways.insert(way);
                }
            }
        }
    }
    assert_eq!(ways.len(), 2, "only {ways:?}");
}

#[test]
fn another_selection_takes_an_old_verdict_away() {
    for wanted in [Kind::Bytes, Kind::Key] {
        let (lesson, number) = asking(wanted)[0];
        let select = |pick: &'static str| match wanted {
            Kind::Bytes => Action::SelectField(pick.to_owned()),
            _ => Action::SelectNode(ScheduleEntry::by_name(pick).expect("an entry")),
        };
        let (bad, other) = match wanted {
            Kind::Bytes => ("ClientHello.random", "ClientHello.legacy_version"),
            _ => ("client_random", "server_random"),
        };
        let player = open(lesson, number, "").act(Do::Run(select(bad))).act(Do::Answer(bad.to_owned()));
        let state = |player: &Player| player.page().question.expect("a question").state;
        assert_eq!(state(&player), State::Wrong);
        assert_eq!(
            state(&player.act(Do::Run(Action::View(View::Client)))),
            State::Wrong,
            "a look around is no new pick"
        );
        let next = player.act(Do::Run(select(other)));
        assert_eq!((state(&next), next.answer()), (State::Open, None));
        assert_eq!(Player::open(&next.address()).expect("a lesson").page(), next.page());
    }
}

#[test]
fn a_wrong_order_shows_the_first_pair_that_is_the_wrong_way_round() {
    for (lesson, number) in asking(Kind::Order) {
        let Answer::Order(sequence) = answer(lesson, number) else { panic!("no order") };
        let start = open(lesson, number, "");
        let right = order(sequence, start.story().run()).expect("an order");
        let place = |index: usize| {
            let key = &*sequence.order[index].at;
            start.story().run().moments.iter().position(|moment| moment.key == key).expect("a moment") + 1
        };
        let mut given = right.clone();
        given.reverse();
        for at in 0..right.len() {
            // The list backwards, and then each pair of neighbours changed.
            if at > 0 {
                given = right.clone();
                given.swap(at - 1, at);
            }
            let (first, second) = wrong_pair(&given, &right).expect("a wrong pair");
            assert!(place(first) < place(second));
            assert!(given.windows(2).any(|pair| pair == [second, first]));
            let answer = given.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
            let player = start.act(Do::Answer(answer));
            let why = wrong(&player).expect("it is wrong");
            for step in [place(first), place(second)] {
                assert!(why.contains(&format!("step {step}")), "{why}");
            }
            assert_eq!(player.story().position().0, place(second), "{} {number}", lesson.id);
            let page = player.page();
            assert_eq!(page.stage, LessonStage::Refuting);
            let Some(Answering::Order(items)) = page.question.map(|question| question.answering) else { panic!() };
            let marked: Vec<String> =
                items.iter().filter(|item| item.state == State::Wrong).map(|item| item.id.clone()).collect();
            assert_eq!(marked, [second.to_string(), first.to_string()]);
        }
    }
}
