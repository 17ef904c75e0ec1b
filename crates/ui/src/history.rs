//! Where the address is kept: in the path; or, where a page can't have paths of its own (in a learning platform's folder),
//! behind the `#`.

use crate::dom::{after_paint, document, href, now, set_root_attribute};
use gloo_timers::callback::Timeout;
use handshake_app::Leaves;
use handshake_lessons::Language;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::Url;
use yew_router::history::{AnyHistory, History};
#[cfg(target_arch = "wasm32")]
use yew_router::history::{BrowserHistory, HashHistory};
use yew_router::query::Raw;

/// Asks for a language, as in `?lang=es`.
pub const LANGUAGE: &str = "lang=";

/// Asks for a page without its frame, inside another page.
pub const EMBED: &str = "embed=1";

const HOME: &str = "/";

fn is_for_the_page(part: &str) -> bool {
    part == EMBED || part.starts_with(LANGUAGE)
}

/// The one history of the page. A page that was packed says so by `<html data-start="/l/…">`.
pub fn history() -> AnyHistory {
    #[cfg(not(target_arch = "wasm32"))]
    {
        AnyHistory::Memory(crate::without_browser::history())
    }
    #[cfg(target_arch = "wasm32")]
    match start() {
        Some(_) => AnyHistory::Hash(HashHistory::new()),
        None => AnyHistory::Browser(BrowserHistory::new()),
    }
}

/// A link to an address of the page: for a new tab, for copying, for a phone.
pub fn link(address: &str) -> String {
    #[cfg(not(target_arch = "wasm32"))]
    {
        crate::without_browser::link(address)
    }
    #[cfg(target_arch = "wasm32")]
    {
        LINK.with(|before| format!("{before}{address}"))
    }
}

/// True if only this computer knows the host of a link.
pub fn is_local(link: &str) -> bool {
    let host = link.split("://").nth(1).unwrap_or_default();
    ["127.", "localhost", "[::1]", "0.0.0.0"].iter().any(|name| host.starts_with(name))
}

/// The same with the host.
pub fn whole_link(address: &str) -> String {
    let link = link(address);
    Url::new_with_base(&link, &href()).map_or(link, |url| url.href())
}

/// The address that a link leads to, if that is one of this page.
pub fn of_link(link: &str) -> Option<&str> {
    let before = LINK.with(|before| link.strip_prefix(before.as_str()).map(|rest| link.len() - rest.len()));
    before.and_then(|before| link.get(before..)).filter(|address| address.starts_with('/'))
}

/// What stands before an address in a link: the path that the page lives at, by its `<base>`, without the last slash; or
/// the document itself, where the address stands behind its `#`.
fn before_addresses() -> String {
    if start().is_some() {
        return format!("{}#", href().split('#').next().unwrap_or_default());
    }
    let base = document().and_then(|document| document.base_uri().ok()?);
    let path = base.and_then(|base| Some(Url::new(&base).ok()?.pathname()));
    path.and_then(|path| Some(path.rsplit_once('/')?.0.to_owned())).unwrap_or_default()
}

/// A path without that of the page.
fn within(path: &str) -> &str {
    let rest = LINK.with(|before| path.strip_prefix(before.as_str()));
    let path = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path);
    // A page that was drawn ahead in another language than English has a place of its own.
    let path = Language::ALL
        .iter()
        .find_map(|one| path.strip_prefix('/')?.strip_prefix(one.tag()).filter(|rest| rest.starts_with('/')))
        .unwrap_or(path);
    if path.is_empty() { "/" } else { path }
}

/// The address as it is now.
pub fn current(history: &AnyHistory) -> String {
    let location = history.location();
    let query = location.query_str().trim_start_matches('?');
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_for_the_page(part)).collect();
    let path = match history {
        AnyHistory::Hash(_) => location.path(),
        _ => within(location.path()),
    };
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Before the first drawing: a packed page opens where the person was, or at its lesson; and who asked for no frame gets
/// none.
pub fn begin() {
    let history = history();
    if history.location().query_str().split(['?', '&']).any(|part| part == EMBED) {
        set_root_attribute("data-embed", Some("true"));
    }
    // The language was heard: here stands the address alone.
    if document_is_in_its_place() {
        replace(&current(&history));
    }
    if let Some(start) = start() {
        // What begins at Home is the whole page in one file, and no lesson in a frame.
        if start != HOME {
            set_root_attribute("data-embed", Some("true"));
        }
        let place = crate::scorm::begin();
        if history.location().path().trim_matches('/').is_empty() {
            replace(&place.unwrap_or(start));
        }
    }
}

/// True in a page that was drawn ahead and has a place for its language: `/es/s/…`.
fn document_is_in_its_place() -> bool {
    asked_by_place().is_some()
}

/// The language of such a page.
pub fn asked_by_place() -> Option<Language> {
    Language::of_tag(&document()?.document_element()?.get_attribute("data-asked")?)
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

/// Tells those who listen to the history of an address that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The browser, by Back and Forward, or the person by hand.
    Browser,
    /// The page, for what is open already.
    AddressWriter,
    /// The page, for what is to be opened.
    Page,
}

thread_local! {
    static LINK: String = before_addresses();
    static BY: Cell<By> = const { Cell::new(By::Browser) };
    /// How many can be written, as of then.
    static LEFT: Cell<(f64, f64)> = Cell::new((BURST, now()));
    static ADDRESS_WRITER: Rc<AddressWriter> = Rc::new(AddressWriter { history: history(), unwritten: RefCell::default() });
}

/// Who writes the address that was heard of.
pub fn by() -> By {
    BY.get()
}

/// Opens an address: a new place.
pub fn push(address: &str) {
    put(address, true, By::Page);
}

/// Puts an address in the place of the one that is open, unless there were too many: then the next one tells more.
pub fn replace(address: &str) {
    if left() >= 1.0 {
        put(address, false, By::Page);
    }
}

/// How many can be written now.
fn left() -> f64 {
    let (left, then) = LEFT.get();
    let now = now();
    let left = (left + (now - then).max(0.0) / f64::from(SECOND) * A_SECOND).min(BURST);
    LEFT.set((left, now));
    left
}

fn put(address: &str, new: bool, by: By) {
    let history = history();
    LEFT.set((left() - 1.0, now()));
    BY.set(by);
    // Behind a `#`, a query has to be told apart.
    match (&history, address.split_once('?')) {
        (AnyHistory::Hash(_), Some((path, query))) => {
            let query = Raw(query);
            let _ = if new { history.push_with_query(path, query) } else { history.replace_with_query(path, query) };
        }
        (AnyHistory::Hash(_), None) if new => history.push(address),
        (AnyHistory::Hash(_), None) => history.replace(address),
        _ if new => history.push(link(address)),
        _ => history.replace(link(address)),
    }
    BY.set(By::Browser);
}

/// The one address_writer of the page.
pub fn address_writer() -> Rc<AddressWriter> {
    ADDRESS_WRITER.with(Rc::clone)
}

/// Writes addresses into the history: after the frame that the person waits for, since it takes the browser its time.
pub struct AddressWriter {
    history: AnyHistory,
    /// What is to be written, and what that leaves behind.
    unwritten: RefCell<Option<(String, Leaves)>>,
}

impl AddressWriter {
    /// Writes an address down soon. Of two places within one frame the first is not lost, unless there are too many.
    pub fn note(self: &Rc<AddressWriter>, address: String, leaves: Leaves) {
        let before = self.unwritten.borrow().as_ref().map(|(_, leaves)| *leaves);
        if (before, leaves) == (Some(Leaves::HistoryEntry), Leaves::HistoryEntry) {
            self.try_to_write();
        }
        let waits = self.unwritten.borrow().is_some();
        self.unwritten.replace(Some((address, before.filter(|_| waits).unwrap_or(leaves).max(leaves))));
        if before.is_none() {
            let address_writer = Rc::clone(self);
            after_paint(move || address_writer.write_soon());
        }
    }

    /// Writes nothing down after all: something else is open.
    pub fn forget(&self) {
        self.unwritten.take();
    }

    /// Writes down what is to be written, at once: whoever reads the address wants it to be right.
    pub fn write(&self) {
        let Some((address, leaves)) = self.unwritten.take() else { return };
        if address != current(&self.history) {
            put(&address, leaves == Leaves::HistoryEntry, By::AddressWriter);
        }
    }

    fn write_soon(self: Rc<AddressWriter>) {
        if !self.try_to_write() {
            Timeout::new(SECOND, move || self.write_soon()).forget();
        }
    }

    fn try_to_write(&self) -> bool {
        let can = left() >= 1.0;
        if can {
            self.write();
        }
        can
    }
}
