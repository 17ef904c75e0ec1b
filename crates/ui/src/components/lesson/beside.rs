//! What stands beside a lesson's words before its panel has been taught.

use handshake_app::view::FigureRow;
use handshake_lessons::word;
use yew::prelude::*;

/// Between whom and whom a message goes, and past whom.
const STATIONS: [&str; 5] = ["client", "wifi", "provider", "others", "server"];

/// A message without TLS on its way: its bytes as letters and as numbers, past everyone in between.
pub fn bare_wire(figure: &[FigureRow]) -> Html {
    let station = |name: &&'static str| {
        let end = matches!(*name, "client" | "server").then_some("end");
        html! { <li class={classes!("station", *name, end)}>{ word_of_station(name) }</li> }
    };
    let byte = |(index, (hex, letter)): (usize, (&str, char))| {
        html! { <span class="crossing" style={format!("--place: {index}")}><b>{ letter.to_string() }</b>{ hex }</span> }
    };
    html! {
        <main class="bare-wire" id="inspector" tabindex="-1">
            <h2>{ word("bare-wire.title") }</h2>
            <ol class="stations" role="list">{ for STATIONS.iter().map(station) }</ol>
            { for figure.iter().map(|row| html! {
                <p class="crossings" role="img" aria-label={row.text.clone()}>
                    { for row.hex.split(' ').zip(row.text.chars()).enumerate().map(byte) }
                </p>
            }) }
            <p class="bare-note">{ word("bare-wire.note") }</p>
        </main>
    }
}

fn word_of_station(name: &str) -> &'static str {
    handshake_lessons::word_of("bare-wire", name).unwrap_or_default()
}

/// Under the stage: what the step is, and how one gets further in.
pub fn stage_alone(heading: &str) -> Html {
    html! {
        <main class="stage-alone" id="inspector" tabindex="-1">
            <h2>{ heading }</h2>
            <p>{ word("stage-alone") }</p>
        </main>
    }
}
