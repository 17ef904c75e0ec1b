//! What a certificate says, read for the account of a path (the judge, `rustls-webpki`, reads for itself).

use super::der::{DerError, MAX_LEN, Reader, Tlv, tag};
use super::oids::{self, oid_name};
use crate::crypto::Auth;
use crate::msgs::codes::{NamedGroup, SignatureScheme};
use crate::statement::Statement;
use rustls_pki_types::alg_id;

/// Shorter RSA keys are refused.
pub(super) const MIN_RSA_BITS: usize = 2048;

/// A certificate's fields. RFC 5280 §4.1.
#[derive(Clone, Debug)]
pub struct Certificate<'a> {
    /// All of it.
    pub der: &'a [u8],
    /// What is signed: tbsCertificate.
    pub tbs: Tlv<'a>,
    /// 1, 2 or 3.
    pub version: u64,
    /// Content of serialNumber.
    pub serial: &'a [u8],
    /// Content of signatureAlgorithm.
    pub signature_algorithm: &'a [u8],
    /// The signature.
    pub signature: &'a [u8],
    /// Name, DER.
    pub issuer: &'a [u8],
    /// Name, DER.
    pub subject: &'a [u8],
    /// Validity, DER.
    pub validity: &'a [u8],
    /// Seconds since 1970.
    pub not_before: i64,
    /// Seconds since 1970.
    pub not_after: i64,
    /// SubjectPublicKeyInfo, DER.
    pub spki: &'a [u8],
    /// Content of its algorithm.
    pub key_algorithm: &'a [u8],
    /// The key: octets of subjectPublicKey.
    pub key: &'a [u8],
    /// In order.
    pub extensions: Vec<Ext<'a>>,
}

/// An extension of a certificate. RFC 5280 §4.2.
#[derive(Clone, Copy, Debug)]
pub struct Ext<'a> {
    /// Content of its object identifier.
    pub oid: &'a [u8],
    /// Who does not know it must refuse the certificate.
    pub critical: bool,
    /// Content of its OCTET STRING.
    pub value: &'a [u8],
}

/// Bits of keyUsage. RFC 5280 §4.2.1.3.
pub const KEY_USAGES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

/// What the key of a peer's certificate is used for in a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// It signs the handshake.
    Sign,
    /// A secret is encrypted to it: RSA key transport of TLS 1.2.
    Decrypt,
}

impl KeyUse {
    /// What keyUsage has to say, if it says anything.
    pub fn usage(self) -> &'static str {
        match self {
            KeyUse::Sign => "digitalSignature",
            KeyUse::Decrypt => "keyEncipherment",
        }
    }
}

impl<'a> Certificate<'a> {
    /// Reads DER.
    ///
    /// # Errors
    /// Where it stops being a certificate.
    pub fn read(der: &'a [u8]) -> Result<Self, DerError> {
        if der.len() > MAX_LEN {
            return Err(DerError { at: 0, problem: Statement::DerTooLong { n: der.len() as u64 } });
        }
        let mut outer = Reader::new(der);
        let certificate = outer.wanted(tag::SEQUENCE, "Certificate")?;
        outer.finish()?;
        let mut parts = certificate.inside();
        let tbs = parts.wanted(tag::SEQUENCE, "tbsCertificate")?;
        let algorithm = parts.wanted(tag::SEQUENCE, "signatureAlgorithm")?;
        let signature = parts.wanted(tag::BIT_STRING, "signatureValue")?.octets()?;
        parts.finish()?;
        let mut fields = tbs.inside();
        // It is left out of version 1, and counted from 0.
        let version = match fields.optional(tag::context(0))? {
            Some(version) => {
                version.inside().wanted(tag::INTEGER, "version")?.number().map_or(u64::MAX, |n| n.saturating_add(1))
            }
            None => 1,
        };
        let serial = fields.wanted(tag::INTEGER, "serialNumber")?;
        fields.wanted(tag::SEQUENCE, "signature")?;
        let issuer = fields.wanted(tag::SEQUENCE, "issuer")?;
        let dates = fields.wanted(tag::SEQUENCE, "validity")?;
        let mut validity = dates.inside();
        let (not_before, not_after) = (validity.next_value()?.time()?, validity.next_value()?.time()?);
        let subject = fields.wanted(tag::SEQUENCE, "subject")?;
        let spki = fields.wanted(tag::SEQUENCE, "subjectPublicKeyInfo")?;
        let mut key = spki.inside();
        let key_algorithm = key.wanted(tag::SEQUENCE, "algorithm")?;
        let key = key.wanted(tag::BIT_STRING, "subjectPublicKey")?.octets()?;
        fields.optional(tag::implicit(1))?;
        fields.optional(tag::implicit(2))?;
        let extensions = match fields.optional(tag::context(3))? {
            Some(extensions) => read_extensions(extensions)?,
            None => Vec::new(),
        };
        fields.finish()?;
        Ok(Certificate {
            der,
            tbs,
            version,
            serial: serial.content,
            signature_algorithm: algorithm.content,
            signature,
            issuer: issuer.der,
            subject: subject.der,
            validity: dates.der,
            not_before,
            not_after,
            spki: spki.der,
            key_algorithm: key_algorithm.content,
            key,
            extensions,
        })
    }

    /// The value of an extension.
    pub fn extension(&self, oid: &[u8]) -> Option<Ext<'a>> {
        self.extensions.iter().find(|extension| extension.oid == oid).copied()
    }

    /// basicConstraints: whether it is an authority's, and how many more may follow below it.
    pub fn authority(&self) -> (bool, Option<u64>) {
        let Some(extension) = self.extension(oids::BASIC_CONSTRAINTS) else { return (false, None) };
        let read = || -> Result<(bool, Option<u64>), DerError> {
            let mut fields = Reader::new(extension.value).wanted(tag::SEQUENCE, "basicConstraints")?.inside();
            let ca = fields.optional(tag::BOOLEAN)?.is_some_and(|ca| ca.content != [0]);
            Ok((ca, fields.optional(tag::INTEGER)?.and_then(|len| len.number())))
        };
        read().unwrap_or((false, None))
    }

    /// keyUsage, as names; `None` if it does not say.
    pub fn key_usage(&self) -> Option<Vec<&'static str>> {
        let bits = Reader::new(self.extension(oids::KEY_USAGE)?.value).wanted(tag::BIT_STRING, "keyUsage").ok()?;
        let bytes = bits.content.get(1..)?;
        let set = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
        Some(KEY_USAGES.iter().enumerate().filter(|(at, _)| set(*at)).map(|(_, name)| *name).collect())
    }

    /// Whether keyUsage, if it says anything, admits this use of the key. RFC 8446 §4.4.2.2, RFC 5246 §7.4.2.
    pub fn admits(&self, key_use: KeyUse) -> bool {
        self.key_usage().is_none_or(|usages| usages.contains(&key_use.usage()))
    }

    /// Whether its key is one of RSA that signs by RSASSA-PSS, and does nothing else. RFC 4055 §1.2.
    pub fn is_for_pss_alone(&self) -> bool {
        self.key_oid() == oids::RSASSA_PSS
    }

    /// Whether keys of its kind sign with a scheme: RSASSA-PSS keys with rsa_pss_pss_* alone, and with the one hash that they
    /// may name; other RSA keys with everything else of RSA. RFC 8446 §4.2.3. It says nothing of curves.
    pub fn signs_with(&self, scheme: SignatureScheme) -> bool {
        let pss = match scheme {
            SignatureScheme::RSA_PSS_PSS_SHA256 => Some(alg_id::RSA_PSS_SHA256),
            SignatureScheme::RSA_PSS_PSS_SHA384 => Some(alg_id::RSA_PSS_SHA384),
            SignatureScheme::RSA_PSS_PSS_SHA512 => Some(alg_id::RSA_PSS_SHA512),
            _ => None,
        };
        match (self.key_oid(), pss) {
            (oids::RSASSA_PSS, Some(named)) => {
                let mut algorithm = Reader::new(self.key_algorithm);
                let any_hash = algorithm.next_value().is_ok() && !algorithm.more();
                any_hash || self.key_algorithm == named.as_ref()
            }
            (oids::RSASSA_PSS, None) | (_, Some(_)) => false,
            (oids::RSA, None) => scheme.auth() == Auth::Rsa,
            (_, None) => scheme.auth() == Auth::Ecdsa,
        }
    }

    /// Whether its key, if it is one of ECDSA, is on one of these curves. RFC 8422 §5.3; EdDSA's are none of them.
    pub fn is_on_one_of(&self, curves: &[NamedGroup]) -> bool {
        let mut algorithm = Reader::new(self.key_algorithm);
        if algorithm.next_value().is_ok_and(|oid| oid.content != oids::EC) {
            return true;
        }
        let curve = match algorithm.next_value().map(|curve| curve.content) {
            Ok(oids::P256) => NamedGroup::SECP256R1,
            Ok(oids::P384) => NamedGroup::SECP384R1,
            Ok(oids::P521) => NamedGroup::SECP521R1,
            _ => return false,
        };
        curves.contains(&curve)
    }

    /// Object identifier of its key's kind.
    fn key_oid(&self) -> &'a [u8] {
        Reader::new(self.key_algorithm).next_value().map(|oid| oid.content).unwrap_or_default()
    }

    /// extKeyUsage, as object identifiers; `None` if it does not say.
    pub fn purposes(&self) -> Option<Vec<&'a [u8]>> {
        let list = Reader::new(self.extension(oids::EXT_KEY_USAGE)?.value).wanted(tag::SEQUENCE, "extKeyUsage").ok()?;
        values(list.inside()).map(|oids| oids.iter().map(|oid| oid.content).collect())
    }

    /// The DNS names and addresses of subjectAltName, as people write them.
    pub fn names(&self) -> Vec<String> {
        let list = self
            .extension(oids::SUBJECT_ALT_NAME)
            .and_then(|extension| Reader::new(extension.value).wanted(tag::SEQUENCE, "subjectAltName").ok());
        let names = list.and_then(|list| values(list.inside())).unwrap_or_default();
        names.iter().filter_map(general_name).collect()
    }

    /// True if it asks for a stapled status (RFC 7633).
    pub fn must_staple(&self) -> bool {
        let features =
            |extension: Ext<'a>| values(Reader::new(extension.value).wanted(tag::SEQUENCE, "Features").ok()?.inside());
        let features = self.extension(oids::TLS_FEATURE).and_then(features).unwrap_or_default();
        // status_request is 5; other features may stand beside it.
        features.iter().any(|feature| feature.number() == Some(5))
    }

    /// Of what kind its key is, and how long.
    pub fn key_kind(&self) -> Statement {
        let mut algorithm = Reader::new(self.key_algorithm);
        let oid = algorithm.next_value().map(|oid| oid.content).unwrap_or_default();
        match (self.rsa_bits(), oid) {
            (Some(bits), oids::RSASSA_PSS) => Statement::PssKey { n: bits as u64 },
            (Some(bits), _) => Statement::RsaKey { n: bits as u64 },
            (None, oids::EC) => {
                let curve = algorithm.next_value().map(|curve| curve.content).unwrap_or_default();
                let curve = oid_name(curve).map_or(Statement::UnknownValue, Statement::plain);
                Statement::CurveKey { curve: Box::new(curve) }
            }
            (None, oid) => Statement::Plain(oid_name(oid).map_or_else(|| super::der::dotted(oid), str::to_owned)),
        }
    }

    /// Whether its key is too short to be taken.
    pub(super) fn is_short(&self) -> bool {
        self.rsa_bits().is_some_and(|bits| bits < MIN_RSA_BITS)
    }

    /// The length of an RSA key's modulus, in bits.
    pub fn rsa_bits(&self) -> Option<usize> {
        if self.key_oid() != oids::RSA && self.key_oid() != oids::RSASSA_PSS {
            return None;
        }
        let mut key = Reader::new(self.key).wanted(tag::SEQUENCE, "RSAPublicKey").ok()?.inside();
        let modulus = key.wanted(tag::INTEGER, "modulus").ok()?.content;
        let modulus = modulus.strip_prefix(&[0]).unwrap_or(modulus);
        Some(modulus.len() * 8 - modulus.first()?.leading_zeros() as usize)
    }

    /// True if it was signed over a hash that is broken: MD5 or SHA-1.
    pub fn has_weak_hash(&self) -> bool {
        Reader::new(self.signature_algorithm).next_value().is_ok_and(|oid| oids::weak_hash(oid.content))
    }

    /// The signature algorithm's name.
    pub fn signature_name(&self) -> String {
        algorithm_name(self.signature_algorithm)
    }
}

/// The name of an AlgorithmIdentifier (its content).
pub(crate) fn algorithm_name(algorithm: &[u8]) -> String {
    let oid = Reader::new(algorithm).next_value().map(|oid| oid.content).unwrap_or_default();
    oid_name(oid).map_or_else(|| super::der::dotted(oid), str::to_owned)
}

fn read_extensions<'a>(extensions: Tlv<'a>) -> Result<Vec<Ext<'a>>, DerError> {
    let mut outer = extensions.inside();
    let mut list = outer.wanted(tag::SEQUENCE, "extensions")?.inside();
    let mut all = Vec::new();
    while list.more() {
        let mut fields = list.wanted(tag::SEQUENCE, "Extension")?.inside();
        let oid = fields.wanted(tag::OID, "extnID")?.content;
        let critical = fields.optional(tag::BOOLEAN)?.is_some_and(|critical| critical.content != [0]);
        let value = fields.wanted(tag::OCTET_STRING, "extnValue")?.content;
        all.push(Ext { oid, critical, value });
    }
    Ok(all)
}

/// All values that are left; `None` if one can't be read.
pub(crate) fn values(mut reader: Reader<'_>) -> Option<Vec<Tlv<'_>>> {
    let mut all = Vec::new();
    while reader.more() {
        all.push(reader.next_value().ok()?);
    }
    Some(all)
}

/// A GeneralName as people write it. RFC 5280 §4.2.1.6.
pub fn general_name(name: &Tlv) -> Option<String> {
    let text = || std::str::from_utf8(name.content).ok().map(str::to_owned);
    match name.tag & 0x1f {
        1 | 2 | 6 => text(),
        4 => Some(name_text(name.content)),
        7 => match name.content.len() {
            4 => Some(core::net::Ipv4Addr::from(<[u8; 4]>::try_from(name.content).ok()?).to_string()),
            16 => Some(core::net::Ipv6Addr::from(<[u8; 16]>::try_from(name.content).ok()?).to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// A text value of any of ASN.1's kinds.
pub fn text_of(value: &Tlv) -> Option<String> {
    match value.tag {
        tag::UTF8_STRING | tag::PRINTABLE_STRING | tag::IA5_STRING => {
            std::str::from_utf8(value.content).ok().map(str::to_owned)
        }
        tag::TELETEX_STRING => Some(value.content.iter().map(|&byte| char::from(byte)).collect()),
        tag::BMP_STRING => {
            let units: Vec<u16> = value
                .content
                .chunks_exact(2)
                .map(|two| two.iter().fold(0, |sum, &b| sum << 8 | u16::from(b)))
                .collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

/// The attributes of a Name (DER): name and text.
pub fn attributes(name: &[u8]) -> Vec<(String, String)> {
    let sets = Reader::new(name).next_value().ok().and_then(|name| values(name.inside())).unwrap_or_default();
    let read = |attribute: &Tlv| {
        let mut fields = attribute.inside();
        let oid = fields.next_value().ok()?.content;
        let text = text_of(&fields.next_value().ok()?)?;
        Some((oid_name(oid).map_or_else(|| super::der::dotted(oid), str::to_owned), text))
    };
    sets.iter().flat_map(|set| values(set.inside()).unwrap_or_default()).filter_map(|one| read(&one)).collect()
}

/// A Name (DER) in short: its common name, else all it says.
pub fn name_text(name: &[u8]) -> String {
    let all = attributes(name);
    match all.iter().rfind(|(attribute, _)| attribute == "commonName") {
        Some((_, text)) => text.clone(),
        None if all.is_empty() => "nobody (an empty name)".to_owned(),
        None => all.iter().map(|(attribute, text)| format!("{attribute}={text}")).collect::<Vec<_>>().join(", "),
    }
}
