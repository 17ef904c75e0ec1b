//! The engine's client against a real server, which goes on only when the reader does: what the server has sent waits.

pub mod bridge;
pub mod foreign;

use foreign::Protocol;
use handshake_analysis::run::Run;
use handshake_core::client::{ClientConfig, ClientConnection};
use handshake_core::connection::{Progress, Status};
use handshake_core::msgs::codes::{ProtocolVersion, SignatureScheme};
use handshake_core::pki::{Finding, Verifier, WebPkiVerifier};
use handshake_core::random::Randomness;
use handshake_core::{Fault, Rule};
use handshake_lessons::{self as lessons, Problem, say, word};
use handshake_scenario::settings;
use handshake_scenario::text::said;
use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use std::sync::Arc;

/// Longest list of roots that is read, in bytes of PEM.
const MAX_ROOTS: usize = 1 << 20;
/// How much of what comes first is kept: enough to tell other protocols by.
const FIRST: usize = 64;
/// Most bytes from the server that wait for the reader.
pub const MAX_HELD: usize = 1 << 20;
/// Longest account, estimated in bytes: a page has to draw it, and its own "Open a trace" to read it. In JSON, two digits a
/// byte, it is about twice as long.
pub const MAX_ACCOUNT: usize = 3 << 20;

/// Whom to connect to, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// The name to ask for and to look for in the certificate.
    pub server_name: String,
    /// `1.3`, `1.2`, or both for anything else.
    pub version: String,
    /// Application protocols to offer, parted by commas; none if it is empty.
    pub alpn: String,
    /// The roots to trust, as PEM; `None`: whoever answers is believed.
    pub roots: Option<String>,
}

/// How far a connection is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The handshake goes on.
    Handshaking,
    /// Data may flow.
    Connected,
    /// Both sides, or the server, said goodbye.
    Closed,
    /// It failed: in a sentence, why and what to do.
    Failed(String),
}

/// A connection.
pub struct Session {
    client: ClientConnection,
    held: Vec<u8>,
    first: Vec<u8>,
    hung_up: bool,
    flooded: bool,
}

impl Session {
    /// A client that is about to say hello. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// What is wrong with the wish.
    pub fn new(wish: &Wish, random: Box<dyn Randomness>, now: u64) -> Result<Session, Problem> {
        let verifier: Arc<dyn Verifier> = match &wish.roots {
            Some(pem) => Arc::new(roots(pem)?),
            None => Arc::new(Anybody),
        };
        let name = wish.server_name.trim();
        if name.is_empty() {
            return Err(Problem::of("connect.no-name", &[]));
        }
        let name = &settings::server_name(name)?;
        let versions: &[ProtocolVersion] = match wish.version.as_str() {
            "1.3" => &[ProtocolVersion::TLS13],
            "1.2" => &[ProtocolVersion::TLS12],
            _ => &[ProtocolVersion::TLS13, ProtocolVersion::TLS12],
        };
        let mut config = ClientConfig::new(name, verifier).with_versions(versions).with_rare_algorithms();
        let protocols = wish.alpn.split(',').map(str::trim).filter(|name| !name.is_empty());
        config.alpn = protocols.map(|name| name.as_bytes().to_vec()).collect();
        if config.alpn.iter().any(|name| name.len() > 255) {
            return Err(Problem::of("connect.long-protocol", &[]));
        }
        config.records.max_account = MAX_ACCOUNT;
        let client = ClientConnection::new(Arc::new(config), random, now);
        Ok(Session { client, held: Vec::new(), first: Vec::new(), hung_up: false, flooded: false })
    }

    /// Takes in what the server has sent. It waits until the connection goes on. Of more than [`MAX_HELD`] bytes nothing is
    /// kept, and the connection is over.
    pub fn arrived(&mut self, bytes: &[u8]) {
        if self.flooded || self.held.len().saturating_add(bytes.len()) > MAX_HELD {
            (self.flooded, self.held) = (true, Vec::new());
            return;
        }
        self.first.extend(bytes.iter().take(FIRST.saturating_sub(self.first.len())));
        self.held.extend_from_slice(bytes);
    }

    /// The server will send no more.
    pub fn hung_up(&mut self) {
        self.hung_up = true;
    }

    /// True if the server sent more than waits here: nothing more is taken in.
    pub fn is_flooded(&self) -> bool {
        self.flooded
    }

    /// Bytes that have come and wait.
    pub fn held(&self) -> usize {
        self.held.len()
    }

    /// Goes on until there is one more step to see. False if there is none until the server sends something.
    pub fn advance(&mut self) -> bool {
        let before = self.run().moments.len();
        loop {
            let steps = self.client.steps().len();
            if self.client.poll() == Progress::Waiting {
                if self.held.is_empty() {
                    return false;
                }
                self.client.feed(&std::mem::take(&mut self.held));
                // A connection that has ended takes nothing in.
                if self.client.poll() == Progress::Waiting {
                    return false;
                }
            }
            // Most of what a server sends fast makes no step: it is not looked for after each record.
            if self.client.steps().len() > steps && self.run().moments.len() > before {
                return true;
            }
        }
    }

    /// True if it can go on by itself, or with what waits.
    pub fn can_go_on(&self) -> bool {
        !self.held.is_empty() && !matches!(self.client.status(), Status::Failed(_) | Status::PeerClosed)
    }

    /// Bytes for the server.
    pub fn take_output(&mut self) -> Vec<u8> {
        self.client.take_output()
    }

    /// What the server said.
    pub fn take_data(&mut self) -> Vec<u8> {
        self.client.take_data()
    }

    /// Says something. False if nothing can be said now.
    pub fn send(&mut self, text: &str) -> bool {
        self.client.send(text.as_bytes()).is_ok()
    }

    /// New keys, on both sides. False in TLS 1.2, which has no such thing, or if it is not connected.
    pub fn key_update(&mut self) -> bool {
        self.client.key_update(true).is_ok()
    }

    /// Says goodbye. False if it has been said.
    pub fn close(&mut self) -> bool {
        self.client.close().is_ok()
    }

    /// True if this side has said goodbye.
    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// True if TLS 1.2 is spoken.
    pub fn is_tls12(&self) -> bool {
        handshake_analysis::infer_settings::is_tls12(&self.client.trace())
    }

    /// All that has happened.
    pub fn run(&self) -> Run {
        Run::live(self.client.trace())
    }

    /// How far it is.
    pub fn state(&self) -> State {
        match self.client.status() {
            _ if self.flooded => State::Failed(word("connect.flooded").to_owned()),
            Status::Failed(fault) => State::Failed(failed(&fault, &self.first)),
            Status::PeerClosed | Status::Canceled => State::Closed,
            Status::Handshaking if self.hung_up && self.held.is_empty() => {
                State::Failed(word("connect.cut").to_owned())
            }
            Status::Connected if self.hung_up && self.held.is_empty() && self.client.is_closed() => State::Closed,
            Status::Connected if self.hung_up && self.held.is_empty() => {
                State::Failed(word("connect.no-goodbye").to_owned())
            }
            Status::Handshaking => State::Handshaking,
            Status::Connected => State::Connected,
        }
    }
}

/// Why a connection failed, and what to do.
fn failed(fault: &Fault, first: &[u8]) -> String {
    match fault {
        Fault::Broken { rule, .. } => {
            if let Some(protocol) = Protocol::of(first) {
                return say("connect.foreign", &[("protocol", &protocol.name())]);
            }
            let title = lessons::rule(rule.id()).map_or(rule.id(), |text| text.title);
            let section = lessons::cite(rule.section());
            let why =
                say("connect.broken", &[("title", &title), ("section", &section), ("alert", &rule.alert().text())]);
            match rule {
                Rule::ChainTrusted => format!("{why} {}", word("connect.paste-root")),
                Rule::NameMatches => format!("{why} {}", word("connect.put-name")),
                _ => why,
            }
        }
        Fault::PeerAlert(alert) => say("connect.refused", &[("alert", &alert.text())]),
    }
}

fn roots(pem: &str) -> Result<WebPkiVerifier, Problem> {
    if pem.len() > MAX_ROOTS {
        return Err(Problem::of("connect.long-roots", &[]));
    }
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let all = all.map_err(|error| Problem::of("connect.no-pem", &[("error", &error)]))?;
    if all.is_empty() {
        return Err(Problem::of("connect.no-roots", &[]));
    }
    WebPkiVerifier::new(&all).map_err(|(at, problem)| {
        Problem::of("connect.bad-root", &[("number", &(at + 1)), ("problem", &said(&problem))])
    })
}

/// Believes any chain; the handshake's signature must fit all the same.
#[derive(Clone, Copy, Debug)]
pub struct Anybody;

impl Verifier for Anybody {
    fn chain(&self, _: &[Vec<u8>], _: Option<&str>, _: u64) -> Vec<Finding> {
        Vec::new()
    }

    fn signature(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        WebPkiVerifier::none().signature(scheme, leaf, content, signature)
    }

    fn signature12(&self, scheme: SignatureScheme, leaf: &[u8], content: &[u8], signature: &[u8]) -> bool {
        WebPkiVerifier::none().signature12(scheme, leaf, content, signature)
    }
}
