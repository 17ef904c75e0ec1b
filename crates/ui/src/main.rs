//! The page: draws what `app` and `player` say, and tells them what the person does.
#![forbid(unsafe_code)]

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

use wasm_bindgen::prelude::wasm_bindgen;

/// SHA-256 of the JSON trace of the run that an address opens, in hex: to compare with what `handshake trace` prints.
#[wasm_bindgen]
pub fn trace_sha256(address: &str) -> String {
    handshake_app::Story::open(address).fingerprint().sha256
}

fn main() {
    language::begin();
    history::begin();
    if let Some(window) = web_sys::window() {
        gloo_events::EventListener::once(&window, "pagehide", |_| scorm::end()).forget();
    }
    yew::Renderer::<app::App>::new().render();
}
