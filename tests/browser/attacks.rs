//! The attack lab, as a person uses it.

use crate::harness::browse;
use handshake_app::attacks::cards;
use handshake_lessons::word;

/// Where a page stands: how far down its header and its main part begin, how high that is, and whether anything stands out sideways.
const PLACES: &str = "(() => { const main = document.querySelector('main').getBoundingClientRect(); \
    const name = document.querySelector('.brand').getBoundingClientRect(); \
    return name.top >= 0 && name.top < 80 && main.left >= 0 && main.left < innerWidth / 4 \
        && main.height > 500 && document.documentElement.scrollWidth <= innerWidth; })()";

#[test]
fn each_attack_has_its_page() {
    browse(async |page| {
        page.open("/attacks").await;
        page.expect("document.querySelectorAll('main li a').length", cards().len()).await;
        for size in [(1280, 800), (390, 844)] {
            page.size(size.0, size.1).await;
            for card in cards() {
                page.open(&card.href).await;
                page.expect("document.querySelector('h1').firstChild.textContent", card.title).await;
                page.expect(PLACES, true).await;
            }
        }
        page.open("/attacks/no-such-attack").await;
        page.expect("document.querySelector('[role=alert]') !== null", true).await;
        page.expect("document.querySelectorAll('main li a').length", cards().len()).await;
    });
}

#[test]
fn the_cookie_is_read_letter_by_letter_and_the_mended_victim_keeps_it() {
    browse(async |page| {
        let href = cards().into_iter().find(|card| card.href.contains("crime")).expect("CRIME").href;
        page.open(&href).await;
        let read = "document.querySelector('main section [role=img]')?.ariaLabel ?? ''";
        page.expect(read, "").await;
        page.click("main section .primary").await;
        // While it runs it can be stopped, and says how far it is.
        page.expect("document.querySelector('main progress') !== null", true).await;
        let over = "document.querySelector('main section [role=status]').innerText.length > 20 && document.querySelector('main progress') === null";
        page.expect(over, true).await;
        page.expect(&format!("({read}).length > 3 && !({read}).includes('·')"), true).await;
        // Its mending is one click away, and stops the same attacker.
        page.click("main nav li:not([aria-current]) a").await;
        page.expect(read, "").await;
        page.click("main section .primary").await;
        page.expect(over, true).await;
        page.expect(&format!("({read}).includes('·')"), true).await;
    });
}

#[test]
fn an_attack_is_stopped_where_it_is() {
    browse(async |page| {
        page.open("/attacks/beast").await;
        page.click("main section .primary").await;
        page.expect("document.querySelector('main progress') !== null", true).await;
        page.click("main section button").await;
        page.expect("document.querySelector('main [role=status]').innerText", word("attacks.stopped-by-you")).await;
        page.expect("document.querySelector('main progress')", serde_json::Value::Null).await;
    });
}
