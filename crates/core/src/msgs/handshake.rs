//! What all handshake messages have in common. RFC 8446 §4.

use super::codes::HandshakeType;
use handshake_wire::{Coder, Layout, WireError, WireErrorKind};

/// A handshake message's body.
pub trait Body: Default {
    /// Its type code.
    const TYPE: HandshakeType;
    /// Its name in the RFC.
    const NAME: &'static str;
    /// Its fields.
    ///
    /// # Errors
    /// As [`Layout::layout`].
    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError>;
}

/// A handshake message with its header.
///
/// ```text
/// struct {
///     HandshakeType msg_type;    /* handshake type */
///     uint24 length;             /* remaining bytes in message */
///     select (Handshake.msg_type) { ... };
/// } Handshake;
/// ```
/// RFC 8446 §4.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handshake<B>(pub B);

impl<B: Body> Layout for Handshake<B> {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group(B::NAME, |c| {
            let mut msg_type = B::TYPE;
            c.code("msg_type", &mut msg_type)?;
            if msg_type != B::TYPE {
                // The reader of a body looks at the type first; this is the length such a body would have.
                let kind = WireErrorKind::Length { got: 0, min: 1, max: 1 };
                return Err(c.error("msg_type", kind));
            }
            c.confined("length", 3, &(0..=0xff_ffff), |c| self.0.fields(c))
        })
    }
}
