//! `handshake connect`: the engine's client against a real server.

use crate::args::Connect;
use crate::failure::{CUT_OFF, FILE, Failure, NETWORK, TIMEOUT, TLS, USAGE};
use crate::live::{Heard, TcpSide};
use crate::output::{Latest, Output};
use crate::side::{MAX_MESSAGE, System, now};
use crate::{files, names, problem};
use anstream::eprintln;
use handshake_core::ClientConnection;
use handshake_core::client::{ClientConfig, Tls12Offer};
use handshake_core::connection::Status;
use handshake_core::pki::Verifier;
use handshake_core::session::{ClientSession, ClientSession12};
use handshake_live::{Anybody, MAX_ACCOUNT};
use handshake_scenario::settings;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Connects, once or twice.
///
/// # Errors
/// One line, and the exit code.
pub fn run(args: &Connect) -> Result<(), Failure> {
    let config = config(args).map_err(|problem| Failure(USAGE, problem))?;
    if (args.send.as_deref(), args.early_data.as_deref()) == (Some("-"), Some("-")) {
        return Err(Failure(USAGE, "--send - and --early-data - can't both read standard input".to_owned()));
    }
    let said = args.send.as_deref().map(files::text).transpose().map_err(|problem| Failure(FILE, problem))?;
    let mut output = Output::new(args.output.clone(), args.keylog.as_deref(), args.format, &Latest::default())?;
    if !args.resume {
        return visit(args, config, said.as_deref(), &mut output).map(|_| ());
    }
    eprintln!("── first visit, for a ticket");
    let (sessions, session12) = visit(args, config.clone(), None, &mut output)?;
    let left = Instant::now();
    if let Some(session) = session12 {
        eprintln!("── second visit, with the session");
        let tls12 = Tls12Offer { session: Some(session), ..config.tls12.clone() };
        output.next();
        return visit(args, ClientConfig { tls12, ..config }, said.as_deref(), &mut output).map(|_| ());
    }
    let Some((session, mut psk)) = sessions.last().and_then(|session| Some((session, session.psk(now())?))) else {
        return Err(Failure(TLS, "the server gave no ticket, so there is nothing to resume".to_owned()));
    };
    eprintln!("── second visit, with the ticket");
    let early = args.early_data.as_deref().map(files::text).transpose().map_err(|problem| Failure(FILE, problem))?;
    if early.is_some() && psk.max_early_data == 0 {
        eprintln!("handshake: the ticket is not good for early data; it will be sent after the handshake");
    }
    // In milliseconds, and rather too little than too much: servers take an age that is still to come for a replay.
    psk.obfuscated_ticket_age = (left.elapsed().as_millis() as u32).wrapping_add(session.age_add);
    let config = ClientConfig { psks: vec![psk], early_data: early, ..config };
    output.next();
    visit(args, config, said.as_deref(), &mut output).map(|_| ())
}

fn visit(
    args: &Connect,
    config: ClientConfig,
    said: Option<&[u8]>,
    output: &mut Output,
) -> Result<(Vec<ClientSession>, Option<ClientSession12>), Failure> {
    let timeout = Duration::from_secs_f32(args.timeout);
    let mut stream = dial(&args.target, timeout)?;
    if let Some(protocol) = args.starttls {
        protocol.begin(&mut stream, host(&args.target).unwrap_or_default(), timeout)?;
    }
    let early = config.early_data.clone();
    let mut client = ClientConnection::new(Arc::new(config), Box::new(System), now());
    let mut wire = TcpSide::new(&mut client, &mut stream, timeout, "", output);
    let result = talk(&mut wire, said, timeout, Duration::from_secs_f32(args.wait));
    wire.tell_left_out();
    if matches!(result, Err(Failure(TLS, _))) {
        wire.leave();
    }
    let written = output.finish(&client);
    // What went wrong on the way is the news; that it could not be written down comes after it.
    result.and(written)?;
    if let (Some(early), Some(accepted)) = (early, client.early_data_accepted()) {
        eprintln!("early data ({} B): {}", early.len(), if accepted { "accepted" } else { "refused" });
    }
    if client.resumed() {
        eprintln!("resumed: no certificate was needed");
    }
    Ok((client.sessions().to_vec(), client.session12().cloned()))
}

fn talk(wire: &mut TcpSide, said: Option<&[u8]>, timeout: Duration, wait: Duration) -> Result<(), Failure> {
    wire.handshake()?;
    if let Some(said) = said {
        wire.own.send(said);
        wire.flush()?;
    }
    // After a question the answer may take its time; then a short silence ends it.
    let mut patience = if said.is_some() { timeout } else { wait };
    let mut answered = said.is_none();
    loop {
        let heard = wire.hear(patience)?;
        let data = wire.own.take_data();
        if !data.is_empty() {
            wire.output.data(&data)?;
            (answered, patience) = (true, wait);
        }
        match (heard, wire.own.status()) {
            (_, Status::PeerClosed) => break,
            (Heard::End, _) => {
                eprintln!("handshake: the peer closed without close_notify: something may be missing");
                return Err(Failure(CUT_OFF, "the connection was cut off".to_owned()));
            }
            (Heard::Nothing, _) if answered => break,
            (Heard::Nothing, _) => {
                return Err(Failure(TIMEOUT, format!("no answer came within {} s", timeout.as_secs_f32())));
            }
            (Heard::Something, _) => {}
        }
    }
    wire.own.close();
    wire.flush()
}

fn dial(target: &str, timeout: Duration) -> Result<TcpStream, Failure> {
    let addresses = target
        .to_socket_addrs()
        .map_err(|error| Failure(NETWORK, format!("{target}: {}", problem::of_name(&error))))?;
    let mut last = format!("{target} has no address");
    for address in addresses {
        match TcpStream::connect_timeout(&address, timeout) {
            Ok(stream) => return Ok(stream),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                last = format!("{address} did not answer within {} s", timeout.as_secs_f32());
            }
            Err(error) => last = format!("{address}: {}", problem::words(&error)),
        }
    }
    Err(Failure(NETWORK, last))
}

/// The host of a target; an IPv6 address without its brackets.
fn host(target: &str) -> Option<&str> {
    target.rsplit_once(':').map(|(host, _)| host.trim_matches(['[', ']']))
}

fn config(args: &Connect) -> Result<ClientConfig, String> {
    let versions = names::versions(args.tls.as_deref(), args.for_teaching)?;
    let host = host(&args.target).ok_or_else(|| format!("'{}' is no HOST:PORT", args.target))?;
    let name =
        &settings::server_name(args.server_name.as_deref().unwrap_or(host)).map_err(|problem| problem.to_string())?;
    let verifier: Arc<dyn Verifier> = match args.insecure {
        true => {
            eprintln!("handshake: --insecure: whoever answers is believed to be {name}. Nothing is safe from them.");
            Arc::new(Anybody)
        }
        false if args.mozilla => Arc::new(files::mozilla()?),
        false => Arc::new(files::verifier(args.ca.as_deref())?),
    };
    let mut config = ClientConfig::new(name, verifier).with_versions(&versions).with_rare_algorithms();
    if !args.suite.is_empty() {
        config.suites = names::suites(&args.suite, &versions)?;
    }
    if !args.group.is_empty() {
        config.groups = args.group.iter().map(|name| names::group(name)).collect::<Result<_, _>>()?;
        config.key_shares = config.groups.iter().take(1).copied().collect();
    }
    config.timestamps = true;
    config.records.max_account = MAX_ACCOUNT;
    config.records.max_message = MAX_MESSAGE;
    config.alpn = args.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    if let (Some(cert), Some(key)) = (&args.cert, &args.key) {
        config.identities = vec![files::identity(cert, key)?];
    }
    Ok(config)
}
