//! WAIT_CKE: receives ClientKeyExchange.

use super::{Agreed, WaitCertificateVerify, WaitChangeCipherSpec};
use crate::crypto::Exchange;
use crate::cx::{Cx, Input};
use crate::keys::ScheduleEntry;
use crate::msgs::tls12::{EcdheClientKeyExchange, RsaClientKeyExchange};
use crate::rules::{Fault, Rule};

/// The client's half of the key exchange is next.
pub(crate) struct WaitClientKeyExchange {
    pub agreed: Agreed,
}

/// What follows.
pub(crate) enum AfterKeys {
    /// The client's signature.
    Verify(WaitCertificateVerify),
    /// The client's keys.
    Change(WaitChangeCipherSpec),
}

impl WaitClientKeyExchange {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<AfterKeys, Fault> {
        let agreed = self.agreed;
        match agreed.suite.exchange {
            Exchange::Ecdhe => {
                let message: EcdheClientKeyExchange = cx.receive(input)?;
                cx.know(ScheduleEntry::ClientPublic, message.public);
                cx.derive();
                let valid = cx.keys().get(ScheduleEntry::SharedSecret).is_some();
                cx.check(Rule::ShareValid, valid, || "the client's point is no public half of this curve".to_owned())?;
            }
            Exchange::Rsa => {
                let message: RsaClientKeyExchange = cx.receive(input)?;
                let secret = agreed.pre_master_secret(cx, &message.encrypted_pre_master_secret)?;
                cx.know(ScheduleEntry::PreMasterSecret, secret);
                cx.derive();
            }
        }
        Agreed::mark_key_exchange(cx)?;
        Ok(match agreed.client_chain.is_empty() {
            true => AfterKeys::Change(WaitChangeCipherSpec::begin(agreed, cx)?),
            false => AfterKeys::Verify(WaitCertificateVerify { agreed }),
        })
    }
}

impl Agreed {
    /// What the client encrypted; if it can't be read, a random value, and nobody is told: the handshake fails later, as
    /// it would with any wrong secret. Whoever answers in another way decrypts for others (Bleichenbacher 1998). RFC 5246
    /// §7.4.7.1.
    fn pre_master_secret(&self, cx: &mut Cx, encrypted: &[u8]) -> Result<Vec<u8>, Fault> {
        let Some((_, identity)) = &self.identity else {
            return Err(cx.internal("no key to decrypt with".to_owned()));
        };
        let version = self.hello.legacy_version.0.to_be_bytes();
        let instead = [version.as_slice(), &cx.random::<46>("pre_master_secret that stands in")].concat();
        let decrypted = identity.signer.decrypt(encrypted, cx.randomness()).unwrap_or_default();
        let fits = decrypted.len() == 48 && decrypted.starts_with(&version);
        Ok(if fits { decrypted } else { instead })
    }
}
