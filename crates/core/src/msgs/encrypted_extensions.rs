//! EncryptedExtensions.

use super::Body;
use super::codes::HandshakeType;
use super::extensions::{Extensions, InMessage};
use handshake_wire::{Coder, WireError};

/// The server's answers that need not be readable.
///
/// ```text
/// struct {
///     Extension extensions<0..2^16-1>;
/// } EncryptedExtensions;
/// ```
/// RFC 8446 §4.3.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EncryptedExtensions {
    /// Answers to what the client offered.
    pub extensions: Extensions,
}

impl Body for EncryptedExtensions {
    const TYPE: HandshakeType = HandshakeType::ENCRYPTED_EXTENSIONS;
    const NAME: &'static str = "EncryptedExtensions";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        self.extensions.layout(c, InMessage::EncryptedExtensions, 0)
    }
}
