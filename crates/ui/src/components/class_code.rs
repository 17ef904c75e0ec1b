//! A field for the code that stands on the blackboard.

use handshake_story::lessons::word;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// The form.
#[component]
pub fn ClassCode(props: &Props) -> Html {
    let onsubmit = props.navigate.reform(|event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_dyn_into::<Element>();
        let input = form.and_then(|form| form.query_selector("input").ok().flatten());
        let typed = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value());
        let code: String =
            typed.unwrap_or_default().chars().filter(|ch| ch.is_ascii_alphanumeric() || *ch == '-').collect();
        format!("/class/{code}")
    });
    html! {
        <form class="class-code" {onsubmit}>
            <label for="class-code">{ word("class.code") }</label>
            <input id="class-code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" required=true />
            <button class="button">{ word("class.go") }</button>
        </form>
    }
}
