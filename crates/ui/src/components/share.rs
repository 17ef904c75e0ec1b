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
    let shared = address.clone();
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
            if command.is_none() {
                <p><button class="button" onclick={save}>{ "Save the run as a file" }</button></p>
            }
            if let Some(here) = here {
                <p>{ local_link(here, html! { "Run the same setup here" }, "button", &props.navigate) }</p>
            }
            { on_another_device(&here.clone().unwrap_or_else(|| props.story.address()), &shared) }
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

/// A code to type and one to photograph.
fn on_another_device(address: &str, href: &str) -> Html {
    let code = handshake_story::code::code(address);
    // The code is typed behind what stands before the page's own addresses.
    let base = href.strip_suffix(address).unwrap_or_default().trim_end_matches('/');
    html! {
        <div class="another-device">
            <div class="setting">
                <b>{ "On another device" }</b>
                if let Some(code) = &code {
                    <span class="short-code">{ code }</span>
                    <small>{ format!("Type it on Home, or open {base}/c/{code}") }</small>
                } else {
                    <small>{ "This view holds too much for a code that could be typed. Use the picture or the address." }</small>
                }
            </div>
            if let Some(qr) = handshake_story::qr::qr(href) {
                <svg class="qr" viewBox={format!("0 0 {0} {0}", qr.size)} role="img" aria-label="QR code of the address" shape-rendering="crispEdges">
                    <rect width={qr.size.to_string()} height={qr.size.to_string()} fill="#fff" />
                    <path d={qr.path} fill="#000" />
                </svg>
            } else {
                <small>{ "The address is too long for a QR code." }</small>
            }
        </div>
    }
}
