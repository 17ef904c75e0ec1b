//! Home.

use crate::components::{ClassCode, LanguageChoice, LessonPath, Sketch, ThemeButton, brand, local_link};
use crate::hooks::use_title;
use handshake_app::view::{ScenarioGroup, ScenarioLink};
use handshake_lessons::word;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// Screens that show no run.
const PLACES: [(&str, &str, &str); 5] = [
    ("/compare/tls12-ecdhe/1?with=tls13-full", "home.compare", "home.compare.about"),
    ("/certificates", "own.title", "own.about"),
    ("/suite", "home.suite", "home.suite.about"),
    ("/cost", "home.cost", "home.cost.about"),
    ("/versions", "home.versions", "home.versions.about"),
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
                    <h1>{ word("home.see-a-tls-handshake") }</h1>
                    <p class="lead">
                        { word("home.the-padlock-in-your") }
                    </p>
                    { local_link("/s/tls13-full/1", html! { { word("home.step-through-a-handshake") } }, "button primary", &props.navigate) }
                    <p class="other-ways">
                        { local_link("/open", html! { { word("home.open-a-trace") } }, "button", &props.navigate) }
                        { local_link("/live", html! { { word("home.connect-to-a-real") } }, "button", &props.navigate) }
                    </p>
                    <ClassCode navigate={props.navigate.clone()} label={word("home.got-a-code")} />
                </div>
                <Sketch />
                <LessonPath navigate={props.navigate.clone()} />
                <nav class="scenarios" aria-labelledby="scenarios">
                    <h2 id="scenarios">{ word("home.what-would-you-like") }</h2>
                    { for handshake_app::scenarios().into_iter().map(|group| scenario_group(group, props)) }
                </nav>
                <nav class="scenarios" aria-labelledby="more">
                    <h2 id="more">{ word("home.to-look-up") }</h2>
                    <ul>{ for PLACES.map(|(href, title, summary)| {
                        let text = html! { <><b>{ word(title) }</b><span>{ word(summary) }</span></> };
                        html! { <li>{ local_link(href, text, "scenario place-link", &props.navigate) }</li> }
                    }) }</ul>
                </nav>
                <section class="more" aria-label={word("more")}>
                    <p>
                        { local_link("/glossary", html! { { word("glossary") } }, "", &props.navigate) }
                        { local_link("/progress", html! { { word("progress") } }, "", &props.navigate) }
                        { local_link("/teach", html! { { word("teach") } }, "", &props.navigate) }
                    </p>
                </section>
                <ul class="claims">
                    <li><b>{ word("home.real") }</b>{ word("home.every-byte-is-made") }</li>
                    <li><b>{ word("home.open") }</b>{ word("home.see-what-the-client") }</li>
                    <li><b>{ word("home.yours") }</b>{ word("home.no-account-no-tracking") }</li>
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
