//! WAIT_FLIGHT2: where the client's second flight begins depends on what was agreed, and so does what it is made of.

use super::negotiated::Agreed;
use super::wait_cert::AfterCert;
use super::wait_end_of_early_data::AfterEarlyData;
use super::{Connected, WaitCert, WaitCertificateVerify, WaitEndOfEarlyData, WaitFinished};
use crate::cx::{Cx, Input};
use crate::rules::Fault;
use crate::trace::{Epoch, StateName};
use crate::transcript::PointName;

/// The server's flight has been sent: what the client's goes on with.
pub(crate) enum WaitFlight2 {
    /// Early data, and its end.
    EndOfEarlyData(WaitEndOfEarlyData),
    /// Its certificate.
    Cert(WaitCert),
    /// Its signature.
    CertificateVerify(WaitCertificateVerify),
    /// Its Finished.
    Finished(WaitFinished),
}

/// What follows.
pub(crate) enum AfterFlight2 {
    /// More of it.
    Goes(Box<WaitFlight2>),
    /// All of it has come.
    Done(Connected),
}

impl WaitFlight2 {
    /// Waits for early data and its end, if it is read.
    pub fn begin(agreed: Agreed, cx: &mut Cx) -> Result<WaitFlight2, Fault> {
        match agreed.early_data {
            true => Ok(WaitFlight2::EndOfEarlyData(WaitEndOfEarlyData::new(agreed))),
            false => WaitFlight2::goes_on(agreed, cx),
        }
    }

    fn goes_on(agreed: Agreed, cx: &mut Cx) -> Result<WaitFlight2, Fault> {
        if agreed.asks_client() {
            return Ok(WaitFlight2::Cert(WaitCert { agreed }));
        }
        cx.mark(PointName::BeforeClientFinished)?;
        Ok(WaitFlight2::Finished(WaitFinished { agreed, client_chain: Vec::new() }))
    }

    pub fn name(&self) -> StateName {
        match self {
            WaitFlight2::EndOfEarlyData(_) => "WAIT_EOED",
            WaitFlight2::Cert(_) => "WAIT_CERT",
            WaitFlight2::CertificateVerify(_) => "WAIT_CV",
            WaitFlight2::Finished(_) => "WAIT_FINISHED",
        }
    }

    /// True if data that comes in is early data.
    pub fn takes_early_data(&self) -> bool {
        matches!(self, WaitFlight2::EndOfEarlyData(_))
    }

    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterFlight2, Fault> {
        let next = match self {
            WaitFlight2::EndOfEarlyData(state) => match state.receive(input, cx)? {
                AfterEarlyData::Goes(state) => WaitFlight2::EndOfEarlyData(state),
                // The client opens its part of the handshake.
                AfterEarlyData::Ended(agreed) => {
                    cx.open_with(Epoch::Handshake)?;
                    WaitFlight2::goes_on(agreed, cx)?
                }
            },
            WaitFlight2::Cert(state) => match state.receive(input, cx)? {
                AfterCert::CertificateVerify(state) => WaitFlight2::CertificateVerify(state),
                AfterCert::Finished(state) => WaitFlight2::Finished(state),
            },
            WaitFlight2::CertificateVerify(state) => WaitFlight2::Finished(state.receive(input, cx)?),
            WaitFlight2::Finished(state) => return state.receive(input, cx).map(AfterFlight2::Done),
        };
        Ok(AfterFlight2::Goes(Box::new(next)))
    }
}
