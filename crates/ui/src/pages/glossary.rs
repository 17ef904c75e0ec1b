//! The glossary: `/glossary`, and `/glossary/aead` for one term.

use crate::components::{Paper, entry, local_link};
use crate::dom::IN_BROWSER;
use handshake_app::route::Route;
use handshake_lessons as lessons;
use handshake_lessons::{Term, say_n, word};
use web_sys::HtmlInputElement;
use web_sys::js_sys::JsString;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub term: Option<String>,
    pub navigate: Callback<String>,
}

/// A text as it is searched for: without capitals and accents.
fn folded(text: &str) -> String {
    // Where pages are drawn ahead nothing is searched for.
    if !IN_BROWSER {
        return text.to_lowercase();
    }
    let apart = String::from(JsString::from(text.to_lowercase()).normalize("NFD"));
    apart.chars().filter(|ch| !matches!(ch, '\u{300}'..='\u{36f}')).collect()
}

/// All terms, to search in; the one asked for first.
#[component]
pub fn Glossary(props: &Props) -> Html {
    let search = use_state(String::new);
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| {
            search.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default());
        })
    };
    let wanted = folded(search.trim());
    let says = |text: &str| folded(text).contains(&wanted);
    let mut found: Vec<&'static Term> = lessons::terms()
        .iter()
        .filter(|term| {
            says(term.title)
                || says(term.text)
                || term.also.iter().any(|also| says(also))
                || says(lessons::english_title(term.key))
        })
        .collect();
    found.sort_by_key(|term| (props.term.as_deref() != Some(term.key), term.title.to_lowercase()));
    let row = |term: &&'static Term| {
        let here = props.term.as_deref() == Some(term.key);
        html! {
            <div class={classes!("entry", here.then_some("sought"))} key={term.key}>
                <dt>{ local_link(&Route::term(term.key).to_string(), html! { { term.title } }, "", &props.navigate) }</dt>
                <dd>{ entry(term) }</dd>
            </div>
        }
    };
    html! {
        <Paper title={word("glossary")} class="glossary" navigate={props.navigate.clone()}>
            <label class="search"><span>{ word("glossary.search") }</span>
                <input type="search" value={(*search).clone()} {oninput} />
            </label>
            <p role="status">{ say_n("glossary.found", found.len(), &[]) }</p>
            <dl>{ for found.iter().map(row) }</dl>
        </Paper>
    }
}
