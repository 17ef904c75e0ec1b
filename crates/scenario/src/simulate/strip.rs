//! A man in the middle who takes TLS 1.3 out of a ClientHello.

use handshake_core::Side;
use handshake_core::msgs::codes::ExtensionType;
use handshake_core::msgs::{ClientHello, Handshake};
use handshake_core::pair::Network;
use handshake_core::record::TlsPlaintext;
use handshake_wire::{decode, encode};

/// What the trace calls it; its words are those of `network.tls13-stripped`.
const STRIPPED: &str = "tls13-stripped";

/// Carries everything as it is, but for the first hello that offers TLS 1.3.
pub struct Strip;

impl Network for Strip {
    fn carry(&mut self, from: Side, bytes: Vec<u8>) -> (Vec<u8>, Option<String>) {
        match stripped(&bytes).filter(|_| from == Side::Client) {
            Some(changed) => (changed, Some(STRIPPED.to_owned())),
            None => (bytes, None),
        }
    }
}

/// The record with its hello cut down to what TLS 1.2 knows; `None` for any other bytes.
fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut record: TlsPlaintext = decode(bytes).0.ok()?;
    let mut hello: Handshake<ClientHello> = decode(&record.fragment).0.ok()?;
    let newer = [
        ExtensionType::SUPPORTED_VERSIONS,
        ExtensionType::KEY_SHARE,
        ExtensionType::PSK_KEY_EXCHANGE_MODES,
        ExtensionType::PRE_SHARED_KEY,
        ExtensionType::EARLY_DATA,
        ExtensionType::COOKIE,
    ];
    let before = hello.0.extensions.0.len();
    hello.0.extensions.0.retain(|extension| !newer.contains(&extension.extension_type()));
    if hello.0.extensions.0.len() == before {
        return None;
    }
    record.fragment = encode(&mut hello).ok()?.0;
    Some(encode(&mut record).ok()?.0)
}
