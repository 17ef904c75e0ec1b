//! A run goes out as a capture and comes in again; what is no capture is told what it is.

use crate::harness::{ADDRESS, HEADING, Page, browse};
use handshake_app::Story;
use handshake_capture::key_log::KeyLog;
use handshake_capture::{packets, pcapng};

/// Hands the page a file, as the browser's own dialog would.
async fn choose(page: &Page, name: &str, content: &[u8]) {
    let hex = data_encoding::HEXLOWER.encode(content);
    page.js(&format!(
        "(() => {{ const bytes = Uint8Array.from('{hex}'.match(/../g) ?? [], pair => parseInt(pair, 16)); \
         const files = new DataTransfer(); files.items.add(new File([bytes], '{name}')); \
         const input = document.querySelector('#trace-file'); input.files = files.files; \
         input.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1 }})()"
    ))
    .await;
}

const LISTED: &str = "document.querySelectorAll('[data-name=connection]').length";
const SEALED: &str =
    "document.querySelector('[data-name=connections] li small').textContent.match(/(\\d+) of them sealed/)?.[1]";

#[test]
pub fn a_capture_is_opened_listed_and_stepped_through() {
    browse(async |page| {
        let story = Story::open("/s/tls13-full/1");
        page.open("/open").await;
        choose(page, "visit.pcapng", &pcapng::capture(story.run())).await;
        page.expect(LISTED, 1).await;
        page.expect(SEALED, "0").await;
        page.screenshot("open-capture").await;
        page.click("[data-name=connection]").await;
        page.expect(ADDRESS, "/open/1").await;
        page.expect(HEADING, "The client says hello, and shows what it can do").await;
        // Loaded again it is still there.
        page.open("/open/2").await;
        page.expect(ADDRESS, "/open/2").await;
    });
}

#[test]
pub fn without_its_key_log_a_capture_stays_sealed_and_with_it_it_opens() {
    browse(async |page| {
        let story = Story::open("/s/tls13-full/1");
        page.open("/open").await;
        choose(page, "visit.pcapng", &pcapng::write(&packets(story.run()), "")).await;
        page.expect(LISTED, 1).await;
        page.expect(&format!("Number({SEALED}) > 0"), true).await;
        let log = KeyLog::default().lines(&story.run().trace.steps);
        choose(page, "keys.log", log.as_bytes()).await;
        page.expect(SEALED, "0").await;
    });
}

#[test]
pub fn a_foreign_file_is_told_what_it_is() {
    browse(async |page| {
        page.open("/open").await;
        let alert = |word: &str| format!("document.querySelector('[role=alert]')?.textContent.includes('{word}')");
        for (content, word) in [
            (&b"<!doctype html><p>404"[..], "web page"),
            (b"%PDF-1.7", "PDF"),
            (b"\x1f\x8b\x08\x00", "Unpack"),
            (b"{\"log\":{\"version\":\"1.2\",\"creator\":{}}}", "HAR"),
            (b"-----BEGIN CERTIFICATE-----", "certificates"),
            (b"CLIENT_RANDOM 00 00", "key log"),
        ] {
            choose(page, "file", content).await;
            page.expect(&alert(word), true).await;
        }
        let file = pcapng::capture(Story::open("/s/tls13-full/1").run());
        choose(page, "cut.pcapng", &file[..file.len() / 2]).await;
        page.expect(&alert("ends within a packet"), true).await;
        page.expect(LISTED, 1).await;
    });
}

#[test]
pub fn share_saves_a_capture() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        // What would be saved is caught before the browser asks where to.
        page.js("(() => { window.saved = []; URL.createObjectURL = blob => { blob.arrayBuffer().then(bytes => window.saved.push([...new Uint8Array(bytes).slice(0, 4)])); return 'about:blank' }; HTMLAnchorElement.prototype.click = () => {}; return 1 })()").await;
        page.click("button[aria-label='Share']").await;
        page.click("[data-name='save-pcapng']").await;
        page.expect("window.saved", serde_json::json!([[10, 13, 13, 10]])).await;
        page.screenshot("share-save").await;
    });
}

#[test]
pub fn a_record_that_is_pasted_is_taken_apart() {
    browse(async |page| {
        page.open("/open").await;
        page.fill("#trace-text", "15 0z 03").await;
        page.click("form:has(#trace-text) button").await;
        page.expect("document.querySelector('[role=alert]')?.textContent.includes('column 5')", true).await;
        page.fill("#trace-text", "15 03 03 00 02 02 28").await;
        page.click("form:has(#trace-text) button").await;
        page.expect("document.body.textContent.includes('handshake_failure')", true).await;
        page.screenshot("pasted-record").await;
    });
}

#[test]
pub fn share_saves_a_step_as_pictures_and_the_run_as_one_page() {
    browse(async |page| {
        page.open("/s/tls13-full/5").await;
        // What would be saved is caught before the browser asks where to.
        page.js(
            "(() => { window.saved = []; HTMLAnchorElement.prototype.click = () => {}; const real = URL.createObjectURL; \
             URL.createObjectURL = blob => { blob.arrayBuffer().then(bytes => window.saved.push(blob.type + ' ' + \
             String.fromCharCode(...new Uint8Array(bytes).slice(1, 4)))); return real.call(URL, blob) }; return 1 })()",
        )
        .await;
        page.click("button[aria-label='Share']").await;
        for (name, saved) in
            [("save-html", "text/html !do"), ("stage-svg", "image/svg+xml svg"), ("stage-png", "image/png PNG")]
        {
            page.click(&format!("[data-name='{name}']")).await;
            page.expect("window.saved.at(-1)", saved).await;
        }
        page.screenshot("share-slides").await;
    });
}
