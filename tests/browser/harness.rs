//! A browser with the page in it, and what a person does to it.
//!
//! Nothing here waits for a time: what is expected is looked for again and again until it is there.

use crate::driver::{Browser, Programs};
use crate::fonts::Fonts;
use crate::pool;
use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use flate2::read::ZlibDecoder;
use serde_json::{Value, json};
use std::cell::Cell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};
use url::Url;

/// What is expected happens within milliseconds; only what never happens takes this long.
const PATIENCE: Duration = Duration::from_secs(30);
/// No test takes longer, unless the browser hangs.
const LONGEST: Duration = Duration::from_secs(300);

pub use fantoccini::key::Key;

/// What the timeline says: `Step 3 of 26`.
pub const STEP: &str = "document.querySelector('.where')?.innerText.split('\\n')[0].trim()";
/// The heading of the step.
pub const HEADING: &str = "document.querySelector('main h2')?.textContent";
/// The address without the host.
pub const ADDRESS: &str = "location.pathname + location.search";

/// What the page puts off until a frame is drawn was asked for before this, and so is done before it.
const SETTLED: &str = "const done = arguments[0];
    const look = () => requestAnimationFrame(() => setTimeout(() =>
        document.querySelector('[aria-busy]') ? look() : done(null)));
    look();";

/// Done once what a selector finds stands where it stood two frames ago.
const STILL: &str = "const [selector, done] = arguments;
    const place = () => { const box = document.querySelector(selector)?.getBoundingClientRect();
                          return box ? `${box.x} ${box.y} ${box.width} ${box.height}` : ''; };
    const look = last => requestAnimationFrame(() => requestAnimationFrame(() =>
        place() === last ? done(null) : look(place())));
    look(place());";

/// What is measured is measured alone; all other tests run side by side.
static TURN: RwLock<()> = RwLock::new(());

thread_local! {
    /// In which browser tests run that do not say so, and with which fonts.
    static KIND: Cell<(Browser, Fonts)> = const { Cell::new((Browser::Chromium, Fonts::Noto)) };
}

/// Runs a test that [`browse`]s in another browser.
pub fn instead(kind: Browser, test: fn()) {
    with(kind, Fonts::Noto, test);
}

/// Runs a test that [`browse`]s in this browser, with these fonts.
pub fn with(kind: Browser, fonts: Fonts, test: fn()) {
    /// Also if the test fails: the next one may run in the same thread.
    struct Back;
    impl Drop for Back {
        fn drop(&mut self) {
            KIND.set((Browser::Chromium, Fonts::Noto));
        }
    }
    let _back = Back;
    KIND.set((kind, fonts));
    test();
}

/// Runs a test in a browser that remembers nothing. What the page says on the console fails it.
pub fn browse(test: impl AsyncFnOnce(&Page)) {
    let _turn = TURN.read().unwrap_or_else(PoisonError::into_inner);
    let (kind, fonts) = KIND.get();
    run(kind, fonts, test);
}

/// The same while no other browser is open.
pub fn browse_alone(test: impl AsyncFnOnce(&Page)) {
    let _turn = TURN.write().unwrap_or_else(PoisonError::into_inner);
    pool::close_idle();
    run(Browser::Chromium, Fonts::Noto, test);
}

fn run(kind: Browser, fonts: Fonts, test: impl AsyncFnOnce(&Page)) {
    let Some(programs) = Programs::find(kind) else { return };
    let site = site();
    pool::lend(&programs, fonts, |seat| {
        seat.runtime.block_on(async {
            let page = Page { client: seat.client.clone(), kind, fonts, site, changed: Cell::new(false) };
            page.size(1280, 800).await;
            let outcome = tokio::time::timeout(LONGEST, test(&page)).await;
            assert!(outcome.is_ok(), "not done after {LONGEST:?}, at {}", page.js(ADDRESS).await);
            assert_eq!(page.console().await, Vec::<String>::new(), "the console");
            !page.changed.get()
        })
    });
}

/// Where the page is served: once for all tests.
fn site() -> &'static str {
    static SITE: OnceLock<String> = OnceLock::new();
    SITE.get_or_init(|| {
        let folder = std::env::var_os("HANDSHAKE_SITE").map_or_else(|| root().join("target/site"), PathBuf::from);
        assert!(
            folder.join("index.html").is_file(),
            "there is no page in {}; build it with: cargo xtask build",
            folder.display()
        );
        handshake_site::serve::Site::bind(&folder, [127, 0, 0, 1].into(), 0)
            .unwrap_or_else(|error| panic!("{error}"))
            .spawn()
    })
}

/// The workspace's directory.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's directory")
}

/// The program `handshake`, built if it is not. Asked for as the tests ask for it, so that nothing it needs is built a second
/// time with other features: that takes minutes.
pub fn handshake() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let build = ["test", "--workspace", "--locked", "--quiet", "--no-run", "--test", "bridge"];
        let built = Command::new(env!("CARGO")).args(build).current_dir(root()).status().expect("cargo");
        assert!(built.success(), "handshake is built");
        let tests = std::env::current_exe().expect("this test");
        tests.ancestors().nth(2).expect("a folder").join("handshake")
    })
}

/// A command that only one of the drivers knows.
#[derive(Debug)]
pub struct Own(pub &'static str, pub Value);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}

/// A browser with one page.
pub struct Page {
    pub client: Client,
    pub kind: Browser,
    fonts: Fonts,
    site: &'static str,
    /// The browser itself was changed for good, and is of no use to another test.
    pub changed: Cell<bool>,
}

impl Page {
    /// Opens an address of the page as a link in a message would, and waits until it is drawn.
    pub async fn open(&self, address: &str) {
        self.client.goto(&format!("{}{address}", self.site)).await.expect("the page");
        self.expect("document.documentElement.dataset.ready", "true").await;
        self.expect("document.querySelector('main h1, main h2') !== null", true).await;
        self.settle().await;
    }

    /// In Chromium, with the first set of fonts: whoever looks at pictures looks at these.
    pub fn is_the_usual(&self) -> bool {
        (self.kind, self.fonts) == (Browser::Chromium, Fonts::Noto)
    }

    /// Where the page is served.
    pub fn site(&self) -> &'static str {
        self.site
    }

    pub async fn back(&self) {
        self.settle().await;
        self.client.back().await.expect("to go back");
    }

    pub async fn forward(&self) {
        self.settle().await;
        self.client.forward().await.expect("to go forward");
    }

    /// The value of a JavaScript expression.
    pub async fn js(&self, expression: &str) -> Value {
        let value = self.client.execute(&format!("return ({expression})"), Vec::new()).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str) {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("a script: {error}"));
    }

    /// What a script says once it is done: it calls its last argument with it.
    pub async fn later(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap_or_else(|error| panic!("a script: {error}"))
    }

    /// Waits until the page has done what comes after the frame that a person waits for: words, tabs, the address. Whatever
    /// is done to the page here is done after that, as by a person, who needs a tenth of a second to see and to act.
    pub async fn settle(&self) {
        self.later(SETTLED).await;
    }

    /// The address without the host, as it is once the page has written it.
    pub async fn address(&self) -> String {
        self.settle().await;
        self.text(ADDRESS).await
    }

    /// The value of an expression that is a string.
    pub async fn text(&self, expression: &str) -> String {
        let value = self.js(expression).await;
        value.as_str().unwrap_or_else(|| panic!("{expression} is {value}, not a text")).to_owned()
    }

    /// The values of an expression that is a list of strings.
    pub async fn texts(&self, expression: &str) -> Vec<String> {
        let value = self.js(&format!("Array.from({expression})")).await;
        let list = value.as_array().unwrap_or_else(|| panic!("{expression} is {value}, not a list"));
        list.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// Waits until an expression has a value.
    pub async fn expect(&self, expression: &str, wanted: impl Into<Value>) {
        let wanted = wanted.into();
        let start = Instant::now();
        loop {
            let found = self.js(expression).await;
            if found == wanted {
                return;
            }
            if start.elapsed() > PATIENCE {
                let (at, console) = (self.js(ADDRESS).await, self.console().await);
                panic!("{expression}\n  is {found}\n  not {wanted}\n  at {at}\n  console: {console:?}");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Clicks what a selector finds, once it is there and stands still: a stage that scrolls would move another row under the
    /// pointer between looking and clicking.
    pub async fn click(&self, selector: &str) {
        self.settle().await;
        self.client
            .execute_async(STILL, vec![json!(selector)])
            .await
            .unwrap_or_else(|error| panic!("{selector}: {error}"));
        let start = Instant::now();
        loop {
            let found = self.client.find(Locator::Css(selector)).await;
            let clicked = match found {
                Ok(element) => element.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                Ok(()) => return,
                Err(error) if start.elapsed() > PATIENCE => panic!("can't click {selector}: {error}"),
                Err(_) => {
                    // What is covered by something that stays in place has to be scrolled to.
                    let scroll =
                        format!("document.querySelector({})?.scrollIntoView({{ block: 'center' }})", json!(selector));
                    self.js(&scroll).await;
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
        }
    }

    /// Chooses an option of a select.
    pub async fn choose(&self, selector: &str, value: &str) {
        self.settle().await;
        self.unfold(selector).await;
        let element = self.client.find(Locator::Css(selector)).await.expect(selector);
        element.select_by_value(value).await.unwrap_or_else(|error| panic!("{selector}: {value}: {error}"));
    }

    /// Opens the folds in which something lies, from the outermost in, by their summaries.
    async fn unfold(&self, selector: &str) {
        self.js(&format!(
            "(() => {{ const folds = []; let fold = document.querySelector({})?.closest('details:not([open])');
                while (fold) {{ folds.unshift(fold); fold = fold.parentElement.closest('details:not([open])'); }}
                folds.forEach(fold => fold.querySelector('summary').click()); return folds.length; }})()",
            json!(selector)
        ))
        .await;
    }

    /// Drags what one selector finds to what another finds, with the mouse.
    pub async fn drag(&self, from: &str, to: &str) {
        self.settle().await;
        let mut mouse = MouseActions::new("mouse".to_owned());
        for (number, selector) in [from, to].into_iter().enumerate() {
            let element = self.client.find(Locator::Css(selector)).await.expect(selector);
            let duration = Some(Duration::from_millis(50));
            let over = |x| PointerAction::MoveToElement { element: element.clone(), duration, x, y: 0. };
            mouse = mouse.then(over(0.));
            if number == 0 {
                mouse =
                    mouse.then(PointerAction::Down { button: fantoccini::actions::MOUSE_BUTTON_LEFT }).then(over(6.));
            } else {
                mouse = mouse.then(over(2.)).then(PointerAction::Up { button: fantoccini::actions::MOUSE_BUTTON_LEFT });
            }
        }
        self.client.perform_actions(mouse).await.expect("a mouse");
    }

    /// Presses a key, wherever the focus is.
    pub async fn press(&self, key: impl Into<char>) {
        self.type_keys(&[], &[key.into()]).await;
    }

    /// Presses a key so many times, as quickly as can be.
    pub async fn press_often(&self, key: impl Into<char>, times: usize) {
        self.type_keys(&[], &vec![key.into(); times]).await;
    }

    /// Presses a key while others are held.
    pub async fn press_with(&self, held: &[Key], key: char) {
        self.type_keys(held, &[key]).await;
    }

    /// Looks at the window that was opened as the first, the second…, from 0, once it is there.
    pub async fn window(&self, number: usize) {
        let start = Instant::now();
        loop {
            let windows = self.client.windows().await.expect("the windows");
            if let Some(window) = windows.get(number) {
                return self.client.switch_to_window(window.clone()).await.expect("the window");
            }
            assert!(start.elapsed() < PATIENCE, "there is no window {number}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Presses Tab while Shift is held.
    pub async fn shift_tab(&self) {
        self.type_keys(&[Key::Shift], &[Key::Tab.into()]).await;
    }

    /// Writes over what stands in a text field, and leaves it.
    pub async fn fill(&self, selector: &str, text: &str) {
        self.settle().await;
        self.unfold(selector).await;
        self.click(selector).await;
        self.type_keys(&[Key::Control], &['a']).await;
        let keys: Vec<char> = text.chars().chain([Key::Tab.into()]).collect();
        self.type_keys(&[], &keys).await;
    }

    /// Presses one key after the other, while others are held.
    async fn type_keys(&self, held: &[Key], keys: &[char]) {
        self.settle().await;
        let mut actions = KeyActions::new("keys".to_owned());
        for &key in held {
            actions = actions.then(KeyAction::Down { value: key.into() });
        }
        for &value in keys {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        for &key in held {
            actions = actions.then(KeyAction::Up { value: key.into() });
        }
        self.client.perform_actions(actions).await.expect("keys");
    }

    /// Moves the focus, as Tab would after some time.
    pub async fn focus(&self, selector: &str) {
        self.settle().await;
        self.js(&format!("document.querySelector({}).focus()", json!(selector))).await;
        self.expect(&format!("document.activeElement.matches({})", json!(selector)), true).await;
    }

    /// Everything in the document, as it is now.
    pub async fn source(&self) -> String {
        self.client.source().await.expect("the source")
    }

    /// How many pages the page is on paper, by the browser's own PDF.
    pub async fn pdf_pages(&self) -> usize {
        let pdf = self.client.print(fantoccini::wd::PrintConfiguration::default()).await.expect("a PDF");
        let text = unpacked(&pdf);
        let pages = text.matches("/Type /Page").count() - text.matches("/Type /Pages").count();
        assert!(pages > 0, "a PDF has pages");
        pages
    }

    /// Opens an address of another site.
    pub async fn open_elsewhere(&self, url: &str) {
        self.client.goto(url).await.expect("the page");
    }

    /// Writes what is to be seen into `target/screenshots`.
    pub async fn screenshot(&self, name: &str) {
        let folder = root().join("target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for screenshots");
        let picture = self.client.screenshot().await.expect("a screenshot");
        let browser = if self.kind == Browser::Firefox { "firefox-" } else { "" };
        std::fs::write(folder.join(format!("{browser}{name}")), picture).expect("a file");
    }
}

/// A PDF with what is compressed in it: Firefox packs its objects.
fn unpacked(pdf: &[u8]) -> String {
    const BEFORE: &[u8] = b">>\nstream\n";
    let mut all = pdf.to_vec();
    for at in (0..pdf.len()).filter(|at| pdf[*at..].starts_with(BEFORE)) {
        let mut packed = ZlibDecoder::new(&pdf[at + BEFORE.len()..]);
        // What is packed in another way holds no objects.
        let _ = packed.read_to_end(&mut all);
    }
    String::from_utf8_lossy(&all).into_owned()
}
