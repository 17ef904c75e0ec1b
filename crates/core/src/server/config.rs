//! What a server accepts and shows.

use crate::cx::RecordConfig;
use crate::keys::PskKind;
use crate::msgs::codes::{CipherSuite, NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme};
use crate::msgs::extensions::{Extension, SignedCertificateTimestampList};
use crate::pki::Verifier;
use crate::session::{ServerSession, SessionStore};
use std::sync::Arc;

pub use crate::pki::Identity;

/// What a server's tickets are like. RFC 8446 §4.6.1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketConfig {
    /// Seconds, at most 604800.
    pub lifetime: u32,
    /// Length of the ticket in bytes.
    pub len: usize,
    /// Nonce of the first ticket; the next one's is greater by one.
    pub nonce: Vec<u8>,
    /// Bytes of early data it is good for.
    pub max_early_data: Option<u32>,
    /// How many are sent after the handshake.
    pub count: usize,
}

/// How a server asks a client who it is. RFC 8446 §4.3.2.
#[derive(Clone)]
pub struct ClientAuth {
    /// Decides whom to let in.
    pub verifier: Arc<dyn Verifier>,
    /// Whether one who shows no certificate may come in.
    pub required: bool,
    /// Signatures the server can check, in order of preference.
    pub signature_schemes: Vec<SignatureScheme>,
    /// Distinguished names (DER) of the authorities it trusts; empty: it does not say.
    pub authorities: Vec<Vec<u8>>,
}

/// What a server agrees to in TLS 1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls12Terms {
    /// A master secret bound to the handshake (RFC 7627).
    pub extended_master_secret: bool,
    /// MACs over what was encrypted (RFC 7366).
    pub encrypt_then_mac: bool,
    /// Sessions are kept under an id, if there is a place to keep them (RFC 5246 §7.4.1.3).
    pub session_ids: bool,
    /// Seconds for which a session is kept that has no ticket.
    pub session_lifetime: u32,
}

impl Default for Tls12Terms {
    fn default() -> Self {
        Tls12Terms { extended_master_secret: true, encrypt_then_mac: true, session_ids: true, session_lifetime: 7200 }
    }
}

/// What a server accepts and shows.
#[derive(Clone)]
pub struct ServerConfig {
    /// Versions in order of preference: TLS 1.3, TLS 1.2. TLS 1.1 and 1.0 are forbidden (RFC 8996): they are there to be looked
    /// at, and spoken by who names them here.
    pub versions: Vec<ProtocolVersion>,
    /// What only TLS 1.2 knows.
    pub tls12: Tls12Terms,
    /// Suites in order of preference.
    pub suites: Vec<CipherSuite>,
    /// Suites that it could do, but refuses as too weak: a client that offers nothing better is told so.
    pub too_weak: Vec<CipherSuite>,
    /// Groups in order of preference.
    pub groups: Vec<NamedGroup>,
    /// Certificates; the first is used whose key can sign what the client can check.
    pub identities: Vec<Identity>,
    /// What the authority says of the first certificate (an OCSPResponse, DER), brought along when the client asks for it.
    pub status: Option<Vec<u8>>,
    /// What logs have signed of the first certificate, brought along when the client asks for it.
    pub timestamps: Option<SignedCertificateTimestampList>,
    /// The names it answers to; empty: to any.
    pub names: Vec<String>,
    /// Application protocols in order of preference; empty: whatever the client offers is ignored.
    pub alpn: Vec<Vec<u8>>,
    /// How pre-shared keys may be used.
    pub psk_modes: Vec<PskKeyExchangeMode>,
    /// Where tickets are kept; none: nothing is resumed.
    pub sessions: Option<Arc<dyn SessionStore>>,
    /// Whether early data is read.
    pub early_data: bool,
    /// Bytes of early data that it drops at most, if it does not read it.
    pub max_skipped_early_data: usize,
    /// Milliseconds by which the age that a client gives its ticket may be off, for early data to be read: clocks differ, and
    /// a hello takes its time (RFC 8446 §8.3).
    pub max_age_error: u64,
    /// Clients are asked who they are.
    pub client_auth: Option<ClientAuth>,
    /// A HelloRetryRequest carries a cookie of so many bytes.
    pub cookie: Option<usize>,
    /// Longest inside of a protected record that it takes, 64 to 2^14 + 1 (RFC 8449); said only to clients that say theirs.
    pub record_size_limit: Option<u16>,
    /// Whether it agrees to the client's max_fragment_length (RFC 6066 §4).
    pub max_fragment_length: bool,
    /// Sent in EncryptedExtensions as they are, before the engine's own.
    pub extra_extensions: Vec<Extension>,
    /// Tickets are sent once the client is finished, if it can resume.
    pub ticket: Option<TicketConfig>,
    /// Records.
    pub records: RecordConfig,
}

impl ServerConfig {
    /// False for a session whose client did not show who it is, where that is demanded.
    pub(crate) fn knows(&self, session: &ServerSession) -> bool {
        let demands = self.client_auth.as_ref().is_some_and(|auth| auth.required);
        session.kind == PskKind::External || !demands || !session.client_chain.is_empty()
    }

    /// The same with these versions, and all suites of theirs.
    pub fn with_versions(mut self, versions: &[ProtocolVersion]) -> Self {
        self.suites = crate::crypto::suites_of(versions);
        self.versions = versions.to_vec();
        self
    }

    /// The same with everything that the engine can do, be it rarely used: for real clients. AES-128-CCM-8 has a tag so short
    /// that it has to be asked for (RFC 8446 appendix B.4).
    pub fn with_rare_algorithms(mut self) -> Self {
        self.groups.insert(3, NamedGroup::SECP521R1);
        if self.versions.contains(&ProtocolVersion::TLS13) {
            self.suites.push(CipherSuite::TLS_AES_128_CCM_SHA256);
        }
        self
    }

    /// A server that accepts all the engine can do.
    pub fn new(identities: Vec<Identity>) -> Self {
        ServerConfig {
            versions: vec![ProtocolVersion::TLS13],
            tls12: Tls12Terms::default(),
            suites: crate::crypto::Suite::ALL.iter().map(|suite| suite.id).collect(),
            too_weak: Vec::new(),
            groups: vec![NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1, NamedGroup::X25519MLKEM768],
            identities,
            status: None,
            timestamps: None,
            names: Vec::new(),
            alpn: Vec::new(),
            psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE, PskKeyExchangeMode::PSK_KE],
            sessions: None,
            early_data: false,
            max_skipped_early_data: 1 << 16,
            max_age_error: 10_000,
            client_auth: None,
            cookie: None,
            record_size_limit: None,
            max_fragment_length: true,
            extra_extensions: Vec::new(),
            ticket: None,
            records: RecordConfig::default(),
        }
    }
}
