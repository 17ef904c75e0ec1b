//! WAIT_FINISHED: receives the server's Finished, sends its own.

use super::Connected;
use crate::client::ClientConfig;
use crate::cx::{Cx, Input};
use crate::hex;
use crate::keys::Node;
use crate::msgs::Finished;
use crate::rules::{Fault, Rule};
use crate::trace::Epoch;
use crate::transcript::Point;
use std::sync::Arc;

/// The server is who it says; whether both saw the same handshake is to be shown.
pub(crate) struct WaitFinished {
    pub config: Arc<ClientConfig>,
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        let wanted = cx.key(Node::ServerVerifyData)?;
        let message: Finished = cx.receive(input)?;
        cx.check_same(Rule::FinishedMatches, hex(&message.verify_data), hex(&wanted))?;
        cx.mark(Point::ServerFinished)?;
        cx.open_with(Epoch::Application)?;
        cx.allow_change_cipher_spec(false);

        if self.config.compatibility_mode {
            cx.send_change_cipher_spec()?;
        }
        let verify_data = cx.key(Node::ClientVerifyData)?;
        cx.send(Finished { verify_data })?;
        cx.mark(Point::ClientFinished)?;
        cx.seal_with(Epoch::Application)?;
        Ok(Connected)
    }
}
