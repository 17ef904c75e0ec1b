//! A teaching CA: issues a chain for any name, deterministically. Its private keys are public and worthless.

mod keys;
mod order;
mod status;

pub use order::{CertificateKind, Order, Shape, Usage, Weakness};
pub use status::Answer;

use super::Identity;
use super::der::Reader;
use super::oids::{SHA1_WITH_RSA, SHA256_WITH_RSA};
use crate::random::{Randomness, Seeded};
use keys::{CaKey, Role};
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyUsagePurpose, NameConstraints, SerialNumber, date_time_ymd,
};

/// A chain that the teaching CA issued.
#[derive(Clone)]
pub struct Issued {
    /// For the client's trust store; DER.
    pub root: Vec<u8>,
    /// For the server: its own certificate and the intermediate's, and its key.
    pub identity: Identity,
    /// Who issued the server's certificate.
    authority: Authority,
    /// Who has more to issue, if a status is asked for.
    ca: TeachingCa,
}

/// An authority: what its certificate says, the certificate (DER), its key.
#[derive(Clone)]
struct Authority {
    params: CertificateParams,
    certificate: Vec<u8>,
    key: CaKey,
}

/// What stands above an end-entity certificate.
struct Signers {
    /// Who signs it. One that has no certificate yet is the end entity itself.
    authority: Authority,
    /// The root that the client trusts.
    trusted: Vec<u8>,
    /// The certificates that are sent after the end entity's.
    above: Vec<Vec<u8>>,
}

/// A teaching CA with a root and an intermediate.
#[derive(Clone)]
pub struct TeachingCa {
    kind: CertificateKind,
    seed: u64,
    owner: &'static str,
    random: Seeded,
}

impl TeachingCa {
    /// The CA of this kind whose keys come from this seed (RSA keys are the same for every seed: drawing them takes
    /// too long for a page).
    pub fn new(kind: CertificateKind, seed: u64) -> Self {
        TeachingCa { kind, seed, owner: "Handshake Lab Teaching", random: Seeded::new(seed, "teaching CA") }
    }

    /// The same under another owner's name, with other keys.
    pub fn of(self, owner: &'static str) -> Self {
        TeachingCa { owner, random: Seeded::new(self.seed, owner), ..self }
    }

    /// A chain for a DNS name or an IP address: root, intermediate, server.
    ///
    /// # Errors
    /// If a certificate can't hold the name, in words.
    pub fn issue(&mut self, name: &str) -> Result<Issued, String> {
        self.order(&Order::server(name))
    }

    /// The same for a client, with which it can show a server who it is.
    ///
    /// # Errors
    /// As [`TeachingCa::issue`].
    pub fn issue_client(&mut self, name: &str) -> Result<Issued, String> {
        self.random = Seeded::new(self.seed, "teaching CA of clients");
        self.order(&Order { usage: Usage::Client, ..Order::server(name) })
    }

    /// A chain as it is ordered.
    ///
    /// # Errors
    /// As [`TeachingCa::issue`]; and for SHA-1 with a key that is not RSA's.
    pub fn order(&mut self, order: &Order) -> Result<Issued, String> {
        let root = self.root(Role::Root, "Root")?;
        let mut intermediate = self.ca("Intermediate", Role::Intermediate, 2022, 2035);
        if order.shape == Shape::Constrained {
            intermediate.name_constraints = Some(NameConstraints {
                permitted_subtrees: vec![GeneralSubtree::DnsName(order::CONSTRAINED_TO.to_owned())],
                excluded_subtrees: Vec::new(),
            });
        }
        let intermediate = self.below(intermediate, Role::Intermediate, &root)?;
        let key = match order.weakness {
            Weakness::ShortKey => CaKey::short()?,
            _ => self.key(Role::Server)?,
        };
        let params = self.server(order, &key)?;
        let Signers { authority, trusted, above } = self.signers(order.shape, root, intermediate, &params, &key)?;
        let own = match order.shape {
            Shape::SelfSigned => params.self_signed(&key).map_err(words)?.der().to_vec(),
            _ => self.signed(&params, &key, &authority)?,
        };
        let own = match order.weakness {
            Weakness::Sha1 => with_sha1(own, &authority.key)?,
            _ => own,
        };
        // Who signed its own certificate answers for itself.
        let authority = match authority.certificate.is_empty() {
            true => Authority { certificate: own.clone(), ..authority },
            false => authority,
        };
        let mut chain = vec![own];
        chain.extend(above);
        let identity = Identity { chain, signer: key.into_signer() };
        Ok(Issued { root: trusted, identity, authority, ca: self.clone() })
    }

    /// Who signs the end-entity certificate of a chain of this shape, and what goes along with it.
    fn signers(
        &mut self,
        shape: Shape,
        root: Authority,
        intermediate: Authority,
        params: &CertificateParams,
        key: &CaKey,
    ) -> Result<Signers, String> {
        let (authority, trusted, above) = match shape {
            Shape::Usual | Shape::Constrained => {
                (intermediate.clone(), root.certificate, vec![intermediate.certificate])
            }
            Shape::WithoutIntermediate => (intermediate, root.certificate, Vec::new()),
            Shape::SelfSigned => {
                let itself = Authority { params: params.clone(), certificate: Vec::new(), key: key.clone() };
                (itself, root.certificate, Vec::new())
            }
            Shape::OtherCa | Shape::OtherIntermediate => {
                let owner = std::mem::replace(&mut self.owner, "Somebody's");
                let other = self.root(Role::OtherRoot, "Root")?;
                let params = self.ca("Intermediate", Role::OtherIntermediate, 2022, 2035);
                let other = self.below(params, Role::OtherIntermediate, &other)?;
                self.owner = owner;
                let above = vec![other.certificate.clone()];
                (if shape == Shape::OtherCa { other } else { intermediate }, root.certificate, above)
            }
            Shape::CrossSigned => {
                let old = self.root(Role::OldRoot, "Old Root")?;
                let cross = self.signed(&root.params, &root.key, &old)?;
                (intermediate.clone(), old.certificate, vec![intermediate.certificate, cross])
            }
            Shape::BySite => {
                let site = Order::server("site.example");
                let site_key = self.key(Role::Site)?;
                let site = self.server(&site, &site_key)?;
                let site = self.below_with(site, site_key, &intermediate)?;
                (site.clone(), root.certificate, vec![site.certificate, intermediate.certificate])
            }
        };
        Ok(Signers { authority, trusted, above })
    }

    fn root(&mut self, role: Role, name: &str) -> Result<Authority, String> {
        let (params, key) = (self.ca(name, role, 2020, 2040), self.key(role)?);
        let certificate = params.self_signed(&key).map_err(words)?.der().to_vec();
        Ok(Authority { params, certificate, key })
    }

    fn below(&mut self, params: CertificateParams, role: Role, issuer: &Authority) -> Result<Authority, String> {
        let key = self.key(role)?;
        self.below_with(params, key, issuer)
    }

    fn below_with(&mut self, params: CertificateParams, key: CaKey, by: &Authority) -> Result<Authority, String> {
        let certificate = self.signed(&params, &key, by)?;
        Ok(Authority { params, certificate, key })
    }

    fn signed(&self, params: &CertificateParams, key: &CaKey, issuer: &Authority) -> Result<Vec<u8>, String> {
        let issuer = Issuer::from_params(&issuer.params, issuer.key.clone());
        Ok(params.signed_by(key, &issuer).map_err(words)?.der().to_vec())
    }

    fn ca(&mut self, name: &str, role: Role, from: i32, to: i32) -> CertificateParams {
        let mut params = CertificateParams::default();
        params.distinguished_name = self.name(&format!("{} {name}", self.owner));
        self.number(&mut params, role);
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params
    }

    fn server(&mut self, order: &Order, key: &CaKey) -> Result<CertificateParams, String> {
        let name = order.subject();
        let mut params = CertificateParams::new(vec![name.clone()])
            .map_err(|error| format!("{name} can't stand in a certificate: {error}"))?;
        params.distinguished_name = self.name(&name);
        self.number(&mut params, Role::Server);
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2027, 1, 1);
        params.is_ca = IsCa::ExplicitNoCa;
        params.use_authority_key_identifier_extension = true;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        // TLS 1.2's RSA suites encrypt to the key. RFC 5246 §7.4.2.
        if key.is_rsa() {
            params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
        }
        params.extended_key_usages = vec![match order.usage {
            Usage::Server => ExtendedKeyUsagePurpose::ServerAuth,
            Usage::Client => ExtendedKeyUsagePurpose::ClientAuth,
        }];
        if order.must_staple {
            // SEQUENCE OF INTEGER: status_request. RFC 7633 §4.1.
            let feature = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 24], vec![0x30, 3, 2, 1, 5]);
            params.custom_extensions.push(feature);
        }
        Ok(params)
    }

    /// Serial number and key identifier.
    fn number(&mut self, params: &mut CertificateParams, role: Role) {
        let [_, serial, key_id] = role.purposes();
        let mut bytes = self.bytes::<16>(serial);
        // A positive number, RFC 5280 §4.1.2.2.
        bytes[0] = bytes[0] & 0x7f | 0x40;
        params.serial_number = Some(SerialNumber::from_slice(&bytes));
        params.key_identifier_method = rcgen::KeyIdMethod::PreSpecified(self.bytes::<20>(key_id).to_vec());
    }

    fn name(&self, common_name: &str) -> DistinguishedName {
        let mut name = DistinguishedName::new();
        name.push(DnType::OrganizationName, "Handshake Lab (for teaching, worthless)");
        name.push(DnType::CommonName, common_name);
        name
    }

    fn bytes<const N: usize>(&mut self, name: &'static str) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(name, &mut bytes);
        bytes
    }

    fn key(&mut self, role: Role) -> Result<CaKey, String> {
        let [purpose, ..] = role.purposes();
        let random = self.bytes::<48>(purpose);
        CaKey::new(self.kind, role, &random)
    }
}

fn words(error: rcgen::Error) -> String {
    error.to_string()
}

/// The same certificate, signed over a SHA-1 hash. Its two names of the algorithm differ in one byte from those of SHA-256.
fn with_sha1(certificate: Vec<u8>, key: &CaKey) -> Result<Vec<u8>, String> {
    let bad = || "SHA-1 is signed with RSA keys only here".to_owned();
    let mut der = certificate;
    let len = SHA256_WITH_RSA.len();
    let places: Vec<usize> =
        der.windows(len).enumerate().filter(|(_, window)| *window == SHA256_WITH_RSA).map(|(at, _)| at).collect();
    for at in places {
        der.get_mut(at..at + len).ok_or_else(bad)?.copy_from_slice(SHA1_WITH_RSA);
    }
    let (tbs, signature) = {
        let mut parts = Reader::new(&der).next_value().map_err(|error| error.to_string())?.inside();
        let tbs = parts.next_value().map_err(|error| error.to_string())?;
        parts.next_value().map_err(|error| error.to_string())?;
        let signature = parts.next_value().map_err(|error| error.to_string())?;
        (tbs.der.to_vec(), signature.content_at + 1..signature.end())
    };
    let fresh = key.sign_sha1(&tbs).ok_or_else(bad)?;
    let place = der.get_mut(signature).filter(|place| place.len() == fresh.len()).ok_or_else(bad)?;
    place.copy_from_slice(&fresh);
    Ok(der)
}
