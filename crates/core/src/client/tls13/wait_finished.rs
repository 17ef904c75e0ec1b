//! WAIT_FINISHED: receives the server's Finished.

use super::{Ongoing, SendFlight};
use crate::cx::{Cx, Input};
use crate::hex;
use crate::keys::ScheduleEntry;
use crate::msgs::Finished;
use crate::rules::{Fault, Rule};
use crate::trace::Epoch;
use crate::transcript::PointName;

/// The server is who it says; whether both saw the same handshake is to be shown.
pub(crate) struct WaitFinished {
    pub ongoing: Ongoing,
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<SendFlight, Fault> {
        let wanted = cx.key(ScheduleEntry::ServerVerifyData)?;
        let message: Finished = cx.receive(input)?;
        cx.check_same(Rule::FinishedMatches, hex(&message.verify_data), hex(&wanted))?;
        cx.mark(PointName::ServerFinished)?;
        cx.open_with(Epoch::Application)?;
        cx.allow_change_cipher_spec(false);
        Ok(SendFlight::new(self.ongoing))
    }
}
