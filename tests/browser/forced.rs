//! Forced colours: the reader has chosen a few colours for all pages. What is drawn, filled or selected is seen in these.

use crate::harness::{Page, browse};
use serde_json::json;

/// The reader's colours, and what the page makes of them, as `[what, has, should have]` where they differ.
const WRONG: &str = "(() => {
    const probe = document.body.appendChild(document.createElement('i'));
    const colour = name => { probe.style.color = name; return getComputedStyle(probe).color; };
    const [canvas, text, mark, on] = ['Canvas', 'CanvasText', 'Highlight', 'HighlightText'].map(colour);
    probe.remove();
    const wrong = [];
    const same = (selector, property, wanted) => document.querySelectorAll(selector).forEach(one => {
        const has = getComputedStyle(one)[property];
        if (has !== wanted) wrong.push([`${selector} ${property}`, has, wanted]);
    });
    same('.keys-drawing .node rect', 'fill', canvas);
    same('.keys-drawing .node text', 'fill', text);
    same('.keys-drawing .node[aria-pressed=\"true\"][data-node] rect', 'stroke', mark);
    same('.segments [aria-checked=\"true\"], .button.primary, .seal, .cell[aria-pressed=\"true\"]', 'backgroundColor', mark);
    same('.segments [aria-checked=\"true\"], .button.primary, .seal, .cell[aria-pressed=\"true\"]', 'color', on);
    same('.tree [aria-selected=\"true\"], .hex-run.selected', 'outlineColor', mark);
    same('.tabs [aria-selected=\"true\"]', 'borderBottomColor', mark);
    same('.lesson-dots .now i', 'outlineColor', mark);
    same('.lesson-dots .past:not(.asks) i', 'backgroundColor', text);
    same('.lesson-dots li:not(.past, .now, .asks) i', 'backgroundColor', canvas);
    same('.row:not(.future) .life', 'backgroundColor', text);
    return wrong;
})()";

async fn look(page: &Page, scheme: &str) {
    let features = json!({ "features": [
        { "name": "forced-colors", "value": "active" },
        { "name": "prefers-color-scheme", "value": scheme },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ] });
    page.devtools("Emulation.setEmulatedMedia", features).await;
    let views = [
        ("/s/tls13-full/5?field=ServerHello.random&byte=0x08", ".hex-run.selected"),
        ("/s/tls13-full/14?tab=keys&node=master_secret", ".node[aria-pressed='true']"),
        ("/s/tls13-full/12?tab=record", ".seal"),
        ("/s/tls13-full/5?tamper=s0.share&tab=break", ".attack .primary"),
        ("/compare/tls13-full/5?with.tamper=s0.share", ".button.primary"),
        ("/l/tls13/4", ".lesson-dots .now i"),
        ("/", ".button.primary"),
    ];
    for (address, there) in views {
        page.open(address).await;
        page.expect("matchMedia('(forced-colors: active)').matches", true).await;
        page.expect(&format!("document.querySelector(\"{there}\") !== null"), true).await;
        page.expect(WRONG, json!([])).await;
    }
}

#[test]
fn what_is_drawn_filled_or_selected_is_seen_in_forced_colours() {
    browse(async |page| {
        // Whatever was chosen by hand: the reader's colours are stronger.
        page.open("/").await;
        page.js("localStorage.setItem('handshake-lab.theme', 'light')").await;
        for scheme in ["light", "dark"] {
            look(page, scheme).await;
        }
    });
}
