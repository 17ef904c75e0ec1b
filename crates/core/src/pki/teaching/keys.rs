//! The teaching CA's keys. All of them are public and worthless.

use super::order::CertificateKind;
use crate::crypto::{EcdsaP256Key, EcdsaP384Key, Ed25519Key, RsaKey, Signer};
use rcgen::{Error, PublicKeyData, SignatureAlgorithm, SigningKey};
use std::sync::Arc;

/// Whose key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Root,
    Intermediate,
    Server,
    /// An older root, which vouches for the root.
    OldRoot,
    /// The CA that the client does not know.
    OtherRoot,
    OtherIntermediate,
    /// A site that has a certificate of its own.
    Site,
    /// Answers for the CA when asked for a status.
    Responder,
}

impl Role {
    /// Purposes of what is drawn for it: key, serial number, key identifier.
    pub fn purposes(self) -> [&'static str; 3] {
        match self {
            Role::Root => ["root key", "root serial", "root key id"],
            Role::Intermediate => ["intermediate key", "intermediate serial", "intermediate key id"],
            Role::Server => ["server key", "server serial", "server key id"],
            Role::OldRoot => ["old root key", "old root serial", "old root key id"],
            Role::OtherRoot => ["other root key", "other root serial", "other root key id"],
            Role::OtherIntermediate => {
                ["other intermediate key", "other intermediate serial", "other intermediate key id"]
            }
            Role::Site => ["site key", "site serial", "site key id"],
            Role::Responder => ["responder key", "responder serial", "responder key id"],
        }
    }

    /// Drawing RSA keys takes too long for a page.
    fn rsa_der(self) -> &'static [u8] {
        match self {
            Role::Root => include_bytes!("../keys/rsa-root.der"),
            Role::Intermediate => include_bytes!("../keys/rsa-intermediate.der"),
            Role::Server => include_bytes!("../keys/rsa-server.der"),
            _ => include_bytes!("../keys/rsa-other.der"),
        }
    }
}

#[derive(Clone)]
enum Kind {
    EcdsaP256(Arc<EcdsaP256Key>),
    EcdsaP384(Arc<EcdsaP384Key>),
    Ed25519(Arc<Ed25519Key>),
    Rsa(Arc<RsaKey>),
}

/// A key in the shape that rcgen asks for.
#[derive(Clone)]
pub(super) struct CaKey {
    key: Kind,
    public: Vec<u8>,
}

fn refused() -> String {
    "a teaching key was refused".to_owned()
}

impl CaKey {
    /// The key of this kind that these 48 random bytes stand for.
    pub fn new(kind: CertificateKind, role: Role, random: &[u8; 48]) -> Result<Self, String> {
        let seed = || -> Result<[u8; 32], String> {
            random.get(..32).and_then(|seed| seed.try_into().ok()).ok_or_else(refused)
        };
        let (key, public) = match kind {
            CertificateKind::EcdsaP256 => {
                let key = EcdsaP256Key::new(&seed()?).ok_or_else(refused)?;
                let public = key.public();
                (Kind::EcdsaP256(Arc::new(key)), public)
            }
            CertificateKind::EcdsaP384 => {
                let key = EcdsaP384Key::new(random).ok_or_else(refused)?;
                let public = key.public();
                (Kind::EcdsaP384(Arc::new(key)), public)
            }
            CertificateKind::Ed25519 => {
                let key = Ed25519Key::new(&seed()?).ok_or_else(refused)?;
                let public = key.public();
                (Kind::Ed25519(Arc::new(key)), public)
            }
            CertificateKind::Rsa2048 => return CaKey::rsa(role.rsa_der()),
        };
        Ok(CaKey { key, public })
    }

    /// An RSA key with 1024 bits: too short since 2013.
    pub fn short() -> Result<Self, String> {
        CaKey::rsa(include_bytes!("../keys/rsa-weak.der"))
    }

    fn rsa(der: &[u8]) -> Result<Self, String> {
        let key = RsaKey::from_pkcs8_der(der).ok_or_else(refused)?;
        let public = key.public().ok_or_else(refused)?;
        Ok(CaKey { key: Kind::Rsa(Arc::new(key)), public })
    }

    pub fn is_rsa(&self) -> bool {
        matches!(self.key, Kind::Rsa(_))
    }

    /// A signature over a SHA-1 hash, which nobody should take any more.
    pub fn sign_sha1(&self, content: &[u8]) -> Option<Vec<u8>> {
        match &self.key {
            Kind::Rsa(key) => key.sign_pkcs1_sha1(content),
            _ => None,
        }
    }

    pub fn into_signer(self) -> Arc<dyn Signer> {
        match self.key {
            Kind::EcdsaP256(key) => key,
            Kind::EcdsaP384(key) => key,
            Kind::Ed25519(key) => key,
            Kind::Rsa(key) => key,
        }
    }
}

impl PublicKeyData for CaKey {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self.key {
            Kind::EcdsaP256(_) => &rcgen::PKCS_ECDSA_P256_SHA256,
            Kind::EcdsaP384(_) => &rcgen::PKCS_ECDSA_P384_SHA384,
            Kind::Ed25519(_) => &rcgen::PKCS_ED25519,
            Kind::Rsa(_) => &rcgen::PKCS_RSA_SHA256,
        }
    }
}

impl SigningKey for CaKey {
    fn sign(&self, content: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.key {
            Kind::EcdsaP256(key) => Ok(key.sign_der(content)),
            Kind::EcdsaP384(key) => Ok(key.sign_der(content)),
            Kind::Ed25519(key) => Ok(key.sign_raw(content)),
            Kind::Rsa(key) => key.sign_pkcs1(content).ok_or(Error::RemoteKeyError),
        }
    }
}
