//! For teachers: `/teach` lists the lessons; `/teach/{lesson}?seed=…&part=…` has notes, worksheet and answer key.

use super::teaching::{Results, all_plans};
use crate::components::lesson::figure;
use crate::components::{Paper, blocks, local_link, picture};
use crate::dom::print;
use crate::history::{EMBED, is_local, whole_link};
use crate::language::shared;
use handshake_app::route::Route;
use handshake_app::view::FigureRow;
use handshake_lessons::lesson::{Lesson, Step, Text};
use handshake_lessons::{lesson, lessons, markdown, say, word, word_of};
use handshake_player::lesson::sheet::{Item, Sheet, sheet};
use handshake_player::lesson::{code, start};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What is on paper: everything, or a part of it.
const PARTS: [&str; 4] = ["all", "notes", "sheet", "key"];

#[derive(PartialEq, Properties)]
pub struct Props {
    pub lesson: Option<String>,
    pub seed: Option<String>,
    pub part: Option<String>,
    pub navigate: Callback<String>,
}

/// The teacher's pages.
#[component]
pub fn Teach(props: &Props) -> Html {
    match props.lesson.as_deref().map(lesson) {
        Some(Some(lesson)) => pack(lesson, props),
        found => {
            let unknown = found.is_some();
            html! {
                <Paper title={word("teach")} class="teach" navigate={props.navigate.clone()}>
                    if unknown { <p role="alert">{ word("no-lesson") }</p> }
                    <p>{ word("teach.lead") }</p>
                    { all_plans(&props.navigate) }
                    <h2>{ word("teach.lessons") }</h2>
                    <ul class="teach-list">{ for lessons().iter().map(|lesson| line(lesson, &props.navigate)) }</ul>
                    <Results />
                </Paper>
            }
        }
    }
}

fn line(lesson: &'static Lesson, navigate: &Callback<String>) -> Html {
    let needs: Vec<&str> = lesson.needs.iter().filter_map(|id| Some(handshake_lessons::lesson(id)?.title.0)).collect();
    let level = word_of("level", &lesson.level.to_string()).unwrap_or_default();
    let mut facts = format!("{} · {level}", say("minutes", &[("n", &lesson.minutes)]));
    if !needs.is_empty() {
        facts = format!("{facts} · {}", say("teach.needs", &[("lessons", &needs.join(", "))]));
    }
    let text = html! { <><b>{ lesson.title.0 }</b><span>{ lesson.summary.0 }</span><small>{ facts }</small></> };
    html! { <li>{ local_link(&route(lesson).to_string(), text, "scenario", navigate) }</li> }
}

fn route(lesson: &Lesson) -> Route {
    Route::Teach { lesson: Some(lesson.id.0.to_owned()) }
}

fn pack(lesson: &'static Lesson, props: &Props) -> Html {
    let seed = props.seed.as_deref().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let part = PARTS.into_iter().find(|part| props.part.as_deref() == Some(part)).unwrap_or("all");
    let sheet = sheet(lesson, seed);
    let address = move |seed: u64, part: &str| route(lesson).with(&format!("seed={seed}&part={part}"));
    let onchange = {
        let navigate = props.navigate.clone();
        Callback::from(move |event: Event| {
            let typed = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if let Ok(seed) = typed.trim().parse() {
                navigate.emit(address(seed, part));
            }
        })
    };
    let tab = |one: &'static str| {
        let label = match one {
            "notes" => word("teach.notes"),
            "sheet" => word("teach.sheet"),
            "key" => word("teach.key"),
            _ => word("teach.all"),
        };
        let class = if one == part { "button primary" } else { "button" };
        local_link(&address(seed, one), html! { { label } }, class, &props.navigate)
    };
    let whole = whole_link(&start(lesson, Some(seed)));
    let shows = |one: &str| part == "all" || part == one;
    html! {
        <Paper title={lesson.title.0} class="teach" navigate={props.navigate.clone()}>
            <div class="teach-tools no-print">
                <label>{ word("teach.seed") }{ " " }<input type="number" min="0" value={seed.to_string()} {onchange} /></label>
                <p>{ word("teach.code") }{ " " }<b class="code">{ &sheet.code }</b></p>
                <nav aria-label={word("teach.parts")}>{ for PARTS.into_iter().map(tab) }</nav>
                <button class="button" onclick={Callback::from(|_: MouseEvent| print())}>{ word("print") }</button>
                if is_local(&whole) { <p class="notice" role="note">{ told(word("teach.local")) }</p> }
                { for_others("class-link", word("teach.link"), shared(&whole)) }
                { for_others("class-embed", word("teach.embed"), frame(lesson, &shared(&format!("{whole}&{EMBED}")))) }
                { local_link(&start(lesson, Some(seed)), html! { { word("teach.open") } }, "button", &props.navigate) }
            </div>
            if shows("notes") { { notes(lesson) } }
            if shows("sheet") { { worksheet(&sheet, false) } }
            if shows("key") { { worksheet(&sheet, true) } }
        </Paper>
    }
}

/// Something to be copied.
fn for_others(id: &'static str, label: &'static str, value: String) -> Html {
    let onfocus = Callback::from(|event: FocusEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.select();
        }
    });
    html! { <label class="for-others" for={id}>{ label }<input {id} readonly=true {value} {onfocus} /></label> }
}

/// The lesson inside another page.
fn frame(lesson: &Lesson, address: &str) -> String {
    let quoted = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        r#"<iframe src="{}" title="{}" width="100%" height="720" style="border:0"></iframe>"#,
        quoted(address),
        quoted(&lesson.title)
    )
}

fn told(text: &str) -> Html {
    blocks(&markdown::parse(text))
}

fn list(texts: &[Text]) -> Html {
    html! { <ul>{ for texts.iter().map(|text| html! { <li>{ told(text) }</li> }) }</ul> }
}

fn notes(lesson: &'static Lesson) -> Html {
    let teacher = &lesson.teacher;
    let wrong = teacher.misconception.iter().map(|one| {
        html! { <><dt>{ say("quoted", &[("text", &one.wrong.0)]) }</dt><dd>{ told(&one.right) }</dd></> }
    });
    let note = |(index, step): (usize, &'static Step)| {
        html! {
            <li value={(index + 1).to_string()}><b>{ step.title.0 }</b>
                if !step.note.is_empty() { { told(&step.note) } }
                { " " }<small>{ step.source.0 }</small>
            </li>
        }
    };
    html! {
        <section class="sheet-page">
            <h2>{ lesson.title.0 }{ " · " }{ word("teach.notes") }</h2>
            <h3>{ word("teach.goals") }</h3>{ list(&lesson.goals) }
            <h3>{ word("teach.timing") }</h3>{ told(&teacher.timing) }
            <h3>{ word("teach.discuss") }</h3>{ list(&teacher.discuss) }
            <h3>{ word("teach.wrong") }</h3><dl>{ for wrong }</dl>
            <h3>{ word("teach.steps") }</h3><ol>{ for lesson.step.iter().enumerate().map(note) }</ol>
        </section>
    }
}

fn worksheet(sheet: &Sheet, key: bool) -> Html {
    let title = if key { word("teach.key") } else { word("teach.sheet") };
    let head = if key {
        Html::default()
    } else {
        html! { <p class="name-line">{ word("sheet.name") }</p> }
    };
    html! {
        <section class={classes!("sheet-page", key.then_some("key"))}>
            <h2>{ sheet.lesson.title.0 }{ " · " }{ title }</h2>
            <p class="sheet-meta">{ word("teach.seed") }{ format!(" {} · ", sheet.seed) }{ word("teach.code") }{ format!(" {}", code::write(sheet.lesson, sheet.seed)) }</p>
            { head }
            <ol class="sheet-items">{ for sheet.items.iter().map(|one| item(one, key)) }</ol>
        </section>
    }
}

fn item(item: &Item, key: bool) -> Html {
    let option = |text: &Vec<markdown::Block>| html! { <li>{ blocks(text) }</li> };
    let bytes: Vec<FigureRow> = item.bytes.clone();
    html! {
        <li class="sheet-item" data-name="sheet-item">
            { blocks(&item.ask) }
            if let Some((number, title)) = item.step {
                <p class="sheet-step">{ say("sheet.step", &[("n", &number), ("title", &title)]) }</p>
            }
            if let Some(svg) = item.picture { { picture(svg) } }
            if !bytes.is_empty() { { figure(&bytes) } }
            if !item.dump.is_empty() { { dump(&item.dump) } }
            if !item.options.is_empty() { <ol type="A">{ for item.options.iter().map(option) }</ol> }
            if key {
                <div class="sheet-answer">{ blocks(&item.answer) }</div>
            } else if item.options.is_empty() || item.order {
                <div class="lines" aria-hidden="true"><i></i><i></i></div>
            }
        </li>
    }
}

fn dump(lines: &[[String; 3]]) -> Html {
    let line = |[offset, hex, text]: &[String; 3]| html! { <><dt>{ offset }</dt><dd>{ hex }</dd><dd>{ text }</dd></> };
    html! { <dl class="dump">{ for lines.iter().map(line) }</dl> }
}
