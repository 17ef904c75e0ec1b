//! Sends the server's last messages, one a step. After WAIT_FINISHED; of a resumed session, after ServerHello.

use super::{Agreed, Connected, WaitChangeCipherSpec};
use crate::cx::Cx;
use crate::keys::{PskKind, ScheduleEntry};
use crate::msgs::Finished;
use crate::msgs::tls12::NewSessionTicket;
use crate::rules::Fault;
use crate::session::ServerSession;
use crate::trace::{Epoch, StateName};
use crate::transcript::PointName;

/// The keys are there.
pub(crate) struct Finish {
    agreed: Agreed,
    next: Next,
}

/// The messages, in order.
enum Next {
    NewSessionTicket,
    ChangeCipherSpec,
    Finished,
}

/// What follows.
pub(crate) enum Flight {
    /// More to send.
    Goes(Finish),
    /// All is said.
    Done(Connected),
    /// The client's keys are next: the session was resumed.
    Waits(WaitChangeCipherSpec),
}

impl Finish {
    pub(super) fn new(agreed: Agreed) -> Self {
        let next = if agreed.sends_ticket { Next::NewSessionTicket } else { Next::ChangeCipherSpec };
        Finish { agreed, next }
    }

    pub fn name(&self) -> StateName {
        if self.agreed.session.is_some() { "NEGOTIATED" } else { "WAIT_FINISHED" }
    }

    pub fn send_next(mut self, cx: &mut Cx) -> Result<Flight, Fault> {
        self.next = match self.next {
            Next::NewSessionTicket => {
                self.send_ticket(cx)?;
                Next::ChangeCipherSpec
            }
            Next::ChangeCipherSpec => {
                cx.mark(PointName::BeforeServerFinished)?;
                cx.send_change_cipher_spec()?;
                cx.seal_with(Epoch::Session)?;
                Next::Finished
            }
            Next::Finished => return self.send_finished(cx),
        };
        Ok(Flight::Goes(self))
    }

    fn send_ticket(&self, cx: &mut Cx) -> Result<(), Fault> {
        let Some(config) = &self.agreed.config.ticket else { return Ok(()) };
        let ticket = cx.random_vec("ticket", config.len);
        self.keep(cx, &ticket, config.lifetime)?;
        cx.send(NewSessionTicket { ticket_lifetime_hint: config.lifetime, ticket })
    }

    fn keep(&self, cx: &mut Cx, name: &[u8], lifetime: u32) -> Result<(), Fault> {
        let session = ServerSession {
            secret: cx.key(ScheduleEntry::MasterSecret12)?,
            kind: PskKind::Resumption,
            suite: self.agreed.suite.id,
            alpn: self.agreed.alpn.clone(),
            issued_at: cx.now(),
            lifetime,
            age_add: 0,
            max_early_data: 0,
            client_chain: self.agreed.client_chain.clone(),
            server_name: self.agreed.hello.extensions.host_name().map(str::to_owned),
            tls12: Some(self.agreed.extended_master_secret),
        };
        if let Some(sessions) = &self.agreed.config.sessions {
            sessions.keep(name, session);
        }
        Ok(())
    }

    fn send_finished(self, cx: &mut Cx) -> Result<Flight, Fault> {
        let verify_data = cx.key(ScheduleEntry::ServerVerifyData12)?;
        cx.send(Finished { verify_data })?;
        if self.agreed.session.is_some() {
            return WaitChangeCipherSpec::begin(self.agreed, cx).map(Flight::Waits);
        }
        if !self.agreed.session_id.is_empty() {
            self.keep(cx, &self.agreed.session_id, self.agreed.config.tls12.session_lifetime)?;
        }
        cx.close_transcript();
        Ok(Flight::Done(Connected::new(self.agreed)))
    }
}
