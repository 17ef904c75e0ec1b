//! A class looks on: the black screen, the pointer, and the teacher's notes in another window.

use crate::channel::{Said, use_channel};
use handshake_story::Story;
use yew::prelude::*;

/// What the class sees besides the page, and how to change it.
pub struct Show {
    pub is_black: bool,
    pub is_laser: bool,
    pub black: Callback<()>,
    pub laser: Callback<()>,
    /// Address of the teacher's notes.
    pub notes: String,
}

/// Keeps the notes in step with what is shown, and does what they ask for.
#[hook]
pub fn use_show(story: &Story, navigate: &Callback<String>) -> Show {
    let (is_black, is_laser, asked) = (use_state(|| false), use_state(|| false), use_state(|| 0_u32));
    let address = story.address();
    let channel = {
        let (address, navigate, is_black, asked) = (address.clone(), navigate.clone(), is_black.clone(), asked.clone());
        use_channel(move |said| match said {
            Said::Go(wanted) if wanted != address => navigate.emit(wanted),
            Said::Black => is_black.set(!*is_black),
            Said::Asks => asked.set(*asked + 1),
            _ => {}
        })
    };
    use_effect_with((address.clone(), *asked), move |(address, _)| channel.emit(Said::Shows(address.clone())));
    let toggle = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |()| state.set(!*state))
    };
    Show {
        is_black: *is_black,
        is_laser: *is_laser,
        black: toggle(&is_black),
        laser: toggle(&is_laser),
        notes: address.replacen("/s/", "/notes/", 1),
    }
}
