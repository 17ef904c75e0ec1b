//! Authenticated encryption: `ring`.

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
}

impl Aead {
    /// Nonce and iv length in bytes.
    pub const IV_LEN: usize = 12;
    /// Tag length in bytes.
    pub const TAG_LEN: usize = 16;

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Aead::Aes128Gcm => "AES-128-GCM",
            Aead::Aes256Gcm => "AES-256-GCM",
            Aead::ChaCha20Poly1305 => "ChaCha20-Poly1305",
        }
    }

    /// Key length in bytes.
    pub fn key_len(self) -> usize {
        self.algorithm().key_len()
    }

    /// Encrypts; returns ciphertext and tag. `None` for a key or nonce of the wrong length.
    pub fn seal(self, key: &[u8], nonce: &[u8], aad: &[u8], plaintext: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
        let (key, nonce) = self.key(key, nonce)?;
        let mut data = plaintext.to_vec();
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut data).ok()?;
        Some((data, tag.as_ref().to_vec()))
    }

    /// Decrypts ciphertext with the tag at its end. `None` if it does not fit.
    pub fn open(self, key: &[u8], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (key, nonce) = self.key(key, nonce)?;
        let mut data = sealed.to_vec();
        key.open_in_place(nonce, Aad::from(aad), &mut data).ok().map(|plaintext| plaintext.to_vec())
    }

    fn key(self, key: &[u8], nonce: &[u8]) -> Option<(LessSafeKey, Nonce)> {
        let key = LessSafeKey::new(UnboundKey::new(self.algorithm(), key).ok()?);
        Some((key, Nonce::try_assume_unique_for_key(nonce).ok()?))
    }

    fn algorithm(self) -> &'static Algorithm {
        match self {
            Aead::Aes128Gcm => &AES_128_GCM,
            Aead::Aes256Gcm => &AES_256_GCM,
            Aead::ChaCha20Poly1305 => &CHACHA20_POLY1305,
        }
    }
}
