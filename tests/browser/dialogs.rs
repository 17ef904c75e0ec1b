//! Setup, Share and Help.

use crate::harness::{ADDRESS, HEADING, Key, Page, STEP, browse};
use crate::{step_of, steps};
use handshake_app::Story;
use handshake_app::view::Setting;
use serde_json::{Value, json};

const OPEN: &str = "document.querySelector('dialog:modal')?.getAttribute('aria-label') ?? 'none'";
const FOCUS: &str = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName";

/// Opens a dialog by its button.
async fn open_dialog(page: &Page, button: &str, title: &str) {
    page.click(&format!("header [aria-label='{button}']")).await;
    page.expect(OPEN, title).await;
    page.expect("document.querySelector('dialog').contains(document.activeElement)", true).await;
}

/// It is closed, and the focus is back where it came from.
async fn expect_closed(page: &Page, button: &str) {
    page.expect(OPEN, "none").await;
    page.expect("document.querySelector('dialog')", Value::Null).await;
    page.expect(FOCUS, button).await;
}

#[test]
pub fn another_suite_runs_another_handshake() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}")).await;
        let told = "document.querySelector('.told').textContent";
        let before = page.text("document.querySelector('.hex').innerText").await;
        page.expect(&format!("{told}.includes('TLS_AES_128_GCM_SHA256')"), true).await;
        open_dialog(page, "Change the setup", "Setup").await;
        page.choose("#setting-suite", "TLS_AES_256_GCM_SHA384").await;
        page.expect(ADDRESS, format!("/s/tls13-full/{step}?suite=TLS_AES_256_GCM_SHA384")).await;
        page.expect(&format!("{told}.includes('TLS_AES_256_GCM_SHA384')"), true).await;
        // Back to what is usual: the address says nothing of it, and the bytes are the old ones.
        page.choose("#setting-suite", "TLS_AES_128_GCM_SHA256").await;
        page.expect(ADDRESS, format!("/s/tls13-full/{step}")).await;
        page.press(Key::Escape).await;
        expect_closed(page, "Change the setup").await;
        page.expect("document.querySelector('.hex').innerText", before).await;
    });
}

#[test]
pub fn every_setting_runs_and_stays_in_the_address() {
    browse(async |page| {
        page.open("/s/tls13-full/2").await;
        open_dialog(page, "Change the setup", "Setup").await;
        page.choose("#setting-group", "secp256r1").await;
        page.choose("#setting-certificate", "ed25519").await;
        page.choose("#setting-alpn", "none").await;
        page.choose("#setting-compat", "no").await;
        page.choose("#setting-ticket", "yes").await;
        page.fill("#setting-name", "my.example").await;
        page.fill("#setting-request", "Who is there? & 100 %").await;
        page.fill("#setting-reply", "<b>me</b>").await;
        page.fill("#setting-seed", "42").await;
        let query = "group=secp256r1&certificate=ed25519&name=my.example&alpn=none&compat=no&ticket=yes\
                     &request=Who+is+there%3F+%26+100+%25&reply=%3Cb%3Eme%3C%2Fb%3E&seed=42";
        page.expect(ADDRESS, format!("/s/tls13-full/2?{query}")).await;
        page.expect("document.querySelector('dialog [role=alert]')", Value::Null).await;
        page.click("dialog header button").await;
        expect_closed(page, "Change the setup").await;
        // What was typed is shown as it was typed.
        let count = Story::open(&format!("/s/tls13-full/2?{query}")).position().1;
        page.expect(STEP, format!("Step 2 of {count}")).await;
        let stage = page.text("document.querySelector('.stage').innerText").await;
        assert!(stage.contains("“Who is there? & 100 %”") && stage.contains("“<b>me</b>”"), "{stage}");
        assert_eq!(page.js("document.querySelector('.stage .chip b b')").await, Value::Null);
    });
}

#[test]
pub fn a_setting_is_found_by_words_or_in_its_fold_and_the_stage_shows_what_it_did() {
    browse(async |page| {
        let own = Story::open("/s/tls13-full/5");
        let shown = "[...document.querySelectorAll('dialog .setting :is(select, input)')]
            .filter(one => one.checkVisibility()).map(one => one.id.replace(/-?setting-?/, ''))";
        page.open("/s/tls13-full/5").await;
        open_dialog(page, "Change the setup", "Setup").await;
        // The field in which one looks for others stands before them.
        let ids = |settings: Vec<&Setting>| {
            std::iter::once("search").chain(settings.iter().map(|one| one.id)).collect::<Vec<_>>()
        };
        page.expect(shown, json!(ids(own.setup().first.iter().collect()))).await;
        page.expect("document.querySelector('.setup-effect')", Value::Null).await;
        page.fill("#search-setting", "revoked").await;
        page.expect(shown, json!(ids(own.setup().found("revoked")))).await;
        page.choose("#setting-status", "revoked").await;
        page.expect(ADDRESS, "/s/tls13-full/5?status=revoked").await;
        // Marked on the stage, told in the title and at the foot of the panel, and in the fold that it lies in.
        let story = Story::open("/s/tls13-full/5?status=revoked");
        let marks: Vec<usize> =
            story.page().stage.rows.iter().filter(|row| row.novelty.is_some()).map(|row| row.step).collect();
        assert!(!marks.is_empty());
        page.expect(
            "[...document.querySelectorAll('.novelty')].map(one => Number(one.closest('li').dataset.step))",
            json!(marks),
        )
        .await;
        page.expect("document.querySelector('header.top h1').textContent", story.page().title).await;
        page.expect("document.querySelector('.setup-effect p').textContent", story.setup().effect).await;
        page.fill("#search-setting", "zzz").await;
        page.expect(shown, json!(["search"])).await;
        page.fill("#search-setting", " ").await;
        page.expect(
            "[...document.querySelectorAll('.setting-fold summary .mark')].map(one => one.textContent)",
            json!(["1 changed"]),
        )
        .await;
        page.click(".setup-effect button").await;
        page.expect(ADDRESS, "/s/tls13-full/5").await;
        page.expect("document.querySelectorAll('.novelty, .setup-effect, .setting-fold .mark').length", 0).await;
    });
}

#[test]
pub fn a_wrong_server_name_is_refused_in_words() {
    browse(async |page| {
        page.open("/s/tls13-full/5?seed=3").await;
        let (heading, hex) = (page.text(HEADING).await, page.text("document.querySelector('.hex').innerText").await);
        open_dialog(page, "Change the setup", "Setup").await;
        for wrong in ["no name", "a..b", "10.0.0.999"] {
            page.fill("#setting-name", wrong).await;
            let said = format!("“{wrong}” is no DNS name");
            let problem = "document.querySelector('dialog [role=alert]')?.innerText ?? ''";
            page.expect(&format!("({problem}).includes({})", Value::from(said)), true).await;
            // Told where it was typed, and still there to be mended.
            let field = "document.querySelector('.setting:has([role=alert]) input')";
            page.expect(&format!("[{field}.value, {field}.getAttribute('aria-invalid')]"), json!([wrong, "true"]))
                .await;
            page.expect(ADDRESS, "/s/tls13-full/5?seed=3").await;
        }
        // What is right takes the problem away.
        page.fill("#setting-name", "right.example").await;
        page.expect("document.querySelector('dialog [role=alert]')", Value::Null).await;
        page.expect(ADDRESS, "/s/tls13-full/5?name=right.example&seed=3").await;
        page.fill("#setting-name", "school.example").await;
        page.expect(ADDRESS, "/s/tls13-full/5?seed=3").await;
        page.press(Key::Escape).await;
        expect_closed(page, "Change the setup").await;
        page.expect(HEADING, heading).await;
        page.expect("document.querySelector('.hex').innerText", hex).await;
        page.expect("document.querySelector('.notice')", Value::Null).await;
    });
}

#[test]
pub fn share_shows_the_address_and_a_command() {
    browse(async |page| {
        let address = "/s/tls13-full/5?seed=9&view=client&field=ServerHello.random";
        page.open(address).await;
        open_dialog(page, "Share", "Share").await;
        page.expect("document.querySelector('dialog #address').value === location.href", true).await;
        page.expect(ADDRESS, address).await;
        let wanted = Story::open(address).fingerprint();
        let shown = page.texts("document.querySelectorAll('dialog .value-hex'), one => one.textContent").await;
        assert_eq!(shown, [wanted.command.expect("a scenario has one"), wanted.sha256]);
        page.click("dialog .primary").await;
        page.expect("document.querySelector('dialog [role=status]').textContent", "Copied.").await;
        page.press(Key::Escape).await;
        expect_closed(page, "Share").await;
        page.expect(ADDRESS, address).await;
    });
}

#[test]
pub fn a_question_mark_opens_help_and_no_other_key_works_then() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.press('?').await;
        page.expect(OPEN, "Keys").await;
        let shown = page.text("document.querySelector('dialog').innerText").await;
        assert!(shown.contains("Space") && shown.contains("Esc"), "{shown}");
        for key in [Key::Right, Key::End] {
            page.press(key).await;
        }
        page.press('v').await;
        page.press(Key::Escape).await;
        page.expect(OPEN, "none").await;
        page.expect(ADDRESS, "/s/tls13-full/5").await;
        page.expect(STEP, format!("Step 5 of {}", steps())).await;
        page.click("header [aria-label='Keys and help']").await;
        page.expect(OPEN, "Keys").await;
        page.press(Key::Escape).await;
        expect_closed(page, "Keys and help").await;
    });
}

#[test]
pub fn the_colours_chosen_stay() {
    browse(async |page| {
        let theme = "document.documentElement.dataset.theme ?? 'system'";
        let ink = "getComputedStyle(document.querySelector('main h2')).color";
        page.open("/s/tls13-full/5").await;
        let mut inks = Vec::new();
        for wanted in ["light", "dark"] {
            page.click(".tools [aria-label^='Colours']").await;
            page.expect(theme, wanted).await;
            page.open("/s/tls13-full/6").await;
            page.expect(theme, wanted).await;
            inks.push(page.text(ink).await);
        }
        assert_ne!(inks[0], inks[1]);
        page.click(".tools [aria-label^='Colours']").await;
        page.expect(theme, "system").await;
    });
}
