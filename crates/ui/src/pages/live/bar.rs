//! What can be done to a connection, above its steps.

use super::deed::{Deed, is_over};
use crate::components::save_json;
use handshake_app::Story;
use handshake_lessons::{say, word};
use handshake_live::State;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub state: State,
    /// What the bridge said when it closed.
    pub problem: Option<String>,
    /// Bytes that wait.
    pub held: usize,
    pub waiting: bool,
    pub at_end: bool,
    pub tls12: bool,
    pub said_goodbye: bool,
    pub open: bool,
    pub story: Story,
    pub follow: Callback<Deed>,
}

/// The bar.
#[component]
pub fn Bar(props: &Props) -> Html {
    let said = use_node_ref();
    let deed = |deed: Deed| props.follow.reform(move |_: MouseEvent| deed.clone());
    let over = is_over(&props.state);
    let words = match (&props.state, &props.problem) {
        _ if !props.at_end => word("live-bar.more-has-happened-than").to_owned(),
        (State::Failed(why), _) => why.clone(),
        (_, Some(problem)) => say("live-bar.the-bridge-closed-the", &[("problem", &problem)]),
        (State::Closed, _) => word("live-bar.the-connection-is-closed").to_owned(),
        _ if props.held > 0 => say("live-bar.the-server-has-sent", &[("held", &props.held)]),
        (State::Connected, _) => word("live-bar.connected-say-something-or").to_owned(),
        _ if props.waiting => word("live-bar.waiting-for-the-server").to_owned(),
        _ => word("live-bar.the-client-can-go").to_owned(),
    };
    let say = {
        let (said, follow) = (said.clone(), props.follow.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = said.cast::<HtmlInputElement>() else { return };
            // A line of its own, as most servers read; an empty one ends a request in HTTP.
            follow.emit(Deed::Say(format!("{}\n", input.value())));
            input.set_value("");
        })
    };
    let save = {
        let story = props.story.clone();
        Callback::from(move |_: MouseEvent| save_json(&story))
    };
    let can_talk = props.state == State::Connected && props.open && !props.said_goodbye;
    let stuck = props.at_end && props.held == 0 && props.waiting;
    html! {
        <div class={classes!("live-bar", matches!(props.state, State::Failed(_)).then_some("bad"))}>
            <p role="status">{ words }</p>
            <div class="deeds">
                if !over || !props.at_end {
                    <button class="button primary go-on" onclick={deed(Deed::GoOn)} disabled={stuck}>
                        { if props.at_end && props.held > 0 { word("live-bar.let-it-in") } else { word("live-bar.go-on") } }
                    </button>
                }
                if can_talk {
                    <form class="say" onsubmit={say}>
                        <input ref={said} type="text" maxlength="1000" aria-label={word("live-bar.what-to-say")} placeholder={word("live-bar.say-something")} autocomplete="off" />
                        <button class="button">{ word("live-bar.send") }</button>
                    </form>
                    if !props.tls12 { <button class="button" onclick={deed(Deed::Update)}>{ word("live-bar.new-keys") }</button> }
                    <button class="button" onclick={deed(Deed::Goodbye)}>{ word("live-bar.say-goodbye") }</button>
                }
                <button class="button" onclick={save}>{ word("live-bar.save-the-trace") }</button>
                <button class="button" onclick={deed(Deed::Leave)}>{ if over { word("live-bar.new-connection") } else { word("live-bar.hang-up") } }</button>
            </div>
        </div>
    }
}
