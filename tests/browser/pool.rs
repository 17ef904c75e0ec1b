//! Browsers that stay open from test to test. Two at most run at a time; each test has a window of its own, in a browser that
//! remembers nothing.

use crate::driver::{Browser, Driver, Programs};
use crate::fonts::Fonts;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use tokio::runtime::{Builder, Runtime};

/// How many browsers are open at a time.
const SEATS: usize = 2;

const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Whatever the machine speaks.
    "--lang=en-US",
    "--accept-lang=en-US",
];

/// What is open, and for whom.
struct Pool {
    idle: Vec<Seat>,
    taken: usize,
}

static POOL: Mutex<Pool> = Mutex::new(Pool { idle: Vec::new(), taken: 0 });
static GIVEN_BACK: Condvar = Condvar::new();

/// An open browser, and what drives it.
pub struct Seat {
    pub client: Client,
    pub runtime: Runtime,
    /// Here for its end: the browser ends with it.
    _driver: Driver,
    kind: Browser,
    fonts: Fonts,
    used: bool,
}

/// A place among those that may be open, from before a browser is to after.
struct Place;

impl Drop for Place {
    fn drop(&mut self) {
        pool().taken -= 1;
        GIVEN_BACK.notify_all();
    }
}

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lends a browser that remembers nothing. It is kept for the next one if it is said to be as it was; if this panics, it is
/// closed.
pub fn lend(programs: &Programs, fonts: Fonts, use_it: impl FnOnce(&Seat) -> bool) {
    let mut pool =
        GIVEN_BACK.wait_while(self::pool(), |pool| pool.taken >= SEATS).unwrap_or_else(PoisonError::into_inner);
    pool.taken += 1;
    let _place = Place;
    let fit = pool.idle.iter().position(|seat| seat.kind == programs.kind && seat.fonts == fonts);
    let found = fit.map(|at| pool.idle.swap_remove(at));
    // Those of other kinds make room.
    let over = (pool.idle.len() + pool.taken).saturating_sub(SEATS);
    let closed: Vec<Seat> = pool.idle.drain(..over).collect();
    drop(pool);
    drop(closed);
    let mut seat = found.unwrap_or_else(|| Seat::open(programs, fonts));
    if seat.used {
        seat.runtime.block_on(seat.forget());
    }
    seat.used = true;
    if use_it(&seat) {
        self::pool().idle.push(seat);
    }
}

/// Closes all that nobody uses.
pub fn close_idle() {
    let closed = std::mem::take(&mut pool().idle);
    drop(closed);
}

impl Seat {
    fn open(programs: &Programs, fonts: Fonts) -> Seat {
        let mut driver = Driver::start(programs, fonts.file().as_deref());
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let client = runtime.block_on(connect(programs, &mut driver));
        Seat { client, runtime, _driver: driver, kind: programs.kind, fonts, used: false }
    }

    /// A new window, and nothing that any page has kept; the old windows are closed, and with them what was set for them.
    async fn forget(&self) {
        let old = self.client.windows().await.expect("the windows");
        // In Firefox a tab will do, and is there sooner.
        let new = self.client.new_window(self.kind == Browser::Firefox).await.expect("a window");
        for window in old {
            self.client.switch_to_window(window).await.expect("a window");
            self.client.close_window().await.expect("to close a window");
        }
        self.client.switch_to_window(new.handle).await.expect("the window");
        crate::instruments::forget(&self.client, self.kind).await;
    }
}

async fn connect(programs: &Programs, driver: &mut Driver) -> Client {
    let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", driver.profile.display()));
    let browser = xtask::proc::which(&programs.browser).expect("it was there");
    let timeouts = json!({ "script": 30_000, "pageLoad": 30_000 });
    let wanted: Value = match programs.kind {
        Browser::Chromium => json!({
            "goog:chromeOptions": { "binary": browser, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": timeouts,
        }),
        Browser::Firefox => json!({
            "moz:firefoxOptions": { "binary": browser, "args": ["-headless"], "prefs": {
                "intl.accept_languages": "en-US, en",
                // As its users have it, and not as its driver sets it.
                "security.fileuri.strict_origin_policy": true,
            } },
            "timeouts": timeouts,
        }),
    };
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(wanted.as_object().expect("an object").clone());
    let client = builder.connect(&driver.url()).await.expect("a browser");
    driver.opened(&client.session_id().await.expect("the session").expect("a session"));
    client
}
