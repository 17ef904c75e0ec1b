//! Tells a learning platform how far a lesson is, by SCORM 1.2's API: an object `API` in a window around this one.

use handshake_story::lesson::progress::Progress;
use handshake_story::lessons::lesson::Lesson;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Function, Reflect};
use web_sys::window;

/// Windows are looked through so far out.
const MAX_DEPTH: usize = 8;

fn api() -> Option<JsValue> {
    let mut here: JsValue = window()?.into();
    for _ in 0..MAX_DEPTH {
        // A window of another site lets nobody look in: then there is none.
        let found = Reflect::get(&here, &"API".into()).ok()?;
        if found.is_object() {
            return Some(found);
        }
        let around = Reflect::get(&here, &"parent".into()).ok()?;
        if around == here {
            let opener = Reflect::get(&here, &"opener".into()).ok()?;
            if !opener.is_object() {
                return None;
            }
            here = opener;
        } else {
            here = around;
        }
    }
    None
}

fn call(api: &JsValue, name: &str, args: &[&str]) -> Option<String> {
    let function: Function = Reflect::get(api, &name.into()).ok()?.dyn_into().ok()?;
    let args: Array = args.iter().map(|arg| JsValue::from_str(arg)).collect();
    Reflect::apply(&function, api, &args).ok()?.as_string()
}

/// Begins, if a platform is there; returns where the person was.
pub fn begin() -> Option<String> {
    let api = api()?;
    call(&api, "LMSInitialize", &[""]);
    if call(&api, "LMSGetValue", &["cmi.core.lesson_status"]).is_none_or(|status| status == "not attempted") {
        call(&api, "LMSSetValue", &["cmi.core.lesson_status", "incomplete"]);
        call(&api, "LMSCommit", &[""]);
    }
    call(&api, "LMSGetValue", &["cmi.core.lesson_location"]).filter(|place| place.starts_with("/l/"))
}

/// Tells status, score and place.
pub fn tell(progress: &Progress, lesson: &Lesson) {
    let Some(api) = api() else { return };
    let standing = progress.standing(lesson);
    let last = progress.of(lesson).map_or(1, |record| record.last);
    let values = [
        ("cmi.core.lesson_location", format!("/l/{}/{last}", lesson.id)),
        ("cmi.core.score.min", "0".to_owned()),
        ("cmi.core.score.max", "100".to_owned()),
        ("cmi.core.score.raw", standing.score.to_string()),
        ("cmi.core.lesson_status", if standing.done { "completed" } else { "incomplete" }.to_owned()),
    ];
    for (name, value) in values {
        call(&api, "LMSSetValue", &[name, &value]);
    }
    call(&api, "LMSCommit", &[""]);
}

/// Ends, when the page goes away.
pub fn end() {
    if let Some(api) = api() {
        call(&api, "LMSFinish", &[""]);
    }
}
