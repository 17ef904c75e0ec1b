//! WAIT_CV: receives the client's CertificateVerify.

use super::{Agreed, WaitChangeCipherSpec};
use crate::cx::{Cx, Input};
use crate::handshake_signature::{check_signature_unnamed, check_signature12};
use crate::msgs::{CertificateVerify, tls10};
use crate::rules::Fault;

/// Whether the client owns its certificate is to be shown.
pub(crate) struct WaitCertificateVerify {
    pub agreed: Agreed,
}

impl WaitCertificateVerify {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitChangeCipherSpec, Fault> {
        let agreed = self.agreed;
        let Some(auth) = agreed.config.client_auth.clone() else {
            return Err(cx.internal("nobody asked for a certificate".to_owned()));
        };
        // All messages before this one, themselves: the scheme names the hash. RFC 5246 §7.4.8.
        let content = cx.transcript().bytes().to_vec();
        let leaf = agreed.client_chain.first().cloned().unwrap_or_default();
        if agreed.suite.is_unnamed() {
            let message: tls10::CertificateVerify = cx.receive(input)?;
            check_signature_unnamed(cx, &leaf, &content, &message.signature)?;
            return WaitChangeCipherSpec::begin(agreed, cx);
        }
        let message: CertificateVerify = cx.receive(input)?;
        let signed = (message.algorithm, message.signature.as_slice());
        check_signature12(cx, signed, &auth.signature_schemes, auth.verifier.as_ref(), &leaf, &content)?;
        WaitChangeCipherSpec::begin(agreed, cx)
    }
}
