//! One of several, side by side: a radio group with a roving tab stop.

use crate::dom::focus;
use handshake_app::view::Choice;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props<T: Copy + PartialEq + 'static> {
    /// Names the group.
    pub label: AttrValue,
    pub choices: Vec<Choice<T>>,
    pub onchange: Callback<T>,
    #[prop_or_default]
    pub class: Classes,
}

/// A radio group.
#[component]
pub fn Segments<T: Copy + PartialEq + 'static>(props: &Props<T>) -> Html {
    let onkeydown = {
        let (choices, onchange) = (props.choices.clone(), props.onchange.clone());
        Callback::from(move |event: KeyboardEvent| {
            let at = choices.iter().position(|choice| choice.current).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" | "ArrowDown" => (at + 1) % choices.len().max(1),
                "ArrowLeft" | "ArrowUp" => at.checked_sub(1).unwrap_or(choices.len().saturating_sub(1)),
                _ => return,
            };
            event.prevent_default();
            if let Some(choice) = choices.get(next) {
                let group = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
                focus(group, &format!("[data-view={}]", choice.id));
                onchange.emit(choice.value);
            }
        })
    };
    let segment = |choice: &Choice<T>| {
        let onclick = props.onchange.reform({
            let value = choice.value;
            move |_: MouseEvent| value
        });
        let short = choice.label.split(' ').next().unwrap_or_default().to_owned();
        html! {
            <button role="radio" data-view={choice.id} aria-checked={choice.current.to_string()} {onclick}
                aria-label={choice.label.clone()} tabindex={if choice.current { "0" } else { "-1" }}>
                <span class="wide">{ &choice.label }</span><span class="narrow">{ short }</span>
            </button>
        }
    };
    html! {
        <div class={classes!("segments", props.class.clone())} role="radiogroup" aria-label={props.label.clone()} {onkeydown}>
            { for props.choices.iter().map(segment) }
        </div>
    }
}
