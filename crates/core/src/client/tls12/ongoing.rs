//! What is settled of a TLS 1.2 connection, from state to state.

use crate::client::ClientConfig;
use crate::crypto::{KeyPair, Suite12};
use crate::msgs::codes::ProtocolVersion;
use crate::msgs::tls12::CertificateRequest;
use std::sync::Arc;

/// What is settled so far.
pub(crate) struct Ongoing {
    pub(super) config: Arc<ClientConfig>,
    /// Of ClientHello and ServerHello.
    pub(super) randoms: ([u8; 32], [u8; 32]),
    /// The version that ClientHello named, as the pre-master secret repeats it.
    pub(super) hello_version: ProtocolVersion,
    pub(super) suite: Suite12,
    /// By which the server will know this session; empty: it won't.
    pub(super) session_id: Vec<u8>,
    pub(super) resumed: bool,
    /// The server will send a ticket.
    pub(super) ticket_follows: bool,
    /// The ticket; empty if there is none.
    pub(super) ticket: Vec<u8>,
    /// The server may send the status of its certificate.
    pub(super) status_follows: bool,
    pub(super) alpn: Option<Vec<u8>>,
    /// The server's certificate, DER.
    pub(super) leaf: Vec<u8>,
    /// This side's halves of ECDHE.
    pub(super) pair: Option<KeyPair>,
    pub(super) request: Option<CertificateRequest>,
}
