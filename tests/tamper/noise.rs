//! Random input, and real flights with random damage: no panic, and nothing held that was not sent.

use handshake_core::client::ClientConfig;
use handshake_core::random::Seeded;
use handshake_core::server::ServerConfig;
use handshake_core::trace::{Dir, Event};
use handshake_core::{ClientConnection, ServerConnection, Side};
use handshake_tests::{Dice, Endpoint, NOW, honest, worlds};
use std::sync::Arc;

const RANDOM_INPUTS: u64 = 20_000;
const DAMAGED_FLIGHTS: u64 = 4_000;

#[test]
fn random_bytes() {
    let sides = Sides::all();
    for seed in 0..RANDOM_INPUTS {
        let sides = &sides[seed as usize % sides.len()];
        let mut dice = Dice::new(seed);
        let len = dice.below(400);
        let mut input = dice.bytes(len);
        // Half of it looks like a record, a quarter like a message in a record.
        if seed % 2 == 0 && input.len() > 9 {
            input[0] = 20 + (input[0] & 3);
            input[3] = 0;
            if seed % 4 == 0 {
                (input[0], input[5], input[6], input[7]) = (22, 1 + (input[5] & 1), 0, 0);
            }
        }
        sides.feed(if seed % 3 == 0 { Side::Client } else { Side::Server }, &input, seed);
    }
}

#[test]
fn damaged_flights() {
    let sides = Sides::all();
    for seed in 0..DAMAGED_FLIGHTS {
        let mut dice = Dice::new(seed);
        let sides = &sides[dice.below(sides.len())];
        let to = if seed % 2 == 0 { Side::Client } else { Side::Server };
        let mut flight = sides.heard_by(to).to_vec();
        for _ in 0..=dice.below(4) {
            damage(&mut flight, &mut dice);
        }
        sides.feed(to, &flight, seed);
    }
}

fn damage(flight: &mut Vec<u8>, dice: &mut Dice) {
    let (at, len) = (dice.below(flight.len()), dice.below(40));
    let end = (at + len).min(flight.len());
    match dice.below(5) {
        0 if at < flight.len() => flight[at] ^= 1 << dice.below(8),
        1 => drop(flight.drain(at..end)),
        2 => drop(flight.splice(at..at, dice.bytes(len))),
        3 => {
            let part = flight[at..end].to_vec();
            let to = dice.below(flight.len());
            drop(flight.splice(to..to, part));
        }
        _ => flight.truncate(at.max(1)),
    }
}

/// What makes clients and servers, and what each hears in an honest run.
struct Sides {
    make: Box<dyn Fn(Side) -> Box<dyn Endpoint>>,
    heard: [Vec<u8>; 2],
}

impl Sides {
    fn all() -> Vec<Self> {
        worlds().into_iter().map(|(_, client, server)| Sides::new(client, server)).collect()
    }

    fn new(client: ClientConfig, server: ServerConfig) -> Self {
        let mut heard = [Vec::new(), Vec::new()];
        for (_, side, event) in honest(client.clone(), server.clone()).events() {
            if let Event::Record(record) = event
                && record.dir == Dir::Received
            {
                heard[side as usize].extend_from_slice(&record.bytes);
            }
        }
        let (client, server) = (Arc::new(client), Arc::new(server));
        let make = move |side| -> Box<dyn Endpoint> {
            let random = Box::new(Seeded::for_side(1, side));
            match side {
                Side::Client => Box::new(ClientConnection::new(Arc::clone(&client), random, NOW)),
                Side::Server => Box::new(ServerConnection::new(Arc::clone(&server), random, NOW)),
            }
        };
        Sides { make: Box::new(make), heard }
    }

    fn heard_by(&self, side: Side) -> &[u8] {
        &self.heard[side as usize]
    }

    /// Feeds a fresh side, whole or in pieces. What it holds of the input is bounded by the input.
    fn feed(&self, to: Side, input: &[u8], seed: u64) {
        let mut side = (self.make)(to);
        let _ = side.receive(&[]);
        side.take_output();
        let before = held(side.as_ref());
        let mut dice = Dice::new(!seed);
        let largest = if dice.below(2) == 0 { input.len() } else { 50 };
        let mut rest = input;
        while !rest.is_empty() {
            let (now, later) = rest.split_at((1 + dice.below(largest)).min(rest.len()));
            let failed = side.receive(now).is_err();
            rest = if failed { &[] } else { later };
        }
        let after = held(side.as_ref()) + side.take_output().len();
        // Each byte comes in a record, in the record's inside, ciphertext and tag, and in a message; a server answers a
        // hello with its flight, a client ServerHello with its Finished.
        let bound = 4 * input.len() + 16_000;
        assert!(after - before <= bound, "seed {seed}: {} bytes held of {}", after - before, input.len());
    }
}

/// The bytes in a side's account of what happened.
fn held(side: &dyn Endpoint) -> usize {
    let of = |event: &Event| match event {
        Event::Message(message) => message.bytes.len(),
        Event::Record(record) => {
            let sealing = record.sealing.as_ref();
            let inner = sealing.and_then(|s| s.inner.as_ref()).map_or(0, |inner| inner.content.len());
            record.bytes.len() + inner + sealing.map_or(0, |s| s.ciphertext.len() + s.tag.len())
        }
        Event::Key(key) => key.value.len(),
        _ => 0,
    };
    side.steps().iter().flat_map(|step| &step.events).map(of).sum()
}
