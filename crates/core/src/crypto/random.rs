//! Randomness: the only way chance gets into a run.

use super::hash::Hash;
use crate::side::Side;
use std::collections::HashMap;

/// A source of random bytes. It is told what they are for, so that a test can supply an RFC's values and a seeded run
/// draws the same value for the same purpose, whatever else changed.
pub trait Randomness: Send {
    /// Fills `out`; `name` says what for.
    fn fill(&mut self, name: &'static str, out: &mut [u8]);
}

/// The generator of all seeded runs: HKDF-Expand (RFC 5869) of the seed, with the purpose as info. Changing a setting
/// leaves every value alone that does not depend on it, so that two runs can be compared.
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: Vec<u8>,
    drawn: HashMap<&'static str, u32>,
}

impl Seeded {
    /// The generator of one side (or of the teaching CA, by another domain).
    pub fn new(seed: u64, domain: &str) -> Self {
        let seed = Hash::Sha256.extract(format!("handshake-lab {domain}").as_bytes(), &seed.to_be_bytes());
        Seeded { seed, drawn: HashMap::new() }
    }

    /// The generator of one side of a run.
    pub fn for_side(seed: u64, side: Side) -> Self {
        Seeded::new(seed, side.name())
    }
}

impl Randomness for Seeded {
    fn fill(&mut self, name: &'static str, out: &mut [u8]) {
        for chunk in out.chunks_mut(255 * 32) {
            let count = self.drawn.entry(name).or_insert(0);
            let info = [name.as_bytes(), &count.to_be_bytes()].concat();
            *count += 1;
            if let Some(bytes) = Hash::Sha256.expand(&self.seed, &info, chunk.len()) {
                chunk.copy_from_slice(&bytes);
            }
        }
    }
}

/// A [`Randomness`] in the shape that RustCrypto asks for.
pub(crate) struct AsRng<'a> {
    pub random: &'a mut dyn Randomness,
    pub name: &'static str,
}

impl rsa::rand_core::TryRng for AsRng<'_> {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.random.fill(self.name, &mut bytes);
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.random.fill(self.name, &mut bytes);
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
        self.random.fill(self.name, out);
        Ok(())
    }
}

impl rsa::rand_core::TryCryptoRng for AsRng<'_> {}
