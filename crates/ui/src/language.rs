//! Which language the page speaks: what the address asks for, else what was chosen here before, else what the browser
//! prefers, else English. It is settled before the first drawing; another choice starts the page again.
//! A packed page has a language of its own, unless its reader chose another in this tab: the device may be another's next.

use crate::dom::{document, keep, kept, set_root_attribute, store, stored, window};
use crate::history::{LANGUAGE, address_writer, asked_by_place, history};
use handshake_lessons::{Language, language, set_language};
use yew_router::history::History;

/// In the device's storage: what was chosen by hand. In the tab's: what an address asked for.
const KEY: &str = "handshake-lab.language";

/// That of a page that was packed in one: `<html data-lang="es">`.
fn packed() -> Option<Language> {
    Language::of_tag(&document()?.document_element()?.get_attribute("data-lang")?)
}

/// The key of the tab's storage. What is chosen in a package holds for those of its language.
fn key() -> String {
    packed().map_or_else(|| KEY.to_owned(), |language| format!("{KEY}.{}", language.tag()))
}

/// Puts the language in force that the address asks for, or the next best.
pub fn begin() {
    let history = history();
    let query = history.location().query_str().to_owned();
    let asked = query.trim_start_matches('?').split('&').find_map(|part| part.strip_prefix(LANGUAGE));
    let asked = asked.and_then(Language::of_tag).or_else(asked_by_place);
    if let Some(language) = asked {
        keep(&key(), language.tag());
    }
    let of_store = |tag: Option<String>| tag.as_deref().and_then(Language::of_tag);
    let chosen = asked.or_else(|| of_store(kept(&key()))).or_else(packed).or_else(|| of_store(stored(KEY)));
    let language = chosen.or_else(preferred).unwrap_or_default();
    set_language(language);
    set_root_attribute("lang", Some(language.tag()));
    set_root_attribute("dir", Some(language.direction()));
}

/// Keeps a choice and starts the page again in that language, where it is.
pub fn choose(language: Language) {
    keep(&key(), language.tag());
    if packed().is_none() {
        store(KEY, language.tag());
    }
    address_writer().write();
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// An address for somebody else: it carries the language, if that was chosen by hand. Who comes by it sees the same page.
pub fn shared(address: &str) -> String {
    let by_hand = [kept(KEY), stored(KEY)].into_iter().flatten().any(|tag| Language::of_tag(&tag).is_some());
    if !by_hand {
        return address.to_owned();
    }
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{LANGUAGE}{}", language().tag())
}

/// The first of the browser's languages that the page has.
fn preferred() -> Option<Language> {
    let languages = window()?.navigator().languages();
    languages.iter().filter_map(|tag| tag.as_string()).find_map(|tag| Language::of_tag(&tag))
}
