//! CertificateVerify, before TLS 1.2.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// Proof that the client has the private key of its certificate: a signature over all messages before this one.
///
/// ```text
/// struct {
///     Signature signature;
/// } CertificateVerify;
/// ```
/// RFC 4346 §7.4.8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateVerify {
    /// Of RSA over MD5 and SHA-1, of ECDSA over SHA-1.
    pub signature: Vec<u8>,
}

impl Body for CertificateVerify {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_VERIFY;
    const NAME: &'static str = crate::msgs::CertificateVerify::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("signature", 2, 0..=0xffff, &mut self.signature)
    }
}
