//! The fields of a message as a tree.

use crate::dom::{attribute_at, focus};
use handshake_app::Action;
use handshake_app::view::TreeRow;
use handshake_lessons::word;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub rows: Rc<[TreeRow]>,
    pub act: Callback<Action>,
    pub pane: NodeRef,
}

/// The tree: one tab stop, and arrows within.
#[component]
pub fn Tree(props: &Props) -> Html {
    let Props { rows, act, pane } = props;
    // The row that the tab key reaches: where the arrows left it, else the selected one, else the message itself.
    let stop = use_state(|| None::<String>);
    let reached = stop.as_ref().filter(|stop| rows.iter().any(|row| row.id == **stop)).cloned();
    let first = || rows.iter().find(|row| row.selected).or(rows.iter().find(|row| row.home)).or(rows.first());
    let reached = reached.or_else(|| first().map(|row| row.id.clone()));
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
    let onclick = {
        let act = act.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(field) = attribute_at(&event, "[role=treeitem]", "data-field") else { return };
            let folds = attribute_at(&event, ".twist.group", "class").is_some();
            act.emit(if folds { Action::Fold(field) } else { Action::SelectField(field) });
        })
    };
    html! {
        <div class="tree" role="tree" aria-label={word("tree.fields")} ref={pane.clone()} {onkeydown} {onclick}>
            { for rows.iter().map(|row| html! {
                <Line key={row.id.clone()} row={row.clone()} reached={reached.as_ref() == Some(&row.id)} />
            }) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct LineProps {
    row: TreeRow,
    /// True for the one that the tab key reaches.
    reached: bool,
}

/// A row, drawn again only if it changes.
#[component]
fn Line(props: &LineProps) -> Html {
    let LineProps { row, reached } = props;
    let twist = match row.expanded {
        Some(true) => html! { <span class="twist group" aria-hidden="true">{ "▾" }</span> },
        Some(false) => html! { <span class="twist group" aria-hidden="true">{ "▸" }</span> },
        None => html! { <span class="twist" aria-hidden="true"></span> },
    };
    html! {
        <div role="treeitem" data-field={row.id.clone()} class={classes!(row.quiet.then_some("quiet"), row.outer.then_some("outer"), row.home.then_some("whole"), row.changed.then_some("changed"))}
            aria-level={(row.depth + 1).to_string()} aria-selected={row.selected.to_string()}
            aria-expanded={row.expanded.map(|expanded| expanded.to_string())}
            tabindex={if *reached { "0" } else { "-1" }}
            style={format!("padding-inline-start: {}rem", 0.1 + row.depth as f32 * 0.5)}>
            { twist }<span>{ &row.name }</span><span class="value">{ &row.value }</span>
            if row.changed { <span class="mark-changed">{ "≠" }<span class="visually-hidden">{ word("bytes.changed") }</span></span> }
        </div>
    }
}
