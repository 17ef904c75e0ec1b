//! Hash, HMAC and HKDF: `sha2`, `hmac`, `hkdf`.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha384};

/// A suite's hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-384, 48 bytes.
    Sha384,
}

impl Hash {
    /// Its output's length in bytes.
    #[expect(clippy::len_without_is_empty, reason = "no hash is empty")]
    pub fn len(self) -> usize {
        match self {
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
        }
    }

    /// The hash of `data`.
    pub fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha256 => Sha256::digest(data).to_vec(),
            Hash::Sha384 => Sha384::digest(data).to_vec(),
        }
    }

    /// HMAC of `data`. RFC 2104.
    pub fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        // HMAC takes a key of any length; the error type exists for MACs that do not.
        match self {
            Hash::Sha256 => {
                Hmac::<Sha256>::new_from_slice(key).map(|mac| mac.chain_update(data).finalize().into_bytes().to_vec())
            }
            Hash::Sha384 => {
                Hmac::<Sha384>::new_from_slice(key).map(|mac| mac.chain_update(data).finalize().into_bytes().to_vec())
            }
        }
        .unwrap_or_default()
    }

    /// HKDF-Extract. RFC 5869 §2.2.
    pub fn extract(self, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha256 => Hkdf::<Sha256>::extract(Some(salt), ikm).0.to_vec(),
            Hash::Sha384 => Hkdf::<Sha384>::extract(Some(salt), ikm).0.to_vec(),
        }
    }

    /// HKDF-Expand. RFC 5869 §2.3. `None` for a `prk` shorter than the hash, or more than 255 blocks.
    pub fn expand(self, prk: &[u8], info: &[u8], len: usize) -> Option<Vec<u8>> {
        let mut out = vec![0; len];
        match self {
            Hash::Sha256 => Hkdf::<Sha256>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
            Hash::Sha384 => Hkdf::<Sha384>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
        }
        Some(out)
    }
}

/// The `info` of HKDF-Expand-Label.
///
/// ```text
/// struct {
///     uint16 length = Length;
///     opaque label<7..255> = "tls13 " + Label;
///     opaque context<0..255> = Context;
/// } HkdfLabel;
/// ```
/// RFC 8446 §7.1.
pub fn hkdf_label(label: &str, context: &[u8], len: usize) -> Vec<u8> {
    let mut info = (len as u16).to_be_bytes().to_vec();
    info.push((6 + label.len()) as u8);
    info.extend_from_slice(b"tls13 ");
    info.extend_from_slice(label.as_bytes());
    info.push(context.len() as u8);
    info.extend_from_slice(context);
    info
}
