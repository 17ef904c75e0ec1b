//! The client.

mod config;
mod tls12;
mod tls13;

pub use config::{ClientConfig, Tls12Offer};

use crate::connection::{Connection, Machine};
use crate::cx::{Cx, Input};
use crate::random::Randomness;
use crate::rules::Fault;
use crate::session::{ClientSession, ClientSession12};
use crate::trace::{Side, StateName};
use std::sync::Arc;
use tls13::{
    AfterExtensions, AfterHello, CertOrRequest, Connected, Flight, SendFlight, Start, WaitCert, WaitCertCr,
    WaitCertificateVerify, WaitEncryptedExtensions, WaitFinished, WaitServerHello,
};

/// A client of its own, for a real peer.
pub type ClientConnection = Connection<Client>;

impl ClientConnection {
    /// A client that is about to send its ClientHello: call [`receive`](Connection::receive) with no bytes, then
    /// [`take_output`](Connection::take_output). `now` is in seconds since 1970.
    pub fn new(config: Arc<ClientConfig>, random: Box<dyn Randomness>, now: u64) -> Self {
        let cx = Cx::new(Side::Client, &config.versions, config.records, random, now);
        Connection::with(Client(State::Start(Start { config })), cx)
    }

    /// The tickets that have come so far, the newest last.
    pub fn sessions(&self) -> &[ClientSession] {
        self.connected().map(|state| state.sessions.as_slice()).unwrap_or_default()
    }

    /// Whether the server took the early data; `None` before that is known, or if there was none.
    pub fn early_data_accepted(&self) -> Option<bool> {
        self.connected()?.early_data
    }

    /// Whether a pre-shared key took the certificate's place.
    pub fn resumed(&self) -> bool {
        self.connected().is_some_and(|state| state.resumed) || self.connected12().is_some_and(|state| state.resumed)
    }

    /// What TLS 1.2 can resume of this connection.
    pub fn session12(&self) -> Option<&ClientSession12> {
        self.connected12()?.session.as_ref()
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
            Client(State::Tls12(state)) => state.connected(),
            _ => None,
        }
    }

    fn connected(&self) -> Option<&Connected> {
        match self.machine()? {
            Client(State::Connected(state)) => Some(state),
            _ => None,
        }
    }
}

/// The client's states. RFC 8446 appendix A.1:
///
/// ```text
///                               START <----+
///                Send ClientHello |        | Recv HelloRetryRequest
///           [K_send = early data] |        |
///                                 v        |
///            /                 WAIT_SH ----+
///            |                    | Recv ServerHello
///            |                    | K_recv = handshake
///        Can |                    V
///       send |                 WAIT_EE
///      early |                    | Recv EncryptedExtensions
///       data |           +--------+--------+
///            |     Using |                 | Using certificate
///            |       PSK |                 v
///            |           |            WAIT_CERT_CR
///            |           |        Recv |       | Recv CertificateRequest
///            |           | Certificate |       v
///            |           |             |    WAIT_CERT
///            |           |             |       | Recv Certificate
///            |           |             v       v
///            |           |              WAIT_CV
///            |           |                 | Recv CertificateVerify
///            |           +> WAIT_FINISHED <+
///            |                  | Recv Finished
///            \                  | [Send EndOfEarlyData]
///                               | K_send = handshake
///                               | [Send Certificate [+ CertificateVerify]]
///    Can send                   | Send Finished
///    app data   -->             | K_send = K_recv = application
///    after here                 v
///                           CONNECTED
/// ```
/// The second ClientHello is sent in WAIT_SH. If the server chooses TLS 1.2, its states follow WAIT_SH. What follows the server's Finished is sent one message a step.
pub struct Client(State);

enum State {
    Start(Start),
    WaitServerHello(WaitServerHello),
    WaitEncryptedExtensions(WaitEncryptedExtensions),
    WaitCertCr(WaitCertCr),
    WaitCert(WaitCert),
    WaitCertificateVerify(WaitCertificateVerify),
    WaitFinished(WaitFinished),
    SendFlight(SendFlight),
    Connected(Connected),
    Tls12(Box<tls12::State>),
}

impl Machine for Client {
    fn name(&self) -> StateName {
        match &self.0 {
            State::Start(_) => "START",
            State::WaitServerHello(_) => "WAIT_SH",
            State::WaitEncryptedExtensions(_) => "WAIT_EE",
            State::WaitCertCr(_) => "WAIT_CERT_CR",
            State::WaitCert(_) => "WAIT_CERT",
            State::WaitCertificateVerify(_) => "WAIT_CV",
            State::WaitFinished(_) | State::SendFlight(_) => "WAIT_FINISHED",
            State::Connected(_) => "CONNECTED",
            State::Tls12(state) => state.name(),
        }
    }

    fn waits(&self) -> bool {
        match &self.0 {
            State::Start(_) | State::SendFlight(_) => false,
            State::Tls12(state) => state.waits(),
            _ => true,
        }
    }

    fn listens(&self) -> bool {
        self.waits()
    }

    fn is_connected(&self) -> bool {
        match &self.0 {
            State::Connected(_) => true,
            State::Tls12(state) => state.is_connected(),
            _ => false,
        }
    }

    fn step(self, input: Option<Input>, cx: &mut Cx) -> Result<Self, Fault> {
        let next = match (self.0, input) {
            (State::Start(state), None) => State::WaitServerHello(state.send_client_hello(cx)?),
            // Who has sent a hello has begun, as far as TLS 1.2 goes.
            (State::WaitServerHello(state), Some(input)) if cx.takes_warnings() && tls12::is_hello_request(&input) => {
                tls12::ignore_hello_request(input, cx)?;
                State::WaitServerHello(state)
            }
            (State::WaitServerHello(state), Some(input)) => match state.receive(input, cx)? {
                AfterHello::Agreed(state) => State::WaitEncryptedExtensions(state),
                AfterHello::Retried(state) => State::WaitServerHello(*state),
                AfterHello::Tls12(state) => State::Tls12(Box::new(state)),
            },
            (State::WaitEncryptedExtensions(state), Some(input)) => match state.receive(input, cx)? {
                AfterExtensions::Certificate(state) => State::WaitCertCr(state),
                AfterExtensions::Finished(state) => State::WaitFinished(state),
            },
            (State::WaitCertCr(state), Some(input)) => match state.receive(input, cx)? {
                CertOrRequest::Certificate(state) => State::WaitCertificateVerify(state),
                CertOrRequest::Request(state) => State::WaitCert(state),
            },
            (State::WaitCert(state), Some(input)) => State::WaitCertificateVerify(state.receive(input, cx)?),
            (State::WaitCertificateVerify(state), Some(input)) => State::WaitFinished(state.receive(input, cx)?),
            (State::WaitFinished(state), Some(input)) => State::SendFlight(state.receive(input, cx)?),
            (State::SendFlight(state), None) => match state.send_next(cx)? {
                Flight::Goes(state) => State::SendFlight(*state),
                Flight::Done(state) => State::Connected(state),
            },
            (State::Tls12(state), input) => State::Tls12(Box::new(state.step(input, cx)?)),
            (State::Connected(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (state, Some(input)) => return Err(cx.unexpected(input, Client(state).name())),
            (state, None) => return Err(cx.internal(format!("{} waits for a message", Client(state).name()))),
        };
        Ok(Client(next))
    }
}
