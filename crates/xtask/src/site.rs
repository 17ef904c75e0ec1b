//! A small server for the built page, on loopback only.
//!
//! `trunk serve` would do, but it watches, rebuilds and injects scripts; this serves the release as it is, to people and
//! to the tests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Connections served at the same time; a browser opens six.
const MAX_CONNECTIONS: usize = 64;
/// Longest request head that is read.
const MAX_HEAD: u64 = 16 * 1024;

/// A page being served.
pub struct Site {
    listener: TcpListener,
    folder: Arc<PathBuf>,
}

impl Site {
    /// Takes a port on 127.0.0.1; 0 picks a free one.
    ///
    /// # Errors
    /// If the port is taken, or the folder holds no page.
    pub fn bind(folder: &Path, port: u16) -> Result<Site, String> {
        if !folder.join("index.html").is_file() {
            return Err(format!("there is no page in {}; build it with: cargo xtask build", folder.display()));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            format!(
                "port {port} on 127.0.0.1 can't be used ({error}); choose another one: cargo xtask serve --port 8090"
            )
        })?;
        Ok(Site { listener, folder: Arc::new(folder.to_owned()) })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        let port = self.listener.local_addr().map(|address| address.port()).unwrap_or_default();
        format!("http://127.0.0.1:{port}")
    }

    /// Serves until the program ends.
    pub fn run(self) {
        let busy = Arc::new(AtomicUsize::new(0));
        for stream in self.listener.incoming() {
            let Ok(stream) = stream else {
                // Out of file handles, say: a moment later there are some.
                std::thread::sleep(Duration::from_millis(50));
                continue;
            };
            if busy.load(Ordering::Relaxed) >= MAX_CONNECTIONS {
                continue;
            }
            busy.fetch_add(1, Ordering::Relaxed);
            let (folder, busy) = (Arc::clone(&self.folder), Arc::clone(&busy));
            std::thread::spawn(move || {
                // A browser that goes away in the middle is no news.
                let _ = answer(stream, &folder);
                busy.fetch_sub(1, Ordering::Relaxed);
            });
        }
    }

    /// Serves in the background until the program ends; returns where.
    pub fn spawn(self) -> String {
        let url = self.url();
        std::thread::spawn(move || self.run());
        url
    }
}

fn answer(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?.take(MAX_HEAD));
    let mut request = String::new();
    reader.read_line(&mut request)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or("/"));
    let (status, content_type, body) = match method {
        "GET" | "HEAD" => match find(folder, target) {
            Some(file) => ("200 OK", content_type(&file), std::fs::read(&file)?),
            None => ("404 Not Found", "text/plain; charset=utf-8", b"There is no such file.\n".to_vec()),
        },
        _ => ("405 Method Not Allowed", "text/plain; charset=utf-8", b"Only GET and HEAD.\n".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file for a request: a file of the page, or the page itself for an address within it.
fn find(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/');
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    if !plain {
        return path.as_os_str().is_empty().then(|| folder.join("index.html"));
    }
    let file = folder.join(path);
    // A missing style is an error; `/s/tls13-full/4.5` is an address that the page itself has something to say to.
    match file.is_file() {
        true => Some(file),
        false if content_type(&file) != UNKNOWN => None,
        false => Some(folder.join("index.html")),
    }
}

/// Of a file whose name tells nothing.
const UNKNOWN: &str = "application/octet-stream";

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => UNKNOWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_find_files_the_page_or_nothing() {
        let folder = std::env::temp_dir().join(format!("handshake-site-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("styles")).unwrap();
        std::fs::write(folder.join("index.html"), "page").unwrap();
        std::fs::write(folder.join("styles/a.css"), "css").unwrap();
        let check = |target: &str, expect: Option<&str>| {
            assert_eq!(find(&folder, target), expect.map(|file| folder.join(file)), "{target}");
        };
        check("/", Some("index.html"));
        check("/styles/a.css?v=1", Some("styles/a.css"));
        check("/s/tls13-full/4?view=client", Some("index.html"));
        check("/s/tls13-full/4.5", Some("index.html"));
        check("/missing.wasm", None);
        check("/../secret", None);
        check("//etc/passwd", Some("index.html"));
        check("/styles/../../secret", None);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
