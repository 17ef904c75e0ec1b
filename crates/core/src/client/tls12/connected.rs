//! CONNECTED: data flows.

use super::Ongoing;
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{AlertDescription, HandshakeType};
use crate::msgs::tls12::HelloRequest;
use crate::rules::Fault;
use crate::session::ClientSession12;

/// The handshake is over.
pub(crate) struct Connected {
    /// What can be resumed.
    pub session: Option<ClientSession12>,
    /// Whether a session was resumed.
    pub resumed: bool,
    /// The application protocol agreed on.
    pub alpn: Option<Vec<u8>>,
}

impl Connected {
    pub(super) fn new(ongoing: Ongoing, cx: &mut Cx) -> Self {
        let session = ClientSession12 {
            server_name: ongoing.config.server_name.clone(),
            id: ongoing.session_id,
            ticket: ongoing.ticket,
            master_secret: cx.keys().get(ScheduleEntry::MasterSecret12).map(<[u8]>::to_vec).unwrap_or_default(),
            suite: ongoing.suite.id,
            extended_master_secret: cx.keys().extended_master_secret() == Some(true),
        };
        // Those of the forbidden versions are not resumed.
        let kept = (!session.id.is_empty() || !session.ticket.is_empty()) && !ongoing.suite.is_unnamed();
        Connected { session: kept.then_some(session), resumed: ongoing.resumed, alpn: ongoing.alpn }
    }

    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        match &input {
            Input::Data(_) => Ok(self),
            // This engine never begins again: RFC 5746 §5 has no need of it, and TLS 1.3 has no such thing.
            Input::Handshake(frame) if frame.msg_type == HandshakeType::HELLO_REQUEST => {
                let HelloRequest = cx.receive_unlisted(input)?;
                cx.count_idle_message()?;
                // After close_notify nothing may follow, not even this.
                if !cx.is_closed() {
                    cx.warn(AlertDescription::NO_RENEGOTIATION)?;
                }
                Ok(self)
            }
            _ => Err(cx.unexpected(input, "HelloRequest or application data")),
        }
    }
}
