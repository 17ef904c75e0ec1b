//! `/progress`: what was done, to take along or to erase; `/certificate`: the same, to print.

use crate::components::{Paper, local_link};
use crate::dom::print;
use crate::hooks::{load_progress, save_progress, today};
use handshake_app::route::Route;
use handshake_lessons::lesson::Lesson;
use handshake_lessons::{lessons, word};
use handshake_player::lesson::progress::Progress as Done;
use handshake_player::lesson::{result, start};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub navigate: Callback<String>,
}

/// A table of all lessons, and what to do with the record.
#[component]
pub fn Progress(props: &Props) -> Html {
    let progress = use_state(load_progress);
    let asked = use_state(|| false);
    let said = use_state(|| None::<String>);
    let file = format!("data:application/json;charset=utf-8,{}", percent(&progress.write()));
    let erase = {
        let (progress, asked) = (progress.clone(), asked.clone());
        Callback::from(move |_: MouseEvent| {
            if *asked {
                save_progress(&Done::default());
                progress.set(Done::default());
            }
            asked.set(!*asked);
        })
    };
    let keep = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(false))
    };
    let onsubmit = {
        let (progress, said) = (progress.clone(), said.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let form = event.target_dyn_into::<web_sys::Element>();
            let area = form.and_then(|form| form.query_selector("textarea").ok().flatten());
            let text = area.and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok()).map(|area| area.value());
            said.set(Some(match Done::read(text.unwrap_or_default().trim()) {
                Ok(other) => {
                    progress.set(merged(&progress, other));
                    word("imported").to_owned()
                }
                Err(problem) => problem.to_string(),
            }));
        })
    };
    html! {
        <Paper title={word("progress")} class="progress-page" navigate={props.navigate.clone()}>
            <p>{ word("progress.lead") }</p>
            <table>
                <thead><tr>
                    <th scope="col">{ word("lesson") }</th><th scope="col">{ word("state") }</th><th scope="col">{ word("steps") }</th>
                    <th scope="col">{ word("questions") }</th><th scope="col">{ word("score") }</th><th scope="col">{ word("result-code") }</th>
                </tr></thead>
                <tbody>{ for lessons().iter().map(|lesson| row(&progress, lesson, &props.navigate)) }</tbody>
            </table>
            <div class="progress-tools">
                { local_link(&Route::Certificate {}.to_string(), html! { { word("certificate") } }, "button primary", &props.navigate) }
                <a class="button" href={file} download="handshake-lab-progress.json">{ word("export") }</a>
                <button class="button" onclick={erase}>{ if *asked { word("erase.sure") } else { word("erase") } }</button>
                if *asked { <button class="button" onclick={keep}>{ word("erase.keep") }</button> }
            </div>
            <form class="import" {onsubmit}>
                <label for="import">{ word("import") }</label>
                <textarea id="import" rows="3" spellcheck="false" />
                <button class="button">{ word("import.do") }</button>
                <span role="status">{ said.as_deref().unwrap_or_default() }</span>
            </form>
        </Paper>
    }
}

/// What was done here and elsewhere, kept.
fn merged(here: &Done, other: Done) -> Done {
    let mut all = here.clone();
    all.merge(other);
    save_progress(&all);
    all
}

fn row(progress: &UseStateHandle<Done>, lesson: &'static Lesson, navigate: &Callback<String>) -> Html {
    let standing = progress.standing(lesson);
    let state = match (standing.passed, standing.done, standing.seen.0) {
        (true, ..) => word("passed"),
        (_, true, _) => word("done"),
        (_, _, 1..) => word("begun"),
        (_, _, 0) => word("open"),
    };
    html! {
        <tr>
            <th scope="row">{ local_link(&start(lesson, None), html! { { lesson.title.0 } }, "", navigate) }</th>
            <td>{ state }
                if standing.done && !standing.passed {
                    { " " }<button class="button small" onclick={anew(progress, lesson, navigate)}>{ word("begin-anew") }</button>
                }
            </td>
            <td>{ format!("{}/{}", standing.seen.0, standing.seen.1) }</td>
            <td>{ format!("{}/{}", standing.right.0, standing.right.1) }</td>
            <td>{ if standing.seen.0 > 0 { format!("{} %", standing.score) } else { String::new() } }</td>
            <td class="code">{ if standing.seen.0 > 0 { result::write(lesson, &standing) } else { String::new() } }</td>
        </tr>
    }
}

/// Forgets the answers that a lesson was given, and opens it.
fn anew(progress: &UseStateHandle<Done>, lesson: &'static Lesson, navigate: &Callback<String>) -> Callback<MouseEvent> {
    let (progress, navigate) = (progress.clone(), navigate.clone());
    Callback::from(move |_: MouseEvent| {
        let mut rest = (*progress).clone();
        rest.begin_anew(lesson);
        save_progress(&rest);
        progress.set(rest);
        navigate.emit(start(lesson, None));
    })
}

fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte.is_ascii_alphanumeric() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// To print: a name, the lessons that are passed, and the day.
#[component]
pub fn Certificate(props: &Props) -> Html {
    let name = use_state(String::new);
    let oninput = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| {
            name.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default());
        })
    };
    let progress = load_progress();
    let done: Vec<&'static Lesson> = lessons().iter().filter(|lesson| progress.standing(lesson).passed).collect();
    let line = |lesson: &&'static Lesson| {
        let day = progress.of(lesson).and_then(|record| record.done.clone()).unwrap_or_default();
        html! { <li><span>{ lesson.title.0 }</span><span>{ format!("{} % · {day}", progress.standing(lesson).score) }</span></li> }
    };
    html! {
        <Paper title={word("certificate")} class="certificate-page" navigate={props.navigate.clone()}>
            if done.is_empty() {
                <p>{ word("certificate.none") }</p>
                { local_link("/", html! { { word("to-lessons") } }, "button primary", &props.navigate) }
            } else {
                <div class="no-print progress-tools">
                    <label>{ word("certificate.name") }{ " " }<input value={(*name).clone()} {oninput} autocomplete="name" maxlength="80" /></label>
                    <button class="button primary" onclick={Callback::from(|_: MouseEvent| print())}>{ word("print") }</button>
                </div>
                <article class="certificate">
                    <p class="certificate-brand">{ crate::components::brand() }{ "Handshake Lab" }</p>
                    <p>{ word("certificate.for") }</p>
                    <p class="certificate-who" data-name="who">{ if name.is_empty() { "\u{a0}" } else { name.as_str() } }</p>
                    <p>{ word("certificate.has") }</p>
                    <ol>{ for done.iter().map(line) }</ol>
                    <p class="certificate-day">{ today() }</p>
                    <small>{ word("certificate.note") }</small>
                </article>
            }
        </Paper>
    }
}
