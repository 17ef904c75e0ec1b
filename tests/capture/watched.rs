//! Programs that are watched on loopback, as anybody would: a server, dumpcap, a folder for what they write.

use crate::fields;
use crate::fields::messages;
use crate::tshark::{self, Temporary};
use handshake_capture::fingerprint::ja3;
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::{Observed, observe};
use handshake_capture::read::{Capture, Connection, read};
use handshake_core::Side;
use handshake_core::msgs::codes::ContentType;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program that ends when this is dropped.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder with a certificate, a key log and a capture; gone when this is dropped.
pub struct Folder(pub PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("handshake-live-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"])
            .args(["-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem"])
            .current_dir(&path)
            .stderr(Stdio::null())
            .status();
        assert!(made.is_ok_and(|made| made.success()), "openssl makes a certificate");
        Folder(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

pub fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

pub fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Captures what passes a port on loopback. `None` if this user may not: it is said, and in CI it is an error.
pub fn capturing(port: u16, file: &Path) -> Option<Running> {
    let mut command = Command::new("dumpcap");
    command.args(["-q", "-i", "lo", "-f", &format!("tcp port {port}"), "-w"]).arg(file);
    let mut running = Running(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().ok()?);
    let mut said = running.0.stderr.take()?;
    let mut text = Vec::new();
    let mut byte = [0];
    // It names its file once it captures.
    while !String::from_utf8_lossy(&text).contains("File:") {
        match said.read(&mut byte) {
            Ok(1) => text.push(byte[0]),
            _ => {
                assert!(std::env::var_os("CI").is_none(), "{}", String::from_utf8_lossy(&text));
                let _ = writeln!(std::io::stderr(), "skipped: dumpcap may not capture on loopback here");
                return None;
            }
        }
    }
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    Some(running)
}

/// `openssl s_server` in a folder, once it listens.
pub fn server(folder: &Folder, port: u16, args: &[&str]) -> Running {
    let mut command = Command::new("openssl");
    command.args(["s_server", "-accept", &port.to_string(), "-cert", "cert.pem", "-key", "key.pem"]);
    // Its input stays open: without one it ends a connection at once.
    command.args(args).current_dir(&folder.0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Running(command.spawn().expect("openssl s_server"));
    listens(port);
    server
}

/// Waits until somebody listens on a port.
pub fn listens(port: u16) {
    wait_until("the server listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
}

/// Ends capturing once both sides' ends are in the file, of so many connections; what was captured.
pub fn captured(capturing: Running, file: &Path, connections: usize) -> Vec<u8> {
    let ended = || {
        let seen =
            Command::new("tshark").arg("-r").arg(file).args(["-Y", "tcp.flags.fin==1"]).stderr(Stdio::null()).output();
        seen.is_ok_and(|seen| seen.stdout.iter().filter(|byte| **byte == b'\n').count() >= 2 * connections)
    };
    wait_until("the capture holds the end", ended);
    drop(capturing);
    std::fs::read(file).expect("a capture")
}

pub fn opened(file: &[u8]) -> Capture {
    let capture = read(file, |_| ControlFlow::Continue(()));
    assert_eq!(capture.damage, None);
    capture
}

/// What is read of the first connection of a capture with its key log is what tshark reads.
pub fn agrees(file: &[u8], log: &str) -> Observed {
    agrees_of(file, log, opened(file).connections.first().expect("a connection"))
}

/// What is read of a connection with a key log is what tshark reads: every field that it has, and all that was said.
pub fn agrees_of(file: &[u8], log: &str, connection: &Connection) -> Observed {
    let observed = observe(connection, &Secrets::read(log));
    let keys = Temporary::new(log.as_bytes());
    let port = connection.server.port();
    let stream = tshark::stream(file, connection.client.port());
    let keylog = format!("tls.keylog_file:{}", keys.0.display());
    let decode = format!("tcp.port=={port},tls");
    let more = ["-o", &keylog, "-d", &decode];
    fields::agree(file, &more, &stream, port, &observed);
    let reading = tshark::read_of(file, &more, port, &stream);
    for side in [Side::Client, Side::Server] {
        let alerts: Vec<u8> = messages(&observed, side)
            .filter(|message| message.content_type == ContentType::ALERT)
            .filter_map(|message| message.bytes.get(1).copied())
            .collect();
        let sent = reading.packets.iter().filter(|packet| (packet.source_port == port) == (side == Side::Server));
        assert_eq!(alerts, sent.flat_map(|packet| packet.alerts.clone()).collect::<Vec<u8>>(), "{side:?}");
        let data = messages(&observed, side).filter(|message| message.content_type == ContentType::APPLICATION_DATA);
        let data: Vec<u8> = data.flat_map(|message| message.bytes.clone()).collect();
        assert_eq!(data, reading.said[side as usize], "{side:?}");
        assert!(messages(&observed, side).all(|message| message.malformed.is_none()), "{side:?}");
    }
    assert_eq!((observed.sealed, observed.stopped), (0, None));
    let hello = observed.hello.as_ref().expect("a ClientHello");
    let theirs = reading.packets.iter().find(|packet| !packet.ja3.is_empty()).map(|packet| packet.ja3.clone());
    assert_eq!(theirs, Some(ja3(hello).0));
    assert_eq!(hello.extensions.host_name(), Some("localhost"));
    observed
}
