//! renegotiation_info.

use handshake_wire::{Coder, WireError};

/// What binds a handshake to the one before it on the same connection: empty on the first.
///
/// ```text
/// struct { opaque renegotiated_connection<0..255>; } RenegotiationInfo;
/// ```
/// RFC 5746 §3.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenegotiationInfo(pub Vec<u8>);

impl RenegotiationInfo {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("renegotiated_connection", 1, 0..=255, &mut self.0)
    }
}
