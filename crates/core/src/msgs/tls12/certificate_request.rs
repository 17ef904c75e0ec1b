//! CertificateRequest, TLS 1.2.

use crate::msgs::Body;
use crate::msgs::codes::{ClientCertificateType, HandshakeType, SignatureScheme};
use handshake_wire::{Coder, WireError};

/// The server asks the client who it is.
///
/// ```text
/// opaque DistinguishedName<1..2^16-1>;
/// struct {
///     ClientCertificateType certificate_types<1..2^8-1>;
///     SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
///     DistinguishedName certificate_authorities<0..2^16-1>;
/// } CertificateRequest;
/// ```
/// RFC 5246 §7.4.4. Hash and signature are read as one code, as RFC 8446 §4.2.3 has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateRequest {
    /// Kinds of key the certificate may hold.
    pub certificate_types: Vec<ClientCertificateType>,
    /// Signatures the server can check.
    pub supported_signature_algorithms: Vec<SignatureScheme>,
    /// Names (DER) of the authorities it trusts; empty: it does not say.
    pub certificate_authorities: Vec<Vec<u8>>,
}

impl Body for CertificateRequest {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_REQUEST;
    const NAME: &'static str = crate::msgs::CertificateRequest::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("certificate_types", "certificate_type", 1, 1..=255, &mut self.certificate_types)?;
        let schemes = &mut self.supported_signature_algorithms;
        c.codes("supported_signature_algorithms", "SignatureAndHashAlgorithm", 2, 2..=0xfffe, schemes)?;
        c.list("certificate_authorities", 2, 0..=0xffff, &mut self.certificate_authorities, |c, name| {
            c.opaque("DistinguishedName", 2, 1..=0xffff, name)
        })
    }
}
