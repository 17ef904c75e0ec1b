//! The lessons as a path, with how far one is.

use super::local_link;
use crate::hooks::load_progress;
use handshake_app::route::Route;
use handshake_lessons::lesson::Lesson;
use handshake_lessons::{lessons, say, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// The path.
#[component]
pub fn LessonPath(props: &Props) -> Html {
    let progress = load_progress();
    let begun = !progress.lessons.is_empty();
    let goes_on = progress.go_on();
    let stop = |(index, lesson): (usize, &'static Lesson)| {
        let standing = progress.standing(lesson);
        let step = progress.of(lesson).map_or(1, |record| record.last.clamp(1, lesson.step.len()));
        let step = if standing.done { 1 } else { step };
        let share = standing.seen.0 * 100 / standing.seen.1.max(1);
        let state = match standing {
            _ if standing.done => format!("{} · {} %", word("done"), standing.score),
            _ if standing.seen.0 > 0 => format!("{}/{}", standing.seen.0, standing.seen.1),
            _ => say("minutes", &[("n", &lesson.minutes)]),
        };
        let class = if standing.done {
            "stop done"
        } else if standing.seen.0 > 0 {
            "stop begun"
        } else {
            "stop"
        };
        let text = html! {
            <>
                <span class="stop-mark" style={format!("--share: {share}%")} aria-hidden="true">{ if standing.done { "✓".to_owned() } else { (index + 1).to_string() } }</span>
                <b>{ lesson.title.0 }</b><span class="stop-summary">{ lesson.summary.0 }</span><small>{ state }</small>
            </>
        };
        html! { <li>{ local_link(&Route::lesson(lesson.id.0, step).to_string(), text, class, &props.navigate) }</li> }
    };
    html! {
        <section class="path" aria-labelledby="path">
            <div class="path-head">
                <h2 id="path">{ word("path") }</h2>
                if let (true, Some(address)) = (begun, goes_on) {
                    { local_link(&address, html! { { word("go-on") } }, "button primary", &props.navigate) }
                }
            </div>
            <ol>{ for lessons().iter().enumerate().map(stop) }</ol>
        </section>
    }
}
