//! Hash, HMAC and HKDF: `md-5`, `sha1`, `sha2`, `hmac`, `hkdf`; and the PRF of TLS 1.2 and before on top of HMAC.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384};

/// A suite's hash function; before TLS 1.2: the two that stand in the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// MD5 and SHA-1 of the same bytes, one after the other, 36 bytes: what TLS 1.1 and 1.0 sign, and take of the handshake
    /// (RFC 4346 §7.4.3 and §7.4.9). As a PRF: both, xored (§5). It is no hash for HMAC or HKDF.
    Md5Sha1,
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
            Hash::Md5Sha1 => 36,
            Hash::Sha1 => 20,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Hash::Md5Sha1 => "MD5 and SHA-1",
            Hash::Sha1 => "SHA-1",
            Hash::Sha256 => "SHA-256",
            Hash::Sha384 => "SHA-384",
        }
    }

    /// The hash of `data`.
    pub fn digest(self, data: &[u8]) -> Vec<u8> {
        match self {
            Hash::Md5Sha1 => [Md5::digest(data).as_slice(), &Sha1::digest(data)].concat(),
            Hash::Sha1 => Sha1::digest(data).to_vec(),
            Hash::Sha256 => Sha256::digest(data).to_vec(),
            Hash::Sha384 => Sha384::digest(data).to_vec(),
        }
    }

    /// HMAC of `data`. RFC 2104. Empty for what is no hash of its own.
    pub fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        match self {
            Hash::Md5Sha1 => None,
            Hash::Sha1 => mac::<Hmac<Sha1>>(key, data).map(|mac| mac.finalize().into_bytes().to_vec()),
            Hash::Sha256 => mac::<Hmac<Sha256>>(key, data).map(|mac| mac.finalize().into_bytes().to_vec()),
            Hash::Sha384 => mac::<Hmac<Sha384>>(key, data).map(|mac| mac.finalize().into_bytes().to_vec()),
        }
        .unwrap_or_default()
    }

    /// True if `tag` is the HMAC of `data`; compared in a time that does not depend on where they differ.
    pub fn hmac_fits(self, key: &[u8], data: &[u8], tag: &[u8]) -> bool {
        match self {
            Hash::Md5Sha1 => false,
            Hash::Sha1 => mac::<Hmac<Sha1>>(key, data).is_some_and(|mac| mac.verify_slice(tag).is_ok()),
            Hash::Sha256 => mac::<Hmac<Sha256>>(key, data).is_some_and(|mac| mac.verify_slice(tag).is_ok()),
            Hash::Sha384 => mac::<Hmac<Sha384>>(key, data).is_some_and(|mac| mac.verify_slice(tag).is_ok()),
        }
    }

    /// `PRF(secret, label, seed)` of TLS 1.2: HMAC over and over, until there are `len` bytes. RFC 5246 §5. `seed` is
    /// label and seed, one after the other. Before TLS 1.2 each half of the secret goes to a hash of its own, and the two
    /// outputs are xored: what one of them gives away, the other still hides. RFC 4346 §5.
    pub fn prf(self, secret: &[u8], seed: &[u8], len: usize) -> Vec<u8> {
        if self != Hash::Md5Sha1 {
            return expand(|data| self.hmac(secret, data), seed, len);
        }
        // Of an odd number of bytes the one in the middle belongs to both halves.
        let half = secret.len().div_ceil(2);
        let (first, second) = (secret.get(..half).unwrap_or_default(), &secret[secret.len() - half..]);
        let md5 = |data: &[u8]| {
            mac::<Hmac<Md5>>(first, data).map(|mac| mac.finalize().into_bytes().to_vec()).unwrap_or_default()
        };
        let both = expand(md5, seed, len).into_iter().zip(expand(|data| Hash::Sha1.hmac(second, data), seed, len));
        both.map(|(one, other)| one ^ other).collect()
    }

    /// HKDF-Extract. RFC 5869 §2.2.
    pub fn extract(self, salt: &[u8], ikm: &[u8]) -> Vec<u8> {
        match self {
            Hash::Md5Sha1 => Vec::new(),
            Hash::Sha1 => Hkdf::<Sha1>::extract(Some(salt), ikm).0.to_vec(),
            Hash::Sha256 => Hkdf::<Sha256>::extract(Some(salt), ikm).0.to_vec(),
            Hash::Sha384 => Hkdf::<Sha384>::extract(Some(salt), ikm).0.to_vec(),
        }
    }

    /// HKDF-Expand. RFC 5869 §2.3. `None` for a `prk` shorter than the hash, or more than 255 blocks.
    pub fn expand(self, prk: &[u8], info: &[u8], len: usize) -> Option<Vec<u8>> {
        let mut out = vec![0; len];
        match self {
            Hash::Md5Sha1 => return None,
            Hash::Sha1 => Hkdf::<Sha1>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
            Hash::Sha256 => Hkdf::<Sha256>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
            Hash::Sha384 => Hkdf::<Sha384>::from_prk(prk).ok()?.expand(info, &mut out).ok()?,
        }
        Some(out)
    }
}

/// `P_hash(secret, seed)`: an HMAC over and over, until there are `len` bytes. RFC 5246 §5.
fn expand(hmac: impl Fn(&[u8]) -> Vec<u8>, seed: &[u8], len: usize) -> Vec<u8> {
    let (mut out, mut a) = (Vec::new(), seed.to_vec());
    while out.len() < len {
        a = hmac(&a);
        out.extend(hmac(&[a.as_slice(), seed].concat()));
    }
    out.truncate(len);
    out
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
