//! What a cipher suite of TLS 1.2 and before stands for. RFC 5246 appendix A.5, RFC 5288, RFC 5289, RFC 7905, RFC 8422.

use super::aead::Aead;
use super::hash::Hash;
use crate::codes::{CipherSuite, ProtocolVersion, SignatureScheme};

/// How the pre-master secret gets to both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// The client makes it up and encrypts it to the server's RSA key. RFC 5246 §8.1.1.
    Rsa,
    /// Both make it out of two fresh halves, on an elliptic curve. RFC 8422 §2.
    Ecdhe,
}

/// What kind of key the server's certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// RSA.
    Rsa,
    /// ECDSA or EdDSA.
    Ecdsa,
}

/// What protects records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// One algorithm for secrecy and integrity. RFC 5246 §6.2.3.3.
    Aead(Aead),
    /// AES-CBC for secrecy, and an HMAC for integrity. RFC 5246 §6.2.3.2.
    Cbc {
        /// Length of the AES key in bytes.
        key_len: usize,
        /// The HMAC's hash.
        mac: Hash,
    },
}

impl Bulk {
    /// Length of the write key in bytes.
    pub fn key_len(self) -> usize {
        match self {
            Bulk::Aead(aead) => aead.key_len(),
            Bulk::Cbc { key_len, .. } => key_len,
        }
    }

    /// Length of the MAC key in bytes; 0 for an AEAD.
    pub fn mac_key_len(self) -> usize {
        match self {
            Bulk::Aead(_) => 0,
            Bulk::Cbc { mac, .. } => mac.len(),
        }
    }

    /// Length of the iv taken from the key block, in bytes: the part of the nonce that is not sent along.
    pub fn fixed_iv_len(self) -> usize {
        match self {
            Bulk::Aead(Aead::ChaCha20Poly1305) => 12,
            Bulk::Aead(_) => 4,
            Bulk::Cbc { .. } => 0,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Bulk::Aead(aead) => aead.name(),
            Bulk::Cbc { key_len: 16, mac: Hash::Sha1 } => "AES-128-CBC with HMAC-SHA-1",
            Bulk::Cbc { key_len: 16, mac: Hash::Sha256 } => "AES-128-CBC with HMAC-SHA-256",
            Bulk::Cbc { mac: Hash::Sha1, .. } => "AES-256-CBC with HMAC-SHA-1",
            Bulk::Cbc { mac: Hash::Sha256, .. } => "AES-256-CBC with HMAC-SHA-256",
            Bulk::Cbc { .. } => "AES-256-CBC with HMAC-SHA-384",
        }
    }
}

/// A TLS 1.2 cipher suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite12 {
    /// Its code.
    pub id: CipherSuite,
    /// Key exchange.
    pub exchange: Exchange,
    /// Kind of certificate.
    pub auth: Auth,
    /// Protection of records.
    pub bulk: Bulk,
    /// Hash of the PRF and of the transcript.
    pub hash: Hash,
    /// The version that it is spoken in: hash, IVs and what stands in a record hang on it.
    pub version: ProtocolVersion,
}

const GCM_128: Bulk = Bulk::Aead(Aead::Aes128Gcm);
const GCM_256: Bulk = Bulk::Aead(Aead::Aes256Gcm);
const CHACHA: Bulk = Bulk::Aead(Aead::ChaCha20Poly1305);

const fn cbc(key_len: usize, mac: Hash) -> Bulk {
    Bulk::Cbc { key_len, mac }
}

const fn suite(id: CipherSuite, exchange: Exchange, auth: Auth, bulk: Bulk, hash: Hash) -> Suite12 {
    Suite12 { id, exchange, auth, bulk, hash, version: ProtocolVersion::TLS12 }
}

impl Suite12 {
    /// Every TLS 1.2 suite that the engine can do, in its order of preference.
    pub const ALL: [Suite12; 20] = {
        use Auth::{Ecdsa as ECDSA, Rsa as RSA};
        use CipherSuite as S;
        use Exchange::{Ecdhe as ECDHE, Rsa as KRSA};
        use Hash::{Sha1, Sha256, Sha384};
        [
            suite(S::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ECDHE, ECDSA, GCM_128, Sha256),
            suite(S::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ECDHE, RSA, GCM_128, Sha256),
            suite(S::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ECDHE, ECDSA, GCM_256, Sha384),
            suite(S::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, ECDHE, RSA, GCM_256, Sha384),
            suite(S::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE, ECDSA, CHACHA, Sha256),
            suite(S::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, ECDHE, RSA, CHACHA, Sha256),
            suite(S::TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, ECDHE, ECDSA, cbc(16, Sha256), Sha256),
            suite(S::TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, ECDHE, RSA, cbc(16, Sha256), Sha256),
            suite(S::TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, ECDHE, ECDSA, cbc(32, Sha384), Sha384),
            suite(S::TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, ECDHE, RSA, cbc(32, Sha384), Sha384),
            suite(S::TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, ECDHE, ECDSA, cbc(16, Sha1), Sha256),
            suite(S::TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, ECDHE, RSA, cbc(16, Sha1), Sha256),
            suite(S::TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, ECDHE, ECDSA, cbc(32, Sha1), Sha256),
            suite(S::TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, ECDHE, RSA, cbc(32, Sha1), Sha256),
            suite(S::TLS_RSA_WITH_AES_128_GCM_SHA256, KRSA, RSA, GCM_128, Sha256),
            suite(S::TLS_RSA_WITH_AES_256_GCM_SHA384, KRSA, RSA, GCM_256, Sha384),
            suite(S::TLS_RSA_WITH_AES_128_CBC_SHA256, KRSA, RSA, cbc(16, Sha256), Sha256),
            suite(S::TLS_RSA_WITH_AES_256_CBC_SHA256, KRSA, RSA, cbc(32, Sha256), Sha256),
            suite(S::TLS_RSA_WITH_AES_128_CBC_SHA, KRSA, RSA, cbc(16, Sha1), Sha256),
            suite(S::TLS_RSA_WITH_AES_256_CBC_SHA, KRSA, RSA, cbc(32, Sha1), Sha256),
        ]
    };

    /// The suite with this code.
    pub fn get(id: CipherSuite) -> Option<Suite12> {
        Suite12::ALL.into_iter().find(|suite| suite.id == id)
    }

    /// The suite with this code, as TLS 1.2 or a version before it has it: TLS 1.1 and 1.0 know nothing but CBC with HMAC-SHA-1
    /// of what this engine does, and their PRF is the same for all suites. RFC 4346 appendix A.5, RFC 4492.
    pub fn get_in(version: ProtocolVersion, id: CipherSuite) -> Option<Suite12> {
        let suite = Suite12::get(id)?;
        match version {
            ProtocolVersion::TLS12 => Some(suite),
            ProtocolVersion::TLS10 | ProtocolVersion::TLS11 => {
                let is_old = matches!(suite.bulk, Bulk::Cbc { mac: Hash::Sha1, .. });
                is_old.then_some(Suite12 { hash: Hash::Md5Sha1, version, ..suite })
            }
            _ => None,
        }
    }

    /// True before TLS 1.2, where a signature names no scheme: the kind of key decides which it is. RFC 4346 §7.4.3.
    pub fn is_unnamed(self) -> bool {
        self.version < ProtocolVersion::TLS12
    }

    /// Length of the iv taken from the key block, in bytes. In TLS 1.0 that is the first record's whole IV (RFC 2246 §6.3).
    pub fn fixed_iv_len(self) -> usize {
        match self.bulk {
            Bulk::Cbc { .. } if self.version == ProtocolVersion::TLS10 => super::cbc::BLOCK,
            bulk => bulk.fixed_iv_len(),
        }
    }
}

impl SignatureScheme {
    /// The kind of key that signs so, as TLS 1.2's suites name it. RFC 8422 §2.
    pub fn auth(self) -> Auth {
        match self {
            SignatureScheme::ECDSA_SECP256R1_SHA256
            | SignatureScheme::ECDSA_SECP384R1_SHA384
            | SignatureScheme::ECDSA_SECP521R1_SHA512
            | SignatureScheme::ECDSA_SHA1
            | SignatureScheme::ED25519
            | SignatureScheme::ED448 => Auth::Ecdsa,
            _ => Auth::Rsa,
        }
    }
}
