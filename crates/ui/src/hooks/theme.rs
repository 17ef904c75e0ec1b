//! Light, dark, or what the system wants.

use crate::dom::{set_root_attribute, store, stored};
use handshake_lessons::word;
use yew::prelude::*;

const KEY: &str = "handshake-lab.theme";

/// A theme.
#[derive(Clone, Copy, PartialEq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    /// What the person reads.
    pub fn label(self) -> &'static str {
        match self {
            Theme::System => word("theme.colours-as-the-system"),
            Theme::Light => word("theme.colours-light"),
            Theme::Dark => word("theme.colours-dark"),
        }
    }

    /// The next one in the round.
    pub fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }

    fn id(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

/// The theme in force, and how to change it. The choice stays on the device.
#[hook]
pub fn use_theme() -> (Theme, Callback<Theme>) {
    let theme = use_state(|| match stored(KEY).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    });
    use_effect_with(*theme, |theme| set_root_attribute("data-theme", theme.id()));
    let set = {
        let theme = theme.clone();
        Callback::from(move |next: Theme| {
            store(KEY, next.id().unwrap_or("system"));
            theme.set(next);
        })
    };
    (*theme, set)
}
