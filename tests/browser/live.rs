//! Opening a trace, and connecting to a real server over the bridge.

use crate::harness::{ADDRESS, HEADING, Key, Page, STEP, browse, handshake};
use handshake_app::Story;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

const BAR: &str = "(document.querySelector('.live-bar p')?.textContent ?? '')";

#[test]
pub fn a_trace_is_opened_from_a_file_and_by_paste() {
    browse(async |page| {
        let scenario = Story::open("/s/tls13-full/1?seed=5");
        let text = Value::from(scenario.json());
        page.open("/").await;
        page.click("a[href='/open']").await;
        page.expect(ADDRESS, "/open").await;
        page.js(&format!(
            "(() => {{ const files = new DataTransfer(); files.items.add(new File([{text}], 'run.json')); \
             const input = document.querySelector('#trace-file'); input.files = files.files; \
             input.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1 }})()"
        ))
        .await;
        page.expect(ADDRESS, "/open/1").await;
        page.expect(STEP, format!("Step 1 of {}", scenario.position().1)).await;
        page.press(Key::Right).await;
        page.expect(ADDRESS, "/open/2").await;
        let heading = Story::open("/s/tls13-full/2?seed=5").page().narration.heading;
        page.expect(HEADING, heading.as_str()).await;
        // Loaded again it is still there, at the same step.
        page.open("/open/2?view=client").await;
        page.expect(HEADING, heading.as_str()).await;
        // And what is no trace is told so, with its place.
        page.open("/open").await;
        page.js("document.querySelector('#trace-text').value = '{\"format\":\"handshake-lab-trace\",\"version\":1}'")
            .await;
        page.click(".paste button").await;
        page.expect("document.querySelector('[role=alert]')?.textContent.includes('version 1')", true).await;
        page.js(&format!("document.querySelector('#trace-text').value = {text}")).await;
        page.click(".paste button").await;
        page.expect(ADDRESS, "/open/1").await;
    });
}

#[test]
pub fn a_recording_is_neither_set_nor_broken_and_says_why() {
    browse(async |page| {
        let text = Value::from(Story::open("/s/tls13-full/1").json());
        page.open("/open").await;
        page.js(&format!("document.querySelector('#trace-text').value = {text}")).await;
        page.click(".paste button").await;
        page.expect(ADDRESS, "/open/1").await;
        for button in ["[aria-label='Change the setup']", "#tab-break"] {
            let state = format!(
                "(one => [one.getAttribute('aria-disabled'), one.title.includes('recording'), one.disabled])(document.querySelector(\"{button}\"))"
            );
            page.expect(&state, serde_json::json!(["true", true, false])).await;
            // It can be reached; pressed, it says why.
            page.focus(button).await;
            page.press(Key::Enter).await;
            page.expect("document.querySelector('.notice p')?.textContent.includes('recording') ?? false", true).await;
            page.expect("document.querySelector('dialog')", Value::Null).await;
            page.expect(ADDRESS, "/open/1").await;
            page.click(".notice .button").await;
            page.expect("document.querySelector('.notice')", Value::Null).await;
        }
        // By arrow keys one comes to it, and not into it.
        page.focus("[role=tab][aria-selected=true]").await;
        page.press(Key::End).await;
        page.expect("document.activeElement.id", "tab-break").await;
        page.expect("document.querySelector('#tab-break').getAttribute('aria-selected')", "false").await;
        // Of a run that is made here both are there.
        page.open("/s/tls13-full/5").await;
        page.expect("document.querySelectorAll('[aria-disabled=true]').length", 0).await;
    });
}

#[test]
pub fn a_step_of_a_trace_that_is_gone_asks_for_its_file() {
    browse(async |page| {
        page.open("/open/7?view=server").await;
        page.expect("document.querySelector('[role=status]')?.textContent.includes('not here any more')", true).await;
    });
}

#[test]
pub fn the_page_is_the_client_of_openssl_step_by_step() {
    handshake();
    for version in ["1.3", "1.2"] {
        browse(async |page| {
            let server = Server::start();
            let (bridge, link) = Bridge::start(page.site(), &server.target());
            page.open(&link).await;
            page.expect("document.querySelector('#server-name').value", "localhost").await;
            page.choose("#version", version).await;
            let pem = std::fs::read_to_string(server.folder.join("ca.pem")).expect("a root");
            page.js(&format!("document.querySelector('#roots').value = {}", Value::from(pem))).await;
            page.click(".live-form > .button").await;
            page.expect("document.querySelector('.live-bar') !== null", true).await;
            // Nothing of the answer is taken in before the reader goes on; then it is, one step at a time.
            // The timeline's own button goes on, too, at the last step that there is.
            page.expect("document.querySelector('.transport [aria-label=\"One step on\"]').disabled", false).await;
            page.js("document.querySelector('.transport [aria-label=\"One step on\"]').click()").await;
            go_on_until(page, "Connected").await;
            page.expect("document.querySelectorAll('.row').length > 10", true).await;
            page.expect("document.querySelector('.head.server .state').textContent", "not recorded here").await;
            page.fill(".live-bar input", "abc").await;
            page.click(".say button").await;
            page.expect("[...document.querySelectorAll('.chip b')].at(-1).textContent.includes('abc')", true).await;
            go_on_until(page, "They wait until you go on").await;
            go_on_until(page, "Connected").await;
            page.expect("[...document.querySelectorAll('.chip b')].at(-1).textContent.includes('cba')", true).await;
            page.js(
                "[...document.querySelectorAll('.deeds .button')].find(b => b.textContent === 'Say goodbye').click()",
            )
            .await;
            page.expect("[...document.querySelectorAll('.chip b')].at(-1).textContent", "close_notify").await;
            drop(bridge);
        });
    }
}

#[test]
pub fn what_is_refused_is_told_on_the_page() {
    handshake();
    browse(async |page| {
        let (bridge, link) = Bridge::start(page.site(), "127.0.0.1:1");
        page.open(&link.replace("token=", "token=0")).await;
        page.click("#anybody").await;
        let problem =
            |part: &str| format!("document.querySelector('[role=alert]')?.textContent.includes({})", Value::from(part));
        page.click(".live-form > .button").await;
        page.expect(&problem("token is wrong"), true).await;
        drop(bridge);
        page.click(".live-form > .button").await;
        page.expect(&problem("does not answer"), true).await;
        // The browser says on the console that there was no connection.
        let _ = page.console().await;
    });
}

/// Presses on until the bar says so.
async fn go_on_until(page: &Page, part: &str) {
    let there = format!("{BAR}.includes({})", Value::from(part));
    for _ in 0..80 {
        // Either it says so, or there is something to go on to.
        page.expect(&format!("{there} || document.querySelector('.go-on')?.disabled === false"), true).await;
        if page.js(&there).await == Value::Bool(true) {
            return;
        }
        page.js("document.querySelector('.go-on').click()").await;
    }
    panic!("never {part}: {}", page.text(BAR).await);
}

/// `openssl s_server` that answers each line backwards, with a chain for localhost.
struct Server {
    child: Child,
    folder: PathBuf,
    port: u16,
    _said: BufReader<ChildStdout>,
}

impl Server {
    fn start() -> Server {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let folder = std::env::temp_dir().join(format!("handshake-live-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let ext = "subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n";
        std::fs::write(folder.join("ext"), ext).expect("a file");
        let openssl = |args: &str| {
            let made = Command::new("openssl")
                .args(args.split(' '))
                .current_dir(&folder)
                .output()
                .expect("openssl is installed");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        };
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout";
        openssl(&format!("req -x509 -subj /CN=root -out ca.pem {key} ca.key"));
        openssl(&format!("req -subj /CN=localhost -out csr {key} key.pem"));
        openssl("x509 -req -in csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out cert.pem");
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", &port.to_string(), "-cert", "cert.pem", "-key", "key.pem", "-rev"])
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl is installed");
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        while !line.contains("ACCEPT") {
            line.clear();
            assert_ne!(said.read_line(&mut line).expect("text"), 0, "s_server ended");
        }
        Server { child, folder, port, _said: said }
    }

    fn target(&self) -> String {
        format!("localhost:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// `handshake bridge`.
struct Bridge(Child);

impl Bridge {
    /// Starts it; returns the address on the page that it prints.
    fn start(origin: &str, target: &str) -> (Bridge, String) {
        let mut child = Command::new(handshake())
            .args(["bridge", "--origin", origin, "--allow", target])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("our own");
        let mut link = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut link).expect("a link");
        let address = link.trim().strip_prefix(origin).expect("a link of the page").to_owned();
        (Bridge(child), address)
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
