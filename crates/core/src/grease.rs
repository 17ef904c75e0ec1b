//! Offers that mean nothing, so that servers keep taking offers they do not know. RFC 8701.

use crate::msgs::ClientHello;
use crate::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use crate::msgs::extensions::{
    ClientKeyShares, ClientVersions, Extension, KeyShareEntry, NamedGroupList, SignatureSchemeList,
};

/// Adds one meaningless value to each list of a ClientHello, and an extension at the head; `seed` picks which.
/// RFC 8701 §3.1.
pub(crate) fn add(hello: &mut ClientHello, seed: [u8; 5]) {
    let [suite, group, version, scheme, first] = seed.map(code);
    hello.cipher_suites.insert(0, CipherSuite(suite));
    for extension in &mut hello.extensions.0 {
        match extension {
            Extension::SupportedGroups(NamedGroupList(groups)) => groups.insert(0, NamedGroup(group)),
            Extension::ClientVersions(ClientVersions(versions)) => versions.insert(0, ProtocolVersion(version)),
            Extension::SignatureAlgorithms(SignatureSchemeList(schemes)) => schemes.insert(0, SignatureScheme(scheme)),
            Extension::ClientKeyShares(ClientKeyShares(shares)) => {
                // Of the group offered above, with one byte. §3.1.
                shares.insert(0, KeyShareEntry { group: NamedGroup(group), key_exchange: vec![0] });
            }
            _ => {}
        }
    }
    hello.extensions.0.insert(0, Extension::Raw(ExtensionType(first), Vec::new()));
}

fn code(seed: u8) -> u16 {
    let byte = seed & 0xf0 | 0x0a;
    u16::from_be_bytes([byte, byte])
}
