//! The page: draws what `app` and `player` say, and tells them what the person does.
#![forbid(unsafe_code)]

#[cfg(not(target_arch = "wasm32"))]
pub mod ahead;
mod app;
mod bridge_socket;
mod channel;
mod clock;
mod components;
mod dom;
mod file;
mod glide;
mod history;
mod hooks;
mod language;
mod pages;
mod recent_trace;
mod scorm;
mod takeover;
#[cfg(not(target_arch = "wasm32"))]
mod without_browser;

use wasm_bindgen::prelude::wasm_bindgen;

/// SHA-256 of the JSON trace of the run that an address opens, in hex: to compare with what `handshake trace` prints.
#[wasm_bindgen]
pub fn trace_sha256(address: &str) -> String {
    handshake_app::Story::open(address).fingerprint().sha256
}

/// Starts the page, in a browser.
pub fn start() {
    language::begin();
    history::begin();
    if let Some(window) = dom::window() {
        gloo_events::EventListener::once(&window, "pagehide", |_| scorm::end()).forget();
    }
    web_sys::js_sys::futures::spawn_local(async {
        if !file::texts().await {
            return;
        }
        let before = takeover::Before::here();
        yew::Renderer::<app::App>::new().render();
        dom::set_root_attribute("data-ahead", None);
        web_sys::js_sys::futures::spawn_local(async move {
            // Before the frame is drawn; and after it, for what is laid out only then.
            before.put_back();
            dom::after_paint(move || before.put_back());
        });
    });
}
