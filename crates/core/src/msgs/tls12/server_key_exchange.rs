//! ServerKeyExchange, for ECDHE.

use crate::msgs::Body;
use crate::msgs::codes::{EcCurveType, HandshakeType, NamedGroup, SignatureScheme};
use handshake_wire::{Coder, WireError, encode};

/// The server's public half, signed together with both randoms.
///
/// ```text
/// struct {
///     ECCurveType    curve_type;      /* named_curve(3) */
///     NamedCurve namedcurve;
/// } ECParameters;
/// struct {
///     ECParameters    curve_params;
///     ECPoint         public;
/// } ServerECDHParams;
/// struct {
///     ServerECDHParams params;
///     SignatureAndHashAlgorithm algorithm;
///     opaque signature<0..2^16-1>;
/// } ServerKeyExchange;
/// ```
/// RFC 8422 §5.4, RFC 5246 §4.7.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerKeyExchange {
    /// named_curve.
    pub curve_type: EcCurveType,
    /// One of the groups that the client offered.
    pub named_curve: NamedGroup,
    /// In the curve's encoding.
    pub public: Vec<u8>,
    /// One of the schemes that the client offered.
    pub algorithm: SignatureScheme,
    /// Over [`ServerKeyExchange::content`].
    pub signature: Vec<u8>,
}

impl ServerKeyExchange {
    /// What is signed: both randoms and the params. RFC 8422 §5.4.
    pub fn content(&self, client_random: &[u8], server_random: &[u8]) -> Vec<u8> {
        let params = encode(&mut Params(self.clone())).map(|(bytes, _)| bytes).unwrap_or_default();
        [client_random, server_random, &params].concat()
    }

    pub(in crate::msgs) fn params(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.group("params", |c| {
            c.code("curve_type", &mut self.curve_type)?;
            c.code("named_curve", &mut self.named_curve)?;
            c.opaque("public", 1, 1..=255, &mut self.public)
        })
    }
}

#[derive(Default)]
struct Params(ServerKeyExchange);

impl handshake_wire::Layout for Params {
    fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        self.0.params(c)
    }
}

impl Body for ServerKeyExchange {
    const TYPE: HandshakeType = HandshakeType::SERVER_KEY_EXCHANGE;
    const NAME: &'static str = "ServerKeyExchange";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        self.params(c)?;
        c.code("algorithm", &mut self.algorithm)?;
        c.opaque("signature", 2, 0..=0xffff, &mut self.signature)
    }
}
