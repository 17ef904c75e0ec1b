//! WAIT_CERT: receives Certificate, and the status that may come with it.

use super::{Ongoing, WaitServerHelloDone, WaitServerKeyExchange};
use crate::crypto::{Auth, Exchange};
use crate::cx::{Cx, Input};
use crate::msgs::codes::HandshakeType;
use crate::msgs::extensions::group_names;
use crate::msgs::tls12::{Certificate, CertificateStatus};
use crate::pki::{Certificate as Certificate509, KeyUse, Path};
use crate::rules::{Fault, Rule};

/// The server's certificate is next, or its status.
pub(crate) struct WaitCertificate {
    pub ongoing: Ongoing,
    /// The path of the certificates, once they have come.
    pub path: Option<Path>,
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
        let mut ongoing = self.ongoing;
        if let Some(path) = self.path {
            return WaitCertificate::receive_status(ongoing, &path, input, cx);
        }
        let message: Certificate = cx.receive(input)?;
        let count = message.certificate_list.len();
        cx.check(Rule::CertificatePresent, count > 0, || "certificate_list is empty".to_owned())?;
        let chain = message.certificate_list;
        let config = &ongoing.config;
        let key_use = match ongoing.suite.exchange {
            Exchange::Ecdhe => KeyUse::Sign,
            Exchange::Rsa => KeyUse::Decrypt,
        };
        let path = cx.judge(config.verifier.as_ref(), &chain, config.server_name.as_deref(), key_use)?;
        ongoing.leaf = chain.into_iter().next().unwrap_or_default();
        check_curve(&ongoing, cx)?;
        match ongoing.status_follows {
            true => Ok(AfterCertificate::Status(WaitCertificate { ongoing, path: Some(path) })),
            false => {
                judge_status(&ongoing, cx, &path, None)?;
                Ok(after(ongoing))
            }
        }
    }

    /// A server that said it would send a status may still not do so. RFC 6066 §8.
    fn receive_status(ongoing: Ongoing, path: &Path, input: Input, cx: &mut Cx) -> Result<AfterCertificate, Fault> {
        if let Input::Handshake(frame) = &input
            && frame.msg_type == HandshakeType::CERTIFICATE_STATUS
        {
            let status: CertificateStatus = cx.receive(input)?;
            judge_status(&ongoing, cx, path, Some(&status.response))?;
            return Ok(after(ongoing));
        }
        judge_status(&ongoing, cx, path, None)?;
        match after(ongoing) {
            AfterCertificate::KeyExchange(state) => state.receive(input, cx).map(AfterCertificate::Done),
            AfterCertificate::Done(state) => match state.receive(input, cx)? {
                super::AfterDone::Request(state) => Ok(AfterCertificate::Done(state)),
                super::AfterDone::Done(state) => Ok(AfterCertificate::Flight(state)),
            },
            other => Ok(other),
        }
    }
}

/// A key of ECDSA is on a curve that this side has offered. RFC 8422 §5.3.
fn check_curve(ongoing: &Ongoing, cx: &mut Cx) -> Result<(), Fault> {
    let Ok(leaf) = Certificate509::read(&ongoing.leaf) else { return Ok(()) };
    let groups = &ongoing.config.groups;
    match ongoing.suite.auth {
        Auth::Ecdsa if !groups.is_empty() => cx.check(Rule::CertificateCurveOffered, leaf.is_on_one_of(groups), || {
            format!("the certificate's key is on none of {}", group_names(groups).join(", "))
        }),
        _ => Ok(()),
    }
}

/// What the server brought along about its certificate, if it was asked to.
fn judge_status(ongoing: &Ongoing, cx: &mut Cx, path: &Path, response: Option<&[u8]>) -> Result<(), Fault> {
    match ongoing.config.status_request {
        true => cx.judge_status(ongoing.config.verifier.as_ref(), path, response),
        false => Ok(()),
    }
}

fn after(ongoing: Ongoing) -> AfterCertificate {
    match ongoing.suite.exchange {
        Exchange::Ecdhe => AfterCertificate::KeyExchange(WaitServerKeyExchange { ongoing }),
        Exchange::Rsa => AfterCertificate::Done(WaitServerHelloDone { ongoing }),
    }
}
