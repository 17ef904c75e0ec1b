//! certificate_authorities.

use handshake_wire::{Coder, WireError};

/// Names of the authorities whose certificates the sender takes.
///
/// ```text
/// opaque DistinguishedName<1..2^16-1>;
/// struct { DistinguishedName authorities<3..2^16-1>; } CertificateAuthoritiesExtension;
/// ```
/// RFC 8446 §4.2.4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateAuthorities(pub Vec<Vec<u8>>);

impl CertificateAuthorities {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("authorities", 2, 3..=0xffff, &mut self.0, |c, name| c.opaque("DistinguishedName", 2, 1..=0xffff, name))
    }
}
