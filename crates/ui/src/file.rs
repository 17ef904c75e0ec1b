//! Files of the page that come when they are asked for: what few need is in no first visit.

use crate::dom::window;
use handshake_lessons::{file_name, language, lessons, read_texts};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::futures::JsFuture;
use web_sys::js_sys::{Function, Promise, Reflect, Uint8Array};

/// A file by its name; `None` if it did not arrive. www/begin.js knows where it is.
pub async fn file(name: &'static str) -> Option<Vec<u8>> {
    arrived(name).await.ok()
}

/// The texts in the language in force, if the program has none of its own. Without them nothing is drawn: what the page says
/// before there is a program says then what is missing.
pub async fn texts() -> bool {
    if !lessons().is_empty() {
        return true;
    }
    let name = file_name(language());
    let problem = match arrived(name).await.map(|bytes| read_texts(language(), bytes)) {
        Ok(Ok(())) => return true,
        Ok(Err(_)) => JsValue::NULL,
        Err(problem) => problem,
    };
    let of_problem = |key: &str| Reflect::get(&problem, &key.into()).ok().filter(JsValue::is_string);
    let (why, file) = (of_problem("why"), of_problem("file"));
    if let Some(told) = of_page("handshakeFailed") {
        let _ = told.call2(&JsValue::NULL, &why.unwrap_or("broken".into()), &file.unwrap_or(name.into()));
    }
    false
}

async fn arrived(name: &'static str) -> Result<Vec<u8>, JsValue> {
    let fetch = of_page("handshakeFile").ok_or(JsValue::NULL)?;
    let coming: Promise = fetch.call1(&JsValue::NULL, &name.into())?.dyn_into()?;
    Ok(Uint8Array::new(&JsFuture::from(coming).await?).to_vec())
}

/// A function of www/begin.js.
fn of_page(name: &str) -> Option<Function> {
    Reflect::get(&*window()?, &name.into()).ok()?.dyn_into().ok()
}
