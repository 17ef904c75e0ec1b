//! What asymmetric and symmetric cryptography cost on this device: the engine's own primitives in loops. There is no clock
//! in here: whoever runs a batch says how long it took.

use handshake_core::Side;
use handshake_core::crypto::{Aead, Hash, Signer, encrypt_to_rsa, shared_secret};
use handshake_core::msgs::codes::{NamedGroup, SignatureScheme};
use handshake_core::pki::{CertificateKind, TeachingCa, Verifier, WebPkiVerifier, public_key};
use handshake_core::random::Seeded;
use handshake_lessons::OneOf;
use std::sync::Arc;
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Batches whose median counts.
const SAMPLES: usize = 7;
/// A batch takes at least so many milliseconds, so that the clock is fine enough.
const BATCH: f64 = 12.0;
/// Longest batch, in operations.
const MAX_LOOPS: u32 = 1 << 16;
/// Content of the records that are sealed, in bytes: the longest that there are.
pub const RECORD: usize = 1 << 14;
/// The most that RSA-2048 with PKCS #1 v1.5 encrypts at once, in bytes. RFC 8017 §7.2.1.
pub const RSA_MOST: usize = 245;

/// What is measured, in the order in which it is measured and drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Job {
    /// RSA-2048, private key.
    RsaPrivate,
    /// RSA-2048, public key.
    RsaPublic,
    /// ECDSA on P-256, signing.
    EcdsaSign,
    /// ECDSA on P-256, checking.
    EcdsaVerify,
    /// X25519.
    X25519,
    /// AES-128-GCM.
    Aes,
    /// ChaCha20-Poly1305.
    #[strum(serialize = "chacha")]
    ChaCha,
    /// SHA-256.
    Sha,
}

impl OneOf for Job {
    const KIND: &'static str = "job";
}

impl Job {
    /// True for what works with a private and a public key.
    pub fn is_asymmetric(self) -> bool {
        !matches!(self, Job::Aes | Job::ChaCha | Job::Sha)
    }

    /// Bytes of content that one operation takes; `None` if that is not what it is for.
    pub fn bytes(self) -> Option<usize> {
        match self {
            Job::RsaPrivate | Job::RsaPublic => Some(RSA_MOST),
            Job::Aes | Job::ChaCha | Job::Sha => Some(RECORD),
            _ => None,
        }
    }
}

/// What a job came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Operations per second: the median of the batches.
    pub per_second: f64,
}

/// The next thing to run and to time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What.
    pub job: Job,
    /// How often.
    pub loops: u32,
}

/// A measurement in progress.
pub struct Meter {
    tools: Tools,
    job: usize,
    loops: u32,
    samples: Vec<f64>,
    done: Vec<Cost>,
}

impl Default for Meter {
    fn default() -> Self {
        Meter { tools: Tools::new(), job: 0, loops: 1, samples: Vec::new(), done: Vec::new() }
    }
}

impl Meter {
    /// What is to be run now; `None` when all is measured.
    pub fn next(&self) -> Option<Batch> {
        Some(Batch { job: *Job::ALL.get(self.job)?, loops: self.loops })
    }

    /// Runs it.
    pub fn run(&self, batch: Batch) {
        for _ in 0..batch.loops {
            std::hint::black_box(self.tools.once(batch.job));
        }
    }

    /// Takes in how many milliseconds it took.
    pub fn took(&mut self, millis: f64) {
        if millis < BATCH && self.loops < MAX_LOOPS {
            // Too short to be measured well: more of it.
            self.loops *= 2;
            return;
        }
        self.samples.push(millis / f64::from(self.loops));
        if self.samples.len() >= SAMPLES {
            self.samples.sort_by(f64::total_cmp);
            let median = self.samples.get(SAMPLES / 2).copied().unwrap_or_default();
            self.done.push(Cost { per_second: 1000.0 / median.max(f64::MIN_POSITIVE) });
            (self.job, self.loops) = (self.job + 1, 1);
            self.samples.clear();
        }
    }

    /// What has been measured, in the order of [`Job::ALL`].
    pub fn costs(&self) -> Vec<(Job, Cost)> {
        Job::ALL.iter().copied().zip(self.done.iter().copied()).collect()
    }

    /// From 0 to 1.
    pub fn progress(&self) -> f64 {
        let within = self.samples.len() as f64 / SAMPLES as f64;
        ((self.job as f64 + within) / Job::ALL.len() as f64).min(1.0)
    }
}

/// Keys and data, made before anything is timed.
struct Tools {
    rsa: Option<Arc<dyn Signer>>,
    rsa_public: Vec<u8>,
    encrypted: Vec<u8>,
    ecdsa: Option<Arc<dyn Signer>>,
    leaf: Vec<u8>,
    signature: Vec<u8>,
    data: Vec<u8>,
}

const SIGNED: &[u8] = b"what a handshake hashes to";

impl Tools {
    fn new() -> Self {
        let issued = |kind| TeachingCa::new(kind, 1).issue("school.example").ok().map(|issued| issued.identity);
        let (rsa, ecdsa) = (issued(CertificateKind::Rsa2048), issued(CertificateKind::EcdsaP256));
        let leaf = |identity: &Option<handshake_core::pki::Identity>| {
            identity.as_ref().and_then(|identity| identity.chain.first().cloned()).unwrap_or_default()
        };
        let rsa_public = public_key(&leaf(&rsa)).unwrap_or_default();
        let rng = &mut Seeded::new(1, "cost");
        let ecdsa_leaf = leaf(&ecdsa);
        let ecdsa = ecdsa.map(|identity| identity.signer);
        let scheme = SignatureScheme::ECDSA_SECP256R1_SHA256;
        Tools {
            encrypted: encrypt_to_rsa(&rsa_public, &[1; RSA_MOST], rng).unwrap_or_default(),
            signature: ecdsa.as_ref().and_then(|key| key.sign(scheme, SIGNED, rng)).unwrap_or_default(),
            rsa: rsa.map(|identity| identity.signer),
            rsa_public,
            ecdsa,
            leaf: ecdsa_leaf,
            data: vec![0x5a; RECORD],
        }
    }

    /// One operation. True if it did what it should.
    fn once(&self, job: Job) -> bool {
        let rng = &mut Seeded::new(1, "cost");
        let scheme = SignatureScheme::ECDSA_SECP256R1_SHA256;
        let seal = |aead: Aead| aead.seal(&vec![7; aead.key_len()], &[1; Aead::IV_LEN], &[], &self.data).is_some();
        match job {
            Job::RsaPrivate => self.rsa.as_ref().and_then(|key| key.decrypt(&self.encrypted, rng)).is_some(),
            Job::RsaPublic => encrypt_to_rsa(&self.rsa_public, &[1; RSA_MOST], rng).is_some(),
            Job::EcdsaSign => self.ecdsa.as_ref().and_then(|key| key.sign(scheme, SIGNED, rng)).is_some(),
            Job::EcdsaVerify => WebPkiVerifier::none().signature(scheme, &self.leaf, SIGNED, &self.signature),
            Job::X25519 => shared_secret(NamedGroup::X25519, Side::Client, &[9; 32], &[9; 32]).is_some(),
            Job::Aes => seal(Aead::Aes128Gcm),
            Job::ChaCha => seal(Aead::ChaCha20Poly1305),
            Job::Sha => Hash::Sha256.digest(&self.data).len() == Hash::Sha256.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_does_what_it_should() {
        let tools = Tools::new();
        for &job in Job::ALL {
            assert!(tools.once(job), "{job:?}");
        }
    }

    #[test]
    fn the_median_counts_and_short_batches_grow() {
        let mut meter = Meter::default();
        let first = meter.next().expect("a batch");
        assert_eq!((first.job, first.loops), (Job::RsaPrivate, 1));
        meter.took(1.0);
        assert_eq!(meter.next().map(|batch| batch.loops), Some(2));
        for millis in [20.0, 1000.0, 20.0, 20.0, 40.0, 20.0, 30.0] {
            meter.took(millis);
        }
        assert_eq!(meter.costs(), [(Job::RsaPrivate, Cost { per_second: 100.0 })]);
        assert_eq!(meter.next().map(|batch| batch.job), Some(Job::RsaPublic));
        assert!((meter.progress() - 0.125).abs() < 1e-9);
    }
}
