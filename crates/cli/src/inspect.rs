//! A capture that somebody brings: its TLS connections, each a run to step through.

use crate::args::{ExportFormat, Inspect};
use crate::problem;
use crate::{export, fields, print};
use handshake_capture::fingerprint::{ja3, ja4};
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::{Observed, observe};
use handshake_capture::read::{Capture, Connection, DamageKind, FileKind, Progress, bytes, read};
use handshake_core::trace::Outcome;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{Cursor, IsTerminal, Read, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

/// Lists the connections of a capture, or tells one of them.
///
/// # Errors
/// What is wrong with a file or an argument, in one line.
pub fn run(args: &Inspect) -> Result<(), String> {
    let (capture, given) = match open(&args.file)? {
        Found::Capture(capture) => (capture, None),
        Found::Bytes(bytes) => (Capture::default(), Some(bytes)),
    };
    let mut log = capture.secrets.clone();
    if let Some(path) = &args.keylog {
        log.push_str(&key_log(path)?);
    }
    let secrets = Secrets::read(&log);
    if let Some(bytes) = given {
        return fields::run(&bytes, &secrets, args);
    }
    match args.connection {
        None if args.format != ExportFormat::Text => {
            Err("--format is the form in which a connection is told: say which one with --connection N".to_owned())
        }
        None => print::print(&list(&capture, &secrets), args.output.as_deref()),
        Some(number) => {
            let found = number.checked_sub(1).and_then(|index| capture.connections.get(index));
            let Some(connection) = found else {
                let count = capture.connections.len();
                return Err(format!("--connection {number}: the capture has {count}, counted from 1"));
            };
            export::run(
                &export::observed(observe(connection, &secrets)),
                args.format,
                args.drawn,
                args.output.as_deref(),
            )
        }
    }
}

/// What a file is found to hold.
enum Found {
    Capture(Capture),
    /// Records or messages.
    Bytes(Vec<u8>),
}

/// Bytes by which a file is known, and those of records or messages that are read at most.
const BEGINNING: u64 = 4096;
const BYTES: u64 = 4 << 20;

/// Opens a file, or standard input if it is named `-`, and reads it as what it is.
fn open(path: &Path) -> Result<Found, String> {
    let named = |problem: String| match path.to_str() {
        Some("-") => format!("standard input: {problem}"),
        _ => format!("{}: {problem}", path.display()),
    };
    let (mut file, size): (Box<dyn Read + Send>, u64) = match path.to_str() {
        Some("-") => (Box::new(std::io::stdin()), 0),
        _ => {
            let file = File::open(path).map_err(|error| named(problem::words(&error)))?;
            let size = file.metadata().map_or(0, |metadata| metadata.len());
            (Box::new(file), size)
        }
    };
    let mut beginning = Vec::new();
    let taken = (&mut file).take(BEGINNING).read_to_end(&mut beginning);
    taken.map_err(|error| named(problem::words(&error)))?;
    match FileKind::of(&beginning) {
        FileKind::Capture => capture(Cursor::new(beginning).chain(file), size, &named).map(Found::Capture),
        kind @ (FileKind::Records | FileKind::Other) => {
            let rest = file.take(BYTES).read_to_end(&mut beginning);
            rest.map_err(|error| named(problem::words(&error)))?;
            match (kind, String::from_utf8(beginning)) {
                (FileKind::Other, Ok(text)) => {
                    bytes(&text).map(Found::Bytes).map_err(|problem| named(problem.to_string()))
                }
                (FileKind::Other, Err(_)) => Err(named(kind.advice().to_owned())),
                (_, Ok(text)) => Ok(Found::Bytes(text.into_bytes())),
                (_, Err(bytes)) => Ok(Found::Bytes(bytes.into_bytes())),
            }
        }
        kind => Err(named(kind.advice().to_owned())),
    }
}

/// Reads a capture, and says how far it has come if somebody is looking.
fn capture(file: impl Read + Send, size: u64, named: &dyn Fn(String) -> String) -> Result<Capture, String> {
    let shown = std::io::stderr().is_terminal();
    let capture = read(file, |Progress { bytes, packets }| {
        if shown {
            let percent = (bytes * 100).checked_div(size).map_or_else(String::new, |percent| format!("{percent} %, "));
            let _ = write!(std::io::stderr(), "\r{percent}{packets} packets");
        }
        ControlFlow::Continue(())
    });
    if shown {
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    match capture.damage {
        Some(damage) if damage.kind == DamageKind::NoCapture => Err(named(FileKind::Other.advice().to_owned())),
        Some(damage) => {
            eprintln!("handshake: {}", named(damage.words()));
            Ok(capture)
        }
        None => Ok(capture),
    }
}

fn key_log(path: &Path) -> Result<String, String> {
    let named = |problem: String| format!("{}: {problem}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| named(problem::words(&error)))?;
    let secrets = Secrets::read(&text);
    match (secrets.connections(), secrets.foreign.first()) {
        (0, _) => {
            Err(named("there is no line of a key log in it, such as SSLKEYLOGFILE makes a browser write".to_owned()))
        }
        (_, Some(line)) => {
            eprintln!("handshake: {}", named(format!("line {line} is none of a key log; it is passed over")));
            Ok(text)
        }
        (_, None) => Ok(text),
    }
}

/// A line for each connection, and what the rest of the capture is.
fn list(capture: &Capture, secrets: &Secrets) -> String {
    let mut out = String::new();
    for (index, connection) in capture.connections.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(out, "{}", told(index + 1, connection, &observe(connection, secrets)));
    }
    let (packets, tls) = (capture.packets, capture.connections.len());
    let _ = writeln!(
        out,
        "{packets} packets; {tls} connections with TLS, {} without, {} packets of no TCP",
        capture.without_tls, capture.other
    );
    out
}

fn told(number: usize, connection: &Connection, observed: &Observed) -> String {
    let name = observed.hello.as_ref().and_then(|hello| hello.extensions.host_name()).unwrap_or("no name");
    let chosen = match observed.chosen {
        Some((version, suite)) => format!("{}, {}", version.text(), suite.text()),
        None => "nothing was agreed on".to_owned(),
    };
    let outcome = match observed.trace.outcome {
        Outcome::Closed => "closed",
        Outcome::Connected => "connected",
        _ => "not finished",
    };
    let first = connection.pieces.first().map_or(0, |piece| piece.packet);
    let last = connection.pieces.last().map_or(0, |piece| piece.packet);
    let mut out =
        format!("{number:>3}  {name}  {} → {}  packets {first} to {last}\n", connection.client, connection.server);
    let _ = writeln!(
        out,
        "     {chosen}; {outcome}; {} records, {} of them stay sealed",
        observed.records, observed.sealed
    );
    if let Some(hello) = &observed.hello {
        let _ = writeln!(out, "     JA4 {}  JA3 {}", ja4(hello), ja3(hello).1);
    }
    for gap in &connection.gaps {
        let _ = writeln!(
            out,
            "     {} bytes of the {} are missing before packet {}",
            gap.bytes,
            gap.from.name(),
            gap.packet
        );
    }
    if let Some(packet) = observed.stopped {
        let _ = writeln!(out, "     from packet {packet} on one side's bytes can't be read");
    }
    if observed.shortened {
        let _ = writeln!(out, "     it is longer than is told here");
    }
    out
}
