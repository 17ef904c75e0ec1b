//! What is set in the browser itself, and what it says there: its window, colours, medium, languages, network, console.
//!
//! Chromium is told by its developer tools, Firefox by scripts among its own windows.

use crate::driver::Browser;
use crate::harness::{Own, Page};
use fantoccini::Client;
use serde_json::{Value, json};

/// A page as large as this, by its frame in the window: Firefox's window itself is no narrower than 500.
const FRAMED: &str = "for (const [side, length] of [['width', arguments[0]], ['height', arguments[1]]])
    for (const bound of ['', 'min-', 'max-']) gBrowser.selectedBrowser.style.setProperty(bound + side, `${length}px`);";

/// Settings by name: numbers and texts.
const PREFERENCES: &str = "for (const [name, value] of Object.entries(arguments[0]))
    typeof value === 'number' ? Services.prefs.setIntPref(name, value) : Services.prefs.setStringPref(name, value);";

const PRINTED: &str = "gBrowser.selectedBrowser.browsingContext.mediumOverride = 'print';";

/// What ends so is not fetched.
const BLOCKED: &str = "const [end] = arguments;
    const block = { observe(one) {
        const request = one.QueryInterface(Ci.nsIHttpChannel);
        if (request.URI.filePath.endsWith(end)) request.cancel(Cr.NS_ERROR_ABORT);
    } };
    globalThis.blocks = [...globalThis.blocks ?? [], block];
    Services.obs.addObserver(block, 'http-on-modify-request');";

/// Nothing is left of what pages stored, of settings, and of what was said.
const FORGET: &str =
    "for (const name of ['layout.css.prefers-color-scheme.content-override', 'ui.prefersReducedMotion',
        'browser.display.document_color_use', 'intl.accept_languages']) Services.prefs.clearUserPref(name);
    Services.console.reset();
    const kinds = Ci.nsIClearDataService.CLEAR_DOM_STORAGES | Ci.nsIClearDataService.CLEAR_COOKIES;
    return new Promise(done => Services.clearData.deleteData(kinds, () => done(null)));";

/// What went wrong in a page, or in the programs of a page. The browser says much about itself, too.
const SAID: &str = "const said = Services.console.getMessageArray().flatMap(one => {
        try { one.QueryInterface(Ci.nsIScriptError); } catch { return []; }
        const warns = one.flags & Ci.nsIScriptError.warningFlag;
        return warns || !one.sourceName.startsWith('http') ? [] : [`${one.sourceName}:${one.lineNumber}: ${one.errorMessage}`];
    });
    Services.console.reset();
    return said;";

impl Page {
    /// Makes the window this large.
    pub async fn size(&self, width: u32, height: u32) {
        match self.kind {
            Browser::Chromium => {
                let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.devtools("Emulation.setDeviceMetricsOverride", size).await;
            }
            Browser::Firefox => {
                // With room for all that is around the page.
                self.client.set_window_size(width.max(500), height + 200).await.expect("a size");
                self.among_windows(FRAMED, vec![json!(width), json!(height)]).await;
            }
        }
        self.expect("[innerWidth, innerHeight]", json!([width, height])).await;
    }

    /// The Keys tab shows the whole schedule from now on.
    pub async fn whole_schedule(&self) {
        self.open("/").await;
        self.script("sessionStorage.setItem('handshake-lab.whole-schedule', 'open')").await;
    }

    /// Light or dark, and nothing moves.
    pub async fn still(&self, theme: &str) {
        match self.kind {
            Browser::Chromium => {
                self.emulate(json!({ "prefers-color-scheme": theme, "prefers-reduced-motion": "reduce" })).await
            }
            Browser::Firefox => self.prefer(self.quiet(theme)).await,
        }
        self.expect(&format!("matchMedia('(prefers-color-scheme: {theme})').matches"), true).await;
        self.expect("matchMedia('(prefers-reduced-motion: reduce)').matches", true).await;
    }

    /// The reader's own few colours, on a dark ground or a light one, and nothing moves.
    pub async fn forced(&self, theme: &str) {
        match self.kind {
            Browser::Chromium => {
                let features = json!({ "forced-colors": "active", "prefers-color-scheme": theme, "prefers-reduced-motion": "reduce" });
                self.emulate(features).await;
            }
            Browser::Firefox => {
                let mut all = self.quiet(theme);
                all["browser.display.document_color_use"] = json!(2);
                self.prefer(all).await;
            }
        }
    }

    /// As it would be printed.
    pub async fn print_media(&self) {
        match self.kind {
            Browser::Chromium => self.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await,
            Browser::Firefox => drop(self.among_windows(PRINTED, Vec::new()).await),
        }
        self.expect("matchMedia('print').matches", true).await;
    }

    /// Which languages the reader prefers.
    pub async fn languages(&self, tags: &str) {
        match self.kind {
            Browser::Chromium => {
                let agent = self.text("navigator.userAgent").await;
                let wanted = json!({ "userAgent": agent, "acceptLanguage": tags });
                self.devtools("Emulation.setUserAgentOverride", wanted).await;
            }
            Browser::Firefox => self.prefer(json!({ "intl.accept_languages": tags })).await,
        }
    }

    /// Lets nothing arrive whose address ends so.
    pub async fn block(&self, end: &str) {
        match self.kind {
            Browser::Chromium => {
                self.devtools("Network.enable", json!({})).await;
                self.devtools("Network.setBlockedURLs", json!({ "urls": [format!("*{end}")] })).await;
            }
            Browser::Firefox => {
                self.changed.set(true);
                self.among_windows(BLOCKED, vec![json!(end)]).await;
            }
        }
    }

    /// What was written to the console since it was last asked for.
    pub async fn console(&self) -> Vec<String> {
        if self.kind == Browser::Firefox {
            let said = self.among_windows(SAID, Vec::new()).await;
            return said.as_array().expect("a list").iter().map(Value::to_string).collect();
        }
        let entries = self.client.issue_cmd(Own("se/log", json!({ "type": "browser" }))).await.expect("the console");
        let said = |entry: &Value| format!("{}: {}", entry["level"], entry["message"]);
        let entries = entries.as_array().expect("a list").iter().map(said);
        // Chromium doesn't check the integrity of what is preloaded, and says so about every page that asks for it.
        entries.filter(|entry| !(entry.contains("preload") && entry.contains("integrity"))).collect()
    }

    /// A command of Chromium's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) {
        let body = json!({ "cmd": command, "params": parameters });
        let done = self.client.issue_cmd(Own("goog/cdp/execute", body)).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"));
    }

    /// Media features by name, in Chromium.
    async fn emulate(&self, features: Value) {
        let features = features.as_object().expect("features").iter();
        let features: Vec<Value> = features.map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Firefox's settings for a theme without motion.
    fn quiet(&self, theme: &str) -> Value {
        let theme = u8::from(theme == "light");
        json!({ "layout.css.prefers-color-scheme.content-override": theme, "ui.prefersReducedMotion": 1 })
    }

    /// Firefox's settings, while it runs.
    async fn prefer(&self, settings: Value) {
        self.among_windows(PREFERENCES, vec![settings]).await;
    }

    /// Runs a script among Firefox's own windows.
    async fn among_windows(&self, script: &str, arguments: Vec<Value>) -> Value {
        among_windows(&self.client, script, arguments).await
    }
}

/// Runs a script among Firefox's own windows, where it may do what no page may.
async fn among_windows(client: &Client, script: &str, arguments: Vec<Value>) -> Value {
    client.issue_cmd(Own("moz/context", json!({ "context": "chrome" }))).await.expect("its windows");
    let done = client
        .execute_async(
            &format!(
                "const finished = arguments[arguments.length - 1];
        Promise.resolve((() => {{ {script} }})(...arguments)).then(finished);"
            ),
            arguments,
        )
        .await;
    client.issue_cmd(Own("moz/context", json!({ "context": "content" }))).await.expect("the page");
    done.unwrap_or_else(|error| panic!("{script}: {error}"))
}

/// Lets a browser forget all that pages have kept in it, and what was set for all of its windows.
pub async fn forget(client: &Client, kind: Browser) {
    match kind {
        Browser::Chromium => {
            let all = json!({ "origin": "*", "storageTypes": "all" });
            let body = json!({ "cmd": "Storage.clearDataForOrigin", "params": all });
            client.issue_cmd(Own("goog/cdp/execute", body)).await.expect("storage is emptied");
            client.issue_cmd(Own("se/log", json!({ "type": "browser" }))).await.expect("the console");
        }
        Browser::Firefox => drop(among_windows(client, FORGET, Vec::new()).await),
    }
}
