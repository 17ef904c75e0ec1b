//! One side of a connection over TCP: carries bytes, prints the steps and writes them down as they happen.

use crate::failure::{CUT_OFF, Failure, NETWORK, TIMEOUT, TLS};
use crate::output::Output;
use crate::side::Live;
use crate::{problem, steps};
use anstream::eprintln;
use handshake_core::Fault;
use handshake_core::connection::Status;
use handshake_live::foreign::Protocol;
use handshake_scenario::text;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// What an end that leaves has still to read, at most: a peer that is in the middle of saying something.
const MAX_UNREAD: usize = 1 << 20;
/// How long it reads on after it has said its last word.
const LEAVE: Duration = Duration::from_secs(2);
/// Silence after which the account's file is brought up to date.
const SOON: Duration = Duration::from_millis(50);
/// How long the rest of another protocol's greeting is waited for.
const GREETING: Duration = Duration::from_millis(500);
/// How much of what comes first is kept: enough to tell other protocols by.
const FIRST: usize = 64;

/// A connection, and what has been printed and written of it.
pub struct TcpSide<'a> {
    pub own: &'a mut dyn Live,
    pub output: &'a mut Output,
    /// What is said as soon as anything may be said.
    pub greeting: Option<Vec<u8>>,
    stream: &'a mut TcpStream,
    timeout: Duration,
    label: String,
    printed: usize,
    first: Vec<u8>,
    received: u64,
    last: Instant,
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

impl<'a> TcpSide<'a> {
    /// Over this stream; the label stands before each line that is printed.
    pub fn new(
        own: &'a mut dyn Live,
        stream: &'a mut TcpStream,
        timeout: Duration,
        label: &str,
        output: &'a mut Output,
    ) -> Self {
        // Who takes nothing in is not waited for, either. (Of a timeout that is none, nothing changes.)
        let _ = stream.set_write_timeout(Some(timeout));
        let label = label.to_owned();
        TcpSide {
            own,
            output,
            stream,
            timeout,
            label,
            printed: 0,
            first: Vec::new(),
            received: 0,
            last: Instant::now(),
            greeting: None,
        }
    }

    /// Goes on until the handshake is over.
    pub fn handshake(&mut self) -> Result<(), Failure> {
        let began = Instant::now();
        let _ = self.own.receive(&[]);
        self.flush()?;
        while self.own.status() == Status::Handshaking {
            let left = self.timeout.saturating_sub(began.elapsed());
            if left.is_zero() {
                return Err(self.silent());
            }
            match self.hear(left)? {
                Heard::Something => {}
                Heard::Nothing => return Err(self.silent()),
                Heard::End => return Err(self.hung_up()),
            }
        }
        Ok(())
    }

    /// The time for the handshake is over: what came of it.
    fn silent(&self) -> Failure {
        let limit = self.timeout.as_secs_f32();
        let what = match self.received {
            0 => format!("nothing came for {limit} s"),
            count => format!(
                "the handshake was not over after {limit} s: {count} bytes came, the last of them {:.1} s ago",
                self.last.elapsed().as_secs_f32()
            ),
        };
        Failure(TIMEOUT, what)
    }

    /// The peer has gone in the middle of the handshake.
    fn hung_up(&self) -> Failure {
        match (self.received, Protocol::of(&self.first)) {
            (_, Some(protocol)) => foreign(protocol),
            (0, _) => Failure(CUT_OFF, "the peer closed the connection in the handshake, and said nothing".to_owned()),
            _ => Failure(CUT_OFF, "the peer closed the connection in the handshake".to_owned()),
        }
    }

    /// Waits for bytes, takes them in, answers.
    pub fn hear(&mut self, wait: Duration) -> Result<Heard, Failure> {
        // While much comes the account is seldom written; in a pause it is.
        if self.output.is_stale() && wait > SOON {
            match self.read(SOON)? {
                Heard::Nothing => self.output.write(self.own)?,
                heard => return Ok(heard),
            }
            return self.read(wait.saturating_sub(SOON));
        }
        self.read(wait)
    }

    fn read(&mut self, wait: Duration) -> Result<Heard, Failure> {
        let network = |error: std::io::Error| Failure(NETWORK, format!("the network: {}", problem::words(&error)));
        self.stream.set_read_timeout(Some(wait.max(Duration::from_millis(1)))).map_err(network)?;
        let mut buffer = [0; 1 << 14];
        let count = match self.stream.read(&mut buffer) {
            Ok(0) => return Ok(Heard::End),
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(Heard::Nothing);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(Heard::Something),
            Err(error) => {
                return Err(Failure(CUT_OFF, format!("the peer cut the connection: {}", problem::words(&error))));
            }
        };
        let bytes = buffer.get(..count).unwrap_or_default();
        self.first.extend(bytes.iter().take(FIRST.saturating_sub(self.first.len())));
        (self.received, self.last) = (self.received + count as u64, Instant::now());
        let taken = self.own.receive(bytes);
        if let Some(greeting) = self.greeting.take_if(|_| self.own.may_send()) {
            self.own.send(&greeting);
        }
        if taken.is_err() {
            self.rest_of_greeting();
        }
        self.flush()?;
        taken.map_err(|fault| self.failed(&fault))?;
        Ok(Heard::Something)
    }

    /// Another protocol's greeting is named by its whole first line, however it was cut on its way: what is left of it may come
    /// for a moment.
    fn rest_of_greeting(&mut self) {
        let end = Instant::now() + GREETING;
        let mut buffer = [0; FIRST];
        while self.first.len() < FIRST && !self.first.contains(&b'\n') && Protocol::of(&self.first).is_some() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
                return;
            }
            let Ok(count @ 1..) = self.stream.read(&mut buffer) else { return };
            self.first.extend(buffer.iter().take(count.min(FIRST.saturating_sub(self.first.len()))));
        }
    }

    fn failed(&self, fault: &Fault) -> Failure {
        match (fault, Protocol::of(&self.first)) {
            (Fault::Broken { .. }, Some(protocol)) => foreign(protocol),
            (Fault::Broken { rule, detail }, None) => {
                let (section, alert) = (rule.section(), rule.alert().text());
                Failure(TLS, format!("{}: {} ({section}, alert {alert})", rule.id(), text::detail(detail)))
            }
            (Fault::PeerAlert(_), _) => Failure(TLS, fault.to_string()),
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

    /// Sends what there is to send, prints and writes down what has happened.
    pub fn flush(&mut self) -> Result<(), Failure> {
        let output = self.own.take_output();
        let sent = self.stream.write_all(&output);
        let steps = self.own.steps();
        for step in steps.get(self.printed..).unwrap_or_default() {
            steps::print(step, &self.label);
        }
        self.printed = steps.len();
        self.output.follow(self.own)?;
        // A peer that has gone away may have said why: what it sent is still to be read.
        match sent {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                Err(Failure(TIMEOUT, format!("the peer took nothing in for {} s", self.timeout.as_secs_f32())))
            }
            Err(error) if !matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset) => {
                Err(Failure(NETWORK, format!("the network: {}", problem::words(&error))))
            }
            _ => Ok(()),
        }
    }

    /// Ends this direction and reads on for a moment: closing a stream that holds unread bytes resets the connection, and the
    /// peer would lose the alert that it was sent last (RFC 1122 §4.2.2.13, RFC 9293 §3.6.1).
    pub fn leave(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        let until = Instant::now() + LEAVE;
        let (mut buffer, mut unread) = ([0; 1 << 14], 0);
        while unread < MAX_UNREAD {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
                return;
            }
            match self.stream.read(&mut buffer) {
                Ok(count @ 1..) => unread += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => return,
            }
        }
    }
}

/// What came is of another protocol.
fn foreign(protocol: Protocol) -> Failure {
    let hint = match protocol.starttls() {
        Some(name) => format!("is it the right port? (--starttls {name} begins in the clear and asks for TLS)"),
        None => "is it the right port?".to_owned(),
    };
    Failure(TLS, format!("this looks like {}, not TLS: {hint}", protocol.name()))
}
