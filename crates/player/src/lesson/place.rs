//! Where a lesson's steps take place.

use crate::query::Runs;
use form_urlencoded::Serializer;
use handshake_app::Story;
use handshake_app::route::Route;
use handshake_lessons::Problem;
use handshake_lessons::lesson::{Lesson, Place};

/// The first step of a lesson, with a seed if it was chosen.
pub fn start(lesson: &Lesson, seed: Option<u64>) -> String {
    step_address(lesson, 1, seed)
}

/// A step of it, from 1.
pub(super) fn step_address(lesson: &Lesson, number: usize, seed: Option<u64>) -> String {
    let seed = seed.map(|seed| format!("seed={seed}")).unwrap_or_default();
    Route::lesson(lesson.id.0, number).with(&seed)
}

/// Where a step takes place: run and moment of the steps before go on where it names none.
pub fn place(lesson: &Lesson, number: usize) -> Place {
    lesson.step.iter().take(number).fold(Place::default(), |before, step| within(&before, &step.place()))
}

/// A run with more settings.
pub fn with(run: &str, settings: &str) -> String {
    let sign = if run.contains('?') { '&' } else { '?' };
    format!("{run}{sign}{settings}")
}

/// Where a step's answer is shown to be wrong.
pub(super) fn refuting_place(lesson: &Lesson, number: usize, see: &Place) -> Place {
    within(&place(lesson, number), see)
}

/// A place that goes on from another one.
pub(super) fn within(before: &Place, place: &Place) -> Place {
    let same_run = place.run.is_empty() || place.run == before.run;
    Place {
        run: if place.run.is_empty() { before.run } else { place.run },
        at: if place.at.is_empty() && same_run { before.at } else { place.at },
        ..*place
    }
}

/// Opens a run at a place.
///
/// # Errors
/// In sentences: what there is not.
pub fn stage(place: &Place, runs: &Runs) -> Result<Story, Problem> {
    let run = runs.get(&place.run)?;
    let step = match place.at.is_empty() {
        true => 1,
        false => {
            let found = run.moments.iter().position(|moment| *moment.key == *place.at);
            let no_moment = || Problem::of("player.no-moment-in", &[("run", &place.run), ("at", &place.at)]);
            1 + found.ok_or_else(no_moment)?
        }
    };
    let mut look = Serializer::new(String::new());
    for (key, value) in [("view", place.view), ("tab", place.tab), ("field", place.field), ("node", place.node)] {
        if !value.is_empty() {
            look.append_pair(key, &value);
        }
    }
    let story = Story::open_with(&with(&runs.address(&place.run, Some(step)), &look.finish()), Some(&run));
    match story.notice() {
        Some(notice) => Err(Problem::of("player.notice", &[("notice", &notice)])),
        None => Ok(story),
    }
}
