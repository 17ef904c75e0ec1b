//! The list of keys.

use super::{dialog::Dialog, language_choice};
use crate::hooks::{characters_on, set_characters};
use handshake_lessons::{word, word_of};
use web_sys::HtmlInputElement;
use yew::prelude::*;

const KEYS: &[(&[&str], &str)] = &[
    (&["←", "→"], "help.one-step-back-one"),
    (&["Home", "End"], "help.first-step-last-step"),
    (&["Space"], "help.play-pause"),
    (&["1", "2", "3", "4", "5", "6"], "help.bytes-keys-record-checks"),
    (&["Ctrl+Z", "Ctrl+Shift+Z"], "help.undo-redo-a-step"),
    (&["V"], "help.next-point-of-view"),
    (&["F"], "help.find-a-field-a"),
    (&["P"], "help.present-to-a-class"),
    (&["B"], "help.black-screen-and-back"),
    (&["L"], "help.while-presenting-a-point"),
    (&["Enter"], "help.on-the-stage-go"),
    (&["Esc"], "help.let-the-selection-go"),
    (&["?"], "help.this-list"),
];

#[derive(PartialEq, Properties)]
pub struct Props {
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Help(props: &Props) -> Html {
    let row = |(keys, what): &(&[&str], &'static str)| {
        html! { <><dt>{ for keys.iter().map(|key| html! { <><kbd>{ word_of("keyboard", key).unwrap_or(key) }</kbd>{ " " }</> }) }</dt><dd>{ word(what) }</dd></> }
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
        <Dialog title={word("help.keys")} close={props.close.clone()}>
            <dl class="shortcuts">{ for KEYS.iter().map(row) }</dl>
            <p>{ word("help.within-fields-tabs-and") }</p>
            <label class="option">
                <input type="checkbox" checked={*on} {onchange} />
                <span>{ word("help.single-characters-1-6") }</span>
            </label>
            <p class="choices">{ language_choice() }</p>
        </Dialog>
    }
}
