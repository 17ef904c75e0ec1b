//! What the teaching CA says of its certificates: OCSP responses (RFC 6960 §4.2), lists of revoked ones (RFC 5280 §5).

use super::keys::{CaKey, Role};
use super::order::CertificateKind;
use super::{Authority, Issued, TeachingCa, words};
use crate::pki::Certificate;
use crate::pki::der::{Tlv, civil};
use rcgen::{
    CertificateParams, CertificateRevocationListParams, CustomExtension, ExtendedKeyUsagePurpose, Issuer, KeyIdMethod,
    KeyUsagePurpose, RevocationReason, RevokedCertParams, SerialNumber, SigningKey, date_time_ymd,
};
use sha1::{Digest, Sha1};
use yasna::models::{GeneralizedTime, ObjectIdentifier};
use yasna::{DERWriter, Tag};

/// What is answered to the question for a certificate's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is good.
    Good,
    /// It is good; said by one whom the authority lets answer for it.
    GoodByResponder,
    /// It is revoked, since a month ago.
    Revoked,
    /// The authority does not know it.
    Unknown,
    /// It was good; the answer is three weeks old.
    Old,
    /// Another one is good.
    OfAnother,
    /// It is good, says somebody else.
    Forged,
    /// No answer: try later.
    TryLater,
}

const DAY: i64 = 86_400;

impl TeachingCa {
    /// One whom an authority lets answer for it: its key and its certificate.
    pub(super) fn responder(&mut self, authority: &Authority) -> Result<(CaKey, Vec<u8>), String> {
        let key = self.key(Role::Responder)?;
        let mut params = CertificateParams::default();
        params.distinguished_name = self.name(&format!("{} Responder", self.owner));
        self.number(&mut params, Role::Responder);
        params.not_before = date_time_ymd(2026, 1, 1);
        params.not_after = date_time_ymd(2027, 1, 1);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::OcspSigning];
        // id-pkix-ocsp-nocheck: nobody need ask for its own status. RFC 6960 §4.2.2.2.1.
        let oid = [1, 3, 6, 1, 5, 5, 7, 48, 1, 5];
        params.custom_extensions.push(CustomExtension::from_oid_content(&oid, vec![5, 0]));
        let certificate = self.signed(&params, &key, authority)?;
        Ok((key, certificate))
    }
}

impl Issued {
    /// An OCSPResponse (DER) about the server's certificate, given at this time (seconds since 1970).
    ///
    /// # Errors
    /// If it could not be made, in words.
    pub fn answer(&self, answer: Answer, now: u64) -> Result<Vec<u8>, String> {
        if answer == Answer::TryLater {
            // responseStatus tryLater(3) and nothing else.
            return Ok(vec![0x30, 3, 0x0a, 1, 3]);
        }
        let now = i64::try_from(now).map_err(|_| "a time that no certificate knows".to_owned())?;
        let own = self.identity.chain.first().map(Vec::as_slice).unwrap_or_default();
        let own = Certificate::read(own).map_err(|error| error.to_string())?;
        let issuer = Certificate::read(&self.authority.certificate).map_err(|error| error.to_string())?;
        let (responder, certificate) = &self.ca.clone().responder(&self.authority)?;
        let forger = CaKey::new(CertificateKind::EcdsaP256, Role::Site, &[7; 48])?;
        let (key, by, along) = match answer {
            Answer::GoodByResponder => {
                let by = Certificate::read(certificate).map_err(|error| error.to_string())?.subject;
                (responder, by, Some(certificate))
            }
            Answer::Forged => (&forger, issuer.subject, None),
            _ => (&self.authority.key, issuer.subject, None),
        };
        // Signatures of this key name their algorithm in what it issued.
        let algorithm = match answer {
            Answer::Forged => vec![0x30, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2],
            _ => signature_algorithm(certificate)?,
        };
        let mut serial = own.serial.to_vec();
        if let (Answer::OfAnother, Some(last)) = (answer, serial.last_mut()) {
            *last ^= 1;
        }
        let since = if answer == Answer::Old { now - 21 * DAY } else { now - now.rem_euclid(DAY) };
        let data = yasna::construct_der(|writer| {
            writer.write_sequence(|writer| {
                writer.next().write_tagged(Tag::context(1), |writer| writer.write_der(by));
                write_time(writer.next(), since);
                writer.next().write_sequence(|writer| {
                    writer.next().write_sequence(|writer| {
                        write_id(writer.next(), &issuer, &serial);
                        write_status(writer.next(), answer, since);
                        write_time(writer.next(), since);
                        writer.next().write_tagged(Tag::context(0), |writer| write_time(writer, since + 7 * DAY));
                    });
                });
            });
        });
        let signature = key.sign(&data).map_err(words)?;
        let basic = yasna::construct_der(|writer| {
            writer.write_sequence(|writer| {
                writer.next().write_der(&data);
                writer.next().write_der(&algorithm);
                writer.next().write_bitvec_bytes(&signature, signature.len() * 8);
                if let Some(certificate) = along {
                    writer.next().write_tagged(Tag::context(0), |writer| {
                        writer.write_sequence(|writer| writer.next().write_der(certificate));
                    });
                }
            });
        });
        Ok(response(&basic))
    }

    /// The authority's list of revoked certificates (CRL, DER) on a day, with the server's on it or not.
    ///
    /// # Errors
    /// If it could not be made, in words.
    pub fn list(&self, revoked: bool, now: u64) -> Result<Vec<u8>, String> {
        let now = i64::try_from(now).map_err(|_| "a time that no certificate knows".to_owned())?;
        let own = self.identity.chain.first().map(Vec::as_slice).unwrap_or_default();
        let own = Certificate::read(own).map_err(|error| error.to_string())?;
        let entry = |serial: &[u8]| RevokedCertParams {
            serial_number: SerialNumber::from_slice(serial),
            revocation_time: midnight(now - 30 * DAY),
            reason_code: Some(RevocationReason::KeyCompromise),
            invalidity_date: None,
        };
        // Another one is always on it: an empty list would teach little.
        let mut other = own.serial.to_vec();
        if let Some(last) = other.last_mut() {
            *last ^= 1;
        }
        let mut revoked_certs = vec![entry(&other)];
        if revoked {
            revoked_certs.push(entry(own.serial));
        }
        let params = CertificateRevocationListParams {
            this_update: midnight(now),
            next_update: midnight(now + 7 * DAY),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs,
            key_identifier_method: match &self.authority.params.key_identifier_method {
                KeyIdMethod::PreSpecified(id) => KeyIdMethod::PreSpecified(id.clone()),
                _ => KeyIdMethod::PreSpecified(Vec::new()),
            },
        };
        let issuer = Issuer::from_params(&self.authority.params, self.authority.key.clone());
        Ok(params.signed_by(&issuer).map_err(words)?.der().to_vec())
    }
}

/// The AlgorithmIdentifier (DER) of a certificate's signature.
fn signature_algorithm(certificate: &[u8]) -> Result<Vec<u8>, String> {
    let read = || -> Result<Tlv, crate::pki::der::DerError> {
        let mut parts = crate::pki::der::Reader::new(certificate).next_value()?.inside();
        parts.next_value()?;
        parts.next_value()
    };
    read().map(|algorithm| algorithm.der.to_vec()).map_err(|error| error.to_string())
}

/// How it is with a certificate, as an answer has it. RFC 6960 §4.2.1.
fn write_status(writer: DERWriter<'_>, answer: Answer, since: i64) {
    match answer {
        Answer::Revoked => {
            writer.write_tagged_implicit(Tag::context(1), |writer| {
                writer.write_sequence(|writer| {
                    write_time(writer.next(), since - 30 * DAY);
                    // keyCompromise
                    writer.next().write_tagged(Tag::context(0), |writer| writer.write_enum(1));
                });
            });
        }
        Answer::Unknown => {
            writer.write_tagged_implicit(Tag::context(2), |writer| writer.write_null());
        }
        _ => writer.write_tagged_implicit(Tag::context(0), |writer| writer.write_null()),
    }
}

/// A successful OCSPResponse around a BasicOCSPResponse. RFC 6960 §4.2.1.
fn response(basic: &[u8]) -> Vec<u8> {
    yasna::construct_der(|writer| {
        writer.write_sequence(|writer| {
            writer.next().write_enum(0);
            writer.next().write_tagged(Tag::context(0), |writer| {
                writer.write_sequence(|writer| {
                    let basic_oid = ObjectIdentifier::from_slice(&[1, 3, 6, 1, 5, 5, 7, 48, 1, 1]);
                    writer.next().write_oid(&basic_oid);
                    writer.next().write_bytes(basic);
                });
            });
        });
    })
}

/// CertID, with SHA-1 as RFC 5019 §2.1.1 asks for: it only names the issuer, and protects nothing.
fn write_id(writer: DERWriter, issuer: &Certificate, serial: &[u8]) {
    writer.write_sequence(|writer| {
        writer.next().write_sequence(|writer| {
            writer.next().write_oid(&ObjectIdentifier::from_slice(&[1, 3, 14, 3, 2, 26]));
            writer.next().write_null();
        });
        writer.next().write_bytes(&Sha1::digest(issuer.subject));
        writer.next().write_bytes(&Sha1::digest(issuer.key));
        writer.next().write_bigint_bytes(serial, true);
    });
}

fn write_time(writer: DERWriter, seconds: i64) {
    let [year, month, day, hour, minute, second] = civil(seconds);
    let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
    if let Some(time) = GeneralizedTime::parse(text.as_bytes()) {
        writer.write_generalized_time(&time);
    }
}

/// The beginning of a day, in rcgen's words.
fn midnight(seconds: i64) -> time::OffsetDateTime {
    let [year, month, day, ..] = civil(seconds);
    let small = |number: i64| u8::try_from(number).unwrap_or(1);
    date_time_ymd(i32::try_from(year).unwrap_or(2026), small(month), small(day))
}
