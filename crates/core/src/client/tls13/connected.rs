//! CONNECTED: data flows; the server may send tickets, and either side new keys.

use super::{Ongoing, check_unasked};
use crate::connection::receive_key_update;
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::msgs::NewSessionTicket;
use crate::msgs::codes::{CipherSuite, HandshakeType};
use crate::msgs::extensions::InMessage;
use crate::rules::{Fault, Rule};
use crate::session::ClientSession;

/// The handshake is over.
pub(crate) struct Connected {
    server_name: Option<String>,
    suite: CipherSuite,
    /// Tickets that are kept at most.
    max_tickets: usize,
    alpn: Option<Vec<u8>>,
    /// Whether early data was accepted, if any was sent.
    pub early_data: Option<bool>,
    /// Whether a pre-shared key is in use.
    pub resumed: bool,
    /// What can be resumed, the newest last.
    pub sessions: Vec<ClientSession>,
}

/// Longest life of a ticket in seconds: 7 days. RFC 8446 §4.6.1.
const MAX_LIFETIME: u32 = 604_800;

impl Connected {
    pub(super) fn new(ongoing: Ongoing) -> Self {
        Connected {
            early_data: ongoing.config.early_data().map(|_| ongoing.early_data),
            server_name: ongoing.config.server_name.clone(),
            suite: ongoing.suite,
            max_tickets: ongoing.config.max_tickets,
            alpn: ongoing.alpn,
            resumed: ongoing.psk.is_some(),
            sessions: Vec::new(),
        }
    }

    /// The application protocol agreed on.
    pub fn alpn(&self) -> Option<&[u8]> {
        self.alpn.as_deref()
    }

    pub fn receive(mut self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        match &input {
            Input::Data(_) => return Ok(self),
            Input::Handshake(frame) if frame.msg_type == HandshakeType::KEY_UPDATE => {
                receive_key_update(input, cx)?;
                return Ok(self);
            }
            Input::ChangeCipherSpec => {
                return Err(cx.unexpected(input, "NewSessionTicket, KeyUpdate or application data"));
            }
            Input::Handshake(_) => {}
        }
        let ticket: NewSessionTicket = cx.receive(input)?;
        cx.count_idle_message()?;
        // Who can't resume has no use for it, and nothing to say against it. RFC 9846 §4.7.1.
        if self.max_tickets == 0 {
            return Ok(self);
        }
        let lifetime = ticket.ticket_lifetime;
        cx.check(Rule::TicketLifetime, lifetime <= MAX_LIFETIME, || format!("ticket_lifetime is {lifetime} s"))?;
        check_unasked(cx, &ticket.extensions, InMessage::NewSessionTicket)?;
        cx.know(ScheduleEntry::TicketNonce, ticket.ticket_nonce);
        cx.derive();
        let session = ClientSession {
            server_name: self.server_name.clone(),
            ticket: ticket.ticket,
            secret: cx.key(ScheduleEntry::ResumptionPsk)?,
            suite: self.suite,
            alpn: self.alpn.clone(),
            received_at: cx.now(),
            lifetime,
            age_add: ticket.ticket_age_add,
            max_early_data: ticket.extensions.ticket_early_data().map_or(0, |early| early.max_early_data_size),
        };
        // A lifetime of zero means: throw it away. RFC 8446 §4.6.1.
        if lifetime > 0 {
            self.sessions.push(session);
        }
        let old = self.sessions.len().saturating_sub(self.max_tickets);
        self.sessions.drain(..old);
        Ok(self)
    }
}
