//! Where a field's value comes from, and where it goes next: found in the run itself, but for a table of which rule and which
//! choice is about which field.

use super::super::ctx::Ctx;
use super::strings::plain;
use crate::model::Model;
use crate::options::Tab;
use crate::view::Link;
use handshake_analysis::moments::{Act, Moment};
use handshake_core::Rule;
use handshake_core::cx::what;
use handshake_core::keys::{Row, SCHEDULE};
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::Event;
use handshake_lessons::{say, word};
use handshake_scenario::text::who as name;
use handshake_wire::{Span, SpanKind};

/// The same few bytes in two places may be chance; so many are not.
const TELLING: usize = 8;

/// The end of a field's path, and the choice that looks at it. What rules look at stands in their table.
const CHOSEN_FROM: &[(&str, &str)] = &[
    ("ClientHello.cipher_suites", what::SUITE),
    ("cipher_suites.cipher_suite", what::SUITE),
    ("supported_groups.named_group_list.NamedGroup", what::GROUP),
    ("supported_signature_algorithms.SignatureScheme", what::SIGNATURE),
    ("versions.ProtocolVersion", what::VERSION),
    ("protocol_name_list.ProtocolName", what::ALPN),
    ("client_shares.KeyShareEntry.group", what::GROUP),
    ("PskIdentity.identity", what::PSK),
    ("PskIdentity.obfuscated_ticket_age", what::EARLY_DATA),
];

/// Where the value comes from, and where it goes.
pub fn flows(
    ctx: &Ctx,
    (index, moment): (usize, &Moment),
    kind: &str,
    span: &Span,
    bytes: &[u8],
) -> (Vec<Link>, Vec<Link>) {
    let (mut from, mut next) = (Vec::new(), Vec::new());
    let node = ctx.run.knowledge.node_of(bytes).filter(|_| bytes.len() >= 16);
    if let Some(node) = node {
        from.push(Link {
            label: say("flow.in-keys", &[("title", &ctx.run.settings.node_title(node))]),
            href: ctx.node_link(node),
        });
        let uses = SCHEDULE.iter().filter(|row| row.inputs().contains(&node) && row.node != node);
        let uses = uses.filter(|row| ctx.run.knowledge.value(row.node).is_some());
        next.extend(uses.map(|row| Link {
            label: say("flow.into", &[("title", &ctx.run.settings.node_title(row.node))]),
            href: ctx.node_link(row.node),
        }));
    }
    for (other, link) in elsewhere(ctx, (index, moment), span, bytes) {
        if other < index { from.push(link) } else { next.push(link) }
    }
    next.extend(taken_apart(ctx, index, moment, span));
    next.extend(checks(ctx, index, kind));
    next.extend(hashed(ctx, index, moment));
    (from, next)
}

/// Where a certificate, a status or a suite is taken apart.
fn taken_apart(ctx: &Ctx, index: usize, moment: &Moment, span: &Span) -> Option<Link> {
    let id = match span.name {
        "cert_data" | "ASN.1Cert" => {
            // By its place in the chain.
            let message = moment.message(&ctx.run.trace)?;
            let same = |other: &&Span| other.name == span.name && other.kind == SpanKind::Bytes;
            message.spans.iter().filter(same).position(|other| other.start == span.start)?.to_string()
        }
        "OCSPResponse" => "other-status".to_owned(),
        "cipher_suite" => return crate::suite_name::link(span.meaning?),
        _ => return None,
    };
    if span.kind != SpanKind::Bytes || span.start == span.end {
        return None;
    }
    let model = Model { tab: Some(Tab::Certificates), certificate: Some(id), ..ctx.model.at(index + 1) };
    Some(Link { label: word("bytes.to-certificates").to_owned(), href: crate::address::write(&model) })
}

/// True for a path of this kind that ends so.
fn ends(kind: &str, end: &str) -> bool {
    kind == end || kind.ends_with(&format!(".{end}"))
}

fn looks_at(rule: Rule, kind: &str) -> bool {
    rule.looks_at().iter().any(|end| ends(kind, end))
}

/// The same bytes as a field of another message that can be read.
fn elsewhere(ctx: &Ctx, (index, moment): (usize, &Moment), span: &Span, bytes: &[u8]) -> Vec<(usize, Link)> {
    if bytes.len() < TELLING || !span.is_leaf() || bytes.iter().all(|byte| *byte == 0) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (other, one) in ctx.run.moments.iter().enumerate().filter(|(other, _)| *other != index) {
        let Some(message) = one.message(&ctx.run.trace).filter(|_| ctx.can_read(one)) else { continue };
        if moment.act != Act::Send || one.act != Act::Send {
            continue;
        }
        let same = |span: &Span| span.is_leaf() && message.bytes.get(span.start..span.end) == Some(bytes);
        let Some(at) = message.spans.iter().position(same) else { continue };
        let path = Span::paths(&message.spans).get(at).cloned().unwrap_or_default();
        let label = say("flow.same", &[("path", &plain(&path)), ("step", &(other + 1))]);
        let model = Model { tab: Some(Tab::Bytes), node: None, field: Some(path), ..ctx.model.at(other + 1) };
        found.push((other, Link { label, href: crate::address::write(&model) }));
    }
    found
}

/// The first check by each rule that looks at a field of this kind, and the first choice, from this message on.
fn checks(ctx: &Ctx, index: usize, kind: &str) -> Vec<Link> {
    let chosen_from = |choice: &str| CHOSEN_FROM.iter().any(|(end, what)| *what == choice && ends(kind, end));
    let mut links = Vec::new();
    let mut seen = Vec::new();
    for (at, moment) in ctx.run.moments.iter().enumerate().skip(index) {
        for (who, event) in moment.events(&ctx.run.trace) {
            let (id, label) = match event {
                Event::Check(check) if looks_at(check.rule, kind) => {
                    let title = ctx.run.settings.rule_title(check.rule);
                    (check.rule.id(), say("flow.checked", &[("side", &name(who)), ("title", &title)]))
                }
                Event::Choice(choice) if chosen_from(choice.what) => {
                    let title = ctx.run.settings.choice_title(choice.what);
                    (choice.what, say("flow.chooses", &[("side", &name(who)), ("title", &title)]))
                }
                _ => continue,
            };
            if seen.contains(&id) || !ctx.model.view.sees(who) {
                continue;
            }
            seen.push(id);
            let model = Model { tab: Some(Tab::Checks), node: None, ..ctx.model.at(at + 1) };
            links.push(Link { label, href: crate::address::write(&model) });
        }
    }
    links
}

/// A handshake message as a whole goes into the transcript: the first value with a hash that it is in.
fn hashed(ctx: &Ctx, index: usize, moment: &Moment) -> Option<Link> {
    let message = moment.message(&ctx.run.trace)?;
    if message.content_type != ContentType::HANDSHAKE {
        return None;
    }
    let within = |event: &Event| match event {
        Event::Key(key) if Row::of(key.node).section.starts_with("RFC") => {
            let (point, _) = key.transcript.as_ref()?;
            let messages = super::super::keys::messages(ctx, *point);
            messages.contains(&index).then_some(key.node)
        }
        _ => None,
    };
    let later = ctx.run.moments.iter().skip(index);
    let node = later.flat_map(|moment| moment.events(&ctx.run.trace)).find_map(|(_, event)| within(event))?;
    Some(Link {
        label: say("flow.hashed", &[("title", &ctx.run.settings.node_title(node))]),
        href: ctx.node_link(node),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_looks_at_the_fields_of_its_table() {
        assert!(looks_at(Rule::SessionIdEcho, "ClientHello.legacy_session_id"));
        assert!(looks_at(Rule::SessionIdEcho, "ServerHello.legacy_session_id_echo"));
        assert!(!Rule::ALL.iter().any(|rule| looks_at(*rule, "ClientHello.random")));
    }
}
