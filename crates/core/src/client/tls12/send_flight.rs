//! Sends the client's second flight, one message a step. After WAIT_SHD; of a resumed session, after WAIT_FINISHED.

use super::{Connected, Ongoing, WaitChangeCipherSpec};
use crate::crypto::{Auth, Exchange, encrypt_to_rsa};
use crate::cx::{Cx, what, why};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{ClientCertificateType, SignatureScheme};
use crate::msgs::tls10;
use crate::msgs::tls12::{Certificate, EcdheClientKeyExchange, RsaClientKeyExchange};
use crate::msgs::{CertificateVerify, Finished};
use crate::pki::{Certificate as Certificate509, Identity, public_key};
use crate::rules::{Fault, Rule};
use crate::trace::{Epoch, StateName};
use crate::transcript::PointName;

/// The server's flight has come.
pub(crate) struct SendFlight {
    ongoing: Ongoing,
    identity: Option<(SignatureScheme, Identity)>,
    next: Next,
}

/// The flight's messages, in order.
enum Next {
    Certificate,
    ClientKeyExchange,
    CertificateVerify,
    ChangeCipherSpec,
    Finished,
}

/// The flight goes on, or is done.
pub(crate) enum Flight {
    /// More to send.
    Goes(SendFlight),
    /// The server's is next.
    Waits(WaitChangeCipherSpec),
    /// All is said: the session was resumed.
    Done(Connected),
}

impl SendFlight {
    pub(super) fn new(ongoing: Ongoing) -> Self {
        let next = match (&ongoing.request, ongoing.resumed) {
            (_, true) => Next::ChangeCipherSpec,
            (Some(_), false) => Next::Certificate,
            (None, false) => Next::ClientKeyExchange,
        };
        SendFlight { ongoing, identity: None, next }
    }

    pub fn name(&self) -> StateName {
        if self.ongoing.resumed { "WAIT_FINISHED" } else { "WAIT_SHD" }
    }

    pub fn send_next(mut self, cx: &mut Cx) -> Result<Flight, Fault> {
        self.next = match self.next {
            Next::Certificate => {
                self.send_certificate(cx)?;
                Next::ClientKeyExchange
            }
            Next::ClientKeyExchange => {
                self.send_key_exchange(cx)?;
                if self.identity.is_some() { Next::CertificateVerify } else { Next::ChangeCipherSpec }
            }
            Next::CertificateVerify => {
                self.send_certificate_verify(cx)?;
                Next::ChangeCipherSpec
            }
            Next::ChangeCipherSpec => {
                cx.send_change_cipher_spec()?;
                cx.seal_with(Epoch::Session)?;
                Next::Finished
            }
            Next::Finished => return self.send_finished(cx),
        };
        Ok(Flight::Goes(self))
    }

    fn send_finished(self, cx: &mut Cx) -> Result<Flight, Fault> {
        cx.mark(PointName::BeforeClientFinished)?;
        let verify_data = cx.key(ScheduleEntry::ClientVerifyData12)?;
        cx.send(Finished { verify_data })?;
        if self.ongoing.resumed {
            cx.close_transcript();
            return Ok(Flight::Done(Connected::new(self.ongoing, cx)));
        }
        if !self.ongoing.ticket_follows {
            cx.mark(PointName::BeforeServerFinished)?;
        }
        cx.allow_change_cipher_spec(true);
        Ok(Flight::Waits(WaitChangeCipherSpec { ongoing: self.ongoing }))
    }

    /// Shows the first certificate whose key can sign what the server can check, by an authority that it takes, or none. RFC
    /// 5246 §7.4.6.
    fn send_certificate(&mut self, cx: &mut Cx) -> Result<(), Fault> {
        let request = self.ongoing.request.as_ref();
        let offered = request.map(|request| request.supported_signature_algorithms.clone()).unwrap_or_default();
        let types = request.map(|request| request.certificate_types.clone()).unwrap_or_default();
        let authorities = request.map(|request| request.certificate_authorities.clone()).unwrap_or_default();
        let identities = &self.ongoing.config.identities;
        let mut issued = identities.iter().filter(|identity| identity.is_issued_by_one_of(&authorities));
        if self.ongoing.suite.is_unnamed() {
            let known =
                [(ClientCertificateType::RSA_SIGN, Auth::Rsa), (ClientCertificateType::ECDSA_SIGN, Auth::Ecdsa)];
            let asked: Vec<Auth> =
                known.into_iter().filter(|(kind, _)| types.contains(kind)).map(|(_, auth)| auth).collect();
            let fits = |identity: &&Identity| asked.iter().any(|auth| identity.signs_unnamed(*auth));
            let identity = issued.find(fits).cloned();
            self.identity = identity.map(|identity| (SignatureScheme::default(), identity));
            return self.show_certificate(cx);
        }
        self.identity = issued.find_map(|identity| {
            let asked = |scheme: &SignatureScheme| offered.contains(scheme) && types.contains(&kind(*scheme));
            let scheme = identity.schemes12().into_iter().find(asked)?;
            Some((scheme, identity.clone()))
        });
        let names = |schemes: &[SignatureScheme]| schemes.iter().map(|scheme| scheme.text()).collect::<Vec<_>>();
        let accepted: Vec<SignatureScheme> = identities.iter().flat_map(Identity::schemes12).collect();
        let picked = self.identity.as_ref().map(|(scheme, _)| scheme.text());
        cx.choose(what::SIGNATURE, names(&offered), names(&accepted), picked, why::OWN_ORDER);
        self.show_certificate(cx)
    }

    fn show_certificate(&self, cx: &mut Cx) -> Result<(), Fault> {
        let chain = self.identity.as_ref().map(|(_, identity)| identity.chain.clone()).unwrap_or_default();
        cx.send(Certificate { certificate_list: chain })
    }

    fn send_key_exchange(&self, cx: &mut Cx) -> Result<(), Fault> {
        match (self.ongoing.suite.exchange, &self.ongoing.pair) {
            (Exchange::Ecdhe, Some(pair)) => cx.send(EcdheClientKeyExchange { public: pair.public.clone() })?,
            (Exchange::Ecdhe, None) => return Err(cx.internal("no halves to send".to_owned())),
            (Exchange::Rsa, _) => self.send_pre_master_secret(cx)?,
        }
        cx.mark(PointName::ClientKeyExchange)
    }

    /// The version that the hello named, and 46 random bytes, encrypted to the server's key. RFC 5246 §7.4.7.1.
    fn send_pre_master_secret(&self, cx: &mut Cx) -> Result<(), Fault> {
        let version = self.ongoing.hello_version.0.to_be_bytes();
        let secret = [version.as_slice(), &cx.random::<46>("pre_master_secret")].concat();
        let key = public_key(&self.ongoing.leaf).unwrap_or_default();
        let encrypted = encrypt_to_rsa(&key, &secret, cx.randomness());
        // "The keyEncipherment bit MUST be set if the key usage extension is present." RFC 5246 §7.4.2.
        let usage = Certificate509::read(&self.ongoing.leaf).ok().and_then(|leaf| leaf.key_usage());
        let admitted = usage.is_none_or(|usage| usage.contains(&"keyEncipherment"));
        cx.check(Rule::KeyFitsSuite, encrypted.is_some() && admitted, || {
            "the suite encrypts to an RSA key, and the certificate holds none that can be used so".to_owned()
        })?;
        cx.know(ScheduleEntry::PreMasterSecret, secret);
        cx.derive();
        cx.send(RsaClientKeyExchange { encrypted_pre_master_secret: encrypted.unwrap_or_default() })
    }

    /// Signs all messages so far. RFC 5246 §7.4.8.
    fn send_certificate_verify(&self, cx: &mut Cx) -> Result<(), Fault> {
        let Some((scheme, identity)) = &self.identity else {
            return Err(cx.internal("a signature without a certificate".to_owned()));
        };
        let content = cx.transcript().bytes().to_vec();
        if self.ongoing.suite.is_unnamed() {
            return match identity.signer.sign_unnamed(&content) {
                Some(signature) => cx.send(tls10::CertificateVerify { signature }),
                None => Err(cx.internal("the key could not sign without a scheme".to_owned())),
            };
        }
        let Some(signature) = identity.signer.sign(*scheme, &content, cx.randomness()) else {
            return Err(cx.internal(format!("the key could not sign with {}", scheme.text())));
        };
        cx.send(CertificateVerify { algorithm: *scheme, signature })
    }
}

/// The kind of certificate that signs so. RFC 5246 §7.4.4, RFC 8422 §5.5.
fn kind(scheme: SignatureScheme) -> ClientCertificateType {
    match scheme.auth() {
        Auth::Rsa => ClientCertificateType::RSA_SIGN,
        Auth::Ecdsa => ClientCertificateType::ECDSA_SIGN,
    }
}
