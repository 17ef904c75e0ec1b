//! What a client offers and demands.

use crate::cx::RecordConfig;
use crate::msgs::codes::{CipherSuite, ExtensionType, NamedGroup, PskKeyExchangeMode, SignatureScheme};
use crate::msgs::extensions::Extension;
use crate::pki::Verifier;
use std::sync::Arc;

/// What a client offers and demands. Whatever it can't do itself may be offered all the same, to see what follows.
#[derive(Clone)]
pub struct ClientConfig {
    /// The name to reach; sent as server_name and looked for in the certificate. None: no name is sent or demanded.
    pub server_name: Option<String>,
    /// Suites in order of preference.
    pub suites: Vec<CipherSuite>,
    /// Groups in order of preference.
    pub groups: Vec<NamedGroup>,
    /// Groups for which a key share is sent along.
    pub key_shares: Vec<NamedGroup>,
    /// Signatures it can check, in order of preference.
    pub signature_schemes: Vec<SignatureScheme>,
    /// Application protocols in order of preference; empty: none are offered.
    pub alpn: Vec<Vec<u8>>,
    /// How pre-shared keys may be used; empty: the extension is not sent.
    pub psk_modes: Vec<PskKeyExchangeMode>,
    /// Looks like TLS 1.2 to middleboxes (RFC 8446 appendix D.4): a session id and change_cipher_spec.
    pub compatibility_mode: bool,
    /// Sent as they are, after the engine's own.
    pub extra_extensions: Vec<Extension>,
    /// If not empty: the order of the extensions by type; those not named come last.
    pub extension_order: Vec<ExtensionType>,
    /// Decides whom to trust.
    pub verifier: Arc<dyn Verifier>,
    /// Records.
    pub records: RecordConfig,
}

impl ClientConfig {
    /// A client that offers all the engine can do.
    pub fn new(server_name: &str, verifier: Arc<dyn Verifier>) -> Self {
        ClientConfig {
            server_name: Some(server_name.to_owned()),
            suites: crate::crypto::Suite::ALL.iter().map(|suite| suite.id).collect(),
            groups: vec![NamedGroup::X25519, NamedGroup::SECP256R1],
            key_shares: vec![NamedGroup::X25519],
            signature_schemes: vec![
                SignatureScheme::ECDSA_SECP256R1_SHA256,
                SignatureScheme::ED25519,
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                // For the signatures in certificates only; not for CertificateVerify. RFC 8446 §4.2.3.
                SignatureScheme::RSA_PKCS1_SHA256,
            ],
            alpn: Vec::new(),
            psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE],
            compatibility_mode: true,
            extra_extensions: Vec::new(),
            extension_order: Vec::new(),
            verifier,
            records: RecordConfig::default(),
        }
    }
}
