//! A run as files: for Wireshark, as a key log, as JSON.

use super::slides::Slides;
use crate::dom::save_file;
use handshake_app::{Story, document};
use handshake_capture::key_log::KeyLog;
use handshake_capture::pcapng;
use handshake_lessons::word;
use yew::prelude::*;

/// The forms: what a file's name ends in, its media type, the key of its words.
const FORMS: [(Form, &str, &str, &str); 4] = [
    (Form::Pcapng, "pcapng", "application/vnd.tcpdump.pcap", "save.pcapng"),
    (Form::KeyLog, "keylog", "text/plain", "save.key-log"),
    (Form::Json, "json", "application/json", "save.json"),
    (Form::Html, "html", "text/html", "save.html"),
];

#[derive(Clone, Copy)]
enum Form {
    Pcapng,
    KeyLog,
    Json,
    Html,
}

/// The run's JSON, which the page opens again.
pub fn save_json(story: &Story) {
    save(story, Form::Json);
}

fn save(story: &Story, form: Form) {
    let content = match form {
        Form::Pcapng => pcapng::capture(story.run()),
        Form::KeyLog => KeyLog::default().lines(&story.run().trace.steps).into_bytes(),
        Form::Json => story.json().into_bytes(),
        Form::Html => document::html(story).into_bytes(),
    };
    if let Some((_, ending, kind, _)) = FORMS.get(form as usize) {
        save_file(&format!("handshake.{ending}"), kind, &content);
    }
}

/// A button for each form.
pub fn save_run(story: &Story) -> Html {
    let button = |(form, ending, _, words): (Form, &'static str, &str, &'static str)| {
        let story = story.clone();
        let onclick = Callback::from(move |_: MouseEvent| save(&story, form));
        html! { <button class="button" data-name={format!("save-{ending}")} {onclick}>{ word(words) }</button> }
    };
    html! {
        <>
            <section class="setting" aria-labelledby="save-run">
                <b id="save-run">{ word("save.title") }</b>
                <p class="save-run">{ for FORMS.map(button) }</p>
                <small>{ word("save.help") }</small>
            </section>
            <Slides story={story.clone()} />
        </>
    }
}
