//! The receiver's side of the Record tab: opening, and a bit to change.

use super::{side_class, side_name};
use handshake_app::Action;
use handshake_app::view::{Compared, FlipByte, OpeningView};
use handshake_lessons::{say, say_n, word};
use yew::prelude::*;

/// How it is opened.
pub fn opening(view: &OpeningView, act: &Callback<Action>) -> Html {
    let receiver = side_class(view.receiver);
    html! {
        <section class={classes!("opening", receiver)} aria-labelledby="opening">
            <h3 id="opening">{ say("opening.the-opens-it", &[("receiver", &side_name(view.receiver))]) }</h3>
            <p>{ word("opening.change-a-bit-of") }</p>
            <div class="flip" role="group" aria-label={word("opening.bytes-of-the-record")}>
                { for view.bytes.iter().map(|one| byte(one, act)) }
            </div>
            if let Some(changed) = &view.changed { <p class="changed">{ say("opening.changed", &[("what", changed)]) }</p> }
            if let Some((name, nonce)) = &view.nonce { <p class="meta">{ name }{ " " }<code>{ nonce }</code></p> }
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
                aria-label={say("opening.byte", &[("bit", &(byte.bit / 8)), ("part", &byte.part), ("hex", &byte.hex)])} {onclick}>{ &byte.hex }</button>
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
                0 => say("opening.all-bits-are-the", &[("bits", &bits)]),
                differ => say_n("opening.bits-differ", *differ as usize, &[("bits", &bits)]),
            } }</p>
        </div>
    }
}
