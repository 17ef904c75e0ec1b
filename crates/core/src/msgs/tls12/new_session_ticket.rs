//! NewSessionTicket, TLS 1.2.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// A ticket with which the client may come back.
///
/// ```text
/// struct {
///     uint32 ticket_lifetime_hint;
///     opaque ticket<0..2^16-1>;
/// } NewSessionTicket;
/// ```
/// RFC 5077 §3.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSessionTicket {
    /// Seconds for which it may be good; 0: the server does not say.
    pub ticket_lifetime_hint: u32,
    /// Opaque to the client; empty: no ticket after all.
    pub ticket: Vec<u8>,
}

impl Body for NewSessionTicket {
    const TYPE: HandshakeType = HandshakeType::NEW_SESSION_TICKET;
    const NAME: &'static str = crate::msgs::NewSessionTicket::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.u32("ticket_lifetime_hint", &mut self.ticket_lifetime_hint)?;
        c.opaque("ticket", 2, 0..=0xffff, &mut self.ticket)
    }
}
