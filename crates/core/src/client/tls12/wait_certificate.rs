//! WAIT_CERT: receives Certificate, and the status that may come with it.

use super::{Ongoing, WaitServerHelloDone, WaitServerKeyExchange};
use crate::crypto::Exchange;
use crate::cx::{Cx, Input};
use crate::msgs::codes::HandshakeType;
use crate::msgs::tls12::{Certificate, CertificateStatus};
use crate::rules::{Fault, Rule};

/// The server's certificate is next, or its status.
pub(crate) struct WaitCertificate {
    pub ongoing: Ongoing,
    /// The certificate has come.
    pub leaf_known: bool,
}

/// What follows.
pub(crate) enum AfterCertificate {
    /// The server's half of ECDHE.
    KeyExchange(WaitServerKeyExchange),
    /// Nothing more about keys.
    Done(WaitServerHelloDone),
    /// Maybe its status.
    Status(WaitCertificate),
    /// This side's flight.
    Flight(super::SendFlight),
}

impl WaitCertificate {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterCertificate, Fault> {
        if self.leaf_known {
            return self.receive_status(input, cx);
        }
        let mut ongoing = self.ongoing;
        let message: Certificate = cx.receive(input)?;
        let count = message.certificate_list.len();
        cx.check(Rule::CertificatePresent, count > 0, || "certificate_list is empty".to_owned())?;
        let chain = message.certificate_list;
        let config = &ongoing.config;
        for finding in config.verifier.chain(&chain, config.server_name.as_deref(), cx.now()) {
            cx.check(finding.rule, finding.passed, || finding.detail)?;
        }
        ongoing.leaf = chain.into_iter().next().unwrap_or_default();
        match ongoing.status_follows {
            true => Ok(AfterCertificate::Status(WaitCertificate { ongoing, leaf_known: true })),
            false => Ok(after(ongoing)),
        }
    }

    /// A server that said it would send a status may still not do so. RFC 6066 §8.
    fn receive_status(self, input: Input, cx: &mut Cx) -> Result<AfterCertificate, Fault> {
        match &input {
            Input::Handshake(frame) if frame.msg_type == HandshakeType::CERTIFICATE_STATUS => {
                let _: CertificateStatus = cx.receive(input)?;
                Ok(after(self.ongoing))
            }
            _ => match after(self.ongoing) {
                AfterCertificate::KeyExchange(state) => state.receive(input, cx).map(AfterCertificate::Done),
                AfterCertificate::Done(state) => match state.receive(input, cx)? {
                    super::AfterDone::Request(state) => Ok(AfterCertificate::Done(state)),
                    super::AfterDone::Done(state) => Ok(AfterCertificate::Flight(state)),
                },
                other => Ok(other),
            },
        }
    }
}

fn after(ongoing: Ongoing) -> AfterCertificate {
    match ongoing.suite.exchange {
        Exchange::Ecdhe => AfterCertificate::KeyExchange(WaitServerKeyExchange { ongoing }),
        Exchange::Rsa => AfterCertificate::Done(WaitServerHelloDone { ongoing }),
    }
}
