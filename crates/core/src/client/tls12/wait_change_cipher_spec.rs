//! WAIT_CCS: receives NewSessionTicket, if one was announced, and ChangeCipherSpec.

use super::{Ongoing, WaitFinished};
use crate::cx::{Cx, Input};
use crate::msgs::tls12::NewSessionTicket;
use crate::rules::Fault;
use crate::transcript::PointName;

/// The server's keys are next.
pub(crate) struct WaitChangeCipherSpec {
    pub ongoing: Ongoing,
}

/// What follows.
pub(crate) enum AfterSpec {
    /// A ticket has come.
    Ticket(WaitChangeCipherSpec),
    /// The server uses the keys.
    Changed(WaitFinished),
}

impl WaitChangeCipherSpec {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterSpec, Fault> {
        let mut ongoing = self.ongoing;
        if ongoing.ticket_follows {
            let message: NewSessionTicket = cx.receive(input)?;
            cx.mark(PointName::BeforeServerFinished)?;
            ongoing.ticket_follows = false;
            // An empty one: the server changed its mind. RFC 5077 §3.3.
            if !message.ticket.is_empty() {
                ongoing.ticket = message.ticket;
            }
            return Ok(AfterSpec::Ticket(WaitChangeCipherSpec { ongoing }));
        }
        cx.receive_change_cipher_spec(input)?;
        Ok(AfterSpec::Changed(WaitFinished { ongoing }))
    }
}
