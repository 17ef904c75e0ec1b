//! `/suite` and `/suite/NAME`: a cipher suite taken apart, and chosen by its parts.

use crate::components::{blocks, links, local_link, top};
use crate::hooks::use_title;
use handshake_app::suites::{Anatomy, Part, Pick, anatomy, choose};
use handshake_lessons::{say, say_n, word};
use web_sys::HtmlSelectElement;
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
    let suite = use_memo(name.clone(), |name| anatomy(name));
    use_title(Some(if name.is_empty() { word("suite.cipher-suites").to_owned() } else { name.clone() }));
    html! {
        <div class="look-up">
            { top(navigate) }
            <main>
                { match &*suite {
                    Some(suite) => taken_apart(suite, navigate),
                    None => html! {
                        <>
                            <h1>{ word("suite.a-cipher-suite-is") }</h1>
                            if !name.is_empty() { <p class="problem" role="status">{ say("suite.there-is-no-suite", &[("name", &handshake_scenario::text::shorten(name))]) }</p> }
                            <p class="lead">{ word("suite.key-exchange-who-the") }</p>
                        </>
                    },
                } }
                <Chooser chosen={chosen.clone()} name={name.clone()} navigate={navigate.clone()} />
            </main>
        </div>
    }
}

fn taken_apart(suite: &Anatomy, navigate: &Callback<String>) -> Html {
    let piece = |(text, part): &(String, Option<usize>)| match part {
        Some(index) => html! { <mark class={format!("part-{index}")}>{ text }<sub>{ index + 1 }</sub></mark> },
        None => html! { <span>{ text }</span> },
    };
    let verdict = if suite.good { word("suite.nothing-in-it-is") } else { word("suite.a-part-of-it") };
    html! {
        <>
            <h1 class="suite-name" aria-label={suite.name}>{ for suite.pieces.iter().map(piece) }</h1>
            <p class="lead">{ format!("{}. {} {verdict}", suite.version, suite.integrity) }</p>
            <div class="suite-parts">{ for suite.parts.iter().enumerate().map(|(index, part)| suite_part(index, part, navigate)) }</div>
            if let Some(run) = &suite.run {
                <p class="links">{ local_link(&run.href, html! { <>{ "→ " }{ &run.label }</> }, "", navigate) }</p>
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
            if !part.weak.is_empty() { <p class="weak"><b>{ word("suite.deprecated") }</b>{ " " }{ part.weak }</p> }
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
        let path = if name.is_empty() { "/suite".to_owned() } else { format!("/suite/{name}") };
        let onchange = Callback::from(move |event: Event| {
            let value = event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default();
            let rest = chosen.iter().filter(|(kind, _)| kind != id).cloned();
            let all: Vec<(String, String)> =
                rest.chain([(id.to_owned(), value)]).filter(|(_, v)| !v.is_empty()).collect();
            let query: Vec<String> = all.iter().map(|(kind, part)| format!("{kind}={part}")).collect();
            navigate.emit(if query.is_empty() { path.clone() } else { format!("{path}?{}", query.join("&")) });
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
            <ul class="suite-list">{ for found }</ul>
        </section>
    }
}
