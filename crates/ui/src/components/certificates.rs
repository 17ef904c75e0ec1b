//! The Certificates tab: the chain with its checks, and one certificate byte by byte.

use super::hex::Hex;
use super::icons;
use super::note::Note;
use super::text::{blocks, local_link};
use super::tree::Tree;
use crate::dom::reveal;
use handshake_story::Action;
use handshake_story::lessons::{say, word};
use handshake_story::view::{CertificatesView, ChainLink, DocumentView, LinkCheckRow, Verdict};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub view: CertificatesView,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
}

/// The tab.
#[component]
pub fn Certificates(props: &Props) -> Html {
    let Props { view, act, navigate } = props;
    html! {
        <div class="certificates">
            <p class="context">{ &view.context }</p>
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
            if let Some(document) = &view.document {
                <Fields document={document.clone()} act={act.clone()} navigate={navigate.clone()} />
            }
            if let Some(more) = &view.more {
                <p class="more-of-it">{ local_link(&more.href, html! { <>{ "→ " }{ &more.label }</> }, "", navigate) }</p>
            }
        </div>
    }
}

fn judged(verdict: &Verdict) -> Html {
    html! {
        <p class={classes!("verdict", (!verdict.passed).then_some("broken"))}>
            <span class="mark">{ icons::mark(verdict.passed) }</span>
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

fn check(row: &LinkCheckRow, told: bool) -> Html {
    let (class, said) = match row.passed {
        Some(true) => ("held", "holds"),
        Some(false) => ("broken", "broken"),
        None => ("open", word("certificates.not-checked")),
    };
    let mark = match row.passed {
        Some(passed) => icons::mark(passed),
        None => html! { "?" },
    };
    html! {
        <li class={class}>
            <span class="mark">{ mark }</span>
            <div>
                <b>{ &row.title }</b><span class="visually-hidden">{ format!(": {said}. ") }</span>{ " " }<span class="found">{ &row.found }</span>
                if told || row.passed == Some(false) {
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
}

/// One document: its fields, and its bytes.
#[component]
fn Fields(props: &FieldsProps) -> Html {
    let FieldsProps { document, act, navigate } = props;
    let (tree, right) = (use_node_ref(), use_node_ref());
    let selected = document.tree.iter().find(|row| row.selected).map(|row| row.id.clone());
    {
        let (tree, right) = (tree.clone(), right.clone());
        use_effect_with(selected, move |selected| {
            if selected.is_some() {
                reveal(&tree, "[aria-selected=true]");
                reveal(&right, ".hex-run.selected");
            }
        });
    }
    // Tree and hex speak of fields of a message; here they are a certificate's.
    let act = act.reform(|action| match action {
        Action::SelectField(path) => Action::SelectDer(path),
        other => other,
    });
    html! {
        <section class="document" aria-label={document.title.clone()}>
            <h3>{ &document.title }<small>{ &document.size }</small></h3>
            if let Some(problem) = &document.problem { <p class="problem" role="alert">{ problem }</p> }
            <div class="bytes">
                <Tree rows={document.tree.clone()} act={act.clone()} pane={tree} />
                <div class="right">
                    <Hex lines={document.hex.clone()} {act} pane={right} />
                    if let Some(note) = &document.note { <Note note={note.clone()} navigate={navigate.clone()} /> }
                </div>
            </div>
        </section>
    }
}
