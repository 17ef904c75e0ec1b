//! The timeline and the transport buttons.

use super::{icons, side_class};
use handshake_story::Action;
use handshake_story::view::{self, Dot, Icon, Phase, Time};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub timeline: view::Timeline,
    pub playing: bool,
    pub toggle: Callback<()>,
    pub act: Callback<Action>,
}

/// Every step on one line.
#[component]
pub fn Timeline(props: &Props) -> Html {
    let Props { timeline, playing, toggle, act } = props;
    let count = timeline.dots.len();
    let place = |step: usize| (step.saturating_sub(1)) as f64 / (count.saturating_sub(1)).max(1) as f64;
    let now = timeline.now;
    let button = |label: &'static str, icon: Html, action: Action, disabled: bool| {
        let onclick = act.reform(move |_: MouseEvent| action.clone());
        html! { <button aria-label={label} title={label} {onclick} {disabled}>{ icon }</button> }
    };
    let scrubbed = act.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Action::GoTo(input.and_then(|input| input.value().parse().ok()).unwrap_or(1))
    });
    let current = timeline.dots.get(now.saturating_sub(1)).map(|dot| dot.label.clone()).unwrap_or_default();
    html! {
        <footer class="timeline" aria-label="Timeline">
            <div class="transport">
                { button("First step", icons::first(), Action::First, now == 1) }
                { button("One step back", icons::previous(), Action::Previous, now == 1) }
                <button class="play" aria-label={if *playing { "Pause" } else { "Play" }} onclick={toggle.reform(|_: MouseEvent| ())}>
                    { if *playing { icons::pause() } else { icons::play() } }
                </button>
                { button("One step on", icons::next(), Action::Next, now == count) }
                { button("Last step", icons::last(), Action::Last, now == count) }
            </div>
            <div class="track">
                <div class="names" aria-hidden="true">{ for timeline.phases.iter().map(|phase| phase_name(phase, place(phase.first), now)) }</div>
                <input class="scrub" type="range" min="1" max={count.to_string()} value={now.to_string()} oninput={scrubbed}
                    aria-label="Step" aria-valuetext={format!("{now} of {count}: {current}")} />
                <div class="rail"><i style={format!("transform: scaleX({})", place(now))}></i></div>
                { for timeline.dots.iter().map(|dot| html! { <TimelineDot key={dot.step} dot={dot.clone()} place={place(dot.step)} act={act.clone()} /> }) }
            </div>
            <p class="where">
                <span class="word">{ "Step " }</span><b>{ now }</b><span class="word">{ " of " }</span><span class="stroke">{ "/" }</span>{ count }
                <span class="hint"><br />{ "← → space · ? for keys" }</span>
            </p>
        </footer>
    }
}

fn phase_name(phase: &Phase, place: f64, now: usize) -> Html {
    let current = (phase.first..=phase.last).contains(&now).then_some("current");
    html! { <span class={current} style={format!("inset-inline-start: {}%", place * 100.0)}>{ &phase.name }</span> }
}

#[derive(PartialEq, Properties)]
struct DotProps {
    dot: Dot,
    place: f64,
    act: Callback<Action>,
}

#[component]
fn TimelineDot(props: &DotProps) -> Html {
    let DotProps { dot, place, act } = props;
    let shape = match dot.icon {
        None => "message",
        Some(Icon::Key) => "key",
        Some(Icon::Check | Icon::Choice) => "check",
        Some(Icon::Unseen) => "unseen",
    };
    let time = match dot.time {
        Time::Past => "past",
        Time::Now => "now",
        Time::Future => "future",
    };
    let onclick = act.reform({
        let step = dot.step;
        move |_: MouseEvent| Action::GoTo(step)
    });
    // The slider is what keyboards and screen readers use; the dots are for the mouse.
    html! {
        <button class={classes!("dot", side_class(dot.side), shape, time, dot.failed.then_some("failed"))} tabindex="-1"
            aria-hidden="true" title={format!("{} · {}", dot.step, dot.label)} style={format!("inset-inline-start: {}%", place * 100.0)} {onclick}><i></i></button>
    }
}
