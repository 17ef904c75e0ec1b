//! `/class/CODE`: opens a lesson with a seed; `/class` asks for the code.

use crate::components::{ClassCode, Paper, local_link};
use handshake_lessons::{say, word};
use handshake_player::lesson::{code, start};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub code: Option<String>,
    pub navigate: Callback<String>,
}

/// The page.
#[component]
pub fn Class(props: &Props) -> Html {
    let found = props.code.as_deref().map(code::read);
    let problem = found.as_ref().and_then(|found| found.as_ref().err()).cloned();
    html! {
        <Paper title={word("class")} class="class-page" navigate={props.navigate.clone()}>
            if let Some(Ok((lesson, seed))) = found {
                <p>{ lesson.summary.0 }</p>
                <p>{ local_link(&start(lesson, Some(seed)), html! { { say("class.open", &[("title", &lesson.title.0)]) } }, "button primary", &props.navigate) }</p>
            } else {
                if let Some(problem) = problem { <p role="alert">{ problem.to_string() }</p> }
                <ClassCode navigate={props.navigate.clone()} />
            }
        </Paper>
    }
}
