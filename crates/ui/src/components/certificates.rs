//! The Certificates tab: the chain with its checks, and one certificate byte by byte.

use super::hex::Hex;
use super::icons;
use super::note::Note;
use super::segments::segments;
use super::text::{blocks, local_link};
use super::tree::Tree;
use crate::dom::{reveal, reveal_around};
use crate::hooks::use_chosen;
use handshake_app::Action;
use handshake_app::view::{CertificatesView, ChainLink, ChainVerdict, Choice, DocumentView, LinkCheckRow};
use handshake_lessons::{say, word};
use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: CertificatesView,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    /// Chain and fields one at a time, as there is room for in a tab, or one below the other.
    #[prop_or_default]
    pub parted: bool,
}

/// The tab.
#[component]
pub fn Certificates(props: &Props) -> Html {
    let Props { view, act, navigate, parted } = props;
    use_chosen(".whose");
    let pane = use_node_ref();
    {
        let told = view.links.iter().chain(&view.others).find(|link| link.told).map(|link| link.id.clone());
        use_effect_with((told, *parted), {
            let pane = pane.clone();
            move |(told, parted)| {
                if told.is_some() && *parted {
                    reveal_around(&pane, ".card.selected > button");
                }
            }
        });
    }
    let fields = |document: &DocumentView| html! { <Fields document={document.clone()} act={act.clone()} navigate={navigate.clone()} parted={*parted} /> };
    let opened = view.document.as_ref().filter(|document| *parted && document.opened);
    html! {
        <div class={classes!("certificates", opened.map(|_| "opened"))} ref={pane}>
            <p class="context">{ &view.context }</p>
            if let Some(document) = view.document.as_ref().filter(|_| *parted) { { parts(view, document, act) } }
            if let Some(document) = opened {
                { fields(document) }
            } else {
                { chain(view, act) }
                if let Some(document) = view.document.as_ref().filter(|_| !*parted) { { fields(document) } }
                if let Some(more) = &view.more {
                    <p class="more-of-it">{ local_link(&more.href, html! { <>{ "→ " }{ &more.label }</> }, "", navigate) }</p>
                }
            }
        </div>
    }
}

/// The chain, or the fields of one document: each has the tab to itself. With the fields, whose they are can be chosen.
fn parts(view: &CertificatesView, document: &DocumentView, act: &Callback<Action>) -> Html {
    let selected = document.tree.iter().find(|row| row.selected).map(|row| row.id.clone());
    let choices = [(false, "chain", "certificates.chain"), (true, "fields", "certificates.fields")]
        .map(|(value, id, said)| Choice { value, id, label: word(said).to_owned(), current: document.opened == value });
    let onchange = {
        let (act, opened, whole) = (act.clone(), document.opened, document.whole);
        Callback::from(move |fields: bool| {
            if opened != fields {
                // What is selected is let go, or all of it is selected.
                act.emit(Action::SelectDer(selected.clone().unwrap_or_else(|| whole.to_owned())));
            }
        })
    };
    let ids: Vec<String> = view.links.iter().chain(&view.others).map(|link| link.id.clone()).collect();
    let choose = act.reform(move |event: Event| {
        let at = event.target_dyn_into::<HtmlSelectElement>().map_or(0, |select| select.selected_index());
        Action::SelectCertificate(usize::try_from(at).ok().and_then(|at| ids.get(at).cloned()).unwrap_or_default())
    });
    html! {
        <div class="layers">
            { segments(word("certificates.what-is-shown"), "", &choices, onchange) }
            if document.opened {
                <select class="whose" aria-label={word("certificates.whose-fields")} onchange={choose}>
                    { for view.links.iter().chain(&view.others).map(|link| html! {
                        <option value={link.id.clone()} selected={link.selected}>{ &link.title }</option>
                    }) }
                </select>
            }
        </div>
    }
}

fn chain(view: &CertificatesView, act: &Callback<Action>) -> Html {
    html! {
        <>
            if let Some(verdict) = &view.verdict { { judged(verdict) } }
            if !view.links.is_empty() {
                <ol class="chain" aria-label={word("certificates.the-chain-from-the")}>
                    { for view.links.iter().enumerate().map(|(at, link)| html! {
                        <li>
                            { card(link, act) }
                            if at + 1 < view.links.len() || view.missing.is_some() { { bond(link.signed) } }
                        </li>
                    }) }
                    if let Some(missing) = &view.missing {
                        <li class="missing"><b>{ missing }</b><small>{ word("chain.missing") }</small></li>
                    }
                </ol>
            }
            if !view.others.is_empty() {
                <ul class="chain others" aria-label={word("certificates.what-else-there-is")}>
                    { for view.others.iter().map(|link| html! { <li>{ card(link, act) }</li> }) }
                </ul>
            }
        </>
    }
}

fn judged(verdict: &ChainVerdict) -> Html {
    html! {
        <p class={classes!("verdict", match verdict.passed {
            Some(true) => None,
            Some(false) => Some("broken"),
            None => Some("open"),
        })}>
            <span class="mark">{ mark(verdict.passed) }</span>
            <span><b>{ &verdict.text }</b><small>{ &verdict.source }</small></span>
        </p>
    }
}

/// What ties a certificate to the next one: whether that one's key made its signature.
fn bond(signed: Option<bool>) -> Html {
    let (class, mark, said) = match signed {
        Some(true) => ("held", icons::mark(true), word("chain.signed")),
        Some(false) => ("broken", icons::mark(false), word("chain.not-signed")),
        None => ("open", html! { "?" }, word("chain.unchecked")),
    };
    html! { <p class={classes!("bond", class)}><span class="mark">{ mark }</span>{ said }</p> }
}

fn card(link: &ChainLink, act: &Callback<Action>) -> Html {
    let onclick = act.reform({
        let id = link.id.clone();
        move |_: MouseEvent| Action::SelectCertificate(id.clone())
    });
    let broken = link.checks.iter().any(|check| check.passed == Some(false));
    let classes = classes!(
        "card",
        link.anchor.then_some("anchor"),
        link.selected.then_some("selected"),
        broken.then_some("broken")
    );
    html! {
        <article class={classes}>
            <button type="button" aria-pressed={link.selected.to_string()} data-certificate={link.id.clone()} {onclick}>
                <b>{ &link.title }</b>
                <small>{ &link.role }</small>
            </button>
            if !link.checks.is_empty() { <ul class="checked">{ for link.checks.iter().map(|row| check(row, link.told)) }</ul> }
        </article>
    }
}

fn mark(passed: Option<bool>) -> Html {
    match passed {
        Some(passed) => icons::mark(passed),
        None => html! { "?" },
    }
}

fn check(row: &LinkCheckRow, told: bool) -> Html {
    let (class, said) = match row.passed {
        Some(true) => ("held", word("certificates.holds")),
        Some(false) => ("broken", word("certificates.broken")),
        None => ("open", word("certificates.not-checked")),
    };
    html! {
        <li class={class}>
            <span class="mark">{ mark(row.passed) }</span>
            <div>
                <b>{ &row.title }</b><span class="visually-hidden">{ format!(": {said}. ") }</span>{ " " }<span class="found">{ &row.found }</span>
                if told || row.passed != Some(true) {
                    if !row.wanted.is_empty() { <div class="wanted">{ say("certificates.wanted", &[("wanted", &row.wanted)]) }</div> }
                    { blocks(&row.text) }
                }
            </div>
        </li>
    }
}

#[derive(PartialEq, Properties)]
struct FieldsProps {
    document: DocumentView,
    act: Callback<Action>,
    navigate: Callback<String>,
    parted: bool,
}

/// One document: its fields, and its bytes.
#[component]
fn Fields(props: &FieldsProps) -> Html {
    let FieldsProps { document, act, navigate, parted } = props;
    let (tree, right, about) = (use_node_ref(), use_node_ref(), use_node_ref());
    let selected = document.tree.iter().find(|row| row.selected).map(|row| row.id.clone());
    {
        let (tree, right, about) = (tree.clone(), right.clone(), about.clone());
        use_effect_with(selected.clone(), move |selected| {
            // Another field's note is read from its beginning.
            if let Some(about) = about.cast::<Element>() {
                about.set_scroll_top(0);
            }
            if selected.is_some() {
                reveal(&tree, "[aria-selected=true]");
                reveal(&right, ".hex-run.selected");
            }
        });
    }
    // Tree and hex speak of fields of a message; here they are a certificate's.
    let act = {
        let (act, whole, parted) = (act.clone(), document.whole, *parted);
        Callback::from(move |action: Action| match action {
            // A second click lets a field go, and not what it is a field of.
            Action::SelectField(path) if parted && selected.as_ref() == Some(&path) => {
                if path != whole {
                    act.emit(Action::SelectDer(whole.to_owned()));
                }
            }
            Action::SelectField(path) => act.emit(Action::SelectDer(path)),
            other => act.emit(other),
        })
    };
    html! {
        <section class="document" aria-label={document.title.clone()}>
            <h3 class={parted.then_some("visually-hidden")}>{ &document.title }<small>{ &document.size }</small></h3>
            if let Some(problem) = &document.problem { <p class="problem" role="alert">{ problem }</p> }
            <div class="bytes">
                <Tree rows={document.tree.clone()} act={act.clone()} pane={tree} />
                <div class="beside-tree">
                    <Hex lines={document.hex.clone()} {act} pane={right} />
                    <div class="about" ref={about} tabindex="0">
                        if let Some(note) = &document.note { <Note note={note.clone()} navigate={navigate.clone()} /> }
                    </div>
                </div>
            </div>
        </section>
    }
}
