//! HelloRetryRequest.

use super::codes::HandshakeType;
use super::{Body, ServerHello};
use handshake_wire::{Coder, WireError};

/// The server asks for another ClientHello: a ServerHello whose random says so. RFC 8446 §4.1.4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelloRetryRequest(pub ServerHello);

impl Body for HelloRetryRequest {
    const TYPE: HandshakeType = HandshakeType::SERVER_HELLO;
    const NAME: &'static str = "HelloRetryRequest";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        self.0.fields(c)
    }
}
