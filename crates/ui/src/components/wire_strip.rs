//! The record that crosses, byte by byte, to be changed by hand while it flies.

use super::break_it::{bit_button, rove};
use super::icons;
use handshake_app::view::{WireByte, WireRecord};
use handshake_app::{Action, Story};
use handshake_lessons::{say, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub act: Callback<Action>,
}

/// Stands at the foot of the stage, at steps that send something an attacker can reach.
#[component]
pub fn WireStrip(props: &Props) -> Html {
    let story = use_context::<Story>();
    let place = story.as_ref().map(Story::place);
    let open = use_state(|| false);
    // A byte of the record of a step; that of another step is another one.
    let picked = use_state(|| (place, None::<usize>));
    let Some(story) = story.filter(|story| story.is_on_the_wire() && !story.is_presented()) else {
        return Html::default();
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let here = story.place();
    let picked_setter = picked.setter();
    // What comes of a change is seen on the stage, which is free again.
    let act = {
        let (act, open) = (props.act.clone(), open.setter());
        Callback::from(move |action: Action| {
            open.set(false);
            act.emit(Action::At(here, Box::new(action)));
        })
    };
    let pick = Callback::from(move |at: usize| picked_setter.set((place, Some(at))));
    html! {
        <>
            <button class="button to-flip" aria-expanded={open.to_string()} onclick={toggle}>{ icons::flash() }{ word("strip.open") }</button>
            if let Some(wire) = open.then(|| story.wire()).flatten() {
                { strip(&wire, picked.1.filter(|_| picked.0 == place), &pick, &act) }
            }
        </>
    }
}

fn strip(wire: &WireRecord, picked: Option<usize>, pick: &Callback<usize>, act: &Callback<Action>) -> Html {
    let picked = picked.or(wire.suggested.map(|(at, _)| at)).unwrap_or_default();
    let byte = |byte: &WireByte| {
        let onclick = pick.reform({
            let at = byte.at;
            move |_: MouseEvent| at
        });
        let hex = format!("{:02x}", byte.value ^ byte.flipped);
        let (at, is_picked) = (format!("{:02x}", byte.at), picked == byte.at);
        let label = match byte.flipped {
            0 => say("break-it.byte", &[("at", &at), ("hex", &hex)]),
            _ => say("break-it.byte-changed", &[("at", &at), ("hex", &hex)]),
        };
        html! {
            <button class={classes!("cell", (byte.flipped != 0).then_some("changed"))} aria-pressed={is_picked.to_string()}
                aria-label={label} title={byte.field} tabindex={if is_picked { "0" } else { "-1" }} {onclick}>{ hex }</button>
        }
    };
    html! {
        <section class="wire-strip" aria-label={wire.title.clone()}>
            <p class="hint">{ say("strip.hint", &[("record", &wire.title)]) }</p>
            <div class="cells" role="group" aria-label={wire.title.clone()} onkeydown={rove()}>
                { for wire.bytes.iter().map(byte) }
                if wire.more > 0 { <span class="cells-more">{ say("break-it.and-more", &[("more", &wire.more)]) }</span> }
            </div>
            if let Some(byte) = wire.bytes.get(picked) { { bits(byte, act) } }
        </section>
    }
}

fn bits(byte: &WireByte, act: &Callback<Action>) -> Html {
    let at = byte.at;
    let named = say("strip.byte", &[("at", &format!("0x{at:02x}")), ("field", &byte.field)]);
    let bit = |number: u8| {
        let onclick = act.reform(move |_: MouseEvent| Action::FlipOnWire(at, number));
        bit_button(number, byte.value >> number & 1 == 1, byte.flipped >> number & 1 == 1, onclick)
    };
    html! {
        <div class="bits" role="group" aria-label={say("break-it.bits", &[("named", &named)])}>
            <span class="place">{ named }</span>
            <span class="eight">{ for (0..8).rev().map(bit) }</span>
        </div>
    }
}
