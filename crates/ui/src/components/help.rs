//! The list of keys.

use super::{LanguageChoice, dialog::Dialog};
use crate::hooks::{characters_on, set_characters};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const KEYS: &[(&[&str], &str)] = &[
    (&["←", "→"], "one step back, one step on"),
    (&["Home", "End"], "first step, last step"),
    (&["Space"], "play, pause"),
    (&["1", "2", "3", "4", "5"], "Bytes, Keys, Record, Checks, Break it"),
    (&["Ctrl+Z", "Ctrl+Shift+Z"], "undo, redo: a step, a setting, what the attacker does"),
    (&["V"], "next point of view"),
    (&["F"], "find a field, a value, bytes"),
    (&["P"], "present to a class: stage and words only"),
    (&["B"], "black screen, and back"),
    (&["L"], "while presenting: a point of light follows the pointer"),
    (&["Enter"], "on the stage: go there, and on into the explanation"),
    (&["Esc"], "let the selection go"),
    (&["?"], "this list"),
];

#[derive(PartialEq, Properties)]
pub struct Props {
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Help(props: &Props) -> Html {
    let row = |(keys, what): &(&[&str], &str)| {
        html! { <><dt>{ for keys.iter().map(|key| html! { <><kbd>{ *key }</kbd>{ " " }</> }) }</dt><dd>{ *what }</dd></> }
    };
    let on = use_state(characters_on);
    let onchange = {
        let set = on.setter();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                set_characters(input.checked());
                set.set(input.checked());
            }
        })
    };
    html! {
        <Dialog title="Keys" close={props.close.clone()}>
            <dl class="shortcuts">{ for KEYS.iter().map(row) }</dl>
            <p>{ "Within fields, tabs and lists the arrows move there; Tab leaves them." }</p>
            <label class="option">
                <input type="checkbox" checked={*on} {onchange} />
                <span>{ "Single characters (1–6, V, F, P, B, ?) are shortcuts" }</span>
            </label>
            <p class="choices"><LanguageChoice /></p>
        </Dialog>
    }
}
