//! Lies in the clear: in ServerHello and in ClientHello.

use super::{Lie, in_world, to_client, to_server};
use handshake_core::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, SignatureScheme};
use handshake_core::msgs::extensions::{Extension, Extensions, KeyShareEntry};
use handshake_core::msgs::{ClientHello, ServerHello};
use handshake_core::{Rule, Side};

const UNKNOWN: ExtensionType = ExtensionType(0x1234);

pub fn to_the_client() -> Vec<Lie> {
    vec![
        to_client("TLS 1.3 in legacy_version", Rule::LegacyVersion, |s| {
            s.edit::<ServerHello>(|hello| hello.legacy_version = ProtocolVersion::TLS13);
        }),
        to_client("another session id", Rule::SessionIdEcho, |s| {
            s.edit::<ServerHello>(|hello| hello.legacy_session_id_echo[31] ^= 1);
        }),
        to_client("no session id", Rule::SessionIdEcho, |s| {
            s.edit::<ServerHello>(|hello| hello.legacy_session_id_echo.clear());
        }),
        to_client("a session id too long", Rule::Decodes, |s| {
            let bytes = s.bytes::<ServerHello>();
            bytes[38] = 33;
            bytes.insert(39, 0);
            bytes[3] += 1;
        }),
        to_client("a suite that was not offered", Rule::SuiteOffered, |s| {
            s.edit::<ServerHello>(|hello| hello.cipher_suite = CipherSuite::TLS_AES_128_CCM_SHA256);
        }),
        to_client("compression", Rule::CompressionNone, |s| {
            s.edit::<ServerHello>(|hello| hello.legacy_compression_method = 1);
        }),
        to_client("no version chosen", Rule::VersionSelected, |s| drop_extension(s, ExtensionType::SUPPORTED_VERSIONS)),
        to_client("a hello of TLS 1.2", Rule::VersionSelected, |s| {
            let bytes = s.bytes::<ServerHello>();
            bytes.truncate(4 + 2 + 32 + 33 + 2 + 1);
            bytes[3] = bytes.len() as u8 - 4;
        }),
        to_client("the mark of a downgrade to TLS 1.2", Rule::NotDowngraded, |s| {
            drop_extension(s, ExtensionType::SUPPORTED_VERSIONS);
            s.edit::<ServerHello>(|hello| hello.random[24..].copy_from_slice(b"DOWNGRD\x01"));
        }),
        to_client("the mark of a downgrade to older versions", Rule::NotDowngraded, |s| {
            drop_extension(s, ExtensionType::SUPPORTED_VERSIONS);
            s.edit::<ServerHello>(|hello| hello.random[24..].copy_from_slice(b"DOWNGRD\x00"));
        }),
        to_client("TLS 1.2 chosen as TLS 1.3 would be", Rule::VersionOffered, |s| {
            replace(s, Extension::SelectedVersion(ProtocolVersion::TLS12));
        }),
        to_client("an extension that nobody asked for", Rule::ExtensionSolicited, |s| {
            add(s, Extension::Raw(UNKNOWN, vec![]));
        }),
        to_client("an extension of another message", Rule::ExtensionAllowed, |s| {
            add(s, Extension::Raw(ExtensionType::SERVER_NAME, vec![]));
        }),
        to_client("an extension twice", Rule::NoDuplicateExtension, |s| {
            add(s, Extension::SelectedVersion(ProtocolVersion::TLS13));
        }),
        to_client("no share", Rule::ShareSent, |s| drop_extension(s, ExtensionType::KEY_SHARE)),
        to_client("a share for a group without ours", Rule::ShareForOffered, |s| {
            share(s, NamedGroup::SECP521R1, vec![4; 133]);
        }),
        to_client("an x25519 share of zeros", Rule::ShareValid, |s| share(s, NamedGroup::X25519, vec![0; 32])),
        to_client("an x25519 share of order 8", Rule::ShareValid, |s| {
            // RFC 7748 §6.1 and its reference to points of small order.
            let mut point = vec![0; 32];
            point[0] = 1;
            share(s, NamedGroup::X25519, point);
        }),
        to_client("an x25519 share too short", Rule::ShareValid, |s| share(s, NamedGroup::X25519, vec![9; 31])),
        to_client("a point off the curve", Rule::ShareValid, |s| {
            share(s, NamedGroup::SECP256R1, [&[4], [7; 64].as_slice()].concat());
        }),
        to_client("a compressed point", Rule::ShareValid, |s| {
            share(s, NamedGroup::SECP256R1, compressed_base_point());
        }),
        to_client("the point at infinity", Rule::ShareValid, |s| share(s, NamedGroup::SECP256R1, vec![0])),
        to_client("an empty share", Rule::Decodes, |s| share(s, NamedGroup::X25519, vec![])),
        to_client("a retry for a group that we sent a share for", Rule::RetryUseful, |s| {
            retry(s, vec![Extension::SelectedGroup(NamedGroup::X25519)]);
        }),
        to_client("a retry for a group that was not offered", Rule::RetryUseful, |s| {
            retry(s, vec![Extension::SelectedGroup(NamedGroup::SECP521R1)]);
        }),
        to_client("a retry for nothing", Rule::RetryUseful, |s| retry(s, vec![])),
        to_client("a retry with an extension that nobody asked for", Rule::ExtensionSolicited, |s| {
            retry(s, vec![Extension::Raw(UNKNOWN, vec![])]);
        }),
        to_client("a retry with a suite that was not offered", Rule::SuiteOffered, |s| {
            retry(s, vec![Extension::Raw(ExtensionType::COOKIE, vec![0, 1, 7])]);
            s.edit::<ServerHello>(|hello| hello.cipher_suite = CipherSuite::TLS_AES_128_CCM_SHA256);
        }),
    ]
}

pub fn to_the_server() -> Vec<Lie> {
    vec![
        to_server("no versions", Rule::VersionInCommon, |s| without(s, ExtensionType::SUPPORTED_VERSIONS)),
        to_server("a hello of TLS 1.2", Rule::VersionInCommon, |s| {
            s.edit::<ClientHello>(|hello| hello.extensions = Extensions::default());
        }),
        to_server("an unknown version", Rule::VersionInCommon, |s| {
            in_place(s, |extension| {
                if let Extension::ClientVersions(versions) = extension {
                    versions.0 = vec![ProtocolVersion(0x7f17), ProtocolVersion::TLS12];
                }
            });
        }),
        to_server("compression", Rule::NullCompression, |s| {
            s.edit::<ClientHello>(|hello| hello.legacy_compression_methods = vec![1, 0]);
        }),
        to_server("no compression method at all", Rule::Decodes, |s| {
            let bytes = s.bytes::<ClientHello>();
            let at = 4 + 2 + 32 + 33 + 2 + 6;
            assert_eq!(bytes[at..at + 2], [1, 0]);
            bytes.drain(at..at + 2);
            bytes.insert(at, 0);
            let len = bytes.len() - 4;
            bytes[2..4].copy_from_slice(&(len as u16).to_be_bytes());
        }),
        to_server("an odd number of bytes of suites", Rule::Decodes, |s| {
            let bytes = s.bytes::<ClientHello>();
            let at = 4 + 2 + 32 + 33;
            assert_eq!(bytes[at..at + 2], [0, 6]);
            bytes[at + 1] = 5;
        }),
        to_server("no groups", Rule::MandatoryExtensions, |s| without(s, ExtensionType::SUPPORTED_GROUPS)),
        to_server("no shares", Rule::MandatoryExtensions, |s| without(s, ExtensionType::KEY_SHARE)),
        to_server("no signature schemes", Rule::MandatoryExtensions, |s| {
            without(s, ExtensionType::SIGNATURE_ALGORITHMS);
        }),
        to_server("an extension twice", Rule::NoDuplicateExtension, |s| {
            s.edit::<ClientHello>(|hello| {
                let unknown = Extension::Raw(UNKNOWN, vec![]);
                hello.extensions.0.extend([unknown.clone(), unknown]);
            });
        }),
        to_server("suites that nobody has", Rule::SuiteInCommon, |s| {
            s.edit::<ClientHello>(|hello| hello.cipher_suites = vec![CipherSuite::TLS_AES_128_CCM_8_SHA256]);
        }),
        to_server("shares in another order than groups", Rule::SharesMatchGroups, |s| shares(s, |all| all.reverse())),
        to_server("two shares for a group", Rule::SharesMatchGroups, |s| {
            shares(s, |all| all.insert(0, all[0].clone()));
        }),
        to_server("a share for a group that is not offered", Rule::SharesMatchGroups, |s| {
            shares(s, |all| all.push(KeyShareEntry { group: NamedGroup::X448, key_exchange: vec![1; 56] }));
        }),
        in_world("the server has a group that is not offered", Side::Server, Rule::GroupInCommon, |world| {
            world.client.groups = vec![NamedGroup::X25519];
            world.client.key_shares = vec![NamedGroup::X25519];
            world.server.groups = vec![NamedGroup::SECP256R1];
        }),
        to_server("an x25519 share of zeros", Rule::ShareValid, |s| shares(s, |all| all[0].key_exchange.fill(0))),
        to_server("a share too long", Rule::ShareValid, |s| shares(s, |all| all[0].key_exchange.push(1))),
        to_server("a point off the curve", Rule::ShareValid, |s| {
            shares(s, |all| {
                all.remove(0);
                all[0].key_exchange[1..].fill(7);
            });
        }),
        to_server("schemes for other kinds of key", Rule::SignatureInCommon, |s| {
            in_place(s, |extension| {
                if let Extension::SignatureAlgorithms(schemes) = extension {
                    schemes.0 = vec![SignatureScheme::RSA_PSS_RSAE_SHA256, SignatureScheme::ED25519];
                }
            });
        }),
        to_server("protocols that are not spoken", Rule::AlpnInCommon, |s| {
            in_place(s, |extension| {
                if let Extension::Alpn(names) = extension {
                    names.0 = vec![b"gopher".to_vec()];
                }
            });
        }),
        to_server("an empty protocol name", Rule::Decodes, |s| {
            without(s, ExtensionType::ALPN);
            s.edit::<ClientHello>(|hello| {
                hello.extensions.0.push(Extension::Raw(ExtensionType::ALPN, vec![0, 3, 0, 1, b'a']));
            });
        }),
        in_world("the server has one suite, which is not offered", Side::Server, Rule::SuiteInCommon, |world| {
            world.server.suites = vec![CipherSuite::TLS_AES_128_CCM_SHA256];
        }),
        in_world("the server has no certificate", Side::Server, Rule::SignatureInCommon, |world| {
            world.server.identities.clear();
        }),
    ]
}

type Script = handshake_tests::script::Script;

fn add(script: &mut Script, extension: Extension) {
    script.edit::<ServerHello>(|hello| hello.extensions.0.push(extension));
}

fn drop_extension(script: &mut Script, unwanted: ExtensionType) {
    script.edit::<ServerHello>(|hello| hello.extensions.0.retain(|e| e.extension_type() != unwanted));
}

fn replace(script: &mut Script, extension: Extension) {
    drop_extension(script, extension.extension_type());
    add(script, extension);
}

fn share(script: &mut Script, group: NamedGroup, key_exchange: Vec<u8>) {
    // Written raw: an honest layout writes no empty share.
    let (len, number) = (key_exchange.len() as u16, group.0);
    let data = [&number.to_be_bytes(), len.to_be_bytes().as_slice(), &key_exchange].concat();
    replace(script, Extension::Raw(ExtensionType::KEY_SHARE, data));
}

fn retry(script: &mut Script, extensions: Vec<Extension>) {
    script.edit::<ServerHello>(|hello| {
        hello.random = ServerHello::HELLO_RETRY_REQUEST;
        hello.extensions.0 = vec![Extension::SelectedVersion(ProtocolVersion::TLS13)];
        hello.extensions.0.extend(extensions);
    });
}

fn without(script: &mut Script, unwanted: ExtensionType) {
    script.edit::<ClientHello>(|hello| hello.extensions.0.retain(|e| e.extension_type() != unwanted));
}

fn in_place(script: &mut Script, change: fn(&mut Extension)) {
    script.edit::<ClientHello>(|hello| hello.extensions.0.iter_mut().for_each(change));
}

fn shares(script: &mut Script, change: fn(&mut Vec<KeyShareEntry>)) {
    script.edit::<ClientHello>(|hello| {
        for extension in &mut hello.extensions.0 {
            if let Extension::ClientKeyShares(shares) = extension {
                change(&mut shares.0);
            }
        }
    });
}

/// A point on the curve, but not in the form that RFC 8446 §4.2.8.2 demands.
fn compressed_base_point() -> Vec<u8> {
    let x = [
        0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03,
        0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
    ];
    [&[3], x.as_slice()].concat()
}
