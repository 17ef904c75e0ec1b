//! AES in CBC mode: `aes`, `cbc`. Encrypts and nothing else: what was changed on the way decrypts to something else.

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use cbc::{Decryptor, Encryptor};

/// Length of a block, and of the IV, in bytes.
pub const BLOCK: usize = 16;

/// Encrypts whole blocks. `None` for a key that is not 16 or 32 bytes, an IV that is not one block, or half blocks.
pub fn encrypt(key: &[u8], iv: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
    if !plaintext.len().is_multiple_of(BLOCK) {
        return None;
    }
    match key.len() {
        16 => Some(Encryptor::<Aes128>::new_from_slices(key, iv).ok()?.encrypt_padded_vec::<NoPadding>(plaintext)),
        _ => Some(Encryptor::<Aes256>::new_from_slices(key, iv).ok()?.encrypt_padded_vec::<NoPadding>(plaintext)),
    }
}

/// Decrypts whole blocks. `None` as for [`encrypt`].
pub fn decrypt(key: &[u8], iv: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
    match key.len() {
        16 => Decryptor::<Aes128>::new_from_slices(key, iv).ok()?.decrypt_padded_vec::<NoPadding>(ciphertext).ok(),
        _ => Decryptor::<Aes256>::new_from_slices(key, iv).ok()?.decrypt_padded_vec::<NoPadding>(ciphertext).ok(),
    }
}
