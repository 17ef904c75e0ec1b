//! ServerKeyExchange, for ECDHE, before TLS 1.2.

use crate::msgs::codes::HandshakeType;
use crate::msgs::{Body, tls12};
use handshake_wire::{Coder, WireError};

/// The server's public half, signed together with both randoms: of RSA over MD5 and SHA-1, of ECDSA over SHA-1.
///
/// ```text
/// struct {
///     ServerECDHParams    params;
///     Signature           signed_params;
/// } ServerKeyExchange;
/// ```
/// RFC 4492 §5.4, RFC 4346 §7.4.3. The scheme that the one within names is of no meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerKeyExchange(pub tls12::ServerKeyExchange);

impl Body for ServerKeyExchange {
    const TYPE: HandshakeType = HandshakeType::SERVER_KEY_EXCHANGE;
    const NAME: &'static str = tls12::ServerKeyExchange::NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        self.0.params(c)?;
        c.opaque("signature", 2, 0..=0xffff, &mut self.0.signature)
    }
}
