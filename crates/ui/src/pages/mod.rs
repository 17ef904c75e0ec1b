//! The screens.

mod chain_checker;
mod class;
mod compare;
mod cost;
mod glossary;
mod home;
mod lesson;
mod live;
mod notes;
mod open;
mod progress;
mod step;
mod suite;
mod teach;
mod transcript;
mod versions;

pub use home::Home;
pub use step::Step;

use yew::prelude::*;

/// True for the address of a screen that shows no run.
pub fn is_place(path: &str) -> bool {
    place(path, &Callback::noop()).is_some()
}

/// Such a screen, by the first part of its address.
pub fn place(address: &str, navigate: &Callback<String>) -> Option<Html> {
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned);
    let asked = |name: &str| handshake_app::address::asked(query, name);
    // The run that a screen of this kind is about: `/text/tls13-full` is about `/s/tls13-full`.
    let run = |first: &str| {
        let path = path.trim_start_matches('/').trim_start_matches(first).trim_matches('/');
        format!("/s/{path}?{query}")
    };
    let navigate = navigate.clone();
    Some(match (parts.next()?.as_str(), parts.next()) {
        ("l", _) => html! { <lesson::Lesson address={address.to_owned()} {navigate} /> },
        ("glossary", term) => html! { <glossary::Glossary {term} {navigate} /> },
        ("teach", lesson) => html! { <teach::Teach {lesson} seed={asked("seed")} part={asked("part")} {navigate} /> },
        ("class", code) => html! { <class::Class {code} {navigate} /> },
        ("progress", _) => html! { <progress::Progress {navigate} /> },
        ("certificate", _) => html! { <progress::Certificate {navigate} /> },
        ("compare", _) => html! { <compare::Compare address={address.to_owned()} {navigate} /> },
        ("text", _) => html! { <transcript::Transcript address={run("text")} {navigate} /> },
        ("notes", _) => html! { <notes::Notes address={run("notes")} {navigate} /> },
        ("live", _) => html! { <live::Live address={address.to_owned()} {navigate} /> },
        ("open", _) => html! { <open::Open address={address.to_owned()} {navigate} /> },
        ("certificates", _) => html! { <chain_checker::ChainChecker address={address.to_owned()} {navigate} /> },
        ("versions", _) => html! { <versions::Versions {navigate} /> },
        ("cost", _) => html! { <cost::CostPage {navigate} /> },
        ("suite", name) => {
            let kinds = ["exchange", "auth", "cipher", "hash"];
            let chosen: Vec<(String, String)> =
                kinds.iter().filter_map(|kind| Some(((*kind).to_owned(), asked(kind)?))).collect();
            html! { <suite::Suite name={name.unwrap_or_default()} {chosen} {navigate} /> }
        }
        _ => return None,
    })
}

/// True for the address of a step of a trace that was opened.
pub fn is_recording(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    parts.next() == Some("open") && parts.next().is_some()
}
