//! The Keys tab: the schedule as a graph that fills in.

use super::ctx::Ctx;
use super::keys_command::command;
use super::keys_facts::facts;
use super::keys_hybrid;
use super::keys_known::{is_extended, is_known, is_tls12, key_event, made};
use super::keys_layout::{Layout, WIDTH};
use crate::view::{Edge, InUse, KeysView, Link, NodeBox, NodeDetail, NodeState, Time};
use handshake_analysis::knowledge::View;
use handshake_core::keys::{Op, Row, SCHEDULE, ScheduleEntry, When};
use handshake_core::trace::{Event, Key, Side};
use handshake_core::transcript::PointName;
use handshake_lessons::{self as lessons, OneOf, markdown, say, say_n, word, word_of};
use handshake_scenario::text::hex;

/// The tab.
pub fn keys(ctx: &Ctx) -> KeysView {
    let nodes: Vec<ScheduleEntry> = SCHEDULE.iter().map(|row| row.node).filter(|node| occurs(ctx, *node)).collect();
    let layout = Layout::of(&nodes);
    let used = in_use(ctx, &nodes);
    KeysView {
        in_use: (!used.is_empty() && used.len() < nodes.len()).then(|| {
            let layout = layout.only(&used);
            InUse {
                nodes: used.iter().map(|&node| node_box(ctx, &layout, &used, node)).collect(),
                edges: edges(ctx, &layout, &used),
                height: layout.height,
                more: nodes.len() - used.len(),
            }
        }),
        nodes: nodes.iter().map(|&node| node_box(ctx, &layout, &nodes, node)).collect(),
        edges: edges(ctx, &layout, &nodes),
        width: WIDTH,
        height: layout.height,
        detail: ctx.node().filter(|node| occurs(ctx, *node)).map(|node| detail(ctx, node)),
        knowledge: knowledge(ctx, &nodes),
    }
}

/// What is in use: what becomes known at this step and what that is computed from, or what seals its record; what is
/// selected, too.
fn in_use(ctx: &Ctx, nodes: &[ScheduleEntry]) -> Vec<ScheduleEntry> {
    let made: Vec<ScheduleEntry> = nodes.iter().copied().filter(|node| state(ctx, *node) == NodeState::New).collect();
    let seals = |node: &&ScheduleEntry| ctx.moment().is_some_and(|moment| sealed_with(ctx, moment, **node));
    let mut first = if made.is_empty() { nodes.iter().filter(seals).copied().collect() } else { made };
    if first.is_empty() {
        return Vec::new();
    }
    first.extend(ctx.node());
    let inputs: Vec<ScheduleEntry> = first.iter().flat_map(|node| Row::of(*node).inputs()).collect();
    nodes.iter().copied().filter(|node| first.contains(node) || inputs.contains(node)).collect()
}

/// False for what this run never makes, and no plain handshake would make (a ticket's values, if there is none).
fn occurs(ctx: &Ctx, node: ScheduleEntry) -> bool {
    use ScheduleEntry::*;
    let row = Row::of(node);
    if is_tls12(ctx) {
        return occurs12(ctx, node);
    }
    let at_need = matches!(node, TicketNonce | ResumptionPsk | ClientUpdatedKey | ClientUpdatedIv)
        || matches!(node, ServerUpdatedKey | ServerUpdatedIv)
        || matches!(row.op, Op::Update { .. } | Op::ExporterSecret { .. } | Op::Exported { .. });
    ctx.run.knowledge.value(node).is_some() || (!at_need && matches!(row.when, When::Always | When::Tls13))
}

/// In TLS 1.2 a run shows what it makes; one that stops before it makes anything, the way that it would have gone.
fn occurs12(ctx: &Ctx, node: ScheduleEntry) -> bool {
    use ScheduleEntry::*;
    let made = |node| ctx.run.knowledge.value(node).is_some();
    let usual = [ClientRandom, ServerRandom, PreMasterSecret, MasterSecret12, KeyBlock, ClientWriteKey, ServerWriteKey];
    let of_it = Row::of(node).when == When::Tls12 || made(SharedSecret) || node == Exported;
    if made(MasterSecret12) { made(node) && of_it } else { usual.contains(&node) }
}

fn state(ctx: &Ctx, node: ScheduleEntry) -> NodeState {
    let known = &ctx.run.knowledge;
    match known.since(node, ctx.model.view) {
        Some(since) if since == ctx.at => match made(ctx, node) {
            Time::Past => NodeState::Known,
            Time::Now => NodeState::New,
            Time::Future => NodeState::NotYet,
        },
        Some(since) if since < ctx.at => NodeState::Known,
        _ if known.has(node, View::Everything, ctx.at) => NodeState::Hidden,
        _ => NodeState::NotYet,
    }
}

fn node_box(ctx: &Ctx, layout: &Layout, nodes: &[ScheduleEntry], node: ScheduleEntry) -> NodeBox {
    let (x, y, w, h, kind) = layout.place(node);
    let value = ctx.run.knowledge.value_for(node, ctx.model.view).filter(|_| is_known(ctx, node));
    // Each byte takes about 13 units of the drawing.
    let fits = (w as usize / 13).min(8);
    NodeBox {
        node,
        id: node.name(),
        title: ctx.run.settings.node_text(node).map_or(node.name(), |text| text.short).to_owned(),
        name: title(ctx, node),
        value: value.map(|value| match value.len() {
            len if len <= fits => hex(value),
            _ => format!("{}…", hex(value.get(..fits.saturating_sub(1)).unwrap_or_default())),
        }),
        state: state(ctx, node),
        kind,
        x,
        y,
        w,
        h,
        selected: ctx.node() == Some(node),
        seals: is_known(ctx, node) && ctx.moment().is_some_and(|moment| sealed_with(ctx, moment, node)),
        inputs: Row::of(node).inputs().iter().filter(|input| nodes.contains(input)).map(|input| input.name()).collect(),
        outputs: nodes.iter().filter(|to| Row::of(**to).inputs().contains(&node)).map(|to| to.name()).collect(),
    }
}

fn edges(ctx: &Ctx, layout: &Layout, nodes: &[ScheduleEntry]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for &to in nodes {
        for from in Row::of(to).inputs() {
            let by_hash =
                to == ScheduleEntry::MasterSecret12 && from != ScheduleEntry::PreMasterSecret && is_extended(ctx);
            if !nodes.contains(&from) || matches!(Row::of(to).op, Op::Public(_)) || by_hash {
                continue;
            }
            let live = is_known(ctx, from) && is_known(ctx, to);
            edges.push(Edge { path: layout.edge(from, to), live, new: live && state(ctx, to) == NodeState::New });
        }
    }
    edges
}

fn knowledge(ctx: &Ctx, nodes: &[ScheduleEntry]) -> Option<String> {
    let who = match ctx.model.view {
        View::Everything => return None,
        view => view.id(),
    };
    let known: Vec<ScheduleEntry> = nodes.iter().copied().filter(|node| is_known(ctx, *node)).collect();
    let hidden = nodes.iter().filter(|node| state(ctx, **node) == NodeState::Hidden).count();
    let names: Vec<&str> = known.iter().map(|node| ctx.run.settings.node_title(*node)).collect();
    let lacks = match hidden {
        0 => word("lacks.nothing").to_owned(),
        more => say_n("lacks.more", more, &[]),
    };
    let sentence = match names.len() {
        0 => word_of("knows.none", who),
        1..=3 => word_of("knows.few", who),
        _ => word_of("knows.many", who),
    };
    let value = |name: &str| match name {
        "names" => Some(names.join(", ")),
        "count" => Some(names.len().to_string()),
        "lacks" => Some(lacks.clone()),
        _ => None,
    };
    let known = lessons::fill(sentence?, &value);
    // Of a side that kept no account only that is known which follows from what it sent.
    Some(match (ctx.run.alone, ctx.model.view) {
        (Some(Side::Client), View::Server) | (Some(Side::Server), View::Client) => {
            say("knows.concluded", &[("known", &known)])
        }
        _ => known,
    })
}

fn detail(ctx: &Ctx, node: ScheduleEntry) -> NodeDetail {
    let text = ctx.run.settings.node_text(node);
    let event = key_event(ctx, node);
    let value = match (ctx.run.knowledge.value_for(node, ctx.model.view), state(ctx, node)) {
        (Some(value), NodeState::Known | NodeState::New) => Ok(hex(value)),
        (Some(_), NodeState::Hidden) => Err(word("node.hidden").to_owned()),
        _ => Err(word("node.not-yet").to_owned()),
    };
    let known = value.is_ok();
    let command = event.filter(|_| known).and_then(|event| command(ctx, node, event));
    NodeDetail {
        title: text.map_or(node.name(), |text| text.title).to_owned(),
        value,
        facts: facts(ctx, node, event.filter(|_| known)),
        text: text.map(|text| markdown::parse(&format!("{}\n\n{}", text.text, text.used_for))).unwrap_or_default(),
        source: ctx.run.settings.node_source(node),
        needs: word(command.as_deref().and_then(keys_hybrid::needs).unwrap_or("keys.compute-it-yourself-in")),
        command,
        messages: transcript(ctx, event.filter(|_| known)),
        seals: seals(ctx, node),
        links: links(ctx, node),
    }
}

/// The moments whose messages are in the transcript at a point, in order.
pub fn messages(ctx: &Ctx, point: PointName) -> Vec<usize> {
    let names = ctx.run.trace.events().find_map(|(_, _, event)| match event {
        Event::Transcript(found) if found.point == point => Some(found.messages.as_slice()),
        _ => None,
    });
    let mut used: Vec<usize> = Vec::new();
    for name in names.unwrap_or_default() {
        let is_it = |(index, moment): &(usize, &handshake_analysis::moments::Moment)| {
            let message = moment.message(&ctx.run.trace);
            !used.contains(index) && message.is_some_and(|message| message.name == *name)
        };
        used.extend(ctx.run.moments.iter().enumerate().find(is_it).map(|(index, _)| index));
    }
    used
}

fn title(ctx: &Ctx, node: ScheduleEntry) -> String {
    ctx.run.settings.node_title(node).to_owned()
}

/// What is computed from the node.
fn links(ctx: &Ctx, node: ScheduleEntry) -> Vec<Link> {
    let from = |row: &&Row| {
        let by_hash =
            row.node == ScheduleEntry::MasterSecret12 && node != ScheduleEntry::PreMasterSecret && is_extended(ctx);
        row.inputs().contains(&node) && occurs(ctx, row.node) && !by_hash
    };
    let used = SCHEDULE.iter().filter(from).map(|row| Link {
        label: say("node.goes-into", &[("title", &title(ctx, row.node))]),
        href: ctx.node_link(row.node),
    });
    used.collect()
}

/// The messages whose hash goes into a value.
fn transcript(ctx: &Ctx, event: Option<&Key>) -> Vec<Link> {
    let point = event.and_then(|event| event.transcript.as_ref()).map(|(point, _)| *point);
    let link = |index: usize| {
        let moment = ctx.run.moments.get(index).filter(|moment| ctx.can_read(moment));
        let name = moment
            .and_then(|moment| moment.message(&ctx.run.trace))
            .map_or(word("node.sealed-message"), |found| found.name);
        Link { label: say("node.message", &[("name", &name), ("step", &(index + 1))]), href: ctx.step_link(index + 1) }
    };
    point.map(|point| messages(ctx, point)).unwrap_or_default().into_iter().map(link).collect()
}

fn sealed_with(ctx: &Ctx, moment: &handshake_analysis::moments::Moment, node: ScheduleEntry) -> bool {
    let uses = |sealing: &handshake_core::trace::Sealing| {
        let mac = sealing.mac.as_ref().is_some_and(|mac| mac.key_node == node);
        sealing.key_node == node || mac || (sealing.iv_node == node && !sealing.iv.is_empty())
    };
    moment.records(&ctx.run.trace).filter_map(|record| record.sealing.as_ref()).any(uses)
}

/// The steps whose records are sealed with a node.
fn seals(ctx: &Ctx, node: ScheduleEntry) -> Vec<Link> {
    let sealed = ctx.run.moments.iter().enumerate().filter(|(_, moment)| sealed_with(ctx, moment, node));
    let link = |(index, moment): (usize, &handshake_analysis::moments::Moment)| {
        let message = moment.message(&ctx.run.trace).filter(|_| ctx.can_read(moment));
        let name = message.map_or(word("node.record"), handshake_analysis::attack::message_name);
        let (tab, node) = (Some(crate::options::Tab::Record), None);
        let model = crate::model::Model { tab, node, ..ctx.model.at(index + 1) };
        Link {
            label: say("node.message", &[("name", &name), ("step", &(index + 1))]),
            href: crate::address::write(&model),
        }
    };
    sealed.map(link).collect()
}
