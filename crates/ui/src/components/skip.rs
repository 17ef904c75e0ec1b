//! A way past what is between, for those who use the keyboard: seen when it has the focus.

use crate::dom::{document, focus};
use handshake_lessons::word;
use yew::prelude::*;

/// The button: what it leads to, as a selector of one element, and what it says, as a key of content/words.
pub fn skip(to: &'static str, label: &'static str) -> Html {
    // Not a link: the document has a base, so that a bare fragment would lead to Home; and Back should not lead to a skip.
    let onclick = Callback::from(move |_: MouseEvent| {
        focus(document().and_then(|document| document.document_element()), to);
    });
    html! { <button class="skip button" {onclick}>{ word(label) }</button> }
}
