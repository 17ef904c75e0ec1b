//! The Bytes tab: tree and hex, one selection.

use super::segments::Segments;
use super::text::{blocks, links};
use crate::dom::{focus, reveal};
use handshake_story::Action;
use handshake_story::view::{BytesView, FieldNote, HexLine, HexRun, TreeRow};
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: BytesView,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
}

/// The tab.
#[component]
pub fn Bytes(props: &Props) -> Html {
    let Props { view, act, navigate } = props;
    let (tree, right) = (use_node_ref(), use_node_ref());
    let selected = view.tree.iter().find(|row| row.selected).map(|row| row.id.clone());
    {
        let (tree, right) = (tree.clone(), right.clone());
        use_effect_with(selected, move |selected| {
            if selected.is_some() {
                reveal(&tree, "[aria-selected=true]");
                reveal(&right, ".hex-run.selected");
            }
        });
    }
    html! {
        <>
            if let Some(context) = &view.context { <p class="context">{ context }</p> }
            if view.layers.len() > 1 {
                <div class="layers">
                    <Segments label="Which bytes" choices={view.layers.clone()} onchange={act.reform(Action::Layer)} />
                </div>
            }
            if !view.tree.is_empty() {
                <div class="bytes">
                    <Tree rows={view.tree.clone()} act={act.clone()} pane={tree} />
                    <div class="right">
                        <Hex lines={view.hex.clone()} act={act.clone()} pane={right} />
                        if let Some(note) = &view.note { { field_note(note, navigate) } }
                    </div>
                </div>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct TreeProps {
    rows: Vec<TreeRow>,
    act: Callback<Action>,
    pane: NodeRef,
}

#[component]
fn Tree(props: &TreeProps) -> Html {
    let TreeProps { rows, act, pane } = props;
    // The row that the tab key reaches: where the arrows left it, else the selected one, else the first.
    let stop = use_state(|| None::<String>);
    let reached = stop.as_ref().filter(|stop| rows.iter().any(|row| row.id == **stop)).cloned();
    let reached = reached.or_else(|| rows.iter().find(|row| row.selected).or(rows.first()).map(|row| row.id.clone()));
    let onkeydown = {
        let (rows, act, stop, reached) = (rows.clone(), act.clone(), stop.clone(), reached.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(at) = rows.iter().position(|row| Some(&row.id) == reached.as_ref()) else { return };
            let row = &rows[at];
            let parent = rows[..at].iter().rposition(|other| other.depth < row.depth);
            let go = match event.key().as_str() {
                "ArrowDown" => Some(at + 1),
                "ArrowUp" => at.checked_sub(1),
                "Home" => Some(0),
                "End" => Some(rows.len() - 1),
                "ArrowRight" if row.expanded == Some(true) => Some(at + 1),
                "ArrowLeft" if row.expanded != Some(true) => parent,
                "ArrowRight" if row.expanded == Some(false) => {
                    act.emit(Action::Fold(row.id.clone()));
                    None
                }
                "ArrowLeft" if row.expanded == Some(true) => {
                    act.emit(Action::Fold(row.id.clone()));
                    None
                }
                "Enter" | " " => {
                    act.emit(Action::SelectField(row.id.clone()));
                    None
                }
                "ArrowRight" | "ArrowLeft" => None,
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(row) = go.and_then(|go| rows.get(go)) {
                let tree = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
                focus(tree, &format!("[data-field=\"{}\"]", row.id));
                stop.set(Some(row.id.clone()));
            }
        })
    };
    let row = |row: &TreeRow| {
        let select = act.reform({
            let id = row.id.clone();
            move |_: MouseEvent| Action::SelectField(id.clone())
        });
        let fold = {
            let (act, id) = (act.clone(), row.id.clone());
            Callback::from(move |event: MouseEvent| {
                event.stop_propagation();
                act.emit(Action::Fold(id.clone()));
            })
        };
        let twist = match row.expanded {
            Some(true) => html! { <span class="twist" onclick={fold} aria-hidden="true">{ "▾" }</span> },
            Some(false) => html! { <span class="twist" onclick={fold} aria-hidden="true">{ "▸" }</span> },
            None => html! { <span class="twist" aria-hidden="true"></span> },
        };
        html! {
            <div key={row.id.clone()} role="treeitem" data-field={row.id.clone()} class={row.quiet.then_some("quiet")}
                aria-level={(row.depth + 1).to_string()} aria-selected={row.selected.to_string()}
                aria-expanded={row.expanded.map(|expanded| expanded.to_string())}
                tabindex={if reached.as_ref() == Some(&row.id) { "0" } else { "-1" }}
                style={format!("padding-inline-start: {}rem", 0.1 + row.depth as f32 * 0.8)} onclick={select}>
                { twist }<span>{ &row.name }</span><span class="value">{ &row.value }</span>
            </div>
        }
    };
    html! {
        <div class="tree" role="tree" aria-label="Fields" ref={pane.clone()} {onkeydown}>{ for rows.iter().map(row) }</div>
    }
}

#[derive(PartialEq, Properties)]
struct HexProps {
    lines: Vec<HexLine>,
    act: Callback<Action>,
    pane: NodeRef,
}

#[component]
fn Hex(props: &HexProps) -> Html {
    let run = |run: &HexRun| {
        let onclick = props.act.reform({
            let field = run.field.clone();
            move |_: MouseEvent| Action::SelectField(field.clone())
        });
        let classes = classes!("hex-run", run.selected.then_some("selected"), run.odd.then_some("odd"));
        html! { <span class={classes} data-field={run.field.clone()} title={run.name.clone()} {onclick}>{ &run.hex }</span> }
    };
    let line = |line: &HexLine| {
        html! {
            <div class="hex-line">
                <span class="offset">{ format!("{:04x}", line.offset) }</span>
                <span class="hex-digits">{ for line.runs.iter().enumerate().map(|(i, one)| html! {
                    <>{ if i > 0 { " " } else { "" } }{ run(one) }</>
                }) }</span>
                <span class="ascii" aria-hidden="true">{ for line.runs.iter().map(|run| html! {
                    <span class={run.selected.then_some("selected")}>{ &run.ascii }</span>
                }) }</span>
            </div>
        }
    };
    html! { <div class="hex" role="group" aria-label="Bytes in hexadecimal" tabindex="0" ref={props.pane.clone()}>{ for props.lines.iter().map(line) }</div> }
}

fn field_note(note: &FieldNote, navigate: &Callback<String>) -> Html {
    html! {
        <section class="note" aria-live="polite">
            <h3>{ &note.title }</h3>
            <div class="place">{ &note.place }</div>
            if let Some(meaning) = &note.meaning { <div class="meaning">{ meaning }</div> }
            { blocks(&note.text) }
            <div class="source">{ &note.source }</div>
            { links(&note.links, navigate) }
        </section>
    }
}
