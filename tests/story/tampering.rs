//! What an attacker does: every kind of edit, on every scenario.

use handshake_analysis::attack::{Tone, suggestions};
use handshake_analysis::run::Run;
use handshake_app::{Action, Story};
use handshake_core::Side;
use handshake_core::trace::{Dir, Event};
use handshake_lessons as lessons;
use handshake_scenario::settings::Settings;
use handshake_scenario::tamper::{Edit, MAX_EDITS, Tampering, What};
use std::collections::BTreeSet;

/// How many records each side sends in a run.
fn counts(run: &Run) -> [u64; 2] {
    let count = |side| {
        let sent = |(_, who, event): &(usize, Side, &Event)| {
            *who == side && matches!(event, Event::Record(record) if record.dir == Dir::Sent)
        };
        run.trace.events().filter(sent).count() as u64
    };
    [count(Side::Client), count(Side::Server)]
}

/// One edit of each kind for a record.
fn kinds(from: Side, record: u64) -> Vec<Edit> {
    let whats = [
        What::Flip { at: 9, bit: 3 },
        What::Put { at: 7, len: 1, bytes: vec![1, 2, 3] },
        What::Fit { at: 9, len: 1, bytes: b"more".to_vec() },
        What::Cut { keep: 6 },
        What::Drop,
        What::Repeat,
        What::Swap,
        What::Delay,
        What::Replay,
        What::Share,
        What::Strip,
    ];
    assert_eq!(whats.clone().map(|what| what.id()), What::IDS);
    whats.into_iter().map(|what| Edit { from, record, what }).collect()
}

#[test]
fn the_record_that_flies_is_changed_bit_by_bit_and_the_damage_is_found() {
    let run = Run::of(&Settings::of("tls13-full"));
    let step = |key: &str| run.moments.iter().position(|moment| moment.key == key).expect("a moment") + 1;
    let hello = Story::open(&format!("/s/tls13-full/{}", step("server.send.ServerHello")));
    let wire = hello.wire().expect("a record");
    let (at, bit) = wire.suggested.expect("a bit");
    assert_eq!(wire.bytes[at].field, "key_exchange");
    let flipped = hello.act(Action::FlipOnWire(at, bit));
    assert_eq!(flipped.run().settings.tampering.to_string(), format!("s0.flip.0x{at:x}.{bit}"));
    assert_eq!(flipped.wire().expect("a record").bytes[at].flipped, 1 << bit);
    // From the message on: what the client makes of it, up to where it was caught, and beyond.
    let page = flipped.page();
    let damaged: Vec<usize> = page.stage.rows.iter().filter(|row| row.damage.is_some()).map(|row| row.step).collect();
    assert_eq!(damaged.first(), Some(&hello.position().0));
    assert!(flipped.verdict().and_then(|verdict| verdict.ending.step).is_some_and(|step| damaged.contains(&step)));
    let order: Vec<usize> = page.stage.rows.iter().filter_map(|row| row.damage).collect();
    assert_eq!(order, (0..damaged.len()).collect::<Vec<_>>());
    // Who sees one run only can't tell.
    let client = flipped.act(Action::View(handshake_analysis::knowledge::View::Client)).page();
    assert!(client.stage.rows.iter().all(|row| row.damage.is_none()));
    // Where nothing crosses there is nothing to change.
    let keys = Story::open(&format!("/s/tls13-full/{}", step("client.keys.handshake")));
    assert!(keys.wire().is_none() && keys.act(Action::FlipOnWire(0, 0)).notice().is_some());
    assert_eq!(flipped.act(Action::FlipOnWire(at, bit)).address(), hello.address());
}

#[test]
fn every_kind_of_edit_on_every_record_of_every_scenario_ends_in_a_sentence() {
    let mut tones = [0_usize; 3];
    for scenario in lessons::scenarios() {
        let plain = Run::of(&Settings::of(scenario.id));
        let [client, server] = counts(&plain);
        let mut told = BTreeSet::new();
        for (from, count) in [(Side::Client, client), (Side::Server, server)] {
            // The first ones, which are readable, and the last two.
            for record in (0..count).filter(|record| *record < 3 || record + 3 > count) {
                for edit in kinds(from, record) {
                    let address = format!("/s/{}/1?tamper={edit}", scenario.id);
                    let story = Story::open(&address);
                    let page = story.page();
                    assert_eq!(page.notice, None, "{address}");
                    assert_eq!(story.address(), address);
                    let attack = page.attack.unwrap_or_else(|| panic!("{address}: nothing is said"));
                    assert!(!attack.headline.contains('{') && !attack.headline.is_empty(), "{address}: {attack:?}");
                    assert!(
                        !format!("{:?}", attack.text).contains('{') || scenario.id.is_empty(),
                        "{address}: {attack:?}"
                    );
                    assert_eq!(attack.done.len(), 1);
                    assert!(!attack.done[0].text.contains('{'), "{address}: {:?}", attack.done);
                    let verdict = story.verdict().expect("a verdict");
                    tones[verdict.tone as usize] += 1;
                    for (at, moment) in story.run().moments.iter().enumerate() {
                        if told.insert(moment.key.clone()) {
                            let page = story.act(Action::GoTo(at + 1)).page();
                            assert!(!page.narration.body.is_empty(), "{address}: {}", moment.key);
                        }
                    }
                }
            }
        }
    }
    assert!(tones.iter().all(|count| *count > 20), "{tones:?}");
}

#[test]
fn a_tampered_run_is_the_same_every_time() {
    for edit in kinds(Side::Server, 0).into_iter().chain(kinds(Side::Client, 2)) {
        let mut settings = Settings::of("tls13-full");
        settings.set("tamper", &edit.to_string()).expect("an edit");
        assert_eq!(Run::new(settings.clone()), Run::new(settings), "{edit}");
    }
}

#[test]
fn every_suggestion_of_every_step_does_something() {
    for scenario in lessons::scenarios() {
        let plain = Run::of(&Settings::of(scenario.id));
        for moment in plain.moments.iter() {
            for one in suggestions(&plain, moment) {
                assert!(lessons::tamper(&format!("try.{}", one.id)).is_some(), "{}", one.id);
                let mut settings = Settings::of(scenario.id);
                settings.set("tamper", &one.edit.to_string()).expect("an edit");
                let run = Run::of(&settings);
                let done = run.carried.iter().any(|carried| !carried.edits.is_empty());
                assert!(done, "{}, {}: {}", scenario.id, moment.key, one.edit);
            }
        }
    }
}

/// What is said of an edit of the full handshake, by its key in content.
fn key(edit: &str) -> (Tone, String) {
    let verdict = Story::open(&format!("/s/tls13-full/1?tamper={edit}")).verdict().expect("a verdict");
    (verdict.tone, verdict.key)
}

#[test]
fn what_caught_it_is_what_caught_it() {
    let story = Story::open("/s/tls13-full/5");
    let place = story.run().moments[4].message(&story.run().trace).expect("ServerHello");
    let share = place.spans.iter().find(|span| span.name == "key_exchange" && span.end - span.start == 32);
    let share = 5 + share.expect("a key share").start;
    let caught = |key: &str| (Tone::Caught, format!("caught.{key}"));
    assert_eq!(key(&format!("s0.flip.0x{share:02x}.0")), caught("tag.secrets"));
    assert_eq!(key("s0.share"), caught("tag.secrets"));
    assert_eq!(key("c0.share"), caught("tag.secrets"));
    assert_eq!(key("s0.flip.0x10.0"), caught("tag.transcript"), "the random");
    assert_eq!(key("c0.flip.0x10.0"), caught("tag.transcript"), "the random");
    let downgraded = Story::open("/s/tls13-full/1?client_version=both&tamper=c0.strip").verdict().expect("a verdict");
    assert_eq!((downgraded.tone, downgraded.key), caught("downgrade"));
    assert_eq!(key("s3.flip.0x20.0"), caught("tag"));
    assert_eq!(key("s2.drop"), caught("tag.sequence"));
    assert_eq!(key("s2.swap"), caught("tag.sequence"));
    assert_eq!(key("s4.repeat"), caught("tag.sequence"));
    assert_eq!(key("s0.drop"), caught("protection"));
    assert_eq!(key("c0.drop"), (Tone::Harm, "stuck".to_owned()));
    assert_eq!(key("c0.delay"), (Tone::Harmless, "unnoticed.delay".to_owned()));
    assert_eq!(key("c1.drop"), (Tone::Harmless, "unnoticed.ccs".to_owned()));
    assert_eq!(key("c0.flip.0x02.0"), (Tone::Harmless, "unnoticed.header".to_owned()));
    assert_eq!(key("c77.drop"), (Tone::Harmless, "vain".to_owned()));
    let [_, last] = counts(story.run());
    assert_eq!(key(&format!("s{}.drop", last - 1)), (Tone::Harm, "truncated".to_owned()));
}

#[test]
fn edits_are_read_as_they_are_written() {
    for edit in kinds(Side::Server, 12) {
        assert_eq!(edit.to_string().parse::<Edit>(), Ok(edit.clone()), "{edit}");
    }
    for (text, said) in [
        ("x0.drop", "begins with c or s"),
        ("s.drop", "a record has a number"),
        ("s0", "there is flip, put"),
        ("s0.burn", "there is flip, put"),
        ("s0.flip", "the byte is missing"),
        ("s0.flip.0x05", "the bit is missing"),
        ("s0.flip.0x05.8", "the bits 0 to 7"),
        ("s0.flip.0xfffff.1", "the byte is no number"),
        ("s0.put.1.1.xyz", "is no hex"),
        ("s0.put.1.1.abc", "is no hex"),
        ("s0.cut.-1", "is no number"),
        ("s0.drop.5", "there is more than that"),
        ("é.drop", "begins with c or s"),
    ] {
        let wrong = text.parse::<Edit>().expect_err(text).to_string();
        assert!(wrong.contains(said), "{text}: {wrong}");
    }
    let many = vec!["c0.drop.1"; 100].join("_");
    assert_eq!(Tampering::read(&many).1.len(), 3, "three sentences are enough");
    let many: Vec<String> = (0..40).map(|n| format!("c{n}.drop")).collect();
    let (read, wrong) = Tampering::read(&many.join("_"));
    assert_eq!(read.edits().len(), MAX_EDITS);
    assert!(wrong[0].to_string().contains("at most 16"), "{wrong:?}");
}

#[test]
fn a_bit_flipped_twice_is_as_it_was() {
    let story = Story::open("/s/tls13-full/5");
    let once = story.act(Action::Tamper("s0.flip.0x34.0".to_owned()));
    assert_ne!(once.json(), story.json());
    let twice = once.act(Action::Tamper("s0.flip.0x34.0".to_owned()));
    assert_eq!(twice.json(), story.json());
    assert_eq!(twice.address(), story.address());
}

#[test]
fn a_field_is_written_over_by_name_number_text_and_hex() {
    let at = |path: &str| Story::open("/s/tls13-full/2").act(Action::SelectField(path.to_owned()));
    let written = |path: &str, text: &str, fit: bool| {
        let story = at(path).act(Action::Write(text.to_owned(), fit));
        assert_eq!(story.page().notice, None, "{path} = {text}");
        let ending = story.ending();
        (story.run().settings.tampering.edits()[0].clone(), ending.rule.map(|rule| rule.id()))
    };
    let suite = "ClientHello.cipher_suites.cipher_suite[0]";
    let (edit, rule) = written(suite, "TLS_AES_256_GCM_SHA384", true);
    assert!(matches!(edit.what, What::Fit { ref bytes, .. } if bytes == &[0x13, 0x02]), "{edit}");
    assert_eq!(rule, Some("suite-offered"));
    let name = at("x").page();
    assert_eq!(name.field_target, None, "there is no field x");
    let story = Story::open("/s/tls13-full/2");
    let message = story.run().moments[1].message(&story.run().trace).expect("ClientHello");
    let paths = handshake_wire::Span::paths(&message.spans);
    let host = paths.iter().find(|path| path.ends_with(".host_name")).expect("host_name");
    // With the lengths set right the hello can be read, and the two sides disagree only later.
    let (_, rule) = written(host, "a-much-longer-name.example", true);
    assert_eq!(rule, Some("record-tag"));
    let (_, rule) = written(host, "a-much-longer-name.example", false);
    assert_ne!(rule, Some("record-tag"));
    let wrong = at(suite).act(Action::Write("no such suite".to_owned(), true));
    assert!(wrong.page().notice.is_some_and(|notice| notice.contains("neither a name")));
    assert!(wrong.run().settings.tampering.is_empty());
}
