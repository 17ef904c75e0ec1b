//! A way past what is between for who uses keys: seen when it has the focus.

use crate::dom::{document, focus};
use handshake_lessons::word;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// What it leads to: a selector of one element.
    pub to: &'static str,
    /// What it says: a key of content/words.
    pub label: &'static str,
}

/// The button.
#[component]
pub fn Skip(props: &Props) -> Html {
    let to = props.to;
    // Not a link: the document has a base, so that a bare fragment would lead to Home; and Back should not lead to a skip.
    let onclick = Callback::from(move |_: MouseEvent| {
        focus(document().and_then(|document| document.document_element()), to);
    });
    html! { <button class="skip button" {onclick}>{ word(props.label) }</button> }
}
