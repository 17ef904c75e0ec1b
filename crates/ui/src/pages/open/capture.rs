//! A capture that was opened: read a stretch at a time, so that the page stays alive, and its connections to choose from.

use crate::dom::now;
use crate::recent_trace;
use gloo_timers::callback::Timeout;
use handshake_capture::fingerprint::ja4;
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::{Observed, observe};
use handshake_capture::read::{Capture, Connection, Reader};
use handshake_core::trace::Outcome;
use handshake_lessons::{say, say_n, word};
use std::cell::Cell;
use std::io::Cursor;
use std::rc::Rc;
use yew::prelude::*;

/// Bytes that are read at most; the program in a shell reads files of any length.
pub const MAX_CAPTURE: usize = 256 << 20;
/// Connections that are listed at most.
const LISTED: usize = 200;
/// Milliseconds in one go.
const SLICE: f64 = 12.0;

/// A capture, with what is made of its connections.
pub struct Opened {
    name: String,
    capture: Capture,
    /// Lines of key logs: those in the capture, and those that were added.
    secrets: String,
    observed: Vec<Observed>,
}

impl Opened {
    fn is_complete(&self) -> bool {
        self.observed.len() >= self.capture.connections.len().min(LISTED)
    }

    fn observe_next(&mut self, secrets: &Secrets) {
        if let Some(connection) = self.capture.connections.get(self.observed.len()) {
            self.observed.push(observe(connection, secrets));
        }
    }
}

/// What is told while a capture is read.
pub struct Tell {
    /// How far it is, in words.
    pub progress: Callback<String>,
    /// It is read.
    pub done: Callback<Rc<Opened>>,
    /// Nobody waits for it any more.
    pub cancelled: Rc<Cell<bool>>,
}

/// Reads a capture.
pub fn read(name: String, bytes: Vec<u8>, tell: Tell) {
    let size = bytes.len().max(1) as u64;
    go_on(name, size, Reader::new(Cursor::new(bytes)), tell);
}

fn go_on(name: String, size: u64, mut reader: Reader<'static>, tell: Tell) {
    if tell.cancelled.get() {
        return;
    }
    let begin = now();
    loop {
        match reader.step() {
            None => {
                let capture = reader.end();
                let opened = Opened { name, secrets: capture.secrets.clone(), capture, observed: Vec::new() };
                return look(opened, tell);
            }
            Some(progress) if now() - begin > SLICE => {
                let percent = progress.bytes * 100 / size;
                tell.progress.emit(say("capture.reading", &[("percent", &percent), ("packets", &progress.packets)]));
                Timeout::new(0, move || go_on(name, size, reader, tell)).forget();
                return;
            }
            Some(_) => {}
        }
    }
}

/// Goes through the connections.
fn look(opened: Opened, tell: Tell) {
    let secrets = Rc::new(Secrets::read(&opened.secrets));
    look_on(opened, secrets, tell);
}

fn look_on(mut opened: Opened, secrets: Rc<Secrets>, tell: Tell) {
    if tell.cancelled.get() {
        return;
    }
    let begin = now();
    while !opened.is_complete() {
        opened.observe_next(&secrets);
        if now() - begin > SLICE {
            Timeout::new(0, move || look_on(opened, secrets, tell)).forget();
            return;
        }
    }
    tell.done.emit(Rc::new(opened));
}

/// The same capture with the secrets of one more key log.
///
/// # Errors
/// If it holds none.
pub fn add_secrets(opened: &Opened, log: &str, tell: Tell) -> Result<(), &'static str> {
    if Secrets::read(log).connections() == 0 {
        return Err(word("capture.no-secrets"));
    }
    let Opened { name, capture, secrets, .. } = opened;
    let secrets = format!("{secrets}\n{log}");
    let capture = Capture { connections: capture.connections.clone(), secrets: String::new(), ..*capture };
    look(Opened { name: name.clone(), capture, secrets, observed: Vec::new() }, tell);
    Ok(())
}

#[derive(Properties)]
pub struct Props {
    pub opened: Rc<Opened>,
    pub navigate: Callback<String>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.opened, &other.opened) && self.navigate == other.navigate
    }
}

/// The connections, each to step through.
#[component]
pub fn Connections(props: &Props) -> Html {
    let Opened { name, capture, observed, .. } = &*props.opened;
    let count = capture.connections.len();
    let rows = capture.connections.iter().zip(observed).enumerate();
    html! {
        <section class="connections" aria-labelledby="connections" data-name="connections">
            <h2 id="connections" tabindex="-1">{ say_n("capture.connections", count, &[("name", &name)]) }</h2>
            if let Some(damage) = capture.damage {
                <p class="told-off bad" role="alert">{ damage.words() }</p>
            }
            <p>{ say("capture.rest", &[("packets", &capture.packets), ("without", &capture.without_tls), ("other", &capture.other)]) }</p>
            <ol>{ for rows.map(|(index, (connection, observed))| row(index, connection, observed, props)) }</ol>
            if count > LISTED {
                <p>{ say("capture.first-only", &[("listed", &LISTED)]) }</p>
            }
            if observed.iter().any(|observed| observed.sealed > 0) {
                <p class="told-off">{ word("capture.add-secrets") }</p>
            }
        </section>
    }
}

fn row(index: usize, connection: &Connection, observed: &Observed, props: &Props) -> Html {
    let name = observed.hello.as_ref().and_then(|hello| hello.extensions.host_name());
    let chosen = match observed.chosen {
        Some((version, suite)) => format!("{} · {}", version.text(), suite.text()),
        None => word("capture.nothing-chosen").to_owned(),
    };
    let outcome = match observed.trace.outcome {
        Outcome::Closed => "capture.closed",
        Outcome::Connected => "capture.connected",
        _ => "capture.unfinished",
    };
    let onclick = {
        let (opened, navigate) = (Rc::clone(&props.opened), props.navigate.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(observed) = opened.observed.get(index) {
                navigate.emit(recent_trace::show(&observed.trace));
            }
        })
    };
    html! {
        <li>
            <button class="button" data-name="connection" {onclick}>{ name.unwrap_or(word("capture.no-name")) }</button>
            <span>{ chosen }{ " · " }{ word(outcome) }</span>
            <small>
                { format!("{} → {}", connection.client, connection.server) }{ " · " }
                { say_n("capture.records", observed.records, &[("sealed", &observed.sealed)]) }
            </small>
            if let Some(hello) = &observed.hello {
                <small class="mono">{ say("capture.fingerprint", &[("ja4", &ja4(hello))]) }</small>
            }
            { for notes(connection, observed).into_iter().map(|note| html! { <small>{ note }</small> }) }
        </li>
    }
}

/// What of a connection is not there to be told.
fn notes(connection: &Connection, observed: &Observed) -> Vec<String> {
    let gap =
        |gap: &handshake_capture::read::Gap| say("capture.gap", &[("bytes", &gap.bytes), ("packet", &gap.packet)]);
    let mut notes: Vec<String> = connection.gaps.iter().take(3).map(gap).collect();
    if let (Some(packet), true) = (observed.stopped, connection.gaps.is_empty()) {
        notes.push(say("capture.stopped", &[("packet", &packet)]));
    }
    if observed.shortened {
        notes.push(word("capture.shortened").to_owned());
    }
    notes
}
