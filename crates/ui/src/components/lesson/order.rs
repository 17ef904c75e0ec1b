//! Things to be put in order: by dragging, by buttons, or by the arrow keys.

use crate::components::text::blocks;
use crate::dom::focus;
use handshake_story::lesson::Do;
use handshake_story::lessons::{say, word};
use handshake_story::view::{LessonOption, State};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub items: Vec<LessonOption>,
    pub done: bool,
    pub act: Callback<Do>,
}

/// The list.
#[component]
pub fn Order(props: &Props) -> Html {
    let Props { items, done, act } = props;
    let list = use_node_ref();
    let order = use_state(|| items.clone());
    let held = use_state(|| None::<usize>);
    // What was handed in (or taken back) is what is shown.
    {
        let order = order.clone();
        use_effect_with(items.clone(), move |items| order.set(items.clone()));
    }
    let bring = {
        let (order, list) = (order.clone(), list.clone());
        use_callback(order, move |(from, to): (usize, usize), order| {
            if from == to || from >= order.len() || to >= order.len() {
                return;
            }
            let mut next = (**order).clone();
            let item = next.remove(from);
            let id = item.id.clone();
            next.insert(to, item);
            order.set(next);
            // The item keeps the focus, wherever it went.
            let list = list.clone();
            gloo_timers::callback::Timeout::new(0, move || focus(list.cast(), &format!("[data-item=\"{id}\"]")))
                .forget();
        })
    };
    let count = order.len();
    let item = |(at, item): (usize, &LessonOption)| {
        let onkeydown = {
            let bring = bring.clone();
            Callback::from(move |event: KeyboardEvent| {
                let to = match event.key().as_str() {
                    "ArrowUp" => at.checked_sub(1),
                    "ArrowDown" => Some(at + 1),
                    _ => return,
                };
                event.prevent_default();
                if let Some(to) = to {
                    bring.emit((at, to));
                }
            })
        };
        let ondragstart = {
            let held = held.clone();
            Callback::from(move |_: DragEvent| held.set(Some(at)))
        };
        let ondrop = {
            let (held, bring) = (held.clone(), bring.clone());
            Callback::from(move |event: DragEvent| {
                event.prevent_default();
                if let Some(from) = *held {
                    bring.emit((from, at));
                }
                held.set(None);
            })
        };
        let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
        let go = |to: Option<usize>| {
            let bring = bring.clone();
            Callback::from(move |_: MouseEvent| {
                if let Some(to) = to {
                    bring.emit((at, to))
                }
            })
        };
        let place = say("order.place", &[("at", &(at + 1)), ("count", &count)]);
        html! {
            <li key={item.id.clone()} class={classes!((*held == Some(at)).then_some("held"), (item.state == State::Wrong).then_some("wrong"))} draggable={(!done).to_string()} {ondragstart} {ondrop} {ondragover}>
                <button class="item" data-item={item.id.clone()} {onkeydown} disabled={*done} aria-describedby="order-help">
                    <span class="place" aria-hidden="true">{ at + 1 }</span>
                    { blocks(&item.text) }
                    <span class="visually-hidden">{ place }</span>
                </button>
                if !done {
                    <button class="move" aria-label={word("order.up")} disabled={at == 0} onclick={go(at.checked_sub(1))}>{ "↑" }</button>
                    <button class="move" aria-label={word("order.down")} disabled={at + 1 == count} onclick={go(Some(at + 1))}>{ "↓" }</button>
                }
            </li>
        }
    };
    let hand_in = {
        let order = order.clone();
        act.reform(move |_: MouseEvent| {
            Do::Answer(order.iter().map(|item| item.id.as_str()).collect::<Vec<_>>().join(","))
        })
    };
    html! {
        <>
            <p id="order-help" class="order-help">{ word("order.help") }</p>
            <ol class="order" ref={list}>{ for order.iter().enumerate().map(item) }</ol>
            if !done { <button class="button primary" onclick={hand_in}>{ word("hand-in") }</button> }
        </>
    }
}
