//! The name of the browser's tab, and of the entries in its history.

use crate::dom::{after_paint, document};
use yew::prelude::*;

/// Puts what is shown before the name of the page.
#[hook]
pub fn use_title(shown: Option<String>) {
    #[cfg(not(target_arch = "wasm32"))]
    crate::without_browser::titled(shown.as_deref());
    use_effect_with(shown, |shown| {
        let before = shown.as_ref().map(|shown| format!("{shown} · ")).unwrap_or_default();
        after_paint(move || {
            if let Some(document) = document() {
                document.set_title(&format!("{before}Handshake Lab"));
            }
        });
    });
}
