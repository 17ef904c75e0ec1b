//! The steps of a lesson as a line of dots: one stop of the tab key, in which arrows move.

use crate::components::local_link_at;
use crate::dom::focus;
use handshake_app::view::{LessonDot, LessonPage};
use handshake_lessons::word;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

/// The line; a step's name is shown at the dot that has the focus.
pub fn dots(page: &LessonPage, answered: &[usize], navigate: &Callback<String>) -> Html {
    let dot = |dot: &LessonDot| {
        let now = dot.number == page.number;
        let class = classes!(
            now.then_some("now"),
            dot.asks.then_some("asks"),
            (dot.number < page.number).then_some("past"),
            answered.contains(&dot.number).then_some("answered")
        );
        let said = if dot.asks { format!("{} ({})", dot.title, word("asks")) } else { dot.title.to_owned() };
        let text = html! { <><i></i><span class="visually-hidden">{ format!("{}. {said}", dot.number) }</span></> };
        html! {
            <li {class} data-number={dot.number.to_string()} title={said}>
                { local_link_at(&dot.href, text, "", Some(now), navigate) }
            </li>
        }
    };
    let onkeydown = rove(page.dots.len());
    // Where the focus is, is where Tab leaves from; once it has left, the step shown is where it comes back to.
    let onfocusin = Callback::from(|event: FocusEvent| stop(&event, ":focus"));
    let onfocusout = Callback::from(|event: FocusEvent| stop(&event, "[aria-current]"));
    html! {
        <nav class="lesson-dots" aria-label={word("steps")} {onkeydown} {onfocusin} {onfocusout}><ol>{ for page.dots.iter().map(dot) }</ol></nav>
    }
}

/// Makes one link of the line its stop of the tab key.
fn stop(event: &FocusEvent, which: &str) {
    let dot = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    // Not the event's current target: that is the page's root, where all events are heard.
    let line = dot.and_then(|dot| dot.closest(".lesson-dots").ok().flatten());
    let Some(links) = line.and_then(|line| line.query_selector_all("a").ok()) else { return };
    for link in (0..links.length()).filter_map(|at| links.get(at)?.dyn_into::<Element>().ok()) {
        let is_stop = link.matches(which).unwrap_or_default();
        let _ = link.set_attribute("tabindex", if is_stop { "0" } else { "-1" });
    }
}

/// Arrows, Home and End move the focus; only Enter goes there.
fn rove(count: usize) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let element =
            |target: Option<web_sys::EventTarget>| target.and_then(|target| target.dyn_into::<Element>().ok());
        let dot = element(event.target()).and_then(|target| target.closest("[data-number]").ok()?);
        let Some(at) = dot.and_then(|dot| dot.get_attribute("data-number")?.parse::<usize>().ok()) else { return };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (at + 1).min(count),
            "ArrowLeft" | "ArrowUp" => at.saturating_sub(1).max(1),
            "Home" => 1,
            "End" => count,
            _ => return,
        };
        // The page's own arrows would leave the step.
        event.prevent_default();
        focus(element(event.current_target()), &format!("[data-number='{to}'] a"));
    })
}
