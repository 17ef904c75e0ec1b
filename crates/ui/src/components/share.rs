//! The address to share, and how to get the same run elsewhere.

use super::dialog::Dialog;
use crate::dom::{copy, href};
use handshake_story::view::Fingerprint;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub fingerprint: Fingerprint,
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Share(props: &Props) -> Html {
    let said = use_state(|| "");
    let address = href();
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
    html! {
        <Dialog title="Share" close={props.close.clone()}>
            <div class="setting">
                <label for="address">{ "This view" }</label>
                <input id="address" readonly=true value={address} />
                <small>{ "The address holds everything: setup, seed, step, tab, selection. Whoever opens it sees the same bytes." }</small>
            </div>
            <p><button class="button primary" {onclick}>{ "Copy the address" }</button>{ " " }<span role="status">{ *said }</span></p>
            <div class="setting">
                <b>{ "The same run outside the page" }</b>
                <span class="value-hex">{ &props.fingerprint.command }</span>
                <small>{ "SHA-256 of what it prints:" }</small>
                <span class="value-hex">{ &props.fingerprint.sha256 }</span>
            </div>
        </Dialog>
    }
}
