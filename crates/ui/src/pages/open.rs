//! Opening what was written down: a run of this lab, or a capture of packets.

mod capture;

use crate::components::place;
use crate::dom::{after_paint, document, focus, read_bytes};
use crate::hooks::{use_file, use_title};
use crate::recent_trace;
use capture::{Connections, MAX_CAPTURE, Opened, Tell};
use handshake_app::route::Route;
use handshake_capture::read::{FileKind, bytes};
use handshake_lessons::{say, word};
use handshake_trace_json::import::MAX_FILE;
use std::cell::{Cell, RefCell};
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
    let cancelled = use_mut_ref(|| Rc::new(Cell::new(false)));
    let pasted = use_node_ref();
    let open = {
        let (set, navigate) = (reading.setter(), props.navigate.clone());
        use_callback(navigate, move |(name, bytes): (String, Vec<u8>), navigate| match opened(&bytes) {
            Ok(address) => navigate.emit(address),
            Err(problem) => set.set(Reading::Failed(name, problem)),
        })
    };
    let file = use_file(taker(reading.setter(), open.clone(), Rc::clone(&capture), Rc::clone(&cancelled)));
    let paste = paster(pasted.clone(), reading.setter(), open);
    let cancel = {
        let set = reading.setter();
        Callback::from(move |_: MouseEvent| {
            cancelled.borrow().set(true);
            set.set(Reading::Failed(String::new(), word("open.cancelled").to_owned()));
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
            { told(&reading, &props.navigate, cancel) }
            <div class={classes!("drop", file.over.then_some("over"))} ondragover={file.enter} ondragleave={file.leave} ondrop={file.dropped}>
                <label class="button primary" for="trace-file">{ word("open.choose-a-file") }</label>
                <input id="trace-file" class="visually-hidden" type="file" accept=".json,.pcapng,.pcap,.cap,.log,.txt,.keylog,application/json,application/vnd.tcpdump.pcap,text/plain" onchange={file.chosen} />
                <span>{ word("open.or-drop-it-here") }</span>
            </div>
            <form class="paste" onsubmit={paste}>
                <label for="trace-text">{ word("open.or-paste-it") }</label>
                <textarea id="trace-text" ref={pasted} rows="4" spellcheck="false" autocomplete="off"
                    placeholder="16 03 01 00 c8 01 00 00 c4 03 03 …" />
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

/// Opens what stands in the text area.
fn paster(pasted: NodeRef, set: UseStateSetter<Reading>, open: Callback<(String, Vec<u8>)>) -> Callback<SubmitEvent> {
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let text = pasted.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
        let name = word("open.what-was-pasted").to_owned();
        match text.trim().is_empty() {
            true => set.set(Reading::Failed(name, word("open.there-is-nothing-in").to_owned())),
            false => open.emit((name, text.into_bytes())),
        }
    })
}

/// Opens a run, or records or messages that came by themselves; or what is wrong: what it is, and what to do with it.
fn opened(file: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(file);
    match (FileKind::of(file), text) {
        (FileKind::Trace, Ok(text)) => recent_trace::open(text).map_err(String::from),
        (FileKind::Records, _) => recent_trace::show_bytes(file).map_err(String::from),
        (FileKind::Other, Ok(text)) => {
            bytes(text).and_then(|bytes| recent_trace::show_bytes(&bytes)).map_err(String::from)
        }
        (kind, _) => Err(kind.advice().to_owned()),
    }
}

/// Reads a file that was chosen or dropped, and opens what stands in it.
fn taker(
    set: UseStateSetter<Reading>,
    open: Callback<(String, Vec<u8>)>,
    capture: Rc<RefCell<Option<Rc<Opened>>>>,
    cancelled: Rc<RefCell<Rc<Cell<bool>>>>,
) -> impl Fn(File) {
    move |file: File| {
        let name = file.name();
        if file.size() > MAX_CAPTURE as f64 {
            let size = format!("{:.1}", file.size() / 1048576.0);
            let problem = say("open.it-is-mib-long", &[("size", &size), ("most", &(MAX_CAPTURE >> 20))]);
            return set.set(Reading::Failed(name, problem));
        }
        // Whatever is still being read gives way to what is opened now.
        let mine = Rc::new(Cell::new(false));
        cancelled.replace(Rc::clone(&mine)).set(true);
        set.set(Reading::File(name.clone(), String::new()));
        let (set, open, capture) = (set.clone(), open.clone(), Rc::clone(&capture));
        let done = move |bytes: Option<Vec<u8>>| match bytes {
            _ if mine.get() => {}
            Some(bytes) => take(name.clone(), bytes, &set, &open, &capture, &mine),
            None => set.set(Reading::Failed(name.clone(), word("open.the-browser-could-not").to_owned())),
        };
        read_bytes(&file, Callback::from(done));
    }
}

fn take(
    name: String,
    bytes: Vec<u8>,
    set: &UseStateSetter<Reading>,
    open: &Callback<(String, Vec<u8>)>,
    capture: &Rc<RefCell<Option<Rc<Opened>>>>,
    cancelled: &Rc<Cell<bool>>,
) {
    let tell = || {
        let (progress, done) = (set.clone(), set.clone());
        let (name, keep) = (name.clone(), Rc::clone(capture));
        Tell {
            cancelled: Rc::clone(cancelled),
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
        _ => open.emit((name.clone(), bytes)),
    }
}

fn told(reading: &Reading, navigate: &Callback<String>, cancel: Callback<MouseEvent>) -> Html {
    match reading {
        Reading::Nothing => Html::default(),
        Reading::File(name, progress) => {
            html! {
                <>
                    <p class="told-off" role="status">{ say("open.reading", &[("name", &name)]) }{ " " }{ progress }</p>
                    <button class="button" data-name="cancel" onclick={cancel}>{ word("open.cancel") }</button>
                </>
            }
        }
        Reading::Capture(opened) => html! { <Connections opened={Rc::clone(opened)} navigate={navigate.clone()} /> },
        Reading::Failed(name, problem) if name.is_empty() => {
            html! { <p class="told-off" role="status">{ problem }</p> }
        }
        Reading::Failed(name, problem) => html! {
            <p class="told-off bad" role="alert"><b>{ say("open.cant-be-opened", &[("name", &name)]) }</b>{ " " }{ problem }</p>
        },
    }
}
