//! The panel of settings. Each change runs the handshake again at once.

use super::dialog::Dialog;
use super::local_link;
use handshake_app::Action;
use handshake_app::view::{Choice, Control, Setting};
use handshake_lessons::word;
use handshake_scenario::settings;
use wasm_bindgen::JsCast;
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
    /// Where the run is compared with that of the scenario's own values, and how to get there.
    #[prop_or_default]
    pub compare: Option<(String, Callback<String>)>,
}

/// The dialog.
#[component]
pub fn SetupPanel(props: &Props) -> Html {
    // The text that was typed last, and where: if something is wrong with it, it stays to be mended, and is told there.
    let typed = use_state(|| None::<(settings::Setting, String)>);
    let wrong = typed.as_ref().zip(props.problem.as_ref());
    let act = {
        let (typed, act) = (typed.setter(), props.act.clone());
        Callback::from(move |action: Action| {
            typed.set(match &action {
                Action::Set(setting, value) => Some((*setting, value.clone())),
                _ => None,
            });
            act.emit(action);
        })
    };
    html! {
        <Dialog title={word("setup.setup")} class="drawer" close={props.close.clone()}>
            if props.settings.is_empty() {
                <p>{ word("setup.this-run-was-not") }</p>
            } else {
                <p>{ word("setup.every-change-runs-the") }</p>
            }
            if let Some(problem) = props.problem.as_ref().filter(|_| wrong.is_none()) {
                <p class="problem" role="alert">{ problem }</p>
            }
            { begin(props, &act) }
            { for groups(&props.settings).into_iter().map(|(heading, settings)| html! {
                <fieldset class="setting-group">
                    <legend>{ heading }</legend>
                    { for settings.into_iter().map(|one| {
                        let wrong = wrong.filter(|((setting, _), _)| *setting == one.setting).map(|((_, typed), problem)| (typed, problem));
                        setting(one, wrong, &act)
                    }) }
                </fieldset>
            }) }
            // What lies behind an open dialog is not read out: so the outcome is said in here.
            <p class="visually-hidden" aria-live="polite">{ &props.outcome }</p>
        </Dialog>
    }
}

/// Scenarios to begin with, random settings, and the way back.
fn begin(props: &Props, act: &Callback<Action>) -> Html {
    let onchange = act.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        Action::Open(select.map(|select| select.value()).unwrap_or_default())
    });
    let surprise = act.reform(|_: MouseEvent| Action::Surprise(random_number()));
    let again = act.reform(|event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_dyn_into::<web_sys::Element>();
        let input = form.and_then(|form| form.query_selector("input").ok().flatten());
        let number = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()).map(|input| input.value());
        Action::Surprise(number.and_then(|number| number.parse().ok()).unwrap_or_default())
    });
    let reset = act.reform(|_: MouseEvent| Action::Reset);
    let changed = props.settings.iter().any(|setting| setting.changed);
    html! {
        <div class="setting begin">
            <label for="preset">{ word("setup.begin-with") }</label>
            <select id="preset" {onchange}>
                <option value="" selected=true disabled=true>{ word("setup.a-scenario") }</option>
                { for handshake_app::scenarios().iter().map(|group| html! {
                    <optgroup label={group.title}>
                        { for group.scenarios.iter().map(|one| html! { <option value={one.href.clone()}>{ one.title }</option> }) }
                    </optgroup>
                }) }
            </select>
            <p class="begin-tools">
                <button class="button surprise" onclick={surprise}>{ word("setup.surprise-me") }</button>
                <button class="button" onclick={reset} disabled={!changed}>{ word("setup.back-to-the-scenarios") }</button>
                if let Some((address, navigate)) = &props.compare {
                    { local_link(address, html! { { word("setup.compare") } }, "button to-compare", navigate) }
                }
            </p>
            <form class="surprise-again" onsubmit={again}>
                <label for="surprise-number">{ word("setup.surprise-by-number") }</label>
                <input id="surprise-number" type="number" min="0" max="9999" step="1" required=true inputmode="numeric" />
                <button class="button">{ word("setup.run-it") }</button>
                <small>{ word("setup.same-number") }</small>
            </form>
        </div>
    }
}

/// A random number, short enough to be read out.
fn random_number() -> u64 {
    (web_sys::js_sys::Math::random() * 10_000.0) as u64
}

/// Settings under their headings; they come in that order.
fn groups(settings: &[Setting]) -> Vec<(&'static str, Vec<&Setting>)> {
    let mut groups: Vec<(&'static str, Vec<&Setting>)> = Vec::new();
    for setting in settings {
        match groups.last_mut().filter(|(heading, _)| *heading == setting.group) {
            Some((_, members)) => members.push(setting),
            None => groups.push((setting.group, vec![setting])),
        }
    }
    groups
}

/// Why some of its options can't be chosen, each reason once.
fn reasons(setting: &Setting) -> Vec<&str> {
    let mut reasons: Vec<&str> = Vec::new();
    for (_, why) in &setting.barred {
        if !reasons.contains(&why.as_str()) {
            reasons.push(why);
        }
    }
    reasons
}

/// One of them; `wrong` is what was typed, and what is wrong with it.
fn setting(setting: &Setting, wrong: Option<(&String, &String)>, act: &Callback<Action>) -> Html {
    let (which, id) = (setting.setting, setting.id);
    let (element, help) = (format!("setting-{id}"), format!("help-{id}"));
    let control = match &setting.control {
        Control::OneOf(choices) => {
            let onchange = act.reform(move |event: Event| {
                let select = event.target_dyn_into::<HtmlSelectElement>();
                Action::Set(which, select.map(|select| select.value()).unwrap_or_default())
            });
            let option = |choice: &Choice<&'static str>| {
                let barred = setting.barred.iter().find(|(id, _)| *id == choice.id).map(|(_, why)| why.clone());
                html! { <option value={choice.id} selected={choice.current} disabled={barred.is_some() && !choice.current} title={barred.clone()}>{ &choice.label }</option> }
            };
            html! { <select id={element.clone()} aria-describedby={help.clone()} {onchange}>{ for choices.iter().map(option) }</select> }
        }
        Control::Text { value, max } => {
            let onchange = act.reform(move |event: Event| {
                let input = event.target_dyn_into::<HtmlInputElement>();
                Action::Set(which, input.map(|input| input.value()).unwrap_or_default())
            });
            html! {
                <input id={element.clone()} aria-describedby={match wrong { Some(_) => format!("wrong-{id} {help}"), None => help.clone() }} type="text" maxlength={max.to_string()}
                    value={wrong.map_or(value, |(typed, _)| typed).clone()} aria-invalid={wrong.map(|_| "true")}
                    autocomplete="off" spellcheck="false" {onchange} />
            }
        }
    };
    html! {
        <div class={classes!("setting", setting.changed.then_some("changed"))}>
            <label for={element}>
                { &setting.label }
                if setting.changed { <span class="mark">{ " · " }{ word("setup.changed") }</span> }
            </label>
            { control }
            if let Some((_, problem)) = wrong { <p class="problem" role="alert" id={format!("wrong-{id}")}>{ problem }</p> }
            <small id={help}>
                { &setting.help }
                { for reasons(setting).into_iter().map(|why| html! { <span class="why">{ why }</span> }) }
            </small>
        </div>
    }
}
