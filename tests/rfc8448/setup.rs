//! The RFC's client and server: its randomness, its keys, its offers, its certificate.

use crate::blocks::Section;
use handshake_core::client::ClientConfig;
use handshake_core::crypto::Signer;
use handshake_core::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, PskKeyExchangeMode, SignatureScheme};
use handshake_core::msgs::extensions::{Extension, NamedGroupList};
use handshake_core::pair::{Line, Setup};
use handshake_core::pki::{Finding, Verifier};
use handshake_core::random::Randomness;
use handshake_core::server::{Identity, ServerConfig, TicketConfig};
use handshake_core::{ClientConnection, Rule, ServerConnection, Side};
use handshake_tests::Endpoint;
use rsa::pkcs8::DecodePublicKey;
use rsa::signature::Verifier as _;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// Everything that makes a run the RFC's.
pub fn setup(section: &Section) -> Setup {
    Setup {
        client: Arc::new(client(section)),
        server: Arc::new(server(section)),
        client_random: Box::new(client_random(section)),
        server_random: Box::new(server_random(section)),
        now: 0,
        script: script(section),
    }
}

/// One of the RFC's sides, alone.
pub fn endpoint(section: &Section, side: Side) -> Box<dyn Endpoint> {
    match side {
        Side::Client => Box::new(ClientConnection::new(Arc::new(client(section)), Box::new(client_random(section)), 0)),
        Side::Server => Box::new(ServerConnection::new(Arc::new(server(section)), Box::new(server_random(section)), 0)),
    }
}

/// The RFC's client: what it offers, in the order it offers it.
fn client(section: &Section) -> ClientConfig {
    let compatibility_mode = session_id(section).is_some();
    let mut config = ClientConfig::new("server", Arc::new(RfcVerifier));
    config.suites = vec![
        CipherSuite::TLS_AES_128_GCM_SHA256,
        CipherSuite::TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite::TLS_AES_256_GCM_SHA384,
    ];
    config.groups = groups();
    config.signature_schemes = [0x403, 0x503, 0x603, 0x203, 0x804, 0x805, 0x806, 0x401, 0x501, 0x601, 0x201]
        .into_iter()
        .chain([0x402, 0x502, 0x602, 0x202])
        .map(SignatureScheme)
        .collect();
    config.psk_modes = vec![PskKeyExchangeMode::PSK_DHE_KE];
    config.compatibility_mode = compatibility_mode;
    config.extra_extensions = vec![
        Extension::Raw(ExtensionType::RENEGOTIATION_INFO, vec![0]),
        Extension::Raw(ExtensionType::RECORD_SIZE_LIMIT, vec![0x40, 0x01]),
    ];
    // Section 3's client would take a ticket of RFC 5077; section 7's would not.
    if !compatibility_mode {
        config.extra_extensions.push(Extension::Raw(ExtensionType::SESSION_TICKET, vec![]));
    }
    config.extension_order = vec![
        ExtensionType::SERVER_NAME,
        ExtensionType::RENEGOTIATION_INFO,
        ExtensionType::SUPPORTED_GROUPS,
        ExtensionType::SESSION_TICKET,
        ExtensionType::KEY_SHARE,
        ExtensionType::SUPPORTED_VERSIONS,
        ExtensionType::SIGNATURE_ALGORITHMS,
        ExtensionType::PSK_KEY_EXCHANGE_MODES,
        ExtensionType::RECORD_SIZE_LIMIT,
    ];
    config.records.coalesce = true;
    config
}

/// The RFC's server.
fn server(section: &Section) -> ServerConfig {
    let signer = RfcSigner { content: signed_content(section), signature: signature(section) };
    let mut config = ServerConfig::new(vec![Identity { chain: vec![certificate(section)], signer: Arc::new(signer) }]);
    config.extra_extensions = vec![
        Extension::SupportedGroups(NamedGroupList(groups())),
        Extension::Raw(ExtensionType::RECORD_SIZE_LIMIT, vec![0x40, 0x01]),
    ];
    config.ticket = ticket(section).map(|ticket| TicketConfig {
        lifetime: u32::from_be_bytes(*ticket[4..].first_chunk().expect("a lifetime")),
        len: usize::from(ticket[15]) << 8 | usize::from(ticket[16]),
        nonce: ticket[13..15].to_vec(),
        max_early_data: Some(u32::from_be_bytes(*ticket.last_chunk().expect("a size"))),
    });
    config.records.coalesce = true;
    config
}

/// The values that the RFC's client drew.
fn client_random(section: &Section) -> Scripted {
    let hello = section.message(Side::Client, "ClientHello");
    let mut values = HashMap::from([
        ("client random", hello[6..38].to_vec()),
        ("x25519 private key", section.private_key(Side::Client).to_vec()),
    ]);
    values.extend(session_id(section).map(|id| ("legacy_session_id", id)));
    Scripted(values)
}

/// The values that the RFC's server drew.
fn server_random(section: &Section) -> Scripted {
    let hello = section.message(Side::Server, "ServerHello");
    let mut values = HashMap::from([
        ("server random", hello[6..38].to_vec()),
        ("x25519 private key", section.private_key(Side::Server).to_vec()),
    ]);
    if let Some(ticket) = ticket(section) {
        values.insert("ticket_age_add", ticket[8..12].to_vec());
        values.insert("ticket", ticket[17..ticket.len() - 10].to_vec());
    }
    Scripted(values)
}

/// Hands out each of the RFC's values, once.
struct Scripted(HashMap<&'static str, Vec<u8>>);

impl Randomness for Scripted {
    fn fill(&mut self, name: &'static str, out: &mut [u8]) {
        let value = self.0.remove(name).unwrap_or_else(|| panic!("the RFC has no (second) {name}"));
        out.copy_from_slice(&value);
    }
}

/// Signs the RFC's content with the RFC's signature, and nothing else.
struct RfcSigner {
    content: Vec<u8>,
    signature: Vec<u8>,
}

impl Signer for RfcSigner {
    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::RSA_PSS_RSAE_SHA256]
    }

    fn sign(&self, _: SignatureScheme, content: &[u8], _: &mut dyn Randomness) -> Option<Vec<u8>> {
        assert_eq!(content, self.content, "what is signed");
        Some(self.signature.clone())
    }
}

/// Trusts any chain, since the RFC names no root, but checks the signature of the handshake: with the `rsa` crate,
/// since ring takes no RSA key as short as the RFC's.
struct RfcVerifier;

impl Verifier for RfcVerifier {
    fn chain(&self, chain: &[Vec<u8>], server_name: Option<&str>, _: u64) -> Vec<Finding> {
        assert_eq!((chain.len(), server_name), (1, Some("server")));
        vec![Finding { rule: Rule::CertificateParses, passed: true, detail: String::new() }]
    }

    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        assert_eq!(scheme, SignatureScheme::RSA_PSS_RSAE_SHA256);
        let key = rsa::PublicKey::from_public_key_der(public_key_info(leaf)).expect("the certificate's key");
        let signature = rsa::pss::Signature::try_from(signature).expect("a signature");
        rsa::pss::VerifyingKey::<Sha256>::new(key).verify(content, &signature).is_ok()
    }
}

/// The SubjectPublicKeyInfo in a certificate of a 1024-bit RSA key: found by its fixed beginning.
fn public_key_info(certificate: &[u8]) -> &[u8] {
    let head = [0x30, 0x81, 0x9f, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
    let at = certificate.windows(head.len()).position(|window| window == head).expect("an RSA key");
    &certificate[at..at + 3 + 0x9f]
}

fn groups() -> Vec<NamedGroup> {
    vec![
        NamedGroup::X25519,
        NamedGroup::SECP256R1,
        NamedGroup::SECP384R1,
        NamedGroup::SECP521R1,
        NamedGroup::FFDHE2048,
        NamedGroup::FFDHE3072,
        NamedGroup::FFDHE4096,
        NamedGroup::FFDHE6144,
        NamedGroup::FFDHE8192,
    ]
}

/// What is said after the handshake: the RFC's application data and alerts, in its order.
fn script(section: &Section) -> Vec<Line> {
    let line = |block: &crate::blocks::Block| match (block.action(), block.label.as_str()) {
        ("send application_data record", "payload") => Some(Line::Says(block.side(), block.hex.clone())),
        ("send alert record", "payload") => Some(Line::Closes(block.side())),
        _ => None,
    };
    section.blocks.iter().filter_map(line).collect()
}

/// RFC 8446 §4.4.3, over the RFC's own messages.
fn signed_content(section: &Section) -> Vec<u8> {
    let mut transcript = section.message(Side::Client, "ClientHello").to_vec();
    for name in ["ServerHello", "EncryptedExtensions", "Certificate"] {
        transcript.extend_from_slice(section.message(Side::Server, name));
    }
    [&[0x20; 64], b"TLS 1.3, server CertificateVerify\0".as_slice(), &Sha256::digest(transcript)].concat()
}

fn signature(section: &Section) -> Vec<u8> {
    section.message(Side::Server, "CertificateVerify")[8..].to_vec()
}

fn certificate(section: &Section) -> Vec<u8> {
    let message = section.message(Side::Server, "Certificate");
    // Header, empty context, length of the list, length of the certificate; two bytes of no extensions at the end.
    message[4 + 1 + 3 + 3..message.len() - 2].to_vec()
}

fn ticket(section: &Section) -> Option<&[u8]> {
    section.find(Side::Server, "construct", "NewSessionTicket")
}

fn session_id(section: &Section) -> Option<Vec<u8>> {
    let hello = section.message(Side::Client, "ClientHello");
    (hello[38] == 32).then(|| hello[39..71].to_vec())
}
