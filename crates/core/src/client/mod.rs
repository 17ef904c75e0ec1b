//! The client.

mod config;
mod tls13;

pub use config::ClientConfig;

use crate::connection::{Connection, Machine};
use crate::cx::{Cx, Input};
use crate::random::Randomness;
use crate::rules::Fault;
use crate::trace::{Side, StateName};
use std::sync::Arc;
use tls13::{
    Connected, Start, WaitCertCr, WaitCertificateVerify, WaitEncryptedExtensions, WaitFinished, WaitServerHello,
};

/// A client of its own, for a real peer.
pub type ClientConnection = Connection<Client>;

impl ClientConnection {
    /// A client that is about to send its ClientHello: call [`receive`](Connection::receive) with no bytes, then
    /// [`take_output`](Connection::take_output). `now` is in seconds since 1970.
    pub fn new(config: Arc<ClientConfig>, random: Box<dyn Randomness>, now: u64) -> Self {
        let records = config.records;
        Connection::with(Client(State::Start(Start { config })), Side::Client, records, random, now)
    }
}

/// The client's states. RFC 8446 appendix A.1:
///
/// ```text
/// START -> WAIT_SH -> WAIT_EE -> WAIT_CERT_CR -> WAIT_CV -> WAIT_FINISHED -> CONNECTED
/// ```
pub struct Client(State);

enum State {
    Start(Start),
    WaitServerHello(WaitServerHello),
    WaitEncryptedExtensions(WaitEncryptedExtensions),
    WaitCertCr(WaitCertCr),
    WaitCertificateVerify(WaitCertificateVerify),
    WaitFinished(WaitFinished),
    Connected(Connected),
}

impl Machine for Client {
    fn name(&self) -> StateName {
        match self.0 {
            State::Start(_) => "START",
            State::WaitServerHello(_) => "WAIT_SH",
            State::WaitEncryptedExtensions(_) => "WAIT_EE",
            State::WaitCertCr(_) => "WAIT_CERT_CR",
            State::WaitCertificateVerify(_) => "WAIT_CV",
            State::WaitFinished(_) => "WAIT_FINISHED",
            State::Connected(_) => "CONNECTED",
        }
    }

    fn waits(&self) -> bool {
        !matches!(self.0, State::Start(_))
    }

    fn is_connected(&self) -> bool {
        matches!(self.0, State::Connected(_))
    }

    fn step(self, input: Option<Input>, cx: &mut Cx) -> Result<Self, Fault> {
        let next = match (self.0, input) {
            (State::Start(state), None) => State::WaitServerHello(state.send_client_hello(cx)?),
            (State::WaitServerHello(state), Some(input)) => State::WaitEncryptedExtensions(state.receive(input, cx)?),
            (State::WaitEncryptedExtensions(state), Some(input)) => State::WaitCertCr(state.receive(input, cx)?),
            (State::WaitCertCr(state), Some(input)) => State::WaitCertificateVerify(state.receive(input, cx)?),
            (State::WaitCertificateVerify(state), Some(input)) => State::WaitFinished(state.receive(input, cx)?),
            (State::WaitFinished(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (State::Connected(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (state, Some(input)) => return Err(cx.unexpected(input, Client(state).name())),
            (state, None) => return Err(cx.internal(format!("{} waits for a message", Client(state).name()))),
        };
        Ok(Client(next))
    }
}
