//! Somebody who sends one message again and again, each time with another key: RC4's, or AES-GCM's.

use super::Victim;
use crate::attack::Mending;
use crate::reach::Broadcast;
use crate::tally::Counts;
use handshake_core::crypto::Aead;
use handshake_core::random::{Randomness, Seeded};
use rc4::{KeyInit, Rc4, StreamCipher};

/// The message has its secret in the second place.
pub struct Broadcaster {
    random: Seeded,
    message: [u8; 8],
    with_rc4: bool,
    counts: Counts,
}

impl Broadcaster {
    /// Chance by the seed.
    pub fn new(seed: u64, mending: Option<Mending>) -> Self {
        let mut random = Seeded::new(seed, "attack broadcast");
        let mut drawn = [0];
        random.fill("vote", &mut drawn);
        let [drawn] = drawn;
        let message = *b"[A] vote";
        let mut message = message;
        if let Some(vote) = message.get_mut(1) {
            *vote = b'A' + drawn % 26;
        }
        Broadcaster { random, message, with_rc4: mending.is_none(), counts: Counts::default() }
    }
}

impl Broadcast for Broadcaster {
    fn next(&mut self) -> Vec<u8> {
        let mut key = [0; 16];
        self.random.fill("key", &mut key);
        let mut sent = self.message.to_vec();
        match self.with_rc4 {
            true => {
                // As long as a key may be: 1 to 256 bytes.
                if let Ok(mut rc4) = Rc4::new_from_slice(&key) {
                    rc4.apply_keystream(&mut sent);
                }
            }
            false => {
                let sealed = Aead::Aes128Gcm.seal(&key, &[0; Aead::IV_LEN], &[], &sent);
                sent = sealed.map(|(ciphertext, tag)| [ciphertext, tag].concat()).unwrap_or_default();
            }
        }
        self.counts.connections += 1;
        self.counts.bytes += sent.len() as u64;
        sent
    }
}

impl Victim for Broadcaster {
    fn counts(&self) -> Counts {
        self.counts
    }

    fn secret(&self) -> Vec<u8> {
        self.message.get(1..2).unwrap_or_default().to_vec()
    }
}
