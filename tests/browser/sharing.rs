//! Share and Setup: codes to type and to photograph, what can't be set and why, surprises.

use crate::harness::{Key, Page, browse};
use crate::step_of;
use handshake_analysis::surprise::surprise;
use handshake_app::{Action, Story, short_code};
use serde_json::{Value, json};

/// What a camera would read off the picture.
async fn photographed(page: &Page) -> String {
    let size = page.text("document.querySelector('svg[aria-label^=QR]').getAttribute('viewBox').split(' ')[2]").await;
    let size: usize = size.parse().expect("a size");
    let path = page.text("document.querySelector('svg[aria-label^=QR] path').getAttribute('d')").await;
    let mut dark = vec![false; size * size];
    for square in path.split('M').filter(|square| !square.is_empty()) {
        let (x, rest) = square.split_once(' ').expect("a place");
        let y = rest.split('h').next().expect("a line");
        dark[y.parse::<usize>().expect("y") * size + x.parse::<usize>().expect("x")] = true;
    }
    // The quiet zone is light.
    let quiet = 4;
    let edge = |x: usize, y: usize| x.min(y).min(size - 1 - x).min(size - 1 - y) < quiet;
    assert!((0..size * size).all(|at| !(dark[at] && edge(at % size, at / size))), "the quiet zone");
    let inner = size - 2 * quiet;
    let grid = rqrr::SimpleGrid::from_func(inner, |x, y| dark[(y + quiet) * size + x + quiet]);
    let (_, text) = rqrr::Grid::new(grid).decode().expect("a code that can be read");
    text
}

#[test]
pub fn the_picture_holds_the_address() {
    browse(async |page| {
        let addresses = [
            format!("/s/tls13-full/{}", step_of("server.send.ServerHello")),
            "/s/tls12-cbc/4?tamper=c0.flip.0x30.1&view=client&tab=bytes&field=ClientHello.random&seed=77".to_owned(),
        ];
        for address in addresses {
            page.open(&address).await;
            page.click("[aria-label='Share']").await;
            page.expect("document.querySelector('svg[aria-label^=QR]') !== null", true).await;
            let shown = page.text("document.querySelector('#address').value").await;
            assert_eq!(photographed(page).await, shown);
            assert!(shown.ends_with(&address), "{shown}");
            // As large as the screen, and back.
            let width = "document.querySelector('svg[aria-label^=QR]').getBoundingClientRect().width";
            let small = page.js(width).await.as_f64().expect("a width");
            page.click("[data-name=to-large]").await;
            page.expect("document.querySelector('dialog:not(:has(#address)):modal') !== null", true).await;
            page.expect(&format!("{width} > {} && {width} <= innerWidth", small * 1.3), true).await;
            page.expect(
                "document.querySelector('svg[aria-label^=QR]').getBoundingClientRect().bottom <= innerHeight",
                true,
            )
            .await;
            assert_eq!(photographed(page).await, shown);
            page.press(Key::Escape).await;
            page.expect("document.querySelector('dialog:not(:has(#address))')", Value::Null).await;
            page.expect("document.querySelector('dialog:modal #address') !== null", true).await;
            page.press(Key::Escape).await;
            page.expect("document.querySelector('dialog')", Value::Null).await;
        }
    });
}

#[test]
pub fn a_short_code_typed_on_home_opens_the_same_view() {
    browse(async |page| {
        let address = format!("/s/tls13-full/{}?view=client&tab=keys", step_of("server.keys.handshake"));
        page.open(&address).await;
        page.click("[aria-label='Share']").await;
        let shown = page.text("document.querySelector('[data-name=short-code]').textContent").await;
        assert_eq!(short_code::address(&shown).as_deref(), Ok(address.as_str()));
        let heading = page.text("document.querySelector('[data-name=narration] h2').textContent").await;
        page.open("/").await;
        page.fill("#class-code", &shown.to_lowercase()).await;
        page.click("form:has(#class-code) button").await;
        page.expect("document.querySelector('[data-name=narration] h2')?.textContent ?? ''", heading).await;
        page.expect(
            "document.querySelector('[aria-label=\"Point of view\"] [aria-checked=true]').dataset.view",
            "client",
        )
        .await;
        page.expect("document.querySelector('#tab-keys').getAttribute('aria-selected')", "true").await;
        // A slip is told, and nothing else opens.
        let mut slip = shown.clone().into_bytes();
        slip[1] = if slip[1] == b'7' { b'8' } else { b'7' };
        let slip = String::from_utf8(slip).expect("letters");
        assert!(short_code::address(&slip).is_err() && handshake_player::lesson::code::read(&slip).is_err(), "{slip}");
        page.open("/").await;
        page.fill("#class-code", &slip).await;
        page.press(Key::Enter).await;
        page.click("form:has(#class-code) button").await;
        page.expect("document.querySelector('[role=alert], [data-name=notice]') !== null", true).await;
    });
}

#[test]
pub fn what_can_not_be_set_says_why() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Change the setup']").await;
        let mut seen = 0;
        for setting in Story::open("/s/tls13-full/5").setup().all() {
            for (value, why) in &setting.barred {
                let option =
                    format!("document.querySelector('#setting-{} option[value={}]')", setting.id, json!(value));
                let row =
                    format!("document.querySelector('#help-{}').textContent.includes({})", setting.id, json!(why));
                page.expect(&format!("({option}.disabled || {option}.selected) && {row}"), true).await;
                seen += 1;
            }
        }
        assert!(seen > 5, "{seen}");
        // What it needs is set: the reason is gone, and it can be chosen.
        let option = "document.querySelector('#setting-early option[value=\"yes\"]')";
        page.expect(&format!("{option}.disabled"), true).await;
        page.choose("#setting-visit", "ticket").await;
        page.expect(&format!("{option}.disabled"), false).await;
        page.choose("#setting-early", "yes").await;
        page.expect("new URLSearchParams(location.search).get('early')", "yes").await;
        page.expect("document.querySelector('dialog [role=alert]')", Value::Null).await;
    });
}

#[test]
pub fn a_surprise_is_the_same_twice() {
    browse(async |page| {
        let mut found = Vec::new();
        for start in ["/s/tls13-full/5", "/s/tls12-cbc/2?seed=9"] {
            page.open(start).await;
            page.click("[aria-label='Change the setup']").await;
            page.fill("#surprise-number", "4711").await;
            page.click("form:has(#surprise-number) button").await;
            page.expect("new URLSearchParams(location.search).get('seed')", "4711").await;
            page.settle().await;
            found.push(page.text("location.search").await);
        }
        assert_eq!(found[0], found[1]);
        let settings = surprise(4711);
        let story = Story::open("/s/tls13-full/5").act(Action::Surprise(4711));
        assert_eq!(story.run().settings, settings);
        assert!(story.address().ends_with(&found[0]), "{} {}", story.address(), found[0]);
        // By chance: another one, with its number as the seed, so that it can be had again.
        page.click("[data-name=surprise]").await;
        page.expect("new URLSearchParams(location.search).get('seed') !== '4711'", true).await;
        page.settle().await;
        let (seed, query) =
            (page.text("new URLSearchParams(location.search).get('seed')").await, page.text("location.search").await);
        page.click("dialog header button").await;
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Change the setup']").await;
        page.fill("#surprise-number", &seed).await;
        page.click("form:has(#surprise-number) button").await;
        page.expect("location.search", query).await;
    });
}
