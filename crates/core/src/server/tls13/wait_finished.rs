//! WAIT_FINISHED: receives the client's Finished.

use super::Connected;
use crate::cx::{Cx, Input};
use crate::hex;
use crate::keys::Node;
use crate::msgs::Finished;
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use crate::trace::Epoch;
use crate::transcript::Point;
use std::sync::Arc;

/// The server's flight has been sent.
pub(crate) struct WaitFinished {
    pub config: Arc<ServerConfig>,
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        let wanted = cx.key(Node::ClientVerifyData)?;
        let message: Finished = cx.receive(input)?;
        cx.check_same(Rule::FinishedMatches, hex(&message.verify_data), hex(&wanted))?;
        cx.mark(Point::ClientFinished)?;
        cx.open_with(Epoch::Application)?;
        cx.allow_change_cipher_spec(false);
        Ok(Connected { ticket: self.config.ticket.clone() })
    }
}
