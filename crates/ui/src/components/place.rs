//! The frame of a screen that shows no run.

use super::{ThemeButton, brand, language_choice, local_link};
use yew::prelude::*;

/// Brand, title, content.
pub fn place(title: &str, content: Html, navigate: &Callback<String>) -> Html {
    html! {
        <div class="screen">
            { top(navigate) }
            <main>
                <h1>{ title.to_owned() }</h1>
                { content }
            </main>
        </div>
    }
}

/// The way home, and the choices of language and of light or dark.
pub fn top(navigate: &Callback<String>) -> Html {
    let home = html! { <>{ brand() }<span class="brand-name">{ "Handshake Lab" }</span></> };
    html! {
        <header>
            { local_link("/", home, "brand", navigate) }
            <span class="choices">{ language_choice() }<ThemeButton /></span>
        </header>
    }
}
