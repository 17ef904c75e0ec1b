//! What a verifier goes by: whom it trusts, and what it knows to be revoked.

use super::certificate::{Certificate, name_text};
use super::der::Reader;
use super::finding::{Aspect, LinkCheck, date};
use crate::hex;
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor};
use std::sync::Arc;
use webpki::{CertRevocationList, EndEntityCert};

/// Trust anchors and lists of revoked certificates.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    /// Certificates that are trusted for themselves, DER.
    pub roots: Vec<Vec<u8>>,
    /// The same, as `rustls-webpki` takes them.
    pub anchors: Vec<TrustAnchor<'static>>,
    /// Lists of revoked certificates, as `rustls-webpki` takes them.
    pub lists: Arc<Vec<CertRevocationList<'static>>>,
    /// The same, DER.
    pub list_ders: Vec<Vec<u8>>,
    /// Whether it is a server's, which checks its clients' certificates.
    pub of_clients: bool,
}

impl Store {
    /// Whether a certificate is for a name.
    pub fn is_for(&self, certificate: &[u8], name: &str) -> Result<(), String> {
        let name = ServerName::try_from(name).map_err(|_| format!("{name} is no DNS name or IP address"))?;
        let certificate = CertificateDer::from(certificate);
        let certificate = EndEntityCert::try_from(&certificate).map_err(|error| error.to_string())?;
        certificate.verify_is_valid_for_subject_name(&name).map_err(|error| error.to_string())
    }

    /// What the lists say of a certificate; `None` if none is its issuer's.
    pub fn listed(&self, certificate: &Certificate) -> Option<LinkCheck> {
        let issuer = Reader::new(certificate.issuer).next_value().ok()?.content;
        let list = self.lists.iter().find(|list| list.issuer() == issuer)?;
        let revoked = list.find_serial(certificate.serial).ok()?;
        let found = match &revoked {
            Some(revoked) => {
                let since = i64::try_from(revoked.revocation_date.as_secs()).unwrap_or(i64::MAX);
                format!("serial number {} is on the list, revoked on {}", hex(certificate.serial), date(since))
            }
            None => format!("serial number {} is not on the list", hex(certificate.serial)),
        };
        let wanted = format!("not on the list of {}", name_text(certificate.issuer));
        Some(LinkCheck::new(Aspect::Status, Some(revoked.is_none()), found, wanted))
    }
}
