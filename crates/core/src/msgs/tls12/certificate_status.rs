//! CertificateStatus.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// What the authority says of the certificate, brought along by the server.
///
/// ```text
/// opaque OCSPResponse<1..2^24-1>;
/// struct {
///     CertificateStatusType status_type;   /* ocsp(1) */
///     OCSPResponse response;
/// } CertificateStatus;
/// ```
/// RFC 6066 §8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateStatus {
    /// 1: OCSP.
    pub status_type: u8,
    /// DER.
    pub response: Vec<u8>,
}

impl Body for CertificateStatus {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_STATUS;
    const NAME: &'static str = "CertificateStatus";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        self.layout(c)
    }
}

impl CertificateStatus {
    /// Of an OCSPResponse (DER).
    pub fn ocsp(response: &[u8]) -> Self {
        CertificateStatus { status_type: 1, response: response.to_vec() }
    }

    /// As it stands in the message, and in the extension of TLS 1.3.
    pub(crate) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.u8("status_type", &mut self.status_type)?;
        c.opaque("OCSPResponse", 3, 1..=0xff_ffff, &mut self.response)
    }
}
