//! START: sends ClientHello, and early data with it.

use super::{Ongoing, WaitServerHello, hello};
use crate::client::ClientConfig;
use crate::cx::Cx;
use crate::keys::ScheduleEntry;
use crate::msgs::codes::ProtocolVersion;
use crate::rules::Fault;
use crate::trace::Epoch;
use crate::transcript::PointName;
use std::sync::Arc;

/// Nothing has been sent.
pub(crate) struct Start {
    pub config: Arc<ClientConfig>,
}

impl Start {
    pub fn send_client_hello(self, cx: &mut Cx) -> Result<WaitServerHello, Fault> {
        let config = self.config;
        let shares = if config.offers(ProtocolVersion::TLS13) { config.key_shares.as_slice() } else { &[] };
        let pairs = shares.iter().map(|&group| cx.key_pair(group)).collect::<Result<Vec<_>, _>>()?;
        if let Some(first) = pairs.first() {
            cx.know(ScheduleEntry::ClientPrivate, first.private.clone());
            cx.know(ScheduleEntry::ClientPublic, first.public.clone());
        }
        let first = hello::first(cx, &config, &pairs);
        let sent = hello::send(cx, &config, first, &config.psks)?;
        // In TLS 1.2 it has its place, which is not here.
        cx.allow_change_cipher_spec(config.offers(ProtocolVersion::TLS13));
        cx.expect_tls12(config.versions.iter().any(|version| *version <= ProtocolVersion::TLS12));
        if config.compatibility_mode && config.offers(ProtocolVersion::TLS13) {
            cx.owe_change_cipher_spec();
        }
        let mut ongoing = Ongoing::new(Arc::clone(&config));
        if let Some(data) = config.early_data() {
            ongoing.early_data = true;
            cx.keys_mut().use_early_data();
            cx.mark(PointName::ClientHello)?;
            if cx.owes_change_cipher_spec() {
                cx.send_change_cipher_spec()?;
            }
            cx.seal_with(Epoch::EarlyData)?;
            cx.send_data(data)?;
        }
        let offer = hello::offer(sent, pairs, config.psks.clone());
        Ok(WaitServerHello { ongoing, offer, retry: None })
    }
}
