//! Key exchange: `x25519-dalek` and `p256`.

use crate::msgs::codes::NamedGroup;
use p256::elliptic_curve::sec1::ToSec1Point;
use x25519_dalek::{PublicKey, StaticSecret};

/// A private half and its public half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPair {
    /// The group.
    pub group: NamedGroup,
    /// Stays at home.
    pub private: Vec<u8>,
    /// Crosses the wire, in the group's encoding (RFC 8446 §4.2.8.2).
    pub public: Vec<u8>,
}

impl KeyPair {
    /// The pair with this private half. `None` for a group that this engine can't do, or a number that is no private
    /// key (zero, or not below the curve's order: one in 2^32).
    pub fn new(group: NamedGroup, private: [u8; 32]) -> Option<KeyPair> {
        let public = match group {
            NamedGroup::X25519 => PublicKey::from(&StaticSecret::from(private)).as_bytes().to_vec(),
            NamedGroup::SECP256R1 => {
                p256::SecretKey::from_slice(&private).ok()?.public_key().to_sec1_point(false).as_bytes().to_vec()
            }
            _ => return None,
        };
        Some(KeyPair { group, private: private.to_vec(), public })
    }
}

/// Length of a public half in bytes; `None` for a group that this engine can't do.
pub fn public_len(group: NamedGroup) -> Option<usize> {
    match group {
        NamedGroup::X25519 => Some(32),
        NamedGroup::SECP256R1 => Some(65),
        _ => None,
    }
}

/// The secret that both sides can compute. RFC 8446 §7.4.2. `None` if the peer's half is not a proper one: of the wrong
/// length, no point on the curve, or one that makes the secret all zeros.
pub fn shared_secret(group: NamedGroup, private: &[u8], peer: &[u8]) -> Option<Vec<u8>> {
    match group {
        NamedGroup::X25519 => {
            let private: [u8; 32] = private.try_into().ok()?;
            let peer: [u8; 32] = peer.try_into().ok()?;
            let shared = StaticSecret::from(private).diffie_hellman(&PublicKey::from(peer));
            shared.was_contributory().then(|| shared.as_bytes().to_vec())
        }
        NamedGroup::SECP256R1 if peer.first() == Some(&4) => {
            let private = p256::SecretKey::from_slice(private).ok()?;
            let peer = p256::PublicKey::from_sec1_bytes(peer).ok()?;
            let shared = p256::ecdh::diffie_hellman(private.to_nonzero_scalar(), peer.as_affine());
            Some(shared.raw_secret_bytes().to_vec())
        }
        _ => None,
    }
}
