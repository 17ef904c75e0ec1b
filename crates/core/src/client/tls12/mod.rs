//! The client's TLS 1.2 states, one a file. RFC 5246 §7.3:
//!
//! ```text
//!   WAIT_SH        Recv ServerHello
//!      |  the session is resumed: on to WAIT_CCS
//!   WAIT_CERT      Recv Certificate
//!   WAIT_SKE       Recv ServerKeyExchange        (ECDHE only)
//!   WAIT_SHD       [Recv CertificateRequest], Recv ServerHelloDone
//!      |           [Send Certificate], Send ClientKeyExchange, [Send CertificateVerify],
//!      |           Send ChangeCipherSpec, Finished
//!   WAIT_CCS       [Recv NewSessionTicket], Recv ChangeCipherSpec
//!   WAIT_FINISHED  Recv Finished                 (of a resumed session: then send ChangeCipherSpec, Finished)
//!   CONNECTED
//! ```

mod connected;
mod ongoing;
mod send_flight;
mod server_hello;
mod wait_certificate;
mod wait_change_cipher_spec;
mod wait_finished;
mod wait_server_hello_done;
mod wait_server_key_exchange;

pub(super) use connected::Connected;
pub(super) use server_hello::begin;

use crate::cx::{Cx, Input};
use crate::msgs::codes::HandshakeType;
use crate::msgs::tls12::HelloRequest;
use crate::rules::Fault;
use crate::trace::StateName;
use ongoing::Ongoing;
use send_flight::{Flight, SendFlight};
use wait_certificate::{AfterCertificate, WaitCertificate};
use wait_change_cipher_spec::{AfterSpec, WaitChangeCipherSpec};
use wait_finished::{AfterFinished, WaitFinished};
use wait_server_hello_done::{AfterDone, WaitServerHelloDone};
use wait_server_key_exchange::WaitServerKeyExchange;

pub(crate) enum State {
    WaitCertificate(WaitCertificate),
    WaitServerKeyExchange(WaitServerKeyExchange),
    WaitServerHelloDone(WaitServerHelloDone),
    SendFlight(SendFlight),
    WaitChangeCipherSpec(WaitChangeCipherSpec),
    WaitFinished(WaitFinished),
    Connected(Connected),
}

impl State {
    pub fn name(&self) -> StateName {
        match self {
            State::WaitCertificate(_) => "WAIT_CERT",
            State::WaitServerKeyExchange(_) => "WAIT_SKE",
            State::WaitServerHelloDone(_) => "WAIT_SHD",
            State::SendFlight(state) => state.name(),
            State::WaitChangeCipherSpec(_) => "WAIT_CCS",
            State::WaitFinished(_) => "WAIT_FINISHED",
            State::Connected(_) => "CONNECTED",
        }
    }

    pub fn waits(&self) -> bool {
        !matches!(self, State::SendFlight(_))
    }

    pub fn is_connected(&self) -> bool {
        matches!(self, State::Connected(_))
    }

    pub fn connected(&self) -> Option<&Connected> {
        match self {
            State::Connected(state) => Some(state),
            _ => None,
        }
    }

    pub fn step(self, input: Option<Input>, cx: &mut Cx) -> Result<State, Fault> {
        if let Some(input) = input.as_ref().filter(|input| is_hello_request(input) && !self.is_connected()) {
            ignore_hello_request(input.clone(), cx)?;
            return Ok(self);
        }
        Ok(match (self, input) {
            (State::WaitCertificate(state), Some(input)) => match state.receive(input, cx)? {
                AfterCertificate::KeyExchange(state) => State::WaitServerKeyExchange(state),
                AfterCertificate::Done(state) => State::WaitServerHelloDone(state),
                AfterCertificate::Status(state) => State::WaitCertificate(state),
                AfterCertificate::Flight(state) => State::SendFlight(state),
            },
            (State::WaitServerKeyExchange(state), Some(input)) => State::WaitServerHelloDone(state.receive(input, cx)?),
            (State::WaitServerHelloDone(state), Some(input)) => match state.receive(input, cx)? {
                AfterDone::Request(state) => State::WaitServerHelloDone(state),
                AfterDone::Done(state) => State::SendFlight(state),
            },
            (State::SendFlight(state), None) => match state.send_next(cx)? {
                Flight::Goes(state) => State::SendFlight(state),
                Flight::Waits(state) => State::WaitChangeCipherSpec(state),
                Flight::Done(state) => State::Connected(state),
            },
            (State::WaitChangeCipherSpec(state), Some(input)) => match state.receive(input, cx)? {
                AfterSpec::Ticket(state) => State::WaitChangeCipherSpec(state),
                AfterSpec::Changed(state) => State::WaitFinished(state),
            },
            (State::WaitFinished(state), Some(input)) => match state.receive(input, cx)? {
                AfterFinished::Flight(ongoing) => State::SendFlight(SendFlight::new(*ongoing)),
                AfterFinished::Done(state) => State::Connected(state),
            },
            (State::Connected(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (state, Some(input)) => return Err(cx.unexpected(input, state.name())),
            (state, None) => return Err(cx.internal(format!("{} waits for a message", state.name()))),
        })
    }
}

/// True for a server's wish to begin (again).
pub(super) fn is_hello_request(input: &Input) -> bool {
    matches!(input, Input::Handshake(frame) if frame.msg_type == HandshakeType::HELLO_REQUEST)
}

/// A server that would like to begin again is not heard while it has begun. RFC 5246 §7.4.1.1.
pub(super) fn ignore_hello_request(input: Input, cx: &mut Cx) -> Result<(), Fault> {
    cx.receive_unlisted::<HelloRequest>(input)?;
    cx.count_idle_message()
}
