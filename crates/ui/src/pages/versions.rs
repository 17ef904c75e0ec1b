//! `/versions`: the versions of the protocol on a line of time.

use crate::components::{blocks, local_link, top};
use crate::hooks::use_title;
use handshake_app::route::Route;
use handshake_lessons::markdown;
use handshake_lessons::{Version, say, versions, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// The years that the drawing shows.
const FIRST: u16 = 1994;
const LAST: u16 = 2027;

/// The page.
#[component]
pub fn Versions(props: &Props) -> Html {
    use_title(Some(word("versions.the-versions-of-tls").to_owned()));
    let years = (1995..LAST).step_by(5).map(|year| {
        html! { <span style={format!("inset-inline-start: {}%", place(year))}>{ year }</span> }
    });
    html! {
        <div class="look-up">
            { top(&props.navigate) }
            <main>
                <h1>{ word("versions.from-ssl-2-0") }</h1>
                <p class="lead">{ word("versions.tls-is-what-ssl") }</p>
                <ol class="eras" role="list">
                    { for versions().iter().map(era) }
                    <li class="years" aria-hidden="true">{ for years }</li>
                </ol>
                <div class="versions">{ for versions().iter().rev().map(version) }</div>
                <p class="links">
                    { local_link(&Route::scenario("old-version", 1).to_string(), html! { { word("versions.see-an-old-client") } }, "", &props.navigate) }
                    { local_link(&Route::scenario("downgrade", 1).to_string(), html! { { word("versions.see-somebody-talk-two") } }, "", &props.navigate) }
                </p>
            </main>
        </div>
    }
}

fn place(year: u16) -> f64 {
    f64::from(year - FIRST) / f64::from(LAST - FIRST) * 100.0
}

fn era(version: &Version) -> Html {
    let (from, to) = (place(version.year), version.until.map_or(100.0, place));
    let words = match version.until {
        Some(until) => say("versions.to", &[("year", &version.year), ("until", &until)]),
        None => say("versions.to-today", &[("year", &version.year)]),
    };
    // A fragment alone would lead to Home, since the document has a base.
    html! {
        <li class={if version.until.is_some() { "retired" } else { "used" }}>
            <a href={format!("versions#{}", version.id)}>
                <b>{ version.title }</b>
                <span class="visually-hidden">{ format!(", {words}") }</span>
                <span class="span" aria-hidden="true"><i style={format!("inset-inline-start: {from}%; inline-size: {}%", to - from)}></i></span>
                <small aria-hidden="true">{ words.clone() }</small>
            </a>
        </li>
    }
}

fn version(version: &Version) -> Html {
    let state = if version.until.is_some() { version.retired } else { word("versions.in-use") };
    html! {
        <section id={version.id} class={if version.until.is_some() { "retired" } else { "used" }}>
            <h2>{ version.title }<small>{ format!("{} · {}", version.year, version.source) }</small></h2>
            { blocks(&markdown::parse(version.text)) }
            <h3>{ word("versions.what-broke-it") }</h3>
            { blocks(&markdown::parse(version.broken)) }
            <p class="state">{ state }</p>
        </section>
    }
}
