//! The Bytes tab: tree and hex, one selection.

use super::hex::Hex;
use super::note::Note;
use super::segments::segments;
use super::tree::Tree;
use crate::dom::reveal;
use handshake_app::Action;
use handshake_app::view::BytesView;
use handshake_lessons::word;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: BytesView,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    /// What stands below the note on the selected field.
    #[prop_or_default]
    pub after: Option<Html>,
}

/// The tab.
#[component]
pub fn Bytes(props: &Props) -> Html {
    let Props { view, act, navigate, after } = props;
    let (tree, right, about) = (use_node_ref(), use_node_ref(), use_node_ref());
    let selected = view.tree.iter().find(|row| row.selected).map(|row| row.id.clone());
    {
        let (tree, right, about) = (tree.clone(), right.clone(), about.clone());
        use_effect_with(selected, move |selected| {
            // Another field's note is read from its beginning.
            if let Some(about) = about.cast::<Element>() {
                about.set_scroll_top(0);
            }
            if selected.is_some() {
                reveal(&tree, "[aria-selected=true]");
                reveal(&right, ".hex-run.selected");
            }
        });
    }
    html! {
        <>
            if let Some(context) = &view.context { <p class="context">{ context }</p> }
            if !view.arrival.is_empty() || view.layers.len() > 1 {
                <div class="layers">
                    if !view.arrival.is_empty() {
                        { segments(word("bytes.which-end"), "arrival", &view.arrival, act.reform(Action::Arrival)) }
                    }
                    if view.layers.len() > 1 {
                        { segments(word("bytes.which-bytes"), "", &view.layers, act.reform(Action::Layer)) }
                    }
                </div>
            }
            if let Some(arrived) = &view.arrived { <p class="context arrived" role="status">{ arrived }</p> }
            if !view.tree.is_empty() {
                <div class="bytes">
                    <Tree rows={view.tree.clone()} act={act.clone()} pane={tree} />
                    <div class="beside-tree">
                        <Hex lines={view.hex.clone()} act={act.clone()} pane={right} />
                        <div class="about" ref={about}>
                            if let Some(note) = &view.note { <Note note={note.clone()} navigate={navigate.clone()} breakable={after.is_some()} /> }
                            // One child, always: a list that grows at its end is drawn anew from its beginning, and the focus would be lost.
                            { after.clone().unwrap_or_default() }
                        </div>
                    </div>
                </div>
            }
        </>
    }
}
