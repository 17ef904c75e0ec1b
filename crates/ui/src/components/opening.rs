//! The receiver's side of the Record tab: opening, and a bit to change.

use super::side_class;
use handshake_story::Action;
use handshake_story::view::{Compared, FlipByte, OpeningView};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: OpeningView,
    pub act: Callback<Action>,
}

/// How it is opened.
#[component]
pub fn Opening(props: &Props) -> Html {
    let Props { view, act } = props;
    let receiver = side_class(view.receiver);
    html! {
        <section class={classes!("opening", receiver)} aria-labelledby="opening">
            <h3 id="opening">{ format!("The {receiver} opens it") }</h3>
            <p>{ "Change a bit of the record on its way: press a byte." }</p>
            <div class="flip" role="group" aria-label="Bytes of the record; press one to change its lowest bit">
                { for view.bytes.iter().map(|one| byte(one, act)) }
            </div>
            if let Some(changed) = &view.changed { <p class="changed">{ "Changed: " }{ changed }</p> }
            if let Some(nonce) = &view.nonce { <p class="meta">{ "nonce, from its own count of records: " }<code>{ nonce }</code></p> }
            if let Some(compared) = &view.compared { { comparison(compared) } }
            <p class={classes!("verdict", (!view.holds).then_some("broken"))} role="status">
                { super::icons::mark(view.holds) }<span>{ &view.verdict }</span>
            </p>
        </section>
    }
}

fn byte(byte: &FlipByte, act: &Callback<Action>) -> Html {
    let onclick = act.reform({
        let bit = byte.bit;
        move |_: MouseEvent| Action::FlipBit(bit)
    });
    html! {
        <>
            if byte.after_gap { <span aria-hidden="true">{ "…" }</span> }
            <button class={byte.part} aria-pressed={byte.changed.to_string()} title={byte.part}
                aria-label={format!("byte {}, {}: {}", byte.bit / 8, byte.part, byte.hex)} {onclick}>{ &byte.hex }</button>
        </>
    }
}

fn comparison(compared: &Compared) -> Html {
    let Compared { received_name, received, computed_name, computed, differ, bits } = compared;
    html! {
        <div class="rule-like">
            <div class="compared">
                <span>{ *received_name }</span><code>{ received }</code>
                <span>{ *computed_name }</span><code>{ computed }</code>
            </div>
            <p class="meta">{ match differ {
                0 => format!("All {bits} bits are the same."),
                1 => format!("1 of {bits} bits differs."),
                differ => format!("{differ} of {bits} bits differ."),
            } }</p>
        </div>
    }
}
