//! change_cipher_spec.

use handshake_wire::{Coder, Layout, WireError};

/// In TLS 1.2: from here on the sender's records are protected with the keys just agreed on (RFC 5246 §7.1). Means nothing
/// in TLS 1.3; sent so that old middleboxes take the handshake for TLS 1.2. RFC 8446 §5 and appendix D.4: a record that
/// consists of the single byte value 0x01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeCipherSpec {
    /// Always 1.
    pub change_cipher_spec: u8,
}

impl ChangeCipherSpec {
    /// Its name in reports.
    pub const NAME: &'static str = "ChangeCipherSpec";
}

impl Default for ChangeCipherSpec {
    fn default() -> Self {
        ChangeCipherSpec { change_cipher_spec: 1 }
    }
}

impl Layout for ChangeCipherSpec {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("ChangeCipherSpec", |c| c.u8("type", &mut self.change_cipher_spec))
    }
}
