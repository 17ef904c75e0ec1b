//! The Record tab: the sealing pipeline.

use super::text::{blocks, local_link};
use super::{epoch_class, icons, side_class};
use handshake_story::view::{Labelled, RecordView, SealingSecrets, SealingView};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: RecordView,
    pub navigate: Callback<String>,
}

/// The tab.
#[component]
pub fn Record(props: &Props) -> Html {
    let Props { view, navigate } = props;
    html! {
        <>
            if let Some(context) = &view.context { <p class="context">{ context }</p> }
            if !view.wire.is_empty() {
                <div class="pipeline">
                    { match &view.sealing {
                        Some(sealing) => sealed(sealing, navigate),
                        None => in_the_clear(&view.header),
                    } }
                    <div class="boxes wire">{ for view.wire.iter().map(|part| wire_box(part, view.sealing.as_ref())) }</div>
                    <div class={view.sealing.is_some().then_some("outside")}>{ blocks(&view.outside) }</div>
                </div>
            }
        </>
    }
}

fn in_the_clear(header: &[Labelled]) -> Html {
    html! {
        <>
            { part(html! { "record header" }, html! { <div class="boxes">{ for header.iter().map(|one| part_box(one, "")) }</div> }) }
            <h3>{ "on the wire" }</h3>
        </>
    }
}

/// What goes into the seal, on a line that leads down to it.
fn sealed(sealing: &SealingView, navigate: &Callback<String>) -> Html {
    let epoch = epoch_class(sealing.epoch);
    html! {
        <>
            <div class="inputs">
                { match &sealing.secrets {
                    Some(secrets) => inside(sealing, secrets),
                    None => html! { <div class="part"><div class="flow"><p class="absent"><span>{ "Not visible from this point of view: plaintext, real type, nonce and key" }</span></p></div></div> },
                } }
                <div class="beside">
                    { part(
                        html! { <>{ "additional data" }<small>{ "= the header" }</small></> },
                        html! { <div class="boxes"><div class="box"><code>{ spaced(&sealing.aad) }</code></div></div> },
                    ) }
                    if let Some(secrets) = &sealing.secrets {
                        { part(
                            html! { <>{ "key" }<small>{ local_link(&secrets.key.href, html! { { &secrets.key.label } }, side_class(sealing.writer), navigate) }</small></> },
                            html! { <div class="boxes"><div class={classes!("box", epoch)}><code>{ spaced(&secrets.key_value) }</code></div></div> },
                        ) }
                    }
                </div>
            </div>
            <div class="join">
                <h3>{ "on the wire" }</h3>
                <div class={classes!("seal", epoch)}>{ icons::lock() }{ format!("{} seal", sealing.aead) }</div>
            </div>
        </>
    }
}

fn inside(sealing: &SealingView, secrets: &SealingSecrets) -> Html {
    html! {
        <>
            { part(
                html! { <>{ "plaintext" }<small>{ format!("{} B, then its real type", secrets.content.len() / 2) }</small></> },
                html! {
                    <div class="boxes">
                        <div class="box grow"><code>{ spaced(&secrets.content) }</code></div>
                        <div class="box type"><code>{ &secrets.inner_type.value }</code><small>{ &secrets.inner_type.label }</small></div>
                        if secrets.padding > 0 { <div class="box"><code>{ "00…" }</code><small>{ format!("{} B padding", secrets.padding) }</small></div> }
                    </div>
                },
            ) }
            { part(
                html! { <>{ "nonce" }<small>{ format!("= iv ⊕ number {}", sealing.sequence) }</small></> },
                html! {
                    <div class="xor">
                        <span>{ "iv" }</span><code>{ spaced(&secrets.iv) }</code>
                        <span>{ "number" }</span><code>{ spaced(&secrets.sequence_padded) }</code>
                        <span>{ "nonce" }</span><code class="sum">{ spaced(&secrets.nonce) }</code>
                    </div>
                },
            ) }
        </>
    }
}

/// A name, and what it names.
fn part(name: Html, content: Html) -> Html {
    html! { <div class="part"><h3>{ name }</h3><div class="flow">{ content }</div></div> }
}

fn wire_box(part: &Labelled, sealing: Option<&SealingView>) -> Html {
    let epoch = sealing.map_or("", |sealing| epoch_class(sealing.epoch));
    match part.label.as_str() {
        "ciphertext" => part_box(part, epoch),
        "tag" => html! {
            <div class={classes!("box", "tag", epoch)}><code>{ spaced(&part.value) }</code><small>{ format!("tag · {} B", part.len) }</small></div>
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
