//! CONNECTED: data flows; a ticket may be sent.

use crate::cx::{Cx, Input};
use crate::keys::Node;
use crate::msgs::NewSessionTicket;
use crate::msgs::extensions::{Extension, Extensions, TicketEarlyData};
use crate::rules::Fault;
use crate::server::TicketConfig;

/// The handshake is over.
pub(crate) struct Connected {
    /// Still to be sent.
    pub ticket: Option<TicketConfig>,
}

impl Connected {
    pub fn waits(&self) -> bool {
        self.ticket.is_none()
    }

    pub fn send_ticket(self, cx: &mut Cx) -> Result<Connected, Fault> {
        let Some(config) = self.ticket else { return Ok(Connected { ticket: None }) };
        cx.know(Node::TicketNonce, config.nonce.clone());
        cx.derive();
        let early = config.max_early_data.map(|max_early_data_size| TicketEarlyData { max_early_data_size });
        let ticket_age_add = u32::from_be_bytes(cx.random("ticket_age_add"));
        let ticket = cx.random_vec("ticket", config.len);
        cx.send(NewSessionTicket {
            ticket_lifetime: config.lifetime,
            ticket_age_add,
            ticket_nonce: config.nonce,
            ticket,
            extensions: Extensions(early.map(Extension::TicketEarlyData).into_iter().collect()),
        })?;
        Ok(Connected { ticket: None })
    }

    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        match input {
            Input::Data(_) => Ok(self),
            other => Err(cx.unexpected(other, "application data")),
        }
    }
}
