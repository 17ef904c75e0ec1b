//! Home.

use crate::components::{
    ClassCode, LessonPath, Showcase, ThemeButton, brand, language_choice, local_link, use_showcase,
};
use crate::hooks::use_title;
use handshake_app::route::Route;
use handshake_app::view::{ScenarioGroup, ScenarioLink};
use handshake_lessons::{lessons, say_n, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// Screens that show no run.
const PLACES: [(Route, &str, &str); 5] = [
    (Route::Attacks { name: None }, "attacks.title", "attacks.about"),
    (Route::ChainChecker {}, "own.title", "own.about"),
    (Route::Suite { name: None }, "home.suite", "home.suite.about"),
    (Route::Cost {}, "home.cost", "home.cost.about"),
    (Route::Versions {}, "home.versions", "home.versions.about"),
];

/// What this is, and the way in.
#[component]
pub fn Home(props: &Props) -> Html {
    use_title(None);
    let story = use_showcase();
    let first_lesson = lessons().first().map(|lesson| Route::lesson(lesson.id.0, 1).to_string());
    let navigate = &props.navigate;
    html! {
        <div class="home">
            <header>
                <p class="brand">{ brand() }{ "Handshake Lab" }</p>
                <span class="choices">
                    { local_link(&Route::Teach { lesson: None }.to_string(), html! { { word("home.teach") } }, "to-teach", navigate) }
                    { language_choice() }<ThemeButton />
                </span>
            </header>
            <main>
                <div class="way-in">
                    <h1>{ word("home.see-a-tls-handshake") }</h1>
                    <p class="lead">{ word("home.the-padlock-in-your") }</p>
                    { local_link(&Route::scenario("tls13-full", 1).to_string(), html! { { word("home.step-through-a-handshake") } }, "button primary", navigate) }
                    if let Some(first) = first_lesson {
                        { local_link(&first, html! { { word("home.begin-lessons") } }, "button", navigate) }
                    }
                    <ClassCode navigate={navigate.clone()} label={word("home.got-a-code")} />
                </div>
                <section class="showcase" aria-label={word("home.handshake")}>
                    if let Some(shown) = (*story).clone() {
                        <Showcase story={shown} set={story.setter()} navigate={navigate.clone()} />
                    }
                </section>
                <LessonPath navigate={navigate.clone()} />
                <nav class="scenarios" aria-labelledby="scenarios">
                    <h2 id="scenarios">{ word("home.what-would-you-like") }</h2>
                    { for handshake_app::scenarios().into_iter().map(|group| scenario_group(group, props)) }
                </nav>
                <nav class="to-look-up" aria-labelledby="more">
                    <h2 id="more">{ word("home.to-look-up") }</h2>
                    <ul>
                        { place_link(&Route::Compare { scenario: None, row: None }.to_string(), "home.compare", "home.compare.about", props) }
                        { for PLACES.map(|(route, title, about)| place_link(&route.to_string(), title, about, props)) }
                    </ul>
                    <p class="more">
                        { local_link(&Route::Recording { step: None }.to_string(), html! { { word("home.open-a-trace") } }, "", navigate) }
                        { local_link(&Route::Live { step: None }.to_string(), html! { { word("home.connect-to-a-real") } }, "", navigate) }
                        { local_link(&Route::Glossary { term: None }.to_string(), html! { { word("glossary") } }, "", navigate) }
                        { local_link(&Route::Progress {}.to_string(), html! { { word("progress") } }, "", navigate) }
                        { local_link(&Route::Teach { lesson: None }.to_string(), html! { { word("teach") } }, "", navigate) }
                    </p>
                </nav>
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
    html! { <li>{ local_link(href, text, "place-link", &props.navigate) }</li> }
}

fn scenario_group(group: ScenarioGroup, props: &Props) -> Html {
    let heading = format!("group-{}", group.id);
    html! {
        <details>
            <summary>
                <h3 id={heading}>{ group.title }</h3>
                <span class="count">{ say_n("home.runs", group.scenarios.len(), &[]) }</span>
                <span class="group-about">{ group.summary }</span>
            </summary>
            <ul>{ for group.scenarios.into_iter().map(|scenario| scenario_card(scenario, props)) }</ul>
        </details>
    }
}

fn scenario_card(scenario: ScenarioLink, props: &Props) -> Html {
    let text = html! { <><b>{ scenario.title }</b><span>{ scenario.summary }</span></> };
    html! { <li>{ local_link(&scenario.href, text, "scenario", &props.navigate) }</li> }
}
