//! Hash, HMAC and HKDF: `sha1`, `sha2`, `hmac`, `hkdf`; and the PRF of TLS 1.2 on top of HMAC.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};

/// A suite's hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1, 20 bytes. Only in the MAC of old cipher suites, where it still holds.
    Sha1,
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
            Hash::Sha1 => 20,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Hash::Sha1 => "SHA-1",
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
        }
    }

    /// The hash of `data`.
    pub fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha1 => Sha1::digest(data).to_vec(),
            Hash::Sha256 => Sha256::digest(data).to_vec(),
            Hash::Sha384 => Sha384::digest(data).to_vec(),
        }
    }

    /// HMAC of `data`. RFC 2104.
    pub fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha1 => mac::<Hmac<Sha1>>(key, data).map(|mac| mac.finalize().into_bytes().to_vec()),
            Hash::Sha256 => mac::<Hmac<Sha256>>(key, data).map(|mac| mac.finalize().into_bytes().to_vec()),
            Hash::Sha384 => mac::<Hmac<Sha384>>(key, data).map(|mac| mac.finalize().into_bytes().to_vec()),
        }
        .unwrap_or_default()
    }

    /// True if `tag` is the HMAC of `data`; compared in a time that does not depend on where they differ.
    pub fn hmac_fits(self, key: &[u8], data: &[u8], tag: &[u8]) -> bool {
        match self {
            Hash::Sha1 => mac::<Hmac<Sha1>>(key, data).is_some_and(|mac| mac.verify_slice(tag).is_ok()),
            Hash::Sha256 => mac::<Hmac<Sha256>>(key, data).is_some_and(|mac| mac.verify_slice(tag).is_ok()),
            Hash::Sha384 => mac::<Hmac<Sha384>>(key, data).is_some_and(|mac| mac.verify_slice(tag).is_ok()),
        }
    }

    /// `PRF(secret, label, seed)` of TLS 1.2: HMAC over and over, until there are `len` bytes. RFC 5246 §5. `seed` is
    /// label and seed, one after the other.
    pub fn prf(self, secret: &[u8], seed: &[u8], len: usize) -> Vec<u8> {
        let (mut out, mut a) = (Vec::new(), seed.to_vec());
        while out.len() < len {
            a = self.hmac(secret, &a);
            out.extend(self.hmac(secret, &[a.as_slice(), seed].concat()));
        }
        out.truncate(len);
        out
    }

    /// HKDF-Extract. RFC 5869 §2.2.
    pub fn extract(self, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha1 => Hkdf::<Sha1>::extract(Some(salt), ikm).0.to_vec(),
            Hash::Sha256 => Hkdf::<Sha256>::extract(Some(salt), ikm).0.to_vec(),
            Hash::Sha384 => Hkdf::<Sha384>::extract(Some(salt), ikm).0.to_vec(),
        }
    }

    /// HKDF-Expand. RFC 5869 §2.3. `None` for a `prk` shorter than the hash, or more than 255 blocks.
    pub fn expand(self, prk: &[u8], info: &[u8], len: usize) -> Option<Vec<u8>> {
        let mut out = vec![0; len];
        match self {
            Hash::Sha1 => Hkdf::<Sha1>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
            Hash::Sha256 => Hkdf::<Sha256>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
            Hash::Sha384 => Hkdf::<Sha384>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
        }
        Some(out)
    }
}

/// HMAC takes a key of any length; `None` is for MACs that do not.
fn mac<M: Mac + KeyInit>(key: &[u8], data: &[u8]) -> Option<M> {
    <M as KeyInit>::new_from_slice(key).ok().map(|mac| mac.chain_update(data))
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
