//! Playing: one step after the other.

use crate::clock::Clock;
use gloo_timers::callback::Timeout;
use handshake_app::Action;
use yew::prelude::*;

/// How fast it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As long as the words take to be read; in halves of the usual speed.
    Words(u32),
    /// So many seconds a step.
    Seconds(u32),
}

impl Pace {
    /// All that can be chosen.
    pub const ALL: [Pace; 8] = [
        Pace::Words(1),
        Pace::Words(2),
        Pace::Words(4),
        Pace::Words(8),
        Pace::Seconds(3),
        Pace::Seconds(5),
        Pace::Seconds(10),
        Pace::Seconds(20),
    ];

    /// How much faster than usual what moves does so.
    fn factor(self) -> f64 {
        match self {
            Pace::Words(halves) => f64::from(halves) / 2.0,
            Pace::Seconds(_) => 1.0,
        }
    }

    /// How long a step stays, in milliseconds, whose words take so long at the usual speed.
    fn stays(self, usual: u32) -> u32 {
        match self {
            Pace::Words(halves) => usual.saturating_mul(2) / halves.max(1),
            Pace::Seconds(seconds) => seconds * 1000,
        }
    }
}

/// Whether it plays and how fast, and how to change that.
#[derive(PartialEq)]
pub struct Play {
    pub playing: bool,
    pub toggle: Callback<()>,
    pub pace: Pace,
    pub set_pace: Callback<Pace>,
}

/// Plays from `position` (step, part of it) to the end; each step stays as long as its motion and its words take.
#[hook]
pub fn use_play(position: (usize, usize), at_end: bool, act: Callback<Action>, clock: Clock) -> Play {
    let on = use_state(|| false);
    let pace = use_state(|| Pace::Words(2));
    let playing = *on && !at_end;
    {
        let (act, clock) = (act.clone(), clock.clone());
        use_effect_with((playing, position, *pace), move |(playing, _, pace)| {
            let stays = clock.motion().stays();
            let timer = playing.then(|| Timeout::new(pace.stays(stays), move || act.emit(Action::Next)));
            move || drop(timer)
        });
    }
    // What moves on the page moves as fast as the page plays.
    {
        let clock = clock.clone();
        use_effect_with(*pace, move |pace| clock.set_pace(pace.factor()));
    }
    let set = on.setter();
    // The same callback at every step: what it is given to need not be drawn again.
    let latest = use_mut_ref(|| playing);
    *latest.borrow_mut() = playing;
    let toggle = use_callback((act, clock), move |(), (act, clock)| {
        let playing = *latest.borrow();
        match playing {
            // What is under way stops where it is.
            true if clock.is_running() => {
                clock.pause();
                act.emit(held(clock));
            }
            true => {}
            false if clock.at() < 1.0 => {
                act.emit(Action::Hold(None));
                clock.go_on();
            }
            false => act.emit(Action::Again),
        }
        set.set(!playing);
    });
    let set_pace = {
        let set = pace.setter();
        use_callback((), move |pace: Pace, ()| set.set(pace))
    };
    Play { playing, toggle, pace: *pace, set_pace }
}

/// Holds what moves where it is; at its end there is nothing to hold.
pub fn held(clock: &Clock) -> Action {
    Action::Hold((clock.at() < 1.0).then_some((clock.at() * 1000.0).round() as u16))
}
