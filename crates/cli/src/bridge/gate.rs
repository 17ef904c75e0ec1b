//! Who may cross, and what the others are told.

use super::carry;
use super::protocol::{Limits, PATIENCE, Steady, close, code};
use crate::connection_slots::ConnectionSlots;
use crate::problem;
use anstream::eprintln;
use std::io::Write;
use std::net::{TcpStream, ToSocketAddrs};
use subtle::ConstantTimeEq as _;
use tungstenite::WebSocket;
use tungstenite::handshake::HandshakeError;
use tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tungstenite::protocol::WebSocketConfig;

/// Longest message from the page; it sends a flight at a time.
const MAX_MESSAGE: usize = 1 << 20;
/// Who may cross.
pub struct Gate {
    pub token: String,
    pub allowed: Vec<String>,
    pub origins: Vec<String>,
    /// How many may cross at a time, and how many do.
    pub slots: ConnectionSlots,
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
    // In a time that does not tell how much fits.
    if !bool::from(token.as_bytes().ct_eq(gate.token.as_bytes())) {
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
    let Some(_slot) = gate.slots.take() else {
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

fn dial(target: &str) -> Result<TcpStream, String> {
    let mut last = format!("{target} has no address.");
    let addresses = target.to_socket_addrs().map_err(|error| {
        let error = problem::of_name(&error);
        format!("{target} can't be found: {error}.")
    })?;
    for address in addresses {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => {
                let error = problem::words(&error);
                last = format!("{target} can't be reached: {error}.");
            }
        }
    }
    Err(last)
}

/// At most 60 characters of what somebody sent, to quote it; no control characters.
fn shorten(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '·' } else { c }).take(60).collect()
}
