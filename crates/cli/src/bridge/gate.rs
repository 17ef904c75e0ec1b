//! Who may cross, and what the others are told.

use super::carry;
use super::protocol::{Limits, PATIENCE, Steady, close, code};
use crate::connection_slots::ConnectionSlots;
use crate::problem;
use anstream::eprintln;
use handshake_live::bridge::{Closing, Reason};
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

/// What a request asks for.
#[derive(Default)]
struct Asked {
    token: String,
    target: String,
    /// Why it is refused before it has become a WebSocket.
    refused: Option<String>,
}

/// Answers one connection.
pub fn serve(stream: TcpStream, gate: &Gate, limits: Limits) {
    let mut asked = Asked::default();
    let Some(mut socket) = greet(stream, gate, &mut asked) else {
        let why = asked.refused.unwrap_or_else(|| "what came is no WebSocket request".to_owned());
        eprintln!("handshake: refused: {why}");
        return;
    };
    let Asked { token, target, .. } = asked;
    // In a time that does not tell how much fits.
    if !bool::from(token.as_bytes().ct_eq(gate.token.as_bytes())) {
        return refuse(&mut socket, code::TOKEN, &Reason::Token.into());
    }
    if !gate.allowed.contains(&target) {
        return refuse(&mut socket, code::TARGET, &about(Reason::NotAllowed, &target, String::new()));
    }
    // Only who may cross takes up a place: whoever else knocks can't shut the others out.
    let Some(_slot) = gate.slots.take() else {
        return refuse(&mut socket, code::LIMIT, &Reason::Full.into());
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

/// Takes the request in; whoever sends no WebSocket request is told what this is.
// The answer's type is the library's.
#[allow(clippy::result_large_err)]
fn greet(stream: TcpStream, gate: &Gate, asked: &mut Asked) -> Option<WebSocket<Steady>> {
    let plain = stream.try_clone();
    let check = |request: &Request, response: Response| {
        for (name, value) in form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "token" => asked.token = value.into_owned(),
                "target" => asked.target = value.into_owned(),
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
        asked.refused = Some(problem.clone());
        Err(forbidden(problem))
    };
    let config = WebSocketConfig::default().max_message_size(Some(MAX_MESSAGE)).max_frame_size(Some(MAX_MESSAGE));
    let failed = match tungstenite::accept_hdr_with_config(Steady::new(stream, PATIENCE), check, Some(config)) {
        Ok(socket) => return Some(socket),
        Err(error) => matches!(error, HandshakeError::Failure(_)),
    };
    if let (true, None, Ok(mut plain)) = (failed, &asked.refused, plain) {
        let body = "This is the bridge of Handshake Lab. It speaks WebSocket with its page, and nothing else.\n";
        let head = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\n";
        let _ = write!(plain, "{head}Content-Length: {}\r\n\r\n{body}", body.len());
    }
    None
}

fn forbidden(problem: String) -> ErrorResponse {
    let mut response = ErrorResponse::new(Some(problem));
    *response.status_mut() = tungstenite::http::StatusCode::FORBIDDEN;
    response
}

/// Says why on both ends, and closes.
fn refuse(socket: &mut WebSocket<Steady>, code: u16, why: &Closing) {
    eprintln!("handshake: refused: {}", why.problem());
    close(socket, code, why);
}

fn dial(target: &str) -> Result<TcpStream, Closing> {
    let mut last = about(Reason::NoAddress, target, String::new());
    let addresses = target.to_socket_addrs();
    for address in addresses.map_err(|error| about(Reason::NotFound, target, problem::of_name(&error)))? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = about(Reason::Unreachable, target, problem::words(&error)),
        }
    }
    Err(last)
}

/// A reason that is about a target, which may be anything that somebody asked for.
fn about(reason: Reason, target: &str, error: String) -> Closing {
    Closing { reason, target: shorten(target).replace(' ', "·"), error }
}

/// At most 60 characters of what somebody sent, to quote it; no control characters.
fn shorten(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '·' } else { c }).take(60).collect()
}
