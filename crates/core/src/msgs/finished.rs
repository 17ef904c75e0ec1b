//! Finished.

use super::Body;
use super::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// Proof that both sides saw the same handshake and hold the same keys.
///
/// ```text
/// struct {
///     opaque verify_data[Hash.length];
/// } Finished;
/// ```
/// RFC 8446 §4.4.4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// HMAC over the transcript's hash.
    pub verify_data: Vec<u8>,
}

impl Body for Finished {
    const TYPE: HandshakeType = HandshakeType::FINISHED;
    const NAME: &'static str = "Finished";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.rest("verify_data", &mut self.verify_data)
    }
}
