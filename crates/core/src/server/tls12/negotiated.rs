//! NEGOTIATED: sends the server's flight, one message a step.

use super::{Agreed, Finish, WaitCertificate, WaitClientKeyExchange};
use crate::crypto::Exchange;
use crate::cx::Cx;
use crate::keys::ScheduleEntry;
use crate::msgs::ServerHello;
use crate::msgs::codes::{CipherSuite, ClientCertificateType, EcCurveType, EcPointFormat, ExtensionType};
use crate::msgs::extensions::{EcPointFormatList, Extension, Extensions, ProtocolNameList, RenegotiationInfo};
use crate::msgs::tls10;
use crate::msgs::tls12::{Certificate, CertificateRequest, CertificateStatus, ServerHelloDone, ServerKeyExchange};
use crate::rules::{Fault, Rule};
use crate::transcript::PointName;

/// Everything is chosen.
pub(crate) struct Negotiated {
    agreed: Agreed,
    next: Next,
}

/// The flight's messages, in order.
#[derive(Clone)]
enum Next {
    ServerHello,
    Certificate,
    CertificateStatus,
    ServerKeyExchange,
    CertificateRequest,
    ServerHelloDone,
}

/// The flight goes on, or is done.
pub(crate) enum AfterFlight {
    /// More to send.
    Goes(Negotiated),
    /// The client's certificate is next.
    Certificate(WaitCertificate),
    /// Its half of the key exchange is next.
    KeyExchange(WaitClientKeyExchange),
    /// A session is resumed: this side is the first to finish.
    Resumed(Finish),
}

impl Negotiated {
    pub(super) fn new(agreed: Agreed) -> Self {
        Negotiated { agreed, next: Next::ServerHello }
    }

    pub fn send_next(mut self, cx: &mut Cx) -> Result<AfterFlight, Fault> {
        let agreed = &mut self.agreed;
        let ephemeral = agreed.suite.exchange == Exchange::Ecdhe;
        let asks = agreed.config.client_auth.is_some();
        let after_keys = if asks { Next::CertificateRequest } else { Next::ServerHelloDone };
        let after_certificate = if ephemeral { Next::ServerKeyExchange } else { after_keys.clone() };
        self.next = match self.next {
            Next::ServerHello => {
                agreed.send_server_hello(cx)?;
                if let Some(session) = &agreed.session {
                    cx.know(ScheduleEntry::MasterSecret12, session.secret.clone());
                    cx.derive();
                    return Ok(AfterFlight::Resumed(Finish::new(self.agreed)));
                }
                Next::Certificate
            }
            Next::Certificate => {
                let identity = agreed.identity.as_ref();
                let certificate_list = identity.map(|(_, identity)| identity.chain.clone()).unwrap_or_default();
                cx.send(Certificate { certificate_list })?;
                match agreed.status() {
                    Some(_) => Next::CertificateStatus,
                    None => after_certificate,
                }
            }
            Next::CertificateStatus => {
                if let Some(status) = agreed.status() {
                    cx.send(CertificateStatus::ocsp(status))?;
                }
                after_certificate
            }
            Next::ServerKeyExchange => {
                agreed.send_key_exchange(cx)?;
                after_keys
            }
            Next::CertificateRequest => {
                agreed.send_certificate_request(cx)?;
                Next::ServerHelloDone
            }
            Next::ServerHelloDone => {
                cx.send(ServerHelloDone)?;
                let agreed = self.agreed;
                return Ok(match asks {
                    true => AfterFlight::Certificate(WaitCertificate { agreed }),
                    false => AfterFlight::KeyExchange(WaitClientKeyExchange { agreed }),
                });
            }
        };
        Ok(AfterFlight::Goes(self))
    }
}

impl Agreed {
    /// The status to bring along: of a certificate that is shown, if the client asks for it. RFC 6066 §8.
    fn status(&self) -> Option<&[u8]> {
        let asked = self.hello.extensions.status_request().is_some() && self.session.is_none();
        self.config.status.as_deref().filter(|_| asked)
    }

    fn send_server_hello(&mut self, cx: &mut Cx) -> Result<(), Fault> {
        let mut random: [u8; 32] = cx.random("server random");
        // A server that could have done better says so, where nobody can take it away. RFC 8446 §4.1.3.
        let version = self.suite.version;
        if self.config.versions.iter().any(|better| *better > version) {
            let mark = if self.suite.is_unnamed() { b"DOWNGRD\x00" } else { b"DOWNGRD\x01" };
            random[24..].copy_from_slice(mark);
        }
        cx.know(ScheduleEntry::ClientRandom, self.hello.random.to_vec());
        cx.know(ScheduleEntry::ServerRandom, random.to_vec());
        let extensions = Extensions(self.extensions(cx)?);
        cx.send(ServerHello {
            legacy_version: version,
            random,
            legacy_session_id_echo: self.session_id.clone(),
            cipher_suite: self.suite.id,
            legacy_compression_method: 0,
            extensions,
        })
    }

    fn extensions(&self, cx: &mut Cx) -> Result<Vec<Extension>, Fault> {
        let offered = &self.hello.extensions;
        let empty = |extension| Extension::Raw(extension, Vec::new());
        let mut all = Vec::new();
        let scsv = self.hello.cipher_suites.contains(&CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
        if scsv || offered.has(ExtensionType::RENEGOTIATION_INFO) {
            all.push(Extension::RenegotiationInfo(RenegotiationInfo::default()));
        }
        // Not of a resumed session. RFC 6066 §3.
        if offered.server_name().is_some() && self.session.is_none() {
            all.push(empty(ExtensionType::SERVER_NAME));
        }
        if offered.ec_point_formats().is_some() && self.pair.is_some() {
            all.push(Extension::EcPointFormats(EcPointFormatList(vec![EcPointFormat::UNCOMPRESSED])));
        }
        if self.extended_master_secret {
            all.push(empty(ExtensionType::EXTENDED_MASTER_SECRET));
        }
        if self.encrypt_then_mac {
            all.push(empty(ExtensionType::ENCRYPT_THEN_MAC));
        }
        if self.status().is_some() {
            all.push(empty(ExtensionType::STATUS_REQUEST));
        }
        // Not of a resumed session. RFC 6962 §3.3.1.
        let asked = offered.has(ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP) && self.session.is_none();
        let timestamps = self.config.timestamps.clone().filter(|_| asked);
        all.extend(timestamps.map(Extension::SignedCertificateTimestamps));
        if self.sends_ticket {
            all.push(Extension::SessionTicket(Vec::new()));
        }
        all.extend(self.alpn.clone().map(|name| Extension::Alpn(ProtocolNameList(vec![name]))));
        if let Some(&limit) = offered.record_size_limit() {
            cx.check(Rule::RecordSizeLimitForm, limit >= 64, || format!("record_size_limit is {limit}"))?;
            if let Some(own) = self.config.record_size_limit {
                all.push(Extension::RecordSizeLimit(own));
                cx.limit_received(usize::from(own));
                cx.limit_sent(usize::from(limit));
            }
        } else if let Some(length) = offered.max_fragment_length().filter(|_| self.config.max_fragment_length) {
            let bytes = length.bytes();
            cx.check(Rule::MaxFragmentForm, bytes.is_some(), || format!("{} is no length", length.text()))?;
            all.push(Extension::MaxFragmentLength(*length));
            if let Some(bytes) = bytes {
                cx.limit_fragments(bytes);
            }
        }
        Ok(all)
    }

    fn send_key_exchange(&self, cx: &mut Cx) -> Result<(), Fault> {
        let (Some((scheme, identity)), Some(pair)) = (&self.identity, &self.pair) else {
            return Err(cx.internal("nothing to exchange keys with".to_owned()));
        };
        let mut message = ServerKeyExchange {
            curve_type: EcCurveType::NAMED_CURVE,
            named_curve: pair.group,
            public: pair.public.clone(),
            algorithm: *scheme,
            signature: Vec::new(),
        };
        let random = cx.key(ScheduleEntry::ServerRandom)?;
        let content = message.content(&self.hello.random, &random);
        if self.suite.is_unnamed() {
            return match identity.signer.sign_unnamed(&content) {
                Some(signature) => cx.send(tls10::ServerKeyExchange(ServerKeyExchange { signature, ..message })),
                None => Err(cx.internal("the key could not sign without a scheme".to_owned())),
            };
        }
        let Some(signature) = identity.signer.sign(*scheme, &content, cx.randomness()) else {
            return Err(cx.internal(format!("the key could not sign with {}", scheme.text())));
        };
        message.signature = signature;
        cx.send(message)
    }

    fn send_certificate_request(&self, cx: &mut Cx) -> Result<(), Fault> {
        let Some(auth) = &self.config.client_auth else { return Ok(()) };
        let request = CertificateRequest {
            certificate_types: vec![ClientCertificateType::ECDSA_SIGN, ClientCertificateType::RSA_SIGN],
            supported_signature_algorithms: auth.signature_schemes.clone(),
            certificate_authorities: auth.authorities.clone(),
        };
        match self.suite.is_unnamed() {
            true => cx.send(tls10::CertificateRequest::from(request)),
            false => cx.send(request),
        }
    }

    /// Everything up to ClientKeyExchange is known: the keys can be made. RFC 7627 §3.
    pub(super) fn mark_key_exchange(cx: &mut Cx) -> Result<(), Fault> {
        cx.mark(PointName::ClientKeyExchange)
    }
}
