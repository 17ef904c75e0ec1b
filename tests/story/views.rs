//! What is shown, and what is not.

use handshake_analysis::knowledge::View;
use handshake_app::compare::Compare;
use handshake_app::options::Layer;
use handshake_app::options::Tab;
use handshake_app::route::Route;
use handshake_app::suites::anatomy;
use handshake_app::view::{Epoch, Icon, Inspector, NodeState, RowKind, Side};
use handshake_app::{Action, Story};
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::Event;
use handshake_lessons::OneOf;
use handshake_player::lesson::Player;
use handshake_scenario::text::hex;

fn open(address: &str) -> Story {
    // A screen that shows no run: its own code says whether it has what the link names.
    match Route::of(address) {
        Some(Route::Suite { name }) => assert!(name.is_none_or(|name| anatomy(&name).is_some()), "{address}"),
        Some(Route::Compare { .. }) => assert_eq!(Compare::open(address).view().notice, None, "{address}"),
        Some(Route::Lesson { .. }) => assert!(Player::open(address).is_some(), "{address}"),
        Some(Route::ChainChecker {}) => {}
        _ => {
            let story = Story::open(address);
            assert_eq!(story.page().notice, None, "{address}");
            return story;
        }
    }
    Story::open("/")
}

/// Everything on the page as text, on every tab and layer.
fn everything_shown(story: &Story) -> String {
    let mut shown = String::new();
    for &tab in Tab::ALL {
        for &layer in Layer::ALL {
            let mut story = story.act(Action::Tab(tab)).act(Action::Layer(layer));
            shown.push_str(&format!("{:?}", story.page()));
            for node in ScheduleEntry::ALL.iter().filter(|_| tab == Tab::Keys) {
                story = story.act(Action::SelectNode(*node));
                shown.push_str(&format!("{:?}", story.page().inspector));
            }
        }
    }
    // Hex with and without spaces are the same secret.
    shown.replace(' ', "")
}

#[test]
fn the_eavesdropper_is_shown_no_secret_at_any_step() {
    let story = open("/s/tls13-full/1?view=eavesdropper&ticket=yes");
    let run = story.run();
    // With no pre-shared key the top of the schedule follows from public values alone.
    let public = [
        ScheduleEntry::ClientPublic,
        ScheduleEntry::ServerPublic,
        ScheduleEntry::TicketNonce,
        ScheduleEntry::Psk,
        ScheduleEntry::EarlySecret,
        ScheduleEntry::DerivedEarly,
    ];
    let mut secrets: Vec<(String, String)> = Vec::new();
    for (_, _, event) in run.trace.events() {
        match event {
            Event::Key(key) if !public.contains(&key.node) => {
                // The first bytes are enough: boxes show no more.
                secrets.push((key.node.name().to_owned(), hex(&key.value[..5])));
            }
            Event::Record(record) => {
                let inner = record.sealing.as_ref().and_then(|sealing| sealing.inner.as_ref());
                secrets.extend(inner.filter(|inner| inner.content.len() > 5).map(|inner| {
                    (format!("content of {}", record.number), hex(&inner.content[..inner.content.len().min(12)]))
                }));
            }
            _ => {}
        }
    }
    assert!(secrets.len() > 60);
    for step in 1..=story.position().1 {
        let shown = everything_shown(&story.act(Action::GoTo(step)));
        for (name, secret) in &secrets {
            assert!(!shown.contains(secret), "step {step} shows {name}");
        }
    }
}

#[test]
fn the_eavesdropper_is_told_the_name_of_no_sealed_message() {
    for row in open("/s/tls13-full/1?view=eavesdropper").page().stage.rows.iter() {
        if let RowKind::Message { name, sealed, .. } = &row.what {
            assert_eq!(name == "encrypted record", *sealed != Epoch::Plain, "step {}", row.step);
        }
    }
}

#[test]
fn nobody_is_shown_the_state_or_the_work_of_another() {
    for (view, client, server) in [("client", true, false), ("server", false, true), ("eavesdropper", false, false)] {
        let stage = open(&format!("/s/tls13-full/9?view={view}")).page().stage;
        assert_eq!((stage.client.state != "unseen", stage.server.state != "unseen"), (client, server), "{view}");
        for row in stage.rows.iter() {
            if let RowKind::Moment { side, icon, .. } = &row.what {
                let sees = if *side == Side::Client { client } else { server };
                assert_eq!(*icon != Icon::Unseen, sees, "{view}, step {}", row.step);
            }
        }
    }
}

#[test]
fn a_side_never_sees_the_other_sides_private_half() {
    for (view, hidden) in [("client", ScheduleEntry::ServerPrivate), ("server", ScheduleEntry::ClientPrivate)] {
        let story = open(&format!("/s/tls13-full/1?view={view}"));
        let value = story.run().knowledge.value(hidden).map(|value| hex(&value[..5])).expect("a value");
        for step in 1..=story.position().1 {
            assert!(!everything_shown(&story.act(Action::GoTo(step))).contains(&value), "{view} at step {step}");
        }
    }
}

#[test]
fn nodes_fill_in_as_the_run_goes_on() {
    let states = |address: &str, node: ScheduleEntry| match open(address).page().inspector {
        Inspector::Keys(view) => view.nodes.iter().find(|one| one.id == node.name()).map(|one| one.state),
        other => panic!("{other:?}"),
    };
    let node = ScheduleEntry::HandshakeSecret;
    assert_eq!(states("/s/tls13-full/5?tab=keys", node), Some(NodeState::NotYet));
    assert_eq!(states("/s/tls13-full/6?tab=keys", node), Some(NodeState::New));
    assert_eq!(states("/s/tls13-full/6?tab=keys&view=client", node), Some(NodeState::Hidden));
    assert_eq!(states("/s/tls13-full/8?tab=keys&view=client", node), Some(NodeState::New));
    assert_eq!(states("/s/tls13-full/20?tab=keys", node), Some(NodeState::Known));
    assert_eq!(states("/s/tls13-full/20?tab=keys&view=eavesdropper", node), Some(NodeState::Hidden));
    assert_eq!(
        states("/s/tls13-full/20?tab=keys&view=eavesdropper", ScheduleEntry::ClientPublic),
        Some(NodeState::Known)
    );
    // What follows from public values alone is no secret, and the eavesdropper has it.
    let early = ScheduleEntry::EarlySecret;
    assert_eq!(states("/s/tls13-full/4?tab=keys&view=eavesdropper", early), Some(NodeState::NotYet));
    assert_eq!(states("/s/tls13-full/6?tab=keys&view=eavesdropper", early), Some(NodeState::Known));
    assert_eq!(
        states("/s/tls13-full/6?tab=keys&view=eavesdropper", ScheduleEntry::MasterSecret),
        Some(NodeState::Hidden)
    );
}

#[test]
fn the_hex_is_the_message_and_the_selection_is_the_field() {
    let story = open("/s/tls13-full/5?field=ServerHello.extensions.key_share.server_share.key_exchange");
    let Inspector::Bytes(view) = story.page().inspector else { panic!("not the bytes") };
    let run = story.run();
    let message = run.moments[4].message(&run.trace).expect("a message");
    let runs = || view.hex.iter().flat_map(|line| &line.runs);
    let all: String = runs().map(|run| run.hex.replace(' ', "")).collect();
    assert_eq!(all, hex(&message.bytes));
    let marked: String = runs().filter(|run| run.selected).map(|run| run.hex.replace(' ', "")).collect();
    assert_eq!(marked, hex(run.knowledge.value(ScheduleEntry::ServerPublic).expect("a value")));
    let selected: Vec<_> = view.tree.iter().filter(|row| row.selected).collect();
    assert_eq!(selected.len(), 1);
    assert_eq!(selected[0].name, "key_exchange");
    let note = view.note.expect("a note");
    assert!(note.from.iter().any(|link| link.href.contains("node=server_public")), "{:?}", note.from);
    assert!(note.next.iter().any(|link| link.href.contains("node=shared_secret")), "{:?}", note.next);
    assert!(note.next.iter().any(|link| link.href.contains("tab=checks")), "{:?}", note.next);
    for link in note.from.into_iter().chain(note.next) {
        open(&link.href);
    }
}

#[test]
fn every_link_on_every_page_opens_what_it_says() {
    let story = open("/s/tls13-full/1");
    for step in 1..=story.position().1 {
        for &tab in Tab::ALL {
            let page = format!("{:?}", story.act(Action::GoTo(step)).act(Action::Tab(tab)).page());
            for href in page.split("href: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                open(href);
            }
        }
        for node in ScheduleEntry::ALL {
            let page = format!("{:?}", story.act(Action::GoTo(step)).act(Action::SelectNode(*node)).page());
            for href in page.split("href: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
                open(href);
            }
        }
    }
}

/// A run that must fail: the rule that is broken, and the alert that is sent and shown.
#[test]
fn a_broken_rule_is_shown_with_its_alert() {
    let cases = [
        ("trust=nobody", "chain-trusted", "unknown_ca"),
        ("date=2028", "chain-in-time", "certificate_expired"),
        ("issued=other", "name-matches", "bad_certificate"),
        ("issued=other&name=other.example", "name-matches", "bad_certificate"),
    ];
    for (query, rule, alert) in cases {
        let story = open(&format!("/s/tls13-full/13?{query}"));
        let page = story.page();
        let Inspector::Checks(view) = &page.inspector else { panic!("{query}: not the checks") };
        let broken: Vec<_> = view.now.iter().filter(|row| !row.passed).collect();
        assert_eq!(broken.len(), 1, "{query}");
        assert_eq!((broken[0].rule, broken[0].alert.as_str()), (rule, alert), "{query}");
        let last = page.stage.rows.last().expect("rows");
        assert!(matches!(&last.what, RowKind::Message { name, fatal: true, .. } if name == alert), "{query}: {last:?}");
        // change_cipher_spec comes before the alert.
        assert_eq!(story.position(), (13, 15), "{query}");
        let told = format!("{:?}", story.act(Action::Last).page().narration);
        assert!(told.contains(alert.split('_').next().unwrap_or_default()), "{query}: {told}");
    }
}

#[test]
fn rows_dots_and_steps_are_the_same_in_number_and_each_message_is_a_row() {
    let story = open("/s/tls13-full/9");
    let page = story.page();
    let count = story.position().1;
    assert_eq!((page.stage.rows.len(), page.timeline.dots.len()), (count, count));
    let names: Vec<&str> = page
        .stage
        .rows
        .iter()
        .filter_map(|row| match &row.what {
            RowKind::Message { name, .. } => Some(name.as_str()),
            RowKind::Moment { .. } | RowKind::Attack { .. } => None,
        })
        .collect();
    let wanted = [
        "ClientHello",
        "ServerHello",
        "ChangeCipherSpec",
        "EncryptedExtensions",
        "Certificate",
        "CertificateVerify",
        "Finished",
        "ChangeCipherSpec",
        "Finished",
        "“GET /”",
        "“Hello, class!”",
        "close_notify",
        "close_notify",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn equal_runs_give_equal_json_and_another_seed_another() {
    let json = |address: &str| open(address).json();
    assert_eq!(json("/s/tls13-full/1?seed=5"), json("/s/tls13-full/20?seed=5&view=client"));
    assert_ne!(json("/s/tls13-full/1?seed=5"), json("/s/tls13-full/1?seed=6"));
    let parsed: serde_json::Value = serde_json::from_str(&json("/s/tls13-full/1")).expect("JSON");
    assert_eq!((&parsed["format"], &parsed["version"]), (&"handshake-lab-trace".into(), &2.into()));
    assert_eq!(parsed["outcome"]["kind"], "closed");
}

/// What is kept of the stage from step to step shows no more and no less than what is made anew.
#[test]
fn the_stage_after_a_step_is_the_stage_that_a_link_opens() {
    for scenario in ["tls13-full", "tls12-rsa", "tls13-psk"] {
        let mut story = open(&format!("/s/{scenario}/1"));
        let (mut shown, mut changed) = (story.page().stage.rows, false);
        for view in [View::Client, View::Eavesdropper, View::Server, View::Everything] {
            story = story.act(Action::View(view)).act(Action::First);
            while !story.is_at_end() {
                assert_eq!(story.page().stage, open(&story.address()).page().stage, "{}", story.address());
                changed |= story.page().stage.rows != shown;
                shown = story.page().stage.rows;
                story = story.act(Action::Next);
            }
        }
        assert!(changed, "{scenario}");
    }
}
