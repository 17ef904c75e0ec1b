//! `/versions`: the versions of the protocol on a line of time.

use crate::components::{blocks, brand, local_link};
use crate::hooks::use_title;
use handshake_story::lessons::markdown;
use handshake_story::lessons::{Version, versions};
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
    use_title(Some("The versions of TLS".to_owned()));
    let years = (1995..LAST).step_by(5).map(|year| {
        html! { <span style={format!("inset-inline-start: {}%", place(year))}>{ year }</span> }
    });
    html! {
        <div class="look-up">
            <header><p class="brand">{ brand() }{ local_link("/", html! { "Handshake Lab" }, "", &props.navigate) }</p></header>
            <main>
                <h1>{ "From SSL 2.0 to TLS 1.3" }</h1>
                <p class="lead">{ "TLS is what SSL became. Each version mended what had been broken in the one before. A bar is the time in which a version was fit for use." }</p>
                <ol class="eras" role="list">
                    { for versions().iter().map(era) }
                    <li class="years" aria-hidden="true">{ for years }</li>
                </ol>
                <div class="versions">{ for versions().iter().rev().map(version) }</div>
                <p class="links">
                    { local_link("/s/old-version/1", html! { "→ See an old client turned away" }, "", &props.navigate) }
                    { local_link("/s/downgrade/1", html! { "→ See somebody talk two sides down to an older version" }, "", &props.navigate) }
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
        Some(until) => format!("{} to {until}", version.year),
        None => format!("{} to today", version.year),
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
    let state = if version.until.is_some() { version.retired } else { "In use." };
    html! {
        <section id={version.id} class={if version.until.is_some() { "retired" } else { "used" }}>
            <h2>{ version.title }<small>{ format!("{} · {}", version.year, version.source) }</small></h2>
            { blocks(&markdown::parse(version.text)) }
            <h3>{ "What broke it" }</h3>
            { blocks(&markdown::parse(version.broken)) }
            <p class="state">{ state }</p>
        </section>
    }
}
