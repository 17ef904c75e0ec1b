//! The few primitives, each behind a small type. No primitive is written here: ring, RustCrypto and dalek do the work.

mod aead;
pub mod cbc;
mod hash;
mod kx;
pub mod random;
mod sign;
mod suite12;

pub use aead::Aead;
pub use hash::{Hash, hkdf_label};
pub use kx::{KeyPair, can_exchange, private_len, private_name, public_len, shared_secret};
pub use sign::{EcdsaP256Key, EcdsaP384Key, Ed25519Key, RsaKey, Signer, encrypt_to_rsa, fits_unnamed, signer};
pub use suite12::{Auth, Bulk, Exchange, Suite12};

use crate::msgs::codes::{CipherSuite, ProtocolVersion};

/// What a TLS 1.3 cipher suite stands for. RFC 8446 appendix B.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite {
    /// Its code.
    pub id: CipherSuite,
    /// Protects records.
    pub aead: Aead,
    /// For HKDF and the transcript.
    pub hash: Hash,
}

/// All suites of these versions that the engine can do, in its order of preference.
pub fn suites_of(versions: &[ProtocolVersion]) -> Vec<CipherSuite> {
    let of = |version: &ProtocolVersion| -> Vec<CipherSuite> {
        match *version {
            ProtocolVersion::TLS13 => Suite::ALL.iter().map(|suite| suite.id).collect(),
            older => {
                Suite12::ALL.iter().filter_map(|suite| Suite12::get_in(older, suite.id)).map(|suite| suite.id).collect()
            }
        }
    };
    versions.iter().flat_map(of).collect()
}

impl Suite {
    /// Those that the engine offers and accepts, if nothing else is said, in its order of preference.
    pub const ALL: [Suite; 3] = [
        Suite { id: CipherSuite::TLS_AES_128_GCM_SHA256, aead: Aead::Aes128Gcm, hash: Hash::Sha256 },
        Suite { id: CipherSuite::TLS_AES_256_GCM_SHA384, aead: Aead::Aes256Gcm, hash: Hash::Sha384 },
        Suite { id: CipherSuite::TLS_CHACHA20_POLY1305_SHA256, aead: Aead::ChaCha20Poly1305, hash: Hash::Sha256 },
    ];

    /// Those that it can do, too: they are met on small devices.
    pub const RARE: [Suite; 2] = [
        Suite { id: CipherSuite::TLS_AES_128_CCM_SHA256, aead: Aead::Aes128Ccm, hash: Hash::Sha256 },
        Suite { id: CipherSuite::TLS_AES_128_CCM_8_SHA256, aead: Aead::Aes128Ccm8, hash: Hash::Sha256 },
    ];

    /// The suite with this code.
    pub fn get(id: CipherSuite) -> Option<Suite> {
        Suite::ALL.into_iter().chain(Suite::RARE).find(|suite| suite.id == id)
    }
}
