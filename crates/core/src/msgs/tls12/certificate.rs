//! Certificate, TLS 1.2.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// The sender's certificate and those that link it to a root.
///
/// ```text
/// opaque ASN.1Cert<1..2^24-1>;
/// struct {
///     ASN.1Cert certificate_list<0..2^24-1>;
/// } Certificate;
/// ```
/// RFC 5246 §7.4.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// X.509, DER; the sender's first, then each one's issuer.
    pub certificate_list: Vec<Vec<u8>>,
}

impl Body for Certificate {
    const TYPE: HandshakeType = HandshakeType::CERTIFICATE;
    const NAME: &'static str = crate::msgs::Certificate::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("certificate_list", 3, 0..=0xff_ffff, &mut self.certificate_list, |c, certificate| {
            c.opaque("ASN.1Cert", 3, 1..=0xff_ffff, certificate)
        })
    }
}
