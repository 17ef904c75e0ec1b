//! What moves: of every scenario at every step, at five moments.

use handshake_app::motion::{Picture, Scene, ShapeKind};
use handshake_app::options::Tab;
use handshake_app::{Action, Story};
use handshake_core::trace::{Event, Sealing};
use std::collections::BTreeMap;

const MOMENTS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

fn spaced(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

/// All byte strings of a run, a line each.
fn all_bytes(story: &Story) -> String {
    let mut all: Vec<String> = vec![spaced(&[0; 64])];
    let mut seal = |sealing: &Sealing| {
        let parts = [&sealing.key, &sealing.iv, &sealing.nonce, &sealing.explicit, &sealing.aad, &sealing.ciphertext];
        all.extend(parts.into_iter().chain([&sealing.tag]).map(|bytes| spaced(bytes)));
        let mut number = vec![0; sealing.iv.len().saturating_sub(8)];
        number.extend(sealing.sequence.to_be_bytes());
        all.push(spaced(&number));
        if let Some(mac) = &sealing.mac {
            all.extend([&mac.value, &mac.input].map(|bytes| spaced(bytes)));
        }
        if let Some(inner) = &sealing.inner {
            all.push(spaced(&inner.bytes()));
        }
    };
    for (_, _, event) in story.run().trace.events() {
        if let Event::Record(record) = event {
            record.sealing.iter().for_each(&mut seal);
        }
    }
    for (_, _, event) in story.run().trace.events() {
        match event {
            Event::Record(record) => all.push(spaced(&record.bytes)),
            Event::Key(key) => {
                all.push(spaced(&key.value));
                all.extend(key.transcript.as_ref().map(|(_, hash)| spaced(hash)));
            }
            _ => {}
        }
    }
    all.join("\n")
}

/// True for bytes in hex, apart.
fn is_hex(text: &str) -> bool {
    text.split(' ').all(|byte| byte.len() == 2 && byte.chars().all(|c| c.is_ascii_hexdigit() && !c.is_uppercase()))
}

/// The bytes of a picture: each stretch of them that stands together.
fn stretches(picture: &Picture, with_cells: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut rows: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for shape in &picture.shapes {
        match &shape.kind {
            ShapeKind::Text { text, .. } | ShapeKind::Pill { text, .. } => {
                found.push(text.trim_end_matches(['…', '_']).to_owned());
            }
            ShapeKind::Cell { text, y, .. } => rows.entry(y.round() as i64).or_default().push(text.clone()),
            _ => {}
        }
    }
    if with_cells {
        let rows = rows.into_values().map(|row| row.join(" "));
        found.extend(rows.flat_map(|row| row.split('…').map(|part| part.trim().to_owned()).collect::<Vec<_>>()));
    }
    found.retain(|text| is_hex(text));
    found
}

/// Places are on the paper, and numbers are numbers.
fn check_places(picture: &Picture, place: &str) {
    for shape in &picture.shapes {
        let (x, y) = match &shape.kind {
            ShapeKind::Frame { x, y, w, h, .. } => {
                assert!(
                    *w > 0.0 && *h > 0.0 && x + w <= picture.width + 1.0 && y + h <= picture.height + 1.0,
                    "{place}: {shape:?}"
                );
                (*x, *y)
            }
            ShapeKind::Cell { x, y, w, .. } => {
                assert!(x + w <= picture.width + 1.0, "{place}: {shape:?} on {}", picture.width);
                (*x, *y)
            }
            ShapeKind::Text { x, y, .. } | ShapeKind::Pill { x, y, .. } | ShapeKind::Front { x, y, .. } => (*x, *y),
            ShapeKind::Line { path } => {
                assert!(!path.contains("NaN"), "{place}: {path}");
                continue;
            }
        };
        assert!((0.0..=picture.width).contains(&x), "{place}: {shape:?}");
        assert!((0.0..=picture.height).contains(&y), "{place}: {shape:?}");
    }
}

#[test]
fn every_step_of_every_scenario_moves_with_the_bytes_of_its_run() {
    let (mut derived, mut sealed, mut chained) = (0, 0, 0);
    for scenario in handshake_lessons::scenarios() {
        let first = Story::open(&format!("/s/{}/1", scenario.id));
        let mut bytes = all_bytes(&first);
        for step in 1..=first.position().1 {
            let story = first.act(Action::GoTo(step));
            for tab in [Tab::Keys, Tab::Record, Tab::Certificates] {
                let motion = story.act(Action::Tab(tab)).page().motion;
                let Some(scene) = &motion.scene else { continue };
                match scene {
                    Scene::Derivations(_) => derived += 1,
                    Scene::Sealed(_) => sealed += 1,
                    Scene::Chain(chain) => {
                        chained += 1;
                        assert!(chain.links.iter().all(|link| !link.algorithm.is_empty()), "{} {step}", scenario.id);
                        assert!(chain.links.iter().any(|link| link.hash.is_some()), "{} {step}", scenario.id);
                        // The hash is not in the run: it is computed here as by who checks it.
                        let hashes = chain.links.iter().filter_map(|link| link.hash.as_ref());
                        bytes.extend(chain.links.iter().map(|link| format!("\n{}", spaced(&link.key))));
                        bytes.extend(hashes.map(|(_, hash)| format!("\n{}", spaced(hash))));
                    }
                }
                for (at, width) in MOMENTS.into_iter().flat_map(|at| [(at, 280.0), (at, 520.0), (at, 900.0)]) {
                    let place = format!("{} {step} {tab:?} at {at}, {width} wide", scenario.id);
                    let picture = scene.draw(at, width);
                    check_places(&picture, &place);
                    for text in stretches(&picture, at == 0.0 || at == 1.0) {
                        assert!(bytes.contains(&text), "{place}: {text} is not in the run");
                    }
                    assert_eq!(picture.height, scene.draw(1.0, width).height, "{place}");
                }
            }
        }
    }
    assert!(derived > 100 && sealed > 100 && chained > 20, "{derived} {sealed} {chained}");
}

#[test]
fn every_message_flies_and_rests_in_the_middle() {
    for scenario in handshake_lessons::scenarios() {
        let first = Story::open(&format!("/s/{}/1", scenario.id));
        for step in 1..=first.position().1 {
            let motion = first.act(Action::GoTo(step)).page().motion;
            assert!(motion.millis() > 0 && motion.stays() >= motion.millis(), "{} {step}", scenario.id);
            for at in MOMENTS {
                let Some(frame) = motion.flight_at(at) else { continue };
                assert!((0.0..=1.0).contains(&frame.place), "{} {step} {at}", scenario.id);
                assert!(at < 1.0 || (frame.place == 0.5 && frame.taken), "{} {step}", scenario.id);
            }
        }
    }
}

#[test]
fn the_record_is_sealed_before_it_flies() {
    let story = Story::open("/s/tls13-full/1");
    let step = story.run().moments.iter().position(|one| one.key == "server.send.Certificate").expect("a step") + 1;
    let motion = story.act(Action::GoTo(step)).act(Action::Tab(Tab::Record)).page().motion;
    for at in (0..=100).map(|at| f64::from(at) / 100.0) {
        let frame = motion.flight_at(at).expect("a flight");
        assert!(motion.scene_at(at) >= 1.0 || (frame.place == 0.0 && frame.hatch == 0.0 && frame.lock == 0.0), "{at}");
    }
    assert_eq!((motion.scene_at(1.0), motion.moment_of_scene(0.0)), (1.0, 0.0));
    // Where a drag of the front leads, there the front is.
    for scene in [0.1, 0.5, 0.9] {
        assert!((motion.scene_at(motion.moment_of_scene(scene)) - scene).abs() < 1e-9);
    }
}

#[test]
fn only_who_listens_is_seen_to_listen() {
    for (view, listens) in [("everything", true), ("eavesdropper", true), ("client", false), ("server", false)] {
        let story = Story::open(&format!("/s/tls13-full/1?view={view}"));
        let step = story.run().moments.iter().position(|one| one.key == "server.send.Finished").expect("a step") + 1;
        let flight = story.act(Action::GoTo(step)).page().motion.flight.clone().expect("a flight");
        assert_eq!(flight.copied.is_some(), listens, "{view}");
        // Of what is sealed, type and length, to whoever looks on.
        for field in flight.copied.iter().flat_map(|copied| &copied.fields) {
            assert!(field.contains("application_data") || field.contains("length"), "{view}: {field}");
        }
        assert!(view != "eavesdropper" || flight.fields.is_empty(), "{:?}", flight.fields);
    }
}

#[test]
fn a_party_sees_no_derivation_of_the_other() {
    let story = Story::open("/s/tls13-full/1?view=client&tab=keys");
    let run = story.run();
    for (index, moment) in run.moments.iter().enumerate() {
        let scene = story.act(Action::GoTo(index + 1)).page().motion.scene.clone();
        assert!(scene.is_none() || moment.side.name() == "client", "step {}: {scene:?}", index + 1);
    }
}

#[test]
fn the_address_holds_a_moment_and_another_step_lets_it_go() {
    let story = Story::open("/s/tls13-full/4?at=0.5");
    assert_eq!((story.page().held, story.page().notice), (Some(0.5), None));
    assert_eq!(story.address(), "/s/tls13-full/4?at=0.5");
    let next = story.act(Action::Next);
    assert_eq!((next.page().held, next.address().as_str()), (None, "/s/tls13-full/5"));
    assert_eq!(story.act(Action::Hold(Some(250))).address(), "/s/tls13-full/4?at=0.25");
    assert_eq!(story.act(Action::Hold(None)).address(), "/s/tls13-full/4");
    // The last moment is the page as it stands.
    assert_eq!(Story::open("/s/tls13-full/4?at=1").address(), "/s/tls13-full/4");
    for wrong in ["2", "-1", "x", "NaN", ""] {
        let story = Story::open(&format!("/s/tls13-full/4?at={wrong}"));
        assert!(story.page().notice.is_some_and(|notice| notice.contains("moment")), "{wrong}");
    }
}

#[test]
fn what_an_attacker_does_on_the_way_is_what_becomes_of_the_flight() {
    use handshake_app::motion::Fate;
    let cases = [
        ("s0.flip.0x59.0", Fate::Changed),
        ("s0.drop", Fate::Lost),
        ("s0.repeat", Fate::Doubled),
        ("s1.delay", Fate::Held),
    ];
    for (edit, fate) in cases {
        let story = Story::open(&format!("/s/tls13-full/1?tamper={edit}"));
        assert_eq!(story.page().notice, None, "{edit}");
        let fates: Vec<Fate> = (1..=story.position().1)
            .filter_map(|step| story.act(Action::GoTo(step)).page().motion.flight.as_ref().map(|flight| flight.fate))
            .collect();
        assert!(fates.contains(&fate), "{edit}: {fates:?}");
    }
}
