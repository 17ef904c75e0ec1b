//! The choice of the page's language. Each stands there by its own name, so that who can't read the page finds it.

use crate::language::choose;
use handshake_lessons::{Language, language, word};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The choice.
pub fn language_choice() -> Html {
    let onchange = Callback::from(|event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().map(|list| list.value());
        if let Some(language) = chosen.as_deref().and_then(Language::of_tag) {
            choose(language);
        }
    });
    html! {
        <select class="button language" aria-label={word("language")} title={word("language")} {onchange}>
            { for Language::ALL.map(|one| html! {
                <option value={one.tag()} lang={one.tag()} selected={one == language()}>{ one.name() }</option>
            }) }
        </select>
    }
}
