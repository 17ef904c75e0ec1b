//! What became of a message on the way: on the stage, in the Bytes tab, and to whom it is told. Notes for a class.

use handshake_story::lesson::notes::notes;
use handshake_story::view::{Fate, Inspector, RowKind, Tone};
use handshake_story::{Action, Story, lessons};

/// What the stage says became of the message at a step.
fn fate(story: &Story, step: usize) -> Option<Fate> {
    match &story.page().stage.rows[step - 1].what {
        RowKind::Message { fate, .. } => fate.clone(),
        _ => None,
    }
}

fn bytes(story: &Story) -> handshake_story::view::BytesView {
    match story.page().inspector {
        Inspector::Bytes(view) => view,
        other => panic!("not the bytes: {other:?}"),
    }
}

fn digits(view: &handshake_story::view::BytesView, changed: bool) -> String {
    let runs = view.hex.iter().flat_map(|line| &line.runs).filter(|run| !changed || run.changed);
    runs.map(|run| run.hex.as_str()).collect::<Vec<_>>().join(" ")
}

const FLIP: &str = "/s/tls13-full/5?tamper=s0.flip.0x0c.0&tab=bytes";

#[test]
fn the_stage_marks_what_was_done_for_who_can_know_it() {
    let story = Story::open(FLIP);
    assert_eq!(fate(&story, 5).expect("a mark").text, "1 bit flipped");
    assert_eq!(fate(&story, 2), None);
    assert!(fate(&story.act(Action::View("eavesdropper")), 5).is_some());
    for blind in ["client", "server"] {
        assert_eq!(fate(&story.act(Action::View(blind)), 5), None, "{blind}");
    }
    // What does not open is known to who can't open it.
    let story = Story::open("/s/tls13-full/5?tamper=s0.share");
    let unread = |view: &'static str| {
        let story = story.act(Action::View(view));
        (1..=story.position().1).filter_map(|step| fate(&story, step)).filter(|fate| fate.unread).count()
    };
    assert!(unread("everything") > 0);
    assert!(unread("client") > 0);
    assert_eq!(unread("eavesdropper"), 0);
    let servers = story.act(Action::View("server"));
    for step in (1..=story.position().1).filter(|step| fate(&servers, *step).is_some()) {
        let row = &servers.page().stage.rows[step - 1].what;
        assert!(matches!(row, RowKind::Message { from: handshake_story::view::Side::Client, .. }), "{step}: {row:?}");
    }
    // What never arrives is lost.
    assert!(fate(&Story::open("/s/tls13-full/5?tamper=s0.drop"), 5).expect("a mark").lost);
    assert_eq!(fate(&Story::open("/s/tls13-full/5"), 5), None);
}

#[test]
fn a_message_is_shown_as_it_was_sent_and_as_it_arrived() {
    let story = Story::open(FLIP);
    let sent = bytes(&story);
    assert_eq!(
        sent.arrival.iter().map(|one| (one.id, one.current)).collect::<Vec<_>>(),
        [("sent", true), ("arrived", false)]
    );
    let story = story.act(Action::Arrival("arrived"));
    assert_eq!(story.address(), "/s/tls13-full/5?tamper=s0.flip.0x0c.0&tab=bytes&bytes=arrived");
    assert_eq!(Story::open(&story.address()).address(), story.address());
    let arrived = bytes(&story);
    let (one, other) = (digits(&sent, true), digits(&arrived, true));
    let byte = |text: &str| u8::from_str_radix(text, 16).unwrap_or_else(|_| panic!("one byte is marked, not “{text}”"));
    assert_eq!(byte(&one) ^ byte(&other), 1);
    assert!(arrived.tree.iter().any(|row| row.changed && row.name == "random"), "{:?}", arrived.tree);
    assert!(!arrived.tree.iter().any(|row| row.changed && row.name == "legacy_session_id_echo"));
    // The sender has one of them, the reader the other.
    for (view, has) in [("server", &sent), ("client", &arrived)] {
        let view = bytes(&story.act(Action::View(view)));
        assert_eq!(digits(&view, false), digits(has, false));
        assert!(view.arrival.is_empty() && digits(&view, true).is_empty());
    }
    // Nothing to choose where nobody did anything.
    assert!(bytes(&Story::open("/s/tls13-full/2?tamper=s0.flip.0x0c.0&tab=bytes")).arrival.is_empty());
}

#[test]
fn what_arrived_is_told_whatever_was_done() {
    let said = |tamper: &str| {
        let story = Story::open(&format!("/s/tls13-full/5?tamper={tamper}&tab=bytes&bytes=arrived"));
        let view = bytes(&story);
        (view.arrived.clone(), view.tree.len(), digits(&view, false).len())
    };
    assert_eq!(said("s0.drop"), (Some("Nothing of it arrived.".to_owned()), 0, 0));
    let (text, _, cut) = said("s0.cut.40");
    assert!(text.is_some_and(|text| text.contains("never read")), "cut");
    assert_eq!(cut.div_ceil(3), 40);
    let (text, rows, _) = said("s0.put.0x09.1.-");
    assert!(text.is_some_and(|text| text.contains("to its end") || text.contains("never read")) && rows > 0);
    for scenario in lessons::scenarios() {
        for what in
            ["drop", "cut.3", "repeat", "swap", "delay", "replay", "share", "strip", "flip.0x03.7", "put.0x05.2.-"]
        {
            let address = format!("/s/{}/1?tamper=s1.{what}&tab=bytes&bytes=arrived", scenario.id);
            let story = Story::open(&address);
            for step in 1..=story.position().1.min(6) {
                let story = story.act(Action::GoTo(step));
                assert_eq!(Story::open(&story.address()).page().notice, None, "{address} {step}");
                for view in ["client", "server", "eavesdropper"] {
                    story.act(Action::View(view)).page();
                }
            }
        }
    }
}

#[test]
fn a_recording_says_why_it_can_not_be_changed() {
    let story = Story::open("/s/tls13-full/5");
    assert_eq!(story.page().fixed, None);
    let story = Story::recorded(&story.json(), "/open/5").expect("a recording");
    assert!(story.page().fixed.expect("a reason").contains("recording"));
}

#[test]
fn every_scenario_has_something_for_who_teaches_it() {
    let mut asked = 0;
    for scenario in lessons::scenarios() {
        let story = Story::open(&format!("/s/{}/1", scenario.id));
        let all: Vec<_> = (1..=story.position().1.min(14)).map(|step| notes(&story.act(Action::GoTo(step)))).collect();
        assert!(all[0].lesson.is_some(), "{}", scenario.id);
        assert!(all.iter().any(|one| !one.attempts.is_empty()), "{}", scenario.id);
        asked += all.iter().map(|one| one.questions.len()).sum::<usize>();
        for item in all.iter().flat_map(|one| &one.questions) {
            assert!(!item.answer.is_empty() && !format!("{item:?}").contains("{message("), "{item:?}");
        }
    }
    assert!(asked > 10, "{asked}");
}

#[test]
fn what_the_notes_say_of_an_attempt_is_what_comes_of_it() {
    let story = Story::open("/s/tls13-full/5");
    let attempts = notes(&story).attempts;
    assert!(!attempts.is_empty());
    for attempt in attempts {
        let attack = Story::open(&attempt.href).page().attack.expect("an attack");
        assert_eq!(attack.headline, attempt.outcome);
        assert_ne!((attack.tone, attack.headline.is_empty()), (Tone::Caught, true));
    }
    // With an attacker there already, nothing more is proposed.
    assert!(notes(&Story::open(FLIP)).attempts.is_empty());
}
