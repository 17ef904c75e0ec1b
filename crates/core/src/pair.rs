//! A client, a server, and a network between them that may tamper.

use crate::client::{ClientConfig, ClientConnection};
use crate::connection::{Progress, Status};
use crate::random::Randomness;
use crate::server::{ServerConfig, ServerConnection};
use crate::session::{ClientSession, ClientSession12};
use crate::trace::{Dir, Event, Outcome, Side, Step, Trace};
use std::sync::Arc;

/// What lies between the two sides.
pub trait Network {
    /// Carries what `from` sent: returns the bytes that arrive, and what was done to them, if anything.
    fn carry(&mut self, from: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>);

    /// Asked when both sides wait: what it has kept back, or sends by itself, and in whose name. `None`: nothing more.
    fn release(&mut self) -> Option<(Side, Vec<u8>)> {
        None
    }
}

/// A network that carries everything as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Honest;

impl Network for Honest {
    fn carry(&mut self, _: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        (bytes, None)
    }
}

/// What is said once both sides are connected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScriptLine {
    /// A side sends data.
    Says(Side, Vec<u8>),
    /// A side sends data, unless the other has read it as early data.
    SaysAgain(Side, Vec<u8>),
    /// A side seals with new keys, and may ask the other to do the same.
    Updates(Side, bool),
    /// Both sides derive a value of so many bytes for this label; the one named first.
    Exports(Side, String, usize),
    /// A side closes its direction.
    Closes(Side),
}

/// Everything that a run is a function of.
pub struct Setup {
    /// The client's offers and demands.
    pub client: Arc<ClientConfig>,
    /// The server's.
    pub server: Arc<ServerConfig>,
    /// The client's chance.
    pub client_random: Box<dyn Randomness>,
    /// The server's chance.
    pub server_random: Box<dyn Randomness>,
    /// Seconds since 1970, on both clocks.
    pub now: u64,
    /// What is said.
    pub script: Vec<ScriptLine>,
}

/// No run takes more steps than this, whatever the network does.
const MAX_STEPS: usize = 10_000;

struct Pair<'a> {
    client: ClientConnection,
    server: ServerConnection,
    network: &'a mut dyn Network,
    steps: Vec<Step>,
}

/// A run, and what the client keeps of it.
pub struct Visit {
    /// What happened.
    pub trace: Trace,
    /// Tickets, the newest last.
    pub sessions: Vec<ClientSession>,
    /// What TLS 1.2 can resume.
    pub session12: Option<ClientSession12>,
}

/// Lets both sides talk until the script is over or a side fails. What is sent is delivered at once, and the receiver
/// goes on before the sender does.
pub fn run(setup: Setup, network: &mut dyn Network) -> Trace {
    visit(setup, network).trace
}

/// Somebody repeats to a server what a client sent before its server first answered: the steps of `recorded` up to
/// there. The side that repeats has none of the client's keys. Sent once, and nothing else.
/// What crosses the network this second time may be changed there, too.
pub fn replay(
    recorded: &Trace,
    server: Arc<ServerConfig>,
    random: Box<dyn Randomness>,
    now: u64,
    network: &mut dyn Network,
) -> Trace {
    let said = recorded.steps.iter().take_while(|step| step.side == Side::Client);
    let repeated = |step: &Step| {
        let sent = |event: &&Event| match event {
            Event::Message(message) => message.dir == Dir::Sent,
            Event::Record(record) => record.dir == Dir::Sent,
            _ => false,
        };
        Step { events: step.events.iter().filter(sent).cloned().collect(), ..step.clone() }
    };
    let mut steps: Vec<Step> = said.map(repeated).collect();
    let mut bytes = Vec::new();
    for step in &mut steps {
        let record = |event: &Event| match event {
            Event::Record(record) => Some(record.bytes.clone()),
            _ => None,
        };
        let sent: Vec<Vec<u8>> = step.events.iter().filter_map(record).collect();
        let (carried, tampered) = network.carry(Side::Client, sent.concat());
        bytes.extend(carried);
        step.events.extend(tampered.map(|what| Event::Tampered { what }));
    }
    while let Some((from, late)) = network.release() {
        if from == Side::Client {
            bytes.extend(late);
        }
    }
    let mut connection = ServerConnection::new(server, random, now);
    // What the server makes of it is in its account.
    let _ = connection.receive(&bytes);
    let outcome = match connection.status() {
        Status::Failed(fault) => Outcome::Failed { side: Side::Server, fault },
        _ => Outcome::Incomplete,
    };
    steps.extend(connection.take_steps());
    Trace { steps, outcome }
}

/// [`run`], and the client's tickets.
pub fn visit(setup: Setup, network: &mut dyn Network) -> Visit {
    let mut pair = Pair {
        client: ClientConnection::new(setup.client, setup.client_random, setup.now),
        server: ServerConnection::new(setup.server, setup.server_random, setup.now),
        network,
        steps: Vec::new(),
    };
    pair.settle(Side::Client);
    for line in setup.script {
        let (side, said) = match &line {
            ScriptLine::Says(side, data) => (*side, pair.say(*side, data)),
            ScriptLine::SaysAgain(side, _) if pair.client.early_data_accepted() == Some(true) => (*side, true),
            ScriptLine::SaysAgain(side, data) => (*side, pair.say(*side, data)),
            ScriptLine::Closes(side) => (*side, pair.close(*side)),
            ScriptLine::Updates(side, request) => (*side, pair.update(*side, *request)),
            ScriptLine::Exports(side, label, len) => (*side, pair.export(*side, label, *len)),
        };
        if !said {
            break;
        }
        pair.collect(side);
        pair.settle(side.peer());
    }
    let sessions = pair.client.sessions().to_vec();
    let session12 = pair.client.session12().cloned();
    Visit { trace: Trace { outcome: pair.outcome(), steps: pair.steps }, sessions, session12 }
}

impl Pair<'_> {
    fn say(&mut self, side: Side, data: &[u8]) -> bool {
        match side {
            Side::Client => self.client.send(data).is_ok(),
            Side::Server => self.server.send(data).is_ok(),
        }
    }

    fn close(&mut self, side: Side) -> bool {
        match side {
            Side::Client => self.client.close().is_ok(),
            Side::Server => self.server.close().is_ok(),
        }
    }

    fn update(&mut self, side: Side, request: bool) -> bool {
        match side {
            Side::Client => self.client.key_update(request).is_ok(),
            Side::Server => self.server.key_update(request).is_ok(),
        }
    }

    fn export(&mut self, first: Side, label: &str, len: usize) -> bool {
        let mut done = true;
        for side in [first, first.peer()] {
            done &= match side {
                Side::Client => self.client.export(label, &[], len).is_ok(),
                Side::Server => self.server.export(label, &[], len).is_ok(),
            };
            self.collect(side);
        }
        done
    }

    /// Goes on until both sides wait, beginning with `turn`.
    fn settle(&mut self, mut turn: Side) {
        let mut waiting = 0;
        while self.steps.len() < MAX_STEPS {
            if waiting == 2 {
                let Some((from, bytes)) = self.network.release() else { return };
                self.deliver(from, &bytes);
                (turn, waiting) = (from.peer(), 0);
            }
            let progress = match turn {
                Side::Client => self.client.poll(),
                Side::Server => self.server.poll(),
            };
            let arrived = self.collect(turn);
            waiting = if progress == Progress::Waiting { waiting + 1 } else { 0 };
            if arrived || progress == Progress::Waiting {
                turn = turn.peer();
            }
        }
    }

    /// Takes a side's new steps into the trace and its output across the network. True if bytes arrived.
    fn collect(&mut self, side: Side) -> bool {
        let (mut steps, bytes) = match side {
            Side::Client => (self.client.take_steps(), self.client.take_output()),
            Side::Server => (self.server.take_steps(), self.server.take_output()),
        };
        let mut arrived = Vec::new();
        if !bytes.is_empty() {
            let (carried, tampered) = self.network.carry(side, bytes);
            arrived = carried;
            if let (Some(what), Some(step)) = (tampered, steps.last_mut()) {
                step.events.push(Event::Tampered { what });
            }
        }
        self.steps.append(&mut steps);
        self.deliver(side, &arrived);
        !arrived.is_empty()
    }

    fn deliver(&mut self, from: Side, bytes: &[u8]) {
        match from {
            Side::Client => self.server.feed(bytes),
            Side::Server => self.client.feed(bytes),
        }
    }

    fn outcome(&self) -> Outcome {
        let statuses = [(Side::Client, self.client.status()), (Side::Server, self.server.status())];
        let mut faults = statuses.iter().filter_map(|(side, status)| match status {
            Status::Failed(fault) => Some((*side, fault.clone())),
            _ => None,
        });
        // Who found the fault, not who was told by an alert.
        let found = faults.clone().find(|(_, fault)| matches!(fault, crate::Fault::Broken { .. }));
        if let Some((side, fault)) = found.or_else(|| faults.next()) {
            return Outcome::Failed { side, fault };
        }
        if !self.client.is_connected() || !self.server.is_connected() {
            return Outcome::Incomplete;
        }
        let heard = statuses.iter().all(|(_, status)| *status == Status::PeerClosed);
        match heard && self.client.is_closed() && self.server.is_closed() {
            true => Outcome::Closed,
            false => Outcome::Connected,
        }
    }
}
