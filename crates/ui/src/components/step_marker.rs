//! The frame around the step shown. It answers first: it is moved by hand, to where the next drawing will be, before anything
//! is drawn; so a key is answered within a frame on a slow device, too. It lies on top of the rows and does nothing but move,
//! which takes the browser neither layout nor painting.

use crate::dom::{document, moves, reveal_in, window, zoom};
use crate::glide::glide;
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};
use yew::prelude::*;

/// What is drawn of it; all else is done by [`ahead`] and [`drawn`].
pub fn frame() -> Html {
    html! { <span class="step-marker" aria-hidden="true"></span> }
}

/// Goes to a step that is yet to be drawn; until then the stage is busy.
pub fn ahead(step: usize) {
    if let Some(pane) = stage() {
        go(&pane, step);
        let _ = pane.set_attribute("aria-busy", "true");
    }
}

/// Goes to the step that is drawn. If it is there already, the stage is left where the person has scrolled it.
pub fn drawn(step: usize) {
    if let Some(pane) = stage() {
        match here(&pane) == Some(step) && !pane.has_attribute("aria-busy") {
            true => stay(&pane),
            false => go(&pane, step),
        }
        let _ = pane.remove_attribute("aria-busy");
    }
}

/// Keeps it where its row is, until what is returned is dropped.
pub fn follow(pane: &HtmlElement) -> Follow {
    let changed = {
        let pane = pane.clone();
        Closure::new(move || stay(&pane))
    };
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
    if let (Some(observer), Ok(Some(ladder))) = (&observer, pane.query_selector(".ladder")) {
        observer.observe(&ladder);
    }
    let turned = {
        let pane = pane.clone();
        // A phone that is turned shows another part of the stage.
        window().map(|window| {
            EventListener::new(&window, "resize", move |_| {
                if let Some(step) = here(&pane) {
                    go(&pane, step);
                }
            })
        })
    };
    Follow { observer, _changed: changed, _turned: turned }
}

/// What follows the rows when they are laid out anew.
pub struct Follow {
    observer: Option<ResizeObserver>,
    _changed: Closure<dyn FnMut()>,
    _turned: Option<EventListener>,
}

impl Drop for Follow {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

fn stage() -> Option<HtmlElement> {
    document()?.query_selector(".stage").ok()??.dyn_into().ok()
}

fn frame_in(pane: &Element) -> Option<HtmlElement> {
    pane.query_selector(".step-marker").ok()??.dyn_into().ok()
}

/// The step that it is at.
fn here(pane: &Element) -> Option<usize> {
    frame_in(pane)?.get_attribute("data-at")?.parse().ok()
}

/// Moves it, and brings the row into sight. Nothing is changed before all is measured and scrolled: the browser would have to
/// lay out the change at once.
fn go(pane: &HtmlElement, step: usize) {
    let Some(row) = row(pane, step) else { return };
    let place = place(pane, &row);
    // From one step to another it glides; where a page opens, it is.
    reveal_in(pane, &row, |top| match here(pane).is_some() && moves() {
        true => glide(pane, f64::from(top)),
        false => pane.set_scroll_top(top),
    });
    lay(pane, step, place);
}

/// Stays with its row.
fn stay(pane: &HtmlElement) {
    if let Some((step, row)) = here(pane).and_then(|step| Some((step, row(pane, step)?))) {
        lay(pane, step, place(pane, &row));
    }
}

fn row(pane: &Element, step: usize) -> Option<Element> {
    pane.query_selector(&format!(".row[data-step='{step}']")).ok()?
}

/// Where a row begins in the pane, below the names of phase and round trip that stand above it, and how high it is.
fn place(pane: &HtmlElement, row: &Element) -> (f64, f64) {
    let (outer, inner) = (pane.get_bounding_client_rect(), row.get_bounding_client_rect());
    let above = [".phase", ".trip"].into_iter().filter_map(|name| row.query_selector(name).ok()?);
    let top = above.map(|above| above.get_bounding_client_rect().bottom()).fold(inner.top(), f64::max);
    let zoom = zoom(pane, outer.height());
    ((top - outer.top()) / zoom + f64::from(pane.scroll_top()), (inner.bottom() - top) / zoom)
}

fn lay(pane: &HtmlElement, step: usize, (top, height): (f64, f64)) {
    let Some(frame) = frame_in(pane) else { return };
    let style = frame.style();
    let _ = style.set_property("transform", &format!("translateY({}px)", top.round()));
    let _ = style.set_property("block-size", &format!("{}px", height.round()));
    let _ = frame.set_attribute("data-at", &step.to_string());
}
