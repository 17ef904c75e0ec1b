//! ServerHello.

use super::Body;
use super::codes::{CipherSuite, HandshakeType, ProtocolVersion};
use super::extensions::{Extensions, InMessage};
use handshake_wire::{Coder, WireError};

/// The server's answer: what it chose, and its half of the key exchange.
///
/// ```text
/// struct {
///     ProtocolVersion legacy_version = 0x0303;    /* TLS v1.2 */
///     Random random;
///     opaque legacy_session_id_echo<0..32>;
///     CipherSuite cipher_suite;
///     uint8 legacy_compression_method = 0;
///     Extension extensions<6..2^16-1>;
/// } ServerHello;
/// ```
/// RFC 8446 §4.1.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerHello {
    /// 0x0303, whatever was chosen.
    pub legacy_version: ProtocolVersion,
    /// Makes this handshake unlike any other; also carries the marks of a downgrade and of a HelloRetryRequest.
    pub random: [u8; 32],
    /// What the client sent.
    pub legacy_session_id_echo: Vec<u8>,
    /// One of those offered.
    pub cipher_suite: CipherSuite,
    /// 0.
    pub legacy_compression_method: u8,
    /// Version and key share.
    pub extensions: Extensions,
}

impl ServerHello {
    /// The random that marks a HelloRetryRequest: SHA-256 of "HelloRetryRequest". RFC 8446 §4.1.3.
    pub const HELLO_RETRY_REQUEST: [u8; 32] = [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2,
        0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ];

    /// True if it is a HelloRetryRequest.
    pub fn is_retry_request(&self) -> bool {
        self.random == ServerHello::HELLO_RETRY_REQUEST
    }

    /// True if the random ends in one of the marks that a TLS 1.3 server leaves when it negotiates an older version.
    /// RFC 8446 §4.1.3.
    pub fn has_downgrade_mark(&self) -> bool {
        self.random.ends_with(b"DOWNGRD\x01") || self.random.ends_with(b"DOWNGRD\x00")
    }
}

impl Body for ServerHello {
    const TYPE: HandshakeType = HandshakeType::SERVER_HELLO;
    const NAME: &'static str = "ServerHello";

    fn fields(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.code("legacy_version", &mut self.legacy_version)?;
        c.array("random", &mut self.random)?;
        c.opaque("legacy_session_id_echo", 1, 0..=32, &mut self.legacy_session_id_echo)?;
        c.code("cipher_suite", &mut self.cipher_suite)?;
        c.u8("legacy_compression_method", &mut self.legacy_compression_method)?;
        // As for ClientHello: an older version's ServerHello may end here (RFC 5246 §7.4.1.3).
        if c.is_reading() && !c.more() {
            return Ok(());
        }
        // To a client that sent no extensions none are sent, not even none of them. RFC 5246 §7.4.1.3.
        if !c.is_reading() && self.extensions.0.is_empty() {
            return Ok(());
        }
        let place = if self.is_retry_request() { InMessage::HelloRetryRequest } else { InMessage::ServerHello };
        self.extensions.layout(c, place, 0)
    }
}
