//! The address is the whole view, and a bad one still opens something.

use handshake_analysis::knowledge::View;
use handshake_app::options::By;
use handshake_app::options::Layer;
use handshake_app::options::Stride;
use handshake_app::options::Tab;
use handshake_app::{Action, Story};
use handshake_core::keys::ScheduleEntry;
use handshake_scenario::settings::Setting;

/// Opens an address; `said` must stand in the notice (none: no notice), and `shown` is the address of what was opened.
fn check(address: &str, said: Option<&str>, shown: &str) {
    let story = Story::open(address);
    let notice = story.page().notice;
    match (&notice, said) {
        (None, None) => {}
        (Some(notice), Some(said)) => assert!(notice.contains(said), "{address}: {notice}"),
        _ => panic!("{address}: {notice:?}, expected {said:?}"),
    }
    assert_eq!(story.address(), shown, "{address}");
}

#[test]
fn good_addresses_open_as_they_are() {
    check("/s/tls13-full/4", None, "/s/tls13-full/4");
    check("/s/tls13-full", None, "/s/tls13-full/1");
    check("/", None, "/s/tls13-full/1");
    check(
        "/s/tls13-full/4?view=client&tab=keys&node=shared_secret",
        None,
        "/s/tls13-full/4?view=client&tab=keys&node=shared_secret",
    );
    check("/s/tls13-full/5?field=ServerHello.random", None, "/s/tls13-full/5?field=ServerHello.random");
    check("/s/tls13-full/1?suite=TLS_AES_128_GCM_SHA256&seed=1", None, "/s/tls13-full/1");
    check("/s/tls13-full/1?seed=7&request=a+%26+b", None, "/s/tls13-full/1?request=a+%26+b&seed=7");
    check("/some/folder/s/tls13-full/2", None, "/s/tls13-full/2");
}

#[test]
fn bad_addresses_say_what_was_wrong_and_open_the_nearest_view() {
    check("/s/nope/4", Some("no scenario “nope”. There is: tls13-full"), "/s/tls13-full/4");
    check("/elsewhere", Some("no page “/elsewhere”"), "/s/tls13-full/1");
    check("/s/tls13-full/99", Some("no step 99"), "/s/tls13-full/26");
    check("/s/tls13-full/0", Some("no step 0"), "/s/tls13-full/1");
    check("/s/tls13-full/4.5", Some("“4.5” is no step number"), "/s/tls13-full/1");
    check("/s/tls13-full/-1", Some("“-1” is no step number"), "/s/tls13-full/1");
    check("/s/tls13-full/99999999999999999999", Some("is no step number"), "/s/tls13-full/1");
    check(
        "/s/tls13-full/2?view=nobody",
        Some("“nobody” is no value of view. Possible: everything, client"),
        "/s/tls13-full/2",
    );
    check("/s/tls13-full/2?tab=x", Some("“x” is no value of tab"), "/s/tls13-full/2");
    check("/s/tls13-full/2?layer=x", Some("“x” is no value of layer"), "/s/tls13-full/2");
    check("/s/tls13-full/2?node=x", Some("no key “x”"), "/s/tls13-full/2");
    check("/s/tls13-full/2?field=Nope", Some("the field “Nope”"), "/s/tls13-full/2");
    check("/s/tls13-full/2?suite=RC4", Some("“RC4” is no value of suite. Possible: TLS_AES_128"), "/s/tls13-full/2");
    check("/s/tls13-full/2?seed=-4", Some("“-4” is no seed"), "/s/tls13-full/2");
    check("/s/tls13-full/2?name=not%20a%20name", Some("is no DNS name"), "/s/tls13-full/2");
    check("/s/tls13-full/2?name=10.0.0.999", Some("is no DNS name"), "/s/tls13-full/2");
    check("/s/tls13-full/2?request=", Some("request is empty"), "/s/tls13-full/2");
    check("/s/tls13-full/2?what=ever", Some("“what”, which means nothing here"), "/s/tls13-full/2");
    check("/s/tls13-full/2?%ff%00=%zz", Some("which means nothing here"), "/s/tls13-full/2");
    let long = format!("/s/tls13-full/2?request={}", "x".repeat(100_000));
    check(&long, Some("The address is 100024 bytes long"), "/s/tls13-full/1");
}

#[test]
fn no_address_makes_it_panic() {
    let parts =
        ["/", "s", "?", "&", "=", "%", "tls13-full", "step", "..", "\u{0}", "é", "view", "field", "[", "9", "#"];
    let mut state = 1_u64;
    for _ in 0..300 {
        let mut address = String::from("/s/");
        for _ in 0..12 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            address.push_str(parts[(state >> 33) as usize % parts.len()]);
        }
        let story = Story::open(&address);
        assert_eq!(Story::open(&story.address()).page().notice, None, "{address}");
    }
}

#[test]
fn every_view_is_reached_again_by_its_address() {
    let mut story = Story::open("/s/tls13-full/5");
    let actions = [
        Action::SelectField("ServerHello.random".to_owned()),
        Action::Set(Setting::Suite, "TLS_CHACHA20_POLY1305_SHA256".to_owned()),
        Action::Next,
        Action::SelectNode(ScheduleEntry::by_name("handshake_secret").expect("an entry")),
        Action::NextView,
        Action::Set(Setting::Request, "Wer da? & 100 % <b>".to_owned()),
        Action::Tab(Tab::Record),
        Action::Last,
        Action::View(View::Eavesdropper),
        Action::Previous,
        Action::Layer(Layer::Record),
        Action::Set(Setting::Seed, "18446744073709551615".to_owned()),
        Action::First,
    ];
    for action in actions {
        story = story.act(action.clone());
        let again = Story::open(&story.address());
        assert_eq!(again.page(), story.page(), "after {action:?}");
        assert_eq!(again.address(), story.address(), "after {action:?}");
    }
}

#[test]
fn a_setting_that_is_refused_changes_nothing() {
    let story = Story::open("/s/tls13-full/5?seed=3");
    for (setting, value) in [
        (Setting::Name, "a..b"),
        (Setting::Seed, "x"),
        (Setting::Suite, "x"),
        (Setting::Visit, "x"),
        (Setting::Reply, ""),
    ] {
        let after = story.act(Action::Set(setting, value.to_owned()));
        assert!(after.page().notice.is_some(), "{setting:?}={value}");
        assert_eq!(after.address(), story.address());
        assert_eq!(after.json(), story.json());
    }
}

#[test]
fn a_changed_setting_stays_at_the_same_moment() {
    let story = Story::open("/s/tls13-full/13");
    let before = story.page().narration.heading;
    let after = story.act(Action::Set(Setting::Alpn, "none".to_owned()));
    assert_eq!(after.page().narration.heading, before);
    assert_eq!(after.position(), (12, 25), "without ALPN there is one step less before it");
}

#[test]
fn steps_stay_within_the_run() {
    let story = Story::open("/s/tls13-full/1").act(Action::Previous);
    assert_eq!(story.position().0, 1);
    let story = story.act(Action::Last).act(Action::Next).act(Action::GoTo(usize::MAX));
    assert_eq!(story.position(), (26, 26));
}

/// The page draws a step a frame after it is taken, and its tab later still: what is clicked may be of a step that is gone.
#[test]
fn what_was_done_to_a_step_that_is_gone_is_not_done_to_another() {
    let story = Story::open("/s/tls13-full/5?tab=bytes");
    let at = |action: Action| Action::At(story.place(), Box::new(action));
    let field = Action::SelectField("ServerHello.random".to_owned());
    let picked = story.act(at(field.clone()));
    assert_eq!(picked.address(), story.act(field.clone()).address());
    assert_ne!(picked.address(), story.address());
    // Another step, another part of it.
    for later in [
        story.act(Action::Next),
        story.act(Action::Stride(Stride::Parts)),
        story.act(Action::Stride(Stride::Parts)).act(Action::Next),
    ] {
        assert_ne!(later.place(), story.place());
        let bound = [
            field.clone(),
            Action::FlipBit(3),
            Action::SelectNode(ScheduleEntry::by_name("handshake_secret").expect("an entry")),
            Action::Layer(Layer::Record),
        ];
        for action in bound {
            assert!(later.act(at(action.clone())) == later, "{action:?}");
            assert!(later.act(action.clone()) != later, "{action:?} does nothing anyway");
        }
        // What means the same everywhere is done.
        for action in
            [Action::Next, Action::Tab(Tab::Keys), Action::By(By::Client), Action::Tamper("s0.share".to_owned())]
        {
            assert_eq!(later.act(at(action.clone())).address(), later.act(action.clone()).address());
            assert_ne!(later.act(at(action.clone())).address(), later.address(), "{action:?}");
        }
    }
}

/// Asked for before anything is drawn.
#[test]
fn the_end_is_told_without_the_page() {
    for address in ["/s/tls13-full/1", "/s/tls12-rsa/1"] {
        let first = Story::open(address);
        for start in [first.clone(), first.act(Action::Stride(Stride::Parts))] {
            let (mut story, mut seen) = (start, 0);
            while !story.is_at_end() {
                let page = story.page().timeline;
                assert!(page.now < page.dots.len() || page.part.is_some_and(|(part, parts)| part < parts));
                let next = story.act(Action::Next);
                assert_ne!(next.place(), story.place());
                (story, seen) = (next, seen + 1);
            }
            assert!(seen + 1 >= story.position().1);
            assert!(story.act(Action::Next) == story);
        }
    }
}
