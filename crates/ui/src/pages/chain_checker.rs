//! `/certificates`: a chain of one's own, in the view of the Certificates tab.

mod brought;
mod form;
mod mozilla;

use crate::components::{Certificates, local_link, place};
use crate::dom::{after_paint, bring, document, focus, keep, kept, unix_time};
use crate::history::replace;
use crate::hooks::use_title;
use brought::Brought;
use form::Form;
use handshake_app::Action;
use handshake_app::chain_checker;
use handshake_app::chain_checker::{Anchor, Ask, Judged, MAX_CHAIN, MAX_FILE, MAX_ROOTS};
use handshake_app::route::Route;
use handshake_lessons::{Problem, say, word};
use mozilla::{Roots, use_mozilla_roots};
use std::collections::BTreeSet;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Of this screen.
    pub address: String,
    pub navigate: Callback<String>,
}

/// Where what was brought is kept for as long as the tab is open.
const KEYS: [&str; 2] = ["handshake-lab.chain", "handshake-lab.roots"];

/// What was found.
const FOUND: &str = "#own-result, #own-failed";

/// What a client makes of it; nothing as long as there is nothing to judge, or nothing yet to judge it by.
fn judge(shown: &Brought, ask: &Ask, mozilla: &Roots) -> Option<Result<Judged, Problem>> {
    if shown.chain.trim().is_empty() {
        return None;
    }
    let roots = match (ask.anchor, mozilla) {
        (Anchor::Mozilla, Roots::Coming) => return None,
        (Anchor::Mozilla, Roots::Missing) => return Some(Err(Problem::of("own.mozilla-missing", &[]))),
        (Anchor::Mozilla, Roots::There(roots)) => roots,
        _ => shown.roots.as_bytes(),
    };
    Some(chain_checker::judge(shown.chain.as_bytes(), roots, ask, unix_time()))
}

/// The screen.
#[component]
pub fn ChainChecker(props: &Props) -> Html {
    let Props { address, navigate } = props;
    use_title(Some(word("own.title").to_owned()));
    let (ask, told) = Ask::read(address.split_once('?').map_or("", |(_, query)| query));
    let brought = use_state(|| {
        let [chain, roots] = KEYS.map(|key| kept(key).unwrap_or_default());
        Brought { chain, roots }
    });
    let toggled = use_state(BTreeSet::<String>::new);
    let example = use_memo(ask.example, |example| example.map(chain_checker::example));
    let shown = match &*example {
        Some(chain) => Brought { chain: chain.clone(), ..Brought::default() },
        None => (*brought).clone(),
    };
    let question = Ask { certificate: None, field: None, ..ask.clone() };
    // How often somebody has asked. Each time it is judged anew, since time has gone on; and what was found comes into sight and
    // takes the focus.
    let times = use_state(|| 0_u32);
    let mozilla = use_mozilla_roots(ask.anchor == Anchor::Mozilla, *times);
    let judged = use_memo((shown.clone(), question.clone(), *times, mozilla), |(shown, ask, _, mozilla)| {
        judge(shown, ask, mozilla)
    });
    use_effect_with((*times, judged.is_some()), |(times, found)| {
        if *times > 0 && *found {
            after_paint(|| {
                bring(FOUND);
                focus(document().and_then(|document| document.document_element()), FOUND);
            });
        }
    });
    let check = {
        let (brought, asked, count) = (brought.setter(), times.setter(), use_mut_ref(|| 0));
        use_callback(navigate.clone(), move |(new, ask): (Brought, Ask), navigate| {
            *count.borrow_mut() += 1;
            asked.set(*count.borrow());
            keep(KEYS[0], &new.chain);
            keep(KEYS[1], &new.roots);
            // What is looked at is an example for as long as nobody has changed it.
            let example = ask.example.filter(|id| chain_checker::example(id) == new.chain);
            if example.is_none() {
                brought.set(new);
            }
            let ask = if example.is_none() { ask.without_example() } else { ask };
            navigate.emit(Ask { example, certificate: None, field: None, ..ask }.address());
        })
    };
    let act = looked_at(ask.clone(), toggled.clone());
    let content = html! {
        <>
            <p class="lead">{ word("own.lead") }</p>
            { for told.iter().map(|problem| html! { <p class="told-off bad" role="alert">{ problem.to_string() }</p> }) }
            <Form ask={question} brought={shown} {check} />
            if let Some(found) = &*judged { { result(found, told.is_empty(), (&ask, &toggled), act, navigate) } }
            { examples(navigate) }
            { where_from() }
        </>
    };
    html! { <div class="own">{ place(word("own.title"), content, navigate) }</div> }
}

/// What is done to a certificate that is looked at: selected, and its fields unfolded.
fn looked_at(ask: Ask, toggled: UseStateHandle<BTreeSet<String>>) -> Callback<Action> {
    Callback::from(move |action: Action| {
        let ask = ask.clone();
        let next = match action {
            Action::SelectCertificate(id) => {
                toggled.set(BTreeSet::new());
                Ask { certificate: Some(id), field: None, ..ask }
            }
            Action::SelectDer(path) => Ask { field: (ask.field.as_ref() != Some(&path)).then_some(path), ..ask },
            Action::Fold(path) => {
                let mut next = (*toggled).clone();
                if !next.remove(&path) {
                    next.insert(path);
                }
                return toggled.set(next);
            }
            _ => return,
        };
        // What was looked at is no place to come back to.
        replace(&next.address());
    })
}

/// What a client makes of the chain, or why that can't be said.
fn result(
    found: &Result<Judged, Problem>,
    address_is_right: bool,
    (ask, toggled): (&Ask, &BTreeSet<String>),
    act: Callback<Action>,
    navigate: &Callback<String>,
) -> Html {
    let judged = match found {
        Ok(judged) => judged,
        Err(_) if !address_is_right => return Html::default(),
        Err(problem) => {
            return html! {
                <p class="told-off bad" role="alert" id="own-failed" tabindex="-1">
                    <b>{ say("own.failed", &[("name", &word("own.pasted"))]) }</b>{ " " }{ problem }
                </p>
            };
        }
    };
    let (view, notice) = judged.view(ask, toggled);
    html! {
        <section class="own-chain" aria-labelledby="own-result">
            <h2 id="own-result" tabindex="-1">{ word("own.result") }</h2>
            { for judged.problems.iter().chain(&notice).map(|problem| html! { <p class="told-off bad" role="alert">{ problem }</p> }) }
            { for judged.notes.iter().map(|note| html! { <p class="told-off">{ note }</p> }) }
            <div class="own-view"><Certificates {view} {act} navigate={navigate.clone()} /></div>
        </section>
    }
}

fn examples(navigate: &Callback<String>) -> Html {
    html! {
        <nav class="where-from" aria-labelledby="own-examples">
            <h2 id="own-examples">{ word("own.examples") }</h2>
            <ul class="own-examples">{ for chain_checker::examples().iter().map(|scenario| {
                let address = Route::ChainChecker {}.with(&format!("example={}", scenario.id));
                html! { <li>{ local_link(&address, html! { { scenario.title } }, "button", navigate) }</li> }
            }) }</ul>
        </nav>
    }
}

/// How to get at the chain of a server.
fn where_from() -> Html {
    html! {
        <section class="where-from" aria-labelledby="own-where">
            <h2 id="own-where">{ word("own.where") }</h2>
            <p>{ word("own.where-openssl") }</p>
            <pre>{ "openssl s_client -connect school.example:443 -servername school.example -showcerts < /dev/null" }</pre>
            <p>{ word("own.where-browser") }</p>
            <p>{ word("own.address") }</p>
            <p>{ say("own.limits", &[("chain", &MAX_CHAIN), ("roots", &MAX_ROOTS), ("size", &(MAX_FILE >> 20))]) }</p>
        </section>
    }
}
