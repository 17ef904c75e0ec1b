//! Address ↔ story: the address holds the whole view, so Back, links and sharing need nothing else.

use crate::components::{TermDialog, step_marker};
use crate::dom::{after_paint, to_top, window};
use crate::history::{By, address_writer, by, current, of_link, push};
use crate::hooks::{Undo, use_undo_keys};
use crate::pages;
use crate::pages::Step;
use crate::recent_trace;
use gloo_events::{EventListener, EventListenerOptions};
use handshake_app::route::{Route, is_other_screen};
use handshake_app::session::{Open, Session};
use handshake_app::{Action, Leaves};
use handshake_lessons::{Term, terms};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};
use yew::prelude::*;
use yew_router::history::{AnyHistory, History};

/// What a click on a link in a text does; a dotted word is told over what is open, unless that is the glossary itself.
fn text_clicked(event: &Event, navigate: &Callback<String>, tell: &Callback<&'static Term>) {
    let Some(click) = event.dyn_ref::<MouseEvent>() else { return };
    let target = click.target().and_then(|target| target.dyn_into::<Element>().ok());
    let term = target.and_then(|target| target.closest("a.term, a.local").ok().flatten());
    let plain = click.button() == 0 && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    let href = term.and_then(|term| term.get_attribute("href")).filter(|_| plain);
    let Some(address) = href.as_deref().and_then(of_link).map(str::to_owned) else { return };
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

/// The session, and what of it is drawn. What is open is ahead of that: two quick actions are two.
#[derive(Clone)]
struct Page {
    session: Rc<RefCell<Session>>,
    shown: UseStateSetter<Open>,
    can: UseStateSetter<(bool, bool)>,
    /// True as long as a step waits for the next frame to be drawn.
    waits: Rc<RefCell<bool>>,
}

impl Page {
    /// Draws what is open.
    fn draw(&self) {
        self.can.set(self.session.borrow().can());
        self.shown.set(self.session.borrow().open().clone());
    }

    fn act(&self, action: Action) {
        let Some(change) = self.session.borrow_mut().act(action) else { return };
        match change.stepped {
            None => self.draw(),
            // In the first frame the frame around the step moves, and nothing else: so a key is answered at once.
            Some(step) => {
                step_marker::ahead(step);
                if !self.waits.replace(true) {
                    let page = self.clone();
                    after_paint(move || {
                        page.waits.replace(false);
                        page.draw();
                    });
                }
            }
        }
        // To write what stands there already could undo a Back that comes in between.
        if let Some(address) = change.address {
            self.can.set(self.session.borrow().can());
            address_writer().note(address, change.leaves);
        }
    }

    /// Undoes, or does again.
    fn undo(&self, again: bool, before: &str) {
        let place = if again { self.session.borrow_mut().redo() } else { self.session.borrow_mut().undo() };
        let Some(address) = place else { return };
        self.draw();
        let other = is_other_screen(&address, before);
        address_writer().note(address, Leaves::Undo);
        if other {
            to_top();
        }
    }

    /// Back, Forward, a link: the address changed by itself. Not when an action did it: that view is on its way already, and
    /// to open it again would lose what the address does not hold. True if something else is open now.
    fn follow(&self, address: &str) -> bool {
        if by() == By::AddressWriter || self.session.borrow().is_at(address) {
            return false;
        }
        address_writer().forget();
        match by() {
            By::Browser => self.session.borrow_mut().visit(address),
            By::Page | By::AddressWriter => self.session.borrow_mut().go(address),
        }
        self.draw();
        true
    }
}

/// Follows the address, and has the last one written when the page is left.
#[hook]
fn use_address(history: &Rc<AnyHistory>, page: &Page, told: UseStateSetter<Option<&'static Term>>) {
    let (history, page) = (Rc::clone(history), page.clone());
    use_effect_with((), move |()| {
        crate::dom::set_root_attribute("data-ready", Some("true"));
        let listened = Rc::clone(&history);
        let listener = history.listen(move || {
            if page.follow(&current(&listened)) {
                told.set(None);
            }
        });
        // Who loads the page again wants to be where it was.
        let left = window().map(|window| EventListener::new(&window, "pagehide", |_| address_writer().write()));
        move || drop((listener, left))
    });
}

/// Links stand in texts that know nothing of where to go: words of the glossary, and ways to other screens.
#[hook]
fn use_text_links(navigate: Callback<String>, told: UseStateSetter<Option<&'static Term>>) {
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

/// Opens an address of the page.
fn go_to(address: &str, history: &AnyHistory) {
    address_writer().write();
    let other = is_other_screen(address, &current(history)) && !address.contains('#');
    push(address);
    // Another screen begins at its top; Back finds the place where it was left.
    if other {
        to_top();
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let history = use_memo((), |()| crate::history::history());
    let session = {
        let history = Rc::clone(&history);
        use_mut_ref(move || Session::new(&current(&history), recent_trace::at))
    };
    let open = use_state(|| session.borrow().open().clone());
    let can = use_state_eq(|| session.borrow().can());
    let waits = use_mut_ref(|| false);
    let page = Page { session, shown: open.setter(), can: can.setter(), waits };
    // The word that is told over what is open; gone when something else is opened.
    let told = use_state_eq(|| None::<&'static Term>);
    use_address(&history, &page, told.setter());
    // These callbacks stay the same from drawing to drawing, and what they are given to need not be drawn again.
    let navigate = {
        let history = Rc::clone(&history);
        use_callback((), move |address: String, ()| go_to(&address, &history))
    };
    use_text_links(navigate.clone(), told.setter());
    let act = {
        let page = page.clone();
        use_callback((), move |action: Action, ()| page.act(action))
    };
    let undo = {
        let page = page.clone();
        use_callback((), move |again: bool, ()| page.undo(again, &current(&history)))
    };
    use_undo_keys(undo.clone());
    {
        let (drawn, waits) = (open.step(), page.waits.clone());
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
