//! Where the address is kept: in the path; or, where a page can't have paths of its own (in a learning platform's folder),
//! behind the `#`.

use crate::dom::{document, set_root_attribute};
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
