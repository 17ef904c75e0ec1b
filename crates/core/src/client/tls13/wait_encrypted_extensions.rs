//! WAIT_EE: receives EncryptedExtensions.

use super::{WaitCertCr, check_extensions};
use crate::client::ClientConfig;
use crate::cx::{Cx, Input};
use crate::msgs::EncryptedExtensions;
use crate::msgs::codes::ExtensionType;
use crate::msgs::extensions::Place;
use crate::rules::{Fault, Rule};
use std::sync::Arc;

/// Handshake keys are in use.
pub(crate) struct WaitEncryptedExtensions {
    pub config: Arc<ClientConfig>,
    pub offered: Vec<ExtensionType>,
}

impl WaitEncryptedExtensions {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitCertCr, Fault> {
        let WaitEncryptedExtensions { config, offered } = self;
        let message: EncryptedExtensions = cx.receive(input)?;
        check_extensions(cx, &message.extensions, Place::EncryptedExtensions, &offered)?;
        if let Some(alpn) = message.extensions.alpn() {
            let count = alpn.0.len();
            if count != 1 {
                cx.check(Rule::AlpnOffered, false, || format!("{count} protocols instead of one"))?;
            }
            let wanted: Vec<String> = config.alpn.iter().map(|name| text(name)).collect();
            cx.check_among(Rule::AlpnOffered, text(&alpn.0.concat()), &wanted)?;
        }
        Ok(WaitCertCr { config, offered })
    }
}

/// The name in a form that no other name has.
fn text(name: &[u8]) -> String {
    name.escape_ascii().to_string()
}
