//! WAIT_FLIGHT2: where the client's second flight begins depends on what was agreed.

use super::negotiated::Agreed;
use super::{Await, WaitCert, WaitEndOfEarlyData, WaitFinished};
use crate::cx::Cx;
use crate::rules::Fault;
use crate::trace::Epoch;
use crate::transcript::PointName;

/// The server's flight has been sent.
pub(crate) struct WaitFlight2;

impl WaitFlight2 {
    /// Waits for early data and its end, if it is read.
    pub(super) fn begin(agreed: Agreed, cx: &mut Cx) -> Result<Await, Fault> {
        match agreed.early_data {
            true => Ok(Await::EndOfEarlyData(WaitEndOfEarlyData::new(agreed))),
            false => WaitFlight2::goes_on(agreed, cx),
        }
    }

    /// The early data has ended: the client opens its part of the handshake.
    pub(super) fn after_early_data(agreed: Agreed, cx: &mut Cx) -> Result<Await, Fault> {
        cx.open_with(Epoch::Handshake)?;
        WaitFlight2::goes_on(agreed, cx)
    }

    fn goes_on(agreed: Agreed, cx: &mut Cx) -> Result<Await, Fault> {
        if agreed.asks_client() {
            return Ok(Await::Cert(WaitCert { agreed }));
        }
        cx.mark(PointName::BeforeClientFinished)?;
        Ok(Await::Finished(WaitFinished { agreed, client_chain: Vec::new() }))
    }
}
