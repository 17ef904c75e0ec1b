//! WAIT_CCS and WAIT_FINISHED: receive ChangeCipherSpec, then the client's Finished.

use super::{Agreed, Connected};
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::rules::Fault;
use crate::transcript::PointName;

/// The client's keys are next.
pub(crate) struct WaitChangeCipherSpec {
    agreed: Agreed,
}

impl WaitChangeCipherSpec {
    pub(super) fn begin(agreed: Agreed, cx: &mut Cx) -> Result<Self, Fault> {
        cx.mark(PointName::BeforeClientFinished)?;
        cx.allow_change_cipher_spec(true);
        Ok(WaitChangeCipherSpec { agreed })
    }

    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitFinished, Fault> {
        cx.receive_change_cipher_spec(input)?;
        Ok(WaitFinished { agreed: self.agreed })
    }
}

/// Whether both saw the same handshake is to be shown.
pub(crate) struct WaitFinished {
    agreed: Agreed,
}

/// What follows.
pub(crate) enum AfterFinished {
    /// This side's Finished.
    Flight(Box<Agreed>),
    /// All is said: the session was resumed.
    Done(Connected),
}

impl WaitFinished {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterFinished, Fault> {
        cx.receive_finished(input, ScheduleEntry::ClientVerifyData12)?;
        if self.agreed.session.is_none() {
            return Ok(AfterFinished::Flight(Box::new(self.agreed)));
        }
        cx.close_transcript();
        Ok(AfterFinished::Done(Connected::new(self.agreed)))
    }
}
