//! The list of keys.

use super::dialog::Dialog;
use yew::prelude::*;

const KEYS: &[(&[&str], &str)] = &[
    (&["←", "→"], "one step back, one step on"),
    (&["Home", "End"], "first step, last step"),
    (&["Space"], "play, pause"),
    (&["1", "2", "3", "4"], "Bytes, Keys, Record, Checks"),
    (&["V"], "next point of view"),
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
    html! {
        <Dialog title="Keys" close={props.close.clone()}>
            <dl class="shortcuts">{ for KEYS.iter().map(row) }</dl>
            <p>{ "Within fields, tabs and lists the arrows move there; Tab leaves them." }</p>
        </Dialog>
    }
}
