//! EndOfEarlyData.

use super::Body;
use super::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// The client has sent all its early data; what follows is sealed with the handshake keys.
///
/// ```text
/// struct {} EndOfEarlyData;
/// ```
/// RFC 8446 §4.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndOfEarlyData;

impl Body for EndOfEarlyData {
    const TYPE: HandshakeType = HandshakeType::END_OF_EARLY_DATA;
    const NAME: &'static str = "EndOfEarlyData";

    fn fields(&mut self, _: &mut Coder) -> Result<(), WireError> {
        Ok(())
    }
}
