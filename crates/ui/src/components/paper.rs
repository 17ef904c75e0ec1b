//! A page of words: a header, a title, text. It prints well.

use super::{ThemeButton, icons, language_choice, local_link};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub title: AttrValue,
    pub navigate: Callback<String>,
    #[prop_or_default]
    pub class: Classes,
    pub children: Html,
}

/// The page.
#[component]
pub fn Paper(props: &Props) -> Html {
    crate::hooks::use_title(Some(props.title.to_string()));
    let brand = html! { <>{ icons::brand() }{ "Handshake Lab" }</> };
    html! {
        <div class={classes!("paper", props.class.clone())}>
            <header class="no-print">
                { local_link("/", brand, "brand", &props.navigate) }
                <span class="choices">{ language_choice() }<ThemeButton /></span>
            </header>
            <main><h1>{ &props.title }</h1>{ props.children.clone() }</main>
        </div>
    }
}
