//! `handshake serve`: the engine's server for real clients, many at a time.

use crate::args::{Format, Serve};
use crate::connection_slots::ConnectionSlots;
use crate::failure::{CUT_OFF, FILE, Failure, NETWORK, TIMEOUT, TLS, USAGE};
use crate::live::{Heard, TcpSide};
use crate::output::{Latest, Output};
use crate::side::{MAX_MESSAGE, System, now};
use crate::{files, names, problem};
use anstream::eprintln;
use handshake_core::ServerConnection;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::SignatureScheme;
use handshake_core::server::{ClientAuth, ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_live::MAX_ACCOUNT;
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Answers until it is stopped, or once.
///
/// # Errors
/// One line, and the exit code.
pub fn run(args: &Serve) -> Result<(), Failure> {
    let config = Arc::new(config(args).map_err(|problem| Failure(USAGE, problem))?);
    let reply = files::text(args.reply.as_deref().unwrap_or("Hello from Handshake Lab\n"));
    let reply = reply.map_err(|problem| Failure(FILE, problem))?;
    let greeting = args.greeting.as_deref().map(files::text).transpose().map_err(|problem| Failure(FILE, problem))?;
    let addresses = args.listen.to_socket_addrs();
    let addresses = addresses.map_err(|error| {
        Failure(USAGE, format!("--listen '{}' is no ADDR:PORT: {}", args.listen, problem::of_name(&error)))
    })?;
    let network = |error| Failure(NETWORK, format!("{}: {}", args.listen, problem::words(&error)));
    let listener = TcpListener::bind(addresses.collect::<Vec<_>>().as_slice()).map_err(network)?;
    let address = listener.local_addr().map_err(network)?;
    eprintln!("listening on {address}");
    let server = Arc::new(Server {
        config,
        reply,
        greeting,
        timeout: Duration::from_secs_f32(args.timeout),
        file: args.output.clone(),
        key_log: args.keylog.clone(),
        format: args.format,
        latest: Latest::default(),
    });
    let slots = ConnectionSlots::new(usize::from(args.connections));
    for number in 1u64.. {
        let (stream, peer) = match listener.accept() {
            Ok(accepted) => accepted,
            Err(error) if args.once => return Err(Failure(NETWORK, problem::words(&error))),
            // A client that was gone at once, say: the next one is none the worse for it.
            Err(error) => {
                eprintln!("handshake: {}", problem::words(&error));
                std::thread::sleep(Duration::from_millis(50));
                continue;
            }
        };
        if args.once {
            eprintln!("── {peer}");
            return server.answer(stream, "");
        }
        let Some(slot) = slots.take() else {
            eprintln!("── {peer} is hung up on: there are {} connections (--connections)", args.connections);
            continue;
        };
        eprintln!("── [{number}] {peer}");
        let server = Arc::clone(&server);
        let work = move || {
            let label = format!("[{number}] ");
            if let Err(Failure(_, problem)) = server.answer(stream, &label) {
                eprintln!("{label}handshake: {problem}");
            }
            drop(slot);
        };
        if std::thread::Builder::new().spawn(work).is_err() {
            eprintln!("── [{number}] {peer} is hung up on: the system has no thread for it");
        }
    }
    Ok(())
}

/// What every connection is answered with.
struct Server {
    config: Arc<ServerConfig>,
    reply: Vec<u8>,
    greeting: Option<Vec<u8>>,
    timeout: Duration,
    file: Option<PathBuf>,
    key_log: Option<PathBuf>,
    format: Format,
    latest: Latest,
}

impl Server {
    /// Answers one connection; the label stands before each line that is printed.
    fn answer(&self, mut stream: TcpStream, label: &str) -> Result<(), Failure> {
        let mut output = Output::new(self.file.clone(), self.key_log.as_deref(), self.format, &self.latest)?;
        let mut server = ServerConnection::new(Arc::clone(&self.config), Box::new(System), now());
        let mut wire = TcpSide::new(&mut server, &mut stream, self.timeout, label, &mut output);
        wire.greeting.clone_from(&self.greeting);
        let result = talk(&mut wire, &self.reply, self.timeout);
        wire.tell_left_out();
        if matches!(result, Err(Failure(TLS, _))) {
            wire.leave();
        }
        let written = output.finish(&server);
        result.and(written)
    }
}

/// Answers the first data, early or not, then closes.
fn talk(wire: &mut TcpSide, reply: &[u8], timeout: Duration) -> Result<(), Failure> {
    wire.handshake()?;
    let mut replied = false;
    // So much for the first data, and as much again for the goodbye: nobody keeps the next client waiting by dripping.
    let mut since = Instant::now();
    loop {
        let data = wire.own.take_data();
        if !data.is_empty() {
            wire.output.data(&data)?;
            if !replied {
                (replied, since) = (true, Instant::now());
                wire.own.send(reply);
                wire.own.close();
                wire.flush()?;
            }
        }
        if wire.own.status() == Status::PeerClosed {
            break;
        }
        let left = timeout.saturating_sub(since.elapsed());
        let heard = if left.is_zero() { Heard::Nothing } else { wire.hear(left)? };
        match heard {
            Heard::Something => {}
            Heard::End if replied => break,
            Heard::End => {
                return Err(Failure(CUT_OFF, "the client went away without close_notify".to_owned()));
            }
            Heard::Nothing => {
                let what = if replied { "no close_notify" } else { "no data" };
                return Err(Failure(TIMEOUT, format!("{what} came within {} s", timeout.as_secs_f32())));
            }
        }
    }
    if !wire.own.is_closed() {
        wire.own.close();
    }
    wire.flush()
}

fn config(args: &Serve) -> Result<ServerConfig, String> {
    let versions = names::versions(args.tls.as_deref(), args.for_teaching)?;
    let identities = vec![files::identity(&args.cert, &args.key)?];
    let mut config = ServerConfig::new(identities).with_versions(&versions).with_rare_algorithms();
    if !args.suite.is_empty() {
        config.suites = names::suites(&args.suite, &versions)?;
    }
    if !args.group.is_empty() {
        config.groups = args.group.iter().map(|name| names::group(name)).collect::<Result<_, _>>()?;
    }
    config.records.max_account = MAX_ACCOUNT;
    config.records.max_message = MAX_MESSAGE;
    config.alpn = args.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    config.sessions = Some(Arc::new(MemorySessions::new()));
    config.early_data = true;
    config.ticket =
        Some(TicketConfig { lifetime: 7200, len: 32, nonce: vec![0], max_early_data: Some(16384), count: 2 });
    config.status = args.ocsp.as_deref().map(files::status).transpose()?;
    if let Some(ca) = &args.client_ca {
        config.client_auth = Some(ClientAuth {
            verifier: Arc::new(files::verifier(Some(ca))?.of_clients()),
            required: true,
            signature_schemes: SignatureScheme::CHECKED.to_vec(),
            authorities: files::names(ca)?,
        });
    }
    Ok(config)
}
