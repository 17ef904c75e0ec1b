//! What axe-core (tests/data/axe.min.js, MPL 2.0) has against the page: nothing, on every screen, tab and dialog, in light
//! and dark.

use crate::harness::{Key, Page, browse};
use crate::identity::at;
use crate::step_of;
use serde_json::{Value, json};

const AXE: &str = include_str!("../data/axe.min.js");

/// Rule, and the elements that break it.
const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        found => done(found.violations.map(one =>
            `${one.id}: ${one.nodes.slice(0, 3).map(node => `${node.target.join(' ')} (${node.any.concat(node.all, node.none).map(why => why.message).join('; ')})`).join(', ')}`)),
        error => done([`axe: ${error}`]));";

async fn complaints(page: &Page, name: &str) -> Vec<String> {
    // Nothing moves any more: what is half transparent has half of its contrast.
    page.expect("document.getAnimations().every(one => one.playState !== 'running')", true).await;
    page.expect("document.querySelector('[aria-busy=true]') === null", true).await;
    if page.js("typeof axe").await == json!("undefined") {
        page.script(AXE).await;
    }
    let found = page.later(RUN).await;
    let found = found.as_array().cloned().unwrap_or_else(|| vec![found]);
    found.iter().map(|one| format!("{name}: {}", one.as_str().map_or_else(|| one.to_string(), str::to_owned))).collect()
}

async fn look_at_all(page: &Page, theme: &str) {
    page.still(theme).await;
    let send = step_of("server.send.CertificateVerify");
    let keys = step_of("client.keys.handshake");
    let read = step_of("client.read.Certificate");
    let views = [
        ("home", "/".to_owned()),
        ("bytes", format!("/s/tls13-full/{send}?field=CertificateVerify.signature")),
        ("keys", format!("/s/tls13-full/{keys}?node=handshake_secret")),
        ("record", format!("/s/tls13-full/{send}?tab=record")),
        ("checks", format!("/s/tls13-full/{read}?tab=checks")),
        ("failed", "/s/tls13-full/14?trust=nobody".to_owned()),
        ("notice", "/s/tls13-full/5?view=nobody".to_owned()),
        ("break it", format!("/s/tls13-full/{send}?tab=break")),
        ("break it, a field", "/s/tls13-full/5?tab=bytes&field=ServerHello.random&byte=0x08".to_owned()),
        ("broken", "/s/tls13-full/5?tamper=s0.flip.0x0c.0&tab=bytes&bytes=arrived&field=ServerHello.random".to_owned()),
        ("broken for good", format!("/s/tls13-full/{send}?tamper=s0.share&tab=break")),
        ("compare", "/compare/tls13-full/5?with.tamper=s0.share".to_owned()),
        ("compare, a field", "/compare/tls13-full/5?with.tamper=s0.share&field=ServerHello.random".to_owned()),
        ("compare, values", "/compare/tls13-full/8?with=tls12-ecdhe".to_owned()),
        ("part", format!("/s/tls13-full/{keys}?part=3")),
        ("eavesdropper", format!("/s/tls13-full/{send}?view=eavesdropper&tab=record")),
        ("hidden keys", format!("/s/tls13-full/{send}?view=eavesdropper&tab=keys")),
        ("present", "/s/tls13-full/5?present=1".to_owned()),
        ("open", "/open".to_owned()),
        ("open, not there", "/open/3".to_owned()),
        ("live", "/live".to_owned()),
        ("live, not there", "/live/3".to_owned()),
        ("short code, wrong", "/c/xxxx".to_owned()),
        ("a record that arrived", "/s/tls13-full/12?tamper=s3.flip.0x20.0&tab=record&bytes=arrived".to_owned()),
        ("text", "/text/tls13-full".to_owned()),
        ("notes", "/notes/tls13-full/5".to_owned()),
        ("lesson", "/l/tls13/1".to_owned()),
        ("lesson, bytes", "/l/tls13/2".to_owned()),
        ("lesson, wrong", "/l/tls13/4?answer=1&hint=2".to_owned()),
        ("lesson, right", "/l/tls13/4?answer=0".to_owned()),
        ("lesson, order", "/l/tls13/9".to_owned()),
        ("lesson, task", "/l/tls13/11".to_owned()),
        ("lesson, exploring", "/l/tls13/1?explore=yes".to_owned()),
        ("glossary", "/glossary/aead".to_owned()),
        ("teach", "/teach".to_owned()),
        ("teach, a lesson", "/teach/tls13?seed=5".to_owned()),
        ("class", "/class".to_owned()),
        ("progress", "/progress".to_owned()),
        ("certificate", "/certificate".to_owned()),
        ("chain", at("trusted", "client.read.Certificate")),
        ("chain, broken", format!("{}&cert=0&der=Certificate.tbsCertificate", at("unknown-ca", "client.read.fault"))),
        ("chain, a link missing", at("missing-intermediate", "client.read.fault")),
        ("chain of one's own", "/certificates".to_owned()),
        (
            "chain of one's own, judged",
            "/certificates?example=expired&cert=1&der=Certificate.signatureValue".to_owned(),
        ),
        ("chain of one's own, wrong", "/certificates?date=2026-02-30&anchor=brought".to_owned()),
        ("suites", "/suite".to_owned()),
        ("suite", "/suite/TLS_RSA_WITH_3DES_EDE_CBC_SHA".to_owned()),
        ("versions", "/versions".to_owned()),
        ("cost", "/cost".to_owned()),
    ];
    let mut wrong = Vec::new();
    for (name, address) in views {
        page.open(&address).await;
        wrong.extend(complaints(page, name).await);
    }
    page.open("/s/tls13-full/5").await;
    for button in ["Change the setup", "Share", "Keys and help", "Find a field"] {
        page.click(&format!("[aria-label='{button}']")).await;
        page.expect("document.querySelector('dialog:modal') !== null", true).await;
        wrong.extend(complaints(page, button).await);
        if button == "Share" {
            page.click("[data-name=to-large]").await;
            page.expect("document.querySelector('dialog:not(:has(#address)):modal') !== null", true).await;
            wrong.extend(complaints(page, "Share, for the room").await);
            page.press(Key::Escape).await;
            page.expect("document.querySelector('dialog:not(:has(#address))')", Value::Null).await;
        }
        page.press(Key::Escape).await;
        page.expect("document.querySelector('dialog') === null", true).await;
    }
    assert!(wrong.is_empty(), "{} in all, {theme}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
pub fn axe_finds_nothing_in_light() {
    browse(async |page| look_at_all(page, "light").await);
}

#[test]
pub fn axe_finds_nothing_in_dark() {
    browse(async |page| look_at_all(page, "dark").await);
}

#[test]
pub fn what_is_wrong_is_found() {
    browse(async |page| {
        page.open("/").await;
        page.js("document.querySelector('h1').innerHTML = '<img src=\"data:,\">'").await;
        let found = complaints(page, "home").await;
        assert!(found.iter().any(|one| one.contains("image-alt")), "{found:?}");
        page.expect("document.querySelector('h1').innerText", Value::from("")).await;
    });
}
