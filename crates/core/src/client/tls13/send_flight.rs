//! Between WAIT_FINISHED and CONNECTED: sends the client's second flight, one message a step.

use super::{Connected, Ongoing};
use crate::cx::{Cx, what, why};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::SignatureScheme;
use crate::msgs::{Certificate, CertificateEntry, CertificateVerify, EndOfEarlyData, Finished};
use crate::pki::Identity;
use crate::rules::Fault;
use crate::trace::{Epoch, Side};
use crate::transcript::PointName;

/// The server is finished.
pub(crate) struct SendFlight {
    ongoing: Ongoing,
    identity: Option<(SignatureScheme, Identity)>,
    next: Next,
}

/// The flight's messages, in order.
enum Next {
    EndOfEarlyData,
    ChangeCipherSpec,
    Certificate,
    CertificateVerify,
    Finished,
}

/// The flight goes on, or is done.
pub(crate) enum Flight {
    /// More to send.
    Goes(Box<SendFlight>),
    /// All sent.
    Done(Connected),
}

impl SendFlight {
    pub(super) fn new(ongoing: Ongoing, cx: &Cx) -> Self {
        let next = if ongoing.early_data { Next::EndOfEarlyData } else { SendFlight::after_early_data(&ongoing, cx) };
        SendFlight { ongoing, identity: None, next }
    }

    fn after_early_data(ongoing: &Ongoing, cx: &Cx) -> Next {
        match (cx.owes_change_cipher_spec(), &ongoing.request) {
            (true, _) => Next::ChangeCipherSpec,
            (false, Some(_)) => Next::Certificate,
            (false, None) => Next::Finished,
        }
    }

    pub fn send_next(mut self, cx: &mut Cx) -> Result<Flight, Fault> {
        self.next = match self.next {
            Next::EndOfEarlyData => {
                cx.send(EndOfEarlyData)?;
                cx.seal_with(Epoch::Handshake)?;
                SendFlight::after_early_data(&self.ongoing, cx)
            }
            Next::ChangeCipherSpec => {
                cx.send_change_cipher_spec()?;
                SendFlight::after_early_data(&self.ongoing, cx)
            }
            Next::Certificate => self.send_certificate(cx)?,
            Next::CertificateVerify => {
                self.send_certificate_verify(cx)?;
                Next::Finished
            }
            Next::Finished => {
                cx.mark(PointName::BeforeClientFinished)?;
                let verify_data = cx.key(ScheduleEntry::ClientVerifyData)?;
                cx.send(Finished { verify_data })?;
                cx.mark(PointName::ClientFinished)?;
                cx.seal_with(Epoch::Application)?;
                return Ok(Flight::Done(Connected::new(self.ongoing)));
            }
        };
        Ok(Flight::Goes(Box::new(self)))
    }

    /// Shows the first certificate whose key can sign what the server can check, by an authority that it takes, or none. RFC
    /// 8446 §4.4.2.
    fn send_certificate(&mut self, cx: &mut Cx) -> Result<Next, Fault> {
        let request = self.ongoing.request.as_ref();
        let offered = request.and_then(|request| request.extensions.signature_algorithms());
        let offered: Vec<SignatureScheme> = offered.map(|schemes| schemes.0.clone()).unwrap_or_default();
        let authorities = request.and_then(|request| request.extensions.certificate_authorities());
        let authorities = authorities.map(|authorities| authorities.0.clone()).unwrap_or_default();
        let identities = &self.ongoing.config.identities;
        let issued = identities.iter().filter(|identity| identity.is_issued_by_one_of(&authorities));
        self.identity =
            issued.into_iter().find_map(|identity| Some((identity.scheme_among(&offered)?, identity.clone())));
        let names = |schemes: &[SignatureScheme]| schemes.iter().map(|scheme| scheme.text()).collect::<Vec<_>>();
        let accepted: Vec<SignatureScheme> = identities.iter().flat_map(Identity::schemes).collect();
        let picked = self.identity.as_ref().map(|(scheme, _)| scheme.text());
        cx.choose(what::SIGNATURE, names(&offered), names(&accepted), picked, why::OWN_ORDER);
        let entry = |cert_data: &Vec<u8>| CertificateEntry { cert_data: cert_data.clone(), ..Default::default() };
        let chain = self.identity.as_ref().map(|(_, identity)| identity.chain.as_slice()).unwrap_or_default();
        cx.send(Certificate {
            certificate_request_context: Vec::new(),
            certificate_list: chain.iter().map(entry).collect(),
        })?;
        cx.mark(PointName::ClientCertificate)?;
        Ok(if self.identity.is_some() { Next::CertificateVerify } else { Next::Finished })
    }

    fn send_certificate_verify(&self, cx: &mut Cx) -> Result<(), Fault> {
        let Some((scheme, identity)) = &self.identity else {
            return Err(cx.internal("a signature without a certificate".to_owned()));
        };
        let hash = cx.transcript_hash(PointName::ClientCertificate)?;
        let message = CertificateVerify::signed(cx, *scheme, identity, Side::Client, &hash)?;
        cx.send(message)
    }
}
