//! Home.

use crate::components::{ClassCode, LanguageChoice, LessonPath, Sketch, ThemeButton, brand, local_link};
use crate::hooks::use_title;
use handshake_story::lessons::word;
use handshake_story::view::{ScenarioGroup, ScenarioLink};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// Screens that show no run.
const PLACES: [(&str, &str, &str); 3] = [
    ("/suite", "Cipher suites, taken apart", "What each part of a name stands for, and which ones are deprecated."),
    ("/cost", "What it costs", "Asymmetric against symmetric cryptography, measured on this device."),
    ("/versions", "From SSL 2.0 to TLS 1.3", "Each version: its year, what broke it, when it was retired."),
];

/// What this is, and the way in.
#[component]
pub fn Home(props: &Props) -> Html {
    use_title(None);
    html! {
        <div class="home">
            <header>
                <p class="brand">{ brand() }{ "Handshake Lab" }</p>
                <span class="choices"><LanguageChoice /><ThemeButton /></span>
            </header>
            <main>
                <div class="way-in">
                    <h1>{ "See a TLS handshake happen" }</h1>
                    <p class="lead">
                        { "The padlock in your browser stands for a conversation of a few thousand bytes. Here a real client and a \
                           real server have that conversation in this page, and you can stop it at every step and open every byte." }
                    </p>
                    { local_link("/s/tls13-full/1", html! { "Step through a handshake now" }, "button primary", &props.navigate) }
                    <p class="other-ways">
                        { local_link("/open", html! { "Open a trace" }, "button", &props.navigate) }
                        { local_link("/live", html! { "Connect to a real server" }, "button", &props.navigate) }
                    </p>
                </div>
                <Sketch />
                <LessonPath navigate={props.navigate.clone()} />
                <nav class="scenarios" aria-labelledby="scenarios">
                    <h2 id="scenarios">{ "What would you like to see?" }</h2>
                    { for handshake_story::scenarios().into_iter().map(|group| scenario_group(group, props)) }
                </nav>
                <nav class="scenarios" aria-labelledby="more">
                    <h2 id="more">{ "To look up" }</h2>
                    <ul>{ for PLACES.map(|(href, title, summary)| {
                        let text = html! { <><b>{ title }</b><span>{ summary }</span></> };
                        html! { <li>{ local_link(href, text, "scenario place-link", &props.navigate) }</li> }
                    }) }</ul>
                </nav>
                <section class="more" aria-label={word("more")}>
                    <ClassCode navigate={props.navigate.clone()} />
                    <p>
                        { local_link("/glossary", html! { { word("glossary") } }, "", &props.navigate) }
                        { local_link("/progress", html! { { word("progress") } }, "", &props.navigate) }
                        { local_link("/teach", html! { { word("teach") } }, "", &props.navigate) }
                    </p>
                </section>
                <ul class="claims">
                    <li><b>{ "Real" }</b>{ "Every byte is made by a TLS engine that talks to OpenSSL and rustls, too." }</li>
                    <li><b>{ "Open" }</b>{ "See what the client knows, what the server knows, and what an eavesdropper gets." }</li>
                    <li><b>{ "Yours" }</b>{ "No account, no tracking, no other host. The address is the whole view: share it." }</li>
                </ul>
            </main>
        </div>
    }
}

fn scenario_group(group: ScenarioGroup, props: &Props) -> Html {
    let heading = format!("group-{}", group.id);
    html! {
        <section aria-labelledby={heading.clone()}>
            <div><h3 id={heading}>{ group.title }</h3><p>{ group.summary }</p></div>
            <ul>{ for group.scenarios.into_iter().map(|scenario| scenario_card(scenario, props)) }</ul>
        </section>
    }
}

fn scenario_card(scenario: ScenarioLink, props: &Props) -> Html {
    let text = html! { <><b>{ scenario.title }</b><span>{ scenario.summary }</span></> };
    html! { <li>{ local_link(&scenario.href, text, "scenario", &props.navigate) }</li> }
}
