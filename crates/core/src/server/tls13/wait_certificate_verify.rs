//! WAIT_CV: receives the client's CertificateVerify.

use super::WaitFinished;
use super::negotiated::Agreed;
use crate::cx::{Cx, Input};
use crate::msgs::CertificateVerify;
use crate::rules::Fault;
use crate::server::ClientAuth;
use crate::trace::Side;
use crate::transcript::PointName;

/// The client's certificate is good; whether the client owns it is to be shown.
pub(crate) struct WaitCertificateVerify {
    pub agreed: Agreed,
    pub auth: ClientAuth,
    pub chain: Vec<Vec<u8>>,
}

impl WaitCertificateVerify {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitFinished, Fault> {
        let WaitCertificateVerify { agreed, auth, chain } = self;
        let hash = cx.transcript_hash(PointName::ClientCertificate)?;
        let message: CertificateVerify = cx.receive(input)?;
        let content = CertificateVerify::content(Side::Client, &hash);
        let leaf = chain.first().map(Vec::as_slice).unwrap_or_default();
        message.check(cx, &auth.signature_schemes, auth.verifier.as_ref(), leaf, &content)?;
        cx.mark(PointName::BeforeClientFinished)?;
        Ok(WaitFinished { agreed, client_chain: chain })
    }
}
