//! Forced colours: the reader has chosen a few colours for all pages. What is drawn, filled or selected is seen in these.

use crate::harness::{Page, browse};
use serde_json::json;
use std::collections::BTreeMap;

/// The reader's colours, and what the page makes of them: `wrong`, as `[what, has, should have]` where they differ, and `of`,
/// how many of each kind there are.
const FOUND: &str = "(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    const colour = name => { probe.style.color = name; return getComputedStyle(probe).color; };
    const [canvas, text, mark, on] = ['Canvas', 'CanvasText', 'Highlight', 'HighlightText'].map(colour);
    probe.remove();
    const [wrong, of] = [[], {}];
    const same = (selector, property, wanted) => {
        const all = document.querySelectorAll(selector);
        of[selector] = all.length;
        all.forEach(one => {
            const has = getComputedStyle(one)[property];
            if (has !== wanted) wrong.push([`${selector} ${property}`, has, wanted]);
        });
    };
    same('.keys-drawing .node rect', 'fill', canvas);
    same('.keys-drawing .node text', 'fill', text);
    same('.keys-drawing .node[aria-pressed=\"true\"][data-node] rect', 'stroke', mark);
    for (const filled of ['.segments [aria-checked=\"true\"]', '.button.primary', '.seal', '.cell[aria-pressed=\"true\"]']) {
        same(filled, 'backgroundColor', mark);
        same(filled, 'color', on);
    }
    for (const selected of ['.tree [aria-selected=\"true\"]', '.hex-run.selected']) same(selected, 'outlineColor', mark);
    same('.tabs [aria-selected=\"true\"]', 'borderBottomColor', mark);
    same('.lesson-dots .now i', 'outlineColor', mark);
    same('.lesson-dots .past:not(.asks) i', 'backgroundColor', text);
    same('.lesson-dots li:not(.past, .now, .asks) i', 'backgroundColor', canvas);
    same('.row:not(.future) .life', 'backgroundColor', text);
    return { wrong, of };
})()";

async fn look(page: &Page, scheme: &str) {
    page.forced(scheme).await;
    let views = [
        ("/s/tls13-full/5?field=ServerHello.random&byte=0x08", ".hex-run.selected"),
        ("/s/tls13-full/14?tab=keys&node=master_secret", ".node[aria-pressed='true']"),
        ("/s/tls13-full/12?tab=record", ".seal"),
        ("/s/tls13-full/5?tamper=s0.share&tab=break", ".attack .primary"),
        ("/compare/tls13-full/5?with.tamper=s0.share", ".button.primary"),
        ("/l/tls13/4", ".lesson-dots .now i"),
        ("/", ".button.primary"),
    ];
    let mut seen = BTreeMap::<String, u64>::new();
    for (address, there) in views {
        page.open(address).await;
        page.expect("matchMedia('(forced-colors: active)').matches", true).await;
        page.expect(&format!("document.querySelector(\"{there}\") !== null"), true).await;
        page.expect(&format!("({FOUND}).wrong"), json!([])).await;
        let found = page.js(&format!("({FOUND}).of")).await;
        for (kind, count) in found.as_object().expect("kinds") {
            *seen.entry(kind.clone()).or_default() += count.as_u64().expect("a count");
        }
    }
    // What is on none of the screens was not looked at.
    assert_eq!(seen.iter().find(|(_, count)| **count == 0), None);
}

#[test]
pub fn what_is_drawn_filled_or_selected_is_seen_in_forced_colours() {
    browse(async |page| {
        // Whatever was chosen by hand: the reader's colours are stronger.
        page.open("/").await;
        page.js("localStorage.setItem('handshake-lab.theme', 'light')").await;
        for scheme in ["light", "dark"] {
            look(page, scheme).await;
        }
    });
}
