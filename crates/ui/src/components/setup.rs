//! The panel of settings. Each change runs the handshake again at once.

use super::dialog::Dialog;
use handshake_story::Action;
use handshake_story::view::{Choice, Control, Setting};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub settings: Vec<Setting>,
    /// What was wrong with the last change.
    pub problem: Option<String>,
    /// What the change led to, for those who hear the page.
    pub outcome: String,
    pub act: Callback<Action>,
    pub close: Callback<()>,
}

/// The dialog.
#[component]
pub fn SetupPanel(props: &Props) -> Html {
    html! {
        <Dialog title="Setup" class="drawer" close={props.close.clone()}>
            if props.settings.is_empty() {
                <p>{ "This run was not made by the engine in this page, so there is nothing to set: what has happened has happened." }</p>
            } else {
                <p>{ "Every change runs the handshake again, and becomes part of the address." }</p>
            }
            if let Some(problem) = &props.problem { <p class="problem" role="alert">{ problem }</p> }
            { for props.settings.iter().map(|one| setting(one, &props.act)) }
            // What lies behind an open dialog is not read out: so the outcome is said in here.
            <p class="visually-hidden" aria-live="polite">{ &props.outcome }</p>
        </Dialog>
    }
}

fn setting(setting: &Setting, act: &Callback<Action>) -> Html {
    let id = setting.id;
    let (element, help) = (format!("setting-{id}"), format!("help-{id}"));
    let control = match &setting.control {
        Control::OneOf(choices) => {
            let onchange = act.reform(move |event: Event| {
                let select = event.target_dyn_into::<HtmlSelectElement>();
                Action::Set(id, select.map(|select| select.value()).unwrap_or_default())
            });
            let option = |choice: &Choice| html! { <option value={choice.id} selected={choice.current}>{ &choice.label }</option> };
            html! { <select id={element.clone()} aria-describedby={help.clone()} {onchange}>{ for choices.iter().map(option) }</select> }
        }
        Control::Text { value, max } => {
            let onchange = act.reform(move |event: Event| {
                let input = event.target_dyn_into::<HtmlInputElement>();
                Action::Set(id, input.map(|input| input.value()).unwrap_or_default())
            });
            html! {
                <input id={element.clone()} aria-describedby={help.clone()} type="text" maxlength={max.to_string()} value={value.clone()}
                    autocomplete="off" spellcheck="false" {onchange} />
            }
        }
    };
    html! {
        <div class="setting">
            <label for={element}>{ &setting.label }</label>
            { control }
            <small id={help}>{ &setting.help }</small>
        </div>
    }
}
