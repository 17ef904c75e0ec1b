//! The Keys tab: the schedule as a graph.

use super::text::{blocks, links};
use crate::dom::{bring, copy, forget, keep, kept, reveal};
use handshake_app::Action;
use handshake_app::view::{Edge, KeysView, Link, NodeBox, NodeDetail, NodeKind, NodeState};
use handshake_lessons::{say_n, word};
use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: KeysView,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    /// True where any value of the schedule may be asked for.
    pub whole: bool,
    /// How the value that was asked for came about, drawn.
    #[prop_or_default]
    pub children: Html,
}

/// Whether the whole schedule is open.
const WHOLE: &str = "handshake-lab.whole-schedule";

/// The tab.
#[component]
pub fn Keys(props: &Props) -> Html {
    let Props { view, act, navigate, whole: always, children } = props;
    let (drawing, told) = use_selected_in_sight(view.nodes.iter().find(|node| node.selected).map(|node| node.id));
    // The whole schedule is a click away, and stays open in this tab of the browser.
    let whole = use_state(|| kept(WHOLE).is_some());
    let in_use = view.in_use.as_ref().filter(|_| !*always);
    let (nodes, edges, height) = match in_use.filter(|_| !*whole) {
        Some(used) => (&used.nodes, &used.edges, used.height),
        None => (&view.nodes, &view.edges, view.height),
    };
    let edge = |edge: &Edge| {
        let classes = classes!("edge", edge.live.then_some("live"), edge.new.then_some("new"));
        html! { <path class={classes} d={edge.path.clone()} /> }
    };
    // The value that the tab key reaches: where the arrows left it, else the selected one, else the first.
    let stop = use_state(|| None::<&'static str>);
    let there = |id: &&'static str| nodes.iter().any(|node| node.id == *id);
    let first = || nodes.iter().find(|node| node.selected).or(nodes.first()).map(|node| node.id);
    let reached = stop.filter(there).or_else(first);
    let onkeydown = arrows(nodes, reached, stop.setter(), drawing.clone());
    let opened_whole = {
        let whole = whole.clone();
        Callback::from(move |_: MouseEvent| {
            match *whole {
                true => forget(WHOLE),
                false => keep(WHOLE, "open"),
            }
            whole.set(!*whole);
        })
    };
    html! {
        <div class="keys">
            <div class="keys-drawing" ref={drawing}>
                <svg viewBox={format!("0 0 {} {height}", view.width)} role="group" {onkeydown}
                    aria-label={word("keys.key-schedule-left-and")}>
                    { for edges.iter().map(edge) }
                    { for nodes.iter().map(|one| node(one, reached == Some(one.id), act)) }
                </svg>
                if let Some(used) = in_use {
                    <button class="button" data-motion="whole-schedule" onclick={opened_whole}>
                        { if *whole { word("motion.in-use").to_owned() } else { say_n("motion.whole-schedule", used.more, &[]) } }
                    </button>
                }
            </div>
            <div class="keys-told" ref={told}>
                if let Some(knowledge) = &view.knowledge { <p class="knowledge">{ knowledge }</p> }
                if let Some(detail) = &view.detail {
                    <Detail detail={detail.clone()} navigate={navigate.clone()} />
                    { children.clone() }
                } else {
                    <p class="context">{ word("keys.select-a-value-to") }</p>
                }
            </div>
        </div>
    }
}

/// The places of the drawing and of what is told of a value: one that was selected comes into sight, and is told from its beginning.
#[hook]
fn use_selected_in_sight(selected: Option<&'static str>) -> (NodeRef, NodeRef) {
    let (drawing, told) = (use_node_ref(), use_node_ref());
    let opened = use_mut_ref(|| false);
    {
        let (drawing, told) = (drawing.clone(), told.clone());
        use_effect_with(selected, move |selected| {
            if let Some(told) = told.cast::<Element>() {
                told.set_scroll_top(0);
            }
            // Whoever asks for a value wants to see the answer; whoever opens a link wants to see the page from its top.
            let asked = opened.replace(true);
            if selected.is_some() {
                reveal(&drawing, "[aria-pressed=true]");
                if asked {
                    bring(".detail h3");
                }
            }
        });
    }
    (drawing, told)
}

/// The arrow keys from the value that the tab key reaches: right and left along the derivations, up and down in their order.
fn arrows(
    nodes: &[NodeBox],
    reached: Option<&'static str>,
    stop: UseStateSetter<Option<&'static str>>,
    drawing: NodeRef,
) -> Callback<KeyboardEvent> {
    let nodes = nodes.to_vec();
    Callback::from(move |event: KeyboardEvent| {
        let Some(at) = nodes.iter().position(|node| Some(node.id) == reached) else { return };
        let go = match event.key().as_str() {
            "ArrowRight" => nodes[at].outputs.first().copied(),
            "ArrowLeft" => nodes[at].inputs.first().copied(),
            "ArrowDown" => nodes.get(at + 1).map(|node| node.id),
            "ArrowUp" => at.checked_sub(1).and_then(|at| nodes.get(at)).map(|node| node.id),
            "Home" => nodes.first().map(|node| node.id),
            "End" => nodes.last().map(|node| node.id),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(id) = go {
            stop.set(Some(id));
            let found =
                drawing.cast::<Element>().and_then(|root| root.query_selector(&format!("[data-node={id}]")).ok()?);
            if let Some(node) = found.and_then(|node| node.dyn_into::<SvgElement>().ok()) {
                let _ = node.focus();
            }
        }
    })
}

fn node(node: &NodeBox, reached: bool, act: &Callback<Action>) -> Html {
    let select = act.reform({
        let node = node.node;
        move |()| Action::SelectNode(node)
    });
    let onclick = select.reform(|_: MouseEvent| ());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            select.emit(());
        }
    });
    let (state, words) = match node.state {
        NodeState::New => (classes!("open", "fresh"), word("keys.new-at-this-step")),
        NodeState::Known => (classes!("open"), word("keys.known")),
        NodeState::NotYet => (classes!("not-yet"), word("keys.not-known-yet")),
        NodeState::Hidden => (classes!("hidden"), word("keys.hidden-from-this-point")),
    };
    let kind = match node.kind {
        NodeKind::Input => "input",
        NodeKind::Secret => "secret",
        NodeKind::Handshake => "handshake",
        NodeKind::Application => "application",
    };
    let middle = (node.x + node.w / 2).to_string();
    let second = match (&node.value, node.state) {
        (Some(value), _) => Some(value.clone()),
        (None, NodeState::Hidden) => Some(word("keys.hidden").to_owned()),
        _ => None,
    };
    // It begins with what is seen, so that it can be called by that.
    let seen = [Some(node.title.clone()), second.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let sealing = if node.seals { format!(", {}", word("keys.seals-the-record-of")) } else { String::new() };
    let heard = format!("{seen}, {}, {words}{sealing}", node.name);
    let first_line = node.y + if second.is_some() { 16 } else { node.h / 2 + 4 };
    html! {
        <g class={classes!("node", kind, state, node.seals.then_some("seals"))} role="button" tabindex={if reached { "0" } else { "-1" }} data-node={node.id}
            aria-label={heard} aria-pressed={node.selected.to_string()} {onclick} {onkeydown}>
            <rect class="frame" x={node.x.to_string()} y={node.y.to_string()} width={node.w.to_string()} height={node.h.to_string()} rx="8" />
            <text x={middle.clone()} y={first_line.to_string()}>{ &node.title }</text>
            // So that the two are two words.
            { " " }
            if let Some(second) = second {
                <text class="bytes-of" x={middle} y={(node.y + 30).to_string()}>{ second }</text>
            }
        </g>
    }
}

#[derive(PartialEq, Properties)]
struct DetailProps {
    detail: NodeDetail,
    navigate: Callback<String>,
}

#[component]
fn Detail(props: &DetailProps) -> Html {
    let DetailProps { detail, navigate } = props;
    // The command that was copied last, and whether the browser took it.
    let copied = use_state(|| None::<(String, bool)>);
    let onclick = {
        let (set, command) = (copied.setter(), detail.command.clone().unwrap_or_default());
        Callback::from(move |_: MouseEvent| {
            let (set, copied) = (set.clone(), command.clone());
            copy(&command, Callback::from(move |done: bool| set.set(Some((copied.clone(), done)))));
        })
    };
    let done = copied.as_ref().filter(|(command, _)| Some(command) == detail.command.as_ref()).map(|(_, done)| *done);
    let said = match done {
        None => word("keys.copy-the-command"),
        Some(true) => word("keys.copied"),
        Some(false) => word("keys.the-browser-does-not"),
    };
    html! {
        <section class="detail" data-name="detail" aria-live="polite">
            <h3>{ &detail.title }</h3>
            { match &detail.value {
                Ok(value) => html! { <span class="value-hex">{ value }</span> },
                Err(why) => html! { <p><em>{ why }</em></p> },
            } }
            { blocks(&detail.text) }
            <dl class="facts">{ for detail.facts.iter().map(|(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> }) }</dl>
            <p class="source">{ &detail.source }</p>
            if let Some(command) = &detail.command {
                <div class="command">
                    <span>{ detail.needs }</span>
                    <pre tabindex="0">{ command }</pre>
                    <button class="button" {onclick}>{ said }</button>
                </div>
            }
            { listed(word("keys.the-messages-in-the"), &detail.messages, navigate) }
            { listed(word("keys.seals"), &detail.seals, navigate) }
            { listed(word("keys.what-it-is-for"), &detail.links, navigate) }
        </section>
    }
}

fn listed(title: &'static str, to: &[Link], navigate: &Callback<String>) -> Html {
    if to.is_empty() {
        return Html::default();
    }
    html! { <><h4>{ title }</h4>{ links(to, navigate) }</> }
}
