//! cookie.

use handshake_wire::{Coder, WireError};

/// Bytes that the server wants to see again in the next ClientHello.
///
/// ```text
/// struct { opaque cookie<1..2^16-1>; } Cookie;
/// ```
/// RFC 8446 §4.2.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookie(pub Vec<u8>);

impl Cookie {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("cookie", 2, 1..=0xffff, &mut self.0)
    }
}
