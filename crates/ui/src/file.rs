//! Files of the page that come when they are asked for: what few need is in no first visit.

use crate::dom::window;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::futures::JsFuture;
use web_sys::js_sys::{Function, Promise, Reflect, Uint8Array};

/// A file by its name; `None` if it did not arrive. www/begin.js knows where it is.
pub async fn file(name: &'static str) -> Option<Vec<u8>> {
    let window = window()?;
    let fetch: Function = Reflect::get(&window, &"handshakeFile".into()).ok()?.dyn_into().ok()?;
    let coming: Promise = fetch.call1(&JsValue::NULL, &name.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(coming).await.ok().map(|bytes| Uint8Array::new(&bytes).to_vec())
}
