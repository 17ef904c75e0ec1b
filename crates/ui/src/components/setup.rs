//! The panel of settings. Each change runs the handshake again at once.

use super::dialog::Dialog;
use super::local_link;
use handshake_app::Action;
use handshake_app::view::{Choice, Control, Fold, Setting, Setup};
use handshake_lessons::{say, say_n, word};
use handshake_scenario::settings;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    pub setup: Setup,
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
    let wanted = use_state(String::new);
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
    let wrong = typed.as_ref().zip(props.problem.as_ref());
    let one = |setting: &Setting| {
        let wrong = wrong.filter(|((which, _), _)| *which == setting.setting);
        self::setting(setting, wrong.map(|((_, typed), problem)| (typed, problem)), &act)
    };
    let setup = &props.setup;
    html! {
        <Dialog title={word("setup.setup")} class="drawer" close={props.close.clone()}>
            <p>{ word(if setup.is_empty() { "setup.this-run-was-not" } else { "setup.every-change-runs-the" }) }</p>
            if let Some(problem) = props.problem.as_ref().filter(|_| wrong.is_none()) {
                <p class="problem" role="alert">{ problem }</p>
            }
            if !setup.is_empty() {
                { search(&wanted) }
                if wanted.trim().is_empty() {
                    <fieldset class="setting-group matters">
                        <legend>{ word("setup.matters-first") }</legend>
                        { for setup.first.iter().map(one) }
                    </fieldset>
                    { for setup.folds.iter().map(|fold| folded(fold, &one)) }
                } else {
                    { found(&setup.found(&wanted), &one) }
                }
            }
            <details class="setting-fold"><summary>{ word("setup.elsewhere") }</summary>{ begin(&act) }</details>
            if let Some(effect) = &setup.effect { { changed(effect, props, &act) } }
            // What lies behind an open dialog is not read out: so the outcome is said in here.
            <p class="visually-hidden" aria-live="polite">{ &props.outcome }</p>
        </Dialog>
    }
}

/// Where a setting is looked for.
fn search(wanted: &UseStateHandle<String>) -> Html {
    let oninput = {
        let set = wanted.setter();
        Callback::from(move |event: InputEvent| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            set.set(input.map(|input| input.value()).unwrap_or_default());
        })
    };
    html! {
        <div class="setting search-setting">
            <label for="search-setting">{ word("setup.search") }</label>
            <input id="search-setting" type="search" autocomplete="off" spellcheck="false" maxlength="100"
                value={(**wanted).clone()} {oninput} placeholder={word("setup.search-like")} />
        </div>
    }
}

/// What was looked for.
fn found(found: &[&Setting], one: &impl Fn(&Setting) -> Html) -> Html {
    let count = match found.len() {
        0 => word("setup.found-none").to_owned(),
        count => say_n("setup.found", count, &[]),
    };
    html! {
        <>
            <p role="status">{ count }</p>
            if !found.is_empty() {
                <div class="setting-group found-settings">{ for found.iter().map(|setting| one(setting)) }</div>
            }
        </>
    }
}

/// What seldom matters: under its heading, which says whether something in it was changed.
fn folded(fold: &Fold, one: &impl Fn(&Setting) -> Html) -> Html {
    let changed = fold.settings.iter().filter(|setting| setting.was.is_some()).count();
    html! {
        <details key={fold.title} class="setting-fold">
            <summary>
                { fold.title }
                if changed > 0 { <span class="mark">{ say_n("setup.fold-changed", changed, &[]) }</span> }
            </summary>
            <div class="setting-group">{ for fold.settings.iter().map(one) }</div>
        </details>
    }
}

/// What the changes did, and the way back.
fn changed(effect: &str, props: &Props, act: &Callback<Action>) -> Html {
    let reset = act.reform(|_: MouseEvent| Action::Reset);
    html! {
        <div class="setup-effect">
            <p role="status">{ effect }</p>
            <p class="begin-tools">
                <button class="button" onclick={reset}>{ word("setup.back-to-the-scenarios") }</button>
                if let Some((address, navigate)) = &props.compare {
                    { local_link(address, html! { { word("setup.compare") } }, "button to-compare", navigate) }
                }
            </p>
        </div>
    }
}

/// Scenarios to begin with, and random settings.
fn begin(act: &Callback<Action>) -> Html {
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
                <button class="button surprise" data-name="surprise" onclick={surprise}>{ word("setup.surprise-me") }</button>
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
        <div class="setting">
            <label for={element}>
                { &setting.label }
                if let Some(was) = &setting.was { <span class="mark">{ " · " }{ say("setup.was", &[("was", was)]) }</span> }
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
