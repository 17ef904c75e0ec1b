//! The Bytes tab: a field, its bytes and its note are selected together.

use crate::harness::{ADDRESS, Key, Page, browse};
use crate::step_of;
use serde_json::{Value, json};

/// Everything about the selection, on both sides of the tab.
const SELECTION: &str = "(() => {
    const runs = Array.from(document.querySelectorAll('.hex-run'));
    const count = list => list.reduce((sum, run) => sum + run.textContent.split(' ').length, 0);
    const field = document.querySelector('[role=treeitem][aria-selected=true]')?.dataset.field;
    const within = run => run.dataset.field === field || run.dataset.field.startsWith(field + '.');
    const marked = runs.filter(run => run.classList.contains('selected'));
    return {
        fields: Array.from(document.querySelectorAll('[role=treeitem][aria-selected=true]'), row => row.dataset.field),
        marked: count(marked),
        strangers: marked.filter(run => !within(run)).length,
        missing: runs.filter(run => within(run) && !run.classList.contains('selected')).length,
        ascii: document.querySelectorAll('.ascii .selected').length === marked.length,
        title: document.querySelector('.note h3')?.textContent ?? null,
        place: document.querySelector('.note .place')?.textContent ?? null,
    };
})()";

/// Waits until a field is selected, and checks that tree, hex, note and address agree on it.
async fn expect_selected(page: &Page, field: &str, selected: &str) {
    page.expect(&format!("({SELECTION}).fields"), json!([field])).await;
    page.expect("new URLSearchParams(location.search).get('field')", field).await;
    let found = page.js(SELECTION).await;
    let place = found["place"].as_str().unwrap_or_else(|| panic!("{field} has no note"));
    let wanted: u64 = match place.rsplit(" · ").next() {
        Some("empty") | None => 0,
        Some(count) => count.split(' ').next().and_then(|count| count.parse().ok()).expect(place),
    };
    assert_eq!(found["marked"], wanted, "{field}: {selected}: the note says {place}");
    assert_eq!((&found["strangers"], &found["missing"]), (&json!(0), &json!(0)), "{field}: {found}");
    assert_eq!(found["ascii"], true, "{field}");
    assert_ne!(found["title"], Value::Null, "{field}");
}

fn tree_item(field: &str) -> String {
    format!("[role=treeitem][data-field={}]", json!(field))
}

#[test]
pub fn a_field_of_the_tree_marks_its_bytes() {
    browse(async |page| {
        let step = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{step}")).await;
        let fields = page.texts("document.querySelectorAll('[role=treeitem]'), row => row.dataset.field").await;
        assert!(fields.len() > 10, "{fields:?}");
        for field in fields {
            page.click(&tree_item(&field)).await;
            expect_selected(page, &field, "in the tree").await;
        }
        // All of it is in the address.
        let address = page.address().await;
        let before = page.js(SELECTION).await;
        page.open(&address).await;
        page.expect(SELECTION, before).await;
    });
}

#[test]
pub fn bytes_in_the_hex_select_their_field_even_if_it_is_folded() {
    browse(async |page| {
        let step = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{step}")).await;
        let folded = page
            .texts(
                "new Set(Array.from(document.querySelectorAll('.hex-run'), run => run.dataset.field)
                    .filter(field => !document.querySelector(`[role=treeitem][data-field=\"${field}\"]`)))",
            )
            .await;
        assert!(folded.len() > 3, "nothing is folded: {folded:?}");
        for field in [&folded[0], &folded[folded.len() / 2], &folded[folded.len() - 1]] {
            page.click(&format!(".hex-run[data-field={}]", json!(field))).await;
            expect_selected(page, field, "in the hex").await;
            // A person can see it: it is within the tree's own window.
            page.expect(
                "(() => {
                    const [pane, row] = ['[role=tree]', '[aria-selected=true][role=treeitem]'].map(one =>
                        document.querySelector(one).getBoundingClientRect());
                    return row.top >= pane.top - 1 && row.bottom <= pane.bottom + 1;
                })()",
                true,
            )
            .await;
        }
    });
}

#[test]
pub fn a_selection_is_let_go() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?field=ServerHello.random")).await;
        expect_selected(page, "ServerHello.random", "by the address").await;
        page.press(Key::Escape).await;
        page.expect(&format!("({SELECTION}).fields"), json!([])).await;
        page.expect("document.querySelectorAll('.hex-run.selected').length", 0).await;
        page.expect("location.search.includes('field')", false).await;
        // A second click lets go, too.
        for wanted in [1, 0] {
            page.click(&tree_item("ServerHello.random")).await;
            page.expect(&format!("({SELECTION}).fields.length"), wanted).await;
        }
        // And so does another step, which has no such field.
        page.click(&tree_item("ServerHello.random")).await;
        expect_selected(page, "ServerHello.random", "again").await;
        page.focus("main").await;
        page.press(Key::Left).await;
        page.expect("location.pathname", format!("/s/tls13-full/{}", step - 1)).await;
        page.expect("location.search.includes('field')", false).await;
        page.expect("document.querySelector('[role=status]')", Value::Null).await;
    });
}

#[test]
pub fn a_sealed_message_is_shown_in_three_layers() {
    browse(async |page| {
        let step = step_of("server.send.Certificate");
        page.open(&format!("/s/tls13-full/{step}")).await;
        let first = "document.querySelector('.hex-run')?.textContent.slice(0, 2)";
        let address = |query: &str| format!("/s/tls13-full/{step}{query}");
        // A Certificate is message 11; as a record it is application data, 23; opened it is a Certificate again.
        page.expect(first, "0b").await;
        page.click(".layers [data-view=record]").await;
        page.expect(first, "17").await;
        page.expect(ADDRESS, address("?layer=record")).await;
        page.click(".layers [data-view=inner]").await;
        page.expect(first, "0b").await;
        page.expect(ADDRESS, address("?layer=inner")).await;
        page.click(".layers [data-view=message]").await;
        page.expect(ADDRESS, address("?layer=message")).await;
        // In the tree they lie inside each other, and each can be folded away with what is in it.
        let depth = |field: &str| format!("document.querySelector({}).ariaLevel", json!(tree_item(field)));
        page.expect(&depth("TLSCiphertext"), "1").await;
        page.expect(&depth("TLSCiphertext.ciphertext"), "2").await;
        page.expect(&depth("TLSInnerPlaintext.content"), "4").await;
        page.expect(&depth("Certificate"), "5").await;
        page.click(&format!("{} .twist", tree_item("TLSCiphertext.ciphertext"))).await;
        page.expect(&format!("document.querySelector({})", json!(tree_item("Certificate"))), Value::Null).await;
        page.expect(&format!("document.querySelector({}) === null", json!(tree_item("TLSCiphertext.tag"))), false)
            .await;
    });
}

/// A page that scrolls, in which a pane scrolls, in which lines scroll: nobody finds their way there.
#[test]
pub fn tree_bytes_and_note_scroll_and_nothing_around_them() {
    const AROUND: &str =
        "Array.from(document.querySelectorAll('html, .panel, .inspected, .bytes, .beside-tree, .note, .note pre'))
        .filter(one => one.scrollHeight > one.clientHeight + 1 && (one === document.documentElement
            || /auto|scroll/.test(getComputedStyle(one).overflowY))).map(one => one.className || one.tagName)";
    browse(async |page| {
        page.size(1280, 800).await;
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?field=ServerHello.random")).await;
        page.expect("document.querySelector('.about .note h3') !== null", true).await;
        page.click(".definition summary").await;
        page.expect("document.querySelector('.definition').open", true).await;
        page.expect(AROUND, json!([])).await;
        page.expect("document.querySelector('.definition pre').scrollWidth <= document.querySelector('.definition pre').clientWidth", true).await;
        // Another field is told from the beginning of its note.
        page.js("document.querySelector('.about').scrollTop = 9999").await;
        page.expect("document.querySelector('.about').scrollTop > 0", true).await;
        page.click(&tree_item("ServerHello.cipher_suite")).await;
        page.expect("document.querySelector('.note h3').textContent", "cipher_suite").await;
        page.expect("document.querySelector('.about').scrollTop", 0).await;
        page.expect(AROUND, json!([])).await;
    });
}
