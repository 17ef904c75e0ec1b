//! What is around a lesson: progress, class codes, paper, frames.

use crate::harness::{ADDRESS, browse};
use handshake_lessons::{lessons, word};
use handshake_player::lesson::sheet::sheet;

#[test]
pub fn progress_is_saved_brought_along_and_erased() {
    browse(async |page| {
        page.open(&format!("/l/{}/1", lessons()[0].id)).await;
        page.open("/progress").await;
        page.expect("document.querySelector('tbody td:nth-child(3)').textContent.startsWith('1/')", true).await;
        let file = page.text("decodeURIComponent(document.querySelector('a[download]').href.split(',')[1])").await;
        let button = |word: &str| {
            format!("Array.from(document.querySelectorAll('button')).find(one => one.textContent === '{word}').click()")
        };
        page.js(&button(word("erase"))).await;
        page.expect(
            &format!(
                "Array.from(document.querySelectorAll('button')).some(one => one.textContent === '{}')",
                word("erase.sure")
            ),
            true,
        )
        .await;
        page.js(&button(word("erase.sure"))).await;
        page.expect("document.querySelector('tbody td:nth-child(3)').textContent.startsWith('0/')", true).await;
        page.js(&format!("document.querySelector('textarea').value = {}", serde_json::json!(file))).await;
        page.click("form:has(#import) button").await;
        page.expect("document.querySelector('tbody td:nth-child(3)').textContent.startsWith('1/')", true).await;
        page.js("document.querySelector('textarea').value = 'nonsense'").await;
        page.click("form:has(#import) button").await;
        page.expect("document.querySelector('[role=status]').textContent.startsWith('This is no record')", true).await;
    });
}

#[test]
pub fn a_class_code_opens_the_lesson_with_its_seed() {
    let lesson = &lessons()[0];
    let code = sheet(lesson, 4711).code;
    browse(async |page| {
        page.open("/").await;
        page.fill("#class-code", &code.to_lowercase()).await;
        page.click("form:has(#class-code) button").await;
        page.expect(ADDRESS, format!("/class/{}", code.to_lowercase())).await;
        page.click("main a[href*='seed=4711']").await;
        page.expect(ADDRESS, format!("/l/{}/1?seed=4711", lesson.id)).await;
        page.open("/class/nonsense!").await;
        page.expect("document.querySelector('[role=alert]') !== null", true).await;
    });
}

#[test]
pub fn the_certificate_names_who_finished_a_lesson() {
    let lesson = &lessons()[0];
    let mut progress = handshake_player::lesson::progress::Progress::default();
    let record = progress.lessons.entry(lesson.id.0.to_owned()).or_default();
    record.done = Some("2026-06-01".to_owned());
    for number in 1..=lesson.step.len() {
        record.seen.insert(number);
        record.answers.entry(number).or_default().right = true;
    }
    browse(async |page| {
        page.open("/certificate").await;
        page.expect("document.querySelector('article')", serde_json::Value::Null).await;
        page.js(&format!("localStorage.setItem('handshake-lab.progress', {})", serde_json::json!(progress.write())))
            .await;
        page.open("/certificate").await;
        page.fill("input[autocomplete=name]", "Ada").await;
        page.expect("document.querySelector('[data-name=who]').textContent", "Ada").await;
        page.expect("document.querySelectorAll('article li').length", 1).await;
        assert_eq!(page.pdf_pages().await, 1);
    });
}

#[test]
pub fn notes_worksheet_and_key_begin_on_pages_of_their_own() {
    browse(async |page| {
        // All of them once; elsewhere a few, since printing takes seconds each.
        for lesson in lessons().iter().step_by(if page.is_the_usual() { 1 } else { 5 }) {
            let mut pages = Vec::new();
            for part in ["notes", "sheet", "key", "all"] {
                page.open(&format!("/teach/{}?seed=5&part={part}", lesson.id)).await;
                pages.push(page.pdf_pages().await);
            }
            assert_eq!(pages[..3].iter().sum::<usize>(), pages[3], "{}: {pages:?}", lesson.id);
        }
        // No question is torn apart: each is shorter than a page, and may not break.
        page.print_media().await;
        page.expect("getComputedStyle(document.querySelector('[data-name=sheet-item]')).breakInside", "avoid").await;
        page.expect("getComputedStyle(document.querySelector('header')).display", "none").await;
    });
}

#[test]
pub fn an_embedded_page_has_no_frame() {
    browse(async |page| {
        page.open(&format!("/l/{}/1?embed=1", lessons()[0].id)).await;
        page.expect("getComputedStyle(document.querySelector('header a[href=\"/\"]')).display", "none").await;
        page.click("[aria-label='Through the lesson'] a:last-child").await;
        page.expect("getComputedStyle(document.querySelector('header a[href=\"/\"]')).display", "none").await;
    });
}

#[test]
pub fn links_for_others_carry_a_language_that_was_chosen() {
    let lesson = &lessons()[0];
    browse(async |page| {
        let value = |id: &str| format!("document.querySelector('{id}').value");
        page.open(&format!("/teach/{}?seed=5", lesson.id)).await;
        let link = format!("{}/l/{}/1?seed=5", page.site(), lesson.id);
        page.expect(&value("#class-link"), link.clone()).await;
        page.open(&format!("/teach/{}?seed=5&lang=es", lesson.id)).await;
        page.expect(&value("#class-link"), format!("{link}&lang=es")).await;
        page.expect(&format!("{}.includes('&amp;embed=1&amp;lang=es')", value("#class-embed")), true).await;
        page.open("/s/tls13-full/5").await;
        page.click("[aria-label='Compartir']").await;
        page.expect(&format!("{}.endsWith('lang=es')", value("#address")), true).await;
    });
}
