//! The address to share, and how to get the same run elsewhere.

use super::dialog::Dialog;
use super::local_link;
use crate::dom::{copy, href, origin, save_file};
use handshake_story::Story;
use handshake_story::view::{Fingerprint, Source};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub story: Story,
    pub fingerprint: Fingerprint,
    pub source: Source,
    pub navigate: Callback<String>,
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Share(props: &Props) -> Html {
    let said = use_state(|| "");
    // Of a file with settings: where the engine runs them.
    let address = match &props.fingerprint.here {
        Some(here) => format!("{}{here}", origin()),
        None => href(),
    };
    let onclick = {
        let (said, address) = (said.clone(), address.clone());
        let done = Callback::from(move |copied: bool| {
            said.set(if copied {
                "Copied."
            } else {
                "The browser does not let this page copy. Select the address and copy it."
            });
        });
        Callback::from(move |_: MouseEvent| copy(&address, done.clone()))
    };
    let save = {
        let story = props.story.clone();
        Callback::from(move |_: MouseEvent| save_file("handshake.json", &story.json()))
    };
    let Fingerprint { sha256, command, here } = &props.fingerprint;
    let words = match (props.source, command) {
        (Source::Settings, _) => {
            "The address holds everything: setup, seed, step, tab, selection. Whoever opens it sees the same bytes."
        }
        (_, Some(_)) => {
            "The file is on this device only. Its settings are known, so this address gives the same run anywhere."
        }
        (_, None) => {
            "This run was recorded at one end of a real connection: nobody can have the same one again. Whoever is to see it \
             needs the file; the address holds the step and the tab."
        }
    };
    html! {
        <Dialog title="Share" close={props.close.clone()}>
            <div class="setting">
                <label for="address">{ "This view" }</label>
                <input id="address" readonly=true value={address} />
                <small>{ words }</small>
            </div>
            <p><button class="button primary" {onclick}>{ "Copy the address" }</button>{ " " }<span role="status">{ *said }</span></p>
            if *command == None {
                <p><button class="button" onclick={save}>{ "Save the run as a file" }</button></p>
            }
            if let Some(here) = here {
                <p>{ local_link(here, html! { "Run the same setup here" }, "button", &props.navigate) }</p>
            }
            <div class="setting">
                if let Some(command) = command {
                    <b>{ "The same run outside the page" }</b>
                    <span class="value-hex">{ command }</span>
                    <small>{ "SHA-256 of what it prints:" }</small>
                } else {
                    <small>{ "SHA-256 of the file:" }</small>
                }
                <span class="value-hex">{ sha256 }</span>
            </div>
        </Dialog>
    }
}
