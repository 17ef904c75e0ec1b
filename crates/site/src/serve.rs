//! Serves a built page: from memory, compressed for who takes that, with validators, over connections that are kept.
//!
//! `trunk serve` would do for one's own work, but it watches, rebuilds and injects scripts; this serves what goes to a host, to
//! people and to the tests.

use crate::Outcome;
use crate::files::{File, Files, Found};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderName};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Connections at the same time: a browser opens six, a class has thirty.
const MAX_CONNECTIONS: usize = 512;
/// For the head of a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// A file whose name holds its hash.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// A page being served.
pub struct Site {
    listener: TcpListener,
    files: Arc<Files>,
}

impl Site {
    /// Takes a port at an address of this machine; 0 picks a free one.
    ///
    /// # Errors
    /// If the port is taken, or the folder holds no page.
    pub fn bind(folder: &Path, at: IpAddr, port: u16) -> Outcome<Site> {
        let files = Arc::new(Files::new(folder)?);
        let listener = TcpListener::bind((at, port)).map_err(|error| {
            format!("port {port} on {at} can't be used ({error}); choose another one: cargo xtask serve --port 8090")
        })?;
        Ok(Site { listener, files })
    }

    /// Where it is, for who is on this machine.
    pub fn url(&self) -> String {
        self.url_at(IpAddr::from([127, 0, 0, 1]))
    }

    /// Where it is, for who comes by this address.
    pub fn url_at(&self, at: IpAddr) -> String {
        let port = self.listener.local_addr().map(|address| address.port()).unwrap_or_default();
        format!("http://{}{}", SocketAddr::new(at, port), self.files.base().trim_end_matches('/'))
    }

    /// Serves until the program ends.
    ///
    /// # Errors
    /// If the system has no means to wait for connections.
    pub fn run(self) -> Outcome {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| format!("nothing can be served: {error}"))?;
        runtime.block_on(self.accept())
    }

    /// Serves in the background until the program ends; returns where.
    pub fn spawn(self) -> String {
        let url = self.url();
        std::thread::spawn(move || self.run());
        url
    }

    async fn accept(self) -> Outcome {
        let problem = |error: std::io::Error| format!("nothing can be served: {error}");
        self.listener.set_nonblocking(true).map_err(problem)?;
        let listener = tokio::net::TcpListener::from_std(self.listener).map_err(problem)?;
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
            let Ok((stream, _)) = listener.accept().await else {
                // Out of file handles, say: a moment later there are some.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let files = Arc::clone(&self.files);
            tokio::spawn(async move {
                let service = service_fn(|request: Request<Incoming>| {
                    let response = answer(&files, &request);
                    async { Ok::<_, Infallible>(response) }
                });
                let mut http = http1::Builder::new();
                http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
                // A browser that goes away in the middle is no news.
                let _ = http.serve_connection(TokioIo::new(stream), service).await;
                drop(place);
            });
        }
    }
}

fn answer(files: &Files, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return words(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.\n", &[(header::ALLOW, "GET, HEAD")]);
    }
    match files.find(request.uri().path()) {
        Found::File(file) => send(&file, request.headers()),
        Found::Elsewhere(path) => words(StatusCode::FOUND, "", &[(header::LOCATION, &path)]),
        Found::Nothing => words(StatusCode::NOT_FOUND, "There is no such file.\n", &[]),
    }
}

fn words(status: StatusCode, text: &str, headers: &[(HeaderName, &str)]) -> Response<Full<Bytes>> {
    let more = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    response(status, &[&more, headers].concat(), text.as_bytes().to_vec())
}

fn send(file: &File, asked: &HeaderMap) -> Response<Full<Bytes>> {
    let has = |name: HeaderName, value: &str| {
        let values = asked.get_all(name).into_iter().filter_map(|one| one.to_str().ok());
        values.flat_map(|all| all.split(',')).any(|one| takes(one, value))
    };
    let caching = if file.forever { FOREVER } else { "no-cache" };
    let mut headers =
        vec![(header::CACHE_CONTROL, caching), (header::ETAG, file.etag.as_str()), (header::VARY, "Accept-Encoding")];
    if has(header::IF_NONE_MATCH, &file.etag) || has(header::IF_NONE_MATCH, "*") {
        return response(StatusCode::NOT_MODIFIED, &headers, Vec::new());
    }
    headers.push((header::CONTENT_TYPE, file.content_type));
    headers.push((header::X_CONTENT_TYPE_OPTIONS, "nosniff"));
    let packed = [("br", &file.br), ("gzip", &file.gz)].into_iter();
    let packed = packed.filter_map(|(name, bytes)| bytes.as_ref().map(|bytes| (name, bytes)));
    match packed.filter(|(name, _)| has(header::ACCEPT_ENCODING, name)).min_by_key(|(_, bytes)| bytes.len()) {
        Some((name, bytes)) => {
            headers.push((header::CONTENT_ENCODING, name));
            response(StatusCode::OK, &headers, bytes.clone())
        }
        None => response(StatusCode::OK, &headers, file.plain.clone()),
    }
}

/// Whether one value of a list is this one, and is wanted: `br;q=0` is not.
fn takes(one: &str, value: &str) -> bool {
    let mut parts = one.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().trim_start_matches("W/");
    name == value && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
}

fn response(status: StatusCode, headers: &[(HeaderName, &str)], body: Vec<u8>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// Answers to requests on one connection.
    fn ask(url: &str, requests: &[&str]) -> String {
        let mut stream = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
        for (number, request) in requests.iter().enumerate() {
            let end = if number + 1 == requests.len() { "Connection: close\r\n" } else { "" };
            write!(stream, "{}\r\nHost: a\r\n{end}\r\n", request.replace('\n', "\r\n")).unwrap();
        }
        let mut said = Vec::new();
        stream.read_to_end(&mut said).unwrap();
        String::from_utf8_lossy(&said).into_owned()
    }

    #[test]
    fn it_is_compressed_validated_and_kept_alive() {
        let folder = std::env::temp_dir().join(format!("handshake-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in
            [("index.html", "page"), ("a-0123456789abcdef.js", "plain"), ("a-0123456789abcdef.js.br", "b")]
        {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let url = Site::bind(&folder, IpAddr::from([127, 0, 0, 1]), 0).unwrap().spawn();
        let js = "GET /a-0123456789abcdef.js HTTP/1.1";
        let said = ask(&url, &["GET / HTTP/1.1", &format!("{js}\nAccept-Encoding: gzip, br")]);
        assert_eq!(said.matches("HTTP/1.1 200 OK").count(), 2, "two answers on one connection: {said}");
        assert!(said.contains("content-encoding: br") && said.ends_with("\r\n\r\nb"), "{said}");
        assert!(said.contains("cache-control: no-cache") && said.contains(FOREVER), "{said}");
        let said = ask(&url, &[&format!("{js}\nAccept-Encoding: br;q=0")]);
        assert!(!said.contains("content-encoding") && said.ends_with("plain"), "{said}");
        let etag = said.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
        let said = ask(&url, &[&format!("{js}\nIf-None-Match: W/\"x\", {etag}")]);
        assert!(said.starts_with("HTTP/1.1 304 Not Modified") && said.ends_with("\r\n\r\n"), "{said}");
        let said = ask(&url, &["HEAD / HTTP/1.1"]);
        assert!(said.contains("content-length: 4") && said.ends_with("\r\n\r\n"), "{said}");
        assert!(ask(&url, &["POST / HTTP/1.1"]).starts_with("HTTP/1.1 405"));
        assert!(ask(&url, &["GET /none.css HTTP/1.1"]).starts_with("HTTP/1.1 404"));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
