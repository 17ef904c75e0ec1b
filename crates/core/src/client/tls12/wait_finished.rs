//! WAIT_FINISHED: receives the server's Finished.

use super::{Connected, Ongoing};
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::rules::Fault;

/// Whether both saw the same handshake is to be shown.
pub(crate) struct WaitFinished {
    pub ongoing: Ongoing,
}

/// What follows.
pub(crate) enum AfterFinished {
    /// This side's Finished: the session was resumed.
    Flight(Box<Ongoing>),
    /// All is said.
    Done(Connected),
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterFinished, Fault> {
        cx.receive_finished(input, ScheduleEntry::ServerVerifyData12)?;
        if self.ongoing.resumed {
            return Ok(AfterFinished::Flight(Box::new(self.ongoing)));
        }
        cx.close_transcript();
        Ok(AfterFinished::Done(Connected::new(self.ongoing, cx)))
    }
}
