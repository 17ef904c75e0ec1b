//! The screens.

mod home;
mod notes;
mod open;
mod step;
mod transcript;

pub use home::Home;
pub use step::{Dialog, Step};

use yew::prelude::*;

/// True for the address of a screen that shows no run.
pub fn is_place(path: &str) -> bool {
    place(path, &Callback::noop()).is_some()
}

/// Such a screen, by the first part of its address.
pub fn place(address: &str, navigate: &Callback<String>) -> Option<Html> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let query = &address[path.len()..];
    // The run that a screen of this kind is about: `/text/tls13-full` is about `/s/tls13-full`.
    let run =
        |first: &str| format!("/s/{}{query}", path.trim_start_matches('/').trim_start_matches(first).trim_matches('/'));
    Some(match path.split('/').find(|part| !part.is_empty())? {
        "text" => html! { <transcript::Transcript address={run("text")} navigate={navigate.clone()} /> },
        "notes" => html! { <notes::Notes address={run("notes")} navigate={navigate.clone()} /> },
        "open" => html! { <open::Open address={address.to_owned()} navigate={navigate.clone()} /> },
        _ => return None,
    })
}

/// True for the address of a step of a trace that was opened.
pub fn is_recording(path: &str) -> bool {
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    parts.next() == Some("open") && parts.next().is_some()
}
