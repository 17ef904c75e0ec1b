//! The timeline and the transport buttons.

use super::text::sentence;
use super::{icons, side_class};
use crate::dom::{document, focus, right_to_left};
use crate::hooks::{Pace, use_chosen};
use handshake_app::Action;
use handshake_app::view;
use handshake_app::view::{Dot, Icon, Phase, Time};
use handshake_lessons::{say, word};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub timeline: view::Timeline,
    pub playing: bool,
    pub toggle: Callback<()>,
    pub pace: Pace,
    pub set_pace: Callback<Pace>,
    pub act: Callback<Action>,
    /// At the last step there may come another one.
    #[prop_or_default]
    pub goes_on: bool,
}

/// Every step on one line.
#[component]
pub fn Timeline(props: &Props) -> Html {
    let Props { timeline, pace, set_pace, act, .. } = props;
    let count = timeline.dots.len();
    let place = |step: usize| (step.saturating_sub(1)) as f64 / (count.saturating_sub(1)).max(1) as f64;
    let now = timeline.now;
    let scrubbed = act.reform(|event: InputEvent| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        Action::GoTo(input.and_then(|input| input.value().parse().ok()).unwrap_or(1))
    });
    use_chosen(".stride");
    let (pressed, dragged, let_go) = use_drag(now, count, act.clone());
    let current = timeline.dots.get(now.saturating_sub(1)).map(|dot| dot.label.clone()).unwrap_or_default();
    html! {
        <footer class="timeline" aria-label={word("timeline.timeline")}>
            { transport(props) }
            { paces(timeline, *pace, set_pace, act) }
            <div class="track" onpointerdown={pressed} onpointermove={dragged} onpointerup={let_go.clone()} onpointercancel={let_go}>
                <div class="names" aria-hidden="true">{ for timeline.phases.iter().enumerate().map(|(index, phase)| {
                    let next = timeline.phases.get(index + 1).map_or(1.1, |next| place(next.first));
                    phase_name(phase, place(phase.first), next, now)
                }) }</div>
                <input class="scrub" type="range" min="1" max={count.to_string()} value={now.to_string()} oninput={scrubbed}
                    aria-label={word("timeline.step")} aria-valuetext={say("timeline.of", &[("now", &now), ("count", &count), ("current", &current)])} />
                <div class="rail"><i style={format!("transform: scaleX({})", place(now))}></i></div>
                { for timeline.dots.iter().map(|dot| html! { <TimelineDot key={dot.step} dot={dot.clone()} place={place(dot.step)} /> }) }
            </div>
            { where_now(timeline) }
        </footer>
    }
}

/// The buttons that step, and the one that plays.
fn transport(props: &Props) -> Html {
    let Props { timeline, playing, toggle, act, goes_on, .. } = props;
    let (now, count) = (timeline.now, timeline.dots.len());
    let (at_start, at_end) = match timeline.part {
        Some((part, parts)) => (now == 1 && part == 1, now == count && part == parts),
        None => (now == 1, now == count),
    };
    let button = |label: &'static str, icon: Html, action: Action, disabled: bool| {
        let onclick = act.reform(move |_: MouseEvent| action.clone());
        html! { <button aria-label={label} title={label} {onclick} {disabled}>{ icon }</button> }
    };
    html! {
        <div class="transport">
            { button(word("timeline.first-step"), icons::first(), Action::First, at_start) }
            { button(word("timeline.one-step-back"), icons::previous(), Action::Previous, at_start) }
            <button class="play" aria-label={if *playing { word("timeline.pause") } else { word("timeline.play") }} onclick={toggle.reform(|_: MouseEvent| ())}>
                { if *playing { icons::pause() } else { icons::play() } }
            </button>
            { button(word("timeline.one-step-on"), icons::next(), Action::Next, at_end && !goes_on) }
            { button(word("timeline.last-step"), icons::last(), Action::Last, at_end) }
        </div>
    }
}

/// How quickly it plays, and by which strides it steps.
fn paces(timeline: &view::Timeline, pace: Pace, set_pace: &Callback<Pace>, act: &Callback<Action>) -> Html {
    let paced = set_pace.reform(|event: Event| {
        let value = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
        Pace::ALL.into_iter().find(|pace| pace_id(*pace) == value).unwrap_or(Pace::Words(2))
    });
    let strode = {
        let (act, strides) = (act.clone(), timeline.strides.clone());
        Callback::from(move |event: Event| {
            let value = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value());
            if let Some(stride) = strides.iter().find(|one| Some(one.id) == value.as_deref()) {
                act.emit(Action::Stride(stride.value));
                // Chosen by the pointer; arrows are to step now, not to choose another one.
                let select = event.target_dyn_into::<Element>();
                if select.is_some_and(|select| !select.matches(":focus-visible").unwrap_or(true)) {
                    focus(document().and_then(|document| document.document_element()), "#inspector");
                }
            }
        })
    };
    html! {
        <div class="pace">
            <select aria-label={word("timeline.speed")} title={word("timeline.speed")} onchange={paced}>
                { for Pace::ALL.iter().map(|one| html! { <option value={pace_id(*one)} selected={*one == pace}>{ pace_name(*one) }</option> }) }
            </select>
            <select class="stride" aria-label={word("timeline.step-by")} title={word("timeline.step-by-which")} onchange={strode}>
                { for timeline.strides.iter().map(|one| html! { <option value={one.id} selected={one.current}>{ &one.label }</option> }) }
            </select>
        </div>
    }
}

/// Which step it is, of how many.
fn where_now(timeline: &view::Timeline) -> Html {
    let (now, count) = (timeline.now, timeline.dots.len());
    html! {
        <p class="where">
            { sentence("timeline.where", |words| html! { <span class="word">{ words.to_owned() }</span> }, &[
                ("now", html! { <b>{ now }</b> }),
                ("count", html! { <><span class="stroke">{ "/" }</span>{ count }</> }),
            ]) }
            if let Some((part, parts)) = timeline.part {
                <span class="of-parts"><br />{ say("timeline.part-of", &[("part", &part), ("parts", &parts)]) }</span>
            } else {
                <span class="hint"><br />{ word("timeline.space-for-keys") }</span>
            }
        </p>
    }
}

/// Pointer pressed, moved, let go: a press on the line goes to the step that is nearest, and so does every move until it ends.
/// All of it is one thing done: it is undone at once.
#[hook]
fn use_drag(
    now: usize,
    count: usize,
    act: Callback<Action>,
) -> (Callback<PointerEvent>, Callback<PointerEvent>, Callback<PointerEvent>) {
    // The step that was gone to last, as long as the pointer is down, and whether it is another one than at first.
    let dragging = use_mut_ref(|| None::<(usize, bool)>);
    let step = move |event: &PointerEvent| {
        let track = track_of(event)?;
        let place = track.get_bounding_client_rect();
        let along = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
        let along = if right_to_left(&track) { 1.0 - along } else { along };
        Some(1 + (along.clamp(0.0, 1.0) * count.saturating_sub(1) as f64).round() as usize)
    };
    let pressed = {
        let (dragging, act) = (dragging.clone(), act.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            // The slider below would move by itself; the focus goes to it all the same.
            event.prevent_default();
            let step = step(&event);
            *dragging.borrow_mut() = step.map(|step| (step, step != now));
            if let Some(track) = track_of(&event) {
                let _ = track.set_pointer_capture(event.pointer_id());
                focus(Some(track), ".scrub");
            }
            if let Some(step) = step {
                act.emit(Action::GoTo(step));
            }
        })
    };
    let dragged = {
        let dragging = dragging.clone();
        Callback::from(move |event: PointerEvent| {
            let Some((last, left)) = *dragging.borrow() else { return };
            if let Some(step) = step(&event).filter(|step| *step != last) {
                *dragging.borrow_mut() = Some((step, true));
                act.emit(if left { Action::Scrub(step) } else { Action::GoTo(step) });
            }
        })
    };
    let let_go = Callback::from(move |_: PointerEvent| *dragging.borrow_mut() = None);
    (pressed, dragged, let_go)
}

fn track_of(event: &PointerEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(".track").ok()?
}

/// Its name in the list.
fn pace_id(pace: Pace) -> String {
    match pace {
        Pace::Words(halves) => halves.to_string(),
        Pace::Seconds(seconds) => format!("{seconds}s"),
    }
}

fn pace_name(pace: Pace) -> String {
    match pace {
        Pace::Words(1) => "0.5×".to_owned(),
        Pace::Words(halves) => format!("{}×", halves / 2),
        Pace::Seconds(seconds) => say("motion.seconds", &[("n", &seconds)]),
    }
}

/// A phase has the room up to the next one.
fn phase_name(phase: &Phase, place: f64, next: f64, now: usize) -> Html {
    let current = (phase.first..=phase.last).contains(&now).then_some("current");
    html! { <span class={current} title={phase.name.clone()} style={format!("inset-inline-start: {}%; max-inline-size: {}%", place * 100.0, (next - place) * 100.0)}>{ &phase.name }</span> }
}

#[derive(PartialEq, Properties)]
struct DotProps {
    dot: Dot,
    place: f64,
}

#[component]
fn TimelineDot(props: &DotProps) -> Html {
    let DotProps { dot, place } = props;
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
    // The slider is what keyboards and screen readers use; the dots are for the eye, and the whole line for the pointer.
    html! {
        <span class={classes!("dot", dot.side.map_or("eve", side_class), shape, time, dot.failed.then_some("failed"))} aria-hidden="true"
            title={format!("{} · {}", dot.step, dot.label)} style={format!("inset-inline-start: {}%", place * 100.0)}><i></i></span>
    }
}
