//! The switch between light, dark and what the system wants.

use super::icons;
use crate::hooks::use_theme;
use yew::prelude::*;

/// The button. It says what is in force; pressing it goes on to the next.
#[component]
pub fn ThemeButton() -> Html {
    let (theme, set_theme) = use_theme();
    let onclick = set_theme.reform(move |_: MouseEvent| theme.next());
    html! {
        <button class="button square" {onclick} aria-label={theme.label()} title={theme.label()}>{ icons::theme() }</button>
    }
}
