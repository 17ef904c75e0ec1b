//! A file that is chosen in a dialog of the browser, or dropped on a place of the page.

use std::rc::Rc;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

/// The ways by which a file comes.
pub struct FileWays {
    /// A file is held over the place.
    pub over: bool,
    /// For the `onchange` of an input of type `file`.
    pub chosen: Callback<Event>,
    /// For the place: a file comes over it, goes away, is let go.
    pub enter: Callback<DragEvent>,
    pub leave: Callback<DragEvent>,
    pub dropped: Callback<DragEvent>,
}

/// Hands `take` each file that comes.
#[hook]
pub fn use_file(take: impl Fn(File) + 'static) -> FileWays {
    let over = use_state(|| false);
    let take = Rc::new(take);
    let hover = |on: bool| {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(on);
        })
    };
    let chosen = {
        let take = Rc::clone(&take);
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            input.files().and_then(|files| files.get(0)).into_iter().for_each(|file| take(file));
            // The same file can be chosen again once it has been mended.
            input.set_value("");
        })
    };
    let dropped = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            files.and_then(|files| files.get(0)).into_iter().for_each(|file| take(file));
        })
    };
    FileWays { over: *over, chosen, enter: hover(true), leave: hover(false), dropped }
}
