//! CertificateVerify.

use super::Body;
use super::codes::{HandshakeType, SignatureScheme};
use crate::side::Side;
use handshake_wire::{Coder, WireError};

/// Proof that the sender has the private key of its certificate: a signature over the handshake so far.
///
/// ```text
/// struct {
///     SignatureScheme algorithm;
///     opaque signature<0..2^16-1>;
/// } CertificateVerify;
/// ```
/// RFC 8446 §4.4.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateVerify {
    /// One of those that the other side offered.
    pub algorithm: SignatureScheme,
    /// Over [`CertificateVerify::content`].
    pub signature: Vec<u8>,
}

impl CertificateVerify {
    /// What is signed: 64 spaces, a context string, a zero byte, the transcript's hash. RFC 8446 §4.4.3.
    pub fn content(signer: Side, transcript_hash: &[u8]) -> Vec<u8> {
        let mut content = vec![0x20; 64];
        content.extend_from_slice(match signer {
            Side::Client => b"TLS 1.3, client CertificateVerify".as_slice(),
            Side::Server => b"TLS 1.3, server CertificateVerify".as_slice(),
        });
        content.push(0);
        content.extend_from_slice(transcript_hash);
        content
    }
}

impl Body for CertificateVerify {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_VERIFY;
    const NAME: &'static str = "CertificateVerify";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.code("algorithm", &mut self.algorithm)?;
        c.opaque("signature", 2, 0..=0xffff, &mut self.signature)
    }
}
