//! What can be done to a connection, above its steps.

use super::{Deed, is_over};
use crate::dom::save_file;
use handshake_story::Story;
use handshake_story::live::State;
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
        _ if !props.at_end => "More has happened than you have seen: go on.".to_owned(),
        (State::Failed(why), _) => why.clone(),
        (_, Some(problem)) => format!("The bridge closed the connection: {problem}"),
        (State::Closed, _) => "The connection is closed. Its trace can be saved and opened again.".to_owned(),
        _ if props.held > 0 => format!("The server has sent {} bytes. They wait until you go on.", props.held),
        (State::Connected, _) => "Connected: say something, or wait for the server.".to_owned(),
        _ if props.waiting => "Waiting for the server.".to_owned(),
        _ => "The client can go on.".to_owned(),
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
        Callback::from(move |_: MouseEvent| save_file("handshake.json", &story.json()))
    };
    let can_talk = props.state == State::Connected && props.open && !props.said_goodbye;
    let stuck = props.at_end && props.held == 0 && props.waiting;
    html! {
        <div class={classes!("live-bar", matches!(props.state, State::Failed(_)).then_some("bad"))}>
            <p role="status">{ words }</p>
            <div class="deeds">
                if !over || !props.at_end {
                    <button class="button primary go-on" onclick={deed(Deed::GoOn)} disabled={stuck}>
                        { if props.at_end && props.held > 0 { "Let it in" } else { "Go on" } }
                    </button>
                }
                if can_talk {
                    <form class="say" onsubmit={say}>
                        <input ref={said} type="text" maxlength="1000" aria-label="What to say" placeholder="say something" autocomplete="off" />
                        <button class="button">{ "Send" }</button>
                    </form>
                    if !props.tls12 { <button class="button" onclick={deed(Deed::Update)}>{ "New keys" }</button> }
                    <button class="button" onclick={deed(Deed::Goodbye)}>{ "Say goodbye" }</button>
                }
                <button class="button" onclick={save}>{ "Save the trace" }</button>
                <button class="button" onclick={deed(Deed::Leave)}>{ if over { "New connection" } else { "Hang up" } }</button>
            </div>
        </div>
    }
}
