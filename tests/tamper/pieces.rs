//! However the bytes are cut into records and chunks, the messages are the same.

use handshake_core::client::ClientConfig;
use handshake_core::connection::Status;
use handshake_core::cx::RecordConfig;
use handshake_core::msgs::codes::ContentType;
use handshake_core::random::Seeded;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Event};
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{Dice, Endpoint, NOW, worlds};
use std::sync::Arc;

#[test]
fn however_the_stream_is_cut() {
    for world in worlds() {
        let talk = |chunk: &mut dyn FnMut(usize) -> usize| talk(&world, RecordConfig::default(), DATA, chunk);
        let whole = talk(&mut |left| left);
        check_same("a byte at a time", &whole, &talk(&mut |_| 1));
        for seed in 0..10 {
            let mut dice = Dice::new(seed);
            let largest = [3, 30, 300, 3000][dice.below(4)];
            check_same(&format!("{}: chunks of seed {seed}", world.0), &whole, &talk(&mut |_| 1 + dice.below(largest)));
        }
    }
}

#[test]
fn however_the_messages_are_cut_into_records() {
    for world in worlds() {
        for coalesce in [false, true] {
            for max_fragment in [1, 7, 64, 500, 1 << 14, usize::MAX] {
                // A few records full of data, however small they are.
                let data = max_fragment.saturating_mul(5).min(DATA);
                let whole = talk(&world, RecordConfig::default(), data, &mut |left| left);
                for padding in [0, 1, 255, usize::MAX] {
                    let config = RecordConfig { coalesce, max_fragment, padding, ..RecordConfig::default() };
                    let found = talk(&world, config, data, &mut |left| left);
                    check_same(&format!("{}: {config:?}", world.0), &whole, &found);
                }
            }
        }
    }
}

#[test]
fn however_both() {
    for world in worlds() {
        let whole = talk(&world, RecordConfig::default(), DATA, &mut |left| left);
        for seed in 0..10 {
            let mut dice = Dice::new(seed);
            let config = RecordConfig {
                coalesce: dice.below(2) == 0,
                max_fragment: 1 + dice.below(200),
                padding: dice.below(50),
                ..RecordConfig::default()
            };
            let found = talk(&world, config, DATA, &mut |_| 1 + dice.below(100));
            check_same(&format!("{}: seed {seed}, {config:?}", world.0), &whole, &found);
        }
    }
}

/// A network hands on what it carries in other pieces, or later: what both sides write down does not change by a byte.
#[test]
fn the_account_is_the_same_whatever_the_network_does() {
    for world in worlds() {
        let steps = |chunk: &mut dyn FnMut(usize) -> usize| {
            let sides = connect(&world, RecordConfig::default(), DATA, chunk);
            sides.map(|side| format!("{:?}", side.steps()))
        };
        let whole = steps(&mut |left| left);
        for seed in 0..6 {
            let mut dice = Dice::new(seed);
            let largest = [1, 5, 50, 500, 5000][dice.below(5)];
            // Not assert_eq: the account is long.
            assert!(whole == steps(&mut |_| 1 + dice.below(largest)), "{}: seed {seed}", world.0);
        }
    }
}

/// Bytes that need more than one record, however large.
const DATA: usize = 40_000;

/// What each side received: its handshake messages, and its data.
#[derive(Debug, PartialEq)]
struct Heard {
    messages: Vec<(&'static str, Vec<u8>)>,
    data: Vec<u8>,
}

fn check_same(what: &str, expected: &[Heard; 2], found: &[Heard; 2]) {
    for (expected, found) in expected.iter().zip(found) {
        let names = |heard: &Heard| heard.messages.iter().map(|(name, _)| *name).collect::<Vec<_>>();
        assert_eq!(names(expected), names(found), "{what}");
        assert!(expected == found, "{what}: other bytes");
    }
}

type World = (&'static str, ClientConfig, ServerConfig);

/// A whole connection over a network that hands on as many bytes at a time as `chunk` says, given how many there are.
/// The client says `data` bytes.
fn talk(world: &World, records: RecordConfig, data: usize, chunk: &mut dyn FnMut(usize) -> usize) -> [Heard; 2] {
    connect(world, records, data, chunk).map(|mut side| {
        assert_eq!(side.status(), Status::PeerClosed);
        assert!(!side.has_partial_input());
        Heard { messages: messages(side.as_ref()), data: side.take_data() }
    })
}

fn connect(
    (_, client, server): &World,
    records: RecordConfig,
    data: usize,
    chunk: &mut dyn FnMut(usize) -> usize,
) -> [Box<dyn Endpoint>; 2] {
    let (client, server) = (ClientConfig { records, ..client.clone() }, ServerConfig { records, ..server.clone() });
    let random = |side| Box::new(Seeded::for_side(1, side));
    let mut sides: [Box<dyn Endpoint>; 2] = [
        Box::new(ClientConnection::new(Arc::new(client), random(Side::Client), NOW)),
        Box::new(ServerConnection::new(Arc::new(server), random(Side::Server), NOW)),
    ];
    sides[0].receive(&[]).expect("a start");
    settle(&mut sides, chunk);
    for (speaker, data) in [(0, vec![1; data]), (1, vec![2; data / 2]), (0, Vec::new()), (1, vec![3])] {
        sides[speaker].send(&data).expect("connected");
        settle(&mut sides, chunk);
    }
    for side in 0..2 {
        sides[side].close().expect("connected");
        settle(&mut sides, chunk);
    }
    sides
}

fn settle(sides: &mut [Box<dyn Endpoint>; 2], chunk: &mut dyn FnMut(usize) -> usize) {
    let mut quiet = 0;
    for from in (0..2).cycle() {
        let output = sides[from].take_output();
        quiet = if output.is_empty() { quiet + 1 } else { 0 };
        if quiet == 2 {
            return;
        }
        let mut rest = output.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(chunk(rest.len()).min(rest.len()));
            sides[1 - from].receive(now).expect("no fault");
            rest = later;
        }
    }
}

fn messages(side: &dyn Endpoint) -> Vec<(&'static str, Vec<u8>)> {
    let events = side.steps().iter().flat_map(|step| &step.events);
    let received = |event: &Event| match event {
        Event::Message(m) if m.dir == Dir::Received && m.content_type == ContentType::HANDSHAKE => {
            Some((m.name, m.bytes.clone()))
        }
        _ => None,
    };
    events.filter_map(received).collect()
}
