//! Making signatures (`pki` checks them, with ring). ring signs Ed25519; ECDSA and RSA-PSS are signed by `p256` and
//! `rsa`, since ring's take their randomness from the operating system, and a run here is a pure function of its seed.

use super::hash::Hash;
use super::suite12::Auth;
use crate::msgs::codes::SignatureScheme;
use crate::random::Randomness;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::{RandomizedSigner, SignatureEncoding};
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// A private key that can sign a handshake.
pub trait Signer: Send + Sync {
    /// Schemes it can sign with, best first.
    fn schemes(&self) -> Vec<SignatureScheme>;

    /// The same in TLS 1.2, where a scheme names a hash and a kind of key, and no curve. RFC 5246 §7.4.1.4.1.
    fn schemes12(&self) -> Vec<SignatureScheme> {
        self.schemes()
    }

    /// What was encrypted to this key with RSAES-PKCS1-v1_5 (RFC 8017 §7.2). If it was not, this is nothing or a value
    /// that looks as random as any: nobody can tell from the outcome which it was. `None` for a key that can't decrypt.
    fn decrypt(&self, _ciphertext: &[u8], _random: &mut dyn Randomness) -> Option<Vec<u8>> {
        None
    }

    /// True for a key that can decrypt.
    fn decrypts(&self) -> bool {
        false
    }

    /// The kind of suite that this key can sign for in TLS 1.1 and before, where no scheme is named. `None` if those know
    /// nothing of such a key.
    fn auth_unnamed(&self) -> Option<Auth> {
        None
    }

    /// A signature as TLS 1.1 and before make it: of RSA over MD5 and SHA-1 together, of ECDSA over SHA-1. RFC 4346 §7.4.3,
    /// RFC 4492 §5.4. `None` for other keys.
    fn sign_unnamed(&self, _content: &[u8]) -> Option<Vec<u8>> {
        None
    }

    /// A signature over `content`, drawing what randomness it needs from `random`. `None` if it can't.
    fn sign(&self, scheme: SignatureScheme, content: &[u8], random: &mut dyn Randomness) -> Option<Vec<u8>>;
}

/// The private key in this DER: PKCS #8 (RFC 5958), SEC 1 (RFC 5915) or PKCS #1 (RFC 8017). `None` if it is none, or of a
/// kind that this engine can't sign with.
pub fn signer(der: &[u8]) -> Option<std::sync::Arc<dyn Signer>> {
    use std::sync::Arc;
    let p256 = p256::SecretKey::from_pkcs8_der(der).or_else(|_| p256::SecretKey::from_sec1_der(der));
    if let Ok(key) = p256 {
        return Some(Arc::new(EcdsaP256Key(key.into())));
    }
    let p384 = p384::SecretKey::from_pkcs8_der(der).or_else(|_| p384::SecretKey::from_sec1_der(der));
    if let Ok(key) = p384 {
        return Some(Arc::new(EcdsaP384Key(key.into())));
    }
    let p521 = p521::SecretKey::from_pkcs8_der(der).or_else(|_| p521::SecretKey::from_sec1_der(der));
    if let Ok(key) = p521 {
        return Some(Arc::new(EcdsaP521Key(key.into())));
    }
    if let Ok(key) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der) {
        return Some(Arc::new(Ed25519Key(key)));
    }
    if let Some(key) = pss_key(der) {
        return Some(Arc::new(RsaPssKey(key)));
    }
    let rsa = rsa::PrivateKey::from_pkcs8_der(der).ok();
    let rsa = rsa.or_else(|| rsa::PrivateKey::from_pkcs1_der(der).ok());
    rsa.map(|key| Arc::new(RsaKey(key)) as Arc<dyn Signer>)
}

/// The RSA key in this PKCS #8 DER, if it says that it is for RSASSA-PSS alone. RFC 4055 §1.2, RFC 8017 appendix A.2.3.
fn pss_key(der: &[u8]) -> Option<rsa::PrivateKey> {
    const ID_RSASSA_PSS: rsa::pkcs8::ObjectIdentifier =
        rsa::pkcs8::ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10");
    let key = rsa::pkcs8::PrivateKeyInfoRef::try_from(der).ok()?;
    let pss = key.algorithm.oid == ID_RSASSA_PSS;
    pss.then(|| rsa::PrivateKey::from_pkcs1_der(key.private_key.as_bytes()).ok()).flatten()
}

/// What a scheme of ECDSA signs.
fn ecdsa_digest(scheme: SignatureScheme, content: &[u8]) -> Option<Vec<u8>> {
    match scheme {
        SignatureScheme::ECDSA_SECP256R1_SHA256 => Some(Sha256::digest(content).to_vec()),
        SignatureScheme::ECDSA_SECP384R1_SHA384 => Some(Sha384::digest(content).to_vec()),
        SignatureScheme::ECDSA_SECP521R1_SHA512 => Some(Sha512::digest(content).to_vec()),
        _ => None,
    }
}

/// SHA-1 of `content` as ECDSA takes it on a curve of so many bytes: a hash that is shorter is the same number. (FIPS 186-4
/// §6.4.)
fn sha1_number(content: &[u8], len: usize) -> Vec<u8> {
    let hash = Hash::Sha1.digest(content);
    [vec![0; len.saturating_sub(hash.len())], hash].concat()
}

/// True if a signature over `content` was made as TLS 1.1 and before make it, with the key of this SubjectPublicKeyInfo (DER).
/// RFC 4346 §7.4.3, RFC 4492 §5.4.
pub fn fits_unnamed(spki: &[u8], content: &[u8], signature: &[u8]) -> bool {
    use p256::ecdsa::signature::hazmat::PrehashVerifier;
    use p256::pkcs8::DecodePublicKey;
    if let Ok(key) = rsa::PublicKey::from_public_key_der(spki) {
        let hashes = Hash::Md5Sha1.digest(content);
        return key.verify(rsa::Pkcs1v15Sign::new_unprefixed(), &hashes, signature).is_ok();
    }
    if let Ok(key) = p256::ecdsa::VerifyingKey::from_public_key_der(spki) {
        let read = p256::ecdsa::Signature::from_der(signature);
        return read.is_ok_and(|signature| key.verify_prehash(&sha1_number(content, 32), &signature).is_ok());
    }
    let Ok(key) = p384::ecdsa::VerifyingKey::from_public_key_der(spki) else { return false };
    let read = p384::ecdsa::Signature::from_der(signature);
    read.is_ok_and(|signature| key.verify_prehash(&sha1_number(content, 48), &signature).is_ok())
}

/// ECDSA on P-256 with SHA-256, deterministic (RFC 6979).
pub struct EcdsaP256Key(p256::ecdsa::SigningKey);

impl EcdsaP256Key {
    /// The key with this private number; `None` if it is none.
    pub fn new(private: &[u8; 32]) -> Option<Self> {
        p256::ecdsa::SigningKey::from_slice(private).ok().map(EcdsaP256Key)
    }

    /// The public point, uncompressed.
    pub fn public(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    /// A signature in DER.
    pub fn sign_der(&self, content: &[u8]) -> Vec<u8> {
        let signature: p256::ecdsa::Signature = self.0.sign(content);
        signature.to_der().as_bytes().to_vec()
    }
}

impl Signer for EcdsaP256Key {
    fn auth_unnamed(&self) -> Option<Auth> {
        Some(Auth::Ecdsa)
    }

    fn sign_unnamed(&self, content: &[u8]) -> Option<Vec<u8>> {
        let signature: p256::ecdsa::Signature = self.0.sign_prehash(&sha1_number(content, 32)).ok()?;
        Some(signature.to_der().as_bytes().to_vec())
    }

    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_SECP256R1_SHA256]
    }

    fn schemes12(&self) -> Vec<SignatureScheme> {
        vec![
            SignatureScheme::ECDSA_SECP256R1_SHA256,
            SignatureScheme::ECDSA_SECP384R1_SHA384,
            SignatureScheme::ECDSA_SECP521R1_SHA512,
        ]
    }

    fn sign(&self, scheme: SignatureScheme, content: &[u8], _: &mut dyn Randomness) -> Option<Vec<u8>> {
        if scheme == SignatureScheme::ECDSA_SECP256R1_SHA256 {
            return Some(self.sign_der(content));
        }
        let signature: p256::ecdsa::Signature = self.0.sign_prehash(&ecdsa_digest(scheme, content)?).ok()?;
        Some(signature.to_der().as_bytes().to_vec())
    }
}

/// ECDSA on P-384 with SHA-384, deterministic (RFC 6979).
pub struct EcdsaP384Key(p384::ecdsa::SigningKey);

impl EcdsaP384Key {
    /// The key with this private number; `None` if it is none.
    pub fn new(private: &[u8; 48]) -> Option<Self> {
        p384::ecdsa::SigningKey::from_slice(private).ok().map(EcdsaP384Key)
    }

    /// The public point, uncompressed.
    pub fn public(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    /// A signature in DER.
    pub fn sign_der(&self, content: &[u8]) -> Vec<u8> {
        let signature: p384::ecdsa::Signature = self.0.sign(content);
        signature.to_der().as_bytes().to_vec()
    }
}

impl Signer for EcdsaP384Key {
    fn auth_unnamed(&self) -> Option<Auth> {
        Some(Auth::Ecdsa)
    }

    fn sign_unnamed(&self, content: &[u8]) -> Option<Vec<u8>> {
        let signature: p384::ecdsa::Signature = self.0.sign_prehash(&sha1_number(content, 48)).ok()?;
        Some(signature.to_der().as_bytes().to_vec())
    }

    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_SECP384R1_SHA384]
    }

    fn schemes12(&self) -> Vec<SignatureScheme> {
        vec![
            SignatureScheme::ECDSA_SECP384R1_SHA384,
            SignatureScheme::ECDSA_SECP256R1_SHA256,
            SignatureScheme::ECDSA_SECP521R1_SHA512,
        ]
    }

    fn sign(&self, scheme: SignatureScheme, content: &[u8], _: &mut dyn Randomness) -> Option<Vec<u8>> {
        if scheme == SignatureScheme::ECDSA_SECP384R1_SHA384 {
            return Some(self.sign_der(content));
        }
        let signature: p384::ecdsa::Signature = self.0.sign_prehash(&ecdsa_digest(scheme, content)?).ok()?;
        Some(signature.to_der().as_bytes().to_vec())
    }
}

/// ECDSA on P-521 with SHA-512, deterministic (RFC 6979).
struct EcdsaP521Key(p521::ecdsa::SigningKey);

impl Signer for EcdsaP521Key {
    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_SECP521R1_SHA512]
    }

    fn schemes12(&self) -> Vec<SignatureScheme> {
        vec![
            SignatureScheme::ECDSA_SECP521R1_SHA512,
            SignatureScheme::ECDSA_SECP384R1_SHA384,
            SignatureScheme::ECDSA_SECP256R1_SHA256,
        ]
    }

    fn sign(&self, scheme: SignatureScheme, content: &[u8], _: &mut dyn Randomness) -> Option<Vec<u8>> {
        let signature: p521::ecdsa::Signature = self.0.sign_prehash(&ecdsa_digest(scheme, content)?).ok()?;
        Some(signature.to_der().as_bytes().to_vec())
    }
}

/// Ed25519 (RFC 8032).
pub struct Ed25519Key(Ed25519KeyPair);

impl Ed25519Key {
    /// The key with this seed; `None` if ring refuses it.
    pub fn new(seed: &[u8; 32]) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(seed).ok().map(Ed25519Key)
    }

    /// The public point.
    pub fn public(&self) -> Vec<u8> {
        self.0.public_key().as_ref().to_vec()
    }

    /// A signature.
    pub fn sign_raw(&self, content: &[u8]) -> Vec<u8> {
        self.0.sign(content).as_ref().to_vec()
    }
}

impl Signer for Ed25519Key {
    fn schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }

    fn sign(&self, scheme: SignatureScheme, content: &[u8], _: &mut dyn Randomness) -> Option<Vec<u8>> {
        (scheme == SignatureScheme::ED25519).then(|| self.sign_raw(content))
    }
}

/// A PKCS #1 v1.5 signature. RFC 8017 §8.2.
fn pkcs1<D: sha2::Digest + rsa::pkcs8::AssociatedOid>(key: rsa::PrivateKey, content: &[u8]) -> Option<Vec<u8>>
where
    rsa::pkcs1v15::SigningKey<D>: rsa::signature::Signer<rsa::pkcs1v15::Signature>,
{
    use rsa::signature::Signer as _;
    Some(rsa::pkcs1v15::SigningKey::<D>::new(key).try_sign(content).ok()?.to_vec())
}

/// A signature by RSASSA-PSS with a salt as long as the hash. RFC 8017 §8.1, RFC 8446 §4.2.3. `None` for a key that is too
/// short for it.
fn pss<D: sha2::Digest>(key: rsa::PrivateKey, content: &[u8], random: &mut dyn Randomness) -> Option<Vec<u8>>
where
    rsa::pss::SigningKey<D>: From<rsa::PrivateKey> + RandomizedSigner<rsa::pss::Signature>,
{
    let rng = &mut crate::random::AsRng { random, name: "PSS salt" };
    Some(rsa::pss::SigningKey::<D>::from(key).try_sign_with_rng(rng, content).ok()?.to_vec())
}

/// Whether what a scheme signs fits into this key's modulus: for RSASSA-PSS hash, salt and two bytes (RFC 8017 §9.1.1), for
/// PKCS #1 v1.5 the hash with its name and eleven bytes (§9.2).
fn is_long_enough(key: &rsa::PrivateKey, scheme: SignatureScheme) -> bool {
    use rsa::traits::PublicKeyParts;
    let bits = key.n().bit_width() as usize;
    let hash = match scheme {
        SignatureScheme::RSA_PSS_RSAE_SHA256
        | SignatureScheme::RSA_PSS_PSS_SHA256
        | SignatureScheme::RSA_PKCS1_SHA256 => 32,
        SignatureScheme::RSA_PSS_RSAE_SHA384
        | SignatureScheme::RSA_PSS_PSS_SHA384
        | SignatureScheme::RSA_PKCS1_SHA384 => 48,
        _ => 64,
    };
    match scheme.for_handshake() {
        true => (bits - 1).div_ceil(8) >= 2 * hash + 2,
        false => bits.div_ceil(8) >= hash + 19 + 11,
    }
}

/// Encrypts to an RSA public key (SubjectPublicKeyInfo, DER) with RSAES-PKCS1-v1_5. RFC 8017 §7.2. `None` if it is no RSA
/// key, or too short.
pub fn encrypt_to_rsa(spki: &[u8], plaintext: &[u8], random: &mut dyn Randomness) -> Option<Vec<u8>> {
    use rsa::pkcs8::DecodePublicKey;
    let key = rsa::PublicKey::from_public_key_der(spki).ok()?;
    let rng = &mut crate::random::AsRng { random, name: "PKCS #1 padding" };
    key.pkcs1v15_encrypt_with_rng(rng, plaintext).ok()
}

/// RSA, 2048 bits or more.
pub struct RsaKey(rsa::PrivateKey);

impl RsaKey {
    /// The key in these bytes, PKCS #8 in DER; `None` if it is none.
    pub fn from_pkcs8_der(der: &[u8]) -> Option<Self> {
        rsa::PrivateKey::from_pkcs8_der(der).ok().map(RsaKey)
    }

    /// The public key as `RSAPublicKey` DER (RFC 8017 appendix A.1.1).
    pub fn public(&self) -> Option<Vec<u8>> {
        use rsa::pkcs1::EncodeRsaPublicKey;
        Some(self.0.as_public_key().to_pkcs1_der().ok()?.as_bytes().to_vec())
    }

    /// A PKCS #1 v1.5 signature with SHA-256, as certificates carry it (RFC 8017 §8.2).
    pub fn sign_pkcs1(&self, content: &[u8]) -> Option<Vec<u8>> {
        pkcs1::<Sha256>(self.0.clone(), content)
    }

    /// The same with SHA-1, which nobody should take any more.
    pub fn sign_pkcs1_sha1(&self, content: &[u8]) -> Option<Vec<u8>> {
        pkcs1::<sha1::Sha1>(self.0.clone(), content)
    }
}

impl Signer for RsaKey {
    fn auth_unnamed(&self) -> Option<Auth> {
        Some(Auth::Rsa)
    }

    fn sign_unnamed(&self, content: &[u8]) -> Option<Vec<u8>> {
        self.0.sign(rsa::Pkcs1v15Sign::new_unprefixed(), &Hash::Md5Sha1.digest(content)).ok()
    }

    fn schemes(&self) -> Vec<SignatureScheme> {
        let all = [
            SignatureScheme::RSA_PSS_RSAE_SHA256,
            SignatureScheme::RSA_PSS_RSAE_SHA384,
            SignatureScheme::RSA_PSS_RSAE_SHA512,
            SignatureScheme::RSA_PKCS1_SHA256,
            SignatureScheme::RSA_PKCS1_SHA384,
            SignatureScheme::RSA_PKCS1_SHA512,
        ];
        all.into_iter().filter(|scheme| is_long_enough(&self.0, *scheme)).collect()
    }

    fn decrypt(&self, ciphertext: &[u8], random: &mut dyn Randomness) -> Option<Vec<u8>> {
        let rng = &mut crate::random::AsRng { random, name: "RSA blinding" };
        self.0.pkcs1v15_decrypt_with_rng(rng, ciphertext).ok()
    }

    fn decrypts(&self) -> bool {
        true
    }

    fn sign(&self, scheme: SignatureScheme, content: &[u8], random: &mut dyn Randomness) -> Option<Vec<u8>> {
        let key = self.0.clone();
        match scheme {
            SignatureScheme::RSA_PSS_RSAE_SHA256 => pss::<Sha256>(key, content, random),
            SignatureScheme::RSA_PSS_RSAE_SHA384 => pss::<Sha384>(key, content, random),
            SignatureScheme::RSA_PSS_RSAE_SHA512 => pss::<Sha512>(key, content, random),
            SignatureScheme::RSA_PKCS1_SHA256 => pkcs1::<Sha256>(key, content),
            SignatureScheme::RSA_PKCS1_SHA384 => pkcs1::<Sha384>(key, content),
            SignatureScheme::RSA_PKCS1_SHA512 => pkcs1::<Sha512>(key, content),
            _ => None,
        }
    }
}

/// RSA, with a key that is for RSASSA-PSS alone: it decrypts nothing, and signs in no other way. RFC 8446 §4.2.3.
struct RsaPssKey(rsa::PrivateKey);

impl Signer for RsaPssKey {
    fn schemes(&self) -> Vec<SignatureScheme> {
        let all = [
            SignatureScheme::RSA_PSS_PSS_SHA256,
            SignatureScheme::RSA_PSS_PSS_SHA384,
            SignatureScheme::RSA_PSS_PSS_SHA512,
        ];
        all.into_iter().filter(|scheme| is_long_enough(&self.0, *scheme)).collect()
    }

    fn sign(&self, scheme: SignatureScheme, content: &[u8], random: &mut dyn Randomness) -> Option<Vec<u8>> {
        let key = self.0.clone();
        match scheme {
            SignatureScheme::RSA_PSS_PSS_SHA256 => pss::<Sha256>(key, content, random),
            SignatureScheme::RSA_PSS_PSS_SHA384 => pss::<Sha384>(key, content, random),
            SignatureScheme::RSA_PSS_PSS_SHA512 => pss::<Sha512>(key, content, random),
            _ => None,
        }
    }
}
