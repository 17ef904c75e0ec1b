//! Signs the handshake and checks the peer's signature over it, for both sides. RFC 8446 §4.4.3.

use crate::crypto::fits_unnamed;
use crate::cx::Cx;
use crate::msgs::CertificateVerify;
use crate::msgs::codes::SignatureScheme;
use crate::pki::{Identity, Verifier, public_key};
use crate::rules::{Fault, Rule};
use crate::trace::Side;

impl CertificateVerify {
    /// A signature over the transcript's hash with an identity's key.
    pub(crate) fn signed(
        cx: &mut Cx,
        scheme: SignatureScheme,
        identity: &Identity,
        signer: Side,
        transcript_hash: &[u8],
    ) -> Result<CertificateVerify, Fault> {
        let content = CertificateVerify::content(signer, transcript_hash);
        let signature = identity.signer.sign(scheme, &content, cx.randomness());
        let Some(signature) = signature else {
            return Err(cx.internal(format!("the key could not sign with {}", scheme.text())));
        };
        Ok(CertificateVerify { algorithm: scheme, signature })
    }

    /// Checks that the signature is of a scheme that was offered, and by the key of the certificate `leaf` (DER).
    pub(crate) fn check(
        &self,
        cx: &mut Cx,
        offered: &[SignatureScheme],
        verifier: &dyn Verifier,
        leaf: &[u8],
        content: &[u8],
    ) -> Result<(), Fault> {
        let scheme = self.algorithm;
        let offered: Vec<String> = offered.iter().filter(|s| s.for_handshake()).map(|s| s.text()).collect();
        cx.check_among(Rule::SchemeOffered, scheme.text(), &offered)?;
        let fits = verifier.signature(scheme, leaf, content, &self.signature);
        cx.check(Rule::SignatureFits, fits, || {
            format!("the {} signature is not by the certificate's key over this handshake", scheme.text())
        })
    }
}

/// TLS 1.2: that a signature is of a scheme that was offered and fits the suite's kind of certificate, and by the key of
/// the certificate `leaf` (DER). RFC 5246 §4.7 and §7.4.3.
pub(crate) fn check_signature12(
    cx: &mut Cx,
    (scheme, signature): (SignatureScheme, &[u8]),
    offered: &[SignatureScheme],
    verifier: &dyn Verifier,
    leaf: &[u8],
    content: &[u8],
) -> Result<(), Fault> {
    let offered: Vec<String> = offered.iter().map(|scheme| scheme.text()).collect();
    cx.check_among(Rule::SchemeOffered, scheme.text(), &offered)?;
    let fits = verifier.signature12(scheme, leaf, content, signature);
    cx.check(Rule::SignatureFits, fits, || {
        format!("the {} signature is not by the certificate's key over this handshake", scheme.text())
    })
}

/// TLS 1.1 and before: that a signature, which names no scheme, is by the key of the certificate `leaf` (DER). RFC 4346 §7.4.3
/// and §7.4.8.
pub(crate) fn check_signature_unnamed(cx: &mut Cx, leaf: &[u8], content: &[u8], signature: &[u8]) -> Result<(), Fault> {
    let fits = public_key(leaf).is_some_and(|key| fits_unnamed(&key, content, signature));
    cx.check(Rule::SignatureFits, fits, || {
        "the signature is not by the certificate's key over this handshake".to_owned()
    })
}
