//! One side of a connection over TCP: carries bytes, prints the steps as they happen.

use anstream::eprintln;
use handshake_core::connection::Status;
use handshake_core::keys::Node;
use handshake_core::random::Randomness;
use handshake_core::trace::{Dir, Event, Message, Step, Trace};
use handshake_core::{ClientConnection, Fault, Rule, ServerConnection};
use handshake_live::looks_like_http;
use std::fmt::Write as _;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// How it went wrong, and the program's exit code.
#[derive(Debug)]
pub struct Failure(pub u8, pub String);

/// A file could not be read or written.
pub const FILE: u8 = 1;
/// The arguments make no sense.
pub const USAGE: u8 = 2;
/// There is no connection.
pub const NETWORK: u8 = 3;
/// The handshake failed: a rule was broken, or the peer sent an alert.
pub const TLS: u8 = 4;
/// Nothing came for too long.
pub const TIMEOUT: u8 = 5;
/// The peer went away in the middle.
pub const CUT_OFF: u8 = 6;

/// Either side.
pub trait Live {
    fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault>;
    fn take_output(&mut self) -> Vec<u8>;
    fn take_data(&mut self) -> Vec<u8>;
    fn status(&self) -> Status;
    fn is_closed(&self) -> bool;
    fn steps(&self) -> &[Step];
    fn left_out(&self) -> u64;
    fn send(&mut self, data: &[u8]);
    fn close(&mut self);
}

macro_rules! live {
    ($connection:ty) => {
        impl Live for $connection {
            fn receive(&mut self, bytes: &[u8]) -> Result<(), Fault> {
                self.receive(bytes)
            }
            fn take_output(&mut self) -> Vec<u8> {
                self.take_output()
            }
            fn take_data(&mut self) -> Vec<u8> {
                let mut data = self.take_early_data();
                data.extend(self.take_data());
                data
            }
            fn status(&self) -> Status {
                self.status()
            }
            fn is_closed(&self) -> bool {
                self.is_closed()
            }
            fn steps(&self) -> &[Step] {
                self.steps()
            }
            fn left_out(&self) -> u64 {
                self.left_out()
            }
            // What can't be sent any more is told by the status.
            fn send(&mut self, data: &[u8]) {
                let _ = self.send(data);
            }
            fn close(&mut self) {
                let _ = self.close();
            }
        }
    };
}

live!(ClientConnection);
live!(ServerConnection);

/// Randomness of the operating system.
pub struct System;

impl Randomness for System {
    fn fill(&mut self, _: &'static str, out: &mut [u8]) {
        if let Err(error) = getrandom::fill(out) {
            eprintln!("handshake: the system has no randomness: {error}");
            std::process::exit(1);
        }
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A connection, and what has been printed of it.
pub struct Wire<'a> {
    pub own: &'a mut dyn Live,
    stream: &'a mut TcpStream,
    timeout: Duration,
    printed: usize,
    first: Vec<u8>,
}

/// What came of waiting.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// Bytes, which have been taken in.
    Something,
    /// Nothing, for as long as was waited.
    Nothing,
    /// The peer's end of the stream.
    End,
}

impl<'a> Wire<'a> {
    pub fn new(own: &'a mut dyn Live, stream: &'a mut TcpStream, timeout: Duration) -> Self {
        // Who takes nothing in is not waited for, either. (Of a timeout that is none, nothing changes.)
        let _ = stream.set_write_timeout(Some(timeout));
        Wire { own, stream, timeout, printed: 0, first: Vec::new() }
    }

    /// Goes on until the handshake is over.
    pub fn handshake(&mut self) -> Result<(), Failure> {
        let began = Instant::now();
        let _ = self.own.receive(&[]);
        self.flush()?;
        while self.own.status() == Status::Handshaking {
            let left = self.timeout.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(self.silent("the handshake was over"));
            }
            match self.hear(left)? {
                Heard::Something => {}
                Heard::Nothing => return Err(self.silent("the handshake was over")),
                Heard::End => {
                    return Err(Failure(CUT_OFF, "the peer closed the connection in the handshake".to_owned()));
                }
            }
        }
        Ok(())
    }

    fn silent(&self, before: &str) -> Failure {
        Failure(TIMEOUT, format!("nothing came for {} s before {before}", self.timeout.as_secs_f32()))
    }

    /// Waits for bytes, takes them in, answers.
    pub fn hear(&mut self, wait: Duration) -> Result<Heard, Failure> {
        let network = |error: std::io::Error| Failure(NETWORK, format!("the network: {error}"));
        self.stream.set_read_timeout(Some(wait.max(Duration::from_millis(1)))).map_err(network)?;
        let mut buffer = [0; 1 << 14];
        let count = match self.stream.read(&mut buffer) {
            Ok(0) => return Ok(Heard::End),
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(Heard::Nothing);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(Heard::Something),
            Err(error) => return Err(Failure(CUT_OFF, format!("the peer cut the connection: {error}"))),
        };
        let bytes = buffer.get(..count).unwrap_or_default();
        if self.first.len() < 16 {
            self.first.extend(bytes.iter().take(16));
        }
        let taken = self.own.receive(bytes);
        self.flush()?;
        taken.map_err(|fault| self.failed(&fault))?;
        Ok(Heard::Something)
    }

    fn failed(&self, fault: &Fault) -> Failure {
        match fault {
            Fault::Broken { rule: Rule::RecordType, .. } if looks_like_http(&self.first) => {
                Failure(TLS, "this looks like HTTP, not TLS: is it the right port?".to_owned())
            }
            fault => Failure(TLS, fault.to_string()),
        }
    }

    /// Says so if the account has no room for all that happened.
    pub fn tell_left_out(&self) {
        let count = self.own.left_out();
        if count > 0 {
            eprintln!(
                "handshake: {count} later steps of the open connection are not in the account: it would be too long"
            );
        }
    }

    /// Sends what there is to send, prints what has happened.
    pub fn flush(&mut self) -> Result<(), Failure> {
        let output = self.own.take_output();
        let sent = self.stream.write_all(&output);
        let steps = self.own.steps();
        for step in steps.get(self.printed..).unwrap_or_default() {
            print(step);
        }
        self.printed = steps.len();
        // Who has gone away may have said why: what it sent is still to be read.
        match sent {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Err(Failure(TIMEOUT, format!("the peer took nothing in for {} s", self.timeout.as_secs_f32())))
            }
            Err(error) if !matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => {
                Err(Failure(NETWORK, format!("the network: {error}")))
            }
            _ => Ok(()),
        }
    }
}

/// A step, as lines of a ladder.
fn print(step: &Step) {
    let mut keys = 0;
    let mut checks = 0;
    for event in &step.events {
        match event {
            Event::Message(message) => eprintln!("{}", arrow(step, message)),
            Event::Check(check) if !check.passed => {
                eprintln!("    \x1b[31m✗ {} ({})\x1b[0m", check.rule.id(), check.rule.section());
            }
            Event::Check(_) => checks += 1,
            Event::Key(_) => keys += 1,
            Event::Choice(choice) => {
                let picked = choice.picked.as_deref().unwrap_or("nothing");
                eprintln!("    \x1b[36m{}: {picked}\x1b[0m", choice.what);
            }
            _ => {}
        }
    }
    let mut line = String::new();
    if checks > 0 {
        let _ = write!(line, "{checks} check{} passed  ", if checks == 1 { "" } else { "s" });
    }
    if keys > 0 {
        let _ = write!(line, "{keys} value{} of the key schedule  ", if keys == 1 { "" } else { "s" });
    }
    if step.from != step.to {
        let _ = write!(line, "{} → {}", step.from, step.to);
    }
    if !line.is_empty() {
        eprintln!("    \x1b[2m{}\x1b[0m", line.trim_end());
    }
}

fn arrow(step: &Step, message: &Message) -> String {
    let writer = if message.dir == Dir::Sent { step.side } else { step.side.peer() };
    let arrow = match writer.name() {
        "client" => "C ──▶ S",
        _ => "C ◀── S",
    };
    let alert = handshake_core::msgs::codes::ContentType::ALERT;
    let detail = match message.content_type {
        kind if kind == alert => {
            let code = message.bytes.get(1).copied().unwrap_or_default();
            format!(" {}", handshake_core::msgs::codes::AlertDescription(code).text())
        }
        _ => String::new(),
    };
    format!("\x1b[1m{arrow}  {}{detail}\x1b[0m ({} B)", message.name, message.bytes.len())
}

/// The secrets of a connection in the format of NSS's key log.
pub fn key_log(trace: &Trace) -> String {
    let labels = [
        (Node::ClientEarlyTraffic, "CLIENT_EARLY_TRAFFIC_SECRET"),
        (Node::EarlyExporterMaster, "EARLY_EXPORTER_SECRET"),
        (Node::ClientHandshakeTraffic, "CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
        (Node::ServerHandshakeTraffic, "SERVER_HANDSHAKE_TRAFFIC_SECRET"),
        (Node::ClientApplicationTraffic, "CLIENT_TRAFFIC_SECRET_0"),
        (Node::ServerApplicationTraffic, "SERVER_TRAFFIC_SECRET_0"),
        (Node::ExporterMaster, "EXPORTER_SECRET"),
        // TLS 1.2's master secret.
        (Node::MasterSecret12, "CLIENT_RANDOM"),
    ];
    let hex = handshake_scenario::text::hex;
    let mut random = None;
    let mut out = String::new();
    for (_, _, event) in trace.events() {
        match event {
            Event::Message(message) if message.name == "ClientHello" => random = message.bytes.get(6..38).map(hex),
            Event::Key(key) => {
                let label = labels.iter().find(|(node, _)| *node == key.node);
                if let (Some((_, label)), Some(random)) = (label, &random) {
                    let _ = writeln!(out, "{label} {random} {}", hex(&key.value));
                }
            }
            _ => {}
        }
    }
    out
}
