//! WAIT_CERT: receives Certificate.

use super::{Ongoing, WaitCertificateVerify, check_extensions};
use crate::cx::{Cx, Input};
use crate::msgs::Certificate;
use crate::msgs::extensions::InMessage;
use crate::pki::KeyUse;
use crate::rules::{Fault, Rule};
use crate::transcript::PointName;

/// The server's certificate is next.
pub(crate) struct WaitCert {
    pub ongoing: Ongoing,
}

impl WaitCert {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitCertificateVerify, Fault> {
        let ongoing = self.ongoing;
        let message: Certificate = cx.receive(input)?;
        let context = message.certificate_request_context.len();
        cx.check(Rule::ContextEmpty, context == 0, || format!("certificate_request_context has {context} bytes"))?;
        let count = message.certificate_list.len();
        cx.check(Rule::CertificatePresent, count > 0, || "certificate_list is empty".to_owned())?;
        for entry in &message.certificate_list {
            check_extensions(cx, &entry.extensions, InMessage::Certificate, &ongoing.offered)?;
        }
        let status = message.certificate_list.first().and_then(|entry| entry.extensions.certificate_status()).cloned();
        let chain: Vec<Vec<u8>> = message.certificate_list.into_iter().map(|entry| entry.cert_data).collect();
        let config = &ongoing.config;
        let path = cx.judge(config.verifier.as_ref(), &chain, config.server_name.as_deref(), KeyUse::Sign)?;
        if config.status_request {
            let response = status.as_ref().map(|status| status.response.as_slice());
            cx.judge_status(config.verifier.as_ref(), &path, response)?;
        }
        cx.mark(PointName::ServerCertificate)?;
        Ok(WaitCertificateVerify { ongoing, leaf: chain.into_iter().next().unwrap_or_default() })
    }
}
