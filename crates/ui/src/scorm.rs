//! Tells a learning platform how far a lesson is, by SCORM 1.2's API: an object `API` in a window around this one.

use crate::dom::window;
use handshake_app::route::Route;
use handshake_lessons::lesson::Lesson;
use handshake_player::lesson::progress::{Progress, Standing};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Function, Reflect};

/// Windows are looked through so far out.
const MAX_DEPTH: usize = 8;
/// Longest `cmi.suspend_data` (CMIString4096).
const MAX_KEPT: usize = 4096;

/// What a platform keeps for one student and one lesson.
struct Kept {
    progress: Progress,
    /// It has counted the lesson as passed, here or on another device.
    completed: bool,
}

thread_local! {
    /// Where a platform is, progress is kept by it alone: the device may be another student's next.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

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
    let status = call(&api, "LMSGetValue", &["cmi.core.lesson_status"]).unwrap_or_default();
    let progress = call(&api, "LMSGetValue", &["cmi.suspend_data"]).and_then(|text| Progress::read(&text).ok());
    let completed = matches!(status.as_str(), "completed" | "passed");
    KEPT.set(Some(Kept { progress: progress.unwrap_or_default(), completed }));
    if matches!(status.as_str(), "" | "not attempted") {
        call(&api, "LMSSetValue", &["cmi.core.lesson_status", "incomplete"]);
        call(&api, "LMSCommit", &[""]);
    }
    call(&api, "LMSGetValue", &["cmi.core.lesson_location"])
        .filter(|place| matches!(Route::of(place), Some(Route::Lesson { .. })))
}

/// What the platform keeps; `None` where there is none.
pub fn kept() -> Option<Progress> {
    KEPT.with_borrow(|kept| kept.as_ref().map(|kept| kept.progress.clone()))
}

/// Keeps it; false where there is no platform.
pub fn keep(progress: &Progress) -> bool {
    KEPT.with_borrow_mut(|kept| kept.as_mut().map(|kept| kept.progress = progress.clone())).is_some()
}

/// Tells status, score and place, and has what was done kept. What was passed once stays so.
pub fn tell(progress: &Progress, lesson: &Lesson) {
    let Some(api) = api() else { return };
    let standing = progress.standing(lesson);
    let completed = KEPT.with_borrow_mut(|kept| {
        kept.as_mut().is_some_and(|kept| {
            let before = kept.completed;
            kept.completed |= standing.passed;
            before
        })
    });
    let text = progress.write();
    if text.len() <= MAX_KEPT {
        call(&api, "LMSSetValue", &["cmi.suspend_data", &text]);
    }
    let last = progress.of(lesson).map_or(1, |record| record.last);
    let values = [
        ("cmi.core.lesson_location", Route::lesson(lesson.id.0, last).to_string()),
        ("cmi.core.score.min", "0".to_owned()),
        ("cmi.core.score.max", "100".to_owned()),
        ("cmi.core.score.raw", standing.score.to_string()),
        ("cmi.core.lesson_status", status(&standing).to_owned()),
    ];
    // A score and a status that the platform has for the whole lesson are better than those of a part of it.
    let values = values.into_iter().take(if completed && !standing.passed { 1 } else { 5 });
    for (name, value) in values {
        call(&api, "LMSSetValue", &[name, &value]);
    }
    call(&api, "LMSCommit", &[""]);
}

fn status(standing: &Standing) -> &'static str {
    match (standing.passed, standing.done) {
        (true, _) => "passed",
        (false, true) => "failed",
        (false, false) => "incomplete",
    }
}

/// Ends, when the page goes away.
pub fn end() {
    if let Some(api) = api() {
        call(&api, "LMSFinish", &[""]);
    }
}
