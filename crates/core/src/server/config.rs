//! What a server accepts and shows.

use crate::crypto::Signer;
use crate::cx::RecordConfig;
use crate::msgs::codes::{CipherSuite, NamedGroup};
use crate::msgs::extensions::Extension;
use std::sync::Arc;

/// A certificate chain and the key of its first certificate.
#[derive(Clone)]
pub struct Identity {
    /// DER, the server's own first, each followed by its issuer, without the root.
    pub chain: Vec<Vec<u8>>,
    /// The first one's private key.
    pub signer: Arc<dyn Signer>,
}

/// What a server's tickets are like. RFC 8446 §4.6.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketConfig {
    /// Seconds, at most 604800.
    pub lifetime: u32,
    /// Length of the ticket in bytes.
    pub len: usize,
    /// Nonce of the first ticket.
    pub nonce: Vec<u8>,
    /// Bytes of early data it is good for.
    pub max_early_data: Option<u32>,
}

/// What a server accepts and shows.
#[derive(Clone)]
pub struct ServerConfig {
    /// Suites in order of preference.
    pub suites: Vec<CipherSuite>,
    /// Groups in order of preference.
    pub groups: Vec<NamedGroup>,
    /// Certificates; the first is used whose key can sign what the client can check.
    pub identities: Vec<Identity>,
    /// Application protocols in order of preference; empty: whatever the client offers is ignored.
    pub alpn: Vec<Vec<u8>>,
    /// Sent in EncryptedExtensions as they are, before the engine's own.
    pub extra_extensions: Vec<Extension>,
    /// A ticket is sent once the client is finished. Resumption with it is not offered yet.
    pub ticket: Option<TicketConfig>,
    /// Records.
    pub records: RecordConfig,
}

impl ServerConfig {
    /// A server that accepts all the engine can do.
    pub fn new(identities: Vec<Identity>) -> Self {
        ServerConfig {
            suites: crate::crypto::Suite::ALL.iter().map(|suite| suite.id).collect(),
            groups: vec![NamedGroup::X25519, NamedGroup::SECP256R1],
            identities,
            alpn: Vec::new(),
            extra_extensions: Vec::new(),
            ticket: None,
            records: RecordConfig::default(),
        }
    }
}
