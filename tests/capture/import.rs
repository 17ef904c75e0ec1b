//! A capture that is read: what was written into it comes out again, and what is damaged is said.

use handshake_analysis::run::Run;
use handshake_app::Story;
use handshake_capture::key_log::{KeyLog, Secrets};
use handshake_capture::observe::{Observed, observe};
use handshake_capture::read::{Capture, Connection, DamageKind, read};
use handshake_capture::{Packet, packets, pcapng};
use handshake_core::keys::ScheduleEntry;
use handshake_core::trace::{Dir, Event, Message, Outcome, Record};
use handshake_core::{Side, Trace};
use handshake_lessons as lessons;
use handshake_tests::Dice;
use std::ops::ControlFlow;
use std::rc::Rc;

fn run(scenario: &str) -> Rc<Run> {
    Rc::clone(Story::open(&format!("/s/{scenario}/1")).run())
}

fn opened(file: &[u8]) -> Capture {
    read(file, |_| ControlFlow::Continue(()))
}

/// The one connection of a capture, with the secrets in it.
fn seen(file: &[u8]) -> Observed {
    let capture = opened(file);
    assert_eq!((capture.connections.len(), capture.damage), (1, None));
    observe(&capture.connections[0], &Secrets::read(&capture.secrets))
}

fn messages(trace: &Trace, dir: Dir) -> Vec<(&'static str, Vec<u8>)> {
    let told = |message: &Message| (message.name, message.bytes.clone());
    let own = trace.events().filter_map(|(_, side, event)| match event {
        Event::Message(message) if side == Side::Client && message.dir == dir => Some(told(message)),
        _ => None,
    });
    own.collect()
}

fn records(trace: &Trace, dir: Dir) -> Vec<&Record> {
    let own = trace.events().filter_map(|(_, side, event)| match event {
        Event::Record(record) if side == Side::Client && record.dir == dir => Some(record),
        _ => None,
    });
    own.collect()
}

#[test]
fn what_is_written_is_read_again_in_every_scenario() {
    for scenario in lessons::scenarios() {
        let run = run(scenario.id);
        if run.settings != run.settings.untampered() {
            continue;
        }
        let observed = seen(&pcapng::capture(&run));
        assert_eq!((observed.stopped, observed.shortened), (None, false), "{}", scenario.id);
        for dir in [Dir::Sent, Dir::Received] {
            let at = format!("{} {dir:?}", scenario.id);
            assert_eq!(messages(&observed.trace, dir), messages(&run.trace, dir), "{at}");
            let (read, written) = (records(&observed.trace, dir), records(&run.trace, dir));
            assert_eq!(read.len(), written.len(), "{at}");
            for (read, written) in read.iter().zip(&written) {
                assert_eq!(read.bytes, written.bytes, "{at}");
                // Who refuses the version that the server chose goes on by the rules of another one; who looks on can't know.
                if !matches!(run.trace.outcome, Outcome::Failed { .. }) {
                    assert_eq!(read.spans, written.spans, "{at}");
                }
                assert_eq!(read.sealing, written.sealing, "{at}, record {}", read.number);
            }
        }
    }
}

#[test]
fn the_keys_of_a_capture_are_those_of_the_run() {
    for scenario in lessons::scenarios() {
        let run = run(scenario.id);
        let observed = seen(&pcapng::capture(&run));
        let keys = |trace: &Trace| -> Vec<(ScheduleEntry, Vec<u8>)> {
            let own = trace.events().filter_map(|(_, side, event)| match event {
                Event::Key(key) if side == Side::Client => Some((key.node, key.value.clone())),
                _ => None,
            });
            own.collect()
        };
        // Of a visit that an attacker repeats, the secrets are those of the server.
        let known = run.trace.events().filter_map(|(_, _, event)| match event {
            Event::Key(key) => Some((key.node, key.value.clone())),
            _ => None,
        });
        let known: Vec<_> = known.collect();
        for key in keys(&observed.trace) {
            assert!(known.contains(&key), "{}: {key:?}", scenario.id);
        }
    }
}

#[test]
fn without_secrets_what_is_sealed_stays_sealed_and_is_told() {
    for (scenario, readable) in [("tls13-full", 4), ("tls12-ecdhe", 8)] {
        let run = run(scenario);
        let observed = seen(&pcapng::write(&packets(&run), ""));
        let read: Vec<_> = [Dir::Sent, Dir::Received].iter().flat_map(|dir| messages(&observed.trace, *dir)).collect();
        let names: Vec<_> = read.iter().map(|(name, _)| *name).collect();
        assert!(names.contains(&"ClientHello") && names.contains(&"ServerHello"), "{names:?}");
        assert!(names.len() >= readable && observed.sealed > 0, "{scenario}: {names:?}");
        assert!(!names.contains(&"application data"), "{names:?}");
        // Every record is a step of the page, or part of one.
        let shown = Run::recorded(handshake_trace_json::import::Recording {
            trace: observed.trace.clone(),
            alone: Some(Side::Client),
            settings: None,
        });
        let places: Vec<_> = shown.moments.iter().flat_map(|moment| moment.events.clone()).collect();
        let all: usize = observed.trace.steps.iter().map(|step| step.events.len()).sum();
        assert_eq!(places.len(), all, "{scenario}: every event belongs to one step");
        assert_eq!(observed.records, shown.trace.events().filter(|(_, _, e)| matches!(e, Event::Record(_))).count());
    }
}

#[test]
fn segments_out_of_order_doubled_and_cut_up_are_put_together() {
    let run = run("tls13-full");
    let whole = seen(&pcapng::capture(&run));
    let secrets = KeyLog::default().lines(&run.trace.steps);
    let mut packets = packets(&run);
    // The server's flight backwards, and every packet twice.
    let is_servers = |packet: &Packet| packet.bytes.get(26..30) == Some(&[198, 51, 100, 1]) && packet.bytes.len() > 54;
    let flight: Vec<usize> = (0..packets.len()).filter(|&at| is_servers(&packets[at])).take(6).collect();
    assert_eq!(flight.last().map(|last| last - flight[0]), Some(5), "they stand side by side");
    packets[flight[0]..=flight[5]].reverse();
    packets = packets.iter().flat_map(|packet| [packet.clone(), packet.clone()]).collect();
    let observed = seen(&pcapng::write(&packets, &secrets));
    for dir in [Dir::Sent, Dir::Received] {
        assert_eq!(messages(&observed.trace, dir), messages(&whole.trace, dir), "{dir:?}");
    }
}

#[test]
fn a_lost_segment_is_told_and_what_came_before_it_is_kept() {
    let run = run("tls13-full");
    let mut packets = packets(&run);
    let certificate = packets.iter().position(|packet| packet.bytes.len() > 1000).expect("a large packet");
    packets.remove(certificate);
    let capture = opened(&pcapng::write(&packets, ""));
    let connection = &capture.connections[0];
    assert_eq!(connection.gaps.len(), 1);
    assert_eq!((connection.gaps[0].from, connection.gaps[0].packet), (Side::Server, certificate as u64 + 1));
    let observed = observe(connection, &Secrets::default());
    assert_eq!(observed.stopped, Some(certificate as u64 + 1));
    assert!(messages(&observed.trace, Dir::Received).iter().any(|(name, _)| *name == "ServerHello"));
}

/// A packet's payload, a byte a segment: Ethernet, IPv4 and TCP without options stand before it.
fn byte_by_byte(packet: &Packet) -> Vec<Packet> {
    let (head, payload) = packet.bytes.split_at(54);
    let sequence = u32::from_be_bytes(head[38..42].try_into().expect("four bytes"));
    let one = |(at, byte): (usize, &u8)| {
        let mut bytes = [head, &[*byte]].concat();
        bytes[16..18].copy_from_slice(&41u16.to_be_bytes());
        bytes[38..42].copy_from_slice(&(sequence + at as u32).to_be_bytes());
        Packet { bytes, ..packet.clone() }
    };
    payload.iter().enumerate().map(one).collect()
}

#[test]
fn a_byte_that_never_comes_holds_up_only_so_many_segments() {
    let run = run("tls13-pq");
    let mut packets = packets(&run);
    let whole = opened(&pcapng::write(&packets, ""));
    let large = packets.iter().rposition(|packet| packet.bytes.len() > 1200).expect("a large packet");
    let mut segments = byte_by_byte(&packets[large]);
    segments.remove(0);
    assert!(segments.len() > 1100, "more than may wait: {}", segments.len());
    // Once too many wait, the gap is told and what comes is taken as it comes; nothing else is lost.
    packets.splice(large..=large, segments);
    let capture = opened(&pcapng::write(&packets, ""));
    let (connection, before) = (&capture.connections[0], &whole.connections[0]);
    assert_eq!(connection.gaps.iter().map(|gap| gap.bytes).collect::<Vec<_>>(), [1]);
    let bytes = |connection: &Connection| connection.pieces.iter().map(|piece| piece.bytes.len()).sum::<usize>();
    assert_eq!(bytes(connection) + 1, bytes(before));
    // What waited came before what followed: in the order in which it was captured.
    let order: Vec<u64> = connection.pieces.iter().map(|piece| piece.packet).collect();
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn a_file_that_ends_too_soon_gives_what_came_before_and_says_where() {
    let file = pcapng::capture(&run("tls13-full"));
    let whole = opened(&file);
    let capture = opened(&file[..file.len() - 5]);
    let damage = capture.damage.expect("damage");
    assert_eq!((damage.kind, damage.packets), (DamageKind::Truncated, whole.packets - 1));
    assert_eq!(capture.connections.len(), 1);
    let none = opened(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(none.damage.map(|damage| damage.kind), Some(DamageKind::NoCapture));
    assert_eq!(opened(b"").damage.map(|damage| damage.kind), Some(DamageKind::NoCapture));
}

#[test]
fn damaged_captures_never_panic() {
    let mut dice = Dice::new(21);
    let scenarios = ["tls13-full", "tls12-ecdhe", "tls13-0rtt", "tls12-cbc", "tls13-hrr"];
    let files: Vec<Vec<u8>> = scenarios.iter().map(|scenario| pcapng::capture(&run(scenario))).collect();
    for round in 0..1000 {
        let mut file = files[round % files.len()].clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(file.len());
            match dice.below(3) {
                0 => file[at] = dice.throw() as u8,
                1 => file.truncate(at.max(1)),
                _ => drop(file.splice(at..at, [dice.throw() as u8; 3])),
            }
        }
        let capture = opened(&file);
        for connection in &capture.connections {
            observe(connection, &Secrets::read(&capture.secrets));
        }
    }
}

#[test]
fn a_key_log_names_the_lines_that_are_none() {
    let log = KeyLog::default().lines(&run("tls13-full").trace.steps);
    let secrets = Secrets::read(&format!("# a comment\n\nFOO\n{log}"));
    assert_eq!((secrets.connections(), secrets.foreign), (1, vec![3]));
}
