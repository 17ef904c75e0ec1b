//! Two runs side by side, short codes, undo, and what the panel allows.

use handshake_analysis::run::Run;
use handshake_analysis::surprise::surprise;
use handshake_app::compare::Compare;
use handshake_app::undo_history::UndoHistory;
use handshake_app::{Action, Story, qr, short_code};
use handshake_core::rules::{Fault, Rule};
use handshake_core::trace::Outcome;
use handshake_lessons as lessons;
use handshake_scenario::settings::Key;
use handshake_scenario::settings::Setting;
use handshake_scenario::settings::{KEYS, Settings};

#[test]
fn a_run_compared_with_itself_differs_nowhere() {
    let compare = Compare::open("/compare/tls13-full/3");
    assert!(compare.rows().iter().all(|pair| pair.same && pair.left == pair.right), "{:?}", compare.rows());
    assert!(compare.view().figures.iter().all(|figure| figure.difference.is_empty()));
}

#[test]
fn a_flipped_bit_is_found_to_the_byte() {
    let story = Story::open("/s/tls13-full/5?tamper=s0.share");
    let attack = story.page().attack.expect("an attack");
    let compare = Compare::open(&attack.compare);
    assert_eq!(compare.address(), attack.compare);
    let view = compare.view();
    assert_eq!(view.notice, None);
    assert_eq!(view.attack.expect("the sentence").headline, attack.headline);
    let row = &view.rows[view.row - 1];
    assert_eq!(row.right.as_ref().expect("ServerHello").detail, "key share swapped");
    let detail = view.detail.expect("fields");
    let differ: Vec<&str> = detail.rows.iter().filter(|row| row.differs).map(|row| row.name.as_str()).collect();
    assert!(differ.contains(&"key_exchange"), "{differ:?}");
    assert!(!differ.contains(&"random"), "{differ:?}");
    let hex = detail.hex.expect("bytes");
    let marked: usize = hex
        .right
        .iter()
        .flat_map(|line| &line.runs)
        .filter(|run| run.differs)
        .map(|run| run.hex.len().div_ceil(3))
        .sum();
    assert!((24..=32).contains(&marked), "{marked} of the 32 bytes of the share");
    // What was sealed with keys that the client does not have was not read.
    assert!(view.rows.iter().any(|row| row.right.as_ref().is_some_and(|cell| cell.unread)));
}

#[test]
fn a_changed_run_is_compared_with_the_scenarios_own() {
    let story = Story::open("/s/tls13-full/5");
    assert_eq!(story.comparison(), None);
    let story = story.act(Action::Set(Setting::Suite, "TLS_CHACHA20_POLY1305_SHA256".to_owned()));
    let compare = Compare::open(&story.comparison().expect("something differs"));
    assert_eq!(compare.view().notice, None);
    assert_eq!(compare.runs().0.settings, Settings::of("tls13-full"));
    assert_eq!(compare.runs().1.settings, story.run().settings);
}

#[test]
fn every_two_scenarios_stand_side_by_side() {
    for scenario in lessons::scenarios() {
        let compare = Compare::open(&format!("/compare/tls13-full/1?with={}", scenario.id));
        let (left, right) = compare.runs();
        let (lefts, rights): (Vec<_>, Vec<_>) = compare.rows().iter().map(|pair| (pair.left, pair.right)).unzip();
        assert_eq!(lefts.into_iter().flatten().collect::<Vec<_>>(), (0..left.moments.len()).collect::<Vec<_>>());
        assert_eq!(rights.into_iter().flatten().collect::<Vec<_>>(), (0..right.moments.len()).collect::<Vec<_>>());
        for row in [1, compare.rows().len() / 2, compare.rows().len()] {
            let at = compare.at(row);
            assert_eq!(at.view().notice, None);
            assert_eq!(Compare::open(&at.address()).address(), at.address());
        }
    }
}

#[test]
fn what_post_quantum_costs_is_counted() {
    let view = Compare::open("/compare/tls13-full/1?with=tls13-pq").view();
    let hello = view.figures.iter().find(|figure| figure.name == "ClientHello").expect("a figure");
    assert_eq!(hello.difference, "+1184 bytes", "{hello:?}");
}

#[test]
fn bad_comparisons_say_what_was_wrong() {
    for (address, said) in [
        ("/compare/nope/1", "no scenario “nope”"),
        ("/compare/tls13-full/1?with=nope", "no scenario “nope”"),
        ("/compare/tls13-full/x", "no number"),
        ("/compare/tls13-full/1?with.suite=RC4", "no value of suite"),
        ("/compare/tls13-full/1?what=ever", "means nothing"),
    ] {
        let notice = Compare::open(address).view().notice;
        assert!(notice.as_ref().is_some_and(|notice| notice.contains(said)), "{address}: {notice:?}");
    }
}

#[test]
fn a_short_code_is_the_address() {
    for scenario in lessons::scenarios() {
        let address = format!("/s/{}/12", scenario.id);
        let short = short_code::code(&address).expect("a code");
        assert_eq!(short_code::address(&short.to_lowercase()), Ok(address));
    }
    let short = short_code::code("/s/tls13-full/5").expect("a code");
    assert!(short.len() <= 5, "{short}");
    for address in [
        "/s/tls13-full/5?view=client&field=ServerHello.extensions.key_share&tamper=s0.flip.0x34.0",
        "/compare/tls13-full/3?with=tls13-pq",
        "/s/tls13-full/1?request=a+%26+b",
    ] {
        assert_eq!(short_code::address(&short_code::code(address).expect("a code")).as_deref(), Ok(address));
    }
    assert_eq!(Story::open(&format!("/c/{short}")).address(), "/s/tls13-full/5");
    // One wrong letter anywhere is noticed.
    for at in 0..short.len() {
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|letter| Some(*letter) != short.chars().nth(at))
        {
            let mut wrong = short.clone();
            wrong.replace_range(at..=at, &letter.to_string());
            assert!(short_code::address(&wrong).is_err(), "{wrong}");
        }
    }
    let notice = Story::open("/c/ABCDE").page().notice;
    assert!(notice.as_ref().is_some_and(|notice| notice.contains("is no code")), "{notice:?}");
    assert_eq!(short_code::code(&format!("/s/tls13-full/1?request={}", "x".repeat(400))), None);
}

#[test]
fn a_qr_code_has_a_quiet_zone_and_a_limit() {
    let code = qr::qr("https://example.org/s/tls13-full/5").expect("a code");
    assert!(code.size > 8 + 20 && code.path.starts_with("M4 4h1v1h-1z"), "{}", code.size);
    assert_eq!(qr::qr(&"x".repeat(5000)), None);
}

#[test]
fn undo_and_redo_walk_through_the_places() {
    let mut past = UndoHistory::new("/a");
    for place in ["/b", "/c", "/c"] {
        past.go(place);
    }
    assert_eq!((past.undo().as_deref(), past.undo().as_deref(), past.undo()), (Some("/b"), Some("/a"), None));
    assert_eq!((past.redo().as_deref(), past.can()), (Some("/b"), (true, true)));
    // The browser's Back is the same as undo.
    past.visit("/a");
    assert_eq!(past.can(), (false, true));
    past.visit("/d");
    assert_eq!((past.can(), past.redo()), ((true, false), None));
    // To go back by hand is something done, that can be undone.
    past.go("/a");
    assert_eq!((past.can(), past.undo().as_deref(), past.redo().as_deref()), ((true, false), Some("/d"), Some("/a")));
    // What was only passed is not come back to.
    past.replace("/e");
    past.replace("/f");
    assert_eq!((past.undo().as_deref(), past.redo().as_deref()), (Some("/d"), Some("/f")));
    // Dragged to and fro is nothing done.
    past.go("/h");
    past.go("/i");
    past.replace("/h");
    assert_eq!((past.undo().as_deref(), past.redo().as_deref()), (Some("/f"), Some("/h")));
    assert_eq!(past.can(), (true, false));
    for n in 0..2000 {
        past.go(&format!("/{n}"));
    }
    assert_eq!(past.undo().as_deref(), Some("/1998"));
}

#[test]
fn what_the_panel_allows_runs_without_an_inner_fault() {
    for scenario in lessons::scenarios() {
        for key in KEYS {
            assert!(!key.heading.title().is_empty(), "{} stands under no heading", key.id);
            for value in key.options {
                let mut settings = Settings::of(scenario.id);
                if settings.why_not(key.setting, value).is_none() {
                    settings.change(key.setting, value).expect("an option is a value");
                    let outcome = &Run::of(&settings).trace.outcome;
                    let inner =
                        matches!(outcome, Outcome::Failed { fault: Fault::Broken { rule: Rule::Internal, .. }, .. });
                    assert!(!inner, "{}: {} = {value}: {outcome:?}", scenario.id, key.id);
                }
            }
        }
    }
}

#[test]
fn what_needs_something_else_changes_nothing_without_it() {
    for (setting, value) in [
        (Setting::PskMode, "psk_ke"),
        (Setting::EarlyTaken, "no"),
        (Setting::ReplayProtection, "no"),
        (Setting::ClientCertificate, "none"),
        (Setting::Leg, "server"),
    ] {
        let (mut settings, id) = (Settings::of("tls13-full"), Key::of(setting).id);
        assert!(settings.why_not(setting, value).is_some(), "{id}");
        settings.set(id, value).expect("a value");
        assert_eq!(Run::of(&settings).trace, Run::of(&Settings::of("tls13-full")).trace, "{id} = {value}");
    }
}

#[test]
fn a_surprise_works_and_stands_in_the_address() {
    let mut changed = 0;
    for number in 0..12 {
        let story = Story::open("/s/tls13-full/4").act(Action::Surprise(number));
        assert_eq!(story.run().trace.outcome, Outcome::Closed, "{}", story.address());
        assert_eq!(Story::open(&story.address()).json(), story.json());
        assert_eq!(surprise(number), surprise(number));
        changed += usize::from(story.run().settings.changed().count() > 2);
        let back = story.act(Action::Reset);
        assert_eq!(back.run().settings, Settings::of("tls13-full"));
    }
    assert!(changed > 6, "{changed} of 12 differ in more than the seed");
}

/// What says how a run is looked at is brought along by links to a comparison, and means nothing there; nor does a `#`.
#[test]
fn how_a_run_is_looked_at_is_no_fault_of_a_comparison() {
    for query in ["stride=messages", "bytes=arrived", "cert=root", "der=Certificate", "view=client&tab=keys"] {
        let address = format!("/compare/tls12-ecdhe/2?with=tls13-full&{query}#top");
        assert_eq!(Compare::open(&address).view().notice, None, "{address}");
    }
    let open = |address: &str| Compare::open(address).view();
    assert_eq!(open("/compare/tls12-ecdhe/2#top").title, open("/compare/tls12-ecdhe/2").title);
}
