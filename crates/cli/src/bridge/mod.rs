//! `handshake bridge`: carries bytes between the page (a WebSocket) and a TCP server. No open proxy: it carries to allowed
//! targets only, for the page's origin only, and only for whoever has the token that it prints.

mod carry;
mod gate;
mod protocol;

use crate::args::Bridge;
use crate::connection_slots::ConnectionSlots;
use crate::failure::{FILE, Failure, NETWORK, USAGE};
use crate::problem;
use anstream::eprintln;
use gate::Gate;
use protocol::Limits;
use std::io::Write;
use std::net::{TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

/// Most connections at a time of which it is not known yet whether they may cross.
const KNOCKING: usize = 64;

/// Listens until the program is ended.
///
/// # Errors
/// One line, and the exit code.
pub fn run(args: &Bridge) -> Result<(), Failure> {
    for target in &args.allow {
        target_is_one(target).map_err(|problem| Failure(USAGE, problem))?;
    }
    let origins = origins(&args.origin).map_err(|problem| Failure(USAGE, problem))?;
    let listener = listen(&args.listen)?;
    let address = listener.local_addr().map_err(|error| Failure(NETWORK, problem::words(&error)))?;
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(|error| Failure(FILE, format!("the system has no randomness: {error}")))?;
    let token = handshake_scenario::text::hex(&random);
    let limits = Limits {
        bytes: args.max_bytes,
        idle: Duration::from_secs_f32(args.idle),
        time: Duration::from_secs_f32(args.time),
    };
    eprintln!("handshake: the bridge listens on {address}, for {}", origins.join(" and "));
    for target in &args.allow {
        link(&origins, &address.to_string(), &token, target)?;
    }
    let slots = ConnectionSlots::new(args.connections);
    let gate = Arc::new(Gate { token, allowed: args.allow.clone(), origins, slots });
    let guests = ConnectionSlots::new(args.connections.saturating_add(KNOCKING));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Out of file handles, say: a moment later there are some.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        // One too many is hung up on.
        let Some(guest) = guests.take() else { continue };
        let gate = Arc::clone(&gate);
        // So is one for whom there is no thread.
        let _ = std::thread::Builder::new().spawn(move || {
            gate::serve(stream, &gate, limits);
            drop(guest);
        });
    }
    Ok(())
}

/// Prints the address of the page that holds bridge, target and token. They stand behind the `#`, which browsers keep to
/// themselves.
fn link(origins: &[String], address: &str, token: &str, target: &str) -> Result<(), Failure> {
    let fragment = form_urlencoded::Serializer::new(String::new())
        .append_pair("bridge", &format!("ws://{address}"))
        .append_pair("target", target)
        .append_pair("token", token)
        .finish();
    let page = origins.first().map(String::as_str).unwrap_or_default();
    let mut out = std::io::stdout();
    writeln!(out, "{page}/live#{fragment}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure(FILE, format!("standard output: {}", problem::words(&error))))
}

fn listen(at: &str) -> Result<TcpListener, Failure> {
    let addresses = at.to_socket_addrs().map_err(|error| {
        Failure(
            USAGE,
            format!("--listen '{at}' is no ADDR:PORT, for example 127.0.0.1:0: {}", problem::of_name(&error)),
        )
    })?;
    let mut last = format!("--listen '{at}' has no address");
    for address in addresses {
        if !address.ip().is_loopback() {
            return Err(Failure(
                USAGE,
                format!("--listen '{at}': the bridge listens on this machine only, as 127.0.0.1"),
            ));
        }
        match TcpListener::bind(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = format!("{address}: {}", problem::words(&error)),
        }
    }
    Err(Failure(NETWORK, last))
}

fn target_is_one(target: &str) -> Result<(), String> {
    let port =
        target.rsplit_once(':').filter(|(host, _)| !host.is_empty()).and_then(|(_, port)| port.parse::<u16>().ok());
    match port {
        Some(1..) => Ok(()),
        _ => Err(format!("--allow '{target}' is no HOST:PORT, for example localhost:4433")),
    }
}

/// The origins that a browser may name: those given; a loopback address under all its names.
fn origins(given: &[String]) -> Result<Vec<String>, String> {
    let mut all: Vec<String> = Vec::new();
    for origin in given {
        let origin = origin.trim_end_matches('/');
        let rest = origin.strip_prefix("http://").or(origin.strip_prefix("https://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.contains(['/', '?', '#', '@'])) {
            return Err(format!("--origin '{origin}' is none, for example http://127.0.0.1:8080"));
        }
        all.push(origin.to_owned());
        for (name, other) in [("//127.0.0.1", "//localhost"), ("//localhost", "//127.0.0.1")] {
            all.extend(origin.contains(name).then(|| origin.replacen(name, other, 1)));
        }
    }
    Ok(all)
}
