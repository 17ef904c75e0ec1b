//! What moves when a step is taken, and when it does not.

use crate::clock::Clock;
use crate::dom::{moves, window};
use gloo_events::EventListener;
use handshake_app::Story;
use handshake_app::motion::Motion;
use std::rc::Rc;
use yew::prelude::*;

/// The clock of a page. The next step moves; whoever jumps, goes back or opens a link sees the last moment, or the one that the
/// address holds.
#[hook]
pub fn use_clock(story: &Story, motion: &Rc<Motion>, held: Option<f64>) -> Clock {
    let clock = use_memo((), |()| Clock::default());
    let before = use_mut_ref(|| None::<(Story, Option<f64>)>);
    {
        let (clock, story) = (Rc::clone(&clock), story.clone());
        let place = story.place();
        use_effect_with((place, held, Rc::clone(motion)), move |(_, held, motion)| {
            let last = before.borrow_mut().replace((story.clone(), *held));
            let same = last.as_ref().is_some_and(|(last, _)| last.place() == story.place() && same_run(last, &story));
            let on = last.as_ref().is_some_and(|(last, _)| is_next(last, &story));
            match (same, held) {
                // A person holds it, by hand or by the address.
                (_, Some(held)) if moves() || same => {
                    clock.change(Rc::clone(motion));
                    if (clock.at() - held).abs() > 0.0006 || clock.is_running() {
                        clock.hold(*held);
                    }
                }
                (true, _) => clock.change(Rc::clone(motion)),
                // What an attacker has just changed crosses again.
                (false, None) if moves() && last.as_ref().is_some_and(|last| is_meddled_with(&last.0, &story)) => {
                    clock.begin(Rc::clone(motion));
                }
                (false, _) if on && moves() => clock.begin(Rc::clone(motion)),
                (false, _) => {
                    clock.change(Rc::clone(motion));
                    clock.hold(1.0);
                }
            }
        });
    }
    {
        // Paper shows the last moment.
        let clock = Rc::clone(&clock);
        use_effect_with((), move |()| {
            let listener = window().map(|window| EventListener::new(&window, "beforeprint", move |_| clock.hold(1.0)));
            move || drop(listener)
        });
    }
    (*clock).clone()
}

fn same_run(one: &Story, other: &Story) -> bool {
    Rc::ptr_eq(one.run(), other.run())
}

/// True if it is the same place of the same run, with something else that an attacker does.
fn is_meddled_with(before: &Story, now: &Story) -> bool {
    let (before_run, run) = (&before.run().settings, &now.run().settings);
    before.place() == now.place() && before_run.tampering != run.tampering && now.is_on_the_wire()
}

/// True if a step, a part of one, or with that stride a message, has been taken on from there.
fn is_next(before: &Story, now: &Story) -> bool {
    let ((step, part), (next, next_part)) = (before.place(), now.place());
    let stepped = next == step + 1 || (next > step && now.model().by_message);
    same_run(before, now) && (stepped || (next == step && next_part == part + 1))
}
