//! RECVD_CH: chooses parameters.

use super::{Agreed, Negotiated, choice};
use crate::crypto::Bulk;
use crate::cx::Cx;
use crate::hex;
use crate::keys::ScheduleEntry;
use crate::msgs::ClientHello;
use crate::msgs::codes::{ExtensionType, ProtocolVersion};
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use std::sync::Arc;

/// ClientHello has been read; TLS 1.2 is chosen, or an older version.
pub(crate) struct RecvdClientHello {
    pub config: Arc<ServerConfig>,
    pub hello: ClientHello,
    pub version: ProtocolVersion,
}

impl RecvdClientHello {
    pub fn choose(self, cx: &mut Cx) -> Result<Negotiated, Fault> {
        let RecvdClientHello { config, hello, version } = self;
        let null = hello.legacy_compression_methods.contains(&0);
        cx.check(Rule::NullCompression, null, || "null is not among the compression methods".to_owned())?;
        let formats = hello.extensions.supported_groups().is_none() || hello.extensions.takes_uncompressed();
        cx.check(Rule::PointFormats, formats, || "uncompressed is not listed".to_owned())?;
        if let Some(info) = hello.extensions.renegotiation_info() {
            cx.check_same(Rule::RenegotiationEmpty, hex(&info.0), hex(&[]))?;
        }
        let session = choice::session(cx, &config, &hello, version)?;
        let has = |extension| hello.extensions.has(extension);
        let extended = has(ExtensionType::EXTENDED_MASTER_SECRET) && config.tls12.extended_master_secret;
        let (suite, session, identity, group) = match session {
            Some((suite, session)) => (suite, Some(session), None, None),
            None => {
                let picked = choice::parameters(cx, &config, &hello, version)?;
                (picked.suite, None, Some(picked.identity), picked.group)
            }
        };
        let alpn = super::super::tls13::choice::alpn(cx, &config, &hello)?;
        let block = matches!(suite.bulk, Bulk::Cbc { .. });
        let encrypt_then_mac = block && has(ExtensionType::ENCRYPT_THEN_MAC) && config.tls12.encrypt_then_mac;
        cx.use_tls12(version, encrypt_then_mac);
        cx.keys_mut().set_suite12(suite, extended);
        let pair = match group {
            Some(group) => {
                let pair = cx.key_pair(group)?;
                cx.keys_mut().set_group(group);
                cx.know(ScheduleEntry::ServerPrivate, pair.private.clone());
                cx.know(ScheduleEntry::ServerPublic, pair.public.clone());
                Some(pair)
            }
            None => None,
        };
        // Those of the forbidden versions are not resumed.
        let keeps = config.sessions.is_some() && version == ProtocolVersion::TLS12;
        let wants_ticket = has(ExtensionType::SESSION_TICKET) && config.ticket.is_some() && keeps;
        let session_id = match &session {
            Some(_) => hello.legacy_session_id.clone(),
            None if keeps && config.tls12.session_ids && !wants_ticket => cx.random::<32>("session_id").to_vec(),
            None => Vec::new(),
        };
        let client_chain = session.as_ref().map(|session| session.client_chain.clone()).unwrap_or_default();
        Ok(Negotiated::new(Agreed {
            sends_ticket: wants_ticket && session.is_none(),
            extended_master_secret: extended,
            encrypt_then_mac,
            config,
            hello,
            suite,
            identity,
            pair,
            session,
            session_id,
            alpn,
            client_chain,
        }))
    }
}
