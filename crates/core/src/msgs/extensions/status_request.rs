//! status_request.

use crate::msgs::tls12::CertificateStatus;
use handshake_wire::{Coder, WireError};

/// A wish for the status of the server's certificate, brought along.
///
/// ```text
/// struct {
///     CertificateStatusType status_type;   /* ocsp(1) */
///     OCSPStatusRequest request;
/// } CertificateStatusRequest;
/// opaque ResponderID<1..2^16-1>;
/// opaque Extensions<0..2^16-1>;
/// struct {
///     ResponderID responder_id_list<0..2^16-1>;
///     Extensions request_extensions;
/// } OCSPStatusRequest;
/// ```
/// RFC 6066 §8. In the Certificate message of TLS 1.3 the extension holds a [`CertificateStatus`] (RFC 8446 §4.4.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateStatusRequest {
    /// 1: OCSP.
    pub status_type: u8,
    /// Responders that the client trusts; empty: it knows none in particular.
    pub responder_id_list: Vec<Vec<u8>>,
    /// DER.
    pub request_extensions: Vec<u8>,
}

impl Default for CertificateStatusRequest {
    fn default() -> Self {
        CertificateStatusRequest { status_type: 1, responder_id_list: Vec::new(), request_extensions: Vec::new() }
    }
}

impl CertificateStatusRequest {
    pub(super) fn layout(&mut self, c: &mut Coder) -> Result<(), WireError> {
        c.u8("status_type", &mut self.status_type)?;
        c.list("responder_id_list", 2, 0..=0xffff, &mut self.responder_id_list, |c, id| {
            c.opaque("ResponderID", 2, 1..=0xffff, id)
        })?;
        c.opaque("request_extensions", 2, 0..=0xffff, &mut self.request_extensions)
    }
}

pub(super) fn status(status: &mut CertificateStatus, c: &mut Coder) -> Result<(), WireError> {
    c.group("CertificateStatus", |c| status.layout(c))
}
