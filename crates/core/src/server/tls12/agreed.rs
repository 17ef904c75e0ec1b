//! What has been chosen of a TLS 1.2 connection, from state to state.

use crate::crypto::{KeyPair, Suite12};
use crate::msgs::ClientHello;
use crate::msgs::codes::SignatureScheme;
use crate::pki::Identity;
use crate::server::ServerConfig;
use crate::session::ServerSession;
use std::sync::Arc;

/// What has been chosen.
pub(crate) struct Agreed {
    pub(super) config: Arc<ServerConfig>,
    pub(super) hello: ClientHello,
    pub(super) suite: Suite12,
    /// None of a resumed session.
    pub(super) identity: Option<(SignatureScheme, Identity)>,
    /// Of ECDHE.
    pub(super) pair: Option<KeyPair>,
    pub(super) extended_master_secret: bool,
    pub(super) encrypt_then_mac: bool,
    pub(super) session: Option<ServerSession>,
    /// By which this session can be resumed; empty: by none.
    pub(super) session_id: Vec<u8>,
    pub(super) alpn: Option<Vec<u8>>,
    pub(super) sends_ticket: bool,
    pub(super) client_chain: Vec<Vec<u8>>,
}
