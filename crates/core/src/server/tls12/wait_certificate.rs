//! WAIT_CERT: receives the client's Certificate.

use super::{Agreed, WaitClientKeyExchange};
use crate::cx::{Cx, Input};
use crate::msgs::tls12::Certificate;
use crate::pki::KeyUse;
use crate::rules::{Fault, Rule};

/// The client was asked who it is.
pub(crate) struct WaitCertificate {
    pub agreed: Agreed,
}

impl WaitCertificate {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitClientKeyExchange, Fault> {
        let mut agreed = self.agreed;
        let message: Certificate = cx.receive(input)?;
        let Some(auth) = agreed.config.client_auth.clone() else {
            return Err(cx.internal("nobody asked for a certificate".to_owned()));
        };
        let chain = message.certificate_list;
        if auth.required {
            cx.check(Rule::ClientCertificateSent, !chain.is_empty(), || "certificate_list is empty".to_owned())?;
        }
        if !chain.is_empty() {
            cx.judge(auth.verifier.as_ref(), &chain, None, KeyUse::Sign)?;
        }
        agreed.client_chain = chain;
        Ok(WaitClientKeyExchange { agreed })
    }
}
