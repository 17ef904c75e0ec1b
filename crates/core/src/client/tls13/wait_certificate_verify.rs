//! WAIT_CV: receives CertificateVerify.

use super::WaitFinished;
use crate::client::ClientConfig;
use crate::cx::{Cx, Input};
use crate::msgs::CertificateVerify;
use crate::msgs::codes::SignatureScheme;
use crate::rules::{Fault, Rule};
use crate::trace::Side;
use crate::transcript::Point;
use std::sync::Arc;

/// The certificate is trusted; whether the peer owns it is to be shown.
pub(crate) struct WaitCertificateVerify {
    pub config: Arc<ClientConfig>,
    pub leaf: Vec<u8>,
}

impl WaitCertificateVerify {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitFinished, Fault> {
        let WaitCertificateVerify { config, leaf } = self;
        let hash = cx.transcript_hash(Point::ServerCertificate)?;
        let message: CertificateVerify = cx.receive(input)?;
        let scheme = message.algorithm;
        let offered: Vec<String> =
            config.signature_schemes.iter().filter(|&&s| for_handshake(s)).map(|s| s.text()).collect();
        cx.check_among(Rule::SchemeOffered, scheme.text(), &offered)?;
        let content = CertificateVerify::content(Side::Server, &hash);
        let fits = config.verifier.signature(scheme, &leaf, &content, &message.signature);
        cx.check(Rule::SignatureFits, fits, || {
            format!("the {} signature is not by the certificate's key over this handshake", scheme.text())
        })?;
        cx.mark(Point::ServerCertificateVerify)?;
        Ok(WaitFinished { config })
    }
}

/// False for the schemes that only certificates may carry. RFC 8446 §4.2.3.
fn for_handshake(scheme: SignatureScheme) -> bool {
    !matches!(
        scheme,
        SignatureScheme::RSA_PKCS1_SHA1
            | SignatureScheme::RSA_PKCS1_SHA256
            | SignatureScheme::RSA_PKCS1_SHA384
            | SignatureScheme::RSA_PKCS1_SHA512
            | SignatureScheme::ECDSA_SHA1
    )
}
