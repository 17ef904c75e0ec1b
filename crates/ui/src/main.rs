//! The page.
use yew::prelude::*;
#[component]
fn App() -> Html {
    html! { <main><h1>{ "Handshake Lab" }</h1></main> }
}
fn main() {
    yew::Renderer::<App>::new().render();
}
