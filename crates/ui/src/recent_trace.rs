//! The trace that was opened last: kept for as long as the tab is open, so that Back and loading again find it.

use crate::dom::{keep, kept};
use handshake_analysis::run::{Run, Source};
use handshake_app::route::Route;
use handshake_app::{Action, Story};
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::alone;
use handshake_core::{Side, Trace};
use handshake_lessons::Problem;
use handshake_trace_json::export;
use handshake_trace_json::import::Recording;
use std::cell::RefCell;

const KEY: &str = "handshake-lab.trace";

thread_local! {
    static LAST: RefCell<Option<Story>> = const { RefCell::new(None) };
}

/// Opens a trace and keeps it; returns the address of its first step.
///
/// # Errors
/// What is wrong with the file.
pub fn open(text: &str) -> Result<String, Problem> {
    let story = Story::recorded(text, &Route::step(Source::File, "", 1).to_string())?;
    let address = story.address();
    // One that is too long for the browser's store is there until the page is loaded again.
    keep(KEY, text);
    LAST.set(Some(story));
    Ok(address)
}

/// Opens a connection that was captured and keeps it; returns the address of its first step.
pub fn show(trace: &Trace) -> String {
    let recording = Recording { trace: trace.clone(), alone: Some(Side::Client), settings: None };
    let story = Story::of(Run::recorded(recording), &Route::step(Source::File, "", 1).to_string());
    keep(KEY, &export::live(trace));
    let address = story.address();
    LAST.set(Some(story));
    address
}

/// Opens records or messages that came by themselves.
///
/// # Errors
/// What is wrong with them, and at which byte.
pub fn show_bytes(bytes: &[u8]) -> Result<String, Problem> {
    Ok(show(&alone(bytes, &Secrets::default())?.trace))
}

/// The trace that was opened last, at an address.
pub fn at(address: &str) -> Option<Story> {
    let last = LAST.with_borrow(Clone::clone);
    if let Some(story) = last {
        return Some(story.act(Action::Open(address.to_owned())));
    }
    let story = Story::recorded(&kept(KEY)?, address).ok()?;
    LAST.set(Some(story.clone()));
    Some(story)
}
