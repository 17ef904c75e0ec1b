//! KeyUpdate.

use super::Body;
use super::codes::{HandshakeType, KeyUpdateRequest};
use handshake_wire::{Coder, WireError};

/// The sender's next record is sealed with new keys.
///
/// ```text
/// enum { update_not_requested(0), update_requested(1), (255) } KeyUpdateRequest;
/// struct {
///     KeyUpdateRequest request_update;
/// } KeyUpdate;
/// ```
/// RFC 8446 §4.6.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyUpdate {
    /// Whether the receiver is to change its keys, too.
    pub request_update: KeyUpdateRequest,
}

impl Body for KeyUpdate {
    const TYPE: HandshakeType = HandshakeType::KEY_UPDATE;
    const NAME: &'static str = "KeyUpdate";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.code("request_update", &mut self.request_update)
    }
}
