//! Points of view: what a party can't know is not in the page at all.

use crate::harness::{ADDRESS, Key, browse};
use crate::step_of;
use serde_json::Value;

const TABS: [&str; 4] = ["bytes", "keys", "record", "checks"];

/// A text without what may stand between two digits of a secret.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '…').collect::<String>().to_lowercase()
}

#[test]
pub fn the_eavesdropper_has_nothing_of_a_sealed_certificate() {
    browse(async |page| {
        page.whole_schedule().await;
        let step = step_of("server.send.Certificate");
        let at = |query: &str| format!("/s/tls13-full/{step}?{query}");
        let mut secrets = Vec::new();

        page.open(&at("layer=message")).await;
        let lines = page.texts("document.querySelectorAll('.hex-digits'), line => line.textContent").await;
        secrets.extend(lines.iter().map(|line| squeezed(line)).filter(|line| line.len() == 16));
        assert!(secrets.len() > 40, "no certificate: {secrets:?}");
        let fields =
            page.texts("document.querySelectorAll('[role=treeitem]:not(.outer)'), row => row.dataset.field").await;
        secrets.extend(fields.iter().skip(1).map(|field| squeezed(field)));
        // Without a pre-shared key the top of the schedule follows from public values alone.
        let public = ["client_public", "server_public", "psk", "early_secret", "derived_early"];
        page.open(&at("tab=keys")).await;
        let values = page
            .js("Array.from(document.querySelectorAll('[data-node]'), node =>
                [node.dataset.node, node.querySelector('.bytes-of')?.textContent ?? ''])")
            .await;
        for pair in values.as_array().expect("nodes") {
            let (node, value) = (pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default());
            if !public.contains(&node) && squeezed(value).len() >= 6 {
                secrets.push(squeezed(value));
            }
        }
        page.open(&at("tab=record")).await;
        let rows = page.texts("document.querySelectorAll('.xor code'), code => code.innerText").await;
        assert_eq!(rows.len(), 3);
        secrets.extend([&rows[0], &rows[2]].map(|row| squeezed(row)));

        for tab in TABS {
            page.open(&at(&format!("tab={tab}"))).await;
            let all = squeezed(&page.source().await);
            let seen = secrets.iter().filter(|secret| all.contains(*secret)).count();
            assert!(seen > 0 || tab == "checks", "with everything in view, {tab} shows none of it");
            page.click("[data-view=eavesdropper]").await;
            page.expect(ADDRESS, at(&format!("view=eavesdropper&tab={tab}"))).await;
            page.expect("document.querySelector('.row.now .chip b').textContent", "encrypted record").await;
            let source = squeezed(&page.source().await);
            let told: Vec<_> = secrets.iter().filter(|secret| source.contains(*secret)).collect();
            assert!(told.is_empty(), "{tab} tells the eavesdropper {told:?}");
        }
    });
}

#[test]
pub fn what_is_hidden_is_shown_as_absent() {
    browse(async |page| {
        page.whole_schedule().await;
        let step = step_of("server.send.Certificate");
        page.open(&format!("/s/tls13-full/{step}?tab=record")).await;
        page.expect("document.querySelector('.absent')", Value::Null).await;
        page.expect("document.querySelectorAll('.xor').length", 1).await;
        page.open(&format!("/s/tls13-full/{step}?tab=record&view=eavesdropper")).await;
        page.expect("document.querySelector('.absent')?.innerText.length > 20", true).await;
        page.expect("document.querySelectorAll('.xor').length", 0).await;

        page.click("#tab-keys").await;
        let hidden = "Array.from(document.querySelectorAll('[data-node].hidden'), node => node.dataset.node)";
        page.expect(&format!("{hidden}.includes('handshake_secret')"), true).await;
        let hidden = page.texts(hidden).await;
        assert!(hidden.len() > 10, "{hidden:?}");
        for node in ["client_private", "server_private", "shared_secret", "server_handshake_traffic_secret"] {
            assert!(hidden.iter().any(|one| one == node), "{node} is not hidden: {hidden:?}");
        }
        assert!(!hidden.iter().any(|one| one.ends_with("_public")), "{hidden:?}");
        page.expect("document.querySelectorAll('[data-node].hidden .bytes-of').length > 0", true).await;
        page.expect(
            "Array.from(document.querySelectorAll('[data-node].hidden .bytes-of'), text => text.textContent)
                .every(text => text === 'hidden')",
            true,
        )
        .await;
        // A hidden value can be asked for; the answer is why it is not there.
        page.click("[data-node=handshake_secret] text").await;
        page.expect("document.querySelector('.detail em')?.textContent.length > 20", true).await;
        page.expect("document.querySelector('.detail .value-hex, .detail .command')", Value::Null).await;
    });
}

#[test]
pub fn v_goes_through_the_points_of_view() {
    browse(async |page| {
        page.whole_schedule().await;
        page.open("/s/tls13-full/8").await;
        for view in ["client", "server", "eavesdropper", "everything"] {
            page.press('v').await;
            page.expect("document.querySelector('.views [aria-checked=true]').dataset.view", view).await;
            let query = if view == "everything" { String::new() } else { format!("?view={view}") };
            page.expect(ADDRESS, format!("/s/tls13-full/8{query}")).await;
        }
        page.press(Key::Right).await;
        page.click("[data-view=server]").await;
        page.expect(ADDRESS, "/s/tls13-full/9?view=server").await;
    });
}
