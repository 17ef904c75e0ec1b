//! psk_key_exchange_modes.

use crate::msgs::codes::PskKeyExchangeMode;
use handshake_wire::{Coder, WireError};

/// How the client would use a pre-shared key.
///
/// ```text
/// struct { PskKeyExchangeMode ke_modes<1..255>; } PskKeyExchangeModes;
/// ```
/// RFC 8446 §4.2.9.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PskKeyExchangeModes(pub Vec<PskKeyExchangeMode>);

impl PskKeyExchangeModes {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.codes("ke_modes", "PskKeyExchangeMode", 1, 1..=255, &mut self.0)
    }
}
