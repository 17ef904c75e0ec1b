//! application_layer_protocol_negotiation.

use handshake_wire::{Coder, WireError};

/// Protocols above TLS: those offered, or the one chosen.
///
/// ```text
/// opaque ProtocolName<1..2^8-1>;
/// struct { ProtocolName protocol_name_list<2..2^16-1> } ProtocolNameList;
/// ```
/// RFC 7301 §3.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProtocolNameList(pub Vec<Vec<u8>>);

impl ProtocolNameList {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.list("protocol_name_list", 2, 2..=0xffff, &mut self.0, |c, name| c.opaque("ProtocolName", 1, 1..=255, name))
    }
}
