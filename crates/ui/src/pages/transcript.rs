//! `/text/…`: a whole run as plain text, to read with a screen reader or to print.

use crate::components::{blocks, local_link};
use crate::hooks::use_title;
use handshake_app::Story;
use handshake_app::view::{TextField, TextStep};
use handshake_lessons::{say, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The address of the run.
    pub address: String,
    pub navigate: Callback<String>,
}

/// The transcript.
#[component]
pub fn Transcript(props: &Props) -> Html {
    let story = use_memo(props.address.clone(), |address| Story::open(address));
    let text = use_memo((*story).clone(), |story| story.transcript());
    let notice = story.page().notice;
    use_title(Some(say("transcript.as-text", &[("title", &text.title)])));
    let print = Callback::from(|_: MouseEvent| crate::dom::print());
    let changed = |(id, value): &(String, String)| html! { <><dt>{ id }</dt><dd>{ value }</dd></> };
    html! {
        <div class="transcript">
            <header>
                <p>{ local_link("/", html! { "Handshake Lab" }, "", &props.navigate) }</p>
                <h1>{ say("transcript.as-text", &[("title", &text.title)]) }</h1>
                if let Some(notice) = notice { <p role="status">{ notice }</p> }
                <p>{ &text.summary }</p>
                <p>{ say("transcript.point-of-view", &[("view", &text.view)]) }</p>
                if !text.changed.is_empty() { <dl>{ for text.changed.iter().map(changed) }</dl> }
                <p class="do">
                    { local_link(&text.href, html! { { word("transcript.step-through-it") } }, "button", &props.navigate) }{ " " }
                    <button class="button" onclick={print}>{ word("transcript.print") }</button>
                </p>
            </header>
            <main>{ for text.steps.iter().map(|one| step(one, &props.navigate)) }</main>
        </div>
    }
}

fn step(step: &TextStep, navigate: &Callback<String>) -> Html {
    let list = |title: &'static str, lines: &[String]| match lines.is_empty() {
        true => Html::default(),
        false => html! { <><h4>{ title }</h4><ul>{ for lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul></> },
    };
    let key = |(name, value): &(String, String)| html! { <><dt>{ name }</dt><dd><code>{ value }</code></dd></> };
    let id = format!("step-{}", step.number);
    html! {
        <>
            if let Some(phase) = &step.phase { <h2>{ phase }</h2> }
            <section aria-labelledby={id.clone()}>
                <h3 {id}>{ local_link(&step.href, html! { { format!("{}. {}", step.number, step.heading) } }, "", navigate) }</h3>
                { blocks(&step.body) }
                { blocks(&step.aside) }
                if let Some((client, server)) = &step.states { <p>{ say("transcript.afterwards-the-client-is", &[("client", &client), ("server", &server)]) }</p> }
                if let Some(message) = &step.message {
                    <h4>{ message }</h4>
                    { fields(&step.fields) }
                }
                if !step.keys.is_empty() { <h4>{ word("transcript.values-made") }</h4><dl>{ for step.keys.iter().map(key) }</dl> }
                { list(word("transcript.chosen"), &step.choices) }
                { list(word("transcript.checked"), &step.checks) }
            </section>
        </>
    }
}

/// Fields inside each other as lists inside each other.
fn fields(fields: &[TextField]) -> Html {
    let Some(depth) = fields.first().map(|field| field.depth) else { return Html::default() };
    let mut items = Vec::new();
    let mut rest = fields;
    while let Some((field, after)) = rest.split_first() {
        let inside = after.iter().take_while(|one| one.depth > depth).count();
        let (inner, next) = after.split_at(inside);
        items.push(html! { <li>{ &field.name }{ ": " }<code>{ &field.value }</code>{ self::fields(inner) }</li> });
        rest = next;
    }
    html! { <ul>{ for items }</ul> }
}
