//! A page that was drawn ahead is drawn anew by the program, in one frame: what the reader did to it by then stays.

use crate::dom::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is scrolled by itself in a page.
const PANES: &str = ".stage, .inspector, .words, main";

/// What the reader did.
#[derive(Debug, Default)]
pub struct Before {
    ahead: bool,
    top: f64,
    /// The panes that were scrolled: which of them, and how far.
    panes: Vec<(u32, i32)>,
    /// What had the focus: a link, by where it leads, or what has a name.
    focused: Option<String>,
}

impl Before {
    /// As it is now.
    pub fn here() -> Before {
        let Some(document) = document() else { return Before::default() };
        let root = document.document_element();
        let ahead = root.is_some_and(|root| root.has_attribute("data-ahead"));
        if !ahead {
            return Before::default();
        }
        let panes = document.query_selector_all(PANES).ok();
        let panes = (0..panes.as_ref().map_or(0, |panes| panes.length()))
            .filter_map(|at| Some((at, panes.as_ref()?.get(at)?.dyn_into::<Element>().ok()?.scroll_top())))
            .filter(|(_, top)| *top > 0)
            .collect();
        let top = window().and_then(|window| window.scroll_y().ok()).unwrap_or_default();
        Before { ahead, top, panes, focused: document.active_element().as_ref().and_then(selector) }
    }

    /// After the program has drawn the page.
    pub fn put_back(&self) {
        if !self.ahead {
            return;
        }
        let (Some(window), Some(document)) = (window(), document()) else { return };
        if self.top > 0.0 {
            window.scroll_to_with_x_and_y(0.0, self.top);
        }
        let panes = document.query_selector_all(PANES).ok();
        for (at, top) in &self.panes {
            let pane = panes.as_ref().and_then(|panes| panes.get(*at)?.dyn_into::<Element>().ok());
            pane.into_iter().for_each(|pane| pane.set_scroll_top(*top));
        }
        let focused = self.focused.as_deref().and_then(|selector| document.query_selector(selector).ok()?);
        if let Some(Ok(element)) = focused.map(JsCast::dyn_into::<HtmlElement>) {
            let _ = element.focus();
        }
    }
}

/// What finds an element again.
fn selector(element: &Element) -> Option<String> {
    ["id", "href", "data-step", "aria-label"].into_iter().find_map(|name| {
        let value = element.get_attribute(name)?;
        let plain = !value.is_empty() && !value.contains(['"', '\\']);
        plain.then(|| format!("{}[{name}=\"{value}\"]", element.tag_name().to_lowercase()))
    })
}
