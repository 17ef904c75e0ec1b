//! The Record and Checks tabs.

use crate::harness::{ADDRESS, Page, browse};
use crate::{step_of, steps};
use handshake_app::Story;
use serde_json::{Value, json};

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(|c| !c.is_whitespace()).collect();
    let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).expect("hex digits");
    digits.chunks(2).map(byte).collect()
}

/// The rows of the nonce: iv, number, nonce.
async fn nonce_rows(page: &Page) -> [Vec<u8>; 3] {
    page.expect("document.querySelectorAll('.xor code').length", 3).await;
    let rows = page.texts("document.querySelectorAll('.xor code'), code => code.textContent").await;
    [0, 1, 2].map(|row| bytes(&rows[row]))
}

#[test]
pub fn the_nonce_is_the_iv_xor_the_number() {
    browse(async |page| {
        let sealed = [
            ("server.send.EncryptedExtensions", 0),
            ("server.send.Certificate", 1),
            ("server.send.CertificateVerify", 2),
            ("server.send.Finished", 3),
            ("client.send.Finished", 0),
            ("client.send.data", 0),
            ("client.send.close", 1),
        ];
        page.open("/s/tls13-full/1?tab=record").await;
        for (moment, number) in sealed {
            let step = step_of(moment);
            page.click(&format!(".row[data-step='{step}'] button")).await;
            page.expect(ADDRESS, format!("/s/tls13-full/{step}?tab=record")).await;
            // The tab is drawn a frame after the stage.
            page.expect("document.querySelector('[aria-busy=true]') === null", true).await;
            let [iv, sequence, nonce] = nonce_rows(page).await;
            assert_eq!((iv.len(), sequence.len()), (12, 12), "{moment}");
            assert_eq!(sequence[..], [&[0; 11][..], &[number]].concat(), "{moment}");
            let sum: Vec<u8> = iv.iter().zip(&sequence).map(|(a, b)| a ^ b).collect();
            assert_eq!(nonce, sum, "{moment}");
        }
    });
}

#[test]
pub fn a_record_leads_to_its_key() {
    browse(async |page| {
        page.open(&format!("/s/tls13-full/{}?tab=record", step_of("server.send.Certificate"))).await;
        let key =
            page.text("document.querySelector('.beside a').closest('div').querySelector('code').textContent").await;
        page.click(".beside a").await;
        page.expect("document.querySelector('[aria-pressed=true]')?.dataset.node", "server_handshake_write_key").await;
        let value = page.text("document.querySelector('.detail .value-hex').textContent").await;
        assert_eq!(bytes(&key), bytes(&value));
    });
}

#[test]
pub fn a_record_in_the_clear_and_none_at_all() {
    browse(async |page| {
        page.open("/s/tls13-full/1?tab=record").await;
        page.expect("document.querySelector('#tabpanel').innerText.length > 20", true).await;
        page.expect("document.querySelector('.pipeline')", Value::Null).await;
        page.open(&format!("/s/tls13-full/{}?tab=record", step_of("client.send.ClientHello"))).await;
        page.expect("document.querySelector('.pipeline') !== null", true).await;
        page.expect("document.querySelector('.seal, .xor, .absent')", Value::Null).await;
    });
}

#[test]
pub fn every_check_says_what_it_is() {
    browse(async |page| {
        for moment in ["client.read.ServerHello", "client.read.Certificate", "server.read.Finished"] {
            page.open(&format!("/s/tls13-full/{}?tab=checks", step_of(moment))).await;
            page.expect("document.querySelectorAll('.checks article').length > 1", true).await;
            let rows = page.texts("document.querySelectorAll('.checks article'), row => row.textContent").await;
            let titles = page.texts("document.querySelectorAll('.checks article b'), title => title.textContent").await;
            assert!(titles.len() >= rows.len(), "{moment}: {titles:?}");
            for title in &titles {
                // Without a blank it would be the rule's key, not its title.
                assert!(title.contains(' '), "{moment}: {title}");
            }
            for row in rows {
                assert!(row.len() > 40, "{moment}: {row}");
            }
            page.expect("document.querySelectorAll('.checks .broken').length", 0).await;
        }
    });
}

#[test]
pub fn earlier_checks_unfold_and_lead_back_to_their_step() {
    browse(async |page| {
        page.open(&format!("/s/tls13-full/{}?tab=checks", steps())).await;
        page.click("details summary").await;
        page.expect("document.querySelector('details').open", true).await;
        let href = page.text("document.querySelector('details article a').getAttribute('href')").await;
        page.click("details article a").await;
        page.expect(ADDRESS, href).await;
        page.expect("document.querySelectorAll('#tab-checks[aria-selected=true]').length", json!(1)).await;
    });
}

#[test]
pub fn a_check_that_fails_is_marked_on_the_stage_and_in_its_tab() {
    browse(async |page| {
        // A client that trusts nobody.
        let story = Story::open("/s/tls13-full/1?trust=nobody");
        let failed = story.run().moments.iter().position(|moment| moment.failed).expect("a failure") + 1;
        page.open(&format!("/s/tls13-full/{failed}?trust=nobody&tab=checks")).await;
        page.expect(
            "document.querySelector('.where').innerText.includes('of ' + document.querySelectorAll('.row').length)",
            true,
        )
        .await;
        page.expect("document.querySelectorAll('.row.now .failed').length", 1).await;
        page.expect("document.querySelectorAll('.checks > .broken').length", 1).await;
        let said = page.text("document.querySelector('.checks > .broken').textContent").await;
        assert!(said.contains("broken") && said.contains("unknown_ca"), "{said}");
        // An alert goes out, and that is the end.
        page.expect("document.querySelectorAll('.chip.fatal').length", 1).await;
        page.expect("document.querySelector('.chip.fatal').innerText.includes('unknown_ca')", true).await;
        page.expect("document.querySelector('.stage').innerText.includes('Hello, class!')", false).await;
    });
}
