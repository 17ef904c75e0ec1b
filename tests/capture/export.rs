//! A run that is written down for Wireshark: the same messages, the same words, nothing malformed.

use crate::tshark::{self, Dissected, Reading};
use handshake_analysis::run::Run;
use handshake_app::Story;
use handshake_capture::key_log::KeyLog;
use handshake_capture::{packets, pcapng};
use handshake_core::Side;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Message};
use handshake_lessons as lessons;
use std::rc::Rc;

const SERVER: &str = "198.51.100.1";

fn run(scenario: &str) -> Rc<Run> {
    Rc::clone(Story::open(&format!("/s/{scenario}/1")).run())
}

/// The messages that the client's account has, of one side.
fn messages(run: &Run, of: Side) -> Vec<&Message> {
    let dir = if of == Side::Client { Dir::Sent } else { Dir::Received };
    let own = run.trace.events().filter_map(|(_, side, event)| match event {
        Event::Message(message) if side == Side::Client && message.dir == dir => Some(message),
        _ => None,
    });
    own.collect()
}

/// The same message's numbers, as tshark lists them: type of a handshake message, description of an alert.
fn numbers(messages: &[&Message], content_type: ContentType, at: usize) -> Vec<u8> {
    let of = messages.iter().filter(|message| message.content_type == content_type);
    of.filter_map(|message| message.bytes.get(at).copied()).collect()
}

fn all<'a>(reading: &'a Reading, of: Side, what: impl Fn(&'a Dissected) -> &'a [u8]) -> Vec<u8> {
    let sent = reading.packets.iter().filter(|packet| (packet.source == SERVER) == (of == Side::Server));
    sent.flat_map(what).copied().collect()
}

fn data(messages: &[&Message]) -> Vec<u8> {
    let data = messages.iter().filter(|message| message.content_type == ContentType::APPLICATION_DATA);
    data.flat_map(|message| message.bytes.clone()).collect()
}

/// Nobody changed anything on the way: what a side can't read, nobody else can.
fn is_untampered(run: &Run) -> bool {
    run.settings == run.settings.untampered()
}

#[test]
fn tshark_reads_in_every_scenario_what_the_trace_says() {
    if !tshark::is_here() {
        return;
    }
    for scenario in lessons::scenarios() {
        let run = run(scenario.id);
        let reading = tshark::read(&pcapng::capture(&run), &[]);
        assert_eq!(reading.packets.len(), packets(&run).len(), "{}", scenario.id);
        for packet in &reading.packets {
            assert!(packet.checksums.iter().all(|status| status == "1"), "{}: {packet:?}", scenario.id);
            assert!(packet.warnings.is_empty(), "{}: {packet:?}", scenario.id);
        }
        if !is_untampered(&run) {
            continue;
        }
        for side in [Side::Client, Side::Server] {
            let (own, at) = (messages(&run, side), format!("{}, {side:?}", scenario.id));
            let types = numbers(&own, ContentType::HANDSHAKE, 0);
            assert_eq!(all(&reading, side, |packet| &packet.handshake), types, "{at}");
            let alerts = numbers(&own, ContentType::ALERT, 1);
            assert_eq!(all(&reading, side, |packet| &packet.alerts), alerts, "{at}");
            assert_eq!(reading.said[side as usize], data(&own), "{at}");
        }
        let malformed: Vec<&Dissected> = reading.packets.iter().filter(|packet| packet.malformed).collect();
        assert!(malformed.is_empty(), "{}: {malformed:?}", scenario.id);
    }
}

#[test]
fn a_packet_names_the_step_that_the_page_shows() {
    if !tshark::is_here() {
        return;
    }
    let run = run("tls13-full");
    let reading = tshark::read(&pcapng::capture(&run), &[]);
    let hello = reading.packets.iter().find(|packet| packet.handshake == [2]).expect("a ServerHello");
    let step = 1 + run.moments.iter().position(|moment| moment.key == "server.send.ServerHello").expect("its step");
    assert_eq!(hello.comment, format!("Step {step}. From the server: ServerHello"));
}

#[test]
fn the_key_log_alone_opens_a_capture_that_holds_no_secrets() {
    if !tshark::is_here() {
        return;
    }
    for scenario in ["tls13-full", "tls12-ecdhe"] {
        let run = run(scenario);
        let locked = pcapng::write(&packets(&run), "");
        let data = data(&messages(&run, Side::Client));
        assert!(!data.is_empty());
        assert_ne!(tshark::read(&locked, &[]).said[0], data, "{scenario}: without keys nothing is read");
        let lines = KeyLog::default().lines(&run.trace.steps);
        let log = tshark::Temporary::new(lines.as_bytes());
        let setting = format!("tls.keylog_file:{}", log.0.display());
        assert_eq!(tshark::read(&locked, &["-o", &setting]).said[0], data, "{scenario}");
    }
}

#[test]
fn a_secret_is_told_once() {
    for scenario in lessons::scenarios() {
        let lines = KeyLog::default().lines(&run(scenario.id).trace.steps);
        let mut once: Vec<&str> = lines.lines().collect();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), lines.lines().count(), "{}", scenario.id);
    }
}
