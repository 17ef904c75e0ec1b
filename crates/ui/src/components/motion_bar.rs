//! The motion of the step by hand: let it go, stop it, drag it there and back.

use super::icons;
use crate::clock::{Clock, use_at};
use crate::hooks::held;
use handshake_app::Action;
use handshake_lessons::{say, word};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub act: Callback<Action>,
}

/// Stands at the foot of the stage, at steps of which something moves.
#[component]
pub fn MotionBar(props: &Props) -> Html {
    let act = &props.act;
    let (at, motion) = use_at();
    let Some(clock) = use_context::<Clock>() else { return Html::default() };
    if motion.flight.is_none() && motion.scene.is_none() {
        return Html::default();
    }
    let running = clock.is_running();
    let toggle = {
        let (act, clock) = (act.clone(), clock.clone());
        Callback::from(move |_: MouseEvent| {
            if clock.is_running() {
                clock.pause();
                act.emit(held(&clock));
            } else {
                act.emit(Action::Hold(None));
                clock.go_on();
            }
        })
    };
    let dragged = {
        let clock = clock.clone();
        Callback::from(move |event: InputEvent| {
            let value = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.value().parse::<f64>().ok());
            if let Some(value) = value {
                clock.hold(value / 1000.0);
            }
        })
    };
    let let_go = {
        let (act, clock) = (act.clone(), clock.clone());
        Callback::from(move |_: Event| act.emit(held(&clock)))
    };
    let label = if running { word("motion.pause") } else { word("motion.play") };
    let value = (at * 1000.0).round();
    html! {
        <div class="motion-bar" data-motion="bar" role="group" aria-label={word("motion.of-the-step")}>
            <button type="button" aria-label={label} title={label} onclick={toggle}>{ if running { icons::pause() } else { icons::again() } }</button>
            <input type="range" min="0" max="1000" step="10" value={value.to_string()} oninput={dragged} onchange={let_go}
                aria-label={word("motion.of-the-step")} aria-valuetext={say("motion.percent", &[("percent", &(value / 10.0).round())])} />
        </div>
    }
}
