//! A class looks on: the black screen, the pointer, and the teacher's notes in another window.

use crate::channel::{PresenterMessage, use_channel};
use crate::dom::after_paint;
use handshake_app::Story;
use handshake_app::route::{Route, split};
use yew::prelude::*;

/// What the class sees besides the page, and how to change it.
#[derive(PartialEq)]
pub struct Show {
    pub is_black: bool,
    pub is_laser: bool,
    pub black: Callback<()>,
    pub laser: Callback<()>,
}

/// Address of the teacher's notes.
pub fn notes(story: &Story) -> String {
    let address = story.address();
    match Route::of(&address) {
        Some(Route::Scenario { scenario, step }) => Route::Notes { scenario, step }.with(split(&address).1),
        _ => address,
    }
}

/// Keeps the notes in step with what is shown, and does what they ask for.
#[hook]
pub fn use_show(story: &Story, navigate: &Callback<String>) -> Show {
    let (is_black, is_laser, asked) = (use_state(|| false), use_state(|| false), use_state(|| 0_u32));
    let channel = {
        let (story, navigate, is_black, asked) = (story.clone(), navigate.clone(), is_black.clone(), asked.clone());
        use_channel(move |said| match said {
            PresenterMessage::Go(wanted) if wanted != story.address() => navigate.emit(wanted),
            PresenterMessage::Black => is_black.set(!*is_black),
            PresenterMessage::Asks => asked.set(*asked + 1),
            _ => {}
        })
    };
    // The class comes first; by then it may be further on.
    let latest = use_mut_ref(|| story.clone());
    *latest.borrow_mut() = story.clone();
    use_effect_with((story.clone(), *asked), move |_| {
        after_paint(move || channel.emit(PresenterMessage::Shows(latest.borrow().address())));
    });
    let toggle = |(): (), state: &UseStateHandle<bool>| state.set(!**state);
    let black = use_callback(is_black.clone(), toggle);
    let laser = use_callback(is_laser.clone(), toggle);
    Show { is_black: *is_black, is_laser: *is_laser, black, laser }
}
