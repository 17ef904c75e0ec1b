//! What a change of the code must leave alone: the trace of each scenario, to the byte, and where addresses lead that people
//! have kept. Both tables stand in `tests/data`; where a fault was mended, `HANDSHAKE_FREEZE=1` writes them anew, and the
//! change says which.

use handshake_analysis::run::Run;
use handshake_app::compare::Compare;
use handshake_app::{Story, route, short_code};
use handshake_lessons::lesson::Lesson;
use handshake_lessons::{lessons, scenarios};
use handshake_player::lesson::Player;
use handshake_scenario::settings::Settings;
use handshake_trace_json::export;
use std::path::{Path, PathBuf};

/// Holds lines against a table, or writes it.
fn compare(name: &str, lines: &[String]) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    let text = lines.join("\n") + "\n";
    if std::env::var("HANDSHAKE_FREEZE").is_ok_and(|write| write == "1") {
        std::fs::write(&path, text).expect("the table is written");
        return;
    }
    let kept = std::fs::read_to_string(&path).expect("a table");
    let kept: Vec<&str> = kept.lines().collect();
    let differ = |(new, old): &(&String, &&str)| new.as_str() != **old;
    let found: Vec<(&String, &&str)> = lines.iter().zip(&kept).filter(differ).collect();
    assert_eq!(found, Vec::new(), "now, and as it was");
    assert_eq!(lines.len(), kept.len());
}

#[test]
fn every_scenario_gives_the_same_trace() {
    let mut lines = Vec::new();
    for scenario in scenarios() {
        for seed in 1..=3 {
            let run = Run::new(Settings { seed, ..Settings::of(scenario.id) });
            let json = export::json(&run.settings, &run.trace);
            lines.push(format!("{} {seed} {}", scenario.id, export::sha256(&json)));
        }
    }
    assert!(lines.len() >= 100, "{}", lines.len());
    compare("trace-sha256.txt", &lines);
}

/// What an address opens: the nearest address of that view, the moment shown in each run, and what was wrong.
fn opened(address: &str) -> String {
    let decoded = route::decoded(address).and_then(Result::ok);
    let address = decoded.as_deref().unwrap_or(address);
    if address.starts_with("/compare") {
        let compare = Compare::open(address);
        let problems = compare.view().notice.is_some();
        return format!("{} {:?} {problems}", compare.address(), compare.position());
    }
    let lesson = Player::open(address).map(|player| player.address());
    let story = Story::open(address);
    let key = story.run().moments.get(story.position().0 - 1).map_or("", |moment| &moment.key);
    match lesson {
        Some(lesson) => lesson,
        None => format!("{} {key} {}", story.address(), story.notice().is_some()),
    }
}

/// Addresses of every kind of screen that shows a run.
fn addresses() -> Vec<String> {
    let mut all = Vec::new();
    let looks = [
        "",
        "?view=client&tab=keys",
        "?view=eavesdropper&tab=record",
        "?tab=checks&checks=failed",
        "?tab=certificates",
    ];
    for (at, scenario) in scenarios().iter().enumerate() {
        let run = Run::of(&Settings::of(scenario.id));
        let len = run.moments.len();
        let steps = [1, len / 3, len / 2, len];
        for (index, step) in steps.into_iter().enumerate() {
            all.push(format!("/s/{}/{step}{}", scenario.id, looks[(at + index) % looks.len()]));
        }
    }
    let tampered = [
        "s0.flip.0x59.0",
        "c0.cut.20",
        "s1.drop",
        "c0.share",
        "s0.swap",
        "c1.repeat",
        "s2.delay",
        "c0.strip",
        "s1.put.0x05.2.ffff",
    ];
    for (index, edit) in tampered.into_iter().enumerate() {
        let scenario = scenarios()[index % 12].id;
        all.push(format!("/s/{scenario}/5?tamper={edit}"));
        all.push(format!("/compare/{scenario}/3?with.tamper={edit}"));
        all.extend(short_code::code(&format!("/s/{scenario}/4?tamper={edit}")).map(|code| format!("/c/{code}")));
    }
    let others = ["tls12-ecdhe", "tls13-resume", "tls13-0rtt", "tls12-rsa"];
    for (index, other) in others.into_iter().enumerate() {
        all.push(format!("/compare/tls13-full/{}?with={other}", index + 2));
        all.push(format!("/compare/{other}/1?with.seed=7"));
    }
    let set = [
        "suite=TLS_AES_256_GCM_SHA384",
        "group=secp256r1&seed=9",
        "client_auth=required",
        "alpn=none&ticket=yes",
        "part=2",
        "field=ClientHello.random&layer=message",
    ];
    all.extend(set.iter().map(|set| format!("/s/tls13-full/2?{set}")));
    let of_lesson = |lesson: &Lesson| [format!("/l/{}/1", lesson.id), format!("/l/{}/2?answer=0", lesson.id)];
    all.extend(lessons().iter().flat_map(of_lesson));
    all
}

#[test]
fn every_address_opens_the_same_view() {
    let lines: Vec<String> = addresses().iter().map(|address| format!("{address} → {}", opened(address))).collect();
    assert!(lines.len() >= 200, "{}", lines.len());
    compare("addresses.txt", &lines);
}
