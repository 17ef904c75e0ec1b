//! ClientKeyExchange, in the form of each key exchange. What was agreed tells which.

use crate::msgs::Body;
use crate::msgs::codes::HandshakeType;
use handshake_wire::{Coder, WireError};

const NAME: &str = "ClientKeyExchange";

/// The pre-master secret, encrypted to the server's RSA key.
///
/// ```text
/// struct {
///     public-key-encrypted PreMasterSecret pre_master_secret;   /* opaque<0..2^16-1> */
/// } EncryptedPreMasterSecret;
/// ```
/// RFC 5246 §7.4.7.1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RsaClientKeyExchange {
    /// As long as the server's RSA modulus.
    pub encrypted_pre_master_secret: Vec<u8>,
}

impl Body for RsaClientKeyExchange {
    const TYPE: HandshakeType = HandshakeType::CLIENT_KEY_EXCHANGE;
    const NAME: &'static str = NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("EncryptedPreMasterSecret", 2, 0..=0xffff, &mut self.encrypted_pre_master_secret)
    }
}

/// The client's public half.
///
/// ```text
/// struct {
///     opaque point <1..2^8-1>;
/// } ECPoint;
/// struct {
///     ECPoint ecdh_Yc;
/// } ClientECDiffieHellmanPublic;
/// ```
/// RFC 8422 §5.7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EcdheClientKeyExchange {
    /// In the encoding of the server's curve.
    pub public: Vec<u8>,
}

impl Body for EcdheClientKeyExchange {
    const TYPE: HandshakeType = HandshakeType::CLIENT_KEY_EXCHANGE;
    const NAME: &'static str = NAME;

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.opaque("ecdh_Yc", 1, 1..=255, &mut self.public)
    }
}
