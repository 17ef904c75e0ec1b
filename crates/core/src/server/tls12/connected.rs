//! CONNECTED: data flows.

use super::Agreed;
use crate::cx::{Cx, Input};
use crate::msgs::ClientHello;
use crate::msgs::codes::{AlertDescription, HandshakeType};
use crate::rules::Fault;

/// The handshake is over.
pub(crate) struct Connected {
    /// By which the client has shown who it is; empty if it has not.
    pub client_chain: Vec<Vec<u8>>,
    /// Whether a session was resumed.
    pub resumed: bool,
    /// The application protocol agreed on.
    pub alpn: Option<Vec<u8>>,
}

impl Connected {
    pub(super) fn new(agreed: Agreed) -> Self {
        Connected { client_chain: agreed.client_chain, resumed: agreed.session.is_some(), alpn: agreed.alpn }
    }

    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        match &input {
            Input::Data(_) => Ok(self),
            // This engine never begins again: RFC 5746 §5 has no need of it, and TLS 1.3 has no such thing.
            Input::Handshake(frame) if frame.msg_type == HandshakeType::CLIENT_HELLO => {
                let _: ClientHello = cx.receive_unlisted(input)?;
                cx.count_idle_message()?;
                // After close_notify nothing may follow, not even this.
                if !cx.is_closed() {
                    cx.warn(AlertDescription::NO_RENEGOTIATION)?;
                }
                Ok(self)
            }
            _ => Err(cx.unexpected(input, "application data")),
        }
    }
}
