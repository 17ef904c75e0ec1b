//! The screens.

mod home;
mod step;

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
    // Not one yet: each is a line here and a file beside this one.
    let _ = (path.split('/').find(|part| !part.is_empty())?, navigate);
    None
}
