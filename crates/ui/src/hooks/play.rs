//! Playing: one step after the other.

use gloo_timers::callback::Timeout;
use handshake_story::Action;
use yew::prelude::*;

/// Time for a step, in milliseconds: enough to see it happen and read its heading.
const STEP: u32 = 1800;

/// Whether it plays, and how to change that.
pub struct Play {
    pub playing: bool,
    pub toggle: Callback<()>,
}

/// Plays from `position` (step, count) to the end.
#[hook]
pub fn use_play(position: (usize, usize), act: Callback<Action>) -> Play {
    let on = use_state(|| false);
    let (step, count) = position;
    let at_end = step >= count;
    let playing = *on && !at_end;
    {
        let act = act.clone();
        use_effect_with((playing, step), move |(playing, _)| {
            let timer = playing.then(|| Timeout::new(STEP, move || act.emit(Action::Next)));
            move || drop(timer)
        });
    }
    let set = on.setter();
    let toggle = use_callback((playing, at_end, act), move |(), (playing, at_end, act)| {
        if !playing && *at_end {
            act.emit(Action::First);
        }
        set.set(!playing);
    });
    Play { playing, toggle }
}
