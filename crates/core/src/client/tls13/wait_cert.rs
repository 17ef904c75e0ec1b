//! WAIT_CERT: receives Certificate.

use super::{Ongoing, WaitCertificateVerify, check_extensions};
use crate::cx::{Cx, Input};
use crate::msgs::Certificate;
use crate::msgs::extensions::Place;
use crate::rules::{Fault, Rule};
use crate::transcript::Point;

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
            check_extensions(cx, &entry.extensions, Place::Certificate, &ongoing.offered)?;
        }
        let chain: Vec<Vec<u8>> = message.certificate_list.into_iter().map(|entry| entry.cert_data).collect();
        let config = &ongoing.config;
        for finding in config.verifier.chain(&chain, config.server_name.as_deref(), cx.now()) {
            cx.check(finding.rule, finding.passed, || finding.detail)?;
        }
        cx.mark(Point::ServerCertificate)?;
        Ok(WaitCertificateVerify { ongoing, leaf: chain.into_iter().next().unwrap_or_default() })
    }
}
