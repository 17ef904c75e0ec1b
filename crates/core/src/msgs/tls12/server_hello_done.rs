//! ServerHelloDone.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

/// The server's first flight is over.
///
/// ```text
/// struct { } ServerHelloDone;
/// ```
/// RFC 5246 §7.4.5.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHelloDone;

impl Body for ServerHelloDone {
    const TYPE: HandshakeType = HandshakeType::SERVER_HELLO_DONE;
    const NAME: &'static str = "ServerHelloDone";

    fn fields(&mut self, _: &mut Coder) -> Result<(), WireError> {
        Ok(())
    }
}
