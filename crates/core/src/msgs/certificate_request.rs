//! CertificateRequest.

use super::Body;
use super::codes::HandshakeType;
use super::extensions::{Extensions, InMessage};
use handshake_wire::{Coder, WireError};

/// The server asks the client who it is.
///
/// ```text
/// struct {
///     opaque certificate_request_context<0..2^8-1>;
///     Extension extensions<0..2^16-1>;
/// } CertificateRequest;
/// ```
/// RFC 9846 §4.4.2; RFC 8446 §4.3.2 had 2 for the lower bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateRequest {
    /// Empty during the handshake.
    pub certificate_request_context: Vec<u8>,
    /// What the certificate must be like: signature_algorithms at least.
    pub extensions: Extensions,
}

impl Body for CertificateRequest {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_REQUEST;
    const NAME: &'static str = "CertificateRequest";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("certificate_request_context", 1, 0..=255, &mut self.certificate_request_context)?;
        self.extensions.layout(c, InMessage::CertificateRequest, 0)
    }
}
