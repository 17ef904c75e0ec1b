//! CONNECTED: data flows; tickets may be sent, and new keys by either side.

use super::negotiated::Agreed;
use crate::connection::receive_key_update;
use crate::cx::{Cx, Input};
use crate::keys::{PskKind, ScheduleEntry};
use crate::msgs::NewSessionTicket;
use crate::msgs::codes::HandshakeType;
use crate::msgs::extensions::{Extension, Extensions, TicketEarlyData};
use crate::rules::Fault;
use crate::server::{ServerConfig, TicketConfig};
use crate::session::ServerSession;
use std::sync::Arc;

/// The handshake is over.
pub(crate) struct Connected {
    config: Arc<ServerConfig>,
    suite: crate::msgs::codes::CipherSuite,
    alpn: Option<Vec<u8>>,
    /// Tickets still to be sent, and the nonce of the next.
    owed: usize,
    nonce: Vec<u8>,
    /// By which the client has shown who it is; empty if it has not.
    pub client_chain: Vec<Vec<u8>>,
    /// Whether a pre-shared key is in use.
    pub resumed: bool,
    /// Whether early data was read.
    pub early_data: bool,
}

impl Connected {
    pub(super) fn new(agreed: Agreed, client_chain: Vec<Vec<u8>>) -> Self {
        let ticket = agreed.config.ticket.clone();
        // One that can't resume gets no ticket; one that says nothing of modes can't. RFC 8446 §4.2.9.
        let modes = agreed.hello.extensions.psk_key_exchange_modes().map(|modes| modes.0.clone()).unwrap_or_default();
        let resumes = modes.iter().any(|mode| agreed.config.psk_modes.contains(mode));
        let before = agreed.resumed.map(|resumed| resumed.session.client_chain);
        Connected {
            owed: ticket.as_ref().filter(|_| resumes).map_or(0, |ticket| ticket.count),
            nonce: ticket.map(|ticket| ticket.nonce).unwrap_or_default(),
            suite: agreed.suite.id,
            resumed: before.is_some(),
            // Who was shown to the connection before has been shown to this one. RFC 8446 §4.6.1.
            client_chain: if client_chain.is_empty() { before.unwrap_or_default() } else { client_chain },
            config: agreed.config,
            alpn: agreed.alpn,
            early_data: agreed.early_data,
        }
    }

    /// The application protocol agreed on.
    pub fn alpn(&self) -> Option<&[u8]> {
        self.alpn.as_deref()
    }

    pub fn waits(&self) -> bool {
        self.owed == 0
    }

    /// Owes the client one ticket more.
    pub fn add_ticket(&mut self) {
        if self.config.ticket.is_some() {
            self.owed += 1;
        }
    }

    pub fn send_ticket(mut self, cx: &mut Cx) -> Result<Connected, Fault> {
        self.owed = self.owed.saturating_sub(1);
        let Some(config) = self.config.ticket.clone() else { return Ok(self) };
        cx.know(ScheduleEntry::TicketNonce, self.nonce.clone());
        cx.derive();
        let secret = cx.key(ScheduleEntry::ResumptionPsk)?;
        let early = config.max_early_data.map(|max_early_data_size| TicketEarlyData { max_early_data_size });
        let ticket_age_add = u32::from_be_bytes(cx.random("ticket_age_add"));
        let ticket = cx.random_vec("ticket", config.len);
        cx.send(NewSessionTicket {
            ticket_lifetime: config.lifetime,
            ticket_age_add,
            ticket_nonce: self.nonce.clone(),
            ticket: ticket.clone(),
            extensions: Extensions(early.map(Extension::TicketEarlyData).into_iter().collect()),
        })?;
        self.keep(&config, ticket, ticket_age_add, secret, cx.now());
        for byte in self.nonce.iter_mut().rev() {
            *byte = byte.wrapping_add(1);
            if *byte != 0 {
                break;
            }
        }
        Ok(self)
    }

    fn keep(&self, config: &TicketConfig, ticket: Vec<u8>, age_add: u32, secret: Vec<u8>, now: u64) {
        let session = ServerSession {
            secret,
            kind: PskKind::Resumption,
            suite: self.suite,
            alpn: self.alpn.clone(),
            issued_at: now,
            lifetime: config.lifetime,
            age_add,
            max_early_data: config.max_early_data.unwrap_or(0),
            client_chain: self.client_chain.clone(),
            server_name: None,
            tls12: None,
        };
        if let Some(sessions) = &self.config.sessions {
            sessions.keep(&ticket, session);
        }
    }

    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        match &input {
            Input::Data(_) => Ok(self),
            Input::Handshake(frame) if frame.msg_type == HandshakeType::KEY_UPDATE => {
                receive_key_update(input, cx)?;
                Ok(self)
            }
            Input::Handshake(_) | Input::ChangeCipherSpec => Err(cx.unexpected(input, "KeyUpdate or application data")),
        }
    }
}
