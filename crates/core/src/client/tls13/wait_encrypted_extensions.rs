//! WAIT_EE: receives EncryptedExtensions.

use super::{Ongoing, WaitCertCr, WaitFinished, check_extensions};
use crate::client::ClientConfig;
use crate::cx::{Cx, Input};
use crate::msgs::EncryptedExtensions;
use crate::msgs::codes::ExtensionType;
use crate::msgs::extensions::{Extensions, InMessage};
use crate::rules::{Fault, Rule};
use crate::trace::Epoch;
use crate::transcript::PointName;

/// Handshake keys are in use.
pub(crate) struct WaitEncryptedExtensions {
    pub ongoing: Ongoing,
}

/// What follows.
pub(crate) enum AfterExtensions {
    /// The server's certificate.
    Certificate(WaitCertCr),
    /// With a pre-shared key: Finished at once.
    Finished(WaitFinished),
}

impl WaitEncryptedExtensions {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterExtensions, Fault> {
        let mut ongoing = self.ongoing;
        let message: EncryptedExtensions = cx.receive(input)?;
        check_extensions(cx, &message.extensions, InMessage::EncryptedExtensions, &ongoing.offered)?;
        ongoing.alpn = chosen_protocol(cx, &ongoing.config, &message.extensions)?;
        check_sizes(cx, &ongoing, &message.extensions)?;
        check_early_data(cx, &mut ongoing, &message.extensions)?;
        if ongoing.psk.is_none() {
            return Ok(AfterExtensions::Certificate(WaitCertCr { ongoing }));
        }
        cx.mark(PointName::BeforeServerFinished)?;
        Ok(AfterExtensions::Finished(WaitFinished { ongoing }))
    }
}

/// RFC 7301 §3.1.
pub(crate) fn chosen_protocol(
    cx: &mut Cx,
    config: &ClientConfig,
    extensions: &Extensions,
) -> Result<Option<Vec<u8>>, Fault> {
    let Some(alpn) = extensions.alpn() else { return Ok(None) };
    let count = alpn.0.len();
    if count != 1 {
        cx.check(Rule::AlpnOffered, false, || format!("{count} protocols instead of one"))?;
    }
    let wanted: Vec<String> = config.alpn.iter().map(|name| text(name)).collect();
    cx.check_among(Rule::AlpnOffered, text(&alpn.0.concat()), &wanted)?;
    Ok(alpn.0.first().cloned())
}

fn check_sizes(cx: &mut Cx, ongoing: &Ongoing, extensions: &Extensions) -> Result<(), Fault> {
    check_one_limit(cx, extensions)?;
    if let Some(&limit) = extensions.record_size_limit() {
        cx.check(Rule::RecordSizeLimitForm, limit >= 64, || format!("record_size_limit is {limit}"))?;
        cx.limit_sent(usize::from(limit));
        if let Some(own) = ongoing.config.record_size_limit {
            cx.limit_received(usize::from(own));
        }
    }
    if let Some(length) = extensions.max_fragment_length() {
        let asked = ongoing.config.max_fragment_length.map(|asked| asked.text()).unwrap_or_default();
        cx.check_same(Rule::MaxFragmentForm, length.text(), asked)?;
        if let Some(bytes) = length.bytes() {
            cx.limit_sent(bytes + 1);
            cx.limit_received(bytes + 1);
        }
    }
    Ok(())
}

/// RFC 8449 §5.
pub(crate) fn check_one_limit(cx: &mut Cx, extensions: &Extensions) -> Result<(), Fault> {
    if extensions.record_size_limit().is_some() && extensions.max_fragment_length().is_some() {
        cx.check(Rule::RecordSizeLimitForm, false, || "max_fragment_length comes with record_size_limit".to_owned())?;
    }
    Ok(())
}

/// RFC 8446 §4.2.10.
fn check_early_data(cx: &mut Cx, ongoing: &mut Ongoing, extensions: &Extensions) -> Result<(), Fault> {
    if !ongoing.early_data {
        return Ok(());
    }
    if !extensions.has(ExtensionType::EARLY_DATA) {
        ongoing.early_data = false;
        return cx.seal_with(Epoch::Handshake);
    }
    let fits = match &ongoing.psk {
        Some((0, psk)) => psk.suite == ongoing.suite && psk.alpn == ongoing.alpn,
        _ => false,
    };
    cx.check(Rule::EarlyDataFits, fits, || {
        "early data is accepted, but not with the key, suite and protocol it was sent for".to_owned()
    })
}

/// The name in a form that no other name has.
fn text(name: &[u8]) -> String {
    name.escape_ascii().to_string()
}
