//! A class looks on: notes in a second window, the black screen, the pointer of light, remote controls.

use crate::harness::{ADDRESS, Key, STEP, browse};
use crate::{step_of, steps};
use handshake_app::Story;
use handshake_player::lesson::notes::notes;
use serde_json::{Value, json};

#[test]
pub fn notes_in_a_second_window_keep_in_step() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?present=1")).await;
        page.click(".presenter a").await;
        let of = |step: usize| format!("Step {step} of {}", steps());
        let notes_at = "document.querySelector('.notes .where')?.textContent ?? ''";
        page.window(1).await;
        page.expect(notes_at, of(step)).await;
        page.expect("document.querySelector('.notes [role=status]').textContent.startsWith('In step')", true).await;
        // From the notes to the class.
        page.press(Key::Right).await;
        page.expect(notes_at, of(step + 1)).await;
        page.window(0).await;
        page.expect(STEP, of(step + 1)).await;
        page.expect("document.querySelector('.presenting') !== null", true).await;
        // From the class, with a remote control, to the notes.
        page.press(Key::PageDown).await;
        page.press(Key::PageDown).await;
        page.expect(STEP, of(step + 3)).await;
        page.window(1).await;
        page.expect(notes_at, of(step + 3)).await;
        // The notes make the class's screen black, and no longer.
        let black = ".notes footer button:nth-of-type(3)";
        page.click(black).await;
        page.window(0).await;
        page.expect("document.querySelectorAll('.black').length", 1).await;
        page.window(1).await;
        page.click(black).await;
        page.window(0).await;
        page.expect("document.querySelectorAll('.black').length", 0).await;
        // A remote control's keys come to the window that has the focus.
        for (key, blacks) in [('b', 1), ('.', 0)] {
            page.window(1).await;
            page.press(key).await;
            page.window(0).await;
            page.expect("document.querySelectorAll('.black').length", blacks).await;
        }
        // Who turned single characters off is not surprised by them.
        page.js("localStorage.setItem('handshake-lab.characters', 'off') ?? true").await;
        for key in ['.', 'b', 'l'] {
            page.press(key).await;
        }
        page.settle().await;
        page.expect("document.querySelectorAll('.black, .laser').length", 0).await;
    });
}

#[test]
pub fn notes_tell_what_to_ask_and_what_to_try() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        let told = notes(&Story::open(&format!("/s/tls13-full/{step}")));
        page.open(&format!("/notes/tls13-full/{step}")).await;
        page.expect("document.querySelectorAll('.class-ask').length", told.questions.len()).await;
        assert!(!told.questions.is_empty() && !told.attempts.is_empty());
        // The answer is not there before it is asked for: a class may see the window.
        page.expect("document.querySelector('.class-ask details').open", false).await;
        page.click(".class-ask summary").await;
        page.expect("document.querySelector('.class-ask details').open", true).await;
        let outcomes = page.texts("document.querySelectorAll('.attempts span'), one => one.textContent").await;
        assert_eq!(outcomes, told.attempts.iter().map(|one| one.outcome.clone()).collect::<Vec<_>>());
        page.expect("document.querySelectorAll('.notes dt').length > 0", true).await;
    });
}

#[test]
pub fn a_remote_control_does_what_it_does_to_slides() {
    browse(async |page| {
        page.open("/s/tls13-full/5?present=1").await;
        for (key, step) in [(Key::PageDown, 6), (Key::PageUp, 5), (Key::Right, 6), (Key::Left, 5)] {
            page.press(key).await;
            page.expect(STEP, format!("Step {step} of {}", steps())).await;
        }
        for key in ['.', 'b'] {
            page.press(key).await;
            page.expect("document.querySelectorAll('.black').length", 1).await;
            let black = "getComputedStyle(document.querySelector('.black'))";
            page.expect(&format!("[{black}.backgroundColor, {black}.position]"), json!(["rgb(0, 0, 0)", "fixed"]))
                .await;
            page.press(key).await;
            page.expect("document.querySelectorAll('.black').length", 0).await;
        }
        // F5 begins a show, and does not load the page again.
        page.js("document.body.dataset.same = 'yes'").await;
        page.press(Key::F5).await;
        page.expect("document.body.dataset.same ?? 'another'", "yes").await;
        page.expect(ADDRESS, "/s/tls13-full/5?present=1").await;
    });
}

#[test]
pub fn a_point_of_light_follows_the_pointer() {
    browse(async |page| {
        page.open("/s/tls13-full/5?present=1").await;
        // The step shown stands out from afar.
        page.expect("getComputedStyle(document.querySelector('.step-marker'), '::after').outlineStyle", "solid").await;
        page.press('l').await;
        page.expect("document.querySelector('.laser') !== null", true).await;
        for (x, y) in [(300, 200), (640, 410)] {
            page.js(&format!(
                "document.dispatchEvent(new PointerEvent('pointermove', {{ clientX: {x}, clientY: {y} }}))"
            ))
            .await;
            let middle = "(box => [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)])(document.querySelector('.laser').getBoundingClientRect())";
            page.expect(middle, json!([x, y])).await;
        }
        page.press('l').await;
        page.expect("document.querySelector('.laser')", Value::Null).await;
    });
}

#[test]
pub fn arrows_move_within_the_key_graph() {
    browse(async |page| {
        let step = step_of("client.keys.handshake");
        page.open(&format!("/s/tls13-full/{step}?tab=keys&node=handshake_secret")).await;
        page.expect("document.querySelectorAll('.node[tabindex=\"0\"]').length", 1).await;
        page.focus(".node[tabindex='0']").await;
        let focused = "document.activeElement.dataset.node ?? ''";
        page.expect(focused, "handshake_secret").await;
        // Along the lines from a value to what is made of it, and back; and from one to the next in their order.
        let at = "document.activeElement.getBoundingClientRect().left";
        for (there, back, along) in [(Key::Down, Key::Up, false), (Key::Right, Key::Left, true)] {
            let (was, left) = (page.text(focused).await, page.js(at).await.as_f64());
            page.press(there).await;
            page.expect(&format!("({focused}) !== '{was}' && document.activeElement.matches('.node')"), true).await;
            assert!(!along || page.js(at).await.as_f64() >= left);
            page.expect("document.querySelectorAll('.node[tabindex=\"0\"]').length", 1).await;
            page.press(back).await;
            page.expect(&format!("document.activeElement.matches('.node') && ({focused}) !== ''"), true).await;
        }
        page.press(Key::End).await;
        let last = "Array.from(document.querySelectorAll('.node')).at(-1).dataset.node";
        page.expect(&format!("({focused}) === {last}"), true).await;
        // The step stays: the arrows are the graph's own here.
        page.expect(STEP, format!("Step {step} of {}", steps())).await;
    });
}

#[test]
pub fn the_last_row_sees_what_is_told() {
    // Of the window's height, in percent: the smallest letters on the stage, and those of the words.
    const SHARE: &str = "(selector => Math.min(...Array.from(document.querySelectorAll(selector), one =>
        parseFloat(getComputedStyle(one).fontSize) * (one.getBoundingClientRect().height / one.offsetHeight) / innerHeight * 100)))";
    const NOW: &str = "(() => {
        const [pane, row] = ['.stage', '.row.now'].map(one => document.querySelector(one).getBoundingClientRect());
        const heads = document.querySelector('.heads').getBoundingClientRect();
        return row.top >= heads.bottom - 4 && row.bottom <= pane.bottom + 1;
    })()";
    const COVERS: &str = "Array.from(document.querySelectorAll('.presenter .button')).some(one => {
        const a = one.getBoundingClientRect();
        return Array.from(document.querySelectorAll('.head, .told h2, .network')).some(other => {
            const b = other.getBoundingClientRect();
            return b.width > 0 && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        });
    })";
    browse(async |page| {
        page.still("light").await;
        for (width, height) in [(1280, 720), (1920, 1080), (2560, 1440), (640, 400), (320, 640)] {
            page.size(width, height).await;
            page.open("/s/tls13-full/1?present=1").await;
            page.expect(COVERS, false).await;
            if width < 1000 {
                continue;
            }
            page.expect(&format!("{SHARE}('.chip b, .moment span:last-child') >= 2"), true).await;
            page.expect(&format!("{SHARE}('.told h2, .told p') >= 2"), true).await;
            for step in 2..=steps() {
                page.press(Key::Right).await;
                page.expect(STEP, format!("Step {step} of {}", steps())).await;
                page.expect(NOW, true).await;
            }
        }
    });
}
