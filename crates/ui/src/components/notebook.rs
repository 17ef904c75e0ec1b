//! The attacker's notebook: what somebody who only listens has learnt by now.

use super::text::{local_link, sentence};
use handshake_app::view::{Lesson, Note, Notebook as View};
use handshake_lessons::{say_n, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub notebook: View,
    pub navigate: Callback<String>,
}

/// The notebook, newest first.
#[component]
pub fn Notebook(props: &Props) -> Html {
    let Props { notebook, navigate } = props;
    let open = use_state(|| true);
    let ontoggle = {
        let set = open.setter();
        Callback::from(move |event: Event| {
            if let Some(details) = event.target_dyn_into::<web_sys::HtmlDetailsElement>() {
                set.set(details.open());
            }
        })
    };
    let new = match notebook.new {
        0 => word("notebook.nothing-new").to_owned(),
        new => say_n("notebook.new", new, &[]),
    };
    let note = |note: &Note| {
        let step = {
            let hidden = |words: &str| html! { <span class="visually-hidden">{ words.to_owned() }</span> };
            sentence("notebook.step", hidden, &[("step", html! { { note.step } })])
        };
        html! {
            <li class={classes!(lesson_class(note.lesson), note.new.then_some("new"))}>
                { local_link(&note.href, step, "from", navigate) }
                <span>{ &note.what }{ ": " }<b>{ &note.value }</b></span>
            </li>
        }
    };
    html! {
        <details class="notebook" open={*open} {ontoggle}>
            <summary>{ word("notebook.the-attackers-notebook") }<span>{ say_n("notebook.notes", notebook.notes.len(), &[("new", &new)]) }</span></summary>
            <ul>{ for notebook.notes.iter().rev().map(note) }</ul>
        </details>
    }
}

fn lesson_class(lesson: Lesson) -> &'static str {
    match lesson {
        Lesson::Who => "who",
        Lesson::How => "how",
        Lesson::Size => "size",
        Lesson::Linked => "linked",
    }
}
