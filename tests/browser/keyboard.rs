//! All of the page by keyboard alone.

use crate::harness::{ADDRESS, HEADING, Key, Page, STEP, browse};
use crate::{step_of, steps};
use serde_json::{Value, json};

/// The places of the page, in the order in which Tab reaches them.
const PLACES: [&str; 12] = [
    ".skip",
    ".brand",
    ".views [role=radio]",
    ".tools",
    ".stage",
    // Words of the glossary.
    ".told a",
    "[role=tab]",
    ".layers",
    "[role=treeitem]",
    ".transport",
    ".pace",
    ".scrub",
];

/// The place that has the focus, as an expression.
fn place() -> String {
    let places = json!(PLACES);
    format!("{places}.find(place => document.activeElement.closest(place)) ?? document.activeElement.tagName")
}

/// Whether a person sees where the focus is: it has a ring, and nothing lies over it. A link that goes on in the next line has
/// a box in each: in the middle of one around both stand other words.
const SEEN: &str = "(() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const ring = (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none';
    // The slider is drawn as the line of dots below it.
    const what = element.outerHTML.slice(0, 100);
    if (!ring && !element.matches('.scrub')) return `no ring: ${what}`;
    const boxes = Array.from(element.getClientRects()).filter(box => box.width > 0 && box.height > 0);
    if (!boxes.length) return `${what} has no box`;
    for (const box of boxes) {
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (!top) return `${what} is outside of the window`;
        if (!element.contains(top) && !element.matches('.scrub')) return `${what} is covered by ${top.outerHTML.slice(0, 100)}`;
    }
    return 'seen';
})()";
const FOCUSED: &str =
    "document.activeElement.id || document.activeElement.dataset.field || document.activeElement.dataset.view";

async fn at_step(page: &Page, step: usize) {
    page.expect(STEP, format!("Step {step} of {}", steps())).await;
}

#[test]
pub fn tab_reaches_everything_in_the_order_of_the_page() {
    browse(async |page| {
        for (width, height) in [(1280, 800), (360, 740)] {
            page.size(width, height).await;
            page.open("/s/tls13-full/5").await;
            let mut places: Vec<String> = Vec::new();
            while places.last().is_none_or(|last| last != ".scrub") && places.len() < 50 {
                page.press(Key::Tab).await;
                page.expect(SEEN, "seen").await;
                let reached = page.text(&place()).await;
                if places.last() != Some(&reached) {
                    places.push(reached);
                }
            }
            // Chromium lets the keyboard scroll whatever can be scrolled.
            places.retain(|place| place != "DIV");
            assert_eq!(places, PLACES, "{width} wide");
        }
    });
}

#[test]
pub fn the_skip_link_skips_to_the_explanation() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.press(Key::Tab).await;
        page.expect(&place(), ".skip").await;
        page.press(Key::Enter).await;
        page.expect("document.activeElement.id", "inspector").await;
        page.expect("location.pathname", "/s/tls13-full/5").await;
        page.press(Key::Tab).await;
        while page.text(&place()).await == ".told a" {
            page.press(Key::Tab).await;
        }
        page.expect(&place(), "[role=tab]").await;
        page.press(Key::Right).await;
        page.expect(FOCUSED, "tab-keys").await;
    });
}

#[test]
pub fn who_let_the_focus_go_or_stepped_on_goes_on_stepping() {
    const SELECTED: &str = "document.querySelector('[role=treeitem][aria-selected=true]')";
    browse(async |page| {
        let step = step_of("client.send.ClientHello");
        let address = format!("/s/tls13-full/{step}?tab=bytes&field=ClientHello.random");
        // Pressed where nothing is: the next key is for the page, and so is the one after it.
        page.open(&address).await;
        page.click("[role=treeitem][aria-selected=true]").await;
        page.click(".summary").await;
        page.expect("document.activeElement === document.body", true).await;
        for on in 1..=3 {
            page.press(Key::Right).await;
            at_step(page, step + on).await;
            page.settle().await;
        }
        page.expect("document.querySelector('[role=tab][aria-selected=true]').id", "tab-bytes").await;
        // From within the tree, by the keys of a remote control: arrows step on from there.
        page.open(&address).await;
        page.js(&format!("{SELECTED}.focus()")).await;
        for on in 1..=3 {
            page.press(Key::PageDown).await;
            at_step(page, step + on).await;
            page.settle().await;
        }
        page.expect("document.activeElement.id", "inspector").await;
        page.press(Key::Right).await;
        at_step(page, step + 4).await;
    });
}

#[test]
pub fn arrows_move_within_tabs_and_points_of_view() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        let selected = "document.querySelector('[role=tab][aria-selected=true]').id";
        page.focus("#tab-bytes").await;
        let moves = [
            (Key::Right, "tab-keys"),
            (Key::Right, "tab-record"),
            (Key::End, "tab-break"),
            (Key::Right, "tab-bytes"),
            (Key::Left, "tab-break"),
            (Key::Home, "tab-bytes"),
        ];
        for (key, tab) in moves {
            page.press(key).await;
            page.expect(selected, tab).await;
            page.expect(FOCUSED, tab).await;
            at_step(page, 5).await;
        }
        let view = "document.querySelector('.views [aria-checked=true]').dataset.view";
        page.focus(".views [aria-checked=true]").await;
        for (key, wanted) in
            [(Key::Right, "client"), (Key::Down, "server"), (Key::Left, "client"), (Key::Up, "everything")]
        {
            page.press(key).await;
            page.expect(view, wanted).await;
            page.expect(FOCUSED, wanted).await;
            at_step(page, 5).await;
        }
        // Numbers open tabs from anywhere.
        for (number, tab) in [
            ('2', "tab-keys"),
            ('3', "tab-record"),
            ('4', "tab-checks"),
            ('5', "tab-certificates"),
            ('6', "tab-break"),
            ('1', "tab-bytes"),
        ] {
            page.press(number).await;
            page.expect(selected, tab).await;
        }
    });
}

#[test]
pub fn arrows_move_within_the_tree() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}")).await;
        page.focus("[role=treeitem][tabindex='0']").await;
        page.expect("document.querySelectorAll('[role=treeitem][tabindex=\"0\"]').length", 1).await;
        page.expect(FOCUSED, "ServerHello").await;
        page.press(Key::Right).await;
        let first = page.text(FOCUSED).await;
        assert!(first.starts_with("ServerHello."), "{first}");
        page.press(Key::Left).await;
        page.expect(FOCUSED, "ServerHello").await;
        // Down to the extensions, and into one.
        let rows = page.texts("document.querySelectorAll('[role=treeitem]'), row => row.dataset.field").await;
        page.press(Key::Home).await;
        page.expect(FOCUSED, rows[0].as_str()).await;
        for row in &rows[1..] {
            page.press(Key::Down).await;
            page.expect(FOCUSED, row.as_str()).await;
        }
        page.press(Key::Home).await;
        page.expect(FOCUSED, rows[0].as_str()).await;
        page.press(Key::End).await;
        page.expect(FOCUSED, rows[rows.len() - 1].as_str()).await;
        let folded = rows.iter().rfind(|row| row.contains("extensions.")).expect("an extension").clone();
        while page.text(FOCUSED).await != folded {
            page.press(Key::Up).await;
        }
        let expanded = "document.activeElement.getAttribute('aria-expanded')";
        page.expect(expanded, "false").await;
        page.press(Key::Right).await;
        page.expect(expanded, "true").await;
        page.press(Key::Right).await;
        page.expect(&format!("({FOCUSED}).startsWith({})", json!(format!("{folded}."))), true).await;
        let inner = page.text(FOCUSED).await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('[role=treeitem][aria-selected=true]')?.dataset.field", inner.as_str())
            .await;
        page.expect(FOCUSED, inner).await;
        page.press(Key::Left).await;
        page.expect(FOCUSED, folded).await;
        at_step(page, step).await;
    });
}

#[test]
pub fn space_plays_and_pauses() {
    browse(async |page| {
        let button = "document.querySelector('.play').getAttribute('aria-label')";
        page.open("/s/tls13-full/5").await;
        page.expect(button, "Play").await;
        page.press(Key::Space).await;
        page.expect(button, "Pause").await;
        at_step(page, 6).await;
        page.press(Key::Space).await;
        page.expect(button, "Play").await;
        let step = page.text(STEP).await;
        // Longer than it stays at a step while it plays.
        page.js("setTimeout(() => document.body.dataset.waited = 'yes', 2500) && null").await;
        page.expect("document.body.dataset.waited", "yes").await;
        page.expect(STEP, step).await;
        // At the end it stops by itself.
        page.press(Key::End).await;
        page.press(Key::Left).await;
        page.press(Key::Space).await;
        at_step(page, steps()).await;
        page.expect(button, "Play").await;
    });
}

#[test]
pub fn who_types_does_not_step() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Change the setup']").await;
        page.fill("#setting-request", "v 1 2 3 4?").await;
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog')", Value::Null).await;
        page.expect(ADDRESS, "/s/tls13-full/5?request=v+1+2+3+4%3F").await;
        at_step(page, 5).await;
    });
}

#[test]
pub fn tab_stays_within_a_dialog_and_is_seen_both_ways() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Change the setup']").await;
        page.expect("document.querySelector('dialog').contains(document.activeElement)", true).await;
        // What lies in a closed fold is no stop; the fold itself is one.
        let stops = "[...document.querySelectorAll('dialog :is(input, select, button, summary)')]
            .filter(one => !one.disabled && one.checkVisibility()).length";
        let count = page.js(stops).await;
        let count = count.as_u64().expect("a number");
        // The last Tab of a round may be the window's own.
        for forwards in [true, false] {
            for _ in 1..count {
                if forwards {
                    page.press(Key::Tab).await
                } else {
                    page.shift_tab().await
                }
                page.expect("document.querySelector('dialog').contains(document.activeElement)", true).await;
                page.expect(SEEN, "seen").await;
            }
        }
    });
}

/// Presses Tab (or Shift and Tab) until this has the focus, and no more often than a person would put up with.
async fn tab_to(page: &Page, selector: &str, most: usize, back: bool) {
    let there = format!("document.activeElement.matches({})", json!(selector));
    for _ in 0..=most {
        if page.js(&there).await == json!(true) {
            return;
        }
        if back { page.shift_tab().await } else { page.press(Key::Tab).await }
    }
    panic!("{selector} is not reached by {most} tabs");
}

#[test]
pub fn the_ladder_is_one_stop_and_arrows_move_in_it() {
    const ROW: &str = "Number(document.activeElement.closest('.row')?.dataset.step ?? 0)";
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.expect("document.querySelectorAll('.ladder button[tabindex=\"0\"]').length", 1).await;
        tab_to(page, ".row[data-step='5'] button", 12, false).await;
        for (key, row) in [(Key::Down, 6), (Key::Down, 7), (Key::Up, 6), (Key::Up, 5), (Key::Up, 4)] {
            page.press(key).await;
            page.expect(ROW, row).await;
            at_step(page, 5).await;
        }
        page.press(Key::Enter).await;
        at_step(page, 4).await;
        page.expect("document.activeElement.id", "inspector").await;
        page.press(Key::Tab).await;
        page.expect("document.activeElement.closest('.panel') !== null", true).await;
    });
}

#[test]
pub fn a_whole_session_by_keyboard_alone() {
    const TAB: &str = "document.querySelector('[role=tab][aria-selected=true]')?.id ?? ''";
    browse(async |page| {
        page.open("/").await;
        tab_to(page, "a[href*='s/tls13-full']", 12, false).await;
        page.press(Key::Enter).await;
        at_step(page, 1).await;
        for step in 2..=5 {
            page.press(Key::Right).await;
            at_step(page, step).await;
        }
        // Another tab and back, a field, and where it goes.
        tab_to(page, "[role=tab]", 20, false).await;
        page.press(Key::Right).await;
        page.expect(TAB, "tab-keys").await;
        page.press(Key::Left).await;
        page.expect(TAB, "tab-bytes").await;
        tab_to(page, "[role=treeitem]", 4, false).await;
        while !page.text(FOCUSED).await.ends_with("extensions.supported_versions") {
            page.press(Key::Down).await;
        }
        page.press(Key::Enter).await;
        page.expect("document.querySelector('.note h3')?.textContent ?? ''", "supported_versions").await;
        tab_to(page, ".note a", 6, false).await;
        page.press(Key::Enter).await;
        // The link is gone; the focus is where it led.
        page.expect("document.activeElement.matches('.node[aria-pressed=true]')", true).await;
        page.press('v').await;
        page.expect("document.querySelector('[role=radio][aria-checked=true]').dataset.view", "client").await;
        for _ in 0..3 {
            page.press('v').await;
        }
        page.expect("document.querySelector('[role=radio][aria-checked=true]').dataset.view", "everything").await;
        // Broken: what did it can't be pressed again, and the focus stays near.
        page.press('6').await;
        page.expect(TAB, "tab-break").await;
        tab_to(page, ".try", 4, false).await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('.attack') !== null", true).await;
        page.expect("document.activeElement.id", "tabpanel").await;
        tab_to(page, ".attack .primary", 12, true).await;
        page.press(Key::Enter).await;
        page.expect("location.pathname.startsWith('/compare/')", true).await;
        // Row by row, in one stop.
        tab_to(page, ".pair-link", 16, false).await;
        page.expect("document.activeElement.closest('.pair').matches('.current')", true).await;
        let row = page.text("document.activeElement.textContent").await;
        page.press(Key::Right).await;
        page.expect(&format!("document.activeElement.textContent !== {}", json!(row)), true).await;
        page.expect("document.activeElement.matches('.pair.current .pair-link')", true).await;
        for _ in 0..2 {
            page.back().await;
        }
        page.expect("location.pathname.startsWith('/s/') && document.querySelector('.attack') !== null", true).await;
        page.press_with(&[Key::Control], 'z').await;
        page.expect("document.querySelector('.attack')", Value::Null).await;
        // Found, and the focus is on it.
        page.press('f').await;
        page.expect("document.activeElement.id", "find").await;
        page.fill("#find", "cipher_suite").await;
        page.expect("document.querySelector('.hit') !== null", true).await;
        tab_to(page, ".hit", 3, false).await;
        page.press(Key::Enter).await;
        page.expect("document.activeElement.matches('[role=treeitem][aria-selected=true]')", true).await;
        // Shared, shown to a class, and back. On the way lies what flips a bit of the record that flies.
        tab_to(page, "[aria-label='Share']", 18, true).await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('dialog:modal') !== null", true).await;
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog') === null", true).await;
        page.expect("document.activeElement.getAttribute('aria-label')", "Share").await;
        page.press('p').await;
        page.expect("document.querySelector('.presenting') !== null", true).await;
        page.press('p').await;
        page.expect("document.querySelector('.presenting')", Value::Null).await;
    });
}

/// Of another step the frame around it moves first, and the rest is drawn a frame later. Whatever is done in between is done to
/// what is shown.
#[test]
pub fn what_is_done_between_two_frames_is_done_to_the_step_shown() {
    const PRESS: &str = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));";
    browse(async |page| {
        page.open("/s/tls13-full/4?tab=bytes").await;
        page.expect("document.querySelectorAll('[role=treeitem]').length > 1", true).await;
        let heading = page.text(HEADING).await;
        // The frame is at the next step, and the words are not; a click on what they are about is not done to the next one.
        let seen = page
            .later(&format!(
                "const done = arguments[0];
                 {PRESS}
                 Promise.resolve().then(() => Promise.resolve()).then(() => {{
                     const stage = document.querySelector('.step-marker').dataset.at;
                     const busy = document.querySelector('.stage').getAttribute('aria-busy');
                     const told = {HEADING};
                     document.querySelectorAll('[role=treeitem]')[1].click();
                     done([stage, busy, told]);
                 }});"
            ))
            .await;
        assert_eq!(seen, json!(["5", "true", heading]));
        page.settle().await;
        page.expect(ADDRESS, "/s/tls13-full/5?tab=bytes").await;
        page.expect("document.querySelector('[role=treeitem][aria-selected=true]')", Value::Null).await;
        page.expect("document.querySelector('.stage').getAttribute('aria-busy')", Value::Null).await;
        assert_ne!(page.text(HEADING).await, heading);
        // Buttons and keys that step go on from the step shown.
        page.script(&format!("{PRESS} {PRESS} document.querySelector('[aria-label=\"One step on\"]').click();")).await;
        at_step(page, 8).await;
        page.settle().await;
        // Playing begins, too, where the stage is: at the last step it starts again from the first.
        page.press(Key::End).await;
        page.press(Key::Left).await;
        page.script(&format!("{PRESS} Promise.resolve().then(() => document.querySelector('.play').click());")).await;
        at_step(page, 1).await;
        page.expect("document.querySelector('.play').getAttribute('aria-label')", "Pause").await;
    });
}
