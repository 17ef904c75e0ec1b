//! Opening what was written down: a run of this lab, or a capture of packets.

mod capture;

use crate::components::place;
use crate::dom::{after_paint, document, focus, read_bytes};
use crate::hooks::{use_file, use_title};
use crate::recent_trace;
use capture::{Connections, MAX_CAPTURE, Opened, Tell};
use handshake_app::route::Route;
use handshake_capture::read::FileKind;
use handshake_lessons::{Problem, say, word};
use handshake_trace_json::import::MAX_FILE;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{File, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// Of a step of a trace that is not here any more, or of this screen.
    pub address: String,
    pub navigate: Callback<String>,
}

/// How far it is.
#[derive(Clone)]
enum Reading {
    Nothing,
    /// What is being read, and how far it is.
    File(String, String),
    Capture(Rc<Opened>),
    /// Where it came from, and what is wrong with it.
    Failed(String, String),
}

/// The screen.
#[component]
pub fn Open(props: &Props) -> Html {
    use_title(Some(word("open.open-a-trace").to_owned()));
    let reading = use_state(|| Reading::Nothing);
    let capture = use_mut_ref(|| None::<Rc<Opened>>);
    let pasted = use_node_ref();
    let open = {
        let (set, navigate) = (reading.setter(), props.navigate.clone());
        use_callback(navigate, move |(name, text): (String, String), navigate| match recent_trace::open(&text) {
            Ok(address) => navigate.emit(address),
            Err(problem) => set.set(Reading::Failed(name, unreadable(text.as_bytes(), &problem))),
        })
    };
    let file = use_file(taker(reading.setter(), open.clone(), Rc::clone(&capture)));
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
            if gone && matches!(*reading, Reading::Nothing) {
                <p class="told-off" role="status">
                    { word("open.this-address-shows-a") }
                </p>
            }
            { told(&reading, &props.navigate) }
            <div class={classes!("drop", file.over.then_some("over"))} ondragover={file.enter} ondragleave={file.leave} ondrop={file.dropped}>
                <label class="button primary" for="trace-file">{ word("open.choose-a-file") }</label>
                <input id="trace-file" class="visually-hidden" type="file" accept=".json,.pcapng,.pcap,.cap,.log,.txt,.keylog,application/json,application/vnd.tcpdump.pcap,text/plain" onchange={file.chosen} />
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

/// What is wrong with something that is no run: what it is, and what to do with it.
fn unreadable(file: &[u8], problem: &Problem) -> String {
    match FileKind::of(file) {
        FileKind::Trace => problem.to_string(),
        kind => kind.advice().to_owned(),
    }
}

/// Reads a file that was chosen or dropped, and opens what stands in it.
fn taker(
    set: UseStateSetter<Reading>,
    open: Callback<(String, String)>,
    capture: Rc<RefCell<Option<Rc<Opened>>>>,
) -> impl Fn(File) {
    move |file: File| {
        let name = file.name();
        if file.size() > MAX_CAPTURE as f64 {
            let size = format!("{:.1}", file.size() / 1048576.0);
            let problem = say("open.it-is-mib-long", &[("size", &size), ("most", &(MAX_CAPTURE >> 20))]);
            return set.set(Reading::Failed(name, problem));
        }
        set.set(Reading::File(name.clone(), String::new()));
        let (set, open, capture) = (set.clone(), open.clone(), Rc::clone(&capture));
        let done = move |bytes: Option<Vec<u8>>| match bytes {
            Some(bytes) => take(name.clone(), bytes, &set, &open, &capture),
            None => set.set(Reading::Failed(name.clone(), word("open.the-browser-could-not").to_owned())),
        };
        read_bytes(&file, Callback::from(done));
    }
}

fn take(
    name: String,
    bytes: Vec<u8>,
    set: &UseStateSetter<Reading>,
    open: &Callback<(String, String)>,
    capture: &Rc<RefCell<Option<Rc<Opened>>>>,
) {
    let tell = || {
        let (progress, done) = (set.clone(), set.clone());
        let (name, keep) = (name.clone(), Rc::clone(capture));
        Tell {
            progress: Callback::from(move |words| progress.set(Reading::File(name.clone(), words))),
            done: Callback::from(move |opened: Rc<Opened>| {
                *keep.borrow_mut() = Some(Rc::clone(&opened));
                done.set(Reading::Capture(opened));
                after_paint(|| focus(document().and_then(|page| page.document_element()), "#connections"));
            }),
        }
    };
    let known = capture.borrow().clone();
    match (FileKind::of(&bytes), known) {
        (FileKind::Capture, _) => capture::read(name.clone(), bytes, tell()),
        (FileKind::KeyLog, Some(known)) => {
            if let Err(problem) = capture::add_secrets(&known, &String::from_utf8_lossy(&bytes), tell()) {
                set.set(Reading::Failed(name.clone(), problem.to_owned()));
            }
        }
        (FileKind::Trace, _) if bytes.len() > MAX_FILE => {
            let size = format!("{:.1}", bytes.len() as f64 / 1048576.0);
            set.set(Reading::Failed(
                name.clone(),
                say("open.it-is-mib-long", &[("size", &size), ("most", &(MAX_FILE >> 20))]),
            ));
        }
        (kind, _) => match String::from_utf8(bytes) {
            Ok(text) => open.emit((name.clone(), text)),
            Err(_) => set.set(Reading::Failed(name.clone(), kind.advice().to_owned())),
        },
    }
}

fn told(reading: &Reading, navigate: &Callback<String>) -> Html {
    match reading {
        Reading::Nothing => Html::default(),
        Reading::File(name, progress) => {
            html! { <p class="told-off" role="status">{ say("open.reading", &[("name", &name)]) }{ " " }{ progress }</p> }
        }
        Reading::Capture(opened) => html! { <Connections opened={Rc::clone(opened)} navigate={navigate.clone()} /> },
        Reading::Failed(name, problem) => html! {
            <p class="told-off bad" role="alert"><b>{ say("open.cant-be-opened", &[("name", &name)]) }</b>{ " " }{ problem }</p>
        },
    }
}
