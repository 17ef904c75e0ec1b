//! WAIT_FINISHED: receives the client's Finished.

use super::Connected;
use super::negotiated::Agreed;
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::rules::Fault;
use crate::trace::Epoch;
use crate::transcript::PointName;

/// All that is missing is the client's Finished.
pub(crate) struct WaitFinished {
    pub agreed: Agreed,
    pub client_chain: Vec<Vec<u8>>,
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<Connected, Fault> {
        cx.receive_finished(input, ScheduleEntry::ClientVerifyData)?;
        cx.mark(PointName::ClientFinished)?;
        cx.open_with(Epoch::Application)?;
        cx.allow_change_cipher_spec(false);
        Ok(Connected::new(self.agreed, self.client_chain))
    }
}
