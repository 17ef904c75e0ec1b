//! What a client offers and demands.

use crate::cx::RecordConfig;
use crate::msgs::codes::{
    CipherSuite, ExtensionType, MaxFragmentLength, NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme,
};
use crate::msgs::extensions::Extension;
use crate::pki::{Identity, Verifier};
use crate::session::{ClientPsk, ClientSession12};
use std::sync::Arc;

/// What a client offers in TLS 1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls12Offer {
    /// A master secret bound to the handshake (RFC 7627).
    pub extended_master_secret: bool,
    /// MACs over what was encrypted (RFC 7366).
    pub encrypt_then_mac: bool,
    /// Tickets are welcome (RFC 5077).
    pub tickets: bool,
    /// Says in the list of suites, not in an extension, that it knows of RFC 5746.
    pub renegotiation_scsv: bool,
    /// Says that a better version was tried before (RFC 7507).
    pub fallback_scsv: bool,
    /// A session to resume.
    pub session: Option<ClientSession12>,
}

impl Default for Tls12Offer {
    fn default() -> Self {
        Tls12Offer {
            extended_master_secret: true,
            encrypt_then_mac: true,
            tickets: true,
            renegotiation_scsv: false,
            fallback_scsv: false,
            session: None,
        }
    }
}

/// What a client offers and demands. Whatever it can't do itself may be offered all the same, to see what follows.
#[derive(Clone)]
pub struct ClientConfig {
    /// The name to reach; sent as server_name and looked for in the certificate. None: no name is sent or demanded.
    pub server_name: Option<String>,
    /// Versions to offer, best first. TLS 1.1 and 1.0 are forbidden (RFC 8996): they are there to be looked at, and spoken by who
    /// names them here. SSL 3.0 can be offered alone, to see what follows.
    pub versions: Vec<ProtocolVersion>,
    /// What only TLS 1.2 knows.
    pub tls12: Tls12Offer,
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
    /// Pre-shared keys in order of preference.
    pub psks: Vec<ClientPsk>,
    /// Sent with the first pre-shared key before the server has answered, if that key is good for so much.
    pub early_data: Option<Vec<u8>>,
    /// Certificates to show when asked; the first is used whose key can sign what the server can check. None fits: an
    /// empty list is shown.
    pub identities: Vec<Identity>,
    /// Names (DER) of authorities whose certificates it would rather see (certificate_authorities, RFC 8446 §4.2.4); empty: it
    /// does not say.
    pub authorities: Vec<Vec<u8>>,
    /// Asks for what logs of certificates have signed (signed_certificate_timestamp, RFC 6962). It is shown; whether a log can
    /// be trusted nobody knows here.
    pub timestamps: bool,
    /// Asks for the status of the server's certificate (RFC 6066 §8), and judges what comes.
    pub status_request: bool,
    /// Longest inside of a protected record that it takes, 64 to 2^14 + 1 (RFC 8449).
    pub record_size_limit: Option<u16>,
    /// Longest content of a record on this connection that it asks for (RFC 6066 §4).
    pub max_fragment_length: Option<MaxFragmentLength>,
    /// Tickets of TLS 1.3 that are kept of a connection at most; the newest are.
    pub max_tickets: usize,
    /// Looks like TLS 1.2 to middleboxes (RFC 8446 appendix D.4): a session id and change_cipher_spec.
    pub compatibility_mode: bool,
    /// Mixes offers into the hello that mean nothing (RFC 8701).
    pub grease: bool,
    /// Pads a ClientHello of 256 to 511 bytes to 512, for servers that balk at those (RFC 7685).
    pub pad_hello: bool,
    /// Sent as they are, after the engine's own.
    pub extra_extensions: Vec<Extension>,
    /// If not empty: the order of the extensions by type; those not named come last, but for pre_shared_key.
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
            versions: vec![ProtocolVersion::TLS13],
            tls12: Tls12Offer::default(),
            suites: crate::crypto::Suite::ALL.iter().map(|suite| suite.id).collect(),
            groups: vec![NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1, NamedGroup::X25519MLKEM768],
            key_shares: vec![NamedGroup::X25519],
            signature_schemes: vec![
                SignatureScheme::ECDSA_SECP256R1_SHA256,
                SignatureScheme::ECDSA_SECP384R1_SHA384,
                SignatureScheme::ED25519,
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                // For the signatures in certificates only; not for CertificateVerify. RFC 8446 §4.2.3.
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureScheme::RSA_PKCS1_SHA384,
            ],
            alpn: Vec::new(),
            psk_modes: vec![PskKeyExchangeMode::PSK_DHE_KE],
            psks: Vec::new(),
            early_data: None,
            identities: Vec::new(),
            authorities: Vec::new(),
            timestamps: false,
            status_request: false,
            record_size_limit: None,
            max_fragment_length: None,
            max_tickets: 8,
            compatibility_mode: true,
            grease: false,
            pad_hello: false,
            extra_extensions: Vec::new(),
            extension_order: Vec::new(),
            verifier,
            records: RecordConfig::default(),
        }
    }

    /// The same with everything that the engine can do, be it rarely used: for real servers.
    pub fn with_rare_algorithms(mut self) -> Self {
        self.signature_schemes = SignatureScheme::CHECKED.to_vec();
        self.groups.insert(3, NamedGroup::SECP521R1);
        if self.offers(ProtocolVersion::TLS13) {
            self.suites.push(CipherSuite::TLS_AES_128_CCM_SHA256);
        }
        self
    }

    /// The same with these versions, and all suites of theirs.
    pub fn with_versions(mut self, versions: &[ProtocolVersion]) -> Self {
        self.suites = crate::crypto::suites_of(versions);
        self.versions = versions.to_vec();
        self
    }

    /// True if this version is offered.
    pub(crate) fn offers(&self, version: ProtocolVersion) -> bool {
        self.versions.contains(&version)
    }

    /// The early data to send, if there is any and the first pre-shared key is good for it.
    pub(crate) fn early_data(&self) -> Option<&[u8]> {
        let (data, psk) = (self.early_data.as_deref()?, self.psks.first()?);
        let fits = data.len() as u64 <= u64::from(psk.max_early_data) && self.suites.contains(&psk.suite);
        let protocol = psk.alpn.as_ref().is_none_or(|name| self.alpn.contains(name));
        (psk.max_early_data > 0 && fits && protocol).then_some(data)
    }
}
