//! WAIT_CERT_CR: receives CertificateRequest or Certificate.

use super::{Ongoing, WaitCert, WaitCertificateVerify, check_unasked};
use crate::cx::{Cx, Input};
use crate::msgs::CertificateRequest;
use crate::msgs::codes::HandshakeType;
use crate::msgs::extensions::InMessage;
use crate::rules::{Fault, Rule};

/// The server's certificate is next, or its wish to see the client's.
pub(crate) struct WaitCertCr {
    pub ongoing: Ongoing,
}

/// What has come.
pub(crate) enum CertOrRequest {
    /// The certificate.
    Certificate(WaitCertificateVerify),
    /// The wish; the certificate is still to come.
    Request(WaitCert),
}

impl WaitCertCr {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<CertOrRequest, Fault> {
        match &input {
            Input::Handshake(frame) if frame.msg_type == HandshakeType::CERTIFICATE_REQUEST => {
                self.receive_request(input, cx).map(CertOrRequest::Request)
            }
            _ => WaitCert { ongoing: self.ongoing }.receive(input, cx).map(CertOrRequest::Certificate),
        }
    }

    fn receive_request(self, input: Input, cx: &mut Cx) -> Result<WaitCert, Fault> {
        let mut ongoing = self.ongoing;
        let request: CertificateRequest = cx.receive(input)?;
        let context = request.certificate_request_context.len();
        cx.check(Rule::ContextEmpty, context == 0, || format!("certificate_request_context has {context} bytes"))?;
        check_unasked(cx, &request.extensions, InMessage::CertificateRequest)?;
        let schemes = request.extensions.signature_algorithms().is_some();
        cx.check(Rule::RequestSchemes, schemes, || "signature_algorithms is missing".to_owned())?;
        ongoing.request = Some(request);
        Ok(WaitCert { ongoing })
    }
}
