//! NewSessionTicket.

use super::Body;
use super::codes::HandshakeType;
use super::extensions::{Extensions, InMessage};
use handshake_wire::{Coder, WireError};

/// A ticket with which the client may come back.
///
/// ```text
/// struct {
///     uint32 ticket_lifetime;
///     uint32 ticket_age_add;
///     opaque ticket_nonce<0..255>;
///     opaque ticket<1..2^16-1>;
///     Extension extensions<0..2^16-2>;
/// } NewSessionTicket;
/// ```
/// RFC 8446 §4.6.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSessionTicket {
    /// Seconds for which it is good, at most 7 days.
    pub ticket_lifetime: u32,
    /// Added to the ticket's age so that it can't be used to link connections.
    pub ticket_age_add: u32,
    /// Makes each ticket's key another one.
    pub ticket_nonce: Vec<u8>,
    /// Opaque to the client.
    pub ticket: Vec<u8>,
    /// Whether early data is welcome, and how much.
    pub extensions: Extensions,
}

impl Body for NewSessionTicket {
    const TYPE: HandshakeType = HandshakeType::NEW_SESSION_TICKET;
    const NAME: &'static str = "NewSessionTicket";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.u32("ticket_lifetime", &mut self.ticket_lifetime)?;
        c.u32("ticket_age_add", &mut self.ticket_age_add)?;
        c.opaque("ticket_nonce", 1, 0..=255, &mut self.ticket_nonce)?;
        c.opaque("ticket", 2, 1..=0xffff, &mut self.ticket)?;
        self.extensions.layout(c, InMessage::NewSessionTicket, 0)
    }
}
