//! On every screen: nothing is cut off, nothing has to be scrolled sideways. Leaves pictures in `target/screenshots`.

use crate::driver::Browser;
use crate::harness::{Key, Page, browse};
use crate::identity::at;
use crate::step_of;
use serde_json::json;

/// Small phone, phone, tablet, laptop, projector; and their heights.
const SIZES: [(u32, u32); 5] = [(320, 568), (360, 740), (768, 1024), (1280, 800), (1920, 1080)];

/// What is wrong with the page as it stands, in words.
const WRONG: &str = "(() => {
    const wrong = [];
    const root = document.documentElement;
    // A vertical scroll bar takes some of the window's width.
    const width = root.clientWidth;
    if (root.scrollWidth > width) wrong.push(`the page is ${root.scrollWidth} wide, the window ${width}`);
    // What lies out of sight is not to make the page longer than what is on it.
    const end = Math.max(root.clientHeight, document.body.getBoundingClientRect().bottom + scrollY);
    if (root.scrollHeight > end + 2) wrong.push(`the page goes on for ${Math.round(root.scrollHeight - end)} below its end`);
    const name = element => element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '');
    const say = (element, what) => wrong.push(`${name(element)} “${element.textContent.slice(0, 30)}” ${what}`);
    const modal = document.querySelector('dialog:modal');
    const walker = document.createTreeWalker(modal ?? document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const text = walker.currentNode, element = text.parentElement;
        if (!text.textContent.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (element.closest('.visually-hidden, .skip, option, noscript, script, style')) continue;
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        if (box.width === 0) continue;
        if (element.closest('svg')) {
            const frame = element.closest('g')?.querySelector('rect')?.getBoundingClientRect();
            if (frame && (box.left < frame.left - 1 || box.right > frame.right + 1)) say(element, 'is wider than its box');
            continue;
        }
        for (let around = element; around; around = around.parentElement) {
            const style = getComputedStyle(around);
            // Who can scroll to it can read it; dots say that something was left out.
            if (style.overflowX === 'auto' || style.overflowX === 'scroll' || style.textOverflow === 'ellipsis') break;
            const window = around === root ? { left: 0, right: width, width } : around.getBoundingClientRect();
            // What is one pixel wide is for screen readers.
            if (around !== root && window.width <= 1) break;
            const cuts = around === root || style.overflowX !== 'visible';
            if (cuts && (box.left < window.left - 1 || box.right > window.right + 1)) {
                say(element, `(${Math.round(box.left)}–${Math.round(box.right)}) is cut off by ${name(around)} ` +
                    `(${Math.round(window.left)}–${Math.round(window.right)})`);
                break;
            }
        }
    }
    return wrong.slice(0, 5);
})()";

/// Texts that lie on one another, in words: within a part of the page that nothing else slides over.
const OVERLAPS: &str = "(() => {
    const planes = '.heads, .ladder, .timeline, .top, .panel, .home, .transcript, .notes footer, .notes, .lesson-way, .attack, .pair-heads, .pairs, .table-pane thead, .table-pane, .compare main, dialog header, dialog';
    const boxes = [];
    const walker = document.createTreeWalker(document.querySelector('dialog:modal') ?? document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const text = walker.currentNode, element = text.parentElement;
        if (!text.textContent.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (element.closest('.visually-hidden, .skip, option, noscript, script, style')) continue;
        range.selectNodeContents(text);
        // Line by line: around a link that goes on in the next line, other words stand.
        for (let { left, top, right, bottom } of range.getClientRects()) {
        for (let around = element; around && around !== document.body; around = around.parentElement) {
            const style = getComputedStyle(around);
            if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
            const window = around.getBoundingClientRect();
            left = Math.max(left, window.left); right = Math.min(right, window.right);
            top = Math.max(top, window.top); bottom = Math.min(bottom, window.bottom);
        }
        if (right - left > 2 && bottom - top > 2) boxes.push({ element, plane: element.closest(planes), left, top, right, bottom });
        }
    }
    const found = [];
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
        const [a, b] = [boxes[i], boxes[j]];
        if (a.plane !== b.plane || a.element.contains(b.element) || b.element.contains(a.element)) continue;
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Lines of text may touch: their boxes are higher than their letters.
        if (wide > 2 && high > 5) found.push('“' + a.element.textContent.slice(0, 24) + '” lies on “' + b.element.textContent.slice(0, 24) + '”');
    }
    return found.slice(0, 4);
})()";

/// The views looked at: a name and an address.
fn views() -> Vec<(String, String)> {
    let moments = [
        "client.keys.key-pair",
        "server.send.ServerHello",
        "client.keys.handshake",
        "server.send.Certificate",
        "client.read.Certificate",
        "client.send.data",
    ];
    let mut views = vec![("home".to_owned(), "/".to_owned())];
    for step in moments.map(step_of) {
        for tab in ["bytes", "keys", "record", "checks"] {
            views.push((format!("step{step}-{tab}"), format!("/s/tls13-full/{step}?tab={tab}")));
        }
    }
    let more = [
        ("field", "5?field=ServerHello.extensions.key_share.server_share.key_exchange"),
        ("node", "8?node=handshake_secret"),
        ("layer", "12?layer=record"),
        ("eavesdropper", "12?view=eavesdropper&tab=record"),
        ("shared", "14?coalesce=yes"),
        ("cut", "12?record_limit=256"),
        ("part", "6?part=4"),
        ("flipped", "12?tab=record&bit=400"),
        ("present", "5?present=1"),
        ("notice", "5?view=nobody&zzz=1&seed=x"),
        ("ticket", "24?ticket=yes&tab=keys&certificate=rsa_pss_rsae_sha256"),
    ];
    views.extend(more.map(|(name, rest)| (name.to_owned(), format!("/s/tls13-full/{rest}"))));
    let chains = [("trusted", "client.read.Certificate"), ("missing-intermediate", "client.read.fault")];
    views.extend(chains.map(|(scenario, moment)| (format!("chain-{scenario}"), at(scenario, moment))));
    let others = [
        ("text", "/text/tls13-full"),
        ("notes", "/notes/tls13-full/5"),
        ("own", "/certificates"),
        ("own-judged", "/certificates?example=unknown-ca&cert=1&der=Certificate.tbsCertificate.issuer"),
        ("suites", "/suite"),
        ("suite", "/suite/TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"),
        ("versions", "/versions"),
        ("cost", "/cost"),
        ("break", "/s/tls13-full/5?tab=break"),
        ("break-field", "/s/tls13-full/5?tab=bytes&field=ServerHello.random&byte=0x08"),
        ("broken", "/s/tls13-full/5?tamper=s0.share_s3.cut.17&tab=bytes&bytes=arrived"),
        ("compare", "/compare/tls13-full/5?with.tamper=s0.share"),
        ("compare-field", "/compare/tls13-full/2?with=tls12-ecdhe&field=ClientHello.random"),
    ];
    views.extend(others.map(|(name, address)| (name.to_owned(), address.to_owned())));
    views
}

/// Follows a link of the page, without loading it again.
async fn go(page: &Page, address: &str) {
    let address = json!(address);
    page.js(&format!("history.pushState(null, '', {address}) ?? dispatchEvent(new PopStateEvent('popstate'))")).await;
    // Drawn, and nothing moves any more.
    page.expect("document.getAnimations().every(one => one.playState !== 'running')", true).await;
}

async fn look(page: &Page, name: &str, size: (u32, u32), theme: &str) -> Vec<String> {
    let mut found = page.texts(WRONG).await;
    found.extend(page.texts(OVERLAPS).await);
    if page.is_the_usual() {
        page.screenshot(&format!("{name}-{}-{theme}.png", size.0)).await;
    }
    found.iter().map(|what| format!("{name} at {}: {what}", size.0)).collect()
}

async fn look_at_all(page: &Page, theme: &str) {
    page.still(theme).await;
    let mut wrong = Vec::new();
    page.open("/s/tls13-full/1").await;
    // Other colours or another browser do not make it another layout everywhere: there, a phone and a laptop will do.
    let all = theme == "light" && page.kind == Browser::Chromium;
    for size in SIZES.into_iter().filter(|size| all || matches!(size.0, 320 | 1280)) {
        page.size(size.0, size.1).await;
        for (name, address) in views() {
            go(page, &address).await;
            wrong.extend(look(page, &name, size, theme).await);
        }
        go(page, "/s/tls13-full/5").await;
        for (button, name) in [("Change the setup", "setup"), ("Share", "share"), ("Keys and help", "help")] {
            page.click(&format!("[aria-label='{button}']")).await;
            page.expect("document.querySelector('dialog:modal') !== null", true).await;
            wrong.extend(look(page, name, size, theme).await);
            if name == "share" {
                page.click(".to-large").await;
                page.expect("document.querySelector('dialog.whole:modal') !== null", true).await;
                wrong.extend(look(page, "share-large", size, theme).await);
                page.press(Key::Escape).await;
                page.expect("document.querySelector('dialog.whole') === null", true).await;
            }
            page.press(Key::Escape).await;
            page.expect("document.querySelector('dialog') === null", true).await;
        }
    }
    assert!(wrong.is_empty(), "{} in all, {theme}:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
pub fn nothing_is_cut_off_in_light() {
    browse(async |page| look_at_all(page, "light").await);
}

#[test]
pub fn nothing_is_cut_off_in_dark() {
    browse(async |page| look_at_all(page, "dark").await);
}

/// Words of another language are longer.
#[test]
pub fn nothing_is_cut_off_in_spanish() {
    browse(async |page| {
        page.still("light").await;
        page.open("/s/tls13-full/1?lang=es").await;
        let hello = step_of("server.send.ServerHello");
        let certificate = step_of("server.send.Certificate");
        let addresses = ["bytes", "keys", "record", "checks", "certificates", "break"]
            .map(|tab| format!("/s/tls13-full/{certificate}?tab={tab}"))
            .into_iter()
            .chain(
                ["/", "/open", "/live", "/suite", "/versions", "/cost", "/teach", "/progress", "/glossary"]
                    .map(str::to_owned),
            )
            .chain([
                format!("/s/tls12-rsa/{hello}?tab=keys"),
                "/l/diffie-hellman/2".to_owned(),
                "/l/tls13/3".to_owned(),
            ])
            .collect::<Vec<_>>();
        let mut wrong = Vec::new();
        for size in SIZES {
            page.size(size.0, size.1).await;
            for (number, address) in addresses.iter().enumerate() {
                go(page, address).await;
                wrong.extend(look(page, &format!("es{number}"), size, "light").await);
            }
        }
        assert!(wrong.is_empty(), "{} in all:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    });
}

#[test]
pub fn what_is_cut_off_is_found() {
    browse(async |page| {
        page.open("/").await;
        page.expect(WRONG, json!([])).await;
        page.js("document.querySelector('h1').style.cssText = 'overflow: hidden; width: 50px; white-space: nowrap'")
            .await;
        page.expect(&format!("({WRONG}).length"), 1).await;
        page.js("document.querySelector('h1').style.cssText = 'width: 3000px'").await;
        page.expect(&format!("({WRONG})[0].startsWith('the page is 3')"), true).await;
    });
}

#[test]
pub fn texts_that_lie_on_one_another_are_found() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        page.expect(OVERLAPS, json!([])).await;
        page.js("document.querySelector('.told h2').style.marginBlockEnd = '-2rem'").await;
        page.expect(&format!("({OVERLAPS}).length > 0"), true).await;
    });
}

/// What is shown beside a link to the page (docs/social.png, which crates/site/src/pack.rs packs).
#[test]
pub fn a_picture_for_links() {
    browse(async |page| {
        page.size(1200, 630).await;
        page.open("/").await;
        for message in ["ServerHello", "EncryptedExtensions", "Certificate"] {
            let now = "document.querySelector('[aria-current=step] b')?.textContent ?? ''";
            page.expect(&format!("({now}).startsWith({})", json!(message)), true).await;
        }
        page.screenshot("social.png").await;
    });
}

#[test]
pub fn a_picture_for_the_readme() {
    browse(async |page| {
        page.still("light").await;
        page.open("/s/tls13-full/5?field=ServerHello.extensions.key_share.server_share.key_exchange").await;
        page.expect("document.querySelector('.hex-run.selected') !== null", true).await;
        page.screenshot("readme.png").await;
    });
}
