//! The same page in Firefox: what matters most.

use crate::driver::Browser;
use crate::harness::{ADDRESS, HEADING, Key, STEP, browse_in};
use crate::{step_of, steps};
use handshake_story::Story;
use handshake_story::compare::Compare;
use serde_json::{Value, json};

#[test]
fn firefox_walks_through_the_run() {
    browse_in(Browser::Firefox, async |page| {
        page.open("/").await;
        page.click("a.primary").await;
        let mut headings = Vec::new();
        for step in 1..=steps() {
            page.expect(STEP, format!("Step {step} of {}", steps())).await;
            page.expect(ADDRESS, format!("/s/tls13-full/{step}")).await;
            headings.push(page.text(HEADING).await);
            page.press(Key::Right).await;
        }
        headings.dedup();
        assert!(headings.len() > steps() * 3 / 4, "{headings:?}");
        page.back().await;
        page.expect(ADDRESS, format!("/s/tls13-full/{}", steps() - 1)).await;
    });
}

#[test]
fn firefox_shows_every_tab_and_moves_in_it_by_keys() {
    browse_in(Browser::Firefox, async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}")).await;
        page.focus("[role=treeitem][tabindex='0']").await;
        page.press(Key::Right).await;
        page.press(Key::Enter).await;
        page.expect("document.querySelectorAll('.hex-run.selected').length > 0", true).await;
        page.expect("document.querySelector('.note h3') !== null", true).await;
        for (number, inside) in [('2', ".node"), ('3', ".pipeline"), ('4', ".checks"), ('1', ".tree")] {
            page.press(number).await;
            page.expect(&format!("document.querySelector({}) !== null", json!(inside)), true).await;
        }
        page.press('v').await;
        page.expect("document.querySelector('.views [aria-checked=true]').dataset.view", "client").await;
    });
}

#[test]
fn firefox_opens_and_closes_dialogs() {
    browse_in(Browser::Firefox, async |page| {
        page.open("/s/tls13-full/5").await;
        page.press('?').await;
        page.expect("document.querySelector('dialog:modal') !== null", true).await;
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog')", Value::Null).await;
        page.click("[aria-label='Change the setup']").await;
        page.choose("#setting-suite", "TLS_CHACHA20_POLY1305_SHA256").await;
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog')", Value::Null).await;
        page.expect("location.search.includes('suite=TLS_CHACHA20_POLY1305_SHA256')", true).await;
    });
}

#[test]
fn firefox_breaks_a_run_compares_both_and_undoes_it() {
    browse_in(Browser::Firefox, async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?tab=break")).await;
        page.click(".try[data-edit='s0.share']").await;
        let attack = Story::open(&format!("/s/tls13-full/{step}?tamper=s0.share")).page().attack.expect("an attack");
        page.expect("document.querySelector('.attack-said b')?.textContent ?? ''", attack.headline.as_str()).await;
        page.expect("document.querySelector('.row.now .fate').textContent", "key share swapped").await;
        page.click(".attack-tools .primary").await;
        page.expect(ADDRESS, attack.compare.as_str()).await;
        page.expect("document.querySelectorAll('.diff-hex .differs').length > 1", true).await;
        let row = "document.querySelectorAll('.pair.current').length";
        page.press(Key::Right).await;
        page.expect(ADDRESS, Compare::open(&attack.compare).at(step + 1).address()).await;
        page.expect(row, 1).await;
        page.click(".attack-tools .button:last-child").await;
        page.expect("document.querySelector('.attack')", Value::Null).await;
    });
}
