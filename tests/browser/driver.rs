//! ChromeDriver or geckodriver as a child process, and the programs that they need.

use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};
use xtask::packages::{BROWSER, DRIVER, FIREFOX, Need};
use xtask::proc::which;
use xtask::tools::built_geckodriver;

/// ChromeDriver is up within a second, unless it hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
}

/// Where the browser and its driver are.
pub struct Programs {
    pub kind: Browser,
    pub browser: String,
    pub driver: String,
}

impl Programs {
    /// Finds them. Without them the tests are skipped, and say so; in CI that is a failure.
    pub fn find(kind: Browser) -> Option<Programs> {
        match kind {
            Browser::Chromium => Some(Programs { kind, browser: find(&BROWSER)?, driver: find(&DRIVER)? }),
            Browser::Firefox => {
                let browser = find(&FIREFOX)?;
                let Some(driver) = built_geckodriver() else {
                    skipped("nothing can be tested in Firefox: geckodriver is missing");
                    return None;
                };
                Some(Programs { kind, browser, driver: driver.display().to_string() })
            }
        }
    }
}

fn find(need: &Need) -> Option<String> {
    let found = need.programs.iter().find(|program| which(program).is_some());
    if found.is_none() {
        skipped(&format!("nothing can be tested with it: {} is missing", need.programs.first()?));
    }
    found.map(|program| (*program).to_owned())
}

/// Says, once, that something is not tested, past what the test harness keeps to itself.
pub fn skipped(why: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    assert!(std::env::var_os("CI").is_none(), "{why}, and in CI nothing may be skipped");
    if SAID.lock().is_ok_and(|mut said| said.insert(why.to_owned())) {
        let _ = writeln!(std::io::stderr(), "skipped: {why}");
    }
}

/// A running driver, and the browser that it has opened. Dropping it ends both, and so does the end of this program, however it
/// comes: what runs them is a keeper, which waits for that.
pub struct Driver {
    keeper: Child,
    port: u16,
    /// The browser's own folder, new and empty.
    pub profile: PathBuf,
}

/// What a keeper is told: the driver's program, its arguments after the first, and the browser's folder.
const KEEP: &str = "HANDSHAKE_KEEP";
/// What a keeper says before the driver's port.
const KEPT: &str = "the driver listens on ";

impl Driver {
    /// Starts it on a port that is free. The browser sees these fonts.
    pub fn start(programs: &Programs, fonts: Option<&Path>) -> Driver {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("handshake-browser-{}-{number}", std::process::id()));
        fs::create_dir_all(&profile).expect("a folder for the browser");
        let kind = format!("{:?}", programs.kind);
        let told = json!([kind, programs.driver, profile]).to_string();
        let mut keeper = Command::new(std::env::current_exe().expect("this test"));
        keeper.args(["driver::keeper", "--exact", "--nocapture"]).env(KEEP, told);
        keeper.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        if let Some(fonts) = fonts {
            keeper.env("FONTCONFIG_FILE", fonts);
        }
        // Ctrl+C ends the tests; the keeper has to see to its browser first.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut keeper, 0);
        let mut keeper = keeper.spawn().unwrap_or_else(|error| panic!("a keeper could not be started: {error}"));
        let said = keeper.stdout.take().expect("its output");
        let port = port_from(said, &[KEPT]);
        Driver { keeper, port, profile }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Tells the keeper which session has the browser.
    pub fn opened(&mut self, session: &str) {
        let told = self.keeper.stdin.as_mut().map(|keeper| writeln!(keeper, "{session}"));
        assert!(matches!(told, Some(Ok(()))), "the keeper is there");
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// The port that is named, by whoever writes this, after one of these words.
fn port_from(said: impl Read + Send + 'static, after: &'static [&'static str]) -> u16 {
    let (sender, ports) = mpsc::channel();
    std::thread::spawn(move || {
        // To the end, so that it never waits for somebody to read.
        for line in BufReader::new(said).lines().map_while(Result::ok) {
            let rest = after.iter().find_map(|words| line.split(words).nth(1));
            let port = rest.and_then(|rest| rest.trim_end_matches('.').parse().ok());
            let _ = port.map(|port: u16| sender.send(port));
        }
    });
    ports.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the driver was not up after {PATIENCE:?}"))
}

/// No test but a program of its own, which has no other place: it runs a driver until whoever started it is gone.
#[test]
fn keeper() {
    let Ok(told) = std::env::var(KEEP) else { return };
    let (kind, driver, profile): (String, PathBuf, PathBuf) = serde_json::from_str(&told).expect("what to keep");
    let firefox = kind == format!("{:?}", Browser::Firefox);
    // Scripts among its own windows set what no page can.
    let more: &[&str] = if firefox { &["--allow-system-access"] } else { &[] };
    let mut child = Command::new(&driver)
        .arg("--port=0")
        .args(more)
        .env_remove(KEEP)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{} could not be started: {error}", driver.display()));
    let said = child.stdout.take().expect("its output");
    // "… was started successfully on port 4444." and "… Listening on 127.0.0.1:4444".
    let port = port_from(said, &["successfully on port ", "Listening on 127.0.0.1:"]);
    println!("{KEPT}{port}");
    let session = std::io::stdin().lines().map_while(Result::ok).last();
    let ask = match session {
        Some(session) if firefox => format!("DELETE /session/{session}"),
        _ => "GET /shutdown".to_owned(),
    };
    let start = Instant::now();
    if shut_down(port, &ask).is_ok() && !firefox {
        while start.elapsed() < PATIENCE && matches!(child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    let _ = fs::remove_dir_all(&profile);
    std::process::exit(0);
}

/// Asks a driver to close the browser and end: killed, it would leave the browser behind.
fn shut_down(port: u16, ask: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "{ask} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    stream.read_to_end(&mut Vec::new()).map(|_| ())
}
