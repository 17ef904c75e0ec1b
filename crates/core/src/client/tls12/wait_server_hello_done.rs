//! WAIT_SHD: receives CertificateRequest, if one comes, and ServerHelloDone.

use super::{Ongoing, SendFlight};
use crate::cx::{Cx, Input};
use crate::msgs::codes::HandshakeType;
use crate::msgs::tls10;
use crate::msgs::tls12::ServerHelloDone;
use crate::rules::Fault;

/// The end of the server's flight is next, or its wish to see the client's certificate.
pub(crate) struct WaitServerHelloDone {
    pub ongoing: Ongoing,
}

/// What follows.
pub(crate) enum AfterDone {
    /// The server asked; the end is still to come.
    Request(WaitServerHelloDone),
    /// This side's flight.
    Done(SendFlight),
}

impl WaitServerHelloDone {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterDone, Fault> {
        let mut ongoing = self.ongoing;
        match &input {
            Input::Handshake(frame)
                if frame.msg_type == HandshakeType::CERTIFICATE_REQUEST && ongoing.request.is_none() =>
            {
                ongoing.request = Some(match ongoing.suite.is_unnamed() {
                    true => cx.receive::<tls10::CertificateRequest>(input)?.into(),
                    false => cx.receive(input)?,
                });
                Ok(AfterDone::Request(WaitServerHelloDone { ongoing }))
            }
            _ => {
                let ServerHelloDone = cx.receive(input)?;
                Ok(AfterDone::Done(SendFlight::new(ongoing)))
            }
        }
    }
}
