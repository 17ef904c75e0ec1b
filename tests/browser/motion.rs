//! What moves: held in the middle by the address, played, stopped, dragged, and not at all for who wants none of it.

use crate::harness::{ADDRESS, Key, Page, STEP, browse};
use crate::{step_of, steps};
use serde_json::json;

/// Where the message of the step shown is: how far from the middle, in pixels, to the right.
const SHIFT: &str = "(() => {
    const chip = document.querySelector('[aria-current=step]').getBoundingClientRect();
    const row = document.querySelector('[aria-current=step]').closest('li').getBoundingClientRect();
    return Math.round(chip.left + chip.width / 2 - row.left - row.width / 2);
})()";
const BAR: &str = "document.querySelector('[data-motion=bar] input')";

async fn hold(page: &Page, thousandths: u32) {
    page.js(&format!(
        "(() => {{ const bar = {BAR}; bar.value = {thousandths}; bar.dispatchEvent(new Event('input', {{ bubbles: true }}));
            bar.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()"
    ))
    .await;
    page.settle().await;
}

#[test]
pub fn an_address_opens_the_middle_of_a_motion() {
    browse(async |page| {
        let hello = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{hello}?at=0.3")).await;
        page.expect(&format!("{SHIFT} < -40"), true).await;
        page.expect(&format!("{BAR}.value"), "300").await;
        page.expect(ADDRESS, format!("/s/tls13-full/{hello}?at=0.3")).await;
        // Without it: the message rests in the middle.
        page.open(&format!("/s/tls13-full/{hello}")).await;
        page.expect(SHIFT, 0).await;
        page.expect(&format!("{BAR}.value"), "1000").await;
    });
}

#[test]
pub fn a_step_taken_on_moves_and_ends_as_the_still_page() {
    browse(async |page| {
        let hello = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{}", hello - 1)).await;
        page.press(Key::Right).await;
        page.expect(STEP, format!("Step {hello} of {}", steps())).await;
        page.expect(&format!("{BAR}.value"), "1000").await;
        page.expect(SHIFT, 0).await;
        page.expect("document.querySelector('[aria-current=step]').closest('li').style.length", 0).await;
        // A step back is there at once.
        page.press(Key::Right).await;
        page.press(Key::Left).await;
        page.expect(STEP, format!("Step {hello} of {}", steps())).await;
        page.expect(SHIFT, 0).await;
    });
}

#[test]
pub fn dragging_goes_there_and_back_and_the_address_holds_it() {
    browse(async |page| {
        let hello = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{hello}")).await;
        hold(page, 250).await;
        page.expect(&format!("{SHIFT} < -40"), true).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{hello}?at=0.25")).await;
        hold(page, 700).await;
        page.expect(&format!("{SHIFT} > 40"), true).await;
        hold(page, 1000).await;
        page.expect(SHIFT, 0).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{hello}")).await;
        // Another step lets it go.
        hold(page, 500).await;
        page.press(Key::Right).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{}", hello + 1)).await;
    });
}

#[test]
pub fn it_goes_on_from_where_it_is_held() {
    browse(async |page| {
        let hello = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{hello}?at=0.5")).await;
        page.click("[data-motion=bar] button").await;
        page.expect(&format!("{BAR}.value"), "1000").await;
        page.expect(ADDRESS, format!("/s/tls13-full/{hello}")).await;
        page.expect(SHIFT, 0).await;
    });
}

#[test]
pub fn the_front_of_a_record_can_be_dragged() {
    browse(async |page| {
        let finished = step_of("server.send.Finished");
        page.open(&format!("/s/tls13-full/{finished}?tab=record")).await;
        let bytes =
            "[...document.querySelectorAll('[data-motion=scene] svg g text')].map(one => one.textContent).join(' ')";
        let sealed = page.text(bytes).await;
        page.js("(() => {
            const drawing = document.querySelector('[data-motion=scene] svg'), place = drawing.getBoundingClientRect();
            const send = (kind, x) => drawing.dispatchEvent(new PointerEvent(kind, { bubbles: true, pointerId: 1, button: 0,
                clientX: place.left + x, clientY: place.top + 30 }));
            drawing.setPointerCapture = () => {};
            send('pointerdown', 200); send('pointermove', 9); send('pointerup', 9);
            return true;
        })()").await;
        page.settle().await;
        page.expect(&format!("({bytes}) !== {}", json!(sealed)), true).await;
        page.expect(&format!("({ADDRESS}).includes('at=0.')"), true).await;
        // The plaintext begins with the type of a Finished.
        page.expect("document.querySelector('[data-motion=scene] svg g text').textContent", "14").await;
    });
}

#[test]
pub fn who_wants_no_motion_sees_the_last_moment() {
    browse(async |page| {
        page.still("light").await;
        let hello = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{}", hello - 1)).await;
        page.press(Key::Right).await;
        page.expect(STEP, format!("Step {hello} of {}", steps())).await;
        page.expect(&format!("{BAR}.value"), "1000").await;
        page.expect(SHIFT, 0).await;
        page.open(&format!("/s/tls13-full/{hello}?at=0.3")).await;
        page.expect(SHIFT, 0).await;
    });
}

#[test]
pub fn the_key_graph_shows_what_is_in_use_and_the_rest_on_demand() {
    browse(async |page| {
        let keys = step_of("server.keys.handshake");
        page.open("/").await;
        page.script("sessionStorage.removeItem('handshake-lab.whole-schedule')").await;
        page.open(&format!("/s/tls13-full/{keys}?tab=keys")).await;
        let count = "document.querySelectorAll('[data-node]').length";
        let few = page.js(count).await.as_u64().expect("a number");
        page.click("[data-motion=whole-schedule]").await;
        page.expect(&format!("{count} > {few}"), true).await;
        page.click("[data-motion=whole-schedule]").await;
        page.expect(count, few).await;
    });
}
