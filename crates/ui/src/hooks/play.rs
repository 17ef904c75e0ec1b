//! Playing: one step after the other.

use crate::dom::set_root_attribute;
use gloo_timers::callback::Timeout;
use handshake_app::Action;
use yew::prelude::*;

/// Time for a step, in milliseconds: enough to see it happen and read its heading.
const STEP: u32 = 1800;

/// How fast it can play, in halves of the usual speed.
pub const SPEEDS: [u32; 4] = [1, 2, 4, 8];

/// Whether it plays and how fast, and how to change that.
#[derive(PartialEq)]
pub struct Play {
    pub playing: bool,
    pub toggle: Callback<()>,
    /// One of [`SPEEDS`].
    pub speed: u32,
    pub set_speed: Callback<u32>,
}

/// Plays from `position` (step, part of it) to the end.
#[hook]
pub fn use_play(position: (usize, usize), at_end: bool, act: Callback<Action>) -> Play {
    let on = use_state(|| false);
    let speed = use_state(|| 2);
    let playing = *on && !at_end;
    {
        let act = act.clone();
        use_effect_with((playing, position, *speed), move |(playing, _, speed)| {
            let timer = playing.then(|| Timeout::new(STEP * 2 / speed, move || act.emit(Action::Next)));
            move || drop(timer)
        });
    }
    // What moves on the page moves as fast as the page plays.
    use_effect_with(*speed, |speed| {
        let pace = ["half", "one", "two", "four"].get(speed.ilog2() as usize).copied().filter(|_| *speed != 2);
        set_root_attribute("data-pace", pace);
    });
    let set = on.setter();
    // The same callback at every step: what it is given to need not be drawn again.
    let latest = use_mut_ref(|| playing);
    *latest.borrow_mut() = playing;
    let toggle = use_callback(act, move |(), act| {
        let playing = *latest.borrow();
        if !playing {
            act.emit(Action::Again);
        }
        set.set(!playing);
    });
    let set_speed = {
        let set = speed.setter();
        use_callback((), move |speed: u32, ()| set.set(speed))
    };
    Play { playing, toggle, speed: *speed, set_speed }
}
