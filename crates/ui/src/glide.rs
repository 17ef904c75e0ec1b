//! Scrolling that is seen: a pane glides to a place instead of being there at once.

use crate::dom::window;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlElement;

/// How long it takes, in milliseconds.
const LONG: f64 = 240.0;

thread_local! {
    /// The number of the glide that is under way, and where it leads.
    static UNDER_WAY: Cell<Option<(u32, f64)>> = const { Cell::new(None) };
    static COUNTED: Cell<u32> = const { Cell::new(0) };
}

/// True while a pane glides.
pub fn is_gliding() -> bool {
    UNDER_WAY.get().is_some()
}

/// Scrolls a pane to a place; another glide ends the one before.
pub fn glide(pane: &HtmlElement, top: f64) {
    let from = f64::from(pane.scroll_top());
    let top = top.clamp(0.0, f64::from((pane.scroll_height() - pane.client_height()).max(0)));
    if UNDER_WAY.get().is_some_and(|(_, to)| (to - top).abs() < 2.0) {
        return;
    }
    if (top - from).abs() < 2.0 {
        UNDER_WAY.set(None);
        return;
    }
    let number = COUNTED.get().wrapping_add(1);
    COUNTED.set(number);
    UNDER_WAY.set(Some((number, top)));
    step(pane.clone(), number, from, top, None);
}

fn step(pane: HtmlElement, number: u32, from: f64, to: f64, began: Option<f64>) {
    let Some(window) = window() else { return };
    let frame = Closure::once_into_js(move |now: f64| {
        if UNDER_WAY.get().is_none_or(|(current, _)| current != number) {
            return;
        }
        let began = began.unwrap_or(now);
        let way = ((now - began) / LONG).clamp(0.0, 1.0);
        let eased = way * way * (3.0 - 2.0 * way);
        pane.set_scroll_top((from + (to - from) * eased).round() as i32);
        if way >= 1.0 {
            UNDER_WAY.set(None);
            return;
        }
        step(pane, number, from, to, Some(began));
    });
    let _ = window.request_animation_frame(frame.unchecked_ref());
}
