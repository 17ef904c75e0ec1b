//! Traces that were written down: read again they are the same, and whatever a file says, nothing breaks.

use handshake_analysis::knowledge::View;
use handshake_analysis::moments::Act;
use handshake_analysis::run::{Run, Source};
use handshake_app::options::Layer;
use handshake_app::options::Tab;
use handshake_app::view::{RowKind, Side as ViewSide};
use handshake_app::{Action, Story};
use handshake_core::client::ClientConfig;
use handshake_core::msgs::codes::ProtocolVersion;
use handshake_core::names;
use handshake_core::pki::CertificateKind;
use handshake_core::random::Seeded;
use handshake_core::trace::{Dir, Event, Outcome, Trace};
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_lessons as lessons;
use handshake_lessons::OneOf;
use handshake_live::MAX_ACCOUNT;
use handshake_scenario::settings::Setting;
use handshake_scenario::settings::{KEYS, Settings};
use handshake_tests::Dice;
use handshake_trace_json::export;
use handshake_trace_json::import::{MAX_EVENTS, MAX_FILE, import};
use std::sync::Arc;

/// Both sides' own accounts of one conversation.
fn accounts(version: ProtocolVersion, change: impl FnOnce(&mut ClientConfig)) -> [Trace; 2] {
    let (client, server) = handshake_tests::configs(CertificateKind::EcdsaP256);
    let mut client = client.with_versions(&[version]);
    let mut server = server.with_versions(&[version]);
    server.ticket = Some(handshake_core::server::TicketConfig {
        lifetime: 7200,
        len: 32,
        nonce: vec![0],
        max_early_data: None,
        count: 1,
    });
    change(&mut client);
    let chance = |side| Box::new(Seeded::for_side(7, side));
    let mut client = ClientConnection::new(Arc::new(client), chance(Side::Client), handshake_tests::NOW);
    let mut server = ServerConnection::new(Arc::new(server), chance(Side::Server), handshake_tests::NOW);
    let carry = |client: &mut ClientConnection, server: &mut ServerConnection| {
        let _ = client.receive(&[]);
        for _ in 0..4 {
            // A fault is in the account.
            let _ = server.receive(&client.take_output());
            let _ = client.receive(&server.take_output());
        }
    };
    carry(&mut client, &mut server);
    let _ = client.send(b"GET / HTTP/1.0\r\n\r\n");
    carry(&mut client, &mut server);
    let _ = server.send(b"HTTP/1.0 200 OK\r\n\r\nhello");
    let _ = client.key_update(true);
    carry(&mut client, &mut server);
    let _ = client.close();
    let _ = server.close();
    carry(&mut client, &mut server);
    [client.trace(), server.trace()]
}

/// Both sides' own accounts of a conversation in which the server says `total` bytes, so many at a time, or as much as it
/// takes 20,000 times to say; the accounts are as long as they may be.
pub fn talked(
    version: ProtocolVersion,
    change: impl FnOnce(&mut ClientConfig),
    size: usize,
    total: usize,
) -> [Trace; 2] {
    let (client, server) = handshake_tests::configs(CertificateKind::EcdsaP256);
    let (mut client, mut server) = (client.with_versions(&[version]), server.with_versions(&[version]));
    change(&mut client);
    server.suites.clone_from(&client.suites);
    (client.records.max_account, server.records.max_account) = (MAX_ACCOUNT, MAX_ACCOUNT);
    let chance = |side| Box::new(Seeded::for_side(7, side));
    let mut client = ClientConnection::new(Arc::new(client), chance(Side::Client), handshake_tests::NOW);
    let mut server = ServerConnection::new(Arc::new(server), chance(Side::Server), handshake_tests::NOW);
    let _ = client.receive(&[]);
    while !(client.is_connected() && server.is_connected()) {
        let _ = server.receive(&client.take_output());
        let _ = client.receive(&server.take_output());
    }
    for _ in 0..(total / size).min(20_000) {
        let _ = server.send(&vec![7; size]);
        let _ = client.receive(&server.take_output());
    }
    let _ = server.close();
    let _ = client.receive(&server.take_output());
    [client.trace(), server.trace()]
}

pub fn all_accounts() -> Vec<Trace> {
    let versions = [ProtocolVersion::TLS13, ProtocolVersion::TLS12];
    let good = versions.into_iter().flat_map(|version| accounts(version, |_| ()));
    // And one that fails: the client asks for another name than the certificate has.
    let wrong = accounts(ProtocolVersion::TLS13, |client| client.server_name = Some("other.example".to_owned()));
    good.chain(wrong).collect()
}

/// Every step in every view and tab, drawn.
fn draw(story: &Story) {
    for step in 1..=story.position().1 {
        for &view in View::ALL {
            let story = story.act(Action::GoTo(step)).act(Action::View(view));
            for &tab in Tab::ALL {
                let page = story.act(Action::Tab(tab)).page();
                assert!(!page.narration.heading.is_empty(), "step {step}");
                assert!(!format!("{:?}", page.narration).contains('{'.to_string().repeat(2).as_str()));
            }
            for &layer in Layer::ALL {
                let _ = story.act(Action::Tab(Tab::Bytes)).act(Action::Layer(layer)).page();
            }
        }
    }
}

#[test]
fn every_scenario_comes_back_as_it_was_written() {
    for scenario in lessons::scenarios() {
        let mut all = vec![Settings::of(scenario.id)];
        for (key, option) in KEYS.iter().flat_map(|key| key.options.iter().map(move |option| (key, option))) {
            let mut settings = Settings::of(scenario.id);
            settings.set(key.id, option).expect("an option is a value");
            all.push(settings);
        }
        // Of the first all variations, of the others a few.
        let step = if scenario.id == lessons::scenarios()[0].id { 1 } else { 9 };
        for settings in all.into_iter().step_by(step) {
            let run = Run::new(settings);
            let text = export::json(&run.settings, &run.trace);
            let recording = import(&text).unwrap_or_else(|problem| panic!("{}: {problem}", scenario.id));
            assert_eq!(recording.trace, run.trace, "{}", scenario.id);
            let set = |settings: &Settings| KEYS.iter().map(|key| settings.get(key.id)).collect::<Vec<_>>();
            assert_eq!(recording.settings.as_ref().map(set), Some(set(&run.settings)));
            let again = Run::recorded(recording);
            assert_eq!((&again.moments, &again.knowledge), (&run.moments, &run.knowledge));
            assert_eq!(export::json(&again.settings, &again.trace), text);
        }
    }
}

#[test]
fn an_account_of_one_side_comes_back_as_it_was_written() {
    for trace in all_accounts() {
        let text = export::live(&trace);
        let recording = import(&text).expect("a trace");
        assert_eq!(recording.trace, trace);
        assert_eq!(recording.alone, Some(trace.steps[0].side));
        let story = Story::recorded(&text, "/open/1").expect("a trace");
        assert_eq!(story.json(), text);
        assert_eq!(story.address(), "/open/1");
        assert_eq!(story.fingerprint().command, None);
        draw(&story);
    }
}

#[test]
fn what_one_side_received_is_what_the_other_sent() {
    for version in [ProtocolVersion::TLS13, ProtocolVersion::TLS12] {
        let [client, server] = accounts(version, |_| ());
        let sent = |trace: &Trace| -> Vec<String> {
            let run = Run::recorded(import(&export::live(trace)).expect("a trace"));
            let sends = run.moments.iter().filter(|moment| moment.act == Act::Send);
            sends.map(|moment| moment.key.clone()).collect()
        };
        let (by_client, by_server) = (sent(&client), sent(&server));
        let (mut a, mut b) = (by_client.clone(), by_server);
        a.sort();
        b.sort();
        assert_eq!(a, b, "{version:?}");
        for key in ["client.send.ClientHello", "server.send.ServerHello", "server.send.data", "client.send.close"] {
            assert!(by_client.iter().any(|one| one == key), "{version:?}: {key} in {by_client:?}");
        }
        // In every event of the account once, and no event lost.
        for trace in [&client, &server] {
            let run = Run::recorded(import(&export::live(trace)).expect("a trace"));
            let mut places: Vec<_> = run.moments.iter().flat_map(|moment| moment.events.clone()).collect();
            let events = trace.events().count();
            assert_eq!(places.len(), events);
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), events);
        }
    }
}

#[test]
fn the_other_sides_inner_life_is_not_made_up() {
    for trace in all_accounts() {
        let side = trace.steps[0].side;
        let run = Run::recorded(import(&export::live(&trace)).expect("a trace"));
        assert!(run.moments.iter().all(|moment| moment.side == side || moment.act == Act::Send));
        let story = Story::of(run, "/open/1");
        let (stage, other) = match side {
            Side::Client => (story.page().stage.server, ViewSide::Server),
            Side::Server => (story.page().stage.client, ViewSide::Client),
        };
        assert_eq!(stage.state, "not recorded here");
        let rows = story.page().stage.rows;
        let theirs = |row: &&handshake_app::view::Row| match &row.what {
            RowKind::Message { from, .. } => *from == other,
            RowKind::Moment { side, .. } => {
                assert_ne!(*side, other);
                false
            }
            RowKind::Attack { .. } => panic!("nobody attacks a recording"),
        };
        assert!(rows.iter().map(|row| &**row).filter(theirs).count() > 0);
    }
}

#[test]
fn what_the_other_side_must_know_follows_from_what_it_sealed() {
    use handshake_analysis::knowledge::View;
    use handshake_core::keys::ScheduleEntry;
    let [client, _] = accounts(ProtocolVersion::TLS13, |_| ());
    let run = Run::recorded(import(&export::live(&client)).expect("a trace"));
    let at = |key: &str| run.moments.iter().position(|moment| moment.key == key).expect(key);
    let since = |node: ScheduleEntry| run.knowledge.since(node, View::Server);
    assert_eq!(since(ScheduleEntry::HandshakeSecret), Some(at("server.send.EncryptedExtensions")));
    assert_eq!(since(ScheduleEntry::ServerPublic), Some(at("server.send.ServerHello")));
    assert_eq!(since(ScheduleEntry::ClientPublic), Some(at("client.send.ClientHello")));
    assert_eq!(since(ScheduleEntry::ClientPrivate), None);
    assert!(since(ScheduleEntry::ClientApplicationKey).is_some());
    assert_eq!(run.knowledge.since(ScheduleEntry::HandshakeSecret, View::Eavesdropper), None);
}

#[test]
fn facts_are_read_off_the_trace() {
    let [client, server] = accounts(ProtocolVersion::TLS13, |client| {
        client.alpn = vec![b"h2".to_vec()];
        client.suites.rotate_left(1);
    });
    for trace in [client, server] {
        let run = Run::recorded(import(&export::live(&trace)).expect("a trace"));
        assert_eq!(run.settings.server_name, "example.com");
        assert_eq!(run.settings.reply, "HTTP/1.0 200 OK …");
        assert_eq!(run.settings.scenario, "tls13-full");
    }
    let [client, _] = accounts(ProtocolVersion::TLS12, |_| ());
    let run = Run::recorded(import(&export::live(&client)).expect("a trace"));
    assert!(run.settings.suite12.text().starts_with("TLS_ECDHE_ECDSA_WITH_"), "{}", run.settings.suite12.text());
    assert!(run.settings.scenario.starts_with("tls12"), "{}", run.settings.scenario);
}

#[test]
fn a_recording_cannot_be_set_and_says_so() {
    let text = export::live(&all_accounts()[0]);
    let story = Story::recorded(&text, "/open/3?view=client").expect("a trace");
    assert_eq!((story.position().0, story.run().source), (3, Source::File));
    assert!(story.setup().is_empty());
    let same = story.act(Action::Set(Setting::Seed, "2".to_owned()));
    assert_eq!(same.run().trace, story.run().trace);
    assert!(same.page().notice.expect("a notice").contains("recording"));
    assert_eq!(story.act(Action::Next).address(), "/open/4?view=client");
    // A scenario's own file can be run again.
    let scenario = Story::open("/s/tls13-full/1?seed=7");
    let story = Story::recorded(&scenario.json(), "/open/2").expect("a trace");
    assert_eq!(story.fingerprint().here.as_deref(), Some("/s/tls13-full/2?seed=7"));
    assert_eq!(story.fingerprint().sha256, scenario.fingerprint().sha256);
    // And without the file the address says that it is gone.
    assert!(Story::open("/open/3").page().notice.expect("a notice").contains("not here any more"));
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let good = export::live(&all_accounts()[0]);
    let no = |text: &str, reason: &str| {
        let problem = import(text).expect_err(reason).to_string();
        assert!(problem.contains(reason), "{problem}");
        assert!(problem.chars().count() < 500 && problem.ends_with('.'), "{problem}");
    };
    no("", "empty");
    no("GIF89a", "no JSON");
    no(&good[..good.len() / 2], "cut off");
    no("[]", "no trace of Handshake Lab");
    no(r#"{"format":"something else"}"#, "handshake-lab-trace");
    no(&good.replacen(r#""version":2"#, r#""version":1"#, 1), "version 1; this page reads version 2");
    no(&" ".repeat(MAX_FILE + 1), "at most 8 MiB");
    let change = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    no(&change(r#""rule":"record-tag""#, r#""rule":"record-tug""#), "there is no rule “record-tug”");
    no(&change(r#""rule":"record-tag""#, r#""rule":7"#), "rule: invalid type");
    no(&change(r#""node":"client_private""#, r#""node":"other""#), "value of the key schedule “other”");
    no(&change(r#""epoch":"handshake""#, r#""epoch":"later""#), "epoch “later”");
    no(&change(r#""to":"WAIT_SH""#, r#""to":"WAIT_XX""#), "steps[0].to: there is no state “WAIT_XX”");
    no(&change(r#""path":"ClientHello.random""#, r#""path":"ClientHello.chance""#), "there is no field “chance”");
    no(&change(r#""padding":0"#, r#""padding":4000000000"#), "padding");
    no(&change(r#""event":"message""#, r#""event":"massage""#), "steps[0].events");
    no(&change(r#""start":4"#, r#""start":400000"#), "out of place");
    let events = vec![r#"{"event":"tampered","what":""}"#; MAX_EVENTS + 1].join(",");
    let step = format!(r#"{{"side":"client","from":"START","to":"START","events":[{events}]}}"#);
    let document = |steps: &str| {
        format!(
            r#"{{"format":"handshake-lab-trace","version":2,"scenario":"live","outcome":{{"kind":"closed"}},"steps":[{steps}]}}"#
        )
    };
    no(&document(&step), "more than");
    no(&document(""), "no events");
}

/// Truncated, changed, with parts doubled and left out: a sentence or a run that can be drawn.
#[test]
fn whatever_a_file_says_nothing_breaks() {
    let mut dice = Dice::new(1);
    let mut read = 0;
    for trace in all_accounts() {
        let good = export::live(&trace);
        for _ in 0..60 {
            let cut = dice.below(good.len());
            assert!(import(&String::from_utf8_lossy(&good.as_bytes()[..cut])).is_err());
        }
        let value = serde_json::from_str::<serde_json::Value>(&good).expect("JSON");
        for round in 0..150 {
            let text = if round % 3 == 0 {
                let mut bytes = good.clone().into_bytes();
                let at = dice.below(bytes.len());
                bytes[at] = b"0123456789abcdef\"[]{}:,.#- "[dice.below(27)];
                String::from_utf8_lossy(&bytes).into_owned()
            } else {
                let mut value = value.clone();
                for _ in 0..=dice.below(3) {
                    upset(&mut value, &mut dice);
                }
                value.to_string()
            };
            // A few are drawn at some steps; all are cut into moments.
            if let Ok(story) = Story::recorded(&text, "/open/1") {
                read += 1;
                for _ in 0..3 {
                    let step = 1 + dice.below(story.position().1);
                    let view = View::ALL[dice.below(4)];
                    let story = story.act(Action::GoTo(step)).act(Action::View(view));
                    let _ = story.act(Action::Tab(Tab::ALL[dice.below(6)])).page();
                }
            }
        }
    }
    assert!(read > 100, "only {read} could be read: the changes are too rough");
}

/// Changes something somewhere.
fn upset(value: &mut serde_json::Value, dice: &mut Dice) {
    use serde_json::Value;
    match value {
        Value::Array(list) if !list.is_empty() => {
            let at = dice.below(list.len());
            match dice.below(12) {
                0 => drop(list.remove(at)),
                1 => {
                    let other = dice.below(list.len());
                    list.swap(at, other);
                }
                2 => list.insert(at, list[at].clone()),
                _ => upset(&mut list[at], dice),
            }
        }
        Value::Object(members) if !members.is_empty() => {
            let at = dice.below(members.len());
            if let Some(member) = members.values_mut().nth(at) {
                upset(member, dice);
            }
        }
        Value::Number(_) => *value = Value::from(dice.below(100_000)),
        Value::Bool(flag) => *flag = !*flag,
        Value::String(text) if dice.below(3) == 0 => text.truncate(text.len() / 4 * 2),
        Value::String(text) => {
            let names =
                ["handshake", "alert", "client", "server", "received", "sent", "plain", "Finished", "CONNECTED"];
            *text = names[dice.below(names.len())].to_owned();
        }
        _ => *value = Value::Null,
    }
}

/// A layout's field names are in the table that traces are read with.
#[test]
fn every_name_that_a_layout_uses_can_be_read_again() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/core/src");
    let mut missing = Vec::new();
    for folder in ["msgs", "msgs/extensions", "msgs/tls12", "record"] {
        for file in std::fs::read_dir(root.join(folder)).expect("a folder").flatten() {
            let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
            let calls = text.split("c.").skip(1).filter_map(|rest| rest.split_once('('));
            for (method, arguments) in calls {
                let known = ["code", "codes", "u8", "u16", "u32", "array", "fixed", "opaque", "rest", "vector", "list"];
                if ![known.as_slice(), &["confined", "group", "number"]].concat().contains(&method) {
                    continue;
                }
                let name = arguments.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                missing.extend(name.filter(|name| names::field(name).is_none()).map(str::to_owned));
                if method == "codes" {
                    missing.extend(
                        arguments.split('"').nth(3).filter(|name| names::field(name).is_none()).map(str::to_owned),
                    );
                }
            }
        }
    }
    assert!(missing.is_empty(), "crates/core/src/names.rs does not know {missing:?}");
}

#[test]
fn received_messages_are_drawn_as_bytes_of_the_other_side() {
    let [client, _] = accounts(ProtocolVersion::TLS13, |_| ());
    assert!(matches!(client.outcome, Outcome::Closed | Outcome::Connected));
    let run = Run::recorded(import(&export::live(&client)).expect("a trace"));
    for moment in run.moments.iter().filter(|moment| moment.act == Act::Send && moment.side == Side::Server) {
        let message = moment.message(&run.trace).expect("a message");
        assert_eq!(message.dir, Dir::Received);
        let record = moment.record(&run.trace).expect("its record");
        assert_eq!((record.dir, record.number), (Dir::Received, message.records.0));
    }
    assert!(run.trace.events().any(|(_, _, event)| matches!(event, Event::Message(m) if m.dir == Dir::Received)));
}
