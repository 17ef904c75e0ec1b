//! Certificate.

use super::Body;
use super::codes::HandshakeType;
use super::extensions::{Extensions, InMessage};
use handshake_wire::{Coder, WireError};

/// The sender's certificate and those that link it to a root.
///
/// ```text
/// struct {
///     opaque certificate_request_context<0..2^8-1>;
///     CertificateEntry certificate_list<0..2^24-1>;
/// } Certificate;
/// ```
/// RFC 8446 §4.4.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// Empty, but for an answer to a later CertificateRequest.
    pub certificate_request_context: Vec<u8>,
    /// The sender's first, then each one's issuer.
    pub certificate_list: Vec<CertificateEntry>,
}

/// One certificate.
///
/// ```text
/// struct {
///     opaque cert_data<1..2^24-1>;
///     Extension extensions<0..2^16-1>;
/// } CertificateEntry;
/// ```
/// RFC 8446 §4.4.2, for X.509 certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateEntry {
    /// X.509, DER.
    pub cert_data: Vec<u8>,
    /// About this certificate: its status, its log entries.
    pub extensions: Extensions,
}

impl Body for Certificate {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE;
    const NAME: &'static str = "Certificate";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("certificate_request_context", 1, 0..=255, &mut self.certificate_request_context)?;
        c.list("certificate_list", 3, 0..=0xff_ffff, &mut self.certificate_list, |c, entry| {
            c.group("CertificateEntry", |c| {
                c.opaque("cert_data", 3, 1..=0xff_ffff, &mut entry.cert_data)?;
                entry.extensions.layout(c, InMessage::Certificate, 0)
            })
        })
    }
}
