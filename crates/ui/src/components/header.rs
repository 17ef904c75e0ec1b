//! The top line.

use super::dialogs::Dialog;
use super::{ThemeButton, icons, local_link, segments::segments, skip};
use crate::hooks::Undo;
use handshake_analysis::knowledge::View;
use handshake_app::Action;
use handshake_app::view::Choice;
use handshake_lessons::word;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub title: String,
    pub views: Vec<Choice<View>>,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    pub dialog: Callback<Option<Dialog>>,
    pub undo: Undo,
    /// Why nothing can be set, if so.
    pub fixed: Option<String>,
    /// Asked for something that can't be had: say why.
    pub refuse: Callback<()>,
}

/// Brand, title, points of view, and the ways to the dialogs.
#[component]
pub fn Header(props: &Props) -> Html {
    let open = |which: Dialog| props.dialog.reform(move |_: MouseEvent| Some(which));
    let brand = html! { <>{ icons::brand() }<span class="brand-name">{ "Handshake Lab" }</span></> };
    // It can be reached all the same: how else would one learn why?
    let setup = match props.fixed {
        Some(_) => props.refuse.reform(|_: MouseEvent| ()),
        None => open(Dialog::Setup),
    };
    let onchange = props.act.reform(Action::View);
    html! {
        <header class="top">
            { skip("#inspector", "step.skip-to-the-explanation") }
            { local_link("/", brand, "brand", &props.navigate) }
            <h1 title={props.title.clone()}>{ &props.title }</h1>
            { segments(word("header.point-of-view"), "views", &props.views, onchange) }
            <div class="tools">
                <span class="undo-tools">
                    <button class="button square" disabled={!props.undo.can.0} onclick={props.undo.act.reform(|_: MouseEvent| false)}
                        aria-label={word("header.undo")} title={word("header.undo-ctrl-z")}>{ icons::undo() }</button>
                    <button class="button square" disabled={!props.undo.can.1} onclick={props.undo.act.reform(|_: MouseEvent| true)}
                        aria-label={word("header.redo")} title={word("header.redo-ctrl-shift-z")}>{ icons::redo() }</button>
                </span>
                <button class="button square" onclick={open(Dialog::Find)} aria-label={word("header.find-a-field")} title={word("header.find-a-field-f")}>{ icons::find() }</button>
                <button class="button square to-present" onclick={props.act.reform(|_: MouseEvent| Action::Present)} aria-label={word("header.present-to-a-class")} title={word("header.present-p")}>{ icons::present() }</button>
                <button class="button" onclick={setup} aria-label={word("header.change-the-setup")} aria-disabled={props.fixed.is_some().then_some("true")}
                    title={props.fixed.clone()} aria-description={props.fixed.clone()}>
                    { icons::gear() }<span class="setup-word">{ word("header.setup") }</span>
                </button>
                <button class="button" onclick={open(Dialog::Share)} aria-label={word("header.share")}>
                    { icons::share() }<span class="setup-word">{ word("header.share") }</span>
                </button>
                <ThemeButton />
                <button class="button square" onclick={open(Dialog::Help)} aria-label={word("header.keys-and-help")} title={word("header.keys-and-help")}>{ "?" }</button>
            </div>
        </header>
    }
}
