//! Home: a handshake that plays by itself, has a bit to flip, and can be taken over.

use crate::harness::{ADDRESS, Page, browse};
use handshake_app::Story;
use serde_json::json;

const AT: &str = "Number(document.querySelector('.showcase .row.now')?.dataset.step)";
const PLAYS: &str = "document.querySelector('.showcase-tools button').getAttribute('aria-label') === 'Pause'";

async fn shown(page: &Page) -> usize {
    page.expect(&format!("{AT} > 0"), true).await;
    page.js(AT).await.as_u64().and_then(|at| usize::try_from(at).ok()).expect("a step")
}

#[test]
pub fn a_handshake_plays_by_itself_and_is_taken_over_where_it_stands() {
    browse(async |page| {
        page.open("/").await;
        let first = shown(page).await;
        page.expect(&format!("{AT} > {first}"), true).await;
        // It scrolls within its own frame, and nothing of the page moves by it.
        page.expect("document.scrollingElement.scrollTop", 0).await;
        page.expect("document.activeElement === document.body", true).await;
        page.click(".showcase-tools button").await;
        page.expect(PLAYS, false).await;
        let at = shown(page).await;
        page.click(".showcase-tools a").await;
        // With the message in mid-flight, if that is where it was stopped.
        page.expect(&format!("/^.s.tls13-full.{at}([?]at=[0-9.]+)?$/.test({ADDRESS})"), true).await;
    });
}

#[test]
pub fn a_bit_is_flipped_and_who_catches_it_is_said() {
    browse(async |page| {
        page.still("light").await;
        page.open("/").await;
        let at = shown(page).await;
        page.expect(PLAYS, false).await;
        let story = Story::open(&format!("/s/tls13-full/{at}"));
        let (byte, bit) = story.wire().and_then(|wire| wire.suggested).expect("a bit");
        let flipped = story.act(handshake_app::Action::FlipOnWire(byte, bit));
        page.click(".showcase .to-flip").await;
        let headline = flipped.page().attack.expect("an attack").headline;
        page.expect("document.querySelector('.showcase-told').textContent", headline).await;
        page.expect("document.querySelectorAll('.showcase .damage').length > 2", true).await;
        let taken = page.text("document.querySelector('.showcase-tools a').getAttribute('href')").await;
        assert_eq!(taken, flipped.address());
        page.click(".showcase-tools button:nth-child(2)").await;
        page.expect("document.querySelectorAll('.showcase .damage').length", 0).await;
    });
}

#[test]
pub fn a_record_is_changed_by_hand_on_the_stage() {
    browse(async |page| {
        let at = crate::step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{at}")).await;
        page.click(".stage-foot .to-flip").await;
        page.click(".wire-strip .cell:nth-child(40)").await;
        page.click(".wire-strip [data-bit='3']").await;
        let story = Story::open(&format!("/s/tls13-full/{at}")).act(handshake_app::Action::FlipOnWire(39, 3));
        page.expect(ADDRESS, story.address()).await;
        page.expect("document.querySelector('.attack-said b').textContent", story.page().attack.expect("one").headline)
            .await;
        let rows = story.page().stage.rows;
        let damaged: Vec<usize> = rows.iter().filter(|row| row.damage.is_some()).map(|row| row.step).collect();
        let marks = "[...document.querySelectorAll('.damage')].map(one => Number(one.closest('li').dataset.step))";
        page.expect(marks, json!(damaged)).await;
        // The step shown stands above the foot, and so does all that the damage reaches once the strip is closed again.
        page.expect("document.querySelector('.wire-strip')", serde_json::Value::Null).await;
        let above = "document.querySelector('.row.now').getBoundingClientRect().bottom <= document.querySelector('.stage-foot').getBoundingClientRect().top + 1";
        page.expect(above, true).await;
        // The same bit again: nobody is on the way.
        page.click(".stage-foot .to-flip").await;
        page.click(".wire-strip .cell:nth-child(40)").await;
        page.click(".wire-strip [data-bit='3']").await;
        page.expect("document.querySelector('.attack')", serde_json::Value::Null).await;
    });
}

/// What takes room on a phone, a page at twice its size, and a projector.
#[test]
pub fn what_is_told_has_the_room_at_every_size() {
    const HIGH: &str = "(one => one.getBoundingClientRect().height)";
    browse(async |page| {
        page.still("light").await;
        let at = crate::step_of("server.send.ServerHello");
        page.size(390, 844).await;
        page.open(&format!("/s/tls13-full/{at}?tab=bytes")).await;
        let steering =
            format!("['.top', '.timeline'].map(name => {HIGH}(document.querySelector(name))).reduce((a, b) => a + b)");
        page.expect(&format!("{steering} < innerHeight / 5"), true).await;
        // Scrolled to the bytes, the step is still in sight above them.
        page.js("document.querySelector('.hex').scrollIntoView({ block: 'center' }) ?? true").await;
        page.settle().await;
        let seen = "(name => { const box = document.querySelector(name).getBoundingClientRect(); \
                    return box.top >= 0 && box.top + 30 <= document.querySelector('.timeline').getBoundingClientRect().top; })";
        page.expect(&format!("{seen}('.row.now') && {seen}('.hex')"), true).await;
        page.expect("document.querySelector('.row.now').getBoundingClientRect().bottom <= document.querySelector('.stage-foot').getBoundingClientRect().top + 1", true).await;
        // At 200 % of 1280 × 720 what happened is told in sight.
        page.size(640, 360).await;
        page.open(&format!("/s/tls13-full/{at}?tab=bytes")).await;
        page.expect(&format!("{seen}('.told h2')"), true).await;
        page.size(1920, 1080).await;
        page.open(&format!("/s/tls13-full/{at}?tab=bytes")).await;
        let row = "[...document.querySelectorAll('.hex-line')].slice(0, 2).map(one => Math.round(one.getBoundingClientRect().top))";
        page.expect(&format!("new Set({row}).size"), 1).await;
        let fits = "document.querySelector('.hex').scrollWidth <= document.querySelector('.hex').clientWidth";
        page.expect(fits, true).await;
    });
}
