//! The client's TLS 1.3 states, one a file.

mod connected;
mod hello;
mod send_flight;
mod start;
mod wait_cert;
mod wait_cert_cr;
mod wait_certificate_verify;
mod wait_encrypted_extensions;
mod wait_finished;
mod wait_server_hello;

pub(super) use connected::Connected;
pub(super) use send_flight::{Flight, SendFlight};
pub(super) use start::Start;
pub(super) use wait_cert::WaitCert;
pub(super) use wait_cert_cr::{CertOrRequest, WaitCertCr};
pub(super) use wait_certificate_verify::WaitCertificateVerify;
pub(super) use wait_encrypted_extensions::{
    AfterExtensions, WaitEncryptedExtensions, check_one_limit, chosen_protocol,
};
pub(super) use wait_finished::WaitFinished;
pub(super) use wait_server_hello::{AfterHello, WaitServerHello};

use super::ClientConfig;
use crate::crypto::KeyPair;
use crate::cx::Cx;
use crate::msgs::codes::{CipherSuite, ExtensionType};
use crate::msgs::extensions::{Extensions, InMessage};
use crate::msgs::{CertificateRequest, ClientHello};
use crate::rules::{Fault, Rule};
use crate::session::ClientPsk;
use std::sync::Arc;

/// What was offered.
pub(crate) struct Offer {
    hello: ClientHello,
    offered: Vec<ExtensionType>,
    pairs: Vec<KeyPair>,
    psks: Vec<ClientPsk>,
}

/// What is settled so far.
pub(crate) struct Ongoing {
    config: Arc<ClientConfig>,
    /// Extensions that the server may answer.
    offered: Vec<ExtensionType>,
    suite: CipherSuite,
    /// The pre-shared key in use, and its place among those offered.
    psk: Option<(usize, ClientPsk)>,
    /// Early data was sent, and not refused so far.
    early_data: bool,
    alpn: Option<Vec<u8>>,
    /// The server wants to know who this is.
    request: Option<CertificateRequest>,
}

impl Ongoing {
    fn new(config: Arc<ClientConfig>) -> Self {
        Ongoing {
            config,
            offered: Vec::new(),
            suite: CipherSuite::default(),
            psk: None,
            early_data: false,
            alpn: None,
            request: None,
        }
    }
}

/// What RFC 8446 §4.2 demands of the extensions of any message of the server.
pub(super) fn check_extensions(
    cx: &mut Cx,
    extensions: &Extensions,
    place: InMessage,
    offered: &[ExtensionType],
) -> Result<(), Fault> {
    let unsolicited = extensions.types().into_iter().find(|extension| !offered.contains(extension));
    cx.check(Rule::ExtensionSolicited, unsolicited.is_none(), || format!("{} was not offered", name(unsolicited)))?;
    check_unasked(cx, extensions, place)
}

/// What it demands of extensions that are no answers.
fn check_unasked(cx: &mut Cx, extensions: &Extensions, place: InMessage) -> Result<(), Fault> {
    let duplicate = extensions.duplicate();
    cx.check(Rule::NoDuplicateExtension, duplicate.is_none(), || format!("{} comes twice", name(duplicate)))?;
    let misplaced = extensions.types().into_iter().find(|extension| !place.admits(*extension));
    cx.check(Rule::ExtensionAllowed, misplaced.is_none(), || format!("{} has no place here", name(misplaced)))
}

fn name(extension: Option<ExtensionType>) -> String {
    extension.map(ExtensionType::text).unwrap_or_default()
}
