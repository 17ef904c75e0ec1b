//! NEGOTIATED: sends the server's flight, one message a step.

use super::WaitFinished;
use crate::crypto::{KeyPair, Suite};
use crate::cx::Cx;
use crate::keys::Node;
use crate::msgs::codes::{ExtensionType, ProtocolVersion, SignatureScheme};
use crate::msgs::extensions::{Extension, Extensions, KeyShareEntry, ProtocolNameList};
use crate::msgs::{
    Certificate, CertificateEntry, CertificateVerify, ClientHello, EncryptedExtensions, Finished, ServerHello,
};
use crate::rules::Fault;
use crate::server::{Identity, ServerConfig};
use crate::trace::{Epoch, Side};
use crate::transcript::Point;
use std::sync::Arc;

/// Everything is chosen.
pub(crate) struct Negotiated {
    config: Arc<ServerConfig>,
    hello: ClientHello,
    suite: Suite,
    pair: KeyPair,
    scheme: SignatureScheme,
    identity: Identity,
    alpn: Option<Vec<u8>>,
    next: Next,
}

/// The flight's messages, in order.
enum Next {
    ServerHello,
    ChangeCipherSpec,
    EncryptedExtensions,
    Certificate,
    CertificateVerify,
    Finished,
}

/// The flight goes on, or is done.
pub(crate) enum Flight {
    /// More to send.
    Goes(Box<Negotiated>),
    /// All sent.
    Done(WaitFinished),
}

impl Negotiated {
    pub fn new(
        config: Arc<ServerConfig>,
        hello: ClientHello,
        suite: Suite,
        pair: KeyPair,
        scheme: SignatureScheme,
        identity: Identity,
        alpn: Option<Vec<u8>>,
    ) -> Self {
        Negotiated { config, hello, suite, pair, scheme, identity, alpn, next: Next::ServerHello }
    }

    pub fn send_next(mut self, cx: &mut Cx) -> Result<Flight, Fault> {
        self.next = match self.next {
            Next::ServerHello => {
                self.send_server_hello(cx)?;
                match self.hello.legacy_session_id.is_empty() {
                    true => Next::EncryptedExtensions,
                    false => Next::ChangeCipherSpec,
                }
            }
            // For middleboxes, since the client sent a session id. RFC 8446 appendix D.4.
            Next::ChangeCipherSpec => {
                cx.send_change_cipher_spec()?;
                Next::EncryptedExtensions
            }
            Next::EncryptedExtensions => {
                self.send_encrypted_extensions(cx)?;
                Next::Certificate
            }
            Next::Certificate => {
                self.send_certificate(cx)?;
                Next::CertificateVerify
            }
            Next::CertificateVerify => {
                self.send_certificate_verify(cx)?;
                Next::Finished
            }
            Next::Finished => {
                let verify_data = cx.key(Node::ServerVerifyData)?;
                cx.send(Finished { verify_data })?;
                cx.mark(Point::ServerFinished)?;
                cx.seal_with(Epoch::Application)?;
                return Ok(Flight::Done(WaitFinished { config: self.config }));
            }
        };
        Ok(Flight::Goes(Box::new(self)))
    }

    fn send_server_hello(&self, cx: &mut Cx) -> Result<(), Fault> {
        let random = cx.random("server random");
        let share = KeyShareEntry { group: self.pair.group, key_exchange: self.pair.public.clone() };
        cx.send(ServerHello {
            legacy_version: ProtocolVersion::TLS12,
            random,
            legacy_session_id_echo: self.hello.legacy_session_id.clone(),
            cipher_suite: self.suite.id,
            legacy_compression_method: 0,
            extensions: Extensions(vec![
                Extension::ServerKeyShare(share),
                Extension::SelectedVersion(ProtocolVersion::TLS13),
            ]),
        })?;
        cx.mark(Point::ServerHello)?;
        cx.seal_with(Epoch::Handshake)?;
        cx.open_with(Epoch::Handshake)
    }

    fn send_encrypted_extensions(&self, cx: &mut Cx) -> Result<(), Fault> {
        let mut extensions = self.config.extra_extensions.clone();
        if self.hello.extensions.server_name().is_some() {
            extensions.push(Extension::Raw(ExtensionType::SERVER_NAME, Vec::new()));
        }
        extensions.extend(self.alpn.clone().map(|name| Extension::Alpn(ProtocolNameList(vec![name]))));
        cx.send(EncryptedExtensions { extensions: Extensions(extensions) })
    }

    fn send_certificate(&self, cx: &mut Cx) -> Result<(), Fault> {
        let entry = |cert_data: &Vec<u8>| CertificateEntry { cert_data: cert_data.clone(), ..Default::default() };
        let certificate_list = self.identity.chain.iter().map(entry).collect();
        cx.send(Certificate { certificate_request_context: Vec::new(), certificate_list })?;
        cx.mark(Point::ServerCertificate)
    }

    fn send_certificate_verify(&self, cx: &mut Cx) -> Result<(), Fault> {
        let hash = cx.transcript_hash(Point::ServerCertificate)?;
        let content = CertificateVerify::content(Side::Server, &hash);
        let signature = self.identity.signer.sign(self.scheme, &content, cx.randomness());
        let Some(signature) = signature else {
            return Err(cx.internal(format!("the key could not sign with {}", self.scheme.text())));
        };
        cx.send(CertificateVerify { algorithm: self.scheme, signature })?;
        cx.mark(Point::ServerCertificateVerify)
    }
}
