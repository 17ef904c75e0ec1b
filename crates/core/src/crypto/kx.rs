//! Key exchange: `x25519-dalek`, `p256`, `p384`, `p521`, and `ml-kem` for the hybrid with X25519.

use crate::codes::NamedGroup;
use crate::side::Side;
use ml_kem::kem::{Decapsulate, KeyExport};
use ml_kem::{DecapsulationKey768, EncapsulationKey768};
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

/// Length of ML-KEM-768's encapsulation key, ciphertext, seed of the private key, and of the random input of an
/// encapsulation. FIPS 203 §8.
const KEM: (usize, usize, usize, usize) = (1184, 1088, 64, 32);

impl KeyPair {
    /// A client's pair with this private half, of [`private_len`] bytes. `None` for a group that this engine can't do,
    /// or a number that is no private key (zero, or not below the curve's order).
    pub fn new(group: NamedGroup, private: &[u8]) -> Option<KeyPair> {
        let public = match group {
            NamedGroup::X25519 => x25519_public(private)?,
            NamedGroup::SECP256R1 => {
                p256::SecretKey::from_slice(private).ok()?.public_key().to_sec1_point(false).as_bytes().to_vec()
            }
            NamedGroup::SECP384R1 => {
                p384::SecretKey::from_slice(private).ok()?.public_key().to_sec1_point(false).as_bytes().to_vec()
            }
            NamedGroup::SECP521R1 => {
                p521::SecretKey::from_slice(private).ok()?.public_key().to_sec1_point(false).as_bytes().to_vec()
            }
            NamedGroup::X25519MLKEM768 => {
                let (seed, x25519) = private.split_at_checked(KEM.2)?;
                let key = DecapsulationKey768::from_seed(seed.try_into().ok()?);
                [key.encapsulation_key().to_bytes().as_slice(), &x25519_public(x25519)?].concat()
            }
            _ => return None,
        };
        Some(KeyPair { group, private: private.to_vec(), public })
    }

    /// A server's pair that answers the client's public half. The same as [`KeyPair::new`], but for a key encapsulation:
    /// its public half is made from the client's. `None` also if that is not a proper one.
    pub fn answer(group: NamedGroup, private: &[u8], client: &[u8]) -> Option<KeyPair> {
        if group != NamedGroup::X25519MLKEM768 {
            return KeyPair::new(group, private);
        }
        let (ciphertext, _) = encapsulate(private, client)?;
        let x25519 = private.get(KEM.3..)?;
        let public = [ciphertext.as_slice(), &x25519_public(x25519)?].concat();
        Some(KeyPair { group, private: private.to_vec(), public })
    }
}

/// Length of a private half in bytes; `None` for a group that this engine can't do.
pub fn private_len(group: NamedGroup, side: Side) -> Option<usize> {
    match (group, side) {
        (NamedGroup::X25519 | NamedGroup::SECP256R1, _) => Some(32),
        (NamedGroup::SECP384R1, _) => Some(48),
        (NamedGroup::SECP521R1, _) => Some(66),
        (NamedGroup::X25519MLKEM768, Side::Client) => Some(KEM.2 + 32),
        (NamedGroup::X25519MLKEM768, Side::Server) => Some(KEM.3 + 32),
        _ => None,
    }
}

/// Length of a public half in bytes; `None` for a group that this engine can't do.
pub fn public_len(group: NamedGroup, side: Side) -> Option<usize> {
    match (group, side) {
        (NamedGroup::X25519, _) => Some(32),
        (NamedGroup::SECP256R1, _) => Some(65),
        (NamedGroup::SECP384R1, _) => Some(97),
        (NamedGroup::SECP521R1, _) => Some(133),
        (NamedGroup::X25519MLKEM768, Side::Client) => Some(KEM.0 + 32),
        (NamedGroup::X25519MLKEM768, Side::Server) => Some(KEM.1 + 32),
        _ => None,
    }
}

/// True for a group that this engine can do.
pub fn can_exchange(group: NamedGroup) -> bool {
    private_len(group, Side::Client).is_some()
}

/// What the randomness for a private half of the group is asked for as.
pub fn private_name(group: NamedGroup) -> &'static str {
    match group {
        NamedGroup::X25519 => "x25519 private key",
        NamedGroup::SECP256R1 => "secp256r1 private key",
        NamedGroup::SECP384R1 => "secp384r1 private key",
        NamedGroup::SECP521R1 => "secp521r1 private key",
        _ => "X25519MLKEM768 private key",
    }
}

/// The secret that both sides can compute. RFC 8446 §7.4.2; for the hybrid, both secrets one after the other. `side` is
/// the owner of the private half. `None` if the peer's half is not a proper one: of the wrong length, no point on the
/// curve, or one that makes the secret all zeros.
pub fn shared_secret(group: NamedGroup, side: Side, private: &[u8], peer: &[u8]) -> Option<Vec<u8>> {
    match group {
        NamedGroup::X25519 => x25519(private, peer),
        NamedGroup::SECP256R1 if peer.first() == Some(&4) => {
            let private = p256::SecretKey::from_slice(private).ok()?;
            let peer = p256::PublicKey::from_sec1_bytes(peer).ok()?;
            let shared = p256::ecdh::diffie_hellman(private.to_nonzero_scalar(), peer.as_affine());
            Some(shared.raw_secret_bytes().to_vec())
        }
        NamedGroup::SECP384R1 if peer.first() == Some(&4) => {
            let private = p384::SecretKey::from_slice(private).ok()?;
            let peer = p384::PublicKey::from_sec1_bytes(peer).ok()?;
            let shared = p384::ecdh::diffie_hellman(private.to_nonzero_scalar(), peer.as_affine());
            Some(shared.raw_secret_bytes().to_vec())
        }
        NamedGroup::SECP521R1 if peer.first() == Some(&4) => {
            let private = p521::SecretKey::from_slice(private).ok()?;
            let peer = p521::PublicKey::from_sec1_bytes(peer).ok()?;
            let shared = p521::ecdh::diffie_hellman(private.to_nonzero_scalar(), peer.as_affine());
            Some(shared.raw_secret_bytes().to_vec())
        }
        NamedGroup::X25519MLKEM768 => {
            let (kem, private, peer) = match side {
                Side::Client => {
                    let (seed, private) = private.split_at_checked(KEM.2)?;
                    let (ciphertext, peer) = peer.split_at_checked(KEM.1)?;
                    let key = DecapsulationKey768::from_seed(seed.try_into().ok()?);
                    (key.decapsulate_slice(ciphertext).ok()?.to_vec(), private, peer)
                }
                Side::Server => {
                    let (_, secret) = encapsulate(private, peer)?;
                    (secret, private.get(KEM.3..)?, peer.get(KEM.0..)?)
                }
            };
            Some([kem, x25519(private, peer)?].concat())
        }
        _ => None,
    }
}

fn x25519_public(private: &[u8]) -> Option<Vec<u8>> {
    let private: [u8; 32] = private.try_into().ok()?;
    Some(PublicKey::from(&StaticSecret::from(private)).as_bytes().to_vec())
}

fn x25519(private: &[u8], peer: &[u8]) -> Option<Vec<u8>> {
    let private: [u8; 32] = private.try_into().ok()?;
    let peer: [u8; 32] = peer.try_into().ok()?;
    let shared = StaticSecret::from(private).diffie_hellman(&PublicKey::from(peer));
    shared.was_contributory().then(|| shared.as_bytes().to_vec())
}

/// ML-KEM.Encaps (FIPS 203 §7.2) for the encapsulation key at the head of the client's half, with the randomness at the
/// head of the server's private half: ciphertext and secret.
fn encapsulate(private: &[u8], client: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    if client.len() != KEM.0 + 32 {
        return None;
    }
    let key = EncapsulationKey768::new(client.get(..KEM.0)?.try_into().ok()?).ok()?;
    let (ciphertext, secret) = key.encapsulate_deterministic(private.get(..KEM.3)?.try_into().ok()?);
    Some((ciphertext.to_vec(), secret.to_vec()))
}
