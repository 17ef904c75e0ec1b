//! What became of a message on the way: on the stage, in the Bytes tab, and to whom it is told. Notes for a class.

use handshake_analysis::knowledge::View;
use handshake_app::options::End;
use handshake_app::options::Tab;
use handshake_app::view::{Delivery, Inspector, RowKind, Tone};
use handshake_app::{Action, Story};
use handshake_core::keys::ScheduleEntry;
use handshake_lessons as lessons;
use handshake_player::lesson::notes::notes;

/// What the stage says became of the message at a step.
fn delivery(story: &Story, step: usize) -> Option<Delivery> {
    match &story.page().stage.rows[step - 1].what {
        RowKind::Message { delivery, .. } => delivery.clone(),
        _ => None,
    }
}

fn bytes(story: &Story) -> handshake_app::view::BytesView {
    match story.page().inspector {
        Inspector::Bytes(view) => view,
        other => panic!("not the bytes: {other:?}"),
    }
}

fn digits(view: &handshake_app::view::BytesView, changed: bool) -> String {
    let runs = view.hex.iter().flat_map(|line| &line.runs).filter(|run| !changed || run.changed);
    runs.map(|run| run.hex.as_str()).collect::<Vec<_>>().join(" ")
}

const FLIP: &str = "/s/tls13-full/5?tamper=s0.flip.0x0c.0&tab=bytes";

#[test]
fn the_stage_marks_what_was_done_for_who_can_know_it() {
    let story = Story::open(FLIP);
    assert_eq!(delivery(&story, 5).expect("a mark").text, "1 bit flipped");
    assert_eq!(delivery(&story, 2), None);
    assert!(delivery(&story.act(Action::View(View::Eavesdropper)), 5).is_some());
    for blind in [View::Client, View::Server] {
        assert_eq!(delivery(&story.act(Action::View(blind)), 5), None, "{blind:?}");
    }
    // What does not open is known to who can't open it.
    let story = Story::open("/s/tls13-full/5?tamper=s0.share");
    let unread = |view: View| {
        let story = story.act(Action::View(view));
        (1..=story.position().1).filter_map(|step| delivery(&story, step)).filter(|delivery| delivery.unread).count()
    };
    assert!(unread(View::Everything) > 0);
    assert!(unread(View::Client) > 0);
    assert_eq!(unread(View::Eavesdropper), 0);
    let servers = story.act(Action::View(View::Server));
    for step in (1..=story.position().1).filter(|step| delivery(&servers, *step).is_some()) {
        let row = &servers.page().stage.rows[step - 1].what;
        assert!(matches!(row, RowKind::Message { from: handshake_app::view::Side::Client, .. }), "{step}: {row:?}");
    }
    // What never arrives is lost.
    assert!(delivery(&Story::open("/s/tls13-full/5?tamper=s0.drop"), 5).expect("a mark").lost);
    assert_eq!(delivery(&Story::open("/s/tls13-full/5"), 5), None);
}

#[test]
fn a_message_is_shown_as_it_was_sent_and_as_it_arrived() {
    let story = Story::open(FLIP);
    let sent = bytes(&story);
    assert_eq!(
        sent.arrival.iter().map(|one| (one.id, one.current)).collect::<Vec<_>>(),
        [("sent", true), ("arrived", false)]
    );
    let story = story.act(Action::Arrival(End::Arrived));
    assert_eq!(story.address(), "/s/tls13-full/5?tamper=s0.flip.0x0c.0&tab=bytes&bytes=arrived");
    assert_eq!(Story::open(&story.address()).address(), story.address());
    let arrived = bytes(&story);
    let (one, other) = (digits(&sent, true), digits(&arrived, true));
    let byte = |text: &str| u8::from_str_radix(text, 16).unwrap_or_else(|_| panic!("one byte is marked, not “{text}”"));
    assert_eq!(byte(&one) ^ byte(&other), 1);
    assert!(arrived.tree.iter().any(|row| row.changed && row.name == "random"), "{:?}", arrived.tree);
    assert!(!arrived.tree.iter().any(|row| row.changed && row.name == "legacy_session_id_echo"));
    // The sender has one of them, the reader the other.
    for (view, has) in [(View::Server, &sent), (View::Client, &arrived)] {
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
                for view in [View::Client, View::Server, View::Eavesdropper] {
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

fn record(story: &Story) -> handshake_app::view::RecordView {
    match story.act(Action::Tab(Tab::Record)).page().inspector {
        Inspector::Record(view) => *view,
        other => panic!("not the record: {other:?}"),
    }
}

fn wire(view: &handshake_app::view::RecordView) -> String {
    view.wire.iter().map(|part| part.value.as_str()).collect()
}

#[test]
fn the_record_is_shown_to_each_end_as_that_end_has_it() {
    // A bit of the sealed certificate.
    let story = Story::open("/s/tls13-full/12?tamper=s3.flip.0x20.0&tab=record");
    let sent = record(&story.act(Action::View(View::Server)));
    let arrived = record(&story.act(Action::View(View::Client)));
    assert_eq!(wire(&sent), wire(&record(&Story::open("/s/tls13-full/12"))), "the sender sees what it sent");
    let (one, other) = (wire(&sent), wire(&arrived));
    let apart: Vec<usize> = (0..one.len()).filter(|at| one.as_bytes()[*at] != other.as_bytes()[*at]).collect();
    assert_eq!(apart.iter().map(|at| at / 2).collect::<Vec<_>>(), [0x20], "one byte of what arrived is another");
    // It did not open: nothing is shown as sealed, and the receiver's own tag is another one.
    assert!(arrived.sealing.is_none() && arrived.arrived.is_some() && sent.sealing.is_some());
    let opening = arrived.opening.expect("it is tried");
    assert!(!opening.holds && opening.nonce.is_some());
    assert!(opening.compared.expect("the client computes a tag").differ > 0);
    // Who sees both may choose.
    let both = record(&story);
    assert_eq!(both.arrival.iter().map(|one| one.id).collect::<Vec<_>>(), ["sent", "arrived"]);
    assert_eq!(wire(&both), wire(&sent));
    assert_eq!(wire(&record(&story.act(Action::Arrival(End::Arrived)))), other);
    assert!(sent.arrival.is_empty() && record(&Story::open("/s/tls13-full/12")).arrival.is_empty());
    // Untouched, both ends see the same pipeline.
    let plain = Story::open("/s/tls13-full/13");
    let (one, other) = (record(&plain.act(Action::View(View::Server))), record(&plain.act(Action::View(View::Client))));
    let inside = |view: &handshake_app::view::RecordView| {
        view.sealing.as_ref().and_then(|one| one.secrets.as_ref()).map(|one| (one.content.clone(), one.nonce.clone()))
    };
    assert!(inside(&one).is_some() && inside(&one) == inside(&other));
    assert_eq!(one.wire, other.wire);
    // In TLS 1.2 with CBC, too: whatever arrived broken has no MAC that could be equal.
    let at = |step: usize, more: &str| {
        Story::open(&format!("/s/tls12-ecdhe/{step}?suite12=TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA{more}"))
    };
    let sealed = |step: &usize| record(&at(*step, "")).sealing.is_some();
    let first = (1..=at(1, "").position().1).find(sealed).expect("a sealed record");
    let address = at(first, "&tamper=c3.flip.0x20.0").address();
    let broken = record(&Story::open(&address).act(Action::View(View::Server)));
    let opening = broken.opening.unwrap_or_else(|| panic!("{address}"));
    assert!(broken.arrived.is_some() && !opening.holds, "{address}");
    assert!(opening.compared.is_none_or(|compared| compared.differ > 0), "{address}");
    // What never arrived is no record.
    let lost = Story::open("/s/tls13-full/12?tamper=s3.drop&view=client&tab=record");
    assert!(record(&lost).wire.is_empty() && record(&lost).arrived.is_some());
    assert!(!record(&lost.act(Action::View(View::Server))).wire.is_empty());
}

#[test]
fn who_has_another_key_reads_nothing_and_sees_its_own() {
    let story = Story::open("/s/tls13-full/10?tamper=s0.share");
    let readable = |view: View| {
        let view = bytes(&story.act(Action::View(view)).act(Action::Tab(Tab::Bytes)));
        view.layers.iter().any(|layer| layer.id == "message")
            || view.tree.iter().any(|row| row.name == "EncryptedExtensions")
    };
    assert!(readable(View::Everything) && readable(View::Server));
    assert!(!readable(View::Client), "its key is another one");
    // Each side's secret is its own, and so is the tag that the client computes.
    let secret = |view: View| {
        let story = story
            .act(Action::View(view))
            .act(Action::Tab(Tab::Keys))
            .act(Action::SelectNode(ScheduleEntry::by_name("shared_secret").expect("an entry")));
        match story.page().inspector {
            Inspector::Keys(keys) => keys.detail.expect("the node"),
            other => panic!("not the keys: {other:?}"),
        }
    };
    let (client, server) = (secret(View::Client).value.expect("known"), secret(View::Server).value.expect("known"));
    assert_ne!(client, server);
    let both: Vec<String> = secret(View::Everything).facts.into_iter().map(|(_, value)| value).collect();
    assert!(both.contains(&client) && both.contains(&server), "{both:?}");
    let arrived = record(&story.act(Action::View(View::Client)));
    assert!(!arrived.opening.expect("it is tried").holds);
    assert!(record(&story.act(Action::View(View::Server))).opening.expect("as it was meant").holds);
}

#[test]
fn nobody_is_said_to_have_the_same_keys_who_has_others() {
    // What the page says where a side makes its handshake keys: on the stage, as a heading, and below it.
    let said = |tamper: &str| {
        let run = Story::open(&format!("/s/tls13-full/1{tamper}"));
        let step = run.run().moments.iter().position(|moment| moment.key == "client.keys.handshake");
        let step = step.expect("the client makes keys") + 1;
        let page = Story::open(&format!("/s/tls13-full/{step}{tamper}")).page();
        let label = match &page.stage.rows[step - 1].what {
            RowKind::Moment { text, .. } => text.clone(),
            other => panic!("not a moment: {other:?}"),
        };
        format!("{label} {} {:?}", page.narration.heading, page.narration.body)
    };
    let claims =
        |text: &str| text.contains("same shared secret") || text.contains("the same keys") && !text.contains("Whether");
    assert!(claims(&said("")), "{}", said(""));
    for tamper in ["?tamper=c0.share", "?tamper=s0.share", "?tamper=s0.flip.0x10.0"] {
        assert!(!claims(&said(tamper)), "{tamper}: {}", said(tamper));
    }
}
