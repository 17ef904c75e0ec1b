//! `/notes/…`: what the teacher reads while the class sees the stage. Both windows keep in step.

use crate::channel::{PresenterMessage, use_channel};
use crate::components::{blocks, links, local_link};
use crate::hooks::{characters_on, use_keys, use_title};
use handshake_app::{Action, Story};
use handshake_lessons::lesson::Misconception;
use handshake_lessons::{markdown, say, word};
use handshake_player::lesson::notes;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The address of the run to begin with.
    pub address: String,
    pub navigate: Callback<String>,
}

/// The notes.
#[component]
pub fn Notes(props: &Props) -> Html {
    let story = use_state(|| Story::open(&props.address));
    // Of the other window: that it is there.
    let heard = use_state(|| false);
    let channel = {
        let (story, heard) = (story.clone(), heard.setter());
        use_channel(move |said| {
            if let PresenterMessage::Shows(address) = said {
                heard.set(true);
                story.set(story.act(Action::Open(address)));
            }
        })
    };
    {
        let channel = channel.clone();
        use_effect_with((), move |()| channel.emit(PresenterMessage::Asks));
    }
    let page = story.page();
    let notes = use_memo((*story).clone(), handshake_player::lesson::notes::notes);
    let (step, count) = story.position();
    use_title(Some(say("notes.notes", &[("step", &step), ("count", &count), ("heading", &page.narration.heading)])));
    let go = {
        let (story, channel) = (story.clone(), channel.clone());
        Callback::from(move |action: Action| {
            let next = story.act(action);
            channel.emit(PresenterMessage::Go(next.address()));
            story.set(next);
        })
    };
    use_remote(&go, &channel);
    let button = |label: &'static str, action: Action, disabled: bool| {
        let onclick = go.reform(move |_: MouseEvent| action.clone());
        html! { <button class="button" {onclick} {disabled}>{ label }</button> }
    };
    let black = channel.reform(|_: MouseEvent| PresenterMessage::Black);
    html! {
        <div class="notes">
            <header>
                <p class="where">{ say("notes.step-of", &[("step", &step), ("count", &count)]) }</p>
                <p role="status">{ if *heard { word("notes.in-step-with-the") } else { word("notes.no-other-window-yet") } }</p>
            </header>
            <main>
                <h1>{ &page.narration.heading }</h1>
                { blocks(&page.narration.body) }
                <div class="aside">{ blocks(&page.narration.aside) }</div>
                <p>{ page.stage.summary.to_string() }</p>
                { for_class(&notes, &go.reform(Action::Open), &props.navigate) }
                if step < count { { coming(&story) } }
            </main>
            <footer>
                { button(word("notes.back"), Action::Previous, step == 1) }
                { button(word("notes.on"), Action::Next, step == count) }
                <button class="button" onclick={black}>{ word("notes.black-out-the-classs") }</button>
                { local_link(&story.address(), html! { { word("notes.this-step") } }, "button", &props.navigate) }
            </footer>
        </div>
    }
}

/// What comes next.
fn coming(story: &Story) -> Html {
    let next = story.act(Action::Next).page().narration;
    html! {
        <section aria-labelledby="next"><h2 id="next">{ word("notes.next-2") }</h2><p><b>{ &next.heading }</b></p>{ blocks(&next.body) }</section>
    }
}

/// A remote control's keys come to the window that has the focus.
#[hook]
fn use_remote(go: &Callback<Action>, channel: &Callback<PresenterMessage>) {
    let (go, channel) = (go.clone(), channel.clone());
    use_keys(move |key| {
        let action = match key {
            "b" | "B" | "." => {
                if characters_on() {
                    channel.emit(PresenterMessage::Black);
                }
                return characters_on().then_some(());
            }
            "ArrowRight" | "PageDown" | " " => Action::Next,
            "ArrowLeft" | "PageUp" => Action::Previous,
            "Home" => Action::First,
            "End" => Action::Last,
            _ => return None,
        };
        go.emit(action);
        Some(())
    });
}

/// What to ask, to try and to look out for.
fn for_class(notes: &notes::Notes, show: &Callback<String>, navigate: &Callback<String>) -> Html {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    let wrong = |one: &Misconception| html! { <><dt>{ say("quoted", &[("text", &one.wrong.0)]) }</dt><dd>{ blocks(&markdown::parse(&one.right)) }</dd></> };
    html! {
        <>
            if !notes.questions.is_empty() {
                <section class="to-ask" aria-labelledby="to-ask">
                    <h2 id="to-ask">{ word("notes.ask-the-class") }</h2>
                    { for notes.questions.iter().map(|item| html! {
                        <div class="class-ask">
                            { blocks(&item.ask) }
                            if !item.options.is_empty() {
                                <ul>{ for item.options.iter().enumerate().map(|(at, option)| html! { <li><b>{ letter(at) }</b>{ blocks(option) }</li> }) }</ul>
                            }
                            <details><summary>{ word("notes.answer") }</summary>{ blocks(&item.answer) }</details>
                        </div>
                    }) }
                </section>
            }
            if !notes.attempts.is_empty() {
                <section aria-labelledby="to-try">
                    <h2 id="to-try">{ word("notes.break-it-here") }</h2>
                    <ul class="attempts">{ for notes.attempts.iter().map(|one| html! {
                        <li>{ local_link(&one.href, html! { { &one.title } }, "", show) }<span>{ &one.outcome }</span></li>
                    }) }</ul>
                </section>
            }
            if let Some(lesson) = notes.lesson {
                <section aria-labelledby="fits">
                    <h2 id="fits">{ word("teach.wrong") }</h2>
                    <dl>{ for lesson.teacher.misconception.iter().map(wrong) }</dl>
                    { links(&notes.links, navigate) }
                </section>
            }
        </>
    }
}
