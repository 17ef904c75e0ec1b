//! A small picture of a handshake, for Home: decoration only, the steps are the real thing.

use yew::prelude::*;

/// A message in the picture: where, from whom, sealed with which keys.
struct Message {
    y: u32,
    side: &'static str,
    keys: &'static str,
}

const MESSAGES: [Message; 6] = [
    Message { y: 34, side: "client", keys: "plain" },
    Message { y: 82, side: "server", keys: "plain" },
    Message { y: 136, side: "server", keys: "handshake" },
    Message { y: 178, side: "client", keys: "handshake" },
    Message { y: 232, side: "client", keys: "application" },
    Message { y: 274, side: "server", keys: "application" },
];

/// The picture.
#[component]
pub fn Sketch() -> Html {
    let message = |message: &Message| {
        let Message { y, side, keys } = message;
        // The head of the arrow, at the lifeline of the one who gets it.
        let head = if *side == "client" { format!("M246 {y}l-9 -5v10z") } else { format!("M34 {y}l9 -5v10z") };
        html! {
            <g class={classes!(*side, *keys)}>
                <path class="way" d={format!("M36 {y}H244")} />
                <path class="head" d={head} />
                <rect x="84" y={(y - 15).to_string()} width="112" height="30" rx="8" />
                if *keys == "plain" {
                    <path class="words" d={format!("M104 {y}h72")} />
                } else {
                    <path class="lock" d={format!("M136 {}v-3a4 4 0 0 1 8 0v3", y - 1)} />
                    <rect class="lock" x="133" y={(y - 2).to_string()} width="14" height="10" rx="2" />
                }
            </g>
        }
    };
    html! {
        <svg class="sketch" viewBox="0 0 280 310" aria-hidden="true">
            <path class="life client" d="M30 4V306" />
            <path class="life server" d="M250 4V306" />
            <path class="life handshake" d="M30 110V205M250 110V205" />
            <path class="life application" d="M30 205V306M250 205V306" />
            { for MESSAGES.iter().map(message) }
        </svg>
    }
}
