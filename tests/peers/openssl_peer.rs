//! OpenSSL, the library.

use crate::peer::{Peer, View};
use crate::terms::Terms;
use handshake_core::Side;
use handshake_core::msgs::codes::{CipherSuite, NamedGroup};
use handshake_tests::NOW;
use openssl::pkey::PKey;
use openssl::ssl::{
    AlpnError, Error, ErrorCode, Ssl, SslContext, SslContextBuilder, SslMethod, SslStream, SslVerifyMode, SslVersion,
    select_next_proto,
};
use openssl::x509::X509;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex};

struct OpensslPeer {
    side: Side,
    stream: SslStream<Pipe>,
    log: Log,
    connected: bool,
    data: Vec<u8>,
    closed: bool,
    error: Option<String>,
}

pub type Log = Arc<Mutex<Vec<(String, String)>>>;

/// An OpenSSL client or server on these terms.
pub fn make(side: Side, terms: &Terms) -> Box<dyn Peer> {
    let log = Log::default();
    let context = match side {
        Side::Client => client(terms, log.clone()).build(),
        Side::Server => server(terms, log.clone()).build(),
    };
    over(side, &context, log)
}

/// A client or a server of a context.
pub fn over(side: Side, context: &SslContext, log: Log) -> Box<dyn Peer> {
    let mut ssl = Ssl::new(context).expect("a connection");
    if side == Side::Client {
        ssl.set_hostname("example.com").expect("a name");
    }
    let stream = SslStream::new(ssl, Pipe::default()).expect("a stream");
    Box::new(OpensslPeer { side, stream, log, connected: false, data: Vec::new(), closed: false, error: None })
}

/// A client on these terms, still to be changed.
pub fn client(terms: &Terms, log: Log) -> SslContextBuilder {
    let mut context = context(terms, log);
    let root = X509::from_der(&terms.root).expect("a root");
    context.cert_store_mut().add_cert(root).expect("a store that takes it");
    context.set_verify(SslVerifyMode::PEER);
    context.verify_param_mut().set_time(NOW as i64);
    context.verify_param_mut().set_host("example.com").expect("a name");
    context.set_alpn_protos(&alpn(terms)).expect("protocols");
    context
}

/// A server on these terms, still to be changed.
pub fn server(terms: &Terms, log: Log) -> SslContextBuilder {
    let mut context = context(terms, log);
    let mut chain = terms.chain.iter().map(|der| X509::from_der(der).expect("a certificate"));
    context.set_certificate(&chain.next().expect("a leaf")).expect("a certificate that it takes");
    chain.for_each(|issuer| context.add_extra_chain_cert(issuer).expect("a certificate that it takes"));
    context.set_private_key(&PKey::private_key_from_pkcs8(&terms.key).expect("a key")).expect("the leaf's key");
    let accepted = alpn(terms);
    context.set_alpn_select_callback(move |_, offered| {
        let picked = select_next_proto(&accepted, offered).ok_or(AlpnError::ALERT_FATAL)?;
        // The selection may point into either list; the callback may return only what points into the offer.
        offered.windows(picked.len()).find(|window| *window == picked).ok_or(AlpnError::ALERT_FATAL)
    });
    context
}

fn context(terms: &Terms, log: Log) -> SslContextBuilder {
    let mut context = SslContext::builder(SslMethod::tls()).expect("a context");
    context.set_min_proto_version(Some(SslVersion::TLS1_3)).expect("TLS 1.3");
    context.set_ciphersuites(&terms.suite.text()).expect("a suite of OpenSSL");
    context.set_groups_list(group(terms.group)).expect("a group of OpenSSL");
    context.set_keylog_callback(move |_, line| {
        let mut words = line.split(' ');
        if let (Some(label), Some(_client_random), Some(secret)) = (words.next(), words.next(), words.next()) {
            log.lock().expect("no panic").push((label.to_owned(), secret.to_owned()));
        }
    });
    context
}

/// The group as OpenSSL calls it.
pub fn group(group: NamedGroup) -> &'static str {
    match group {
        NamedGroup::X25519 => "X25519",
        NamedGroup::SECP256R1 => "P-256",
        NamedGroup::SECP384R1 => "P-384",
        other => panic!("no name of OpenSSL for {}", other.text()),
    }
}

fn alpn(terms: &Terms) -> Vec<u8> {
    let entry = |name: &&str| [&[name.len() as u8], name.as_bytes()].concat();
    terms.alpn.iter().flat_map(entry).collect()
}

impl OpensslPeer {
    fn pump(&mut self) {
        if self.error.is_some() {
            return;
        }
        if !self.connected {
            let result = match self.side {
                Side::Client => self.stream.connect(),
                Side::Server => self.stream.accept(),
            };
            self.connected = result.is_ok();
            self.note(result);
        }
        while self.connected {
            let mut buffer = [0; 4096];
            let result = self.stream.ssl_read(&mut buffer);
            let n = *result.as_ref().unwrap_or(&0);
            self.data.extend_from_slice(&buffer[..n]);
            if !self.note(result) {
                return;
            }
        }
    }

    /// True if there may be more to do; keeps what the library reports.
    fn note<T>(&mut self, result: Result<T, Error>) -> bool {
        match result {
            Ok(_) => true,
            Err(error) => {
                match error.code() {
                    ErrorCode::WANT_READ => {}
                    ErrorCode::ZERO_RETURN => self.closed = true,
                    _ => self.error = Some(error.to_string()),
                }
                false
            }
        }
    }
}

impl Peer for OpensslPeer {
    fn receive(&mut self, bytes: &[u8]) {
        self.stream.get_mut().incoming.extend(bytes);
        self.pump();
    }

    fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.stream.get_mut().outgoing)
    }

    fn send(&mut self, data: &[u8]) {
        self.stream.write_all(data).expect("a connection that takes data");
    }

    fn close(&mut self) {
        self.stream.shutdown().expect("a connection to close");
    }

    fn view(&self) -> View {
        let ssl = self.stream.ssl();
        let suite = ssl.current_cipher().and_then(|cipher| CipherSuite::by_name(cipher.name()));
        View {
            connected: self.connected,
            suite: suite.map(|suite| suite.0),
            alpn: ssl.selected_alpn_protocol().map(<[u8]>::to_vec),
            data: self.data.clone(),
            closed: self.closed,
            resumed: ssl.session_reused(),
            error: self.error.clone(),
            secrets: self.log.lock().expect("no panic").clone(),
        }
    }
}

/// The transport: bytes in, bytes out, nothing waits.
#[derive(Debug, Default)]
struct Pipe {
    incoming: VecDeque<u8>,
    outgoing: Vec<u8>,
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.incoming.read(buffer) {
            Ok(0) => Err(io::ErrorKind::WouldBlock.into()),
            result => result,
        }
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.outgoing.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
