//! WAIT_CV: receives CertificateVerify.

use super::{Ongoing, WaitFinished};
use crate::cx::{Cx, Input};
use crate::msgs::CertificateVerify;
use crate::rules::Fault;
use crate::trace::Side;
use crate::transcript::PointName;

/// The certificate is trusted; whether the peer owns it is to be shown.
pub(crate) struct WaitCertificateVerify {
    pub ongoing: Ongoing,
    pub leaf: Vec<u8>,
}

impl WaitCertificateVerify {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitFinished, Fault> {
        let WaitCertificateVerify { ongoing, leaf } = self;
        let hash = cx.transcript_hash(PointName::ServerCertificate)?;
        let message: CertificateVerify = cx.receive(input)?;
        let content = CertificateVerify::content(Side::Server, &hash);
        let config = &ongoing.config;
        message.check(cx, &config.signature_schemes, config.verifier.as_ref(), &leaf, &content)?;
        cx.mark(PointName::BeforeServerFinished)?;
        Ok(WaitFinished { ongoing })
    }
}
