//! The Keys tab: the schedule fills in, and what it says can be checked in a shell.

use crate::driver::skipped;
use crate::harness::{ADDRESS, Key, browse};
use crate::{step_of, steps};
use serde_json::{Value, json};
use std::process::Command;
use xtask::proc::which;

fn node(name: &str) -> String {
    format!("[data-node='{name}']")
}

#[test]
pub fn values_are_new_known_hidden_or_to_come() {
    browse(async |page| {
        page.whole_schedule().await;
        let step = step_of("client.keys.handshake");
        page.open(&format!("/s/tls13-full/{step}?view=client")).await;
        let wanted = [
            ("handshake_secret", "new at this step"),
            ("client_handshake_write_key", "new at this step"),
            ("client_private", "known"),
            ("server_private", "hidden from this point of view"),
            ("client_application_traffic_secret_0", "not known yet"),
            ("exporter_master_secret", "not known yet"),
        ];
        let found = page.texts("document.querySelectorAll('[data-node]'), one => one.dataset.node").await;
        for (name, state) in wanted {
            assert!(found.iter().any(|one| one == name), "there is no {name}: {found:?}");
            let label =
                format!("document.querySelector(\"{}\").getAttribute('aria-label').split(', ').pop()", node(name));
            page.expect(&label, state).await;
        }
        // One step on nothing is new; what was new is known.
        page.press(Key::Right).await;
        page.click("#tab-keys").await;
        page.expect("document.querySelectorAll('[data-node].fresh').length", 0).await;
        page.expect(
            &format!("document.querySelector(\"{}\").classList.contains('open')", node("handshake_secret")),
            true,
        )
        .await;
    });
}

#[test]
pub fn a_value_is_opened_by_keyboard() {
    browse(async |page| {
        page.whole_schedule().await;
        let step = step_of("client.keys.handshake");
        page.open(&format!("/s/tls13-full/{step}")).await;
        for (name, key) in [("handshake_secret", Key::Enter), ("server_handshake_traffic_secret", Key::Space)] {
            page.focus(&node(name)).await;
            page.press(key).await;
            let pressed =
                "Array.from(document.querySelectorAll('[data-node][aria-pressed=true]'), one => one.dataset.node)";
            page.expect(&format!("{pressed}.join()"), name).await;
            page.expect(ADDRESS, format!("/s/tls13-full/{step}?tab=keys&node={name}")).await;
            page.expect("document.activeElement.dataset.node", name).await;
            page.expect("/^[0-9a-f]{64}$/.test(document.querySelector('.detail .value-hex')?.textContent)", true).await;
            page.expect("document.querySelector('.detail pre').textContent.startsWith('openssl ')", true).await;
        }
        // The value is the one on the box.
        let value = page.text("document.querySelector('.detail .value-hex').textContent").await;
        let short = page.text("document.querySelector('[aria-pressed=true] .bytes-of').textContent").await;
        assert!(value.starts_with(short.trim_end_matches('…')), "{short} is not the start of {value}");
        page.press(Key::Escape).await;
        page.expect("document.querySelector('.detail')", Value::Null).await;
    });
}

#[test]
pub fn openssl_computes_the_same_values() {
    if which("openssl").is_none() {
        return skipped("openssl is missing");
    }
    browse(async |page| {
        page.whole_schedule().await;
        let runs = [
            ("TLS_AES_128_GCM_SHA256", "x25519", ""),
            ("TLS_AES_256_GCM_SHA384", "secp384r1", ""),
            ("TLS_CHACHA20_POLY1305_SHA256", "secp256r1", ""),
            // Somebody swaps a half on the way: the value shown is that of one side, and so are the numbers in the command.
            ("TLS_AES_128_GCM_SHA256", "x25519", "c0.share"),
            ("TLS_AES_128_GCM_SHA256", "x25519", "s0.share"),
        ];
        for (suite, group, tamper) in runs {
            let (query, step) = match tamper {
                "" => (String::new(), steps()),
                tamper => (format!("&tamper={tamper}"), step_of("client.keys.handshake")),
            };
            page.open(&format!("/s/tls13-full/{step}?tab=keys&suite={suite}&group={group}{query}")).await;
            let names = page.texts("document.querySelectorAll('[data-node].open'), one => one.dataset.node").await;
            let (mut extracted, mut expanded, mut exchanged) = (0, 0, 0);
            for name in names {
                page.focus(&node(&name)).await;
                page.press(Key::Enter).await;
                page.expect("document.querySelector('[data-node][aria-pressed=true]')?.dataset.node", name.as_str())
                    .await;
                let command = page.js("document.querySelector('.detail pre')?.textContent").await;
                let Some(command) = command.as_str().filter(|command| command.starts_with("openssl ")) else {
                    continue;
                };
                let value = page.text("document.querySelector('.detail .value-hex').textContent").await;
                assert_eq!(run(command), value, "{suite}: {name}: {command}");
                extracted += usize::from(command.contains("EXTRACT_ONLY"));
                exchanged += usize::from(command.starts_with("openssl pkey"));
                expanded += usize::from(command.contains("EXPAND_ONLY"));
            }
            // Both public halves, and what comes of one with the other's private half.
            assert_eq!(exchanged, 3, "{suite}, {group} {tamper}");
            if !tamper.is_empty() {
                continue;
            }
            assert!(extracted >= 3 && expanded >= 15, "{suite}: only {extracted} and {expanded} commands");
        }
    });
}

/// What a command prints in a shell, as hex digits.
fn run(command: &str) -> String {
    let output = Command::new("sh").args(["-c", command]).output().expect("a shell");
    assert!(output.status.success(), "{command}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().replace(':', "").to_lowercase()
}

#[test]
pub fn a_command_can_be_copied() {
    browse(async |page| {
        page.whole_schedule().await;
        page.open("/s/tls13-full/8?node=handshake_secret").await;
        page.expect("document.querySelector('.command button').textContent", "Copy the command").await;
        page.click(".command button").await;
        page.expect("document.querySelector('.command button').textContent", "Copied").await;
        // Another value, another command: this one is not copied.
        page.click(&format!("{} text", node("server_handshake_traffic_secret"))).await;
        page.expect("document.querySelector('.command button').textContent", "Copy the command").await;
    });
}

/// The graph stays to be seen beside what is told of one of its values, and that value in it.
#[test]
pub fn graph_and_value_share_the_tab() {
    const SHARE: &str = "(() => {
        const box = one => document.querySelector(one).getBoundingClientRect();
        const [graph, chosen, told, tab] = ['.keys-drawing', '.node[aria-pressed=true]', '.detail h3', '.inspected'].map(box);
        const within = (inner, outer) => inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1
            && inner.left >= outer.left - 1 && inner.right <= outer.right + 1;
        const inspected = document.querySelector('.inspected');
        return { tall: graph.height >= 250, chosen: within(chosen, graph), told: within(told, tab),
            calm: inspected.scrollHeight <= inspected.clientHeight + 1,
            beside: told.left >= graph.right - 1 };
    })()";
    browse(async |page| {
        page.whole_schedule().await;
        for (address, names) in [
            ("/s/tls13-full/26?tab=keys", ["handshake_secret", "resumption_master_secret"]),
            ("/s/tls12-rsa/21?tab=keys", ["key_block", "server_write_IV"]),
            ("/s/tls13-resume/20?tab=keys&view=client", ["psk", "client_application_traffic_secret_0"]),
            ("/s/tls13-full/26?tab=keys&lang=es", ["master_secret", "exporter_master_secret"]),
        ] {
            for (width, height, beside) in [(1280, 800, false), (1920, 1080, true)] {
                page.size(width, height).await;
                page.open(address).await;
                for name in names {
                    page.focus(&node(name)).await;
                    page.press(Key::Enter).await;
                    page.expect(&format!("document.querySelector(\"{}\").ariaPressed", node(name)), "true").await;
                    let wanted = json!({ "tall": true, "chosen": true, "told": true, "calm": true, "beside": beside });
                    page.expect(SHARE, wanted).await;
                    // Another value is told from its beginning.
                    page.js("document.querySelector('.keys-told').scrollTop = 9999").await;
                }
            }
        }
    });
}
