//! WAIT_FINISHED: receives the server's Finished.

use super::{Ongoing, SendFlight};
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::rules::Fault;
use crate::trace::Epoch;
use crate::transcript::PointName;

/// The server is who it says; whether both saw the same handshake is to be shown.
pub(crate) struct WaitFinished {
    pub ongoing: Ongoing,
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<SendFlight, Fault> {
        cx.receive_finished(input, ScheduleEntry::ServerVerifyData)?;
        cx.mark(PointName::ServerFinished)?;
        cx.open_with(Epoch::Application)?;
        cx.allow_change_cipher_spec(false);
        Ok(SendFlight::new(self.ongoing, cx))
    }
}
