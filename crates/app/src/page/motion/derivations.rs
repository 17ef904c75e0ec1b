//! The derivations of a step: what goes into each, what the function does, and what comes out. All bytes are those of the run.

use super::super::ctx::{Ctx, point_name};
use super::super::keys_facts::label_of;
use super::super::keys_known::is_extended;
use super::super::keys_known::key_event;
use super::super::keys_known::{is_known, is_tls12};
use super::super::narration::group_name;
use crate::motion::{Derivation, Input, Other, Tone};
use handshake_analysis::knowledge::View;
use handshake_analysis::moments::Act;
use handshake_core::crypto::Suite;
use handshake_core::keys::{Key, Op, Row, ScheduleEntry};
use handshake_core::pki::fields::{Document, fields};
use handshake_core::trace::{Event, Side};
use handshake_lessons::{self as lessons, say, word, word_of};
use handshake_wire::SpanKind;

/// The derivations of the step or of the part shown, in their order; with a value selected, its own.
pub(super) fn derivations(ctx: &Ctx) -> Option<Vec<Derivation>> {
    if let Some(node) = ctx.node() {
        let event = key_event(ctx, node).filter(|_| is_known(ctx, node))?;
        let side = maker(ctx, node, event)?;
        return Some(vec![derivation(ctx, side, event)]);
    }
    let moment = ctx.moment().filter(|moment| moment.act != Act::Attack)?;
    let made = moment.events(&ctx.run.trace).filter_map(|(side, event)| match event {
        Event::Key(key) if ctx.model.view.sees(side) && is_known(ctx, key.node) => Some(derivation(ctx, side, key)),
        _ => None,
    });
    let mut made: Vec<Derivation> = made.collect();
    if transported(ctx) && moment.side == Side::Client {
        let premaster = |(_, event): (Side, &'_ Event)| matches!(event, Event::Key(key) if key.node == ScheduleEntry::PreMasterSecret);
        let at = moment.events(&ctx.run.trace).filter(|(_, event)| matches!(event, Event::Key(_))).position(premaster);
        if let (Some(at), Some(encrypted)) = (at.filter(|at| *at < made.len()), encrypted(ctx)) {
            made.insert(at + 1, encrypted);
        }
    }
    // Zeros are nothing that anybody computes; where they go in, they are seen.
    if made.len() > 1 {
        made.retain(|one| one.value.iter().any(|byte| *byte != 0));
    }
    (!made.is_empty()).then_some(made)
}

/// Who made a value in this way.
fn maker(ctx: &Ctx, node: ScheduleEntry, event: &Key) -> Option<Side> {
    ctx.run.trace.events().find_map(|(_, side, other)| match other {
        Event::Key(key) if key.node == node && key == event => Some(side),
        _ => None,
    })
}

fn view_of(side: Side) -> View {
    match side {
        Side::Client => View::Client,
        Side::Server => View::Server,
    }
}

fn short(node: ScheduleEntry) -> String {
    lessons::node(node.name()).map_or(node.name(), |text| text.short).to_owned()
}

/// Whose a value is, by colour: halves of key pairs and randoms are one side's, the rest is both's.
fn tone(node: ScheduleEntry) -> Tone {
    use ScheduleEntry::*;
    match node {
        ClientPrivate | ClientPublic | ClientRandom => Tone::Client,
        ServerPrivate | ServerPublic | ServerRandom => Tone::Server,
        ClientApplicationTraffic
        | ServerApplicationTraffic
        | ClientApplicationKey
        | ServerApplicationKey
        | ClientApplicationIv
        | ServerApplicationIv
        | ClientUpdatedTraffic
        | ServerUpdatedTraffic
        | ExporterMaster
        | ResumptionMaster => Tone::App,
        _ => Tone::Keys,
    }
}

fn derivation(ctx: &Ctx, side: Side, key: &Key) -> Derivation {
    let Called { function, inside, label } = called(ctx, side, key);
    let inputs = inputs(ctx, side, key);
    let arguments: Vec<String> = inputs.iter().map(|input| input.title.clone()).collect();
    let mut arguments = arguments;
    if let Some(label) = &label {
        arguments.insert(arguments.len().min(1), label.clone());
    }
    let call = match arguments.is_empty() {
        true => function.clone(),
        false => format!("{function}({})", arguments.join(", ")),
    };
    Derivation {
        call: format!(
            "{call} = {}",
            say("motion.bytes-of", &[("count", &key.value.len()), ("title", &short(key.node))])
        ),
        function,
        inputs,
        label,
        inside,
        title: short(key.node),
        value: key.value.clone(),
        other: other(ctx, side, key),
        tone: tone(key.node),
    }
}

/// True if the client makes up the secret and sends it, encrypted to the key of the server's certificate.
fn transported(ctx: &Ctx) -> bool {
    let value = |node| ctx.run.knowledge.value(node);
    value(ScheduleEntry::PreMasterSecret).is_some() && value(ScheduleEntry::SharedSecret).is_none()
}

/// What the client sends of the secret that it made up. RFC 5246 §7.4.7.1.
fn encrypted(ctx: &Ctx) -> Option<Derivation> {
    let sent = ctx.run.trace.events().find_map(|(_, _, event)| match event {
        Event::Message(message) if message.name == "ClientKeyExchange" => Some(message),
        _ => None,
    })?;
    let span =
        sent.spans.iter().filter(|span| span.kind == SpanKind::Bytes).max_by_key(|span| span.end - span.start)?;
    let value = sent.bytes.get(span.start..span.end)?.to_vec();
    let premaster = ctx.run.knowledge.value_for(ScheduleEntry::PreMasterSecret, View::Client)?.to_vec();
    let inputs = vec![Input { title: short(ScheduleEntry::PreMasterSecret), value: premaster, tone: Tone::Keys }];
    let key =
        server_key(ctx).map(|value| Input { title: word("motion.server-key").to_owned(), value, tone: Tone::Server });
    let inputs: Vec<Input> = inputs.into_iter().chain(key).collect();
    Some(Derivation {
        function: ENCRYPTION.to_owned(),
        label: None,
        // RFC 8017 §7.2.1: EM = 0x00 || 0x02 || PS || 0x00 || M.
        inside: ["00 02", "PS", "00", "M"].map(str::to_owned).to_vec(),
        title: span.name.to_owned(),
        call: format!("{ENCRYPTION} = {}", say("motion.bytes-of", &[("count", &value.len()), ("title", &span.name)])),
        value,
        inputs,
        other: None,
        tone: Tone::Plain,
    })
}

const ENCRYPTION: &str = "RSAES-PKCS1-v1_5";

/// The public key in the server's certificate, as it came.
fn server_key(ctx: &Ctx) -> Option<Vec<u8>> {
    let pieces = super::super::certificates::shown_pieces(ctx);
    let leaf = pieces.first().filter(|piece| piece.kind == Document::Certificate)?;
    let spans = fields(Document::Certificate, &leaf.der).0;
    let modulus = spans
        .iter()
        .find(|span| span.name == "modulus")
        .or(spans.iter().find(|span| span.name == "subjectPublicKey"))?;
    leaf.der.get(modulus.start..modulus.end).map(<[u8]>::to_vec)
}

/// What the other side has come to by now, if it has computed the same value; only those who see both can compare.
fn other(ctx: &Ctx, side: Side, key: &Key) -> Option<Other> {
    let peer = side.peer();
    let made = ctx.run.knowledge.made(key.node, view_of(peer)).filter(|_| ctx.model.view == View::Everything)?;
    let by_now = ctx.run.knowledge.has(key.node, view_of(peer), ctx.at.saturating_sub(1)) && ctx.at > 0;
    let drawn = matches!(Row::of(key.node).op, Op::Given | Op::Zeros | Op::Public(_));
    (by_now && !drawn)
        .then(|| Other { title: say("motion.others", &[("side", &ctx.party_within(peer))]), value: made.to_vec() })
}

/// A function's name, what it does inside, and the label that goes in.
struct Called {
    function: String,
    inside: Vec<String>,
    label: Option<String>,
}

fn called(ctx: &Ctx, side: Side, key: &Key) -> Called {
    let by_server = side == Side::Server;
    let label = |label: String| Some(format!("“{label}”"));
    let hash = hash_len(ctx);
    let blocks = key.value.len().div_ceil(hash.max(1)).max(1);
    let expand = || (1..=blocks).map(|block| format!("T({block})")).collect::<Vec<_>>();
    let (function, inside, label) = match Row::of(key.node).op {
        Op::Given => (word("motion.random").to_owned(), bar(), None),
        Op::Zeros => (word("how.zeros").to_owned(), bar(), None),
        Op::Public(_) => (say("motion.public", &[("group", &group_name(ctx.run.settings.group))]), bar(), None),
        Op::SharedSecret => (group_name(ctx.run.settings.group).to_owned(), shared_inside(ctx), None),
        Op::Extract { .. } => ("HKDF-Extract".to_owned(), vec!["HMAC".to_owned()], None),
        Op::DeriveSecret { label: text, .. } => ("Derive-Secret".to_owned(), expand(), label(text.to_owned())),
        Op::BinderKey { .. } => ("Derive-Secret".to_owned(), expand(), label(info_label(key, "res binder"))),
        Op::Update { .. } => ("HKDF-Expand-Label".to_owned(), expand(), label(info_label(key, "traffic upd"))),
        Op::ExporterSecret { .. } => ("Derive-Secret".to_owned(), expand(), label(info_label(key, ""))),
        Op::Exported { .. } if is_tls12(ctx) => ("PRF".to_owned(), prf_inside(blocks), None),
        Op::Exported { .. } => ("HKDF-Expand-Label".to_owned(), expand(), label(info_label(key, "exporter"))),
        Op::ExpandLabel { label: text, .. } => ("HKDF-Expand-Label".to_owned(), expand(), label(text.to_owned())),
        Op::Copy(_) if transported(ctx) && !by_server => (word("motion.random").to_owned(), bar(), None),
        Op::Copy(_) if transported(ctx) => {
            (ENCRYPTION.to_owned(), ["00 02", "PS", "00", "M"].map(str::to_owned).to_vec(), None)
        }
        Op::Copy(_) => (word("motion.same").to_owned(), bar(), None),
        Op::MasterSecret { .. } => {
            let text = if is_extended(ctx) { "extended master secret" } else { "master secret" };
            ("PRF".to_owned(), prf_inside(blocks), label(text.to_owned()))
        }
        Op::KeyBlock { .. } => ("PRF".to_owned(), prf_inside(blocks), label("key expansion".to_owned())),
        Op::Piece { .. } => (word("motion.cut").to_owned(), bar(), None),
        Op::Finished { label: text, .. } => ("PRF".to_owned(), prf_inside(blocks), label(text.to_owned())),
        Op::VerifyData { .. } => ("HMAC".to_owned(), vec!["ipad".to_owned(), "opad".to_owned()], None),
    };
    Called { function, inside, label }
}

/// What has no pieces with names is a bar that fills.
fn bar() -> Vec<String> {
    vec![String::new(); 8]
}

/// A hybrid is two exchanges, one after the other; a curve is one, bit by bit.
fn shared_inside(ctx: &Ctx) -> Vec<String> {
    match group_name(ctx.run.settings.group).contains("MLKEM") {
        true => vec!["ML-KEM".to_owned(), "X25519".to_owned()],
        false => bar(),
    }
}

/// P_hash of RFC 5246 §5: A(1), A(2), and so on, and with each of them one block of the output.
fn prf_inside(blocks: usize) -> Vec<String> {
    (1..=blocks.min(4)).flat_map(|block| [format!("A({block})"), format!("HMAC {block}")]).collect()
}

fn info_label(key: &Key, otherwise: &str) -> String {
    label_of(key).unwrap_or_else(|| otherwise.to_owned())
}

fn hash_len(ctx: &Ctx) -> usize {
    let settings = &ctx.run.settings;
    match is_tls12(ctx) {
        true => settings.parts12().map_or(32, |parts| parts.hash.len()),
        false => Suite::get(settings.suite).map_or(32, |suite| suite.hash.len()),
    }
}

/// What goes in: the values that this side has for the row's inputs, and the transcript's hash.
fn inputs(ctx: &Ctx, side: Side, key: &Key) -> Vec<Input> {
    let row = Row::of(key.node);
    let own = match row.op {
        // Each side takes its own private half and the other's public one.
        Op::SharedSecret => {
            let ((private, _), (_, public)) = (ScheduleEntry::pair(side), ScheduleEntry::pair(side.peer()));
            vec![private, public]
        }
        // With an extended master secret the randoms go in by the session hash.
        Op::MasterSecret { secret, .. } if is_extended(ctx) => vec![secret],
        Op::KeyBlock { secret } => vec![secret, ScheduleEntry::ServerRandom, ScheduleEntry::ClientRandom],
        _ => row.inputs(),
    };
    let input = |node: ScheduleEntry| {
        let value = ctx.run.knowledge.value_for(node, view_of(side))?.to_vec();
        Some(Input { title: short(node), value, tone: tone(node) })
    };
    let mut inputs: Vec<Input> = own.into_iter().filter_map(input).collect();
    if transported(ctx) && side == Side::Server && matches!(row.op, Op::Copy(_)) {
        inputs.extend(encrypted(ctx).map(|sent| Input { title: sent.title, value: sent.value, tone: Tone::Plain }));
    }
    if matches!(row.op, Op::Extract { .. }) {
        zeros(ctx, key, &mut inputs);
    }
    if let Some((point, hash)) = &key.transcript {
        let title = word_of("fact", "transcript-hash").unwrap_or_default();
        let title = match hash.is_empty() {
            true => title.to_owned(),
            false => say("motion.hash", &[("title", &title), ("messages", &point_name(*point))]),
        };
        inputs.push(Input { title, value: hash.clone(), tone: Tone::Plain });
    }
    inputs
}

/// Extract takes a salt and an input; where the schedule has none, zeros take its place. RFC 8446 §7.1.
fn zeros(ctx: &Ctx, key: &Key, inputs: &mut Vec<Input>) {
    let Op::Extract { salt, ikm } = Row::of(key.node).op else { return };
    let zeros = || Input { title: word("how.zeros").to_owned(), value: vec![0; hash_len(ctx)], tone: Tone::Plain };
    if salt.is_none() {
        inputs.insert(0, zeros());
    }
    if ikm.is_none() {
        inputs.push(zeros());
    }
}
