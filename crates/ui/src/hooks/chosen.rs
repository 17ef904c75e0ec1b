//! Selects that show what is chosen.

use crate::dom::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

/// Once somebody has chosen in a select, the browser does not look at `selected` any more; but Back and Undo change it. So
/// after each drawing these selects are set to the option that is marked.
#[hook]
pub fn use_chosen(selector: &'static str) {
    use_effect(move || {
        let Some(Ok(selects)) = document().map(|document| document.query_selector_all(selector)) else { return };
        for select in (0..selects.length()).filter_map(|at| selects.get(at)?.dyn_into::<HtmlSelectElement>().ok()) {
            let Ok(options) = select.query_selector_all("option") else { continue };
            let is_marked = |at: &u32| {
                let option = options.get(*at).and_then(|option| option.dyn_into::<Element>().ok());
                option.is_some_and(|option| option.has_attribute("selected"))
            };
            let marked = (0..options.length()).find(is_marked).and_then(|at| i32::try_from(at).ok());
            if let Some(marked) = marked.filter(|marked| *marked != select.selected_index()) {
                select.set_selected_index(marked);
            }
        }
    });
}
