//! `handshake serve`: the engine's server for real clients, one after the other.

use crate::args::Serve;
use crate::live::{FILE, Failure, Heard, NETWORK, System, TIMEOUT, USAGE, Wire, now};
use crate::output::Output;
use crate::{files, names};
use anstream::eprintln;
use handshake_core::ServerConnection;
use handshake_core::connection::Status;
use handshake_core::msgs::codes::SignatureScheme;
use handshake_core::server::{ClientAuth, ServerConfig, TicketConfig};
use handshake_core::session::MemorySessions;
use handshake_live::MAX_ACCOUNT;
use std::net::{TcpListener, TcpStream};
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
    let listener =
        TcpListener::bind(&args.listen).map_err(|error| Failure(NETWORK, format!("{}: {error}", args.listen)))?;
    let address = listener.local_addr().map_err(|error| Failure(NETWORK, error.to_string()))?;
    eprintln!("listening on {address}");
    loop {
        let (mut stream, peer) = match listener.accept() {
            Ok(accepted) => accepted,
            Err(error) if args.once => return Err(Failure(NETWORK, error.to_string())),
            // A client that was gone at once, say: the next one is none the worse for it.
            Err(error) => {
                eprintln!("handshake: {error}");
                std::thread::sleep(Duration::from_millis(50));
                continue;
            }
        };
        eprintln!("── {peer}");
        let mut output = Output::new(args.output.clone(), args.keylog.clone(), args.format);
        let result = answer(args, &config, &reply, &mut stream, &mut output);
        let result = output.finish().and(result);
        if args.once {
            return result;
        }
        if let Err(Failure(_, problem)) = result {
            eprintln!("handshake: {problem}");
        }
    }
}

fn answer(
    args: &Serve,
    config: &Arc<ServerConfig>,
    reply: &[u8],
    stream: &mut TcpStream,
    output: &mut Output,
) -> Result<(), Failure> {
    let timeout = Duration::from_secs_f32(args.timeout);
    let mut server = ServerConnection::new(Arc::clone(config), Box::new(System), now());
    let mut wire = Wire::new(&mut server, stream, timeout);
    let result = talk(&mut wire, reply, timeout, output);
    wire.tell_left_out();
    output.keep(&server.trace())?;
    result
}

/// Answers the first data, early or not, then closes.
fn talk(wire: &mut Wire, reply: &[u8], timeout: Duration, output: &mut Output) -> Result<(), Failure> {
    wire.handshake()?;
    let mut replied = false;
    // So much for the first data, and as much again for the goodbye: nobody keeps the next client waiting by dripping.
    let mut since = Instant::now();
    loop {
        let data = wire.own.take_data();
        if !data.is_empty() {
            output.data(&data)?;
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
                return Err(Failure(crate::live::CUT_OFF, "the client went away without close_notify".to_owned()));
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
    let versions = names::versions(args.tls.as_deref())?;
    let identities = vec![files::identity(&args.cert, &args.key)?];
    let mut config = ServerConfig::new(identities).with_versions(&versions);
    if !args.suite.is_empty() {
        config.suites = names::suites(&args.suite, &versions)?;
    }
    if !args.group.is_empty() {
        config.groups = args.group.iter().map(|name| names::group(name)).collect::<Result<_, _>>()?;
    }
    config.records.max_account = MAX_ACCOUNT;
    config.alpn = args.alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    config.sessions = Some(Arc::new(MemorySessions::new()));
    config.early_data = true;
    config.ticket =
        Some(TicketConfig { lifetime: 7200, len: 32, nonce: vec![0], max_early_data: Some(16384), count: 2 });
    if let Some(ca) = &args.client_ca {
        config.client_auth = Some(ClientAuth {
            verifier: Arc::new(files::verifier(Some(ca))?.of_clients()),
            required: true,
            signature_schemes: vec![
                SignatureScheme::ECDSA_SECP256R1_SHA256,
                SignatureScheme::ECDSA_SECP384R1_SHA384,
                SignatureScheme::ED25519,
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PKCS1_SHA256,
            ],
            authorities: Vec::new(),
        });
    }
    Ok(config)
}
