//! Narration and tabs.

use super::break_it::{break_it, field};
use super::scene::SceneView;
use super::text::{blocks, links};
use super::{bytes::Bytes, certificates::Certificates, checks::checks, keys::Keys, notebook::Notebook, record::record};
use crate::dom::focus;
use crate::hooks::use_later;
use handshake_app::Action;
use handshake_app::motion::{Motion, Scene};
use handshake_app::options::Tab;
use handshake_app::view;
use handshake_app::view::{Choice, Narration};
use handshake_lessons::{say, word};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct Props {
    /// The step, and the part of it.
    pub at: (usize, usize),
    pub narration: Narration,
    pub notebook: Option<view::Notebook>,
    pub tabs: Vec<Choice<Tab>>,
    pub inspector: view::Inspector,
    /// What moves at the step shown.
    #[prop_or_default]
    pub motion: Rc<Motion>,
    /// True where any value of the key schedule may be asked for.
    #[prop_or_default]
    pub whole: bool,
    /// What an attacker can do to the selected field.
    pub target: Option<view::FieldTarget>,
    pub act: Callback<Action>,
    pub navigate: Callback<String>,
    /// Why nothing can be broken, if so.
    #[prop_or_default]
    pub fixed: Option<String>,
    /// At the last step: what the run took, and where to go on.
    #[prop_or_default]
    pub ending: Option<view::EndingView>,
    /// Asked for something that can't be had: say why.
    #[prop_or_default]
    pub refuse: Callback<()>,
}

/// What the step is about, in words and in depth.
#[component]
pub fn Inspector(props: &Props) -> Html {
    let Props { at, ending, narration, notebook, tabs, inspector, motion, whole, target, act, navigate, fixed, refuse } =
        props;
    let ((drawn, inspector, motion), waits) = use_later(*at, &(*at, inspector.clone(), Rc::clone(motion)));
    // What is done to the tab is done to the step that it shows.
    let act_here = use_callback((act.clone(), drawn), |action: Action, (act, drawn)| {
        act.emit(Action::At(*drawn, Box::new(action)));
    });
    // What can be scrolled can be reached; the other tabs have something in them that can.
    let stop = if matches!(inspector, view::Inspector::Record(_)) { "0" } else { "-1" };
    // Of a value that was asked for, the words come first; a document needs all of the height.
    let below = matches!(&inspector, view::Inspector::Keys(view) if view.detail.is_some());
    let hidden = matches!(&inspector, view::Inspector::Certificates(view) if view.document.is_some());
    let scene = motion.scene.as_ref().filter(|_| !hidden).map(|scene| {
        html! { <SceneView scene={scene.clone()} label={scene_label(scene)} still={waits} act={act.clone()} /> }
    });
    let (above, below) = if below { (None, scene) } else { (scene, None) };
    let content = match inspector {
        view::Inspector::Bytes(view) => {
            html! { <Bytes {view} act={act_here.clone()} navigate={navigate.clone()} after={target.as_ref().map(|target| field(target, &act_here))} /> }
        }
        view::Inspector::Keys(view) => {
            html! { <Keys {view} act={act_here} navigate={navigate.clone()} whole={*whole}>{ below }</Keys> }
        }
        view::Inspector::Record(view) => record(&view, &act_here, navigate),
        view::Inspector::Break(view) => break_it(&view, &act_here),
        view::Inspector::Checks(view) => checks(&view, &act_here, navigate),
        view::Inspector::Certificates(view) => {
            html! { <Certificates {view} act={act_here} navigate={navigate.clone()} parted=true /> }
        }
    };
    html! {
        <main class="inspector" id="inspector" tabindex="-1">
            <div class="panel">
                <div class="told" data-name="narration">
                    <h2>{ &narration.heading }</h2>
                    { blocks(&narration.body) }
                    if !narration.aside.is_empty() { <div class="aside">{ blocks(&narration.aside) }</div> }
                    if let Some(other) = &narration.other { { links(std::slice::from_ref(other), navigate) } }
                    if let Some(view) = ending { { super::ending::ending(view, navigate) } }
                </div>
                if let Some(notebook) = notebook { <Notebook notebook={notebook.clone()} navigate={navigate.clone()} /> }
                { tab_list(tabs, act, fixed.as_ref().map(|why| (why, refuse))) }
                <div class="inspected" role="tabpanel" id="tabpanel" tabindex={stop} aria-busy={waits.then_some("true")} aria-labelledby={format!("tab-{}", current(tabs))}>
                    { above }
                    { content }
                </div>
            </div>
        </main>
    }
}

/// What a drawing shows, in words; its bytes stand below it.
fn scene_label(scene: &Scene) -> String {
    match scene {
        Scene::Derivations(all) => {
            let titles: Vec<&str> = all.iter().map(|one| one.title.as_str()).collect();
            say("motion.derivation", &[("title", &titles.join(", "))])
        }
        Scene::Chain(_) => word("motion.chain").to_owned(),
        Scene::Sealed(sealed) => word(if sealed.opening { "motion.opened" } else { "motion.sealed" }).to_owned(),
    }
}

fn current(tabs: &[Choice<Tab>]) -> &'static str {
    tabs.iter().find(|tab| tab.current).map_or("", |tab| tab.id)
}

/// What can't be broken is not offered; why not, is said.
fn tab_list(tabs: &[Choice<Tab>], act: &Callback<Action>, fixed: Option<(&String, &Callback<()>)>) -> Html {
    let onkeydown = {
        let (tabs, act, barred) = (tabs.to_vec(), act.clone(), fixed.is_some());
        Callback::from(move |event: KeyboardEvent| {
            let at = tabs.iter().position(|tab| tab.current).unwrap_or(0);
            let last = tabs.len().saturating_sub(1);
            let next = match event.key().as_str() {
                "ArrowRight" if at == last => 0,
                "ArrowRight" => at + 1,
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if let Some(tab) = tabs.get(next) {
                let list = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
                focus(list, &format!("#tab-{}", tab.id));
                // What can't be had can be reached, to hear why, and is not opened.
                if !(barred && tab.value.changes_the_run()) {
                    act.emit(Action::Tab(tab.value));
                }
            }
        })
    };
    let tab = |tab: &Choice<Tab>| {
        let barred = fixed.filter(|_| tab.value.changes_the_run() && !tab.current);
        let onclick = match barred {
            Some((_, refuse)) => refuse.reform(|_: MouseEvent| ()),
            None => act.reform({
                let tab = tab.value;
                move |_: MouseEvent| Action::Tab(tab)
            }),
        };
        let why = barred.map(|(why, _)| why.clone());
        html! {
            <button role="tab" aria-disabled={why.is_some().then_some("true")} title={why.clone()} aria-description={why} id={format!("tab-{}", tab.id)} aria-selected={tab.current.to_string()} aria-controls="tabpanel"
                tabindex={if tab.current { "0" } else { "-1" }} {onclick}>{ &tab.label }</button>
        }
    };
    html! { <div class="tabs" role="tablist" aria-label={word("inspector.look-closer")} {onkeydown}>{ for tabs.iter().map(tab) }</div> }
}
