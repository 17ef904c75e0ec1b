//! A teaching CA: issues a chain for any name, deterministically. Its private keys are public and worthless.

use super::Identity;
use crate::crypto::{EcdsaP256Key, EcdsaP384Key, Ed25519Key, RsaKey, Signer};
use crate::random::{Randomness, Seeded};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, Error, ExtendedKeyUsagePurpose,
    IsCa, KeyUsagePurpose, PublicKeyData, SerialNumber, SignatureAlgorithm, SigningKey, date_time_ymd,
};
use std::sync::Arc;

/// What kind of key signs, all along the chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CertificateKind {
    /// ECDSA on P-256 with SHA-256.
    #[default]
    EcdsaP256,
    /// ECDSA on P-384 with SHA-384.
    EcdsaP384,
    /// Ed25519.
    Ed25519,
    /// RSA with 2048 bits.
    Rsa2048,
}

/// A chain that the teaching CA issued.
#[derive(Clone)]
pub struct Issued {
    /// For the client's trust store; DER.
    pub root: Vec<u8>,
    /// For the server: its own certificate and the intermediate's, and its key.
    pub identity: Identity,
}

/// A teaching CA with a root and an intermediate.
pub struct TeachingCa {
    kind: CertificateKind,
    seed: u64,
    random: Seeded,
}

impl TeachingCa {
    /// The CA of this kind whose keys come from this seed (RSA keys are the same for every seed: drawing them takes
    /// too long for a page).
    pub fn new(kind: CertificateKind, seed: u64) -> Self {
        TeachingCa { kind, seed, random: Seeded::new(seed, "teaching CA") }
    }

    /// A chain for a DNS name: root, intermediate, server.
    ///
    /// # Errors
    /// If a certificate can't hold the name (it is no DNS name), in words.
    pub fn issue(&mut self, dns_name: &str) -> Result<Issued, String> {
        self.chain(dns_name, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// The same for a client, with which it can show a server who it is.
    ///
    /// # Errors
    /// As [`TeachingCa::issue`].
    pub fn issue_client(&mut self, dns_name: &str) -> Result<Issued, String> {
        self.random = Seeded::new(self.seed, "teaching CA of clients");
        self.chain(dns_name, ExtendedKeyUsagePurpose::ClientAuth)
    }

    fn chain(&mut self, dns_name: &str, usage: ExtendedKeyUsagePurpose) -> Result<Issued, String> {
        let root_key = self.key(Role::Root)?;
        let intermediate_key = self.key(Role::Intermediate)?;
        let server_key = self.key(Role::Server)?;
        let words = |error: Error| error.to_string();

        let root = self.ca("Handshake Lab Teaching Root", "root serial", 2020, 2040)?;
        let root = CertifiedIssuer::self_signed(root, root_key).map_err(words)?;
        let intermediate = self.ca("Handshake Lab Teaching Intermediate", "intermediate serial", 2022, 2035)?;
        let intermediate = CertifiedIssuer::signed_by(intermediate, intermediate_key, &root).map_err(words)?;
        let server = self.server(dns_name, usage)?.signed_by(&server_key, &*intermediate).map_err(words)?;

        let chain = vec![server.der().to_vec(), intermediate.der().to_vec()];
        Ok(Issued { root: root.der().to_vec(), identity: Identity { chain, signer: server_key.into_signer() } })
    }

    fn ca(&mut self, name: &str, serial: &'static str, from: i32, to: i32) -> Result<CertificateParams, String> {
        let mut params = CertificateParams::default();
        params.distinguished_name = self.name(name);
        params.serial_number = Some(self.serial(serial));
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.key_identifier_method = rcgen::KeyIdMethod::PreSpecified(self.bytes::<20>(name_of_id(serial)).to_vec());
        Ok(params)
    }

    fn server(&mut self, dns_name: &str, usage: ExtendedKeyUsagePurpose) -> Result<CertificateParams, String> {
        let mut params = CertificateParams::new(vec![dns_name.to_owned()])
            .map_err(|error| format!("{dns_name} can't stand in a certificate: {error}"))?;
        params.distinguished_name = self.name(dns_name);
        params.serial_number = Some(self.serial("server serial"));
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2027, 1, 1);
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        // TLS 1.2's RSA suites encrypt to the key. RFC 5246 §7.4.2.
        if self.kind == CertificateKind::Rsa2048 {
            params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
        }
        params.extended_key_usages = vec![usage];
        params.key_identifier_method = rcgen::KeyIdMethod::PreSpecified(self.bytes::<20>("server key id").to_vec());
        Ok(params)
    }

    fn name(&self, common_name: &str) -> DistinguishedName {
        let mut name = DistinguishedName::new();
        name.push(DnType::OrganizationName, "Handshake Lab (for teaching, worthless)");
        name.push(DnType::CommonName, common_name);
        name
    }

    fn serial(&mut self, name: &'static str) -> SerialNumber {
        let mut bytes = self.bytes::<16>(name);
        // A positive number, RFC 5280 §4.1.2.2.
        bytes[0] = bytes[0] & 0x7f | 0x40;
        SerialNumber::from_slice(&bytes)
    }

    fn bytes<const N: usize>(&mut self, name: &'static str) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(name, &mut bytes);
        bytes
    }

    fn key(&mut self, role: Role) -> Result<CaKey, String> {
        let refused = || "a teaching key was refused".to_owned();
        let seed = self.bytes::<32>(role.purpose());
        let (key, public) = match self.kind {
            CertificateKind::EcdsaP256 => {
                let key = EcdsaP256Key::new(&seed).ok_or_else(refused)?;
                let public = key.public();
                (Kind::EcdsaP256(key), public)
            }
            CertificateKind::EcdsaP384 => {
                let more = self.bytes::<16>("more of a key");
                let mut private = [0; 48];
                private[..32].copy_from_slice(&seed);
                private[32..].copy_from_slice(&more);
                let key = EcdsaP384Key::new(&private).ok_or_else(refused)?;
                let public = key.public();
                (Kind::EcdsaP384(key), public)
            }
            CertificateKind::Ed25519 => {
                let key = Ed25519Key::new(&seed).ok_or_else(refused)?;
                let public = key.public();
                (Kind::Ed25519(key), public)
            }
            CertificateKind::Rsa2048 => {
                let key = RsaKey::from_pkcs8_pem(role.rsa_pem()).ok_or_else(refused)?;
                let public = key.public().ok_or_else(refused)?;
                (Kind::Rsa2048(key), public)
            }
        };
        Ok(CaKey { key, public })
    }
}

fn name_of_id(serial: &'static str) -> &'static str {
    if serial.starts_with("root") { "root key id" } else { "intermediate key id" }
}

/// Whose key.
#[derive(Clone, Copy)]
enum Role {
    Root,
    Intermediate,
    Server,
}

impl Role {
    fn purpose(self) -> &'static str {
        match self {
            Role::Root => "root key",
            Role::Intermediate => "intermediate key",
            Role::Server => "server key",
        }
    }

    fn rsa_pem(self) -> &'static str {
        match self {
            Role::Root => include_str!("keys/rsa-root.pem"),
            Role::Intermediate => include_str!("keys/rsa-intermediate.pem"),
            Role::Server => include_str!("keys/rsa-server.pem"),
        }
    }
}

enum Kind {
    EcdsaP256(EcdsaP256Key),
    EcdsaP384(EcdsaP384Key),
    Ed25519(Ed25519Key),
    Rsa2048(RsaKey),
}

/// A key in the shape that rcgen asks for.
struct CaKey {
    key: Kind,
    public: Vec<u8>,
}

impl CaKey {
    fn into_signer(self) -> Arc<dyn Signer> {
        match self.key {
            Kind::EcdsaP256(key) => Arc::new(key),
            Kind::EcdsaP384(key) => Arc::new(key),
            Kind::Ed25519(key) => Arc::new(key),
            Kind::Rsa2048(key) => Arc::new(key),
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
            Kind::Rsa2048(_) => &rcgen::PKCS_RSA_SHA256,
        }
    }
}

impl SigningKey for CaKey {
    fn sign(&self, content: &[u8]) -> Result<Vec<u8>, Error> {
        match &self.key {
            Kind::EcdsaP256(key) => Ok(key.sign_der(content)),
            Kind::EcdsaP384(key) => Ok(key.sign_der(content)),
            Kind::Ed25519(key) => Ok(key.sign_raw(content)),
            Kind::Rsa2048(key) => key.sign_pkcs1(content).ok_or(Error::RemoteKeyError),
        }
    }
}
