//! Compare: two runs side by side, and the way back by undo.

use crate::harness::{ADDRESS, Key, Page, browse};
use crate::step_of;
use handshake_app::Story;
use handshake_app::compare::Compare;
use serde_json::{Value, json};

const ROW: &str = "document.querySelector('.pair.current .visually-hidden').textContent.match(/\\d+/)[0]";

/// The page shows what the comparison of this address is.
async fn expect_shown(page: &Page, address: &str) {
    let view = Compare::open(address).view();
    page.expect(ADDRESS, address).await;
    page.expect("document.querySelectorAll('.pair').length", view.rows.len()).await;
    page.expect(ROW, view.row.to_string()).await;
    page.expect("document.querySelectorAll('.pair.differs').length", view.rows.iter().filter(|row| !row.same).count())
        .await;
    // Both runs stand at the step of the row.
    let hrefs = page.texts("document.querySelectorAll('.pair-head a'), one => one.getAttribute('href')").await;
    assert_eq!(hrefs, [view.left.href, view.right.href]);
    let marked = |lines: &[handshake_app::view::DiffLine]| {
        let runs = lines.iter().flat_map(|line| &line.runs).filter(|run| run.differs);
        runs.map(|run| run.hex.as_str()).collect::<Vec<_>>().join(" ")
    };
    // Bytes are there for who asked for a row.
    let wanted = view
        .detail
        .filter(|_| view.asked)
        .and_then(|detail| detail.hex)
        .map(|hex| [marked(&hex.left), marked(&hex.right)]);
    let shown = page
        .texts("document.querySelectorAll('.diff-hex'), pane => Array.from(pane.querySelectorAll('.differs'), run => run.textContent).join(' ')")
        .await;
    assert_eq!(shown, wanted.map(Vec::from).unwrap_or_default(), "{address}");
}

#[test]
pub fn both_runs_are_shown_to_the_byte_and_step_together() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        let start = format!("/s/tls13-full/{step}?tamper=s0.share");
        let attack = Story::open(&start).page().attack.expect("an attack");
        page.open(&start).await;
        page.click(".attack-tools .primary").await;
        expect_shown(page, &attack.compare).await;
        page.expect("document.querySelector('.attack-said b').textContent", attack.headline).await;
        // The sentence stands in the bar itself, not in a box of another colour.
        page.expect("getComputedStyle(document.querySelector('.attack-said')).backgroundColor", "rgba(0, 0, 0, 0)")
            .await;
        let compare = Compare::open(&attack.compare);
        let first = compare.position().0;
        for (key, row) in
            [(Key::Right, first + 1), (Key::Right, first + 2), (Key::Left, first + 1), (Key::End, 999), (Key::Home, 1)]
        {
            page.press(key).await;
            expect_shown(page, &compare.at(row).address()).await;
        }
        page.click(&format!(".pair:nth-child({first}) a")).await;
        expect_shown(page, &compare.at(first).address()).await;
        page.click(".compare-tools .primary").await;
        let next = Compare::open(&attack.compare).view().next_difference.expect("a difference");
        expect_shown(page, &next).await;
    });
}

#[test]
pub fn a_field_is_marked_in_both() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        let attack = Story::open(&format!("/s/tls13-full/{step}?tamper=s0.share")).page().attack.expect("an attack");
        page.open(&attack.compare).await;
        page.click(".in-depth tr.differs th a").await;
        page.expect("document.querySelectorAll('.in-depth tr.selected').length", 1).await;
        let panes =
            "Array.from(document.querySelectorAll('.diff-hex'), pane => pane.querySelectorAll('.selected').length > 0)";
        page.expect(&format!("({panes}).every(one => one) && ({panes}).length === 2"), true).await;
    });
}

#[test]
pub fn other_scenarios_are_put_side_by_side() {
    browse(async |page| {
        page.open("/compare/tls13-full/1").await;
        page.expect("document.querySelectorAll('.pair.differs').length", 0).await;
        let choice = Compare::open("/compare/tls13-full/1").view().choices[1]
            .iter()
            .find(|one| one.href.contains("with=tls12-ecdhe"))
            .expect("TLS 1.2")
            .href
            .clone();
        page.choose("#compare-right", &choice).await;
        expect_shown(page, &choice).await;
        page.expect("document.querySelectorAll('.figures tr.differs').length > 2", true).await;
    });
}

#[test]
pub fn what_was_set_is_compared_with_what_was() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Change the setup']").await;
        page.expect("document.querySelector('.to-compare')", Value::Null).await;
        page.choose("#setting-suite", "TLS_CHACHA20_POLY1305_SHA256").await;
        page.click(".to-compare").await;
        let story = Story::open("/s/tls13-full/5?suite=TLS_CHACHA20_POLY1305_SHA256");
        expect_shown(page, &story.comparison().expect("something differs")).await;
        // And from Home, the two versions.
        page.open("/").await;
        page.click("a[href='/compare']").await;
        page.click(".suggested a").await;
        expect_shown(page, "/compare/tls12-ecdhe/1?with=tls13-full").await;
    });
}

#[test]
pub fn a_setting_a_deed_and_a_step_are_undone_and_done_again() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        let start = format!("/s/tls13-full/{step}");
        page.open(&start).await;
        page.expect("document.querySelector('.undo-tools button').disabled", true).await;
        page.click("[aria-label='Change the setup']").await;
        page.choose("#setting-suite", "TLS_AES_256_GCM_SHA384").await;
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog')", Value::Null).await;
        // The very first deed can be undone, and nothing done again.
        page.expect(
            "[...document.querySelectorAll('.undo-tools button')].map(one => one.disabled)",
            json!([false, true]),
        )
        .await;
        let set = format!("{start}?suite=TLS_AES_256_GCM_SHA384");
        page.expect(ADDRESS, set.as_str()).await;
        page.press('6').await;
        let tab = format!("{set}&tab=break");
        page.expect(ADDRESS, tab.as_str()).await;
        page.click(".try[data-edit='s0.share']").await;
        let broken = format!("{start}?suite=TLS_AES_256_GCM_SHA384&tamper=s0.share&tab=break");
        page.expect(ADDRESS, broken.as_str()).await;
        // What was pressed can't be pressed again; the focus moved on, and arrows step all the same.
        page.expect("document.activeElement.id", "tabpanel").await;
        page.press(Key::Right).await;
        let stepped = broken.replace(&format!("/{step}?"), &format!("/{}?", step + 1));
        page.expect(ADDRESS, stepped.as_str()).await;
        let places = [start, set, tab, broken, stepped];
        // By the buttons back, by the keys on, and the other way round.
        for place in places.iter().rev().skip(1) {
            page.click(".undo-tools button:first-child").await;
            page.expect(ADDRESS, place.as_str()).await;
        }
        page.expect("document.querySelector('.attack')", Value::Null).await;
        for place in &places[1..] {
            page.press_with(&[Key::Control, Key::Shift], 'z').await;
            page.expect(ADDRESS, place.as_str()).await;
        }
        page.expect("document.querySelector('.undo-tools button:last-child').disabled", true).await;
        page.expect("document.querySelector('.attack') !== null", true).await;
        for place in places.iter().rev().skip(1) {
            page.press_with(&[Key::Control], 'z').await;
            page.expect(ADDRESS, place.as_str()).await;
        }
        for place in &places[1..] {
            page.click(".undo-tools button:last-child").await;
            page.expect(ADDRESS, place.as_str()).await;
        }
    });
}
