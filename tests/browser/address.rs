//! The address holds the view: links open it, Back goes back, and a bad one says what is wrong with it.

use crate::harness::{ADDRESS, HEADING, Key, STEP, browse};
use crate::{step_of, steps};
use serde_json::Value;

const TAB: &str = "document.querySelector('[role=tab][aria-selected=true]').id";
const VIEW: &str = "document.querySelector('[aria-label=\"Point of view\"] [aria-checked=true]').dataset.view";
const FIELD: &str = "document.querySelector('[role=treeitem][aria-selected=true]')?.dataset.field";
const NODE: &str = "document.querySelector('[data-node][aria-pressed=true]')?.dataset.node";
const NOTICE: &str = "document.querySelector('[data-name=notice]')?.innerText ?? ''";

#[test]
pub fn a_link_opens_its_step_tab_view_and_selection() {
    let links = [
        ("5", VIEW, "everything"),
        ("5", TAB, "tab-bytes"),
        ("8", TAB, "tab-keys"),
        ("13", TAB, "tab-checks"),
        ("5?view=eavesdropper", VIEW, "eavesdropper"),
        ("5?view=client", VIEW, "client"),
        ("5?field=ServerHello.random", FIELD, "ServerHello.random"),
        (
            "5?field=ServerHello.extensions.key_share.server_share.key_exchange",
            FIELD,
            "ServerHello.extensions.key_share.server_share.key_exchange",
        ),
        ("8?node=handshake_secret", NODE, "handshake_secret"),
        ("12?tab=record", TAB, "tab-record"),
        (
            "12?layer=record",
            "document.querySelector('#inspector [role=radio][aria-checked=true]').dataset.view",
            "record",
        ),
        ("5?tab=checks&view=server", TAB, "tab-checks"),
        (
            "13?name=my.example&seed=5",
            "document.querySelector('main h2').textContent.match('my.example')?.[0]",
            "my.example",
        ),
    ];
    browse(async |page| {
        for (link, what, wanted) in links {
            let address = format!("/s/tls13-full/{link}");
            page.open(&address).await;
            let step = link.split('?').next().unwrap_or_default();
            page.expect(STEP, format!("Step {step} of {}", steps())).await;
            page.expect(what, wanted).await;
            page.expect(NOTICE, "").await;
            page.expect(ADDRESS, address).await;
        }
    });
}

#[test]
pub fn steps_are_one_place_and_jumps_are_places_of_their_own() {
    browse(async |page| {
        let at = |step: usize| format!("Step {step} of {}", steps());
        page.open("/").await;
        page.click("main a[href='/s/tls13-full/1']").await;
        for step in 1..4 {
            page.expect(STEP, at(step)).await;
            page.press(Key::Right).await;
        }
        page.expect(STEP, at(4)).await;
        // The address is written down after the step has been painted.
        page.expect(ADDRESS, "/s/tls13-full/4").await;
        // Three steps on, and once Back to where one came from.
        page.back().await;
        page.expect(ADDRESS, "/").await;
        page.forward().await;
        page.expect(STEP, at(4)).await;
        // A jump is a place to come back to.
        page.press(Key::End).await;
        page.expect(STEP, at(steps())).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{}", steps())).await;
        page.press(Key::Left).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{}", steps() - 1)).await;
        page.back().await;
        page.expect(STEP, at(4)).await;
        // Which field was looked at is no place to come back to.
        page.press('1').await;
        page.click("[role=treeitem]:nth-of-type(3)").await;
        page.expect("location.search.includes('field=')", true).await;
        page.click("[data-view=eavesdropper]").await;
        page.expect(VIEW, "eavesdropper").await;
        page.back().await;
        page.expect(VIEW, "everything").await;
        page.expect(STEP, at(4)).await;
        // The tab was one, too.
        for _ in 0..2 {
            page.back().await;
        }
        page.expect(ADDRESS, "/").await;
        page.expect("document.querySelector('main a[href=\"/s/tls13-full/1\"]') !== null", true).await;
        page.forward().await;
        page.expect(STEP, at(4)).await;
    });
}

/// Who holds a key, or has a slow machine, makes two steps before the page is drawn once.
#[test]
pub fn steps_within_one_frame_are_undone_one_by_one() {
    const TWICE: &str = "for (let time = 0; time < 2; time++)
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));";
    browse(async |page| {
        page.open("/s/tls13-full/4").await;
        page.script(TWICE).await;
        page.expect(ADDRESS, "/s/tls13-full/6").await;
        for step in [5, 4] {
            page.press_with(&[Key::Control], 'z').await;
            page.expect(STEP, format!("Step {step} of {}", steps())).await;
            page.expect(ADDRESS, format!("/s/tls13-full/{step}")).await;
        }
    });
}

/// Browsers refuse addresses that come too fast; one arrow held for ten seconds is 300 of them.
#[test]
pub fn a_key_that_is_held_does_not_fill_the_history_and_all_of_it_can_be_undone() {
    const HELD: &str = "window.written = 0;
        for (const name of ['pushState', 'replaceState']) {
            const write = history[name];
            history[name] = function () { window.written += 1; return write.apply(this, arguments); };
        }
        const press = (key, options) => document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options }));
        for (let time = 0; time < 300; time++) press(time % 40 < 20 ? 'ArrowRight' : 'ArrowLeft');
        press('ArrowRight');";
    browse(async |page| {
        page.open("/s/tls13-full/1").await;
        page.script(HELD).await;
        page.expect(STEP, format!("Step 22 of {}", steps())).await;
        page.expect(ADDRESS, "/s/tls13-full/22").await;
        let written = page.js("window.written").await.as_u64().expect("a number");
        assert!((1..100).contains(&written), "{written} addresses were written");
        // To go back and forth was something done each time.
        for step in [21, 20] {
            page.press_with(&[Key::Control], 'z').await;
            page.expect(STEP, format!("Step {step} of {}", steps())).await;
        }
        page.expect(ADDRESS, "/s/tls13-full/20").await;
    });
}

/// What was on its way into the history when somebody went back stays out of it.
#[test]
pub fn going_back_while_a_key_is_held_leaves_address_and_step_the_same() {
    // Longer than an address waits to be written, when there were too many.
    const BACK: &str = "const done = arguments[0];
        const press = key => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        for (let time = 0; time < 90; time++) press(time % 20 < 10 ? 'ArrowRight' : 'ArrowLeft');
        addEventListener('popstate', () => setTimeout(() => done(location.pathname), 2500), { once: true });
        setTimeout(() => { press('ArrowRight'); history.back(); }, 100);";
    browse(async |page| {
        page.open("/s/tls13-full/1").await;
        page.press(Key::End).await;
        page.expect(ADDRESS, format!("/s/tls13-full/{}", steps())).await;
        let address = page.later(BACK).await;
        let step = address.as_str().and_then(|path| path.rsplit('/').next()).expect("a path").to_owned();
        page.expect(STEP, format!("Step {step} of {}", steps())).await;
        page.expect("document.querySelector('[data-at]')?.dataset.at", step).await;
    });
}

#[test]
pub fn a_bad_address_opens_something_and_says_what_is_wrong() {
    let last = steps();
    let bad = [
        ("/s/nope/4", "no scenario “nope”", 4),
        ("/elsewhere", "no page “/elsewhere”", 1),
        ("/s/tls13-full/999", "no step 999", last),
        ("/s/tls13-full/x", "“x” is no step number", 1),
        ("/s/tls13-full/3?view=nobody", "“nobody” is no value of view", 3),
        ("/s/tls13-full/3?tab=x", "“x” is no value of tab", 3),
        ("/s/tls13-full/3?seed=x", "“x” is no seed", 3),
        ("/s/tls13-full/3?name=a..b", "“a..b” is no DNS name", 3),
        ("/s/tls13-full/3?suite=RC4", "“RC4” is no value of suite", 3),
        ("/s/tls13-full/3?field=Nope", "the field “Nope”", 3),
        ("/s/tls13-full/3?node=nope", "no key “nope”", 3),
        ("/s/tls13-full/3?zzz=1", "“zzz”", 3),
        ("/s/tls13-full/3?%zz=%&%ff", "means nothing", 3),
        ("/s/tls13-full/%zz", "is no step number", 1),
        ("/s/tls13-full/3?seed=x&view=nobody", "“nobody”", 3),
        ("/s/tls13-full/3?%3Cb%3Ebold%3C/b%3E=1", "“<b>bold</b>”", 3),
    ];
    browse(async |page| {
        for (address, said, step) in bad {
            page.open(address).await;
            page.expect(&format!("({NOTICE}).includes({})", Value::from(said)), true).await;
            page.expect(STEP, format!("Step {step} of {last}")).await;
            assert!(!page.text(HEADING).await.is_empty(), "{address}");
            page.click("[data-name=notice] button").await;
            page.expect("document.querySelector('[data-name=notice]')", Value::Null).await;
            page.expect(STEP, format!("Step {step} of {last}")).await;
            assert_eq!(page.console().await, Vec::<String>::new(), "{address}");
        }
    });
}

#[test]
pub fn a_bad_address_is_right_after_the_next_step() {
    browse(async |page| {
        page.open("/s/tls13-full/3?view=nobody&seed=7&zzz=1").await;
        page.expect(&format!("({NOTICE}) !== ''"), true).await;
        page.press(Key::Right).await;
        page.expect(ADDRESS, "/s/tls13-full/4?seed=7").await;
        page.expect(NOTICE, "").await;
    });
}

#[test]
pub fn links_within_the_page_lead_where_they_say() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        let field = "ServerHello.extensions.key_share.server_share.key_exchange";
        page.open(&format!("/s/tls13-full/{step}?field={field}")).await;
        page.click("[data-name=note] [data-name=links] a").await;
        page.expect(NODE, "server_public").await;
        page.expect(TAB, "tab-keys").await;
        // A value of the key schedule leads on to what is computed from it.
        let goes_into = page.text("document.querySelector('[data-name=detail] [data-name=links] a').innerText").await;
        page.click("[data-name=detail] [data-name=links] a").await;
        page.expect(NODE, "shared_secret").await;
        let title = page.text("document.querySelector('[data-name=detail] h3').textContent").await;
        assert!(goes_into.ends_with(&title), "“{goes_into}” led to “{title}”");
        page.back().await;
        page.expect(NODE, "server_public").await;
    });
}

/// On a phone the page is one long page; what is opened from its middle begins at the top all the same.
#[test]
pub fn another_screen_begins_at_its_top_and_back_finds_the_place() {
    browse(async |page| {
        page.size(360, 740).await;
        page.open("/").await;
        page.click("main a[href='/compare']").await;
        page.expect("location.pathname", "/compare").await;
        page.expect("document.querySelector('main h1') !== null && scrollY", 0).await;
        page.back().await;
        page.expect("location.pathname", "/").await;
        page.expect("scrollY > 1000", true).await;
    });
}
