//! The server's TLS 1.2 states, one a file. RFC 5246 §7.3:
//!
//! ```text
//!   RECVD_CH       Select parameters
//!   NEGOTIATED     Send ServerHello, Certificate, [ServerKeyExchange], [CertificateRequest], ServerHelloDone
//!                  (of a resumed session: Send ServerHello, [NewSessionTicket], ChangeCipherSpec, Finished)
//!   WAIT_CERT      Recv Certificate              (if asked for)
//!   WAIT_CKE       Recv ClientKeyExchange
//!   WAIT_CV        Recv CertificateVerify        (if a certificate came)
//!   WAIT_CCS       Recv ChangeCipherSpec
//!   WAIT_FINISHED  Recv Finished
//!      |           Send [NewSessionTicket], ChangeCipherSpec, Finished
//!   CONNECTED
//! ```

mod agreed;
mod choice;
mod connected;
mod finish;
mod negotiated;
mod recvd_client_hello;
mod wait_certificate;
mod wait_certificate_verify;
mod wait_client_key_exchange;
mod wait_finished;

pub(super) use connected::Connected;
pub(super) use recvd_client_hello::RecvdClientHello;

use crate::cx::{Cx, Input};
use crate::rules::Fault;
use crate::trace::StateName;
use agreed::Agreed;
use finish::{Finish, Flight};
use negotiated::{AfterFlight, Negotiated};
use wait_certificate::WaitCertificate;
use wait_certificate_verify::WaitCertificateVerify;
use wait_client_key_exchange::{AfterKeys, WaitClientKeyExchange};
use wait_finished::{AfterFinished, WaitChangeCipherSpec, WaitFinished};

pub(crate) enum State {
    RecvdClientHello(RecvdClientHello),
    Negotiated(Negotiated),
    WaitCertificate(WaitCertificate),
    WaitClientKeyExchange(WaitClientKeyExchange),
    WaitCertificateVerify(WaitCertificateVerify),
    WaitChangeCipherSpec(WaitChangeCipherSpec),
    WaitFinished(WaitFinished),
    Finish(Finish),
    Connected(Connected),
}

impl State {
    pub fn name(&self) -> StateName {
        match self {
            State::RecvdClientHello(_) => "RECVD_CH",
            State::Negotiated(_) => "NEGOTIATED",
            State::WaitCertificate(_) => "WAIT_CERT",
            State::WaitClientKeyExchange(_) => "WAIT_CKE",
            State::WaitCertificateVerify(_) => "WAIT_CV",
            State::WaitChangeCipherSpec(_) => "WAIT_CCS",
            State::WaitFinished(_) => "WAIT_FINISHED",
            State::Finish(state) => state.name(),
            State::Connected(_) => "CONNECTED",
        }
    }

    pub fn waits(&self) -> bool {
        !matches!(self, State::RecvdClientHello(_) | State::Negotiated(_) | State::Finish(_))
    }

    /// A client may send data right after its Finished, without waiting for the server's (False Start, RFC 7918): it is
    /// for the state that follows. And what comes right after a hello is read when its version is known, as it would be if
    /// it came later.
    pub fn listens(&self) -> bool {
        !matches!(self, State::Finish(_) | State::RecvdClientHello(_))
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
        Ok(match (self, input) {
            (State::RecvdClientHello(state), None) => State::Negotiated(state.choose(cx)?),
            (State::Negotiated(state), None) => match state.send_next(cx)? {
                AfterFlight::Goes(state) => State::Negotiated(state),
                AfterFlight::Certificate(state) => State::WaitCertificate(state),
                AfterFlight::KeyExchange(state) => State::WaitClientKeyExchange(state),
                AfterFlight::Resumed(state) => State::Finish(state),
            },
            (State::WaitCertificate(state), Some(input)) => State::WaitClientKeyExchange(state.receive(input, cx)?),
            (State::WaitClientKeyExchange(state), Some(input)) => match state.receive(input, cx)? {
                AfterKeys::Verify(state) => State::WaitCertificateVerify(state),
                AfterKeys::Change(state) => State::WaitChangeCipherSpec(state),
            },
            (State::WaitCertificateVerify(state), Some(input)) => {
                State::WaitChangeCipherSpec(state.receive(input, cx)?)
            }
            (State::WaitChangeCipherSpec(state), Some(input)) => State::WaitFinished(state.receive(input, cx)?),
            (State::WaitFinished(state), Some(input)) => match state.receive(input, cx)? {
                AfterFinished::Flight(agreed) => State::Finish(Finish::new(*agreed)),
                AfterFinished::Done(state) => State::Connected(state),
            },
            (State::Finish(state), None) => match state.send_next(cx)? {
                Flight::Goes(state) => State::Finish(state),
                Flight::Done(state) => State::Connected(state),
                Flight::Waits(state) => State::WaitChangeCipherSpec(state),
            },
            (State::Connected(state), Some(input)) => State::Connected(state.receive(input, cx)?),
            (state, Some(input)) => return Err(cx.unexpected(input, state.name())),
            (state, None) => return Err(cx.internal(format!("{} waits for a message", state.name()))),
        })
    }
}
