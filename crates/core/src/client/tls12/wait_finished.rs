//! WAIT_FINISHED: receives the server's Finished.

use super::{Connected, Ongoing};
use crate::cx::{Cx, Input};
use crate::hex;
use crate::keys::ScheduleEntry;
use crate::msgs::Finished;
use crate::rules::{Fault, Rule};

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
        let wanted = cx.key(ScheduleEntry::ServerVerifyData12)?;
        let message: Finished = cx.receive(input)?;
        cx.check_same(Rule::FinishedMatches, hex(&message.verify_data), hex(&wanted))?;
        if self.ongoing.resumed {
            return Ok(AfterFinished::Flight(Box::new(self.ongoing)));
        }
        cx.close_transcript();
        Ok(AfterFinished::Done(Connected::new(self.ongoing, cx)))
    }
}
