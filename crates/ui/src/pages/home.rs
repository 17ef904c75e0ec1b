//! Home.

use crate::components::{ClassCode, LanguageChoice, LessonPath, Sketch, ThemeButton, brand, local_link};
use crate::hooks::use_title;
use handshake_app::compare_address;
use handshake_app::route::Route;
use handshake_app::view::{ScenarioGroup, ScenarioLink};
use handshake_lessons::word;
use handshake_scenario::settings::Settings;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// Screens that show no run.
const PLACES: [(Route, &str, &str); 4] = [
    (Route::ChainChecker {}, "own.title", "own.about"),
    (Route::Suite { name: None }, "home.suite", "home.suite.about"),
    (Route::Cost {}, "home.cost", "home.cost.about"),
    (Route::Versions {}, "home.versions", "home.versions.about"),
];

/// The two runs that are compared first.
fn comparison() -> String {
    compare_address::address(&Settings::of("tls12-ecdhe"), &Settings::of("tls13-full"), 1, None)
}

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
                    { local_link(&Route::scenario("tls13-full", 1).to_string(), html! { { word("home.step-through-a-handshake") } }, "button primary", &props.navigate) }
                    <p class="other-ways">
                        { local_link(&Route::Recording { step: None }.to_string(), html! { { word("home.open-a-trace") } }, "button", &props.navigate) }
                        { local_link(&Route::Live { step: None }.to_string(), html! { { word("home.connect-to-a-real") } }, "button", &props.navigate) }
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
                    <ul>
                        { place_link(&comparison(), "home.compare", "home.compare.about", props) }
                        { for PLACES.map(|(route, title, about)| place_link(&route.to_string(), title, about, props)) }
                    </ul>
                </nav>
                <section class="more" aria-label={word("more")}>
                    <p>
                        { local_link(&Route::Glossary { term: None }.to_string(), html! { { word("glossary") } }, "", &props.navigate) }
                        { local_link(&Route::Progress {}.to_string(), html! { { word("progress") } }, "", &props.navigate) }
                        { local_link(&Route::Teach { lesson: None }.to_string(), html! { { word("teach") } }, "", &props.navigate) }
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

fn place_link(href: &str, title: &'static str, about: &'static str, props: &Props) -> Html {
    let text = html! { <><b>{ word(title) }</b><span>{ word(about) }</span></> };
    html! { <li>{ local_link(href, text, "scenario place-link", &props.navigate) }</li> }
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
