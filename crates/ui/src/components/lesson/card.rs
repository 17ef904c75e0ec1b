//! A lesson's words: text, picture, figure, question, and the way on.

use super::dots::dots;
use super::question::Question;
use crate::components::text::{blocks, picture};
use crate::components::{local_link, skip};
use handshake_app::route::Route;
use handshake_app::view::{FigureRow, LessonPage, LessonStage, State};
use handshake_lessons::{say, word};
use handshake_player::lesson::Do;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub page: LessonPage,
    /// Steps whose question was answered rightly before.
    pub answered: Vec<usize>,
    pub act: Callback<Do>,
    pub navigate: Callback<String>,
    /// Opens the setup.
    pub setup: Callback<()>,
}

/// The words beside the run.
#[component]
pub fn Card(props: &Props) -> Html {
    let Props { page, answered, act, navigate, setup } = props;
    let pane = use_node_ref();
    // A new step is read from its beginning.
    {
        let pane = pane.clone();
        use_effect_with(page.number, move |_| {
            if let Some(pane) = pane.cast::<web_sys::HtmlElement>() {
                pane.set_scroll_top(0);
            }
        });
    }
    html! {
        <section class="lesson-card" id="lesson" tabindex="-1" aria-label={word("lesson")} ref={pane}>
            if page.question.is_some() { { skip("#question", "skip-to-question") } }
            { dots(page, answered, navigate) }
            <div class="lesson-text">
                <h2><span class="lesson-number">{ format!("{}/{}", page.number, page.dots.len()) }</span>{ " " }{ page.title }</h2>
                { blocks(&page.text) }
                if let Some(svg) = page.picture { { picture(svg) } }
                if !page.figure.is_empty() { { figure(&page.figure) } }
                <p class="lesson-source">{ page.source }</p>
            </div>
            { skip("#inspector", "skip-to-look") }
            if let Some(question) = &page.question {
                // Another step's answers must not linger.
                <Question key={page.number} question={question.clone()} refuting={page.stage == LessonStage::Refuting} act={act.clone()} setup={setup.clone()} />
            }
            { way(page, act, navigate) }
        </section>
    }
}

/// Bytes with their names.
pub fn figure(rows: &[FigureRow]) -> Html {
    let row = |row: &FigureRow| {
        html! {
            <div class="figure-row">
                <dt>{ row.label }<small>{ &row.size }</small></dt>
                <dd><code class="figure-hex">{ &row.hex }</code><code class="figure-text">{ &row.text }</code></dd>
            </div>
        }
    };
    html! { <dl class="figure">{ for rows.iter().map(row) }</dl> }
}

fn way(page: &LessonPage, act: &Callback<Do>, navigate: &Callback<String>) -> Html {
    let open = page.question.as_ref().is_some_and(|question| question.state != State::Right);
    let exploring = matches!(page.stage, LessonStage::Exploring | LessonStage::Moved);
    let on = if open { word("skip") } else { word("next") };
    let class = if open { "button" } else { "button primary" };
    let explore = act.reform(move |_: MouseEvent| if exploring { Do::Return } else { Do::Explore(true) });
    html! {
        <nav class="lesson-way" aria-label={word("way")}>
            if let Some(back) = &page.back { { local_link(back, html! { { word("back") } }, "button", navigate) } }
            <button class="button" onclick={explore}>{ if exploring { word("return") } else { word("explore") } }</button>
            if let Some(next) = &page.next {
                { local_link(next, html! { { on } }, class, navigate) }
            } else {
                if let Some((title, href)) = &page.next_lesson {
                    { local_link(href, html! { { say("next-lesson", &[("title", title)]) } }, class, navigate) }
                } else {
                    { local_link(&Route::Progress {}.to_string(), html! { { word("finish") } }, class, navigate) }
                }
            }
        </nav>
    }
}
