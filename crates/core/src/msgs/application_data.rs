//! Application data.

use handshake_wire::{Coder, Layout, WireError};

/// Bytes of the protocol above TLS; TLS gives them no structure. RFC 8446 §5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationData {
    /// As they are.
    pub data: Vec<u8>,
}

impl Layout for ApplicationData {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("ApplicationData", |c| c.rest("data", &mut self.data))
    }
}
