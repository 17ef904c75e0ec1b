//! What is for a class: the black screen, and the pointer that everybody sees.

use crate::dom::document;
use crate::history::link;
use gloo_events::EventListener;
use handshake_lessons::word;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Of the run.
    pub title: String,
    /// Nothing is to be seen.
    pub black: bool,
    /// A point of light follows the pointer.
    pub laser: bool,
    pub light: Callback<()>,
    pub leave: Callback<()>,
    /// Address of the teacher's notes.
    pub notes: String,
}

/// The layer over everything, and the few buttons of it.
#[component]
pub fn Present(props: &Props) -> Html {
    let dot = use_node_ref();
    {
        let dot = dot.clone();
        use_effect_with(props.laser, move |laser| {
            let listener = document().filter(|_| *laser).map(|document| {
                // Moved by a transform, past the drawing: it happens at every movement.
                EventListener::new(&document, "pointermove", move |event| {
                    let (Some(event), Some(dot)) = (event.dyn_ref::<PointerEvent>(), dot.cast::<HtmlElement>()) else {
                        return;
                    };
                    let place = format!("translate({}px, {}px)", event.client_x(), event.client_y());
                    let _ = dot.style().set_property("transform", &place);
                })
            });
            move || drop(listener)
        });
    }
    html! {
        <>
            <nav class="presenter" aria-label={word("present.presenting")}>
                <h1 class="visually-hidden">{ &props.title }</h1>
                <a class="button" href={link(&props.notes)} target="handshake-notes">{ word("present.notes-in-a-second") }</a>
                <button class="button" onclick={props.leave.reform(|_: MouseEvent| ())}>{ word("present.leave") }</button>
            </nav>
            if props.laser { <div class="laser" ref={dot} aria-hidden="true"></div> }
            if props.black {
                <button class="black" onclick={props.light.reform(|_: MouseEvent| ())} aria-label={word("present.the-screen-is-black")}></button>
            }
        </>
    }
}
