//! The address to share, and how to get the same run elsewhere.

use super::dialog::Dialog;
use super::local_link;
use super::save_run::save_run;
use crate::dom::{copy, href};
use crate::history::{LANGUAGE, address_writer, whole_link};
use crate::language::shared;
use handshake_analysis::run::Source;
use handshake_app::Story;
use handshake_app::view::Fingerprint;
use handshake_lessons::{say, word};
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
    let large = use_state(|| false);
    // The last step may not be written down yet.
    use_memo((), |()| address_writer().write());
    // Of a file with settings: where the engine runs them.
    let address = match &props.fingerprint.here {
        Some(here) => whole_link(here),
        None => href(),
    };
    let address = shared(&address);
    let whole = address.clone();
    let onclick = {
        let (said, address) = (said.clone(), address.clone());
        let done = Callback::from(move |copied: bool| {
            said.set(if copied { word("share.copied") } else { word("share.the-browser-does-not") });
        });
        Callback::from(move |_: MouseEvent| copy(&address, done.clone()))
    };
    let Fingerprint { command, here, .. } = &props.fingerprint;
    let words = match (props.source, command) {
        (Source::Settings, _) => word("share.the-address-holds-everything"),
        (_, Some(_)) => word("share.the-file-is-on"),
        (_, None) => word("share.this-run-was-recorded"),
    };
    let own = here.clone().unwrap_or_else(|| props.story.address());
    let see = |on: bool| {
        let large = large.setter();
        Callback::from(move |()| large.set(on))
    };
    if *large {
        return html! { <Dialog key="large" title={word("share.open-this-view")} class="whole" close={see(false)}>{ for_all(&own, &whole) }</Dialog> };
    }
    html! {
        <Dialog key="share" title={word("share.share")} close={props.close.clone()}>
            <div class="setting">
                <label for="address">{ word("share.this-view") }</label>
                <input id="address" readonly=true value={address} />
                <small>{ words }</small>
            </div>
            <p><button class="button primary" {onclick}>{ word("share.copy-the-address") }</button>{ " " }<span role="status">{ *said }</span></p>
            if let Some(here) = here {
                <p>{ local_link(here, html! { { word("share.run-the-same-setup") } }, "button", &props.navigate) }</p>
            }
            { on_another_device(&own, &whole, &see(true)) }
            { save_run(&props.story) }
            { outside(&props.fingerprint) }
        </Dialog>
    }
}

/// How to get the same run outside the page, and the fingerprint that it has to have.
fn outside(fingerprint: &Fingerprint) -> Html {
    html! {
        <div class="setting">
            if let Some(command) = &fingerprint.command {
                <b>{ word("share.the-same-run-outside") }</b>
                <span class="value-hex">{ command }</span>
                <small>{ word("share.sha-256-of-what") }</small>
            } else {
                <small>{ word("share.sha-256-of-the") }</small>
            }
            <span class="value-hex">{ &fingerprint.sha256 }</span>
        </div>
    }
}

/// A code to type and one to photograph.
fn on_another_device(address: &str, href: &str, large: &Callback<()>) -> Html {
    let code = handshake_app::short_code::code(address);
    let base = base(address, href);
    html! {
        <div class="another-device">
            <div class="setting">
                <b>{ word("share.on-another-device") }</b>
                if let Some(code) = &code {
                    <span class="short-code" data-name="short-code">{ code }</span>
                    <small>{ say("share.type-it-on-home", &[("base", &base), ("code", &code)]) }</small>
                } else {
                    <small>{ word("share.this-view-holds-too") }</small>
                }
            </div>
            { picture(href) }
            <p><button class="button to-large" data-name="to-large" onclick={large.reform(|_: MouseEvent| ())}>{ word("share.whole-room") }</button></p>
        </div>
    }
}

/// The same, as large as the screen.
fn for_all(address: &str, href: &str) -> Html {
    let base = base(address, href);
    let home = if base.is_empty() { href.to_owned() } else { base.to_owned() };
    html! {
        <div class="for-all">
            { picture(href) }
            <div class="to-type">
                if let Some(code) = handshake_app::short_code::code(address) {
                    <p>{ word("share.photograph-or-type") }</p>
                    <p class="short-code" data-name="short-code">{ code }</p>
                    <p class="home-address">{ home.trim_start_matches("https://").trim_start_matches("http://") }</p>
                } else {
                    <p>{ word("share.photograph") }</p>
                }
            </div>
        </div>
    }
}

/// What stands before the page's own addresses: there the code is typed.
fn base<'a>(address: &str, href: &'a str) -> &'a str {
    let asked = [format!("?{LANGUAGE}"), format!("&{LANGUAGE}")];
    let href = asked.iter().find_map(|asked| href.rsplit_once(asked.as_str())).map_or(href, |(before, _)| before);
    href.strip_suffix(address).unwrap_or_default().trim_end_matches('/')
}

fn picture(href: &str) -> Html {
    match handshake_app::qr::qr(href) {
        Some(qr) => html! {
            <svg class="qr" viewBox={format!("0 0 {0} {0}", qr.size)} role="img" aria-label={word("share.qr-code-of-the")} shape-rendering="crispEdges">
                <rect width={qr.size.to_string()} height={qr.size.to_string()} fill="#fff" />
                <path d={qr.path} fill="#000" />
            </svg>
        },
        None => html! { <small>{ word("share.the-address-is-too") }</small> },
    }
}
