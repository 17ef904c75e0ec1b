//! Messages in the form of TLS 1.0 and 1.1, which sign with the one algorithm of a key's kind, and so name none.

use handshake_core::msgs::codes::{CipherSuite, ClientCertificateType, EcCurveType, HandshakeType, NamedGroup};
use handshake_core::msgs::{self, Body, tls12};
use handshake_wire::{Coder, WireError};

/// How a suite exchanges keys, as far as its messages are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Rsa,
    Ecdhe,
    /// Another way: its messages are told, and not taken apart.
    Other,
}

impl Form {
    /// By the suite's registered name.
    pub fn of(suite: CipherSuite) -> Form {
        let name = suite.text();
        match () {
            () if name.starts_with("TLS_RSA_WITH_") => Form::Rsa,
            () if name.starts_with("TLS_ECDHE_RSA_") || name.starts_with("TLS_ECDHE_ECDSA_") => Form::Ecdhe,
            () => Form::Other,
        }
    }
}

/// ServerKeyExchange. RFC 8422 §5.4, with the signature of RFC 4346 §7.4.3.
#[derive(Default)]
pub struct ServerKeyExchange {
    curve_type: EcCurveType,
    named_curve: NamedGroup,
    public: Vec<u8>,
    signature: Vec<u8>,
}

impl Body for ServerKeyExchange {
    const TYPE: HandshakeType = HandshakeType::SERVER_KEY_EXCHANGE;
    const NAME: &'static str = tls12::ServerKeyExchange::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("params", |c| {
            c.code("curve_type", &mut self.curve_type)?;
            c.code("named_curve", &mut self.named_curve)?;
            c.opaque("public", 1, 1..=255, &mut self.public)
        })?;
        c.opaque("signature", 2, 0..=0xffff, &mut self.signature)
    }
}

/// CertificateRequest. RFC 4346 §7.4.4.
#[derive(Default)]
pub struct CertificateRequest {
    certificate_types: Vec<ClientCertificateType>,
    certificate_authorities: Vec<Vec<u8>>,
}

impl Body for CertificateRequest {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_REQUEST;
    const NAME: &'static str = tls12::CertificateRequest::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("certificate_types", "certificate_type", 1, 1..=255, &mut self.certificate_types)?;
        c.list("certificate_authorities", 2, 0..=0xffff, &mut self.certificate_authorities, |c, name| {
            c.opaque("DistinguishedName", 2, 1..=0xffff, name)
        })
    }
}

/// CertificateVerify. RFC 4346 §7.4.8.
#[derive(Default)]
pub struct CertificateVerify(Vec<u8>);

impl Body for CertificateVerify {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE_VERIFY;
    const NAME: &'static str = msgs::CertificateVerify::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("signature", 2, 0..=0xffff, &mut self.0)
    }
}
