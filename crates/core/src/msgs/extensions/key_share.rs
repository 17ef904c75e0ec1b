//! key_share.

use crate::msgs::codes::NamedGroup;
use handshake_wire::{Coder, WireError};

/// A public half of a key exchange.
///
/// ```text
/// struct {
///     NamedGroup group;
///     opaque key_exchange<1..2^16-1>;
/// } KeyShareEntry;
/// ```
/// RFC 8446 §4.2.8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyShareEntry {
    /// The group it belongs to.
    pub group: NamedGroup,
    /// A point: 32 bytes for x25519, 65 for secp256r1.
    pub key_exchange: Vec<u8>,
}

impl KeyShareEntry {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.code("group", &mut self.group)?;
        c.opaque("key_exchange", 2, 1..=0xffff, &mut self.key_exchange)
    }
}

/// The client's public halves.
///
/// ```text
/// struct { KeyShareEntry client_shares<0..2^16-1>; } KeyShareClientHello;
/// ```
/// RFC 8446 §4.2.8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientKeyShares(pub Vec<KeyShareEntry>);

impl ClientKeyShares {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("client_shares", 2, 0..=0xffff, &mut self.0, |c, entry| c.group("KeyShareEntry", |c| entry.layout(c)))
    }
}
