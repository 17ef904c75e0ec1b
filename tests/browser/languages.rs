//! The page in another language: asked for by the address, chosen by hand, or preferred by the browser.

use crate::harness::{ADDRESS, HEADING, browse};
use handshake_app::Story;
use handshake_lessons::{Language, set_language};

const LANGUAGE: &str = "document.documentElement.lang";
const ADDRESS_OF_A_STEP: &str = "/s/tls13-full/5?tab=keys";

/// The heading of the step in a language, as the story gives it.
fn heading(language: Language) -> String {
    set_language(language);
    let heading = Story::open(ADDRESS_OF_A_STEP).page().narration.heading;
    set_language(Language::English);
    heading
}

#[test]
pub fn an_address_asks_for_a_language_and_the_tab_keeps_it() {
    browse(async |page| {
        page.open("/s/tls13-full/5?tab=keys&lang=es").await;
        page.expect(LANGUAGE, "es").await;
        page.expect(HEADING, heading(Language::Spanish)).await;
        // The next address asks for nothing.
        page.open(ADDRESS_OF_A_STEP).await;
        page.expect(HEADING, heading(Language::Spanish)).await;
        page.expect(ADDRESS, ADDRESS_OF_A_STEP).await;
        // An unknown one changes nothing.
        page.open("/s/tls13-full/5?tab=keys&lang=zz").await;
        page.expect(LANGUAGE, "es").await;
        page.open("/s/tls13-full/5?tab=keys&lang=en-GB").await;
        page.expect(HEADING, heading(Language::English)).await;
    });
}

#[test]
pub fn a_language_is_chosen_on_home_and_stays() {
    browse(async |page| {
        page.open("/").await;
        page.expect(LANGUAGE, "en").await;
        page.choose("select.language", "es").await;
        page.expect(LANGUAGE, "es").await;
        page.expect("document.documentElement.dataset.ready", "true").await;
        page.expect("document.querySelector('select.language').value", "es").await;
        page.open(ADDRESS_OF_A_STEP).await;
        page.expect(HEADING, heading(Language::Spanish)).await;
        // Also in another tab, which has nothing of its own.
        page.js("sessionStorage.clear()").await;
        page.open(ADDRESS_OF_A_STEP).await;
        page.expect(HEADING, heading(Language::Spanish)).await;
        // In the player the choice stands among the help.
        page.click("[aria-label='Teclas y ayuda']").await;
        page.choose("dialog select.language", "en").await;
        page.expect(HEADING, heading(Language::English)).await;
        page.expect(ADDRESS, ADDRESS_OF_A_STEP).await;
    });
}

#[test]
pub fn the_browsers_language_is_taken_if_nothing_was_chosen() {
    browse(async |page| {
        page.languages("fr-FR,es-MX,en").await;
        page.open(ADDRESS_OF_A_STEP).await;
        page.expect(LANGUAGE, "es").await;
        page.expect(HEADING, heading(Language::Spanish)).await;
    });
}

/// What stands in place of a program that does not arrive.
#[test]
pub fn a_page_that_cannot_start_says_so_in_its_language() {
    browse(async |page| {
        page.block(".wasm").await;
        for (tag, part) in [("es", "no pudo arrancar"), ("en", "could not be started")] {
            page.open_elsewhere(&format!("{}/?lang={tag}", page.site())).await;
            page.expect(LANGUAGE, tag).await;
            page.expect(&format!("document.querySelector('.loading').innerText.includes('{part}')"), true).await;
        }
        assert!(!page.console().await.is_empty(), "the browser says what it did not get");
    });
}
