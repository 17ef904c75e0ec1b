//! CONNECTED: data flows; the server may send tickets.

use super::check_unasked;
use crate::cx::{Cx, Input};
use crate::keys::Node;
use crate::msgs::NewSessionTicket;
use crate::msgs::extensions::Place;
use crate::rules::{Fault, Rule};

/// The handshake is over.
pub(crate) struct Connected;

/// Longest life of a ticket in seconds: 7 days. RFC 8446 §4.6.1.
const MAX_LIFETIME: u32 = 604_800;

impl Connected {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        if matches!(input, Input::Data(_)) {
            return Ok(self);
        }
        let ticket: NewSessionTicket = cx.receive(input)?;
        let lifetime = ticket.ticket_lifetime;
        cx.check(Rule::TicketLifetime, lifetime <= MAX_LIFETIME, || format!("ticket_lifetime is {lifetime} s"))?;
        check_unasked(cx, &ticket.extensions, Place::NewSessionTicket)?;
        cx.know(Node::TicketNonce, ticket.ticket_nonce);
        cx.derive();
        Ok(self)
    }
}
