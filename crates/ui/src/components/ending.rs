//! What a run took, and where one can go from its end.

use super::links;
use handshake_app::view::EndingView;
use handshake_lessons::word;
use yew::prelude::*;

/// Drawn below the words of the last step.
pub fn ending(view: &EndingView, navigate: &Callback<String>) -> Html {
    html! {
        <section class="ending" aria-labelledby="ending">
            <h3 id="ending">{ word("ending.title") }</h3>
            <p>{ &view.cost }{ " " }{ &view.heard }</p>
            { links(&view.doors, navigate) }
        </section>
    }
}
