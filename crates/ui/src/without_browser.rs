//! What stands in for a browser where pages are drawn ahead: where the page is, what it is called, how its links begin.

use std::cell::RefCell;
use yew_router::history::{History, MemoryHistory};
use yew_router::query::Raw;

thread_local! {
    static HISTORY: MemoryHistory = MemoryHistory::with_entries(["/"]);
    static TITLE: RefCell<String> = const { RefCell::new(String::new()) };
    /// What stands before an address in a link.
    static BEFORE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Goes to an address, and lets links begin so.
pub fn go(address: &str, before: String) {
    BEFORE.set(before);
    titled(None);
    match address.split_once('?') {
        Some((path, query)) => drop(history().replace_with_query(path, Raw(query))),
        None => history().replace(address),
    }
}

/// Where the page stands that is drawn.
pub fn history() -> MemoryHistory {
    HISTORY.with(Clone::clone)
}

/// Keeps what it is called.
pub fn titled(shown: Option<&str>) {
    TITLE.set(shown.map(|shown| format!("{shown} · ")).unwrap_or_default() + "Handshake Lab");
}

/// What it is called.
pub fn title() -> String {
    TITLE.with_borrow(Clone::clone)
}

/// A link to an address: to the page that is drawn ahead in the same language.
pub fn link(address: &str) -> String {
    BEFORE.with_borrow(|before| format!("{before}{address}"))
}
