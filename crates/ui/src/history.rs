//! Where the address is kept: in the path; or, where a page can't have paths of its own (in a learning platform's folder),
//! behind the `#`.

use crate::dom::{after_paint, document, now, set_root_attribute};
use gloo_timers::callback::Timeout;
use handshake_story::Leaves;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew_router::history::{AnyHistory, BrowserHistory, HashHistory, History};

/// Asks for a page without its frame, inside another page.
pub const EMBED: &str = "embed=1";

fn is_for_the_page(part: &str) -> bool {
    part == EMBED || part.starts_with(crate::language::ASKED)
}

/// The one history of the page. A page that was packed says so by `<html data-start="/l/…">`.
pub fn history() -> AnyHistory {
    match start() {
        Some(_) => AnyHistory::Hash(HashHistory::new()),
        None => AnyHistory::Browser(BrowserHistory::new()),
    }
}

/// The address as it is now.
pub fn current(history: &AnyHistory) -> String {
    let location = history.location();
    let query = location.query_str().trim_start_matches('?');
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_for_the_page(part)).collect();
    let path = location.path();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Before the first drawing: a packed page opens where the person was, or at its lesson; and who asked for no frame gets
/// none.
pub fn begin() {
    let history = history();
    crate::language::begin(history.location().query_str());
    if history.location().query_str().split(['?', '&']).any(|part| part == EMBED) {
        set_root_attribute("data-embed", Some("true"));
    }
    if let Some(start) = start() {
        set_root_attribute("data-embed", Some("true"));
        let place = crate::scorm::begin();
        if history.location().path().trim_matches('/').is_empty() {
            history.replace(place.unwrap_or(start));
        }
    }
}

/// The address with which a packed page begins.
fn start() -> Option<String> {
    document()?.document_element()?.get_attribute("data-start")
}

/// How many addresses can be written at once, and how many more each second: browsers refuse more than 100 in half a minute
/// (Safari) or 200 in ten seconds (Firefox, Chromium), and an arrow key that is held makes 30 a second.
const BURST: f64 = 60.0;
const A_SECOND: f64 = 1.0;
const SECOND: u32 = 1000;

/// Writes addresses into the history: after the frame that the person waits for, since it takes the browser its time.
pub struct Pen {
    history: AnyHistory,
    /// What is to be written, and what that leaves behind.
    unwritten: RefCell<Option<(String, Leaves)>>,
    /// How many can be written now, as of then.
    left: Cell<(f64, f64)>,
    writes: Cell<bool>,
}

impl Pen {
    /// Writes into a history.
    pub fn new(history: AnyHistory) -> Pen {
        Pen { history, unwritten: RefCell::default(), left: Cell::new((BURST, now())), writes: Cell::new(false) }
    }

    /// Writes an address down soon. Of two places within one frame the first is not lost, unless there are too many.
    pub fn note(self: &Rc<Pen>, address: String, leaves: Leaves) {
        let before = self.unwritten.borrow().as_ref().map(|(_, leaves)| *leaves);
        if (before, leaves) == (Some(Leaves::Place), Leaves::Place) {
            self.try_to_write();
        }
        let waits = self.unwritten.borrow().is_some();
        self.unwritten.replace(Some((address, before.filter(|_| waits).unwrap_or(leaves).max(leaves))));
        if before.is_none() {
            let pen = Rc::clone(self);
            after_paint(move || pen.write_soon());
        }
    }

    /// True while it writes: who listens to the history is not told anything new.
    pub fn writes(&self) -> bool {
        self.writes.get()
    }

    /// Writes down what is to be written, at once.
    pub fn write(&self) {
        let Some((address, leaves)) = self.unwritten.take() else { return };
        if address != current(&self.history) {
            self.spend();
            self.writes.set(true);
            match leaves {
                Leaves::Place => self.history.push(address),
                Leaves::Undo | Leaves::Nothing => self.history.replace(address),
            }
            self.writes.set(false);
        }
    }

    fn write_soon(self: Rc<Pen>) {
        if !self.try_to_write() {
            Timeout::new(SECOND, move || self.write_soon()).forget();
        }
    }

    fn try_to_write(&self) -> bool {
        let (left, then) = self.left.get();
        let now = now();
        let left = (left + (now - then) / f64::from(SECOND) * A_SECOND).min(BURST);
        self.left.set((left, now));
        let can = left >= 1.0;
        if can {
            self.write();
        }
        can
    }

    fn spend(&self) {
        let (left, then) = self.left.get();
        self.left.set((left - 1.0, then));
    }
}
