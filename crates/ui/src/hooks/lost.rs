//! Focus that is not lost.

use crate::dom::{after_paint, document, focus_first};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// Where the focus goes when what had it is gone: to what is selected in the tab shown, else to the tab itself.
const PLACES: [&str; 4] = [
    "#tabpanel [role=treeitem][aria-selected=true]",
    "#tabpanel .node[data-node][aria-pressed=true]",
    "[role=tab][aria-selected=true]",
    "#inspector",
];

/// How many frames are waited for at most.
const FRAMES: usize = 10;

/// A link or button that is gone after it was used takes the focus with it; who uses keys would begin at the top again. So
/// it moves on to where the link led. `changed` is what a use can change.
#[hook]
pub fn use_kept_focus<T: PartialEq + 'static>(changed: T) {
    let last = use_mut_ref(|| None::<Element>);
    {
        let last = last.clone();
        use_effect_with((), move |()| {
            let listener = document().map(|document| {
                EventListener::new(&document, "focusin", move |event| {
                    *last.borrow_mut() = event.target().and_then(|target| target.dyn_into().ok());
                })
            });
            move || drop(listener)
        });
    }
    use_effect_with(changed, move |_| {
        drawn(FRAMES, move || {
            let nobody = document()
                .is_some_and(|document| document.active_element().is_none_or(|active| active.tag_name() == "BODY"));
            if nobody && last.borrow().as_ref().is_some_and(is_gone) {
                focus_first(&PLACES);
            }
        });
    });
}

/// Moves the focus to what is selected in the tab shown, once it is drawn: for a link in a dialog that closes.
pub fn land() {
    drawn(FRAMES, || focus_first(&PLACES));
}

/// It is not there any more, or nobody can use it any more.
fn is_gone(element: &Element) -> bool {
    !element.is_connected() || element.matches(":disabled").unwrap_or_default()
}

/// The inspector is drawn a frame after the rest, and tells how long it is not.
fn drawn(frames: usize, then: impl FnOnce() + 'static) {
    after_paint(move || {
        after_paint(move || {
            let waits = document()
                .is_some_and(|document| document.query_selector("dialog, [aria-busy=true]").ok().flatten().is_some());
            if waits && frames > 0 { drawn(frames - 1, then) } else { then() }
        });
    });
}
