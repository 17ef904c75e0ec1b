//! WAIT_SKE: receives ServerKeyExchange.

use super::{Ongoing, WaitServerHelloDone};
use crate::crypto::can_exchange;
use crate::cx::{Cx, Input};
use crate::handshake_signature::{check_signature_unnamed, check_signature12};
use crate::keys::ScheduleEntry;
use crate::msgs::codes::{EcCurveType, NamedGroup, SignatureScheme};
use crate::msgs::tls10;
use crate::msgs::tls12::ServerKeyExchange;
use crate::rules::{Fault, Rule};

/// The server's half of ECDHE is next.
pub(crate) struct WaitServerKeyExchange {
    pub ongoing: Ongoing,
}

impl WaitServerKeyExchange {
    pub fn receive(self, input: Input, cx: &mut Cx) -> Result<WaitServerHelloDone, Fault> {
        let mut ongoing = self.ongoing;
        let message: ServerKeyExchange = match ongoing.suite.is_unnamed() {
            true => cx.receive::<tls10::ServerKeyExchange>(input)?.0,
            false => cx.receive(input)?,
        };
        let config = &ongoing.config;
        cx.check_same(Rule::CurveOffered, message.curve_type.text(), EcCurveType::NAMED_CURVE.text())?;
        let curve = message.named_curve;
        // The hybrid is TLS 1.3's alone.
        let groups =
            config.groups.iter().filter(|group| **group != NamedGroup::X25519MLKEM768 && can_exchange(**group));
        let groups: Vec<String> = groups.map(|group| group.text()).collect();
        cx.check_among(Rule::CurveOffered, curve.text(), &groups)?;
        check_signature(cx, &ongoing, &message)?;

        let pair = cx.key_pair(curve)?;
        cx.keys_mut().set_group(curve);
        cx.know(ScheduleEntry::ClientPrivate, pair.private.clone());
        cx.know(ScheduleEntry::ClientPublic, pair.public.clone());
        cx.know(ScheduleEntry::ServerPublic, message.public);
        cx.derive();
        let agreed = cx.keys().get(ScheduleEntry::SharedSecret).is_some();
        cx.check(Rule::ShareValid, agreed, || "the server's point is no public half of this curve".to_owned())?;
        ongoing.pair = Some(pair);
        Ok(WaitServerHelloDone { ongoing })
    }
}

/// That the half is the server's. RFC 8422 §5.4.
fn check_signature(cx: &mut Cx, ongoing: &Ongoing, message: &ServerKeyExchange) -> Result<(), Fault> {
    let config = &ongoing.config;
    let content = message.content(&ongoing.randoms.0, &ongoing.randoms.1);
    if ongoing.suite.is_unnamed() {
        return check_signature_unnamed(cx, &ongoing.leaf, &content, &message.signature);
    }
    let schemes = config.signature_schemes.iter().copied();
    let schemes: Vec<SignatureScheme> = schemes.filter(|scheme| scheme.auth() == ongoing.suite.auth).collect();
    let signed = (message.algorithm, message.signature.as_slice());
    check_signature12(cx, signed, &schemes, config.verifier.as_ref(), &ongoing.leaf, &content)
}
