//! Opening a trace that was written down.

use crate::components::place;
use crate::dom::read_file;
use crate::hooks::{use_file, use_title};
use crate::recent_trace;
use handshake_app::route::Route;
use handshake_lessons::{say, word};
use handshake_trace_json::import::MAX_FILE;
use web_sys::{File, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Of a step of a trace that is not here any more, or of this screen.
    pub address: String,
    pub navigate: Callback<String>,
}

/// How far it is.
#[derive(Clone, PartialEq)]
enum Reading {
    Nothing,
    File(String),
    /// Where it came from, and what is wrong with it.
    Failed(String, String),
}

/// The screen.
#[component]
pub fn Open(props: &Props) -> Html {
    use_title(Some(word("open.open-a-trace").to_owned()));
    let reading = use_state(|| Reading::Nothing);
    let pasted = use_node_ref();
    let open = {
        let (set, navigate) = (reading.setter(), props.navigate.clone());
        use_callback(navigate, move |(name, text): (String, String), navigate| match recent_trace::open(&text) {
            Ok(address) => navigate.emit(address),
            Err(problem) => set.set(Reading::Failed(name, problem.to_string())),
        })
    };
    let take = taker(reading.setter(), open.clone());
    let file = use_file(take);
    let paste = {
        let (pasted, set) = (pasted.clone(), reading.setter());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = pasted.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            match text.trim().is_empty() {
                true => set.set(Reading::Failed(
                    word("open.what-was-pasted").to_owned(),
                    word("open.there-is-nothing-in").to_owned(),
                )),
                false => open.emit((word("open.what-was-pasted").to_owned(), text)),
            }
        })
    };
    let gone = Route::of(&props.address) != Some(Route::Recording { step: None });
    let content = html! {
        <>
            <p class="lead">
                { word("open.a-trace-is-the") }
            </p>
            if gone && *reading == Reading::Nothing {
                <p class="told-off" role="status">
                    { word("open.this-address-shows-a") }
                </p>
            }
            { told(&reading) }
            <div class={classes!("drop", file.over.then_some("over"))} ondragover={file.enter} ondragleave={file.leave} ondrop={file.dropped}>
                <label class="button primary" for="trace-file">{ word("open.choose-a-file") }</label>
                <input id="trace-file" class="visually-hidden" type="file" accept=".json,application/json" onchange={file.chosen} />
                <span>{ word("open.or-drop-it-here") }</span>
            </div>
            <form class="paste" onsubmit={paste}>
                <label for="trace-text">{ word("open.or-paste-it") }</label>
                <textarea id="trace-text" ref={pasted} rows="4" spellcheck="false" autocomplete="off"
                    placeholder={r#"{"format":"handshake-lab-trace",…"#} />
                <button class="button">{ word("open.open-what-was-pasted") }</button>
            </form>
            <section class="where-from" aria-labelledby="where-from">
                <h2 id="where-from">{ word("open.where-a-trace-comes") }</h2>
                <p>{ word("open.a-program-writes") }</p>
                <pre>{ "handshake connect localhost:4433 --ca ca.pem --send hello -o run.json\nhandshake serve --listen 127.0.0.1:4433 --cert cert.pem --key key.pem -o run.json\nhandshake trace --scenario tls13-full --format json -o run.json" }</pre>
            </section>
        </>
    };
    place(word("open.open-a-trace"), content, &props.navigate)
}

/// Reads a file that was chosen or dropped, and opens what stands in it.
fn taker(set: UseStateSetter<Reading>, open: Callback<(String, String)>) -> impl Fn(File) {
    move |file: File| {
        let name = file.name();
        if file.size() > MAX_FILE as f64 {
            let size = format!("{:.1}", file.size() / 1048576.0);
            let problem = say("open.it-is-mib-long", &[("size", &size), ("most", &(MAX_FILE >> 20))]);
            return set.set(Reading::Failed(name, problem));
        }
        set.set(Reading::File(name.clone()));
        let (set, open) = (set.clone(), open.clone());
        let done = move |text: Option<String>| match text {
            Some(text) => open.emit((name.clone(), text)),
            None => set.set(Reading::Failed(name.clone(), word("open.the-browser-could-not").to_owned())),
        };
        read_file(&file, Callback::from(done));
    }
}

fn told(reading: &Reading) -> Html {
    match reading {
        Reading::Nothing => Html::default(),
        Reading::File(name) => {
            html! { <p class="told-off" role="status">{ say("open.reading", &[("name", &name)]) }</p> }
        }
        Reading::Failed(name, problem) => html! {
            <p class="told-off bad" role="alert"><b>{ say("open.cant-be-opened", &[("name", &name)]) }</b>{ " " }{ problem }</p>
        },
    }
}
