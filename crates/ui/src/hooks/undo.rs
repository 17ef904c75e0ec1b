//! Undo and redo by keys.

use crate::dom::{dialog_is_open, document};
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

/// What can be taken back.
#[derive(Clone, Default, PartialEq)]
pub struct Undo {
    /// Whether there is something to undo, and to redo.
    pub can: (bool, bool),
    /// Undoes (false) or does again (true).
    pub act: Callback<bool>,
}

/// Listens for Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y on the whole page. Who types undoes letters.
#[hook]
pub fn use_undo_keys(act: Callback<bool>) {
    use_effect_with(act, |act| {
        let act = act.clone();
        let pressed = move |event: &Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let typing = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|target| {
                target.closest("input:not(.scrub):not([type=checkbox]), textarea").ok().flatten().is_some()
            });
            if typing || dialog_is_open() || event.alt_key() || !(event.ctrl_key() || event.meta_key()) {
                return;
            }
            let again = match (event.key().as_str(), event.shift_key()) {
                ("z" | "Z", shift) => shift,
                ("y" | "Y", false) => true,
                _ => return,
            };
            event.prevent_default();
            act.emit(again);
        };
        let options = EventListenerOptions::enable_prevent_default();
        let listener =
            document().map(|document| EventListener::new_with_options(&document, "keydown", options, pressed));
        move || drop(listener)
    });
}
