//! ClientHello.

use super::Body;
use super::codes::{CipherSuite, HandshakeType, ProtocolVersion};
use super::extensions::{Extensions, InMessage};
use handshake_wire::{Coder, WireError};

/// The client's opening: what it can do, and its halves of the key exchange.
///
/// ```text
/// uint16 ProtocolVersion;
/// opaque Random[32];
/// uint8 CipherSuite[2];    /* Cryptographic suite selector */
/// struct {
///     ProtocolVersion legacy_version = 0x0303;    /* TLS v1.2 */
///     Random random;
///     opaque legacy_session_id<0..32>;
///     CipherSuite cipher_suites<2..2^16-2>;
///     opaque legacy_compression_methods<1..2^8-1>;
///     Extension extensions<8..2^16-1>;
/// } ClientHello;
/// ```
/// RFC 8446 §4.1.2.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientHello {
    /// 0x0303, whatever is offered.
    pub legacy_version: ProtocolVersion,
    /// Makes this handshake unlike any other.
    pub random: [u8; 32],
    /// Looks like a session to resume, for middleboxes (RFC 8446 appendix D.4).
    pub legacy_session_id: Vec<u8>,
    /// In the client's order of preference.
    pub cipher_suites: Vec<CipherSuite>,
    /// One zero byte: none.
    pub legacy_compression_methods: Vec<u8>,
    /// Everything that TLS 1.3 negotiates.
    pub extensions: Extensions,
}

impl Body for ClientHello {
    const TYPE: HandshakeType = HandshakeType::CLIENT_HELLO;
    const NAME: &'static str = "ClientHello";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.code("legacy_version", &mut self.legacy_version)?;
        c.array("random", &mut self.random)?;
        c.opaque("legacy_session_id", 1, 0..=32, &mut self.legacy_session_id)?;
        c.codes("cipher_suites", "cipher_suite", 2, 2..=0xfffe, &mut self.cipher_suites)?;
        c.opaque("legacy_compression_methods", 1, 1..=255, &mut self.legacy_compression_methods)?;
        // A TLS 1.2 ClientHello may end here (RFC 5246 §7.4.1.2); the version rule then speaks, not the parser.
        if c.is_reading() && !c.more() {
            return Ok(());
        }
        // SSL 3.0 has none.
        if !c.is_reading() && self.extensions.0.is_empty() && self.legacy_version < ProtocolVersion::TLS10 {
            return Ok(());
        }
        self.extensions.layout(c, InMessage::ClientHello, 0)
    }
}
