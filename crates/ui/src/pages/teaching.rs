//! What a teacher needs before a lesson and after it: plans, and the results of a class.

use crate::components::local_link;
use handshake_app::route::Route;
use handshake_lessons::lesson::{Plan, PlanPart};
use handshake_lessons::{lesson, plans, say, word};
use handshake_player::lesson::progress::PASS;
use handshake_player::lesson::result;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Most lines that are read.
const LINES: usize = 200;

/// Ways through the lessons: an hour, a week, a course.
pub fn all_plans(navigate: &Callback<String>) -> Html {
    let part = |part: &PlanPart| {
        let title = lesson(&part.lesson).map_or(part.lesson.0, |lesson| lesson.title.0);
        let to = Route::Teach { lesson: Some(part.lesson.0.to_owned()) }.to_string();
        html! { <li>{ local_link(&to, html! { { title } }, "", navigate) }{ " · " }{ part.text.0 }</li> }
    };
    let plan = |plan: &Plan| {
        html! {
            <details class="plan">
                <summary><b>{ plan.title.0 }</b>{ " " }<span>{ plan.summary.0 }</span></summary>
                <ol>{ for plan.part.iter().map(part) }</ol>
            </details>
        }
    };
    html! { <section><h2>{ word("teach.plans") }</h2>{ for plans().iter().map(plan) }</section> }
}

/// Reads result codes back, as a table.
#[component]
pub fn Results() -> Html {
    let text = use_state(String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_dyn_into::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default());
        })
    };
    let lines: Vec<(&str, &str)> = text.lines().filter_map(who_and_code).take(LINES).collect();
    let good: Vec<_> = lines.iter().filter_map(|(_, code)| result::read(code).ok()).collect();
    let mean = good.iter().map(|one| one.score).sum::<usize>().checked_div(good.len());
    let passed = good.iter().filter(|one| one.done && one.score >= PASS).count();
    html! {
        <section class="results">
            <h2>{ word("teach.results") }</h2>
            <p>{ word("teach.results.lead") }</p>
            <label for="results">{ word("teach.results.paste") }</label>
            <textarea id="results" rows="4" spellcheck="false" {oninput} />
            if !lines.is_empty() {
                <table>
                    <thead><tr>
                        <th scope="col">{ word("teach.results.who") }</th><th scope="col">{ word("lesson") }</th>
                        <th scope="col">{ word("questions") }</th><th scope="col">{ word("score") }</th><th scope="col">{ word("state") }</th>
                    </tr></thead>
                    <tbody>{ for lines.iter().map(|(who, code)| row(who, code)) }</tbody>
                </table>
            }
            if let Some(mean) = mean {
                <p role="status">{ say("teach.results.mean", &[("n", &good.len()), ("mean", &mean), ("passed", &passed)]) }</p>
            }
        </section>
    }
}

/// What stands before a code, and the code.
fn who_and_code(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let (who, code) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
    (!code.is_empty()).then(|| (who.trim(), code))
}

fn row(who: &str, code: &str) -> Html {
    match result::read(code) {
        Ok(one) => {
            let state = match (one.done && one.score >= PASS, one.done) {
                (true, _) => word("passed"),
                (_, true) => word("done"),
                _ => word("begun"),
            };
            html! {
                <tr>
                    <th scope="row">{ who }</th><td>{ one.lesson.title.0 }</td><td>{ one.right }</td>
                    <td>{ format!("{} %", one.score) }</td><td>{ state }</td>
                </tr>
            }
        }
        Err(problem) => html! { <tr><th scope="row">{ who }</th><td colspan="4">{ problem.to_string() }</td></tr> },
    }
}
