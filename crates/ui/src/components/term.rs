//! A term of the glossary: its entry, and the dialog in which a dotted word opens it.

use super::dialog::Dialog;
use super::{blocks, local_link, picture};
use handshake_app::route::Route;
use handshake_lessons as lessons;
use handshake_lessons::{Term, glossary, markdown, word};
use yew::prelude::*;

/// What an entry says; in it, other terms are dotted words in turn.
pub fn entry(term: &Term) -> Html {
    html! {
        <>
            { blocks(&glossary::link(markdown::parse(term.text), &[term.key])) }
            if let Some(svg) = lessons::picture(term.picture) { { picture(svg) } }
            <small>{ term.source }</small>
        </>
    }
}

#[derive(PartialEq, Properties)]
pub struct Props {
    pub term: &'static Term,
    pub close: Callback<()>,
    pub navigate: Callback<String>,
}

/// The entry over whatever is open, which it leaves as it is.
#[component]
pub fn TermDialog(props: &Props) -> Html {
    let Props { term, close, navigate } = props;
    let leave = {
        let (close, navigate) = (close.clone(), navigate.clone());
        Callback::from(move |address: String| {
            close.emit(());
            navigate.emit(address);
        })
    };
    html! {
        <Dialog title={term.title} class="term-entry" close={close.clone()}>
            { entry(term) }
            <p>{ local_link(&Route::term(term.key).to_string(), html! { { word("glossary.all") } }, "", &leave) }</p>
        </Dialog>
    }
}
