//! The server.

mod config;
mod tls13;

pub use config::{Identity, ServerConfig, TicketConfig};

use crate::connection::{Connection, Machine};
use crate::cx::{Cx, Input};
use crate::random::Randomness;
use crate::rules::Fault;
use crate::trace::{Side, StateName};
use std::sync::Arc;
use tls13::{Connected, Negotiated, RecvdClientHello, Start, WaitFinished};

/// A server of its own, for a real peer.
pub type ServerConnection = Connection<Server>;

impl ServerConnection {
    /// A server that waits for a ClientHello. `now` is in seconds since 1970.
    pub fn new(config: Arc<ServerConfig>, random: Box<dyn Randomness>, now: u64) -> Self {
        let records = config.records;
        Connection::with(Server(State::Start(Start { config })), Side::Server, records, random, now)
    }
}

/// The server's states. RFC 8446 appendix A.2:
///
/// ```text
/// START -> RECVD_CH -> NEGOTIATED -> WAIT_FLIGHT2 -> WAIT_FINISHED -> CONNECTED
/// ```
/// Without client authentication WAIT_FLIGHT2 leads straight to WAIT_FINISHED, so that state is not a state here.
/// NEGOTIATED sends one message a step.
pub struct Server(State);

enum State {
    Start(Start),
    RecvdClientHello(RecvdClientHello),
    Negotiated(Negotiated),
    WaitFinished(WaitFinished),
    Connected(Connected),
}

impl Machine for Server {
    fn name(&self) -> StateName {
        match self.0 {
            State::Start(_) => "START",
            State::RecvdClientHello(_) => "RECVD_CH",
            State::Negotiated(_) => "NEGOTIATED",
            State::WaitFinished(_) => "WAIT_FINISHED",
            State::Connected(_) => "CONNECTED",
        }
    }

    fn waits(&self) -> bool {
        match &self.0 {
            State::Start(_) | State::WaitFinished(_) => true,
            State::RecvdClientHello(_) | State::Negotiated(_) => false,
            State::Connected(state) => state.waits(),
        }
    }

    fn is_connected(&self) -> bool {
        matches!(self.0, State::Connected(_))
    }

    fn step(self, input: Option<Input>, cx: &mut Cx) -> Result<Self, Fault> {
        let next = match (self.0, input) {
            (State::Start(state), Some(input)) => State::RecvdClientHello(state.receive(input, cx)?),
            (State::RecvdClientHello(state), None) => State::Negotiated(state.choose(cx)?),
            (State::Negotiated(state), None) => match state.send_next(cx)? {
                tls13::Flight::Goes(state) => State::Negotiated(*state),
                tls13::Flight::Done(state) => State::WaitFinished(state),
            },
            (State::WaitFinished(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (State::Connected(state), None) => State::Connected(state.send_ticket(cx)?),
            (State::Connected(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (state, Some(input)) => return Err(cx.unexpected(input, Server(state).name())),
            (state, None) => return Err(cx.internal(format!("{} waits for a message", Server(state).name()))),
        };
        Ok(Server(next))
    }
}
