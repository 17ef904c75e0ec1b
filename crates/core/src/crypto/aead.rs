//! Authenticated encryption: `ring`, and `ccm` for what that does not have.

use aes::Aes128;
use ccm::aead::array::ArraySize;
use ccm::aead::{AeadInOut, KeyInit};
use ccm::consts::{U8, U12, U16};
use ccm::{Ccm, TagSize};
use ring::aead::{AES_128_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};

/// A suite's AEAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aead {
    /// AES-128-GCM.
    Aes128Gcm,
    /// AES-256-GCM.
    Aes256Gcm,
    /// ChaCha20-Poly1305.
    ChaCha20Poly1305,
    /// AES-128-CCM.
    Aes128Ccm,
    /// AES-128-CCM with a tag of 8 bytes.
    Aes128Ccm8,
}

impl Aead {
    /// Nonce and iv length in bytes.
    pub const IV_LEN: usize = 12;

    /// Tag length in bytes.
    pub fn tag_len(self) -> usize {
        if self == Aead::Aes128Ccm8 { 8 } else { 16 }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Aead::Aes128Gcm => "AES-128-GCM",
            Aead::Aes256Gcm => "AES-256-GCM",
            Aead::ChaCha20Poly1305 => "ChaCha20-Poly1305",
            Aead::Aes128Ccm => "AES-128-CCM",
            Aead::Aes128Ccm8 => "AES-128-CCM-8",
        }
    }

    /// Key length in bytes.
    pub fn key_len(self) -> usize {
        self.algorithm().map_or(16, Algorithm::key_len)
    }

    /// Encrypts; returns ciphertext and tag. `None` for a key or nonce of the wrong length.
    pub fn seal(self, key: &[u8], nonce: &[u8], aad: &[u8], plaintext: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let mut data = plaintext.to_vec();
        let tag = match self {
            Aead::Aes128Ccm => seal_ccm::<U16>(key, nonce, aad, &mut data)?,
            Aead::Aes128Ccm8 => seal_ccm::<U8>(key, nonce, aad, &mut data)?,
            _ => {
                let (key, nonce) = self.key(key, nonce)?;
                key.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut data).ok()?.as_ref().to_vec()
            }
        };
        Some((data, tag))
    }

    /// Decrypts ciphertext with the tag at its end. `None` if it does not fit.
    pub fn open(self, key: &[u8], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let mut data = sealed.to_vec();
        match self {
            Aead::Aes128Ccm => open_ccm::<U16>(key, nonce, aad, data),
            Aead::Aes128Ccm8 => open_ccm::<U8>(key, nonce, aad, data),
            _ => {
                let (key, nonce) = self.key(key, nonce)?;
                key.open_in_place(nonce, Aad::from(aad), &mut data).ok().map(|plaintext| plaintext.to_vec())
            }
        }
    }

    fn key(self, key: &[u8], nonce: &[u8]) -> Option<(LessSafeKey, Nonce)> {
        let key = LessSafeKey::new(UnboundKey::new(self.algorithm()?, key).ok()?);
        Some((key, Nonce::try_assume_unique_for_key(nonce).ok()?))
    }

    /// ring's, if it has it.
    fn algorithm(self) -> Option<&'static Algorithm> {
        match self {
            Aead::Aes128Gcm => Some(&AES_128_GCM),
            Aead::Aes256Gcm => Some(&AES_256_GCM),
            Aead::ChaCha20Poly1305 => Some(&CHACHA20_POLY1305),
            Aead::Aes128Ccm | Aead::Aes128Ccm8 => None,
        }
    }
}

/// AES-128-CCM with a tag of so many bytes. RFC 6655 §3, RFC 5116 §5.3.
type Ccm128<Tag> = Ccm<Aes128, Tag, U12>;

fn seal_ccm<Tag: ArraySize + TagSize>(key: &[u8], nonce: &[u8], aad: &[u8], data: &mut [u8]) -> Option<Vec<u8>> {
    let ccm = Ccm128::<Tag>::new_from_slice(key).ok()?;
    let tag = ccm.encrypt_inout_detached(nonce.try_into().ok()?, aad, data.into()).ok()?;
    Some(tag.to_vec())
}

fn open_ccm<Tag: ArraySize + TagSize>(key: &[u8], nonce: &[u8], aad: &[u8], mut data: Vec<u8>) -> Option<Vec<u8>> {
    let ccm = Ccm128::<Tag>::new_from_slice(key).ok()?;
    let tag = data.split_off(data.len().checked_sub(Tag::USIZE)?);
    let tag = tag.as_slice().try_into().ok()?;
    ccm.decrypt_inout_detached(nonce.try_into().ok()?, aad, data.as_mut_slice().into(), tag).ok()?;
    Some(data)
}
