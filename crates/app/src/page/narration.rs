//! The words: content, with values from the run put in.

use super::ctx::Ctx;
use crate::view::{Link, Narration};
use handshake_analysis::moments::{Act, Moment};
use handshake_analysis::run::Source;
use handshake_core::crypto::Suite;
use handshake_core::msgs::codes::{AlertDescription, ContentType, NamedGroup};
use handshake_core::rules::Fault;
use handshake_core::trace::{Event, Outcome, Side};
use handshake_lessons::markdown::Block;
use handshake_lessons::{self as lessons, markdown, say, word};
use handshake_scenario::settings::{Choice, Settings, value};
use handshake_wire::{Span, SpanKind};

/// What is said about the moment shown.
pub fn narration(ctx: &Ctx) -> Narration {
    let Some(moment) = ctx.moment() else {
        return Narration { heading: String::new(), body: Vec::new(), aside: Vec::new(), other: None };
    };
    let Some(text) = text(ctx, moment) else {
        return Narration { heading: moment.key.clone(), body: Vec::new(), aside: Vec::new(), other: None };
    };
    // What a person typed is shown as it is, not read as Markdown.
    let fill =
        |text: &str| lessons::fill(text, &|name| variable(ctx, moment, name).map(|value| markdown::escape(&value)));
    Narration {
        heading: lessons::fill(text.heading, &|name| variable(ctx, moment, name)),
        body: lessons::glossary::link(markdown::parse(&fill(text.body)), &[]),
        aside: [markdown::parse(&fill(text.aside)), forbidden(ctx)].concat(),
        other: other(ctx),
    }
}

/// At each step of a version that is forbidden: that it is, by what and since when, and how it differs from the words.
fn forbidden(ctx: &Ctx) -> Vec<Block> {
    let version = handshake_analysis::infer_settings::forbidden_version(&ctx.run.trace);
    version.map_or_else(Vec::new, |version| markdown::parse(&say("version.forbidden", &[("version", &version.text())])))
}

/// With an attacker in the middle there are two handshakes: the way to the one that is not shown.
fn other(ctx: &Ctx) -> Option<Link> {
    let settings = &ctx.run.settings;
    if ctx.run.source != Source::Settings || settings.choice::<value::Middle>() == value::Middle::No {
        return None;
    }
    let (leg, label) = match settings.choice::<value::Leg>() {
        value::Leg::Client => ("server", word("middle.with-server")),
        _ => ("client", word("middle.with-client")),
    };
    let mut model = ctx.model.at(1);
    model.settings.set("leg", leg).ok()?;
    Some(Link { label: label.to_owned(), href: crate::address::write(&model) })
}

/// The short text beside a moment on the stage.
pub fn label(ctx: &Ctx, moment: &Moment) -> String {
    let label = text(ctx, moment).map(|text| text.label).unwrap_or_default();
    lessons::fill(label, &|name| variable(ctx, moment, name))
}

/// The content for a moment: what the party in view can't see is not told.
fn text(ctx: &Ctx, moment: &Moment) -> Option<&'static lessons::Moment> {
    if !ctx.can_see(moment) {
        let kind = match moment.act {
            Act::Send => "sealed",
            Act::Attack => return lessons::general("attacker.unseen"),
            _ => "unseen",
        };
        return lessons::general(&format!("{}.{kind}", moment.side.name()));
    }
    // An attacker on the way, or a real peer, can lead to what happens in no scenario.
    let other = || {
        let act = match moment.act {
            Act::Send => "send",
            Act::Read | Act::Choose => "read",
            Act::Keys | Act::Attack => "keys",
        };
        lessons::general(&format!("{}.{act}.other", moment.side.name()))
    };
    if moment.act == Act::Keys && is_apart(ctx, moment) {
        return lessons::general(&format!("{}.keys.apart", moment.side.name()));
    }
    let own = ctx.run.text(&moment.key);
    match ctx.run.alone {
        None => own.or_else(other),
        Some(_) => recorded(moment).or(own).or_else(|| borrowed(ctx, moment)).or_else(other),
    }
}

/// True if a value that is made here is another one than the other side's.
fn is_apart(ctx: &Ctx, moment: &Moment) -> bool {
    moment.events(&ctx.run.trace).any(|(_, event)| match event {
        Event::Key(key) => ctx.run.knowledge.differing(key.node).is_some(),
        _ => false,
    })
}

/// What is said of one side's account where a scenario's words would say too much.
fn recorded(moment: &Moment) -> Option<&'static lessons::Moment> {
    lessons::general(&format!("recorded.{}", moment.key))
}

/// A real peer can do what only another scenario of its version shows.
fn borrowed(ctx: &Ctx, moment: &Moment) -> Option<&'static lessons::Moment> {
    let version = |id: &str| id.split('-').next().map(str::to_owned);
    let like = version(ctx.run.settings.scenario);
    let mut others = lessons::scenarios().iter().filter(|scenario| version(scenario.id) == like);
    let holds = |name: &str, value: &str| ctx.run.holds(name, value);
    others.find_map(|scenario| scenario.moment(&moment.key, &holds))
}

/// What the server accepts, if that is one group only: else the client's guess is right.
fn agreed_group(settings: &Settings) -> NamedGroup {
    NamedGroup::by_name(settings.choice::<value::ServerGroup>().id()).unwrap_or(settings.group)
}

/// The value of a placeholder at a moment.
pub fn variable(ctx: &Ctx, moment: &Moment, name: &str) -> Option<String> {
    let settings = &ctx.run.settings;
    let suite = Suite::get(settings.suite);
    let trace = &ctx.run.trace;
    let fault = || match &trace.outcome {
        Outcome::Failed { fault, .. } => Some(fault),
        _ => None,
    };
    let rule = || match fault()? {
        Fault::Broken { rule, .. } => Some(*rule),
        Fault::PeerAlert(_) => None,
    };
    let data = || {
        let message = moment.message(trace)?;
        (message.content_type == ContentType::APPLICATION_DATA)
            .then(|| handshake_analysis::infer_settings::line(&message.bytes))
    };
    Some(match name {
        "request" | "reply" if ctx.run.alone.is_some() && data().is_some() => data()?,
        "message" => {
            moment.message(trace).map_or(word("message.none"), handshake_analysis::attack::message_name).to_owned()
        }
        "suite" if settings.is_old() => settings.suite12.text(),
        "aead" if settings.is_old() => settings.parts12()?.bulk.name().to_owned(),
        "hash" if settings.is_old() => settings.parts12()?.hash.name().to_owned(),
        "suite" => settings.suite.text(),
        "aead" => suite?.aead.name().to_owned(),
        "hash" => suite?.hash.name().to_owned(),
        "offered_version" => settings.client_versions().first()?.text(),
        "stolen_request" => stolen(ctx, Side::Client)?,
        "stolen_reply" => stolen(ctx, Side::Server)?,
        "group" => group_name(settings.group).to_owned(),
        "agreed_group" => group_name(agreed_group(settings)).to_owned(),
        "scheme" => settings.certificate.text(),
        "certificate_kind" => settings_label("certificate", &settings.certificate.text()),
        "server_name" => settings.server_name.clone(),
        "certificate_name" => settings.certificate_name(),
        "today" => handshake_core::pki::date(i64::try_from(settings.now()).ok()?).get(..10)?.to_owned(),
        "attacker_request" => ctx.run.read_in_the_middle(|middle| middle.request.clone()),
        "attacker_reply" => ctx.run.read_in_the_middle(|middle| middle.reply.clone()),
        "alpn" => settings.alpn.clone().unwrap_or_else(|| word("alpn.none").to_owned()),
        "request" => settings.request.clone(),
        "reply" => settings.reply.clone(),
        "message_bytes" => moment.message(trace).map_or(0, |message| message.bytes.len()).to_string(),
        "record_bytes" => moment.record(trace).map_or(0, |record| record.bytes.len()).to_string(),
        "certificates" => certificates(ctx).to_string(),
        "rule" => rule().and_then(|rule| settings.rule_text(rule)).map(|text| text.title.to_owned())?,
        "rule_text" => rule().and_then(|rule| settings.rule_text(rule)).map(|text| text.text.to_owned())?,
        "section" => settings.rule_source(rule()?),
        "alert" => match moment.message(trace) {
            Some(message) => AlertDescription(*message.bytes.get(1)?).text(),
            None => fault()?.alert().text(),
        },
        _ => return None,
    })
}

/// What the attacker read of what a side said.
fn stolen(ctx: &Ctx, side: Side) -> Option<String> {
    let recovered = ctx.run.key_compromise.as_ref()?.outcome.as_ref().ok()?;
    let said: Vec<u8> = recovered.data().filter(|(who, _)| *who == side).flat_map(|(_, data)| data.to_vec()).collect();
    Some(String::from_utf8_lossy(&said).into_owned())
}

/// The group as people write it.
pub(super) fn group_name(group: handshake_core::msgs::codes::NamedGroup) -> &'static str {
    use handshake_core::msgs::codes::NamedGroup;
    match group {
        NamedGroup::X25519 => "X25519",
        NamedGroup::SECP256R1 => "P-256",
        NamedGroup::SECP384R1 => "P-384",
        _ => "X25519MLKEM768",
    }
}

fn settings_label(id: &str, value: &str) -> String {
    handshake_scenario::settings::Key::get(id).map_or(value, |key| key.value(value)).to_owned()
}

fn certificates(ctx: &Ctx) -> usize {
    let count = |event: &Event| match event {
        Event::Message(message) if message.name == "Certificate" => {
            // In TLS 1.3's form or in TLS 1.2's.
            let certificate = |span: &&Span| {
                span.name == "CertificateEntry" || (span.name == "ASN.1Cert" && span.kind == SpanKind::Bytes)
            };
            Some(message.spans.iter().filter(certificate).count())
        }
        _ => None,
    };
    ctx.run.trace.events().find_map(|(_, _, event)| count(event)).unwrap_or(0)
}
