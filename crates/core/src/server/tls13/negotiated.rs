//! NEGOTIATED: sends the server's flight, one message a step.

use super::resume::Resumed;
use crate::crypto::{KeyPair, Suite};
use crate::cx::Cx;
use crate::keys::{PskKind, ScheduleEntry};
use crate::msgs::codes::{ExtensionType, ProtocolVersion, SignatureScheme};
use crate::msgs::extensions::{
    CertificateAuthorities, Extension, Extensions, KeyShareEntry, ProtocolNameList, SignatureSchemeList,
};
use crate::msgs::tls12::CertificateStatus;
use crate::msgs::{
    Certificate, CertificateEntry, CertificateRequest, CertificateVerify, ClientHello, EncryptedExtensions, Finished,
    ServerHello,
};
use crate::pki::Identity;
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use crate::trace::{Epoch, Side};
use crate::transcript::PointName;
use std::sync::Arc;

/// What has been chosen.
pub(crate) struct Agreed {
    pub config: Arc<ServerConfig>,
    pub hello: ClientHello,
    pub suite: Suite,
    /// None with psk_ke.
    pub pair: Option<KeyPair>,
    /// None with a pre-shared key.
    pub identity: Option<(SignatureScheme, Identity)>,
    pub resumed: Option<Resumed>,
    pub alpn: Option<Vec<u8>>,
    /// Early data is read.
    pub early_data: bool,
    /// A HelloRetryRequest came before.
    pub retried: bool,
}

impl Agreed {
    /// The client is asked who it is, unless a pre-shared key shows it.
    pub fn asks_client(&self) -> bool {
        self.config.client_auth.is_some() && self.resumed.is_none()
    }
}

/// Everything is chosen.
pub(crate) struct Negotiated {
    agreed: Agreed,
    next: Next,
}

/// The flight's messages, in order.
enum Next {
    ServerHello,
    ChangeCipherSpec,
    EncryptedExtensions,
    CertificateRequest,
    Certificate,
    CertificateVerify,
    Finished,
}

/// The flight goes on, or is done.
pub(crate) enum Flight {
    /// More to send.
    Goes(Box<Negotiated>),
    /// All sent.
    Done(Box<Agreed>),
}

impl Negotiated {
    pub fn new(agreed: Agreed) -> Self {
        Negotiated { agreed, next: Next::ServerHello }
    }

    /// False while early data may stand in the way: it can be read only after the flight.
    pub fn listens(&self) -> bool {
        !self.agreed.hello.extensions.has(ExtensionType::EARLY_DATA)
    }

    pub fn send_next(mut self, cx: &mut Cx) -> Result<Flight, Fault> {
        let agreed = &self.agreed;
        self.next = match self.next {
            Next::ServerHello => {
                agreed.send_server_hello(cx)?;
                match agreed.hello.legacy_session_id.is_empty() || agreed.retried {
                    true => Next::EncryptedExtensions,
                    false => {
                        cx.owe_change_cipher_spec();
                        Next::ChangeCipherSpec
                    }
                }
            }
            // For middleboxes, since the client sent a session id. RFC 8446 appendix D.4.
            Next::ChangeCipherSpec => {
                cx.send_change_cipher_spec()?;
                Next::EncryptedExtensions
            }
            Next::EncryptedExtensions => {
                agreed.send_encrypted_extensions(cx)?;
                match (&agreed.resumed, agreed.asks_client()) {
                    (Some(_), _) => {
                        cx.mark(PointName::BeforeServerFinished)?;
                        Next::Finished
                    }
                    (None, true) => Next::CertificateRequest,
                    (None, false) => Next::Certificate,
                }
            }
            Next::CertificateRequest => {
                agreed.send_certificate_request(cx)?;
                Next::Certificate
            }
            Next::Certificate => {
                agreed.send_certificate(cx)?;
                Next::CertificateVerify
            }
            Next::CertificateVerify => {
                agreed.send_certificate_verify(cx)?;
                Next::Finished
            }
            Next::Finished => return self.send_finished(cx),
        };
        Ok(Flight::Goes(Box::new(self)))
    }

    fn send_finished(self, cx: &mut Cx) -> Result<Flight, Fault> {
        let verify_data = cx.key(ScheduleEntry::ServerVerifyData)?;
        cx.send(Finished { verify_data })?;
        cx.mark(PointName::ServerFinished)?;
        cx.seal_with(Epoch::Application)?;
        Ok(Flight::Done(Box::new(self.agreed)))
    }
}

impl Agreed {
    fn send_server_hello(&self, cx: &mut Cx) -> Result<(), Fault> {
        let random = cx.random("server random");
        let mut extensions = Vec::new();
        extensions.extend(self.resumed.as_ref().map(|resumed| Extension::SelectedIdentity(resumed.index as u16)));
        extensions.extend(self.pair.as_ref().map(|pair| {
            Extension::ServerKeyShare(KeyShareEntry { group: pair.group, key_exchange: pair.public.clone() })
        }));
        extensions.push(Extension::SelectedVersion(ProtocolVersion::TLS13));
        if self.early_data {
            cx.keys_mut().use_early_data();
            cx.mark(PointName::ClientHello)?;
        }
        cx.send(ServerHello {
            legacy_version: ProtocolVersion::TLS12,
            random,
            legacy_session_id_echo: self.hello.legacy_session_id.clone(),
            cipher_suite: self.suite.id,
            legacy_compression_method: 0,
            extensions: Extensions(extensions),
        })?;
        cx.mark(PointName::ServerHello)?;
        cx.seal_with(Epoch::Handshake)?;
        cx.open_with(if self.early_data { Epoch::EarlyData } else { Epoch::Handshake })
    }

    fn send_encrypted_extensions(&self, cx: &mut Cx) -> Result<(), Fault> {
        let offered = &self.hello.extensions;
        let mut extensions = self.config.extra_extensions.clone();
        // Not of a resumed session. RFC 6066 §3.
        let resumes = self.resumed.as_ref().is_some_and(|resumed| resumed.session.kind == PskKind::Resumption);
        if offered.server_name().is_some() && !resumes {
            extensions.push(Extension::Raw(ExtensionType::SERVER_NAME, Vec::new()));
        }
        extensions.extend(self.alpn.clone().map(|name| Extension::Alpn(ProtocolNameList(vec![name]))));
        if let Some(&limit) = offered.record_size_limit() {
            cx.check(Rule::RecordSizeLimitForm, limit >= 64, || format!("record_size_limit is {limit}"))?;
            if let Some(own) = self.config.record_size_limit {
                extensions.push(Extension::RecordSizeLimit(own));
                cx.limit_received(usize::from(own));
                cx.limit_sent(usize::from(limit));
            }
        } else if let Some(length) = offered.max_fragment_length().filter(|_| self.config.max_fragment_length) {
            let bytes = length.bytes();
            cx.check(Rule::MaxFragmentForm, bytes.is_some(), || format!("{} is no length", length.text()))?;
            extensions.push(Extension::MaxFragmentLength(*length));
            if let Some(bytes) = bytes {
                cx.limit_received(bytes + 1);
                cx.limit_sent(bytes + 1);
            }
        }
        if self.early_data {
            extensions.push(Extension::Raw(ExtensionType::EARLY_DATA, Vec::new()));
        }
        cx.send(EncryptedExtensions { extensions: Extensions(extensions) })
    }

    fn send_certificate_request(&self, cx: &mut Cx) -> Result<(), Fault> {
        let Some(auth) = &self.config.client_auth else { return Ok(()) };
        let mut extensions = vec![Extension::SignatureAlgorithms(SignatureSchemeList(auth.signature_schemes.clone()))];
        if !auth.authorities.is_empty() {
            extensions.push(Extension::CertificateAuthorities(CertificateAuthorities(auth.authorities.clone())));
        }
        cx.send(CertificateRequest { certificate_request_context: Vec::new(), extensions: Extensions(extensions) })
    }

    fn send_certificate(&self, cx: &mut Cx) -> Result<(), Fault> {
        let entry = |cert_data: &Vec<u8>| CertificateEntry { cert_data: cert_data.clone(), ..Default::default() };
        let chain = self.identity.as_ref().map(|(_, identity)| identity.chain.as_slice()).unwrap_or_default();
        let mut certificate_list: Vec<CertificateEntry> = chain.iter().map(entry).collect();
        if let Some(first) = certificate_list.first_mut() {
            let asked = |extension| self.hello.extensions.has(extension);
            let status = self.config.status.as_ref().filter(|_| asked(ExtensionType::STATUS_REQUEST));
            let timestamps = &self.config.timestamps;
            let timestamps = timestamps.clone().filter(|_| asked(ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP));
            let status = status.map(|status| Extension::CertificateStatus(CertificateStatus::ocsp(status)));
            let timestamps = timestamps.map(Extension::SignedCertificateTimestamps);
            first.extensions = Extensions(status.into_iter().chain(timestamps).collect());
        }
        cx.send(Certificate { certificate_request_context: Vec::new(), certificate_list })?;
        cx.mark(PointName::ServerCertificate)
    }

    fn send_certificate_verify(&self, cx: &mut Cx) -> Result<(), Fault> {
        let Some((scheme, identity)) = &self.identity else {
            return Err(cx.internal("a signature without a certificate".to_owned()));
        };
        let hash = cx.transcript_hash(PointName::ServerCertificate)?;
        let message = CertificateVerify::signed(cx, *scheme, identity, Side::Server, &hash)?;
        cx.send(message)?;
        cx.mark(PointName::BeforeServerFinished)
    }
}
