//! The page as others put it on their sites: on nginx, at the root and below a path, with the file that README names; as one file
//! that is opened by itself; and what is said when something on the way to a reader is wrong.

use crate::driver::{Browser, skipped};
use crate::harness::{ADDRESS, HEADING, Key, Page, STEP, browse, root};
use crate::step_of;
use fantoccini::Locator;
use handshake_site::ahead::Drawn;
use handshake_site::pack::{self, How};
use handshake_site::page;
use serde_json::json;
use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The page as trunk has built it.
fn built() -> page::Page {
    let folder = std::env::var_os("HANDSHAKE_BUILT").map_or_else(|| root().join("target/site"), PathBuf::from);
    page::Page::read(&folder).unwrap_or_else(|error| panic!("{error}"))
}

/// A new folder, which is another one in each browser.
fn folder(name: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("handshake-{name}-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Packs the page for a path, into a folder as a host has it.
fn put(www: &Path, base: &str) {
    put_page(www, base, &built());
}

fn put_page(www: &Path, base: &str, page: &page::Page) {
    put_all(www, base, page, &[]);
}

fn put_all(www: &Path, base: &str, page: &page::Page, ahead: &[Drawn]) {
    let how = How { base: base.to_owned(), url: None, compressed: false, offline: true };
    let files = pack::files(page, &how, &[], ahead).expect("the page");
    let folder = www.join(base.trim_matches('/'));
    fs::create_dir_all(&folder).expect("a folder");
    for (name, bytes) in &files {
        fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("a folder");
        fs::write(folder.join(name), bytes).expect("a file");
        fs::write(folder.join(format!("{name}.gz")), pack::gzip(bytes).expect("gzip")).expect("a file");
    }
}

/// nginx, with a folder.
struct Nginx {
    child: Child,
    folder: PathBuf,
    url: String,
}

impl Nginx {
    /// With README's file, for this path of a site; `more` goes before it.
    fn start(base: &str, more: &str) -> Option<Nginx> {
        let places = ["nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"].map(PathBuf::from);
        let Some(program) =
            places.iter().find(|place| place.is_file()).cloned().or_else(|| xtask::proc::which("nginx"))
        else {
            skipped("nothing is served by nginx: it is missing");
            return None;
        };
        let folder = folder("nginx");
        // Taken, and given back at once: nobody else asks for it within that time.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|one| one.local_addr()).expect("a port").port();
        let ours = fs::read_to_string(root().join("docs/nginx.conf")).expect("README's file");
        let ours = ours.replace("listen 80;", &format!("listen 127.0.0.1:{port};\n{more}"));
        let ours = ours.replace("/srv/www", &folder.join("www").display().to_string());
        let ours = ours.replace("location / {", &format!("location {base} {{"));
        let ours = ours.replace("/index.html /404.html", &format!("/index.html {base}404.html"));
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|one| format!("{one}_temp_path {}/{one};\n", folder.display()))
            .concat();
        let all = format!(
            "daemon off;\npid {0}/pid;\nerror_log {0}/errors;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}{ours}}}\n",
            folder.display()
        );
        fs::write(folder.join("nginx.conf"), all).expect("a file");
        let child = Command::new(program)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .arg("-e")
            .arg(folder.join("errors"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx");
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let errors = fs::read_to_string(folder.join("errors")).unwrap_or_default();
            assert!(start.elapsed() < Duration::from_secs(20), "nginx is up: {errors}");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(Nginx { child, url: format!("http://127.0.0.1:{port}"), folder })
    }

    fn www(&self) -> PathBuf {
        self.folder.join("www")
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Opens an address anywhere, and waits until it is drawn.
async fn open(page: &Page, url: &str) {
    page.open_elsewhere(url).await;
    page.expect("document.documentElement.dataset.ready", "true").await;
    page.expect("document.querySelector('main h1, main h2') !== null", true).await;
    page.settle().await;
}

/// Home, a step, a lesson, a deep link, reload and back, wherever the page is: `at` makes an address a link to it.
async fn walk(page: &Page, at: impl Fn(&str) -> String, here: &str) {
    open(page, &at("/")).await;
    page.click(&format!("a[href$='{}']", "/s/tls13-full/1")).await;
    page.expect(here, "/s/tls13-full/1").await;
    page.press(Key::Right).await;
    page.expect("document.querySelector('main h2') !== null", true).await;
    page.settle().await;
    page.expect(here, "/s/tls13-full/2").await;
    page.back().await;
    page.expect(here, "/").await;
    open(page, &at("/l/tls13/2")).await;
    page.expect(here, "/l/tls13/2").await;
    let step = step_of("client.read.Certificate");
    let deep = format!("/s/tls13-full/{step}?tab=checks");
    open(page, &at("/")).await;
    open(page, &at(&deep)).await;
    page.expect(STEP, format!("Step {step} of {}", crate::steps())).await;
    let heading = page.text(HEADING).await;
    page.client.refresh().await.expect("to load it again");
    page.expect("document.documentElement.dataset.ready", "true").await;
    page.expect(HEADING, heading).await;
    // A word of the glossary is a link of the page, too.
    open(page, &at("/glossary/aead")).await;
    page.expect(here, "/glossary/aead").await;
    let wrong = "Array.from(document.querySelectorAll('a'))
        .filter(one => one.protocol === location.protocol && one.host === location.host)
        .map(one => one.href).filter(one => !one.startsWith(BEFORE))";
    page.expect(&wrong.replace("BEFORE", &json!(at("")).to_string()), json!([])).await;
}

fn from_nginx(base: &str) {
    let Some(nginx) = Nginx::start(base, "") else { return };
    put(&nginx.www(), base);
    browse(async |page| {
        let before = base.trim_end_matches('/');
        let here = format!("({ADDRESS}).slice({})", before.len());
        walk(page, |address| format!("{}{before}{address}", nginx.url), &here).await;
        // No script in the page, and a policy that forbids any.
        page.expect("document.querySelectorAll('script:not([src])').length", 0).await;
        page.expect("document.querySelector('meta[http-equiv=Content-Security-Policy]') !== null", true).await;
    });
}

#[test]
pub fn nginx_serves_it_at_the_root() {
    from_nginx("/");
}

#[test]
pub fn nginx_serves_it_below_a_path() {
    from_nginx("/lab/");
}

/// The pages that were drawn ahead, for the root of a host.
fn ahead() -> Vec<Drawn> {
    handshake_site::ahead::read(&root().join("target/ahead")).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
pub fn pages_are_read_and_stepped_without_javascript() {
    browse(async |page| {
        page.changed.set(true);
        page.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
        for (place, step) in [("/s/tls13-full", 5), ("/es/s/tls13-full", 5), ("/l/tls13", 1)] {
            page.open_elsewhere(&format!("{}{place}/{step}", page.site())).await;
            let words =
                page.client.find(Locator::Css("main h2")).await.expect("a heading").text().await.expect("words");
            assert!(!words.is_empty(), "{place}");
            let on = format!("nav.way-on a[href$='{place}/{}']", step + 1);
            page.client.find(Locator::Css(&on)).await.expect("the way on").click().await.expect("to go on");
            page.expect(ADDRESS, format!("{place}/{}", step + 1)).await;
            let next = page.client.find(Locator::Css("main h2")).await.expect("a heading").text().await.expect("words");
            assert_ne!(next, words, "{place}");
        }
    });
}

/// On a slow line: what was drawn ahead is there first, leads on, and stays where it is when the program comes.
#[test]
pub fn the_program_takes_over_where_the_reader_is() {
    let slow = "location ~ engine { gzip_static on; limit_rate 400k; }";
    let Some(nginx) = Nginx::start("/", slow) else { return };
    put_all(&nginx.www(), "/", &built(), &ahead());
    browse(async |page| {
        const WAITS: &str = "document.documentElement.dataset.ahead ?? null";
        page.open_elsewhere(&format!("{}/s/tls13-full/5", nginx.url)).await;
        page.expect(WAITS, "en").await;
        let there = page.text(HEADING).await;
        page.js("dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }))").await;
        page.expect(ADDRESS, "/s/tls13-full/6").await;
        page.expect(&format!("({HEADING}) !== {}", json!(there)), true).await;
        let heading = page.text(HEADING).await;
        page.js("document.querySelector('.transport button:nth-child(4)').focus()").await;
        page.expect("document.documentElement.dataset.ready ?? null", json!(null)).await;
        page.expect("document.documentElement.dataset.ready", "true").await;
        page.expect(WAITS, json!(null)).await;
        page.expect(HEADING, heading).await;
        page.expect(ADDRESS, "/s/tls13-full/6").await;
        page.expect("document.activeElement.matches('.transport button:nth-child(4)')", true).await;
        page.press(Key::Right).await;
        page.expect(ADDRESS, "/s/tls13-full/7").await;
    });
}

/// Each page has all of its files from one version, with a network, without one, and when a new version comes.
#[test]
pub fn it_is_kept_for_offline_and_a_new_version_waits_until_it_is_asked_for() {
    let Some(nginx) = Nginx::start("/lab/", "") else { return };
    put(&nginx.www(), "/lab/");
    browse(async |page| {
        const STYLES: &str = "document.querySelector('link[rel=stylesheet]').getAttribute('href')";
        let url = format!("{}/lab/l/tls13/2", nginx.url);
        open(page, &url).await;
        page.expect("navigator.serviceWorker.controller !== null", true).await;
        let old = page.text(STYLES).await;
        let mut other = built();
        other.styles.push_str("/* another version */");
        put_page(&nginx.www(), "/lab/", &other);
        open(page, &url).await;
        page.expect(STYLES, old.clone()).await;
        page.click("[data-name=new-version] button").await;
        page.expect(&format!("({STYLES}) !== {}", json!(old)), true).await;
        page.expect("document.documentElement.dataset.ready", "true").await;
        page.expect("document.querySelector('[data-name=new-version] button')", json!(null)).await;
        drop(nginx);
        page.client.refresh().await.expect("to load it again");
        page.expect("document.documentElement.dataset.ready", "true").await;
        open(page, &url.replace("/l/tls13/2", "/s/tls13-full/5")).await;
        // That there is no network is said by the browser alone, of what nobody waits for.
        page.console().await;
    });
}

#[test]
pub fn one_file_is_opened_by_itself() {
    let folder = folder("single");
    let file = folder.join("handshake lab.html");
    fs::write(&file, handshake_site::single::html(&built()).expect("the page")).expect("a file");
    let url = url::Url::from_file_path(&file).expect("an address");
    browse(async |page| {
        walk(page, |address| format!("{url}#{address}"), "location.hash.slice(1)").await;
        // It is the whole page, not a lesson in a frame.
        page.expect("document.documentElement.dataset.embed ?? null", json!(null)).await;
        page.expect("performance.getEntriesByType('resource').length", 0).await;
        // What other pages fetch when it is asked for stands in the file, too: of a stranger's chain it is known who trusts it.
        page.open_elsewhere(&format!("{url}#/certificates?example=unknown-ca&anchor=mozilla")).await;
        page.expect("document.querySelector('.certificates .verdict') !== null", true).await;
    });
    let _ = fs::remove_dir_all(folder);
}

/// What is wrong, how it comes about on a server, and what is told of it.
const WRONG: [(&str, &str, &str); 5] = [
    ("missing", "location ~ ^/missing/engine { return 404; }", "the server does not give engine-"),
    (
        "kind",
        "location ~ ^/kind/program { types { } default_type text/plain; }",
        "a wrong type (text/plain ≠ text/javascript)",
    ),
    (
        "policy",
        "location = /policy/index.html { add_header Content-Security-Policy \"script-src 'self'\"; }",
        "a policy forbids its program",
    ),
    ("boot", "location ~ ^/boot/boot { return 404; }", "the server does not give boot-"),
    ("words", "location ~ ^/words/texts { return 404; }", "the server does not give texts-"),
];

#[test]
pub fn what_keeps_the_page_from_starting_is_told() {
    let more: String = WRONG.iter().map(|(_, config, _)| format!("{config}\n")).collect();
    let Some(nginx) = Nginx::start("/", &more) else { return };
    for (name, ..) in WRONG {
        put(&nginx.www(), &format!("/{name}/"));
    }
    put(&nginx.www(), "/");
    browse(async |page| {
        for (name, _, told) in WRONG {
            page.open_elsewhere(&format!("{}/{name}/index.html", nginx.url)).await;
            let told = json!(told);
            page.expect(&format!("document.querySelector('.loading')?.innerText.includes({told})"), true).await;
            // One thing is said, in one language.
            page.expect("document.querySelector('.loading').innerText.trim().split('\\n').filter(Boolean).length", 1)
                .await;
        }
        if page.kind == Browser::Chromium {
            let off = json!({ "source": "delete globalThis.WebAssembly" });
            page.devtools("Page.enable", json!({})).await;
            page.devtools("Page.addScriptToEvaluateOnNewDocument", off).await;
            page.open_elsewhere(&format!("{}/?lang=es", nginx.url)).await;
            page.expect("document.querySelector('.loading')?.innerText.includes('no tiene WebAssembly')", true).await;
        }
        // The browser says what it did not get.
        page.console().await;
    });
}

/// What a first visit loads, and how many bytes of each are the most, with brotli. Whoever needs more says here what for.
const BUDGET: [(&str, u64); 9] = [
    ("404.html", 5_000),
    // Home, drawn ahead.
    ("index.html", 6_500),
    ("begin-", 2_000),
    ("boot-", 3_000),
    ("styles-", 24_000),
    ("program-", 12_000),
    // Captures, the drawings that move and an exam came; a smaller code (opt-level "z") took 113 KB of them away, and Mozilla's roots
    // 91 KB. Then the run on Home, slides, pasted bytes, plans and three lessons, and the older versions: 42 KB. The attack lab and
    // the panel of Setup came; the texts of both languages went, 290 KB, of which a visit now loads those of one.
    ("engine-", 1_240_000),
    ("texts-en-", 145_000),
    ("texts-es-", 155_000),
];

#[test]
fn a_first_visit_stays_within_its_budget() {
    let folder = std::env::var_os("HANDSHAKE_SITE").map_or_else(|| root().join("target/packed"), PathBuf::from);
    let files: Vec<PathBuf> = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    if !folder.join("index.html.br").is_file() {
        return skipped("the budget of a first visit is not looked at: the page is not packed");
    }
    for (begins, most) in BUDGET {
        let named = |file: &&PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(begins) && name.ends_with(".br")
        };
        let sizes: Vec<u64> = files.iter().filter(named).filter_map(|file| Some(file.metadata().ok()?.len())).collect();
        assert!(sizes.len() == 1 && sizes[0] <= most, "{begins}: {sizes:?} bytes, and {most} are the most");
    }
}
