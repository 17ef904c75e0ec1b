//! HelloRequest.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// The server would like to begin again. It is no part of the transcript.
///
/// ```text
/// struct { } HelloRequest;
/// ```
/// RFC 5246 §7.4.1.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelloRequest;

impl Body for HelloRequest {
    const TYPE: HandshakeType = HandshakeType::HELLO_REQUEST;
    const NAME: &'static str = "HelloRequest";

    fn fields(&mut self, _: &mut Coder) -> Result<(), WireError> {
        Ok(())
    }
}
