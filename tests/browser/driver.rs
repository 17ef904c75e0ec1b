//! ChromeDriver or geckodriver as a child process, and the programs that they need.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
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

/// A running driver. Dropping it ends it, and its browser.
pub struct Driver {
    child: Child,
    port: u16,
    kind: Browser,
    /// The session that has the browser, once there is one.
    pub session: RefCell<Option<String>>,
    /// The browser's own folder, new and empty.
    pub profile: PathBuf,
}

impl Driver {
    /// Starts it on a port that is free.
    pub fn start(programs: &Programs) -> Driver {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("handshake-browser-{}-{number}", std::process::id()));
        fs::create_dir_all(&profile).expect("a folder for the browser");
        let more: &[&str] = match programs.kind {
            Browser::Chromium => &[],
            // Scripts among its own windows set what no page can.
            Browser::Firefox => &["--allow-system-access"],
        };
        let child = Command::new(&programs.driver)
            .arg("--port=0")
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} could not be started: {error}", programs.driver));
        let mut driver = Driver { child, port: 0, kind: programs.kind, session: RefCell::new(None), profile };
        driver.port = driver.said_port();
        driver
    }

    /// The port it says that it listens on.
    fn said_port(&mut self) -> u16 {
        let said = self.child.stdout.take().expect("its output");
        let (sender, ports) = mpsc::channel();
        std::thread::spawn(move || {
            // To the end, so that it never waits for somebody to read.
            for line in BufReader::new(said).lines().map_while(Result::ok) {
                // "… was started successfully on port 4444." and "… Listening on 127.0.0.1:4444".
                let port = line.split("successfully on port ").nth(1).or(line.split("Listening on 127.0.0.1:").nth(1));
                let port = port.and_then(|rest| rest.trim_end_matches('.').parse().ok());
                let _ = port.map(|port: u16| sender.send(port));
            }
        });
        ports.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("the driver was not up after {PATIENCE:?}"))
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks it to close the browser and end: killed, it would leave the browser behind.
    fn shut_down(&self) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let ask = match (self.kind, &*self.session.borrow()) {
            (Browser::Chromium, _) => "GET /shutdown".to_owned(),
            (Browser::Firefox, Some(session)) => format!("DELETE /session/{session}"),
            (Browser::Firefox, None) => return Err(std::io::ErrorKind::NotFound.into()),
        };
        write!(stream, "{ask} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)?;
        stream.read_to_end(&mut Vec::new()).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let start = Instant::now();
        if self.shut_down().is_ok() && self.kind == Browser::Chromium {
            while start.elapsed() < PATIENCE && matches!(self.child.try_wait(), Ok(None)) {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
