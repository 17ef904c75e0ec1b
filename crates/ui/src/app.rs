//! Address ↔ story: the address holds the whole view, so Back, links and sharing need nothing else.

use crate::dom::{after_paint, to_top};
use crate::history::current;
use crate::hooks::{Undo, use_undo_keys};
use crate::kept;
use crate::pages::{self, Home, Step};
use gloo_events::{EventListener, EventListenerOptions};
use handshake_story::past::Past;
use handshake_story::{Action, Story};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};
use yew::prelude::*;
use yew_router::history::History;

/// What is open.
#[derive(Clone, PartialEq)]
enum Open {
    Home,
    Story(Box<Story>),
    /// A screen that shows no run; its address.
    Place(String),
}

impl Open {
    fn at(address: &str, before: Option<&Open>) -> Open {
        // A code that was typed stands for an address; a wrong one is told by the story.
        let decoded = handshake_story::code::of_path(address);
        let address = decoded.as_deref().unwrap_or(address);
        let path = address.split(['?', '#']).next().unwrap_or_default();
        match before {
            _ if matches!(path, "" | "/" | "/index.html") => Open::Home,
            _ if pages::is_recording(path) => match kept::at(address) {
                Some(story) => Open::Story(Box::new(story)),
                None => Open::Place(address.to_owned()),
            },
            _ if pages::is_place(path) => Open::Place(address.to_owned()),
            Some(Open::Story(story)) => Open::Story(Box::new(story.act(Action::Open(address.to_owned())))),
            _ => Open::Story(Box::new(Story::open(address))),
        }
    }
}

/// Which screen an address opens: a scenario, a lesson, a page of words; not at which step of it.
fn screen(address: &str) -> Vec<&str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.trim_matches('/').split('/').take(2).collect()
}

enum Change {
    Address(String),
    Show(Box<Story>),
}

impl Reducible for Open {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        match change {
            Change::Address(address) => Rc::new(Open::at(&address, Some(&self))),
            Change::Show(story) => Rc::new(Open::Story(story)),
        }
    }
}

fn text_clicked(event: &Event, navigate: &Callback<String>) {
    let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
    let target = click.target().and_then(|target| target.dyn_into::<Element>().ok());
    let term = target.and_then(|target| target.closest("a.term, a.local").ok().flatten());
    let plain = click.button() == 0 && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    if let (Some(address), true) = (term.and_then(|term| term.get_attribute("href")), plain) {
        click.prevent_default();
        navigate.emit(address);
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let history = use_memo((), |()| crate::history::history());
    let open = {
        let history = Rc::clone(&history);
        use_reducer(move || Open::at(&current(&history), None))
    };
    // What an action acts on, ahead of the next drawing: two quick actions are two. And so the callback stays the same one
    // from drawing to drawing, and what it is given to need not be drawn again.
    let latest = use_mut_ref(|| None::<Story>);
    *latest.borrow_mut() = match &*open {
        Open::Home | Open::Place(_) => None,
        Open::Story(story) => Some((**story).clone()),
    };
    // Back, Forward, a link: the address changed by itself. Not when an action did it: that view is on its way already, and
    // to open it again would lose what the address does not hold.
    let past = {
        let history = Rc::clone(&history);
        use_mut_ref(move || Past::new(&current(&history)))
    };
    let can = use_state_eq(|| past.borrow().can());
    {
        let (history, dispatch, latest, past, can) =
            (Rc::clone(&history), open.dispatcher(), Rc::clone(&latest), Rc::clone(&past), can.setter());
        use_effect_with((), move |()| {
            crate::dom::set_root_attribute("data-ready", Some("true"));
            let listened = Rc::clone(&history);
            let listener = history.listen(move || {
                let address = current(&listened);
                past.borrow_mut().visit(&address);
                can.set(past.borrow().can());
                if latest.borrow().as_ref().is_none_or(|story| story.address() != address) {
                    dispatch.dispatch(Change::Address(address));
                }
            });
            move || drop(listener)
        });
    }
    // An address on its way into the history, and whether it is a place to come back to.
    let unwritten = use_mut_ref(|| None::<(String, bool)>);
    let write = {
        let (history, unwritten) = (Rc::clone(&history), Rc::clone(&unwritten));
        use_callback((), move |(), ()| {
            let Some((address, place)) = unwritten.borrow_mut().take() else { return };
            if address != current(&history) {
                if place { history.push(address) } else { history.replace(address) }
            }
        })
    };
    let write_first = write.clone();
    let navigate = {
        let (history, write) = (Rc::clone(&history), write.clone());
        use_callback((), move |address: String, ()| {
            write.emit(());
            let other = screen(&address) != screen(&current(&history)) && !address.contains('#');
            history.push(address);
            // Another screen begins at its top; Back finds the place where it was left.
            if other {
                to_top();
            }
        })
    };
    let act = {
        let dispatch = open.dispatcher();
        use_callback((), move |action: Action, ()| {
            let Some(story) = latest.borrow().clone() else { return };
            let passing = action.is_passing();
            // A step is a place to come back to; which byte was looked at is not. The browser takes its time to write it
            // down: after the frame that the person waits for. Of two places within one frame the first is not lost.
            if !passing && unwritten.borrow().as_ref().is_some_and(|(_, place)| *place) {
                write.emit(());
            }
            let next = story.act(action);
            let (was, address) = (story.address(), next.address());
            *latest.borrow_mut() = Some(next.clone());
            dispatch.dispatch(Change::Show(Box::new(next)));
            let before = unwritten.borrow_mut().take();
            // To write what stands there already could undo a Back that comes in between.
            if before.is_none() && was == address {
                return;
            }
            let place = !passing || before.as_ref().is_some_and(|(_, place)| *place);
            *unwritten.borrow_mut() = Some((address, place));
            if before.is_none() {
                let write = write.clone();
                after_paint(move || write.emit(()));
            }
        })
    };
    // Links stand in texts that know nothing of where to go: words of the glossary, and ways to other screens.
    {
        let navigate = navigate.clone();
        use_effect_with((), move |()| {
            let listener = crate::dom::document().map(|document| {
                let options = EventListenerOptions::enable_prevent_default();
                EventListener::new_with_options(&document, "click", options, move |event| {
                    text_clicked(event, &navigate)
                })
            });
            move || drop(listener)
        });
    }
    let undo = {
        let (navigate, past, write) = (navigate.clone(), Rc::clone(&past), write_first);
        use_callback((), move |again: bool, ()| {
            // What was done a moment ago may not be written down yet.
            write.emit(());
            let place = if again { past.borrow_mut().redo() } else { past.borrow_mut().undo() };
            if let Some(address) = place {
                navigate.emit(address);
            }
        })
    };
    use_undo_keys(undo.clone());
    let undo = Undo { can: *can, act: undo };
    match &*open {
        Open::Home => html! { <Home {navigate} /> },
        Open::Place(address) => pages::place(address, &navigate).unwrap_or_default(),
        Open::Story(story) => html! { <Step story={(**story).clone()} {act} {navigate} {undo} /> },
    }
}
