//! A field for a code: that of a lesson on the blackboard, or that of a shared view.

use handshake_app::route::Route;
use handshake_lessons::word;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
    #[prop_or(AttrValue::Static("class-code"))]
    pub id: AttrValue,
    /// What the field is called, if not after the code of a class.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// The form.
#[component]
pub fn ClassCode(props: &Props) -> Html {
    let id = &props.id;
    let onsubmit = props.navigate.reform(|event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_dyn_into::<Element>();
        let input = form.and_then(|form| form.query_selector("input").ok().flatten());
        let typed = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value());
        let code: String =
            typed.unwrap_or_default().chars().filter(|ch| ch.is_ascii_alphanumeric() || *ch == '-').collect();
        // Either kind finds slips, so that hardly any text is both; what is neither is told of as what it was meant to be.
        let class = handshake_player::lesson::code::read(&code);
        match (class, handshake_app::short_code::address(&code)) {
            (Err(_), Ok(_)) => Route::ShortCode { code: Some(code) },
            (Err(_), Err(_)) if code.len() > 15 => Route::ShortCode { code: Some(code) },
            _ => Route::Class { code: Some(code) },
        }
        .to_string()
    });
    html! {
        <form class="class-code" {onsubmit}>
            <label for={id.clone()}>{ props.label.clone().unwrap_or_else(|| word("class.code").into()) }</label>
            <input id={id.clone()} autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="600" required=true />
            <button class="button">{ word("class.go") }</button>
        </form>
    }
}
