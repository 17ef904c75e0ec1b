//! How a value of the key schedule is made, line by line.

use super::ctx::{Ctx, point_name};
use super::keys_command::place_in_block;
use super::keys_known::{is_extended, is_tls12};
use handshake_analysis::knowledge::View;
use handshake_core::keys::{Op, Row, ScheduleEntry};
use handshake_core::trace::Key;
use handshake_core::transcript::PointName;
use handshake_lessons::{say, word, word_of};
use handshake_scenario::text::{count_bytes, hex};

/// What is said of a value, and its name.
type Fact = (String, String);

/// All that is said of a value: how it is made, its length, who has it since when.
pub fn facts(ctx: &Ctx, node: ScheduleEntry, event: Option<&Key>) -> Vec<Fact> {
    let mut facts = by_hkdf(ctx, node, event)
        .or_else(|| by_prf(ctx, node))
        .unwrap_or_else(|| vec![fact("how", otherwise(ctx, node, event))]);
    if let Some(place) = place_in_block(ctx, node).filter(|place| !place.is_empty()) {
        facts.push(fact("bytes", say("how.range", &[("from", &place.start), ("to", &(place.end - 1))])));
    }
    if let Some(event) = event {
        facts.extend(event.transcript.as_ref().map(|(_, hash)| fact("transcript-hash", hex(hash))));
        facts.push(fact("length", count_bytes(event.value.len())));
    }
    let both = [View::Client, View::Server].iter().all(|view| ctx.run.knowledge.has(node, *view, ctx.at));
    if let Some([client, server]) =
        ctx.run.knowledge.differing(node).filter(|_| both && ctx.model.view == View::Everything)
    {
        facts.extend([fact("client-has", hex(client)), fact("server-has", hex(server))]);
    }
    if let Some(first) = ctx.run.first(node).filter(|first| *first <= ctx.at) {
        facts.push(fact("since-step", (first + 1).to_string()));
    }
    facts
}

fn fact(name: &str, value: String) -> Fact {
    (word_of("fact", name).unwrap_or_default().to_owned(), value)
}

fn how(function: &str) -> Fact {
    fact("how", function.to_owned())
}

fn label(label: &str) -> Fact {
    fact("label", format!("“{label}”"))
}

fn messages(point: PointName) -> Fact {
    fact("messages", point_name(point).to_owned())
}

fn title(ctx: &Ctx, node: ScheduleEntry) -> String {
    ctx.run.settings.node_title(node).to_owned()
}

/// What TLS 1.3 makes. RFC 9846 §7.1.
fn by_hkdf(ctx: &Ctx, node: ScheduleEntry, event: Option<&Key>) -> Option<Vec<Fact>> {
    let from = |function: &str, secret: ScheduleEntry, name: &str| {
        vec![how(function), fact("secret", title(ctx, secret)), label(name)]
    };
    let context = |context: Option<String>| fact("context", context.unwrap_or_else(|| word("how.empty").to_owned()));
    let input =
        |node: Option<ScheduleEntry>| node.map_or_else(|| word("how.zeros").to_owned(), |node| title(ctx, node));
    let named = |otherwise: &str| event.and_then(label_of).unwrap_or_else(|| otherwise.to_owned());
    let (mut facts, last) = match Row::of(node).op {
        Op::Extract { salt, ikm } => (vec![how("HKDF-Extract"), fact("salt", input(salt))], fact("input", input(ikm))),
        Op::DeriveSecret { secret, label, point } => (from("Derive-Secret", secret, label), messages(point)),
        Op::BinderKey { secret } => (from("Derive-Secret", secret, &named("res binder")), messages(PointName::Empty)),
        Op::Update { secret } => (from("HKDF-Expand-Label", secret, "traffic upd"), context(None)),
        Op::ExporterSecret { secret } => (from("Derive-Secret", secret, &named("")), messages(PointName::Empty)),
        Op::Exported { secret } if !is_tls12(ctx) => {
            (from("HKDF-Expand-Label", secret, "exporter"), context(Some(word("how.context-hash").to_owned())))
        }
        Op::ExpandLabel { secret, label, context: of, .. } => {
            (from("HKDF-Expand-Label", secret, label), context(of.map(|of| title(ctx, of))))
        }
        Op::VerifyData { key, point } => (vec![how("HMAC"), fact("key", title(ctx, key))], messages(point)),
        _ => return None,
    };
    facts.push(last);
    Some(facts)
}

/// What the PRF of TLS 1.2 makes. RFC 5246 §5, §6.3 and §8.1, RFC 7627 §4, RFC 5705 §4.
fn by_prf(ctx: &Ctx, node: ScheduleEntry) -> Option<Vec<Fact>> {
    let seed = |key: &'static str| fact("seed", word(key).to_owned());
    let from = |secret: ScheduleEntry| vec![how("PRF"), fact("secret", title(ctx, secret))];
    let made = |secret: ScheduleEntry, name: &str, last: Fact| [from(secret), vec![label(name), last]].concat();
    Some(match Row::of(node).op {
        Op::Exported { .. } => [from(ScheduleEntry::MasterSecret12), vec![seed("how.seed-exporter")]].concat(),
        Op::MasterSecret { secret, point } if is_extended(ctx) => {
            made(secret, "extended master secret", messages(point))
        }
        Op::MasterSecret { secret, .. } if ctx.run.knowledge.value(ScheduleEntry::PreMasterSecret).is_some() => {
            made(secret, "master secret", seed("how.seed-client"))
        }
        Op::KeyBlock { secret } => made(secret, "key expansion", seed("how.seed-server")),
        Op::Finished { secret, label, point } => made(secret, label, messages(point)),
        _ => return None,
    })
}

/// What is drawn, taken or cut out instead of being derived.
fn otherwise(ctx: &Ctx, node: ScheduleEntry, event: Option<&Key>) -> String {
    let of = |key: &'static str, node: ScheduleEntry| say(key, &[("title", &title(ctx, node))]);
    match Row::of(node).op {
        Op::Zeros if event.is_some_and(|event| event.value.iter().any(|byte| *byte != 0)) => {
            word("how.external").to_owned()
        }
        Op::Zeros => word("how.no-psk").to_owned(),
        Op::Public(private) => of("how.public", private),
        Op::SharedSecret => word("how.shared").to_owned(),
        Op::Copy(_) if ctx.run.knowledge.value(ScheduleEntry::SharedSecret).is_none() => {
            word("how.transported").to_owned()
        }
        Op::Copy(node) => of("how.same", node),
        Op::MasterSecret { .. } => word("how.kept").to_owned(),
        Op::Piece { of: block, .. } => of("how.cut", block),
        _ => word("how.drawn").to_owned(),
    }
}

/// The label in a value's `HkdfLabel`, without "tls13 ". RFC 8446 §7.1.
pub fn label_of(key: &Key) -> Option<String> {
    let info = key.info.as_deref()?;
    let len = usize::from(*info.get(2)?);
    let label = std::str::from_utf8(info.get(3..3 + len)?).ok()?;
    Some(label.strip_prefix("tls13 ").unwrap_or(label).to_owned())
}
