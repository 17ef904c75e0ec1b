//! From the front door to the last step.

use crate::harness::{ADDRESS, HEADING, Key, Page, STEP, browse};
use crate::{step_of, steps};
use handshake_app::Story;

/// Where a step is shown: in the timeline, in the address, on the stage.
async fn expect_step(page: &Page, step: usize) {
    page.expect(STEP, format!("Step {step} of {}", steps())).await;
    page.expect(ADDRESS, format!("/s/tls13-full/{step}")).await;
    page.expect("document.querySelector('[aria-current=step]').closest('[data-step]').dataset.step", step.to_string())
        .await;
    page.expect("document.querySelectorAll('[aria-current=step]').length", 1).await;
}

#[test]
pub fn the_front_door_leads_to_the_first_step() {
    browse(async |page| {
        page.open("/").await;
        assert_eq!(page.console().await, Vec::<String>::new());
        assert!(!page.text("document.querySelector('h1').innerText").await.is_empty());
        page.click("main a[href='/s/tls13-full/1']").await;
        expect_step(page, 1).await;
        page.click("header a[href='/']").await;
        page.expect(ADDRESS, "/").await;
    });
}

#[test]
pub fn the_front_door_lists_every_scenario_and_each_can_be_walked_through() {
    browse(async |page| {
        page.open("/").await;
        let scenarios = handshake_lessons::scenarios();
        page.expect("document.querySelectorAll('[aria-labelledby=scenarios] details a').length", scenarios.len()).await;
        for scenario in scenarios {
            page.open("/").await;
            // They are folded, group by group.
            let group = format!("details:has([href='/s/{}/1']) summary", scenario.id);
            page.click(&group).await;
            page.click(&format!("details a[href='/s/{}/1']", scenario.id)).await;
            page.expect(ADDRESS, format!("/s/{}/1", scenario.id)).await;
            page.expect("document.querySelector('header h1').innerText", scenario.title).await;
            let steps = Story::open(&format!("/s/{}/1", scenario.id)).position().1;
            page.press_often(Key::Right, steps - 1).await;
            page.expect(STEP, format!("Step {steps} of {steps}")).await;
            assert_eq!(page.console().await, Vec::<String>::new(), "{}", scenario.id);
        }
    });
}

#[test]
pub fn a_choice_says_by_what_it_was_made() {
    browse(async |page| {
        page.open("/s/tls13-hrr/3?tab=checks").await;
        let told = page.text("document.querySelector('[role=tabpanel]').innerText").await;
        let why = handshake_lessons::why("share-is-missing").expect("a reason").text;
        assert!(told.contains(why), "{told}");
    });
}

/// Who has scrolled the stage to look at something else finds it there after looking at a tab.
#[test]
pub fn the_stage_stays_where_it_was_scrolled_until_another_step() {
    const SCROLL: &str = "document.querySelector('[aria-label=\"The handshake\"]').scrollTop";
    browse(async |page| {
        page.open("/s/tls13-full/3").await;
        let far = page.js(&format!("({SCROLL} = 10000, {SCROLL})")).await;
        assert!(far.as_f64().is_some_and(|far| far > 200.0), "{far}");
        for tab in ['2', '3', '1'] {
            page.press(tab).await;
            page.settle().await;
        }
        page.js("document.querySelectorAll('[role=treeitem]')[1].click() ?? true").await;
        page.settle().await;
        page.expect(SCROLL, far).await;
        page.press(Key::Right).await;
        page.settle().await;
        page.expect(&format!("{SCROLL} < 200"), true).await;
    });
}

#[test]
pub fn the_arrows_walk_through_the_whole_run() {
    browse(async |page| {
        page.open("/s/tls13-full/1").await;
        let mut headings = Vec::new();
        for step in 1..=steps() {
            expect_step(page, step).await;
            let heading = page.text(HEADING).await;
            let raw = !heading.contains(' ') && heading.contains('.');
            assert!(!heading.trim().is_empty() && !raw, "step {step}: {heading:?}");
            let told = page.text("document.querySelector('[data-name=narration]').innerText").await;
            assert!(told.len() > heading.len() + 20, "step {step} says nothing");
            // Bytes as characters may be anything.
            let shown = page
                .text("[...document.querySelectorAll('[data-name=characters]')].reduce((text, line) => text.replace(line.innerText, ''), document.body.innerText)")
                .await;
            for sign in ["{", "}", "undefined", "NaN"] {
                assert!(!shown.contains(sign), "step {step} shows “{sign}”");
            }
            headings.push(heading);
            page.press(Key::Right).await;
        }
        headings.sort();
        headings.dedup();
        assert!(headings.len() > steps() * 3 / 4, "only {} headings for {} steps", headings.len(), steps());
        // At the end there is nowhere to go on.
        expect_step(page, steps()).await;
        page.press(Key::Left).await;
        expect_step(page, steps() - 1).await;
    });
}

#[test]
pub fn home_end_and_the_buttons_step_too() {
    browse(async |page| {
        page.open("/s/tls13-full/4").await;
        page.press(Key::End).await;
        expect_step(page, steps()).await;
        page.expect("document.querySelector('[aria-label=\"One step on\"]').disabled", true).await;
        page.press(Key::Home).await;
        expect_step(page, 1).await;
        page.press(Key::Left).await;
        expect_step(page, 1).await;
        page.expect("document.querySelector('[aria-label=\"One step back\"]').disabled", true).await;
        page.click("[aria-label='One step on']").await;
        expect_step(page, 2).await;
        page.click("[aria-label='One step back']").await;
        expect_step(page, 1).await;
        page.click("[aria-label='Last step']").await;
        expect_step(page, steps()).await;
        page.click("[aria-label='First step']").await;
        expect_step(page, 1).await;
        page.click("li[data-step='5'] button").await;
        expect_step(page, 5).await;
        page.click("[title^='12 · ']").await;
        expect_step(page, 12).await;
    });
}

#[test]
pub fn the_slider_steps_by_keys() {
    browse(async |page| {
        page.open("/s/tls13-full/4").await;
        page.focus("[aria-label=Timeline] input[type=range]").await;
        page.press(Key::Right).await;
        expect_step(page, 5).await;
        page.press(Key::End).await;
        expect_step(page, steps()).await;
        page.press(Key::Left).await;
        expect_step(page, steps() - 1).await;
        let said = page
            .text("document.querySelector('[aria-label=Timeline] input[type=range]').getAttribute('aria-valuetext')")
            .await;
        assert!(said.starts_with(&format!("{} of {}: ", steps() - 1, steps())), "{said}");
    });
}

#[test]
pub fn a_step_taken_back_at_once_leaves_the_tab_at_work() {
    browse(async |page| {
        let step = step_of("client.send.ClientHello");
        page.open(&format!("/s/tls13-full/{step}?tab=bytes")).await;
        // Both before a frame is drawn, and each worked off by itself.
        page.later(
            "const done = arguments[0];
            const press = async key => {
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
                for (let turn = 0; turn < 50; turn += 1) await null;
            };
            press('ArrowRight').then(() => press('ArrowLeft')).then(() => done(null));",
        )
        .await;
        page.settle().await;
        page.click("[role=treeitem][data-field='ClientHello.random']").await;
        page.expect("document.querySelector('[data-name=note] h3')?.textContent ?? ''", "random").await;
    });
}
