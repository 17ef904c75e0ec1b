//! The keys of the step view.

use crate::dom::{dialog_is_open, document, store, stored};
use gloo_events::{EventListener, EventListenerOptions};
use handshake_app::Action;
use handshake_app::options::Tab;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

const CHARACTERS: &str = "handshake-lab.characters";

/// Whether keys that are a single character (1, V, ?) do something: who speaks to the computer, or hits keys by mistake,
/// can turn them off. The choice stays on the device.
pub fn characters_on() -> bool {
    stored(CHARACTERS).as_deref() != Some("off")
}

/// Turns them on or off.
pub fn set_characters(on: bool) {
    store(CHARACTERS, if on { "on" } else { "off" });
}

/// What keys do.
#[derive(Clone, PartialEq)]
pub struct Shortcuts {
    pub act: Callback<Action>,
    pub toggle_play: Callback<()>,
    pub help: Callback<()>,
    pub find: Callback<()>,
    pub black: Callback<()>,
    pub laser: Callback<()>,
    /// A class looks on.
    pub presenting: bool,
    /// The screen is black.
    pub blackened: bool,
}

/// Listens for keys on the whole page.
#[hook]
pub fn use_shortcuts(shortcuts: Shortcuts) {
    // The listener stays; what it calls is renewed at every drawing.
    let latest = use_mut_ref(|| shortcuts.clone());
    *latest.borrow_mut() = shortcuts;
    use_effect_with((), move |()| {
        let listener = document().map(|document| {
            EventListener::new_with_options(
                &document,
                "keydown",
                EventListenerOptions::enable_prevent_default(),
                move |event| {
                    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                        let shortcuts = latest.borrow().clone();
                        pressed(&shortcuts, event);
                    }
                },
            )
        });
        move || drop(listener)
    });
}

/// Listens for keys on a page that has only a few; what is used is used up.
#[hook]
pub fn use_keys(pressed: impl Fn(&str) -> Option<()> + 'static) {
    let latest = use_mut_ref(|| None::<Box<dyn Fn(&str) -> Option<()>>>);
    *latest.borrow_mut() = Some(Box::new(pressed));
    use_effect_with((), move |()| {
        let listener = document().map(|document| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&document, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let button = target.is_some_and(|target| target.closest("button, a").ok().flatten().is_some());
                let other = event.ctrl_key() || event.meta_key() || event.alt_key() || (button && event.key() == " ");
                if dialog_is_open() || other {
                    return;
                }
                if let Some(()) = latest.borrow().as_ref().and_then(|pressed| pressed(&event.key())) {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
}

fn pressed(shortcuts: &Shortcuts, event: &KeyboardEvent) {
    if dialog_is_open() || event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within = |selector: &str| target.as_ref().is_some_and(|t| t.closest(selector).ok().flatten().is_some());
    // Who types is left alone; lists, trees and tabs move within themselves by the same keys.
    let typing = within("input:not([type=range]), select, textarea");
    let moving = || within("[role=tree], [role=tablist], [role=radiogroup], .keys-drawing, [type=range]");
    let act = |action| shortcuts.act.emit(action);
    match event.key().as_str() {
        _ if typing => return,
        // Any key shows the page again; one that would step does not step unseen.
        "Shift" | "Tab" if shortcuts.blackened => return,
        _ if shortcuts.blackened => shortcuts.black.emit(()),
        // Remote controls for slides: F5 begins (and must not load the page again while a class looks on), a full stop
        // makes it black.
        "F5" if shortcuts.presenting => {}
        "Escape" if shortcuts.presenting => act(Action::Present),
        "ArrowRight" | "ArrowLeft" | "Home" | "End" if moving() => return,
        " " if within("button, a, summary, [role=treeitem], [role=button]") => return,
        "ArrowRight" | "PageDown" => act(Action::Next),
        "ArrowLeft" | "PageUp" => act(Action::Previous),
        "Home" => act(Action::First),
        "End" => act(Action::Last),
        " " => shortcuts.toggle_play.emit(()),
        "v" | "V" | "f" | "F" | "p" | "P" | "b" | "B" | "l" | "L" | "." | "?" if !characters_on() => return,
        "." if shortcuts.presenting => shortcuts.black.emit(()),
        "l" | "L" if shortcuts.presenting => shortcuts.laser.emit(()),
        // Held, it would go round and round, and fill the history.
        "v" | "V" if event.repeat() => return,
        "v" | "V" => act(Action::NextView),
        "f" | "F" => shortcuts.find.emit(()),
        "p" | "P" => act(Action::Present),
        "b" | "B" => shortcuts.black.emit(()),
        "?" => shortcuts.help.emit(()),
        "Escape" => act(Action::Deselect),
        key => match Tab::of_key(key).filter(|_| characters_on()) {
            Some(tab) => act(Action::Tab(tab)),
            None => return,
        },
    }
    event.prevent_default();
}
