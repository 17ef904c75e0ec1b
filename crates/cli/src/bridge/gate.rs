//! Who may cross, and what the others are told.

use super::carry::Steady;
use super::{Limits, carry};
use anstream::eprintln;
use std::io::Write;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tungstenite::handshake::HandshakeError;
use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tungstenite::{Message, WebSocket};

/// Longest message from the page; it sends a flight at a time.
const MAX_MESSAGE: usize = 1 << 20;
/// Longest wait for the whole request, for the target, and for an end that does not take what it is sent.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// The close codes of the bridge, from those that RFC 6455 §7.4.2 leaves for private use.
pub mod code {
    /// The token is not the one in the link.
    pub const TOKEN: u16 = 4001;
    /// The target is not allowed.
    pub const TARGET: u16 = 4002;
    /// The target can't be reached.
    pub const UNREACHABLE: u16 = 4003;
    /// A limit was reached.
    pub const LIMIT: u16 = 4004;
}

/// Who may cross.
pub struct Gate {
    pub token: String,
    pub allowed: Vec<String>,
    pub origins: Vec<String>,
    /// How many may cross at a time, and how many do.
    pub places: Places,
}

/// Places that can be taken, so many at most.
pub struct Places {
    most: usize,
    taken: Arc<AtomicUsize>,
}

/// A place that is taken, until this is dropped.
pub struct Place(Arc<AtomicUsize>);

impl Places {
    pub fn new(most: usize) -> Self {
        Places { most, taken: Arc::default() }
    }

    /// Takes one, if there is one.
    pub fn take(&self) -> Option<Place> {
        let place = Place(Arc::clone(&self.taken));
        // A place too many is given back at once.
        (self.taken.fetch_add(1, Ordering::SeqCst) < self.most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Answers one connection.
// The answer's type is the library's.
#[allow(clippy::result_large_err)]
pub fn serve(stream: TcpStream, gate: &Gate, limits: Limits) {
    let (mut token, mut target, mut refused) = (String::new(), String::new(), None);
    let check = |request: &Request, response: Response| {
        let query = request.uri().query().unwrap_or_default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "token" => token = value.into_owned(),
                "target" => target = value.into_owned(),
                _ => {}
            }
        }
        let origin = request.headers().get("origin").map_or("none", |origin| origin.to_str().unwrap_or("none"));
        if gate.origins.iter().any(|known| known == origin) {
            return Ok(response);
        }
        let problem = format!(
            "This bridge carries for {} only, and the page is from {}. (--origin changes that.)",
            gate.origins.join(" and "),
            shorten(origin)
        );
        refused = Some(problem.clone());
        Err(forbidden(problem))
    };
    let config = WebSocketConfig::default().max_message_size(Some(MAX_MESSAGE)).max_frame_size(Some(MAX_MESSAGE));
    let plain = stream.try_clone();
    let mut socket = match tungstenite::accept_hdr_with_config(Steady::new(stream, PATIENCE), check, Some(config)) {
        Ok(socket) => socket,
        Err(error) => {
            let failed = matches!(error, HandshakeError::Failure(_));
            drop(error);
            if let (true, None, Ok(mut plain)) = (failed, &refused, plain) {
                let body =
                    "This is the bridge of Handshake Lab. It speaks WebSocket with its page, and nothing else.\n";
                let head = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n";
                let _ = write!(plain, "{head}Content-Length: {}\r\n\r\n{body}", body.len());
            }
            let why = refused.unwrap_or_else(|| "what came is no WebSocket request".to_owned());
            eprintln!("handshake: refused: {why}");
            return;
        }
    };
    if !same(&token, &gate.token) {
        return refuse(&mut socket, code::TOKEN, "The token is wrong: it stands in the link that the bridge printed.");
    }
    if !gate.allowed.contains(&target) {
        let target = shorten(&target);
        return refuse(
            &mut socket,
            code::TARGET,
            &format!("{target} is not allowed; start the bridge with --allow {target}."),
        );
    }
    // Only who may cross takes up a place: whoever else knocks can't shut the others out.
    let Some(_place) = gate.places.take() else {
        return refuse(&mut socket, code::LIMIT, "The bridge has as many connections as it takes; close one first.");
    };
    match dial(&target) {
        Ok(server) => {
            eprintln!("handshake: {target}: connected");
            let (end, up, down) = carry::carry(&mut socket, server, limits);
            eprintln!("handshake: {target}: {end} ({up} bytes there, {down} back)");
        }
        Err(problem) => refuse(&mut socket, code::UNREACHABLE, &problem),
    }
}

fn forbidden(problem: String) -> ErrorResponse {
    let mut response = ErrorResponse::new(Some(problem));
    *response.status_mut() = tungstenite::http::StatusCode::FORBIDDEN;
    response
}

/// Says why on both ends, and closes.
fn refuse(socket: &mut WebSocket<Steady>, code: u16, why: &str) {
    eprintln!("handshake: refused: {why}");
    close(socket, code, why);
}

/// Closes, and lets the page have the reason: it holds 123 bytes at most.
pub fn close(socket: &mut WebSocket<Steady>, code: u16, why: &str) {
    let mut end = why.len().min(123);
    while !why.is_char_boundary(end) {
        end -= 1;
    }
    let reason = why.get(..end).unwrap_or_default().to_owned();
    let leave = Duration::from_secs(2);
    socket.get_mut().renew(leave, leave);
    let _ = socket.close(Some(CloseFrame { code: CloseCode::from(code), reason: reason.into() }));
    // Until the page has closed, too, or does not answer.
    while let Ok(Message::Binary(_) | Message::Text(_) | Message::Ping(_) | Message::Pong(_) | Message::Close(_)) =
        socket.read()
    {}
}

fn dial(target: &str) -> Result<TcpStream, String> {
    let mut last = format!("{target} has no address.");
    for address in target.to_socket_addrs().map_err(|error| format!("{target} can't be found: {error}."))? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = format!("{target} can't be reached: {error}."),
        }
    }
    Err(last)
}

/// Compares in a time that does not tell how much fits.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// At most 60 characters of what somebody sent, to quote it; no control characters.
fn shorten(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '·' } else { c }).take(60).collect()
}
