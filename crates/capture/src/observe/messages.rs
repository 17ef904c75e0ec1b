//! What the handshake says, as far as it can be read.

use super::before_tls12::{self, Form};
use handshake_core::Side;
use handshake_core::crypto::{Suite, Suite12};
use handshake_core::keys::Keys;
use handshake_core::msgs::codes::{ExtensionType, HandshakeType, ProtocolVersion};
use handshake_core::msgs::{self, Body, ClientHello, HelloRetryRequest, ServerHello, tls12};
use handshake_core::trace::{Dir, StateName};
use handshake_core::transcript::Transcript;
use handshake_wire::{Spans, WireError, decode};

/// Which way something went, in the client's account.
pub fn dir(from: Side) -> Dir {
    if from == Side::Client { Dir::Sent } else { Dir::Received }
}

/// A handshake message, read.
pub struct Read {
    pub msg_type: HandshakeType,
    pub name: &'static str,
    pub spans: Spans,
    pub malformed: Option<WireError>,
}

/// What is known of the handshake so far.
#[derive(Default)]
pub struct Handshake {
    pub hello: Option<ClientHello>,
    pub server: Option<ServerHello>,
    /// Once the server has chosen it.
    pub version: Option<ProtocolVersion>,
    pub suite: Option<Suite>,
    pub suite12: Option<Suite12>,
    pub keys: Keys,
    pub transcript: Transcript,
    finished: [bool; 2],
}

impl Handshake {
    /// True once both sides have said that they are finished.
    pub fn is_complete(&self) -> bool {
        self.finished == [true; 2]
    }

    /// Whether the server agreed to an extension in its ServerHello.
    pub fn agreed(&self, extension: ExtensionType) -> bool {
        self.server.as_ref().is_some_and(|server| server.extensions.has(extension))
    }

    /// The version in force: the one that the server chose; before that the newest that the client offers.
    pub fn version(&self) -> ProtocolVersion {
        let offered = |hello: &ClientHello| match hello.extensions.client_versions() {
            Some(versions) if versions.0.contains(&ProtocolVersion::TLS13) => ProtocolVersion::TLS13,
            _ => hello.legacy_version,
        };
        self.version.or(self.hello.as_ref().map(offered)).unwrap_or(ProtocolVersion::TLS13)
    }

    fn is_tls13(&self) -> bool {
        self.version.is_none_or(|version| version == ProtocolVersion::TLS13)
    }

    /// Reads a message by the rules of the version in force, and adds it to the transcript.
    pub fn read(&mut self, from: Side, bytes: &[u8]) -> Read {
        let msg_type = HandshakeType(bytes.first().copied().unwrap_or_default());
        let (name, spans, malformed) = match msg_type {
            HandshakeType::CLIENT_HELLO => self.client_hello(bytes),
            HandshakeType::SERVER_HELLO => self.server_hello(bytes),
            _ if self.is_tls13() => tls13(msg_type, bytes),
            _ => self.tls12(msg_type, bytes),
        };
        let is_retry = name == HelloRetryRequest::NAME;
        if let (true, Some(suite)) = (is_retry, self.suite) {
            self.transcript.fold_client_hello(suite.hash);
        }
        if msg_type != HandshakeType::HELLO_REQUEST {
            self.transcript.add(name, bytes);
        }
        if msg_type == HandshakeType::FINISHED {
            self.finished[from as usize] = true;
        }
        Read { msg_type, name, spans, malformed }
    }

    fn client_hello(&mut self, bytes: &[u8]) -> Parts {
        let (hello, parts) = body::<ClientHello>(bytes);
        self.hello = hello.or(self.hello.take());
        parts
    }

    fn server_hello(&mut self, bytes: &[u8]) -> Parts {
        let (server, parts) = body::<ServerHello>(bytes);
        let Some(server) = server else { return parts };
        let version = server.extensions.selected_version().copied().unwrap_or(server.legacy_version);
        self.version = Some(version);
        self.suite = Suite::get(server.cipher_suite);
        if server.is_retry_request() {
            return body::<HelloRetryRequest>(bytes).1;
        }
        self.suite12 = Suite12::get(server.cipher_suite).filter(|_| version == ProtocolVersion::TLS12);
        self.server = Some(server);
        parts
    }

    fn tls12(&self, msg_type: HandshakeType, bytes: &[u8]) -> Parts {
        let form = self.server.as_ref().map_or(Form::Ecdhe, |server| Form::of(server.cipher_suite));
        let is_earlier = self.version.is_some_and(|version| version < ProtocolVersion::TLS12);
        match msg_type {
            HandshakeType::HELLO_REQUEST => body::<tls12::HelloRequest>(bytes).1,
            HandshakeType::CERTIFICATE => body::<tls12::Certificate>(bytes).1,
            HandshakeType::CERTIFICATE_STATUS => body::<tls12::CertificateStatus>(bytes).1,
            HandshakeType::SERVER_HELLO_DONE => body::<tls12::ServerHelloDone>(bytes).1,
            HandshakeType::NEW_SESSION_TICKET => body::<tls12::NewSessionTicket>(bytes).1,
            HandshakeType::FINISHED => body::<msgs::Finished>(bytes).1,
            HandshakeType::CERTIFICATE_REQUEST if is_earlier => body::<before_tls12::CertificateRequest>(bytes).1,
            HandshakeType::CERTIFICATE_REQUEST => body::<tls12::CertificateRequest>(bytes).1,
            HandshakeType::CERTIFICATE_VERIFY if is_earlier => body::<before_tls12::CertificateVerify>(bytes).1,
            HandshakeType::CERTIFICATE_VERIFY => body::<msgs::CertificateVerify>(bytes).1,
            HandshakeType::SERVER_KEY_EXCHANGE if form == Form::Ecdhe && is_earlier => {
                body::<before_tls12::ServerKeyExchange>(bytes).1
            }
            HandshakeType::SERVER_KEY_EXCHANGE if form == Form::Ecdhe => body::<tls12::ServerKeyExchange>(bytes).1,
            HandshakeType::CLIENT_KEY_EXCHANGE if form == Form::Rsa => body::<tls12::RsaClientKeyExchange>(bytes).1,
            HandshakeType::CLIENT_KEY_EXCHANGE if form == Form::Ecdhe => body::<tls12::EcdheClientKeyExchange>(bytes).1,
            other => (msgs::message_name(other), Spans::new(), None),
        }
    }

    /// The client's state once a message has passed.
    pub fn state(&self, from: Side, msg_type: HandshakeType) -> Option<StateName> {
        let tls13 = self.is_tls13();
        match (from, msg_type) {
            (Side::Client, HandshakeType::CLIENT_HELLO) => Some("WAIT_SH"),
            (Side::Server, HandshakeType::SERVER_HELLO) if self.server.is_none() => Some("WAIT_SH"),
            (Side::Server, HandshakeType::SERVER_HELLO) if tls13 => Some("WAIT_EE"),
            (Side::Server, HandshakeType::SERVER_HELLO) => Some("WAIT_CERT"),
            (Side::Server, HandshakeType::ENCRYPTED_EXTENSIONS) => Some("WAIT_CERT_CR"),
            (Side::Server, HandshakeType::CERTIFICATE_REQUEST) if tls13 => Some("WAIT_CERT"),
            (Side::Server, HandshakeType::CERTIFICATE) if tls13 => Some("WAIT_CV"),
            (Side::Server, HandshakeType::CERTIFICATE) => Some("WAIT_SKE"),
            (Side::Server, HandshakeType::CERTIFICATE_VERIFY) => Some("WAIT_FINISHED"),
            (Side::Server, HandshakeType::SERVER_KEY_EXCHANGE) => Some("WAIT_SHD"),
            (Side::Server, HandshakeType::SERVER_HELLO_DONE) => Some("WAIT_CCS"),
            _ if self.is_complete() => Some("CONNECTED"),
            _ => None,
        }
    }
}

type Parts = (&'static str, Spans, Option<WireError>);

fn tls13(msg_type: HandshakeType, bytes: &[u8]) -> Parts {
    match msg_type {
        HandshakeType::ENCRYPTED_EXTENSIONS => body::<msgs::EncryptedExtensions>(bytes).1,
        HandshakeType::CERTIFICATE_REQUEST => body::<msgs::CertificateRequest>(bytes).1,
        HandshakeType::CERTIFICATE => body::<msgs::Certificate>(bytes).1,
        HandshakeType::CERTIFICATE_VERIFY => body::<msgs::CertificateVerify>(bytes).1,
        HandshakeType::FINISHED => body::<msgs::Finished>(bytes).1,
        HandshakeType::END_OF_EARLY_DATA => body::<msgs::EndOfEarlyData>(bytes).1,
        HandshakeType::NEW_SESSION_TICKET => body::<msgs::NewSessionTicket>(bytes).1,
        HandshakeType::KEY_UPDATE => body::<msgs::KeyUpdate>(bytes).1,
        other => (msgs::message_name(other), Spans::new(), None),
    }
}

fn body<B: Body>(bytes: &[u8]) -> (Option<B>, Parts) {
    let (read, spans) = decode::<msgs::Handshake<B>>(bytes);
    match read {
        Ok(message) => (Some(message.0), (B::NAME, spans, None)),
        Err(error) => (None, (B::NAME, spans, Some(error))),
    }
}
