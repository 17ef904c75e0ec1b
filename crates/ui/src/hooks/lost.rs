//! Focus that is not lost.

use crate::dom::{after_paint, document, focus_first};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::prelude::*;

/// Where the focus goes when what had it is gone: to what is selected in the tab shown, else to all that the tab shows (not
/// to the tab's name: arrows would no longer step but go from tab to tab).
const PLACES: [&str; 4] = [
    "#tabpanel [role=treeitem][aria-selected=true]",
    "#tabpanel .node[data-node][aria-pressed=true]",
    "#tabpanel",
    "#inspector",
];

/// How many frames are waited for at most.
const FRAMES: usize = 10;

/// What can have the focus.
const FOCUSABLE: &str = "a, button, input, select, textarea, summary, [tabindex]";
/// What is selected there is of the step shown, and arrows move in it.
const OF_THE_STEP: &str = "[role=treeitem], .node";

/// A link or button that is gone after it was used takes the focus with it; a keyboard user would begin at the top again. So
/// it moves on to where the link led; and to the explanation, if it is gone because another step is shown, so that arrows
/// go on stepping. `changed` is what a use can change, `place` the step.
#[hook]
pub fn use_kept_focus<T: PartialEq + 'static, P: Clone + PartialEq + 'static>(changed: T, place: P) {
    let last = use_mut_ref(|| None::<Element>);
    let shown = use_mut_ref(|| place.clone());
    {
        let last = last.clone();
        use_effect_with((), move |()| {
            let listener = document().map(|document| {
                let target = |event: &Event| event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let had = last.clone();
                let came = EventListener::new(&document, "focusin", move |event| *had.borrow_mut() = target(event));
                // Who presses where nothing takes the focus has let it go.
                let left = EventListener::new(&document, "pointerdown", move |event| {
                    if target(event).is_some_and(|at| at.closest(FOCUSABLE).ok().flatten().is_none()) {
                        *last.borrow_mut() = None;
                    }
                });
                (came, left)
            });
            move || drop(listener)
        });
    }
    use_effect_with(changed, move |_| {
        let stepped = shown.replace(place.clone()) != place;
        drawn(FRAMES, move || {
            let nobody = document()
                .is_some_and(|document| document.active_element().is_none_or(|active| active.tag_name() == "BODY"));
            let Some(last) = last.borrow().clone().filter(|last| nobody && is_gone(last)) else { return };
            match stepped && last.matches(OF_THE_STEP).unwrap_or_default() {
                true => focus_first(&["#inspector"]),
                false => focus_first(&PLACES),
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
