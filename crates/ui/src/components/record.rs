//! The Record tab: the sealing pipeline.

use super::opening::opening;
use super::segments::segments;
use super::text::{blocks, local_link};
use super::{epoch_class, icons, side_class};
use handshake_app::Action;
use handshake_app::view::{Labelled, Link, MacView, RecordView, SealingForm, SealingSecrets, SealingView};
use handshake_lessons::{say, word};
use yew::prelude::*;

/// The tab.
pub fn record(view: &RecordView, act: &Callback<Action>, navigate: &Callback<String>) -> Html {
    html! {
        <>
            if let Some(context) = &view.context { <p class="context">{ context }</p> }
            if !view.arrival.is_empty() {
                <div class="layers">
                    { segments(word("bytes.which-end"), "arrival", &view.arrival, act.reform(Action::Arrival)) }
                </div>
            }
            if let Some(arrived) = &view.arrived { <p class="context arrived" role="status">{ arrived }</p> }
            if !view.wire.is_empty() {
                <div class="pipeline">
                    { match (&view.sealing, &view.opening) {
                        (Some(sealing), _) => sealed(sealing, navigate),
                        (None, Some(_)) => html! { <h3>{ word("record.on-the-wire") }</h3> },
                        (None, None) => in_the_clear(&view.header),
                    } }
                    <div class="boxes wire">{ for view.wire.iter().map(|part| wire_box(part, view.sealing.as_ref())) }</div>
                    if let Some(opened) = &view.opening { { opening(opened, act) } }
                    <div class={view.sealing.is_some().then_some("outside")}>{ blocks(&view.outside) }</div>
                </div>
            }
        </>
    }
}

fn in_the_clear(header: &[Labelled]) -> Html {
    html! {
        <>
            { part(html! { { word("record.record-header") } }, html! { <div class="boxes">{ for header.iter().map(|one| part_box(one, "")) }</div> }) }
            <h3>{ word("record.on-the-wire") }</h3>
        </>
    }
}

/// What goes into the seal, on a line that leads down to it.
fn sealed(sealing: &SealingView, navigate: &Callback<String>) -> Html {
    let epoch = epoch_class(sealing.epoch);
    let inputs = match &sealing.secrets {
        Some(secrets) => match &secrets.mac {
            Some(mac) => cbc(sealing, secrets, mac, navigate),
            None => aead(sealing, secrets, navigate),
        },
        None => html! {
            <>
                <div class="part"><div class="flow"><p class="absent"><span>{ word("record.not-visible-from-this") }</span></p></div></div>
                if !sealing.aad.is_empty() { <div class="beside">{ additional(sealing) }</div> }
            </>
        },
    };
    html! {
        <>
            <div class="inputs">{ inputs }</div>
            <div class="join">
                <h3>{ word("record.on-the-wire") }</h3>
                <div class={classes!("seal", epoch)}>{ icons::lock() }{ say("record.seal", &[("aead", &sealing.aead)]) }</div>
            </div>
        </>
    }
}

/// One algorithm for both: plaintext, nonce, additional data, key.
fn aead(sealing: &SealingView, secrets: &SealingSecrets, navigate: &Callback<String>) -> Html {
    html! {
        <>
            { plaintext(sealing, secrets) }
            { match sealing.form {
                SealingForm::AeadExplicit => part(
                    html! { <>{ "nonce" }<small>{ word("record.iv-then-nonce-explicit") }</small></> },
                    html! {
                        <div class="boxes">
                            <div class="box"><code>{ spaced(&secrets.iv) }</code><small>{ word("record.iv-from-the-key") }</small></div>
                            <div class="box"><code>{ spaced(&secrets.explicit) }</code><small>{ word("record.nonce-explicit-sent-along") }</small></div>
                        </div>
                    },
                ),
                _ => part(
                    html! { <>{ "nonce" }<small>{ say("record.iv-number", &[("sequence", &sealing.sequence)]) }</small></> },
                    html! {
                        <div class="xor">
                            <span>{ "iv" }</span><code>{ spaced(&secrets.iv) }</code>
                            <span>{ word("record.number") }</span><code>{ spaced(&secrets.sequence_padded) }</code>
                            <span>{ "nonce" }</span><code class="sum">{ spaced(&secrets.nonce) }</code>
                        </div>
                    },
                ),
            } }
            <div class="beside">
                { additional(sealing) }
                { key(&secrets.key, &secrets.key_value, "key", sealing, navigate) }
            </div>
        </>
    }
}

/// A cipher and a MAC, in the order in which they were used.
fn cbc(sealing: &SealingView, secrets: &SealingSecrets, mac: &MacView, navigate: &Callback<String>) -> Html {
    let last = sealing.form == SealingForm::EncryptThenMac;
    let padding = format!("{:02x}", secrets.padding.saturating_sub(1));
    let mac_part = part(
        html! { <>{ "MAC" }<small>{ say("record.over", &[("name", &mac.name)]) }</small></> },
        html! {
            <div class="boxes">
                <div class="box"><code>{ spaced(&mac.head) }</code><small>{ say("record.number-type-version-length", &[("sequence", &sealing.sequence)]) }</small></div>
                <div class="box"><small>{ if last { word("record.then-the-iv-and") } else { word("record.then-the-content") } }</small></div>
                <div class="box grow mac"><code>{ spaced(&mac.value) }</code><small>{ say("record.mac-b", &[("value", &(mac.value.len() / 2))]) }</small></div>
            </div>
        },
    );
    let encrypted = part(
        html! { <>{ word("record.encrypted") }<small>{ word("record.in-blocks-of-16") }</small></> },
        html! {
            <div class="boxes">
                <div class="box grow"><code>{ spaced(&secrets.content) }</code><small>{ say("record.content-b", &[("content", &(secrets.content.len() / 2))]) }</small></div>
                if !last { <div class="box mac"><small>{ say("record.mac-b", &[("value", &(mac.value.len() / 2))]) }</small></div> }
                <div class="box"><code>{ format!("{padding} × {}", secrets.padding) }</code><small>{ say("record.padding-b", &[("padding", &secrets.padding)]) }</small></div>
            </div>
        },
    );
    let iv = part(
        html! { <>{ "IV" }<small>{ word("record.random-sent-along") }</small></> },
        html! { <div class="boxes"><div class="box"><code>{ spaced(&secrets.explicit) }</code></div></div> },
    );
    let keys = html! {
        <>
            { key(&secrets.key, &secrets.key_value, "key", sealing, navigate) }
            { key(&mac.key, &mac.key_value, word("record.mac-key"), sealing, navigate) }
        </>
    };
    match last {
        true => html! { <>{ encrypted }{ iv }{ mac_part }{ keys }</> },
        false => html! { <>{ mac_part }{ encrypted }{ iv }{ keys }</> },
    }
}

fn plaintext(sealing: &SealingView, secrets: &SealingSecrets) -> Html {
    let typed = sealing.form == SealingForm::Tls13;
    let len = secrets.content.len() / 2;
    let about = if typed {
        say("record.b-then-its-real", &[("len", &len)])
    } else {
        say("record.b-and-nothing-else", &[("len", &len)])
    };
    part(
        html! { <>{ word("record.plaintext") }<small>{ about }</small></> },
        html! {
            <div class="boxes">
                <div class="box grow"><code>{ spaced(&secrets.content) }</code></div>
                if typed { <div class="box type"><code>{ &secrets.inner_type.value }</code><small>{ &secrets.inner_type.label }</small></div> }
                if secrets.padding > 0 { <div class="box"><code>{ "00…" }</code><small>{ say("record.b-padding", &[("padding", &secrets.padding)]) }</small></div> }
            </div>
        },
    )
}

fn additional(sealing: &SealingView) -> Html {
    let about = if sealing.form == SealingForm::Tls13 {
        word("record.the-header")
    } else {
        word("record.number-type-version-length-2")
    };
    part(
        html! { <>{ word("record.additional-data") }<small>{ about }</small></> },
        html! { <div class="boxes"><div class="box"><code>{ spaced(&sealing.aad) }</code></div></div> },
    )
}

fn key(link: &Link, value: &str, name: &'static str, sealing: &SealingView, navigate: &Callback<String>) -> Html {
    part(
        html! { <>{ name }<small>{ local_link(&link.href, html! { { &link.label } }, side_class(sealing.writer), navigate) }</small></> },
        html! { <div class="boxes"><div class={classes!("box", epoch_class(sealing.epoch))}><code>{ spaced(value) }</code></div></div> },
    )
}

/// A name, and what it names.
fn part(name: Html, content: Html) -> Html {
    html! { <div class="part"><h3>{ name }</h3><div class="flow">{ content }</div></div> }
}

fn wire_box(part: &Labelled, sealing: Option<&SealingView>) -> Html {
    let epoch = sealing.map_or("", |sealing| epoch_class(sealing.epoch));
    match part.label.as_str() {
        "ciphertext" => part_box(part, epoch),
        "tag" | "MAC" => html! {
            <div class={classes!("box", "tag", epoch)}><code>{ spaced(&part.value) }</code><small>{ format!("{} · {} B", part.label, part.len) }</small></div>
        },
        _ => part_box(part, ""),
    }
}

fn part_box(part: &Labelled, class: &'static str) -> Html {
    let grow = (part.len > 8).then_some("grow");
    html! {
        <div class={classes!("box", class, grow)}><code>{ spaced(&part.value) }</code><small>{ format!("{} · {} B", part.label, part.len) }</small></div>
    }
}

/// Hex digits in pairs. What does not fit on three lines is cut by the style; more than it could show is not drawn.
fn spaced(hex: &str) -> String {
    let shown = hex.get(..512).unwrap_or(hex);
    shown.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect::<Vec<_>>().join(" ")
}
