//! Looking for a field, a value or bytes in all messages.

use super::dialog::Dialog;
use super::text::local_link;
use crate::hooks::land;
use handshake_app::Story;
use handshake_app::view::{FindResult, Hit};
use handshake_lessons::{say, word};
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub story: Story,
    pub navigate: Callback<String>,
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Find(props: &Props) -> Html {
    let query = use_state(String::new);
    let found = use_memo((props.story.clone(), (*query).clone()), |(story, query)| story.find(query));
    let input = use_node_ref();
    {
        let input = input.clone();
        use_effect_with((), move |()| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                let _ = input.focus();
            }
        });
    }
    let oninput = {
        let set = query.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                set.set(input.value());
            }
        })
    };
    // Whoever follows a link wants to see where it leads.
    let follow = {
        let (navigate, close) = (props.navigate.clone(), props.close.clone());
        Callback::from(move |address: String| {
            close.emit(());
            navigate.emit(address);
            land();
        })
    };
    let to = follow.clone();
    // Enter opens the first one.
    let first = found.hits.first().map(|hit| hit.href.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(address) = &first {
            follow.emit(address.clone());
        }
    });
    html! {
        <Dialog title={word("find.find")} class="find" close={props.close.clone()}>
            <form class="setting" {onsubmit}>
                <label for="find">{ word("find.a-fields-name-a") }</label>
                <input id="find" type="search" autocomplete="off" spellcheck="false" maxlength="200" ref={input}
                    value={(*query).clone()} {oninput} placeholder="random · x25519 · 13 01" />
            </form>
            <p role="status">{ said(&query, &found) }</p>
            <ol class="hits">{ for found.hits.iter().map(|one| hit(one, &to)) }</ol>
        </Dialog>
    }
}

/// How much was found, in words.
fn said(query: &str, found: &FindResult) -> String {
    match (query.trim().is_empty(), found.count, found.hits.len()) {
        (true, _, _) => String::new(),
        (_, 0, _) => word("find.nothing-that-this-point").to_owned(),
        (_, count, listed) if count > listed => say("find.found-the-first", &[("count", &count), ("listed", &listed)]),
        (_, count, _) => say("find.found", &[("count", &count)]),
    }
}

fn hit(hit: &Hit, to: &Callback<String>) -> Html {
    let text = html! {
        <>
            <span class="step">{ format!("{} · {}", hit.step, hit.message) }</span>
            <b>{ &hit.field }</b>
            <code>{ &hit.value }</code>
        </>
    };
    html! { <li>{ local_link(&hit.href, text, "hit", to) }</li> }
}
