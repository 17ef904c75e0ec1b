//! The server.

mod config;
mod tls12;
mod tls13;

pub use config::{ClientAuth, Identity, ServerConfig, TicketConfig, Tls12Terms};

use crate::connection::{Connection, Machine, NotConnected};
use crate::cx::{Cx, Input};
use crate::random::Randomness;
use crate::rules::Fault;
use crate::trace::{Side, StateName};
use std::sync::Arc;
use tls13::{
    AfterFlight2, AfterRetry, AfterStart, Chosen, Connected, Flight, Negotiated, RecvdClientHello, SendRetry, Start,
    WaitFlight2,
};

/// A server of its own, for a real peer.
pub type ServerConnection = Connection<Server>;

impl ServerConnection {
    /// A server that waits for a ClientHello. `now` is in seconds since 1970.
    pub fn new(config: Arc<ServerConfig>, random: Box<dyn Randomness>, now: u64) -> Self {
        let cx = Cx::new(Side::Server, &config.versions, config.records, random, now);
        Connection::with(Server(State::Start(Start { config, retry: None })), cx)
    }

    /// Sends one ticket more, if the configuration has tickets: call [`receive`](Connection::receive) with no bytes, then
    /// [`take_output`](Connection::take_output). RFC 8446 §4.6.1.
    ///
    /// # Errors
    /// If the connection is not connected, or closed already.
    pub fn send_ticket(&mut self) -> Result<(), NotConnected> {
        let closed = self.is_closed();
        match self.machine_mut() {
            Some(Server(State::Connected(state))) if !closed => {
                state.add_ticket();
                Ok(())
            }
            _ => Err(NotConnected),
        }
    }

    /// The certificate chain (DER) by which the client has shown who it is; empty if it has not.
    pub fn client_chain(&self) -> &[Vec<u8>] {
        match self.connected12() {
            Some(state) => &state.client_chain,
            None => self.connected().map(|state| state.client_chain.as_slice()).unwrap_or_default(),
        }
    }

    /// Whether a pre-shared key took the certificate's place.
    pub fn resumed(&self) -> bool {
        self.connected().is_some_and(|state| state.resumed) || self.connected12().is_some_and(|state| state.resumed)
    }

    /// Whether early data was read.
    pub fn early_data_accepted(&self) -> bool {
        self.connected().is_some_and(|state| state.early_data)
    }

    /// The application protocol agreed on.
    pub fn alpn(&self) -> Option<&[u8]> {
        match self.connected12() {
            Some(state) => state.alpn.as_deref(),
            None => self.connected()?.alpn(),
        }
    }

    fn connected12(&self) -> Option<&tls12::Connected> {
        match self.machine()? {
            Server(State::Tls12(state)) => state.connected(),
            _ => None,
        }
    }

    fn connected(&self) -> Option<&Connected> {
        match self.machine()? {
            Server(State::Connected(state)) => Some(state),
            _ => None,
        }
    }
}

/// The server's states. RFC 8446 appendix A.2:
///
/// ```text
///                               START <-----+
///                Recv ClientHello |         | Send HelloRetryRequest
///                                 v         |
///                              RECVD_CH ----+
///                                 | Select parameters
///                                 v
///                              NEGOTIATED
///                                 | Send ServerHello
///                                 | K_send = handshake
///                                 | Send EncryptedExtensions
///                                 | [Send CertificateRequest]
/// Can send                        | [Send Certificate + CertificateVerify]
/// app data                        | Send Finished
/// after   -->                     | K_send = application
/// here                   +--------+--------+
///               No 0-RTT |                 | 0-RTT
///    K_recv = handshake  |                 | K_recv = early data
/// [Skip decrypt errors]  |    +------> WAIT_EOED -+
///                        |    |       Recv |      | Recv EndOfEarlyData
///                        |    | early data |      | K_recv = handshake
///                        |    +------------+      |
///                        +> WAIT_FLIGHT2 <--------+
///                                 |
///                        +--------+--------+
///                No auth |                 | Client auth
///                        |                 v
///                        |             WAIT_CERT
///                        |        Recv |       | Recv Certificate
///                        |       empty |       v
///                        | Certificate |    WAIT_CV
///                        |             |       | Recv CertificateVerify
///                        +-> WAIT_FINISHED <---+
///                                 | Recv Finished
///                                 | K_recv = application
///                                 v
///                              CONNECTED
/// ```
/// If TLS 1.2 is chosen in START, its states follow.
/// WAIT_FLIGHT2 leads on at once, to the first state of the client's flight: it has no name of its own here. NEGOTIATED sends one message a step, as does RECVD_CH
/// on the way back to START.
pub struct Server(State);

enum State {
    Start(Start),
    RecvdClientHello(RecvdClientHello),
    SendRetry(Box<SendRetry>),
    Negotiated(Box<Negotiated>),
    WaitFlight2(Box<WaitFlight2>),
    Connected(Connected),
    Tls12(Box<tls12::State>),
}

impl Machine for Server {
    fn name(&self) -> StateName {
        match &self.0 {
            State::Start(_) => "START",
            State::RecvdClientHello(_) | State::SendRetry(_) => "RECVD_CH",
            State::Negotiated(_) => "NEGOTIATED",
            State::WaitFlight2(state) => state.name(),
            State::Connected(_) => "CONNECTED",
            State::Tls12(state) => state.name(),
        }
    }

    fn waits(&self) -> bool {
        match &self.0 {
            State::Start(_) | State::WaitFlight2(_) => true,
            State::RecvdClientHello(_) | State::SendRetry(_) | State::Negotiated(_) => false,
            State::Connected(state) => state.waits(),
            State::Tls12(state) => state.waits(),
        }
    }

    fn listens(&self) -> bool {
        match &self.0 {
            State::RecvdClientHello(_) | State::SendRetry(_) => false,
            State::Negotiated(state) => state.listens(),
            State::Tls12(state) => state.listens(),
            _ => true,
        }
    }

    fn takes_early_data(&self) -> bool {
        matches!(&self.0, State::WaitFlight2(state) if state.takes_early_data())
    }

    fn is_connected(&self) -> bool {
        match &self.0 {
            State::Connected(_) => true,
            State::Tls12(state) => state.is_connected(),
            _ => false,
        }
    }

    fn may_send(&self) -> bool {
        matches!(&self.0, State::WaitFlight2(_)) || self.is_connected()
    }

    fn step(self, input: Option<Input>, cx: &mut Cx) -> Result<Self, Fault> {
        let next = match (self.0, input) {
            (State::Start(state), Some(input)) => match state.receive(input, cx)? {
                AfterStart::Tls13(state) => State::RecvdClientHello(state),
                AfterStart::Tls12(state) => State::Tls12(Box::new(tls12::State::RecvdClientHello(state))),
            },
            (State::Tls12(state), input) => State::Tls12(Box::new(state.step(input, cx)?)),
            (State::RecvdClientHello(state), None) => match state.choose(cx)? {
                Chosen::Negotiated(state) => State::Negotiated(state),
                Chosen::Retry(state) => State::SendRetry(state),
            },
            (State::SendRetry(state), None) => match state.send_next(cx)? {
                AfterRetry::Goes(state) => State::SendRetry(Box::new(state)),
                AfterRetry::Done(config, retry) => State::Start(Start { config, retry: Some(retry) }),
            },
            (State::Negotiated(state), None) => match state.send_next(cx)? {
                Flight::Goes(state) => State::Negotiated(state),
                Flight::Done(agreed) => State::WaitFlight2(Box::new(WaitFlight2::begin(*agreed, cx)?)),
            },
            (State::WaitFlight2(state), Some(input)) => match state.receive(input, cx)? {
                AfterFlight2::Goes(state) => State::WaitFlight2(state),
                AfterFlight2::Done(state) => State::Connected(state),
            },
            (State::Connected(state), None) => State::Connected(state.send_ticket(cx)?),
            (State::Connected(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (state, Some(input)) => return Err(cx.unexpected(input, Server(state).name())),
            (state, None) => return Err(cx.internal(format!("{} waits for a message", Server(state).name()))),
        };
        Ok(Server(next))
    }
}
