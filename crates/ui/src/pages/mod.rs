//! The screens.

mod attacks;
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
mod teaching;
mod transcript;
mod versions;

pub use step::Step;

use handshake_app::route::{Route, asked, split};
use handshake_app::suite_name::KINDS;
use yew::prelude::*;

/// The screen of a route that shows no run of settings; `None` of one that does.
pub fn screen(route: &Route, address: &str, navigate: &Callback<String>) -> Option<Html> {
    let (_, query) = split(address);
    let (address, navigate) = (address.to_owned(), navigate.clone());
    let asked = |name: &str| asked(query, name);
    // The run that a screen is about: `/text/tls13-full` is about `/s/tls13-full`.
    let run = |scenario: &Option<String>, step: &Option<String>| {
        Route::Scenario { scenario: scenario.clone(), step: step.clone() }.with(query)
    };
    Some(match route.clone() {
        Route::Scenario { .. } | Route::ShortCode { .. } => return None,
        Route::Home {} => html! { <home::Home {navigate} /> },
        Route::Recording { .. } => html! { <open::Open {address} {navigate} /> },
        Route::Live { .. } => html! { <live::Live {address} {navigate} /> },
        Route::Compare { scenario: None, .. } if query.is_empty() => compare::ask(&navigate),
        Route::Compare { .. } => html! { <compare::Compare {address} {navigate} /> },
        Route::Transcript { scenario, step } => {
            html! { <transcript::Transcript address={run(&scenario, &step)} {navigate} /> }
        }
        Route::Notes { scenario, step } => html! { <notes::Notes address={run(&scenario, &step)} {navigate} /> },
        Route::Lesson { .. } => html! { <lesson::Lesson {address} {navigate} /> },
        Route::Glossary { term } => html! { <glossary::Glossary {term} {navigate} /> },
        Route::Teach { lesson } => {
            html! { <teach::Teach {lesson} seed={asked("seed")} part={asked("part")} {navigate} /> }
        }
        Route::Class { code } => html! { <class::Class {code} {navigate} /> },
        Route::Progress {} => html! { <progress::Progress {navigate} /> },
        Route::Certificate {} => html! { <progress::Certificate {navigate} /> },
        Route::ChainChecker {} => html! { <chain_checker::ChainChecker {address} {navigate} /> },
        Route::Versions {} => html! { <versions::Versions {navigate} /> },
        Route::Attacks { .. } => html! { <attacks::Attacks {address} {navigate} /> },
        Route::Cost {} => html! { <cost::CostPage {navigate} /> },
        Route::Suite { name } => {
            let pick = |kind: &&str| Some(((*kind).to_owned(), asked(kind)?));
            let chosen: Vec<(String, String)> = KINDS.iter().filter_map(pick).collect();
            html! { <suite::Suite name={name.unwrap_or_default()} {chosen} {navigate} /> }
        }
    })
}
