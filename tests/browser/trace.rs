//! The page runs the same handshake as the native program.

use crate::harness::browse;
use handshake_app::Story;
use handshake_scenario::settings::KEYS;
use serde_json::Value;

/// The values that a setting can take.
fn options(id: &str) -> impl Iterator<Item = &'static str> + Clone {
    let key = KEYS.iter().find(|key| key.id == id).unwrap_or_else(|| panic!("there is no {id}"));
    key.options.iter().copied()
}

#[test]
pub fn the_page_makes_the_same_bytes_as_the_native_program() {
    browse(async |page| {
        page.open("/s/tls13-full/1").await;
        let mut seed = 0;
        for suite in options("suite") {
            for group in options("group") {
                for certificate in options("certificate") {
                    seed += 1;
                    let address =
                        format!("/s/tls13-full/1?suite={suite}&group={group}&certificate={certificate}&seed={seed}");
                    let here = Story::open(&address).fingerprint().sha256;
                    assert_eq!(here.len(), 64);
                    let there = format!("window.wasmBindings.trace_sha256({})", Value::from(address));
                    assert_eq!(page.text(&there).await, here, "{there}");
                }
            }
        }
        assert_eq!(seed, 84, "3 suites, 4 groups, 7 signatures");
        for suite in options("suite12") {
            let kind = if suite.contains("ECDSA") { "ecdsa_secp256r1_sha256" } else { "rsa_pss_rsae_sha256" };
            for (ems, etm) in [("yes", "yes"), ("no", "no")] {
                let address = format!(
                    "/s/tls12-rsa/1?suite12={suite}&certificate={kind}&ems={ems}&etm={etm}&ticket=yes&theft=yes"
                );
                let here = Story::open(&address);
                assert_eq!(here.page().notice, None, "{address}");
                let there = format!("window.wasmBindings.trace_sha256({})", Value::from(address));
                assert_eq!(page.text(&there).await, here.fingerprint().sha256, "{there}");
            }
        }
        for scenario in handshake_lessons::scenarios() {
            let address = format!("/s/{}/1", scenario.id);
            let here = Story::open(&address).fingerprint().sha256;
            let there = format!("window.wasmBindings.trace_sha256({})", Value::from(address));
            assert_eq!(page.text(&there).await, here, "{there}");
        }
    });
}
