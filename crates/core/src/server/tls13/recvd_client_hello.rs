//! RECVD_CH: chooses parameters.

use super::choice::{self, Share};
use super::negotiated::Agreed;
use super::{Negotiated, Retry, SendRetry, resume};
use crate::cx::Cx;
use crate::keys::ScheduleEntry;
use crate::msgs::ClientHello;
use crate::msgs::extensions::KeyShareEntry;
use crate::rules::{Fault, Rule};
use crate::server::ServerConfig;
use std::sync::Arc;

/// ClientHello has been read.
pub(crate) struct RecvdClientHello {
    pub config: Arc<ServerConfig>,
    pub hello: ClientHello,
    pub retry: Option<Box<Retry>>,
}

/// What follows.
pub(crate) enum Chosen {
    /// Everything is chosen.
    Negotiated(Box<Negotiated>),
    /// Something is missing: another ClientHello is asked for.
    Retry(Box<SendRetry>),
}

impl RecvdClientHello {
    pub fn choose(self, cx: &mut Cx) -> Result<Chosen, Fault> {
        let RecvdClientHello { config, hello, retry } = self;
        let suite = choice::suite(cx, &config, &hello)?;
        if let Some(retry) = &retry {
            cx.check_same(Rule::SecondHelloSame, suite.id.text(), retry.suite.text())?;
        }
        let without_share = hello.extensions.client_key_shares().is_none() && hello.extensions.offered_psks().is_some();
        let share = if without_share { None } else { Some(choice::share(cx, &config, &hello)?) };
        let wants_cookie = config.cookie.is_some() && retry.is_none();
        let asked = match &share {
            Some(Share::Missing(group)) => Some(*group),
            _ => None,
        };
        if asked.is_some() || wants_cookie {
            if retry.is_some() {
                cx.check(Rule::RetryShare, false, || "still no share of the group asked for".to_owned())?;
            }
            let retry = SendRetry { config, hello, suite, group: asked, sent: None };
            return Ok(Chosen::Retry(Box::new(retry)));
        }
        let resumed = resume::psk(cx, &config, &hello, suite)?;
        // A key that is used alone leaves nothing to agree on, if it is not known.
        let agreeable = resumed.is_some() || share.is_some();
        cx.check(Rule::GroupInCommon, agreeable, || {
            "there is no share, and no pre-shared key that this server takes".to_owned()
        })?;
        let identity = match resumed {
            None => Some(choice::identity(cx, &config, &hello)?),
            Some(_) => None,
        };
        let alpn = choice::alpn(cx, &config, &hello)?;
        let early_data = resume::early_data(cx, &config, &hello, suite, resumed.as_ref(), alpn.as_ref());

        let share = match share {
            Some(Share::Here(share)) if resumed.as_ref().is_none_or(|resumed| resumed.with_key_exchange) => Some(share),
            _ => None,
        };
        let pair = match share {
            Some(share) => Some(agree(cx, share)?),
            None if resumed.is_some() => {
                // Nothing but the pre-shared key: zeros take the shared secret's place. RFC 8446 §7.1.
                cx.know(ScheduleEntry::SharedSecret, vec![0; suite.hash.len()]);
                cx.derive();
                None
            }
            None => return Err(cx.internal("the share was lost".to_owned())),
        };
        cx.keys_mut().set_suite(suite);
        let retried = retry.is_some();
        let agreed = Agreed { config, hello, suite, pair, identity, resumed, alpn, early_data, retried };
        Ok(Chosen::Negotiated(Box::new(Negotiated::new(agreed))))
    }
}

fn agree(cx: &mut Cx, share: KeyShareEntry) -> Result<crate::crypto::KeyPair, Fault> {
    let invalid = || "the client's key_exchange is no public half of this group".to_owned();
    cx.keys_mut().set_group(share.group);
    cx.know(ScheduleEntry::ClientPublic, share.key_exchange.clone());
    let Some(pair) = cx.answer_pair(share.group, &share.key_exchange)? else {
        cx.check(Rule::ShareValid, false, invalid)?;
        return Err(cx.internal("the share was refused".to_owned()));
    };
    cx.know(ScheduleEntry::ServerPrivate, pair.private.clone());
    cx.know(ScheduleEntry::ServerPublic, pair.public.clone());
    cx.derive();
    let agreed = cx.keys().get(ScheduleEntry::SharedSecret).is_some();
    cx.check(Rule::ShareValid, agreed, invalid)?;
    Ok(pair)
}
