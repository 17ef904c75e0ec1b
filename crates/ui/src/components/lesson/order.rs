//! Things to be put in order: by dragging, by buttons, or by the arrow keys.

use crate::components::text::blocks;
use crate::dom::focus;
use handshake_app::view::{LessonOption, State};
use handshake_lessons::{say, word};
use handshake_player::lesson::Do;
use web_sys::Element;
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
    // Which one is dragged.
    let held = use_state(|| None::<String>);
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
    let onpointerdown = taken(held.setter(), *done);
    let onpointermove = dragged(&held, &order, &list, &bring);
    let let_go = {
        let held = held.setter();
        Callback::from(move |_: PointerEvent| held.set(None))
    };
    let count = order.len();
    let item = |(at, item): (usize, &LessonOption)| {
        let is_held = held.as_ref() == Some(&item.id);
        line((at, count), item, is_held, *done, &bring)
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
            <ol class="order" ref={list} {onpointerdown} {onpointermove} onpointerup={let_go.clone()} onpointercancel={let_go}>{ for order.iter().enumerate().map(item) }</ol>
            if !done { <button class="button primary" onclick={hand_in}>{ word("hand-in") }</button> }
        </>
    }
}

/// Takes one up. By pointer events: what a browser calls dragging does not begin on a button in Firefox, nor under a finger
/// anywhere.
fn taken(held: UseStateSetter<Option<String>>, done: bool) -> Callback<PointerEvent> {
    Callback::from(move |event: PointerEvent| {
        let Some(target) = event.target_dyn_into::<Element>().filter(|_| event.button() == 0 && !done) else {
            return;
        };
        // A finger that moves elsewhere scrolls.
        let grip = match event.pointer_type().as_str() {
            "touch" => ".place",
            _ => ".item",
        };
        if target.closest(grip).ok().flatten().is_none() {
            return;
        }
        let item = target.closest("li").ok().flatten().and_then(|item| item.query_selector("[data-item]").ok()?);
        held.set(item.and_then(|item| item.get_attribute("data-item")));
    })
}

/// Moves what was taken up.
fn dragged(
    held: &UseStateHandle<Option<String>>,
    order: &UseStateHandle<Vec<LessonOption>>,
    list: &NodeRef,
    bring: &Callback<(usize, usize)>,
) -> Callback<PointerEvent> {
    let (held, order, list, bring) = (held.clone(), order.clone(), list.clone(), bring.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(from) = held.as_ref().and_then(|held| order.iter().position(|item| item.id == *held)) else {
            return;
        };
        let Some(list) = list.cast::<Element>() else { return };
        let _ = list.set_pointer_capture(event.pointer_id());
        let height = f64::from(event.client_y());
        // Past the middle of another one it takes that one's place; sooner, lines of different heights would go to and fro.
        let passed = |at: &u32| {
            let place = list.children().item(*at).map(|item| item.get_bounding_client_rect());
            let middle = place.map(|place| (place.top() + place.bottom()) / 2.0);
            middle.is_some_and(|middle| if (*at as usize) < from { height <= middle } else { height >= middle })
        };
        let count = list.child_element_count();
        let up = (0..count).take(from).find(passed);
        let down = (0..count).skip(from + 1).rfind(passed);
        if let Some(to) = up.or(down) {
            bring.emit((from, to as usize));
        }
    })
}

/// One of them, at its place among so many.
fn line(
    (at, count): (usize, usize),
    item: &LessonOption,
    held: bool,
    done: bool,
    bring: &Callback<(usize, usize)>,
) -> Html {
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
        <li key={item.id.clone()} class={classes!(held.then_some("held"), (item.state == State::Wrong).then_some("wrong"))}>
            <button class="item" data-item={item.id.clone()} {onkeydown} disabled={done} aria-describedby="order-help">
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
}
