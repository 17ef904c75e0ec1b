//! Break it: what an attacker on the way does, by clicks and keys, and the sentence that says what came of it.

use crate::harness::{ADDRESS, Key, Page, browse};
use crate::step_of;
use handshake_app::view::{Attack, Inspector, Tone};
use handshake_app::{Action, Story};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The sentence of the bar.
const SAID: &str = "document.querySelector('.attack-said b')?.textContent ?? ''";
const FIELD: &str = "ServerHello.extensions.key_share.server_share.key_exchange";

/// What the bar is to say of the run of an address.
fn attack(address: &str) -> Attack {
    Story::open(address).page().attack.unwrap_or_else(|| panic!("{address}: nobody is on the way"))
}

/// The bar says what the engine found, in the colour of it.
async fn expect_said(page: &Page, address: &str) {
    let attack = attack(address);
    page.expect(SAID, attack.headline.as_str()).await;
    let class = match attack.tone {
        Tone::Caught => "caught",
        Tone::Harm => "harm",
        Tone::Harmless => "harmless",
    };
    page.expect(&format!("document.querySelector('.attack').classList.contains('{class}')"), true).await;
    page.expect("document.querySelectorAll('.doings li').length", attack.done.len()).await;
}

#[test]
pub fn a_bit_is_flipped_in_the_bytes_and_back() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?field={FIELD}")).await;
        page.expect("document.querySelector('.bits')", Value::Null).await;
        let cells = "document.querySelectorAll('.cells .cell').length";
        page.expect(cells, 32).await;
        page.click(".cells .cell:nth-child(3)").await;
        page.expect("document.querySelectorAll('.bits .bit').length", 8).await;
        page.expect("new URLSearchParams(location.search).has('byte')", true).await;
        let byte = page.text("new URLSearchParams(location.search).get('byte')").await;
        let bit = "document.querySelector('.bit[data-bit=\"0\"]')";
        let before = page.text(&format!("{bit}.textContent")).await;
        page.click(".bit[data-bit='0']").await;
        page.expect(&format!("{bit}.getAttribute('aria-pressed')"), "true").await;
        page.expect(&format!("{bit}.textContent !== '{before}'"), true).await;
        page.expect("new URLSearchParams(location.search).get('tamper')?.startsWith('s0.flip.0x') ?? false", true)
            .await;
        let address = page.address().await;
        expect_said(page, &address).await;
        page.expect("document.querySelectorAll('.cell.changed').length", 1).await;
        // The stage marks it, and the bytes tell both ends of the way.
        page.expect("document.querySelector('.row.now [data-name=delivery]').textContent", "1 bit flipped").await;
        let changed =
            "Array.from(document.querySelectorAll('.hex-run.changed'), run => run.innerText.trim()).join(' ')";
        let sent = page.text(changed).await;
        page.click(".arrival [data-view='arrived']").await;
        page.expect(&format!("({changed}).length === 2 && ({changed}) !== '{sent}'"), true).await;
        let arrived = page.text(changed).await;
        let value = |text: &str| u8::from_str_radix(text, 16).expect("a byte");
        assert_eq!(value(&sent) ^ value(&arrived), 1, "{sent} {arrived} at {byte}");
        page.click(".arrival [data-view='sent']").await;
        page.click(".bit[data-bit='0']").await;
        page.expect("document.querySelector('.attack')", Value::Null).await;
        page.expect("document.querySelector('[data-name=delivery]')", Value::Null).await;
    });
}

#[test]
pub fn a_bit_is_flipped_by_keys_alone() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?field={FIELD}")).await;
        page.focus(".to-break").await;
        page.press(Key::Enter).await;
        page.expect("document.activeElement.matches('.cell')", true).await;
        // One stop of the tab key; arrows go on.
        page.expect("document.querySelectorAll('.cell[tabindex=\"0\"]').length", 1).await;
        let at = "Array.from(document.querySelectorAll('.cell')).indexOf(document.activeElement)";
        for (key, place) in [(Key::Right, 1), (Key::Right, 2), (Key::Left, 1)] {
            page.press(key).await;
            page.expect(at, place).await;
        }
        page.press(Key::Enter).await;
        page.expect("document.activeElement.getAttribute('aria-pressed')", "true").await;
        page.press(Key::Tab).await;
        page.expect("document.activeElement.dataset.bit", "7").await;
        page.press(Key::Enter).await;
        page.expect("document.activeElement.getAttribute('aria-pressed')", "true").await;
        // The address is written a frame after the picture.
        page.expect("location.search.includes('tamper=')", true).await;
        let address = page.address().await;
        assert!(address.contains("tamper=s0.flip") && address.ends_with("byte=0x55"), "{address}");
        expect_said(page, &address).await;
        // It is told to who does not see the bar, too.
        page.expect("document.querySelector('.attack-said').getAttribute('role')", "status").await;
    });
}

#[test]
pub fn a_field_is_changed_by_typing() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        page.open(&format!("/s/tls13-full/{step}?field=ServerHello.cipher_suite")).await;
        page.expect("document.querySelectorAll('#write-names option').length > 3", true).await;
        page.fill("#write-value", "no such suite").await;
        page.click(".write .button").await;
        page.expect("document.querySelector('.notice p')?.textContent.includes('no such suite') ?? false", true).await;
        page.expect("document.querySelector('.attack')", Value::Null).await;
        page.fill("#write-value", "TLS_CHACHA20_POLY1305_SHA256").await;
        page.click(".write .button").await;
        page.expect("new URLSearchParams(location.search).get('tamper')?.endsWith('.1303') ?? false", true).await;
        let address = page.address().await;
        expect_said(page, &address).await;
        page.click(".attack-tools .button:last-child").await;
        page.expect("document.querySelector('.attack')", Value::Null).await;
        // A longer text, with the lengths set right and without.
        let step = step_of("client.send.ClientHello");
        let name = "ClientHello.extensions.server_name";
        let story = Story::open(&format!("/s/tls13-full/{step}?tab=bytes"));
        let host = story.find("host_name").hits.into_iter().find(|hit| hit.href.contains("host_name")).expect(name);
        page.open(&host.href).await;
        for (fit, kind) in [(true, ".fit."), (false, ".put.")] {
            if !fit {
                page.click(".write .option input").await;
            }
            page.fill("#write-value", "\"elsewhere.example\"").await;
            page.click(".write .button").await;
            page.expect(
                &format!("new URLSearchParams(location.search).get('tamper')?.includes('{kind}') ?? false"),
                true,
            )
            .await;
            let address = page.address().await;
            expect_said(page, &address).await;
            page.click(".attack-tools .button:last-child").await;
            page.expect("document.querySelector('.attack')", Value::Null).await;
        }
    });
}

#[test]
pub fn whatever_the_tab_offers_is_done_and_judged() {
    browse(async |page| {
        let mut kinds = BTreeSet::new();
        for moment in [
            "client.send.ClientHello",
            "server.send.ServerHello",
            "server.send.Certificate",
            "client.send.Finished",
            "client.send.data",
            "server.send.close",
        ] {
            let start = format!("/s/tls13-full/{}?tab=break", step_of(moment));
            let Inspector::Break(view) = Story::open(&start).page().inspector else { panic!("{start}: another tab") };
            page.open(&start).await;
            page.expect("document.querySelectorAll('.try').length", view.tries.len()).await;
            for one in view.tries {
                let button = format!(".try[data-edit='{}']", one.edit);
                page.click(&button).await;
                let story = Story::open(&start).act(Action::Tamper(one.edit.clone()));
                page.expect(ADDRESS, story.address()).await;
                expect_said(page, &story.address()).await;
                page.expect(&format!("document.querySelector(\"{button}\")?.disabled ?? true"), true).await;
                kinds.extend(one.edit.split('.').nth(1).map(str::to_owned));
                page.click(".doings .small").await;
                page.expect("document.querySelector('.attack')", Value::Null).await;
            }
        }
        let all = ["cut", "delay", "drop", "fit", "flip", "put", "repeat", "replay", "share", "strip", "swap"];
        assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
    });
}

#[test]
pub fn a_record_is_cut_where_one_likes() {
    browse(async |page| {
        let start = format!("/s/tls13-full/{}?tab=break", step_of("server.send.Certificate"));
        page.open(&start).await;
        page.fill(".cut input", "17").await;
        page.click(".cut .button").await;
        page.expect("new URLSearchParams(location.search).get('tamper')?.endsWith('.cut.17') ?? false", true).await;
        let address = page.address().await;
        expect_said(page, &address).await;
        page.expect("document.querySelector('.row.now [data-name=delivery]').textContent", "cut short").await;
    });
}

#[test]
pub fn it_can_be_broken_from_every_point_of_view() {
    browse(async |page| {
        let step = step_of("server.send.ServerHello");
        for view in ["everything", "client", "server", "eavesdropper"] {
            page.open(&format!("/s/tls13-full/{step}?view={view}&tab=break")).await;
            page.click(".try[data-edit='s0.share']").await;
            page.expect("location.search.includes('tamper=')", true).await;
            let address = page.address().await;
            assert!(address.contains("tamper=s0.share"), "{address}");
            expect_said(page, &address).await;
            // The two ends learn nothing of what is done between them.
            let marks = page.js("document.querySelectorAll('.row.now [data-name=delivery]').length").await;
            assert_eq!(marks, json!(u8::from(matches!(view, "everything" | "eavesdropper"))), "{view}");
        }
    });
}

#[test]
pub fn what_nobody_could_catch_is_said_and_why() {
    browse(async |page| {
        let step = step_of("server.send.close");
        let start = format!("/s/tls13-full/{step}?tab=break");
        let Inspector::Break(view) = Story::open(&start).page().inspector else { panic!("another tab") };
        let uncaught = view.tries.into_iter().map(|one| one.edit).find(|edit| {
            let story = Story::open(&start).act(Action::Tamper(edit.clone()));
            story.page().attack.is_some_and(|attack| attack.tone != Tone::Caught)
        });
        let edit = uncaught.expect("something that nobody catches");
        page.open(&start).await;
        page.click(&format!(".try[data-edit='{edit}']")).await;
        page.expect("location.search.includes('tamper=')", true).await;
        let address = page.address().await;
        expect_said(page, &address).await;
        let why = page.text("document.querySelector('.attack-said').innerText").await;
        assert!(why.len() > page.text(SAID).await.len() + 20, "no reason: {why}");
        page.expect("document.querySelector('.attack').classList.contains('caught')", false).await;
    });
}

#[test]
pub fn what_was_caught_leads_to_where() {
    browse(async |page| {
        page.open(&format!("/s/tls13-full/{}?tamper=s0.share", step_of("server.send.ServerHello"))).await;
        let address = page.address().await;
        let caught = attack(&address).caught.expect("it was caught");
        page.click(".attack-tools a:not(.primary)").await;
        page.expect(ADDRESS, caught.href).await;
        page.expect("document.querySelector('.row.now.failed, .row.now .failed') !== null", true).await;
    });
}

#[test]
pub fn on_a_phone_the_verdict_stands_alone_and_unfolds() {
    const SEEN: &str = "Array.from(document.querySelectorAll('.attack p, .attack li, .attack-tools > *')).filter(one => one.checkVisibility()).length";
    browse(async |page| {
        page.size(320, 640).await;
        let address = "/s/tls13-full/5?tamper=s0.share";
        page.open(address).await;
        expect_said(page, address).await;
        page.expect("document.querySelector('.attack').getBoundingClientRect().height < innerHeight / 4", true).await;
        page.expect("document.querySelector('.attack-tools .primary').checkVisibility()", true).await;
        page.expect(SEEN, 3).await;
        page.expect("document.querySelector('.unfold').getAttribute('aria-expanded')", "false").await;
        page.focus(".unfold").await;
        page.press(Key::Enter).await;
        page.expect("document.querySelector('.unfold').getAttribute('aria-expanded')", "true").await;
        page.expect(&format!("{SEEN} > 5"), true).await;
        // With more room nothing is folded, and there is nothing to unfold.
        page.size(1280, 800).await;
        page.expect("document.querySelector('.unfold').checkVisibility()", false).await;
        page.expect("document.querySelector('.attack li').checkVisibility()", true).await;
    });
}
