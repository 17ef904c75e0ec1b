//! What the step view can do beyond stepping: fine steps, finding, presenting, the notebook, a run as text, a bit flipped.

use crate::harness::{ADDRESS, Key, STEP, browse};
use crate::{step_of, steps};
use handshake_app::Story;
use serde_json::{Value, json};

#[test]
pub fn fine_steps_stop_at_each_derivation_check_and_seal() {
    browse(async |page| {
        let step = step_of("server.keys.handshake");
        page.open(&format!("/s/tls13-full/{step}")).await;
        page.choose(".stride", "parts").await;
        page.focus("#inspector").await;
        let parts = Story::open("/s/tls13-full/1").run().parts(step);
        assert!(parts > 5, "{parts}");
        for part in 1..=parts {
            page.expect(ADDRESS, format!("/s/tls13-full/{step}?part={part}")).await;
            page.expect("document.querySelector('.of-parts').innerText.trim()", format!("part {part} of {parts}"))
                .await;
            page.expect("document.querySelectorAll('.node.fresh').length <= 1", true).await;
            page.press(Key::Right).await;
        }
        page.expect(ADDRESS, format!("/s/tls13-full/{}?part=1", step + 1)).await;
        page.press(Key::Left).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{step}?part={parts}")).await;
        page.choose(".stride", "steps").await;
        page.expect(ADDRESS, format!("/s/tls13-full/{step}")).await;
    });
}

#[test]
pub fn it_steps_from_message_to_message() {
    browse(async |page| {
        let story = Story::open("/s/tls13-full/1");
        let sends = |step: &usize| story.run().moments[step - 1].act == handshake_analysis::moments::Act::Send;
        let messages: Vec<usize> = (1..=steps()).filter(sends).collect();
        assert!(messages.len() > 5 && messages.len() < steps() - 5, "{messages:?}");
        page.open("/s/tls13-full/1").await;
        page.choose(".stride", "messages").await;
        page.focus("#inspector").await;
        for step in &messages {
            page.press(Key::Right).await;
            page.expect(ADDRESS, format!("/s/tls13-full/{step}?stride=messages")).await;
            page.expect("document.querySelector('.row.now .chip') !== null", true).await;
        }
        for step in messages.iter().rev().skip(1) {
            page.press(Key::Left).await;
            page.expect(STEP, format!("Step {step} of {}", steps())).await;
        }
        // What follows the last message is not lost.
        page.press(Key::End).await;
        page.expect(STEP, format!("Step {0} of {0}", steps())).await;
        // The address holds it, and Back shows what was chosen then.
        page.choose(".stride", "steps").await;
        page.expect(ADDRESS, format!("/s/tls13-full/{}", steps())).await;
        page.back().await;
        page.expect("document.querySelector('.stride').value", "messages").await;
    });
}

#[test]
pub fn a_field_is_found_by_name_value_and_bytes() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        let hits = "document.querySelectorAll('.hit').length";
        for (query, wanted) in [("key_exchange", "key_exchange"), ("x25519", "group"), ("13 01", "cipher_suite")] {
            page.press('f').await;
            page.expect("document.activeElement.id", "find").await;
            page.fill("#find", query).await;
            page.expect(&format!("{hits} > 0"), true).await;
            let found = page.texts("document.querySelectorAll('.hit b'), hit => hit.textContent").await;
            assert!(found.iter().any(|path| path.contains(wanted)), "{query}: {found:?}");
            page.click("li:last-child > .hit").await;
            page.expect("document.querySelector('dialog')", Value::Null).await;
            page.settle().await;
            let field = page.text("new URLSearchParams(location.search).get('field')").await;
            page.expect("document.querySelector('[role=treeitem][aria-selected=true]').dataset.field", field).await;
        }
        page.press('f').await;
        page.fill("#find", "no such thing").await;
        page.expect(hits, 0).await;
        // What stands inside a certificate, too; Enter opens the first.
        page.fill("#find", "notAfter").await;
        page.expect(&format!("{hits} > 0"), true).await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('dialog')", Value::Null).await;
        page.settle().await;
        let selected = "document.querySelector('#tabpanel [role=treeitem][aria-selected=true]')?.innerText ?? ''";
        page.expect(&format!("({selected}).includes('notAfter')"), true).await;
    });
}

#[test]
pub fn the_notebook_holds_what_was_heard_and_no_more() {
    browse(async |page| {
        let step = step_of("server.send.Certificate");
        page.open(&format!("/s/tls13-full/{step}?view=eavesdropper")).await;
        let notes = page.text("document.querySelector('.notebook').textContent").await;
        let story = Story::open("/s/tls13-full/1");
        for heard in [story.run().settings.server_name.as_str(), "TLS_AES_128_GCM_SHA256", "sealed"] {
            assert!(notes.contains(heard), "{heard}: {notes}");
        }
        page.click(".notebook li:last-child .from").await;
        page.expect(ADDRESS, "/s/tls13-full/2?view=eavesdropper").await;
        page.press('v').await;
        page.expect("document.querySelector('.notebook')", Value::Null).await;
    });
}

#[test]
pub fn a_class_sees_stage_and_words_and_remote_controls_work() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.press('p').await;
        page.expect(ADDRESS, "/s/tls13-full/5?present=1").await;
        let hidden = "['.tabs', '.inspected', '.top'].every(one => getComputedStyle(document.querySelector(one)).display === 'none')";
        page.expect(hidden, true).await;
        page.press(Key::PageDown).await;
        page.expect(STEP, format!("Step 6 of {}", steps())).await;
        page.press(Key::PageUp).await;
        page.expect(STEP, format!("Step 5 of {}", steps())).await;
        page.press('.').await;
        page.expect("document.querySelectorAll('.black').length", 1).await;
        // Any key brings it back, and does nothing else.
        page.press(Key::PageDown).await;
        page.expect("document.querySelectorAll('.black').length", 0).await;
        page.expect(STEP, format!("Step 5 of {}", steps())).await;
        page.press('l').await;
        page.expect("document.querySelectorAll('.laser').length", 1).await;
        page.press(Key::Escape).await;
        page.expect(ADDRESS, "/s/tls13-full/5").await;
        page.expect("document.querySelector('.laser')", Value::Null).await;
    });
}

#[test]
pub fn a_run_is_told_as_text() {
    browse(async |page| {
        page.open("/text/tls13-full?suite=TLS_CHACHA20_POLY1305_SHA256").await;
        page.expect("document.querySelectorAll('.transcript section').length", steps()).await;
        let text = page.text("document.querySelector('.transcript').innerText").await;
        for told in ["ServerHello", "key_exchange", "TLS_CHACHA20_POLY1305_SHA256", "Checked", "round trip"] {
            assert!(text.contains(told), "{told}");
        }
        page.click("#step-5 a").await;
        page.expect(ADDRESS, "/s/tls13-full/5?suite=TLS_CHACHA20_POLY1305_SHA256").await;
    });
}

#[test]
pub fn a_flipped_bit_breaks_the_tag() {
    browse(async |page| {
        let step = step_of("server.send.Certificate");
        page.open(&format!("/s/tls13-full/{step}?tab=record")).await;
        let broken = "document.querySelector('.verdict').classList.contains('broken')";
        page.expect(broken, false).await;
        for part in ["ciphertext", "tag"] {
            page.click(&format!(".flip .{part}")).await;
            page.expect(broken, true).await;
            page.expect("document.querySelectorAll('.flip [aria-pressed=true]').length", 1).await;
            let shown = page.text("document.querySelector('.opening .rule-like .meta').innerText").await;
            assert_eq!(shown.starts_with("1 of 128"), part == "tag", "{part}: {shown}");
            page.click(".flip [aria-pressed=true]").await;
            page.expect(broken, false).await;
        }
        page.click(".flip .tag").await;
        let address = page.address().await;
        page.open(&address).await;
        page.expect(broken, true).await;
    });
}

#[test]
pub fn enter_on_the_stage_opens_and_the_line_can_be_dragged() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.focus(".row[data-step='2'] button").await;
        page.press(Key::Enter).await;
        page.expect(STEP, format!("Step 2 of {}", steps())).await;
        page.expect("document.activeElement.id", "inspector").await;
        let drag = "(() => {
            const track = document.querySelector('.track'), box = track.getBoundingClientRect();
            const send = (type, share) => track.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0,
                clientX: box.left + share * box.width, clientY: box.top + box.height / 2 }));
            send('pointerdown', 0); send('pointermove', 0.5); send('pointermove', 1); send('pointerup', 1);
            return true;
        })()";
        page.js(drag).await;
        page.expect(STEP, format!("Step {0} of {0}", steps())).await;
        // All of it is one thing done, also if it began where the line stood already.
        for (from, at) in [("", 2), (".replace(\"send('pointerdown', 0)\", \"send('pointerdown', 1 / 25)\")", 2)] {
            page.press_with(&[Key::Control], 'z').await;
            page.expect(STEP, format!("Step {at} of {}", steps())).await;
            page.js(&format!("eval({}{from})", json!(drag))).await;
            page.expect(STEP, format!("Step {0} of {0}", steps())).await;
        }
        page.press_with(&[Key::Control], 'z').await;
        page.expect(STEP, format!("Step 2 of {}", steps())).await;
    });
}

#[test]
pub fn playing_is_as_fast_as_asked() {
    browse(async |page| {
        page.open("/s/tls13-full/1").await;
        page.choose(".pace select", "8").await;
        page.click(".play").await;
        page.expect(&format!("({STEP}) === 'Step 1 of {}'", steps()), false).await;
        page.click(".play").await;
        page.choose(".pace select", "2").await;
    });
}
