//! WAIT_EOED: reads early data until EndOfEarlyData.

use super::negotiated::Agreed;
use crate::cx::{Cx, Input};
use crate::msgs::EndOfEarlyData;
use crate::rules::{Fault, Rule};

/// The client sends early data.
pub(crate) struct WaitEndOfEarlyData {
    agreed: Agreed,
    left: usize,
}

/// What follows.
pub(crate) enum AfterEarlyData {
    /// More early data, or its end.
    Goes(WaitEndOfEarlyData),
    /// It has ended.
    Ended(Agreed),
}

impl WaitEndOfEarlyData {
    pub(super) fn new(agreed: Agreed) -> Self {
        let left = agreed.resumed.as_ref().map_or(0, |resumed| resumed.session.max_early_data as usize);
        WaitEndOfEarlyData { agreed, left }
    }

    pub fn receive(mut self, input: Input, cx: &mut Cx) -> Result<AfterEarlyData, Fault> {
        if let Input::Data(data) = &input {
            let left = self.left.checked_sub(data.len());
            cx.check(Rule::EarlyDataSize, left.is_some(), || {
                format!("{} bytes more of early data, {} were left", data.len(), self.left)
            })?;
            self.left = left.unwrap_or_default();
            return Ok(AfterEarlyData::Goes(self));
        }
        let _: EndOfEarlyData = cx.receive(input)?;
        Ok(AfterEarlyData::Ended(self.agreed))
    }
}
