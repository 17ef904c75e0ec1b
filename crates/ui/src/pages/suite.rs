//! `/suite` and `/suite/NAME`: a cipher suite taken apart, and chosen by its parts.

use crate::components::{blocks, links, local_link, top};
use crate::hooks::use_title;
use handshake_app::route::Route;
use handshake_app::suites::{Anatomy, Part, Pick, Summary, anatomy, choose, find, search, summary};
use handshake_app::view::Link;
use handshake_lessons::{say, say_n, word};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The suite's name; empty: none is taken apart.
    pub name: String,
    /// What is chosen: kind and part.
    pub chosen: Vec<(String, String)>,
    pub navigate: Callback<String>,
}

/// The page.
#[component]
pub fn Suite(props: &Props) -> Html {
    let Props { name, chosen, navigate } = props;
    // By whatever name it is asked for.
    let known = use_memo(name.clone(), |name| find(name).map(|one| (summary(&one), anatomy(one.name))));
    let title = known.as_ref().as_ref().map(|(summary, _)| summary.link.label.clone());
    use_title(Some(title.unwrap_or_else(|| word("suite.cipher-suites").to_owned())));
    html! {
        <div class="look-up">
            { top(navigate) }
            <main>
                { match &*known {
                    Some((summary, suite)) => html! {
                        <>
                            { suite.as_ref().map_or_else(|| html! { <h1 class="suite-name">{ &summary.link.label }</h1> }, headline) }
                            { in_short(summary, navigate) }
                            { for suite.as_ref().map(|suite| taken_apart(suite, navigate)) }
                        </>
                    },
                    None => html! {
                        <>
                            <h1>{ word("suite.a-cipher-suite-is") }</h1>
                            if !name.is_empty() { <p class="problem" role="status">{ say("suite.there-is-no-suite", &[("name", &handshake_scenario::text::shorten(name))]) }</p> }
                            <p class="lead">{ word("suite.key-exchange-who-the") }</p>
                        </>
                    },
                } }
                <Search key="search" navigate={navigate.clone()} />
                <Chooser chosen={chosen.clone()} name={name.clone()} navigate={navigate.clone()} />
            </main>
        </div>
    }
}

/// The name, each part marked with its number.
fn headline(suite: &Anatomy) -> Html {
    let piece = |(text, part): &(String, Option<usize>)| match part {
        Some(index) => html! { <mark class={format!("part-{index}")}>{ text }<sub>{ index + 1 }</sub></mark> },
        None => html! { <span>{ text }</span> },
    };
    html! { <h1 class="suite-name" aria-label={suite.name}>{ for suite.pieces.iter().map(piece) }</h1> }
}

/// Its number and other names, how good it is, and what to use in its place.
fn in_short(suite: &Summary, navigate: &Callback<String>) -> Html {
    let name =
        |(whose, name): &(&'static str, String)| html! { <><dt>{ *whose }</dt><dd><code>{ name }</code></dd></> };
    let other = |link: &Link| html! { <li>{ local_link(&link.href, html! { <code>{ &link.label }</code> }, "", navigate) }</li> };
    html! {
        <>
            <dl class="suite-names" data-name="suite-names">
                <dt>{ word("suite.number") }</dt><dd><code>{ &suite.number }</code></dd>
                { for suite.names.iter().map(name) }
            </dl>
            <p data-name="suite-status"><b>{ suite.grade }</b>{ ": " }{ suite.reason }</p>
            if !suite.instead.is_empty() {
                <p>{ word("suite.instead") }</p>
                <ul data-name="suite-instead">{ for suite.instead.iter().map(other) }</ul>
            }
        </>
    }
}

/// A field that finds suites by all their names; without words it lists every one that is registered.
#[component]
fn Search(props: &SearchProps) -> Html {
    let SearchProps { navigate } = props;
    let words = use_state(String::new);
    let oninput = {
        let words = words.clone();
        Callback::from(move |event: InputEvent| {
            words.set(event.target_dyn_into::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default());
        })
    };
    let found = use_memo((*words).clone(), |words| search(words).iter().map(summary).collect::<Vec<_>>());
    let onsubmit = {
        let (found, navigate) = (found.clone(), navigate.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // One alone is what was meant.
            if let [one] = found.as_slice() {
                navigate.emit(one.link.href.clone());
            }
        })
    };
    let row = |one: &Summary| {
        let mark = if one.good { String::new() } else { format!(" · {}", one.grade) };
        let name = html! { <code>{ &one.link.label }</code> };
        html! { <li>{ local_link(&one.link.href, name, "", navigate) }<span class="quiet">{ " " }{ &one.number }{ mark }</span></li> }
    };
    html! {
        <section aria-labelledby="search-suites">
            <h2 id="search-suites">{ word("suite.all") }</h2>
            <form role="search" {onsubmit}>
                <label for="suite-search">{ word("suite.search") }</label>
                <input id="suite-search" type="search" autocomplete="off" spellcheck="false" value={(*words).clone()} {oninput} />
            </form>
            <p role="status">{ match found.len() {
                0 => word("suite.none-found").to_owned(),
                count => say_n("suite.found", count, &[]),
            } }</p>
            <ul class="suite-list suite-found" data-name="suite-list suites-found" tabindex="0" aria-labelledby="search-suites">{ for found.iter().map(row) }</ul>
        </section>
    }
}

/// Where to go from [`Search`].
#[derive(PartialEq, Properties)]
struct SearchProps {
    navigate: Callback<String>,
}

fn taken_apart(suite: &Anatomy, navigate: &Callback<String>) -> Html {
    let verdict = if suite.good { word("suite.nothing-in-it-is") } else { word("suite.a-part-of-it") };
    html! {
        <>
            <p class="lead">{ format!("{}. {} {verdict}", suite.version, suite.integrity) }</p>
            <div class="suite-parts" data-name="suite-parts">{ for suite.parts.iter().enumerate().map(|(index, part)| suite_part(index, part, navigate)) }</div>
            if let Some(run) = &suite.run {
                <p class="links" data-name="links">{ local_link(&run.href, html! { <>{ "→ " }{ &run.label }</> }, "", navigate) }</p>
            } else {
                <p class="quiet">{ word("suite.this-engine-does-not") }</p>
            }
        </>
    }
}

fn suite_part(index: usize, part: &Part, navigate: &Callback<String>) -> Html {
    html! {
        <section class={format!("part-{index}")}>
            <h2><small>{ format!("{} · {}", index + 1, part.role) }</small>if !part.token.is_empty() { <code>{ part.token }</code>{ " " } }{ part.title }</h2>
            { blocks(&part.text) }
            if !part.weak.is_empty() { <p class="weak" data-name="weak"><b>{ word("suite.deprecated") }</b>{ " " }{ part.weak }</p> }
            { links(&part.acts, navigate) }
        </section>
    }
}

#[component]
fn Chooser(props: &Props) -> Html {
    let Props { name, chosen, navigate } = props;
    let value = |kind: &str| chosen.iter().find(|(id, _)| id == kind).map(|(_, part)| part.clone()).unwrap_or_default();
    let chooser = choose(&value);
    let pick = |pick: &Pick| {
        let (id, chosen, navigate) = (pick.id, chosen.clone(), navigate.clone());
        let route = Route::Suite { name: Some(name.clone()).filter(|name| !name.is_empty()) };
        let onchange = Callback::from(move |event: Event| {
            let value = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            let rest = chosen.iter().filter(|(kind, _)| kind != id).cloned();
            let all: Vec<(String, String)> =
                rest.chain([(id.to_owned(), value)]).filter(|(_, v)| !v.is_empty()).collect();
            let query: Vec<String> = all.iter().map(|(kind, part)| format!("{kind}={part}")).collect();
            navigate.emit(route.with(&query.join("&")));
        });
        let option = |(value, words, count, taken): &(&'static str, &'static str, usize, bool)| {
            html! { <option value={*value} selected={*taken} disabled={*count == 0}>{ format!("{words} ({count})") }</option> }
        };
        let element = format!("pick-{id}");
        html! {
            <div class="setting">
                <label for={element.clone()}>{ pick.label }</label>
                <select id={element} {onchange}>{ for pick.options.iter().map(option) }</select>
            </div>
        }
    };
    let found = chooser.found.iter().map(|(link, good)| {
        let mark = if *good { String::new() } else { format!(" · {}", word("suite.deprecated-2")) };
        html! { <li>{ local_link(&link.href, html! { <><code>{ &link.label }</code>{ mark }</> }, "", navigate) }</li> }
    });
    html! {
        <section class="chooser" aria-labelledby="chooser">
            <h2 id="chooser">{ word("suite.choose-your-own") }</h2>
            <p>{ word("suite.pick-parts-and-see") }</p>
            <div class="picks">{ for chooser.picks.iter().map(pick) }</div>
            <p aria-live="polite">{ match chooser.found.len() {
                0 => word("suite.no-suite-has-all").to_owned(),
                count => say_n("suite.suites-have-them", count, &[]),
            } }</p>
            <ul class="suite-list" data-name="suite-list">{ for found }</ul>
        </section>
    }
}
