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
            let wanted: Vec<String> = config.alpn.iter().map(|name| text(name)).collect();
            let found = alpn.0.iter().map(|name| text(name)).collect::<Vec<_>>().join(", ");
            cx.check_among(Rule::AlpnOffered, found, &wanted)?;
        }
        Ok(WaitCertCr { config, offered })
    }
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
