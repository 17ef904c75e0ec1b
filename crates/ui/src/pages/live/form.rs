//! Whom to connect to, over which bridge.

use super::way::Way;
use crate::components::place;
use crate::dom::{fragment, origin};
use crate::hooks::use_title;
use handshake_lessons::word;
use handshake_live::Wish;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub opening: bool,
    pub problem: Option<String>,
    /// The address shows a step of a connection that is over.
    pub gone: bool,
    /// What stood in it before.
    pub last: Option<(Way, Wish)>,
    pub connect: Callback<(Way, Wish)>,
    pub navigate: Callback<String>,
}

/// The form.
#[component]
pub fn Form(props: &Props) -> Html {
    use_title(Some(word("live-form.connect-to-a-real").to_owned()));
    // What the bridge's link brought along.
    let last = props.last.clone();
    let way = use_state(|| {
        if let Some((way, _)) = last {
            return way;
        }
        let part = |name: &str| fragment(name).unwrap_or_default();
        Way { bridge: part("bridge"), token: part("token"), target: part("target") }
    });
    let host = way.target.rsplit_once(':').map_or("", |(host, _)| host).trim_matches(['[', ']']).to_owned();
    let last = props.last.as_ref().map(|(_, wish)| wish.clone());
    let verify = use_state(|| last.as_ref().is_none_or(|wish| wish.roots.is_some()));
    let pasted = last.as_ref().and_then(|wish| wish.roots.clone()).unwrap_or_default();
    let wish = use_state(|| last.unwrap_or(Wish { server_name: host, version: "both".to_owned(), ..Wish::default() }));
    let roots = use_node_ref();
    let way_of = |change: fn(&mut Way, String)| changed(&way, change);
    let wish_of = |change: fn(&mut Wish, String)| changed(&wish, change);
    let version = wish_of(|wish, value| wish.version = value).reform(|event: Event| {
        event.target_dyn_into::<HtmlSelectElement>().map(|select| select.value()).unwrap_or_default()
    });
    let onsubmit = {
        let (way, wish, verify, roots, connect) =
            (way.clone(), wish.clone(), verify.clone(), roots.clone(), props.connect.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let pem = roots.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
            let roots = verify.then_some(pem);
            connect.emit(((*way).clone(), Wish { roots, ..(*wish).clone() }));
        })
    };
    let content = html! {
        <>
            <p class="lead">
                { word("live-form.the-client-in-this") }
            </p>
            if props.gone && props.problem.is_none() {
                <p class="told-off" role="status">{ word("live-form.the-connection-that-this") }</p>
            }
            if let Some(problem) = &props.problem {
                <p class="told-off bad" role="alert">{ problem }</p>
            }
            if way.token.is_empty() {
                { start_the_bridge() }
            }
            <form class="live-form" {onsubmit}>
                { text("bridge", word("live-form.bridge"), word("live-form.where-the-bridge-listens"), way.bridge.clone(), way_of(|way, value| way.bridge = value)) }
                { text("token", word("live-form.token"), word("live-form.stands-in-the-link"), way.token.clone(), way_of(|way, value| way.token = value)) }
                { text("target", word("live-form.server"), word("live-form.host-and-port-the"), way.target.clone(), way_of(|way, value| way.target = value)) }
                { text("server-name", word("live-form.server-name"), word("live-form.asked-for-and-looked"), wish.server_name.clone(), wish_of(|wish, value| wish.server_name = value)) }
                { versions(&wish.version, version) }
                { text("alpn", word("live-form.application-protocols-alpn"), word("live-form.parted-by-commas-for"), wish.alpn.clone(), wish_of(|wish, value| wish.alpn = value)) }
                { trust(&verify, pasted, roots) }
                <button class="button primary" disabled={props.opening}>{ if props.opening { word("live-form.connecting") } else { word("live-form.connect") } }</button>
            </form>
        </>
    };
    place(word("live-form.connect-to-a-real"), content, &props.navigate)
}

/// One line of text to be typed.
fn text(id: &'static str, label: &'static str, help: &'static str, value: String, set: Callback<String>) -> Html {
    let oninput = set.reform(|event: InputEvent| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    html! {
        <div class="setting">
            <label for={id}>{ label }</label>
            <input {id} type="text" {value} {oninput} aria-describedby={format!("{id}-help")} autocomplete="off" spellcheck="false" />
            <small id={format!("{id}-help")}>{ help }</small>
        </div>
    }
}

/// Sets a part of what is asked for.
fn changed<T: Clone + 'static>(state: &UseStateHandle<T>, change: fn(&mut T, String)) -> Callback<String> {
    let state = state.clone();
    Callback::from(move |value: String| {
        let mut next = (*state).clone();
        change(&mut next, value);
        state.set(next);
    })
}

fn start_the_bridge() -> Html {
    html! {
        <section class="where-from first" aria-labelledby="bridge-how">
            <h2 id="bridge-how">{ word("live-form.start-the-bridge-and") }</h2>
            <pre>{ format!("handshake bridge --origin {} --allow localhost:4433", origin()) }</pre>
        </section>
    }
}

fn versions(version: &str, onchange: Callback<Event>) -> Html {
    html! {
        <div class="setting">
            <label for="version">{ word("live-form.version") }</label>
            <select id="version" {onchange}>
                <option value="both" selected={version == "both"}>{ word("live-form.tls-1-3-or") }</option>
                <option value="1.3" selected={version == "1.3"}>{ word("live-form.tls-1-3-only") }</option>
                <option value="1.2" selected={version == "1.2"}>{ word("live-form.tls-1-2-only") }</option>
            </select>
        </div>
    }
}

/// Whom to trust: the authorities of the pasted roots, or anybody.
fn trust(verify: &UseStateHandle<bool>, pasted: String, roots: NodeRef) -> Html {
    let set = |on: bool| {
        let verify = verify.clone();
        Callback::from(move |_: Event| verify.set(on))
    };
    html! {
        <fieldset class="trust">
            <legend>{ word("live-form.whom-to-trust") }</legend>
            <label><input type="radio" name="trust" id="verify" checked={**verify} onchange={set(true)} />{ " " }{ word("live-form.this-root") }</label>
            if **verify {
                <textarea id="roots" ref={roots} rows="4" defaultvalue={pasted} aria-label={word("live-form.root-certificates-as-pem")} spellcheck="false" autocomplete="off"
                    placeholder="-----BEGIN CERTIFICATE-----" />
            }
            <label><input type="radio" name="trust" id="anybody" checked={!**verify} onchange={set(false)} />{ " " }{ word("live-form.whoever-answers-do-not") }</label>
            if !**verify {
                <p class="told-off bad">{ word("live-form.anybody-on-the-way") }</p>
            }
        </fieldset>
    }
}
