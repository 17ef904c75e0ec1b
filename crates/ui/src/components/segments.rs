//! One of several, side by side: a radio group with a roving tab stop.

use crate::dom::focus;
use handshake_app::view::Choice;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// A radio group of whatever can be chosen.
pub fn segments<T: Copy + 'static>(
    label: &'static str,
    class: &'static str,
    choices: &[Choice<T>],
    onchange: Callback<T>,
) -> Html {
    let values: Vec<T> = choices.iter().map(|choice| choice.value).collect();
    let words = choices.iter().map(|choice| (choice.id, choice.label.clone(), choice.current)).collect();
    group(
        label,
        class,
        words,
        Callback::from(move |at: usize| values.get(at).iter().for_each(|value| onchange.emit(**value))),
    )
}

/// The same for one kind of choice, so that the program holds it once: each by its id, in words, and whether it is current.
fn group(
    label: &'static str,
    class: &'static str,
    words: Vec<(&'static str, String, bool)>,
    pick: Callback<usize>,
) -> Html {
    let segment = |(at, (id, words, current)): (usize, &(&'static str, String, bool))| {
        let onclick = pick.reform(move |_: MouseEvent| at);
        let short = words.split(' ').next().unwrap_or_default().to_owned();
        html! {
            <button role="radio" data-view={*id} aria-checked={current.to_string()} {onclick}
                aria-label={words.clone()} tabindex={if *current { "0" } else { "-1" }}>
                <span class="wide">{ words }</span><span class="narrow">{ short }</span>
            </button>
        }
    };
    let all: Html = words.iter().enumerate().map(segment).collect();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let at = words.iter().position(|(_, _, current)| *current).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (at + 1) % words.len().max(1),
            "ArrowLeft" | "ArrowUp" => at.checked_sub(1).unwrap_or(words.len().saturating_sub(1)),
            _ => return,
        };
        event.prevent_default();
        if let Some((id, ..)) = words.get(next) {
            let group = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
            focus(group, &format!("[data-view={id}]"));
            pick.emit(next);
        }
    });
    html! { <div class={classes!("segments", class)} role="radiogroup" aria-label={label} {onkeydown}>{ all }</div> }
}
