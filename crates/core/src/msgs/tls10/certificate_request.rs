//! CertificateRequest, before TLS 1.2.

use crate::msgs::codes::{ClientCertificateType, HandshakeType};
use crate::msgs::{Body, tls12};
use handshake_wire::{Coder, WireError};

/// The server asks the client who it is.
///
/// ```text
/// struct {
///     ClientCertificateType certificate_types<1..2^8-1>;
///     DistinguishedName certificate_authorities<0..2^16-1>;
/// } CertificateRequest;
/// ```
/// RFC 4346 §7.4.4, RFC 4492 §5.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateRequest {
    /// Kinds of key the certificate may hold.
    pub certificate_types: Vec<ClientCertificateType>,
    /// Names (DER) of the authorities it trusts; empty: it does not say.
    pub certificate_authorities: Vec<Vec<u8>>,
}

impl Body for CertificateRequest {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_REQUEST;
    const NAME: &'static str = crate::msgs::CertificateRequest::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("certificate_types", "certificate_type", 1, 1..=255, &mut self.certificate_types)?;
        c.list("certificate_authorities", 2, 0..=0xffff, &mut self.certificate_authorities, |c, name| {
            c.opaque("DistinguishedName", 2, 1..=0xffff, name)
        })
    }
}

impl From<CertificateRequest> for tls12::CertificateRequest {
    fn from(request: CertificateRequest) -> Self {
        let CertificateRequest { certificate_types, certificate_authorities } = request;
        tls12::CertificateRequest {
            certificate_types,
            supported_signature_algorithms: Vec::new(),
            certificate_authorities,
        }
    }
}

impl From<tls12::CertificateRequest> for CertificateRequest {
    fn from(request: tls12::CertificateRequest) -> Self {
        let tls12::CertificateRequest { certificate_types, certificate_authorities, .. } = request;
        CertificateRequest { certificate_types, certificate_authorities }
    }
}
