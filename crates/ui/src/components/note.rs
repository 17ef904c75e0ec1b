//! What is told of the selected field.

use super::text::{blocks, links};
use crate::dom::{copy, document, focus};
use handshake_app::view::{CopyAs, Definition, FieldNote, Link};
use handshake_lessons::{say, word};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub note: FieldNote,
    pub navigate: Callback<String>,
    /// Below stands what an attacker can do to it.
    #[prop_or_default]
    pub breakable: bool,
}

/// The note.
#[component]
pub fn Note(props: &Props) -> Html {
    let Props { note, navigate, .. } = props;
    html! {
        <section class="note" data-name="note" aria-live="polite">
            <h3>{ &note.title }</h3>
            <div class="place">{ &note.place }</div>
            if let Some(meaning) = &note.meaning { <div class="meaning">{ meaning }</div> }
            if props.breakable {
                <button class="button small to-break" onclick={Callback::from(|_: MouseEvent| to_break())}>{ word("note.flip-a-bit") }</button>
            }
            { blocks(&note.text) }
            <div class="source">{ &note.source }</div>
            { flow(word("note.where-it-comes-from"), &note.from, navigate) }
            { flow(word("note.where-it-goes-next"), &note.next, navigate) }
            if let Some(found) = &note.definition { { definition(found) } }
            if !note.copies.is_empty() { <Copies copies={note.copies.clone()} /> }
        </section>
    }
}

/// On to the bytes that an attacker can change.
fn to_break() {
    focus(
        document().and_then(|document| document.document_element()),
        ".break-field .cell[tabindex='0'], .break-field input",
    );
}

fn flow(title: &'static str, to: &[Link], navigate: &Callback<String>) -> Html {
    if to.is_empty() {
        return Html::default();
    }
    html! { <><h4>{ title }</h4>{ links(to, navigate) }</> }
}

/// The RFC's own lines; the ones about this field are marked.
fn definition(found: &Definition) -> Html {
    let line = |(text, about): &(String, bool)| {
        let text = format!("{text}\n");
        if *about {
            html! { <mark>{ text }</mark> }
        } else {
            html! { { text } }
        }
    };
    html! {
        <details class="definition">
            <summary>{ say("note.definition", &[("source", &found.source)]) }</summary>
            <pre>{ for found.lines.iter().map(line) }</pre>
        </details>
    }
}

#[derive(PartialEq, Properties)]
struct CopiesProps {
    copies: Vec<CopyAs>,
}

#[component]
fn Copies(props: &CopiesProps) -> Html {
    // What was copied last, and whether the browser took it.
    let copied = use_state(|| None::<(String, bool)>);
    let button = |one: &CopyAs| {
        let onclick = {
            let (set, text) = (copied.setter(), one.text.clone());
            Callback::from(move |_: MouseEvent| {
                let (set, kept) = (set.clone(), text.clone());
                copy(&text, Callback::from(move |done: bool| set.set(Some((kept.clone(), done)))));
            })
        };
        html! { <button class="button" {onclick}>{ one.label }</button> }
    };
    let said = match copied.as_ref().filter(|(text, _)| props.copies.iter().any(|one| one.text == *text)) {
        Some((_, true)) => word("note.copied"),
        Some((_, false)) => word("note.the-browser-does-not"),
        None => "",
    };
    html! {
        <div class="copies" role="group" aria-label={word("note.copy-the-value-as")}>
            <span>{ word("note.copy-as") }</span>
            { for props.copies.iter().map(button) }
            <span role="status">{ said }</span>
        </div>
    }
}
