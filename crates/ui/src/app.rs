//! Address ↔ story: the address holds the whole view, so Back, links and sharing need nothing else.

use crate::components::{TermDialog, step_marker};
use crate::dom::{after_paint, to_top};
use crate::history::{By, address_writer, by, current, push};
use crate::hooks::{Undo, use_undo_keys};
use crate::pages;
use crate::pages::Step;
use crate::recent_trace;
use gloo_events::{EventListener, EventListenerOptions};
use handshake_app::route::{Route, decoded};
use handshake_app::undo_history::UndoHistory;
use handshake_app::{Action, Leaves, Story};
use handshake_lessons::{Term, terms};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent, window};
use yew::prelude::*;
use yew_router::history::History;

/// What is open.
#[derive(Clone, PartialEq)]
enum Open {
    Story(Box<Story>),
    /// A screen that shows no run; its address.
    Screen(Route, String),
}

impl Open {
    /// The address of a run.
    fn address(&self) -> Option<String> {
        match self {
            Open::Story(story) => Some(story.address()),
            Open::Screen(..) => None,
        }
    }

    /// The step shown.
    fn step(&self) -> Option<usize> {
        match self {
            Open::Story(story) => Some(story.position().0),
            Open::Screen(..) => None,
        }
    }

    fn at(address: &str, before: Option<&Open>) -> Open {
        // A code that was typed stands for an address; a wrong one is told where it is opened.
        let decoded = decoded(address).and_then(Result::ok);
        let address = decoded.as_deref().unwrap_or(address);
        let story = match (Route::of(address), before) {
            (Some(route @ Route::Recording { step: Some(_) }), _) => match recent_trace::at(address) {
                Some(story) => story,
                None => return Open::Screen(route, address.to_owned()),
            },
            (None | Some(Route::Scenario { .. } | Route::ShortCode { .. }), Some(Open::Story(story))) => {
                story.act(Action::Open(address.to_owned()))
            }
            (None | Some(Route::Scenario { .. } | Route::ShortCode { .. }), _) => Story::open(address),
            (Some(route), _) => return Open::Screen(route, address.to_owned()),
        };
        Open::Story(Box::new(story))
    }
}

/// True if an address is of another screen: another scenario or lesson, another page of words; not another step.
fn is_other_screen(address: &str, before: &str) -> bool {
    match (Route::of(address), Route::of(before)) {
        (Some(route), Some(before)) => !route.is_same_screen(&before),
        (route, before) => route != before,
    }
}

/// What a click on a link in a text does; a dotted word is told over what is open, unless that is the glossary itself.
fn text_clicked(event: &Event, navigate: &Callback<String>, tell: &Callback<&'static Term>) {
    let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
    let target = click.target().and_then(|target| target.dyn_into::<Element>().ok());
    let term = target.and_then(|target| target.closest("a.term, a.local").ok().flatten());
    let plain = click.button() == 0 && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    let Some(address) = term.and_then(|term| term.get_attribute("href")).filter(|_| plain) else { return };
    click.prevent_default();
    let term = match Route::of(&address) {
        Some(Route::Glossary { term: Some(key) }) => terms().iter().find(|term| term.key == key),
        _ => None,
    };
    let is_glossary = matches!(Route::of(&current(&crate::history::history())), Some(Route::Glossary { .. }));
    match term.filter(|_| !is_glossary) {
        Some(term) => tell.emit(term),
        None => navigate.emit(address),
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let history = use_memo((), |()| crate::history::history());
    let open = {
        let history = Rc::clone(&history);
        use_state(move || Open::at(&current(&history), None))
    };
    // What is open, ahead of the next drawing: two quick actions are two. And so the callback stays the same one from drawing
    // to drawing, and what it is given to need not be drawn again.
    let latest = use_mut_ref(|| (*open).clone());
    // True as long as a step waits for the next frame to be drawn.
    let waits = use_mut_ref(|| false);
    let undo_history = {
        let history = Rc::clone(&history);
        use_mut_ref(move || UndoHistory::new(&current(&history)))
    };
    let can = use_state_eq(|| undo_history.borrow().can());
    // The word that is told over what is open; gone when something else is opened.
    let told = use_state_eq(|| None::<&'static Term>);
    // Back, Forward, a link: the address changed by itself. Not when an action did it: that view is on its way already, and
    // to open it again would lose what the address does not hold.
    {
        let (history, show, latest, undo_history, can) =
            (Rc::clone(&history), open.setter(), Rc::clone(&latest), Rc::clone(&undo_history), can.setter());
        let told = told.setter();
        use_effect_with((), move |()| {
            crate::dom::set_root_attribute("data-ready", Some("true"));
            let listened = Rc::clone(&history);
            let listener = history.listen(move || {
                let address = current(&listened);
                if by() == By::AddressWriter || latest.borrow().address().as_ref() == Some(&address) {
                    return;
                }
                address_writer().forget();
                told.set(None);
                match by() {
                    By::Browser => undo_history.borrow_mut().visit(&address),
                    By::Page | By::AddressWriter => undo_history.borrow_mut().go(&address),
                }
                can.set(undo_history.borrow().can());
                let next = Open::at(&address, Some(&latest.borrow()));
                latest.replace(next.clone());
                show.set(next);
            });
            // Who loads the page again wants to be where it was.
            let left = window().map(|window| EventListener::new(&window, "pagehide", |_| address_writer().write()));
            move || drop((listener, left))
        });
    }
    let navigate = {
        let history = Rc::clone(&history);
        use_callback((), move |address: String, ()| {
            address_writer().write();
            let other = is_other_screen(&address, &current(&history)) && !address.contains('#');
            push(&address);
            // Another screen begins at its top; Back finds the place where it was left.
            if other {
                to_top();
            }
        })
    };
    let act = {
        let (show, latest, waits) = (open.setter(), Rc::clone(&latest), Rc::clone(&waits));
        let (undo_history, can) = (Rc::clone(&undo_history), can.setter());
        use_callback((), move |action: Action, ()| {
            let Open::Story(story) = latest.borrow().clone() else { return };
            let leaves = action.leaves();
            let next = story.act(action);
            let (was, address) = (story.address(), next.address());
            let stepped = next.is_stepped_from(&story);
            let step = next.position().0;
            latest.replace(Open::Story(Box::new(next)));
            if !stepped {
                show.set(latest.borrow().clone());
            } else {
                // In the first frame the frame around the step moves, and nothing else: so a key is answered at once.
                step_marker::ahead(step);
                if !waits.replace(true) {
                    let (show, latest, waits) = (show.clone(), Rc::clone(&latest), Rc::clone(&waits));
                    after_paint(move || {
                        waits.replace(false);
                        show.set(latest.borrow().clone());
                    });
                }
            }
            // To write what stands there already could undo a Back that comes in between.
            if was == address {
                return;
            }
            match leaves {
                Leaves::Nothing => undo_history.borrow_mut().replace(&address),
                Leaves::Undo | Leaves::HistoryEntry => undo_history.borrow_mut().go(&address),
            }
            can.set(undo_history.borrow().can());
            address_writer().note(address, leaves);
        })
    };
    // Links stand in texts that know nothing of where to go: words of the glossary, and ways to other screens.
    {
        let (navigate, told) = (navigate.clone(), told.setter());
        use_effect_with((), move |()| {
            let tell = Callback::from(move |term| told.set(Some(term)));
            let listener = crate::dom::document().map(|document| {
                let options = EventListenerOptions::enable_prevent_default();
                EventListener::new_with_options(&document, "click", options, move |event| {
                    text_clicked(event, &navigate, &tell)
                })
            });
            move || drop(listener)
        });
    }
    let undo = {
        let (show, can) = (open.setter(), can.setter());
        use_callback((), move |again: bool, ()| {
            let place = if again { undo_history.borrow_mut().redo() } else { undo_history.borrow_mut().undo() };
            let Some(address) = place else { return };
            can.set(undo_history.borrow().can());
            let other = is_other_screen(&address, &current(&history));
            let next = Open::at(&address, Some(&latest.borrow()));
            latest.replace(next.clone());
            show.set(next);
            address_writer().note(address, Leaves::Undo);
            if other {
                to_top();
            }
        })
    };
    use_undo_keys(undo.clone());
    {
        let drawn = open.step();
        use_effect(move || {
            if let Some(step) = drawn.filter(|_| !*waits.borrow()) {
                step_marker::drawn(step);
            }
        });
    }
    let undo = Undo { can: *can, act: undo };
    let close = {
        let told = told.setter();
        use_callback((), move |(), ()| told.set(None))
    };
    let term = told.map(|term| html! { <TermDialog {term} {close} navigate={navigate.clone()} /> });
    let screen = match &*open {
        Open::Screen(route, address) => pages::screen(route, address, &navigate).unwrap_or_default(),
        Open::Story(story) => html! { <Step story={(**story).clone()} {act} {navigate} {undo} /> },
    };
    html! { <>{ screen }{ term.unwrap_or_default() }</> }
}
