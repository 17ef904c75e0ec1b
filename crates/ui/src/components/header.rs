//! The top line.

use super::{ThemeButton, icons, local_link, segments::Segments};
use crate::hooks::Undo;
use crate::pages::Dialog;
use handshake_story::Action;
use handshake_story::view::Choice;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub title: String,
    pub views: Vec<Choice>,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    pub dialog: Callback<Option<Dialog>>,
    pub undo: Undo,
}

/// Brand, title, points of view, and the ways to the dialogs.
#[component]
pub fn Header(props: &Props) -> Html {
    let open = |which: Dialog| props.dialog.reform(move |_: MouseEvent| Some(which));
    let brand = html! { <>{ icons::brand() }<span class="brand-name">{ "Handshake Lab" }</span></> };
    let onchange = props.act.reform(Action::View);
    html! {
        <header class="top">
            { local_link("/", brand, "brand", &props.navigate) }
            <h1>{ &props.title }</h1>
            <Segments label="Point of view" class="views" choices={props.views.clone()} {onchange} />
            <div class="tools">
                <span class="undo-tools">
                    <button class="button square" disabled={!props.undo.can.0} onclick={props.undo.act.reform(|_: MouseEvent| false)}
                        aria-label="Undo" title="Undo (Ctrl+Z)">{ "↶" }</button>
                    <button class="button square" disabled={!props.undo.can.1} onclick={props.undo.act.reform(|_: MouseEvent| true)}
                        aria-label="Redo" title="Redo (Ctrl+Shift+Z)">{ "↷" }</button>
                </span>
                <button class="button square" onclick={open(Dialog::Find)} aria-label="Find a field" title="Find a field (F)">{ icons::find() }</button>
                <button class="button square to-present" onclick={props.act.reform(|_: MouseEvent| Action::Present)} aria-label="Present to a class" title="Present (P)">{ icons::present() }</button>
                <button class="button" onclick={open(Dialog::Setup)} aria-label="Change the setup">
                    { icons::gear() }<span class="setup-word">{ "Setup" }</span>
                </button>
                <button class="button" onclick={open(Dialog::Share)} aria-label="Share">
                    { icons::share() }<span class="setup-word">{ "Share" }</span>
                </button>
                <ThemeButton />
                <button class="button square" onclick={open(Dialog::Help)} aria-label="Keys and help" title="Keys and help">{ "?" }</button>
            </div>
        </header>
    }
}
