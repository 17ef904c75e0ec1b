//! A question: its answers, what came of them, and hints.

use super::order::Order;
use crate::components::icons;
use crate::components::text::{bare, blocks, sentence};
use crate::dom::catch_focus;
use handshake_app::view::{Answering, LessonOption, LessonQuestion, State};
use handshake_lessons::word;
use handshake_player::lesson::Do;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub question: LessonQuestion,
    /// The stage shows why the answer is wrong.
    pub refuting: bool,
    pub act: Callback<Do>,
    pub setup: Callback<()>,
}

/// The question.
#[component]
pub fn Question(props: &Props) -> Html {
    let Props { question, refuting, act, setup } = props;
    let done = question.state == State::Right;
    let answering = match &question.answering {
        Answering::Choice(options) => choice(options, done, act),
        Answering::Order(items) => html! { <Order items={items.clone()} {done} act={act.clone()} /> },
        Answering::Bytes(picked) => pick(word("pick.bytes"), picked.as_ref(), done, act),
        Answering::Key(picked) => pick(word("pick.key"), picked.as_ref(), done, act),
        Answering::Task { ending, setup: by_setup } => html! {
            <div class="pick">
                { blocks(ending) }
                if !done && *by_setup {
                    <button class="button primary" onclick={setup.reform(|_: MouseEvent| ())}>{ word("task.setup") }</button>
                }
            </div>
        },
    };
    // The button that was pressed is gone once the answer is right.
    use_effect_with(question.state, |state| {
        if *state == State::Right {
            catch_focus("#feedback");
        }
    });
    let class = match question.state {
        State::Open => "question",
        State::Right => "question right",
        State::Wrong => "question wrong",
    };
    html! {
        <section {class} aria-labelledby="question">
            <h3 id="question" tabindex="-1">{ word("before") }</h3>
            <div class="ask">{ blocks(&question.ask) }</div>
            { answering }
            <div class="feedback" role="status" id="feedback" tabindex="-1">
                if question.state != State::Open {
                    <p class="verdict">{ icons::mark(done) }<b>{ if done { word("right") } else { word("wrong") } }</b></p>
                    { blocks(&question.feedback) }
                    if *refuting { <p class="refuting">{ word("refuting") }</p> }
                }
            </div>
            <div class="hints" aria-live="polite">
                { for question.hints.iter().map(|hint| html! { <div class="hint-text">{ blocks(hint) }</div> }) }
            </div>
            if question.more_hints {
                <button class="button quiet" onclick={act.reform(|_: MouseEvent| Do::Hint)}>
                    { if question.hints.is_empty() { word("hint") } else { word("hint.more") } }
                </button>
            }
        </section>
    }
}

fn choice(options: &[LessonOption], done: bool, act: &Callback<Do>) -> Html {
    let option = |option: &LessonOption| {
        let id = option.id.clone();
        let picked = option.state != State::Open;
        let class = match option.state {
            State::Open => "answer",
            State::Right => "answer right",
            State::Wrong => "answer wrong",
        };
        let onclick = act.reform(move |_: MouseEvent| Do::Answer(id.clone()));
        html! {
            <li><button {class} aria-pressed={picked.to_string()} disabled={done && !picked} {onclick}>
                { blocks(&option.text) }
                if picked { { icons::mark(option.state == State::Right) } }
            </button></li>
        }
    };
    html! { <ul class="answers">{ for options.iter().map(option) }</ul> }
}

fn pick(what: &'static str, picked: Option<&String>, done: bool, act: &Callback<Do>) -> Html {
    let answer = picked.cloned().unwrap_or_default();
    let onclick = act.reform(move |_: MouseEvent| Do::Answer(answer.clone()));
    html! {
        <div class="pick">
            <p>{ match picked {
                Some(picked) => sentence("picked", bare, &[("field", html! { <code>{ picked }</code> })]),
                None => html! { { what } },
            } }</p>
            if !done {
                <button class="button primary" disabled={picked.is_none()} {onclick}>{ word("hand-in") }</button>
            }
        </div>
    }
}
