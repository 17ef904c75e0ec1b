//! The RFC's client and server: its randomness, its keys, its offers, its certificate.

use crate::blocks::{Section, is_retry};
use handshake_core::client::ClientConfig;
use handshake_core::crypto::Signer;
use handshake_core::keys::PskKind;
use handshake_core::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, PskKeyExchangeMode, SignatureScheme};
use handshake_core::msgs::extensions::{Extension, NamedGroupList};
use handshake_core::pair::{ScriptLine, Setup};
use handshake_core::pki::{Finding, Verifier};
use handshake_core::random::Randomness;
use handshake_core::server::{ClientAuth, Identity, ServerConfig, TicketConfig};
use handshake_core::session::{ClientPsk, MemorySessions, ServerSession, SessionStore};
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
    config.groups = groups(section);
    config.signature_schemes = schemes();
    config.psk_modes = vec![PskKeyExchangeMode::PSK_DHE_KE];
    config.compatibility_mode = compatibility_mode;
    config.extra_extensions = vec![
        Extension::Raw(ExtensionType::RENEGOTIATION_INFO, vec![0]),
        Extension::Raw(ExtensionType::RECORD_SIZE_LIMIT, vec![0x40, 0x01]),
    ];
    // Section 3's client would take a ticket of RFC 5077; the others' would not.
    let first = &section.messages(Side::Client, "ClientHello")[0];
    if first.windows(4).any(|bytes| bytes == [0, 35, 0, 0]) {
        config.extra_extensions.push(Extension::Raw(ExtensionType::SESSION_TICKET, vec![]));
    }
    config.extension_order = vec![
        ExtensionType::SERVER_NAME,
        ExtensionType::RENEGOTIATION_INFO,
        ExtensionType::SUPPORTED_GROUPS,
        ExtensionType::SESSION_TICKET,
        ExtensionType::KEY_SHARE,
        ExtensionType::EARLY_DATA,
        ExtensionType::SUPPORTED_VERSIONS,
        ExtensionType::SIGNATURE_ALGORITHMS,
        ExtensionType::COOKIE,
        ExtensionType::PSK_KEY_EXCHANGE_MODES,
        ExtensionType::RECORD_SIZE_LIMIT,
    ];
    config.pad_hello = true;
    config.records.coalesce = true;
    if let Some(psk) = psk(section) {
        config.psks = vec![psk];
        config.early_data = section.early_data().map(<[u8]>::to_vec);
    }
    if !section.messages(Side::Client, "Certificate").is_empty() {
        config.identities = vec![identity(section, Side::Client)];
    }
    config
}

/// The RFC's server.
fn server(section: &Section) -> ServerConfig {
    let own = psk(section).is_none().then(|| identity(section, Side::Server));
    let mut config = ServerConfig::new(own.into_iter().collect());
    config.extra_extensions = vec![
        Extension::SupportedGroups(NamedGroupList(server_groups(section))),
        Extension::Raw(ExtensionType::RECORD_SIZE_LIMIT, vec![0x40, 0x01]),
    ];
    config.ticket = ticket(section).map(|ticket| TicketConfig {
        lifetime: u32::from_be_bytes(*ticket[4..].first_chunk().expect("a lifetime")),
        len: usize::from(ticket[15]) << 8 | usize::from(ticket[16]),
        nonce: ticket[13..15].to_vec(),
        max_early_data: Some(u32::from_be_bytes(*ticket.last_chunk().expect("a size"))),
        count: 1,
    });
    config.records.coalesce = true;
    if let Some(cookie) = cookie(section) {
        config.groups = vec![NamedGroup::SECP256R1];
        config.cookie = Some(cookie.len());
    }
    if let Some(psk) = psk(section) {
        // The RFC's server acknowledges the name of a resumed session, too, which RFC 6066 §3 tells it not to do.
        config.extra_extensions.push(Extension::Raw(ExtensionType::SERVER_NAME, vec![]));
        let sessions = MemorySessions::without_replay_protection();
        sessions.keep(
            &psk.identity,
            ServerSession {
                secret: psk.secret,
                kind: PskKind::Resumption,
                suite: psk.suite,
                alpn: None,
                issued_at: 0,
                lifetime: 30,
                // As if no time had passed: the RFC does not say how much has.
                age_add: psk.obfuscated_ticket_age,
                max_early_data: psk.max_early_data,
                client_chain: vec![],
                server_name: None,
                tls12: None,
            },
        );
        config.sessions = Some(Arc::new(sessions));
        config.early_data = true;
    }
    if !section.messages(Side::Server, "CertificateRequest").is_empty() {
        config.client_auth = Some(ClientAuth {
            verifier: Arc::new(RfcVerifier),
            required: true,
            signature_schemes: schemes(),
            authorities: vec![],
        });
    }
    config
}

/// What the RFC's client has from section 3: its ticket.
fn psk(section: &Section) -> Option<ClientPsk> {
    section.early_data()?;
    let message = Section::simple();
    let ticket = ticket(&message)?;
    let hello = section.find(Side::Client, "send handshake record", "payload")?;
    let identity = ticket[17..ticket.len() - 10].to_vec();
    let age = hello.windows(identity.len()).position(|bytes| bytes == identity)? + identity.len();
    Some(ClientPsk {
        identity,
        obfuscated_ticket_age: u32::from_be_bytes(*hello[age..].first_chunk()?),
        secret: section.find(Side::Client, "extract secret \"early\"", "IKM")?.to_vec(),
        kind: PskKind::Resumption,
        suite: CipherSuite::TLS_AES_128_GCM_SHA256,
        max_early_data: u32::from_be_bytes(*ticket.last_chunk()?),
        alpn: None,
    })
}

/// The cookie of the RFC's HelloRetryRequest.
fn cookie(section: &Section) -> Option<Vec<u8>> {
    let retry = section.messages(Side::Server, "ServerHello").into_iter().find(|message| is_retry(message))?;
    let at = retry.windows(2).position(|bytes| bytes == [0, 44])? + 4;
    let len = usize::from(retry[at]) << 8 | usize::from(retry[at + 1]);
    Some(retry[at + 2..at + 2 + len].to_vec())
}

fn identity(section: &Section, side: Side) -> Identity {
    let message = section.message(side, "CertificateVerify");
    let scheme = SignatureScheme(u16::from_be_bytes([message[4], message[5]]));
    let context = match side {
        Side::Client => b"TLS 1.3, client CertificateVerify\0".as_slice(),
        Side::Server => b"TLS 1.3, server CertificateVerify\0",
    };
    let content = [&[0x20; 64], context, &Sha256::digest(section.transcript(side))].concat();
    let signer = RfcSigner { scheme, content, signature: message[8..].to_vec() };
    Identity { chain: vec![certificate(section, side)], signer: Arc::new(signer) }
}

/// The values that the RFC's client drew.
fn client_random(section: &Section) -> Scripted {
    let hello = section.message(Side::Client, "ClientHello");
    let mut values = HashMap::from([("client random", hello[6..38].to_vec())]);
    values.extend(private_keys(section, Side::Client));
    values.extend(session_id(section).map(|id| ("legacy_session_id", id)));
    Scripted(values)
}

/// The values that the RFC's server drew.
fn server_random(section: &Section) -> Scripted {
    let hellos = section.messages(Side::Server, "ServerHello");
    let hello = hellos.last().expect("a ServerHello");
    let mut values = HashMap::from([("server random", hello[6..38].to_vec())]);
    values.extend(private_keys(section, Side::Server));
    values.extend(cookie(section).map(|cookie| ("cookie", cookie)));
    if let Some(ticket) = ticket(section) {
        values.insert("ticket_age_add", ticket[8..12].to_vec());
        values.insert("ticket", ticket[17..ticket.len() - 10].to_vec());
    }
    Scripted(values)
}

fn private_keys(section: &Section, side: Side) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let kinds = [("x25519", "x25519 private key"), ("P-256", "secp256r1 private key")];
    kinds.into_iter().filter_map(move |(kind, name)| Some((name, section.private_key(side, kind)?.to_vec())))
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
    scheme: SignatureScheme,
    content: Vec<u8>,
    signature: Vec<u8>,
}

impl Signer for RfcSigner {
    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![self.scheme]
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
        assert_eq!(chain.len(), 1);
        assert!(server_name.is_none_or(|name| name == "server"));
        vec![Finding::holds(Rule::CertificateParses)]
    }

    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        if scheme == SignatureScheme::ECDSA_SECP256R1_SHA256 {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(public_point(leaf)).expect("the certificate's key");
            return p256::ecdsa::Signature::from_der(signature).is_ok_and(|fits| key.verify(content, &fits).is_ok());
        }
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

/// The point in a certificate of a P-256 key: found by its fixed beginning, a BIT STRING of 65 bytes.
fn public_point(certificate: &[u8]) -> &[u8] {
    let at = certificate.windows(4).position(|window| window == [3, 0x42, 0, 4]).expect("a P-256 key");
    &certificate[at + 3..at + 3 + 65]
}

/// What the RFC's client can check.
fn schemes() -> Vec<SignatureScheme> {
    [0x403, 0x503, 0x603, 0x203, 0x804, 0x805, 0x806, 0x401, 0x501, 0x601, 0x201]
        .into_iter()
        .chain([0x402, 0x502, 0x602, 0x202])
        .map(SignatureScheme)
        .collect()
}

fn server_groups(section: &Section) -> Vec<NamedGroup> {
    match cookie(section) {
        Some(_) => vec![NamedGroup::SECP256R1, NamedGroup::SECP384R1, NamedGroup::X25519],
        None => groups(section),
    }
}

fn groups(section: &Section) -> Vec<NamedGroup> {
    if cookie(section).is_some() {
        return vec![NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];
    }
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
fn script(section: &Section) -> Vec<ScriptLine> {
    let line = |(at, block): (usize, &crate::blocks::Block)| match (block.action(), block.label.as_str()) {
        ("send application_data record", "payload") if section.is_early(at) => None,
        ("send application_data record", "payload") => Some(ScriptLine::Says(block.side(), block.hex.clone())),
        ("send alert record", "payload") => Some(ScriptLine::Closes(block.side())),
        _ => None,
    };
    section.blocks.iter().enumerate().filter_map(line).collect()
}

fn certificate(section: &Section, side: Side) -> Vec<u8> {
    let message = section.message(side, "Certificate");
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
