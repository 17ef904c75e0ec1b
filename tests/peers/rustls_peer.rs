//! rustls.

use crate::peer::{Peer, View};
use crate::terms::Terms;
use handshake_core::Side;
use handshake_core::crypto::Suite12;
use handshake_core::hex;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup};
use handshake_tests::NOW;
use rustls::crypto::{CryptoProvider, SupportedKxGroup, aws_lc_rs, ring};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::time_provider::TimeProvider;
use rustls::version::{TLS12, TLS13};
use rustls::{
    ClientConfig, ClientConnection, Connection, KeyLog, RootCertStore, ServerConfig, ServerConnection,
    SupportedCipherSuite, SupportedProtocolVersion,
};
use std::io::{ErrorKind, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

struct RustlsPeer {
    connection: Connection,
    log: Arc<Log>,
    data: Vec<u8>,
    closed: bool,
    error: Option<String>,
}

/// A rustls client or server on these terms.
pub fn make(side: Side, terms: &Terms) -> Box<dyn Peer> {
    let log = Arc::new(Log::default());
    let connection = match side {
        Side::Client => client(terms, log.clone()),
        Side::Server => server(terms, log.clone()),
    };
    Box::new(RustlsPeer { connection, log, data: Vec::new(), closed: false, error: None })
}

fn client(terms: &Terms, log: Arc<Log>) -> Connection {
    let mut config = client_config(terms, None);
    config.key_log = log;
    let name = ServerName::try_from("example.com").expect("a name");
    ClientConnection::new(Arc::new(config), name).expect("a client").into()
}

/// A client on these terms; with a chain and its key to show, if there is one.
pub fn client_config(terms: &Terms, own: Option<&Terms>) -> ClientConfig {
    client_config_with(terms, own, terms.groups().into_iter().map(group).collect())
}

/// The same with these groups: for the first it sends a share.
pub fn client_config_with(
    terms: &Terms,
    own: Option<&Terms>,
    groups: Vec<&'static dyn SupportedKxGroup>,
) -> ClientConfig {
    let provider = Arc::new(CryptoProvider { kx_groups: groups, ..(*provider(terms)).clone() });
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(terms.root.clone())).expect("a root");
    let config = ClientConfig::builder_with_details(provider, Arc::new(Then))
        .with_protocol_versions(&[version(terms)])
        .expect("a provider of this version")
        .with_root_certificates(roots);
    let mut config = match own {
        None => config.with_no_client_auth(),
        Some(own) => {
            let key = PrivatePkcs8KeyDer::from(own.key.clone()).into();
            config.with_client_auth_cert(chain(own), key).expect("a chain and its key")
        }
    };
    config.alpn_protocols = alpn(terms);
    config
}

fn chain(terms: &Terms) -> Vec<CertificateDer<'static>> {
    terms.chain.iter().map(|der| CertificateDer::from(der.clone())).collect()
}

fn server(terms: &Terms, log: Arc<Log>) -> Connection {
    let mut config = server_config(terms, None);
    config.key_log = log;
    ServerConnection::new(Arc::new(config)).expect("a server").into()
}

/// A server on these terms; with a root of clients that it lets in, if it asks them.
pub fn server_config(terms: &Terms, clients: Option<&[u8]>) -> ServerConfig {
    let provider = provider(terms);
    let config = ServerConfig::builder_with_details(Arc::clone(&provider), Arc::new(Then))
        .with_protocol_versions(&[version(terms)])
        .expect("a provider of this version");
    let config = match clients {
        None => config.with_no_client_auth(),
        Some(root) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from(root.to_vec())).expect("a root");
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.build().expect("a verifier"))
        }
    };
    let mut config = config
        .with_single_cert(chain(terms), PrivatePkcs8KeyDer::from(terms.key.clone()).into())
        .expect("a chain and its key");
    config.alpn_protocols = alpn(terms);
    config
}

fn version(terms: &Terms) -> &'static SupportedProtocolVersion {
    if Suite12::get(terms.suite).is_some() { &TLS12 } else { &TLS13 }
}

fn provider(terms: &Terms) -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        cipher_suites: vec![suite(terms.suite)],
        kx_groups: terms.groups().into_iter().map(group).collect(),
        ..ring::default_provider()
    })
}

fn suite(suite: CipherSuite) -> SupportedCipherSuite {
    let number = |suite: &SupportedCipherSuite| u16::from(suite.suite());
    ring::ALL_CIPHER_SUITES.iter().copied().find(|s| number(s) == suite.0).expect("a suite of rustls")
}

/// The group as rustls has it: on ring, and the hybrid, which ring does not have, on AWS-LC.
pub fn group(group: NamedGroup) -> &'static dyn SupportedKxGroup {
    if group == NamedGroup::X25519MLKEM768 {
        return aws_lc_rs::kx_group::X25519MLKEM768;
    }
    ring::ALL_KX_GROUPS.iter().copied().find(|g| u16::from(g.name()) == group.0).expect("a group of rustls")
}

fn alpn(terms: &Terms) -> Vec<Vec<u8>> {
    terms.alpn.iter().map(|name| name.as_bytes().to_vec()).collect()
}

impl RustlsPeer {
    fn read(&mut self) {
        let mut buffer = [0; 4096];
        loop {
            match self.connection.reader().read(&mut buffer) {
                // The end of data: rustls tells close_notify from a mere end by an error.
                Ok(0) => return self.closed = true,
                Ok(n) => self.data.extend_from_slice(&buffer[..n]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(error) => return self.error = Some(error.to_string()),
            }
        }
    }
}

impl Peer for RustlsPeer {
    fn receive(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.error.is_none() {
            self.connection.read_tls(&mut bytes).expect("room for more");
            if let Err(error) = self.connection.process_new_packets() {
                self.error = Some(error.to_string());
                return;
            }
            self.read();
        }
    }

    fn take_output(&mut self) -> Vec<u8> {
        let mut output = Vec::new();
        while self.connection.wants_write() {
            self.connection.write_tls(&mut output).expect("a vector takes all");
        }
        output
    }

    fn send(&mut self, data: &[u8]) {
        self.connection.writer().write_all(data).expect("a connection that takes data");
    }

    fn close(&mut self) {
        self.connection.send_close_notify();
    }

    fn view(&self) -> View {
        View {
            connected: !self.connection.is_handshaking(),
            suite: self.connection.negotiated_cipher_suite().map(|suite| suite.suite().into()),
            alpn: self.connection.alpn_protocol().map(<[u8]>::to_vec),
            data: self.data.clone(),
            closed: self.closed,
            resumed: self.connection.handshake_kind() == Some(rustls::HandshakeKind::Resumed),
            error: self.error.clone(),
            secrets: self.log.0.lock().expect("no panic").clone(),
        }
    }
}

/// The tests' moment, at which the teaching certificates are valid.
#[derive(Debug)]
struct Then;

impl TimeProvider for Then {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(NOW)))
    }
}

#[derive(Debug, Default)]
struct Log(Mutex<Vec<(String, String)>>);

impl KeyLog for Log {
    fn log(&self, label: &str, _: &[u8], secret: &[u8]) {
        self.0.lock().expect("no panic").push((label.to_owned(), hex(secret)));
    }
}
