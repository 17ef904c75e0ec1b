//! WAIT_CERT: receives the client's Certificate.

use super::negotiated::Agreed;
use super::{WaitCertificateVerify, WaitFinished};
use crate::cx::{Cx, Input};
use crate::msgs::Certificate;
use crate::msgs::codes::ExtensionType;
use crate::pki::KeyUse;
use crate::rules::{Fault, Rule};
use crate::transcript::PointName;

/// The client was asked who it is.
pub(crate) struct WaitCert {
    pub agreed: Agreed,
}

/// What follows.
pub(crate) enum AfterCert {
    /// The client's signature.
    CertificateVerify(WaitCertificateVerify),
    /// It shows none: its Finished.
    Finished(WaitFinished),
}

impl WaitCert {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterCert, Fault> {
        let agreed = self.agreed;
        let message: Certificate = cx.receive(input)?;
        let context = message.certificate_request_context.len();
        cx.check(Rule::ContextEmpty, context == 0, || format!("certificate_request_context has {context} bytes"))?;
        // The server asked for no extension in it. RFC 8446 §4.4.2.
        let unsolicited = message.certificate_list.iter().flat_map(|entry| entry.extensions.types()).next();
        cx.check(Rule::ExtensionSolicited, unsolicited.is_none(), || {
            format!("{} was not asked for", unsolicited.map(ExtensionType::text).unwrap_or_default())
        })?;
        let Some(auth) = agreed.config.client_auth.clone() else {
            return Err(cx.internal("nobody asked for a certificate".to_owned()));
        };
        let chain: Vec<Vec<u8>> = message.certificate_list.into_iter().map(|entry| entry.cert_data).collect();
        let shown = !chain.is_empty();
        if auth.required {
            cx.check(Rule::CertificateRequired, shown, || "certificate_list is empty".to_owned())?;
        }
        if shown {
            cx.judge(auth.verifier.as_ref(), &chain, None, KeyUse::Sign)?;
        }
        cx.mark(PointName::ClientCertificate)?;
        if !shown {
            cx.mark(PointName::BeforeClientFinished)?;
            return Ok(AfterCert::Finished(WaitFinished { agreed, client_chain: chain }));
        }
        Ok(AfterCert::CertificateVerify(WaitCertificateVerify { agreed, auth, chain }))
    }
}
