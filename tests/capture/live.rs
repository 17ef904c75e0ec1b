//! Connections of other programs, captured on loopback as anybody would: what is read equals what tshark says.

use crate::tshark::{self, Temporary};
use handshake_capture::fingerprint::ja3;
use handshake_capture::key_log::Secrets;
use handshake_capture::observe::{Observed, observe};
use handshake_capture::read::{Capture, read};
use handshake_core::Side;
use handshake_core::msgs::codes::ContentType;
use handshake_core::trace::{Dir, Event, Message};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program that ends when this is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder with a certificate, a key log and a capture; gone when this is dropped.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(name: &str) -> Folder {
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

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

fn port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < Duration::from_secs(20), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Captures what passes a port on loopback. `None` if this user may not: it is said, and in CI it is an error.
fn capturing(port: u16, file: &Path) -> Option<Running> {
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

/// A visit with `openssl s_client` to `openssl s_server -www`, captured.
fn visit(name: &str, server: &[&str], client: &[&str]) -> Option<(Vec<u8>, String)> {
    if !tshark::is_here() {
        return None;
    }
    let (folder, port) = (Folder::new(name), port());
    let mut command = Command::new("openssl");
    command.args(["s_server", "-accept", &port.to_string(), "-cert", "cert.pem", "-key", "key.pem", "-www"]);
    command.args(server).current_dir(&folder.0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _server = Running(command.spawn().expect("openssl s_server"));
    wait_until("the server listens", || TcpStream::connect(("127.0.0.1", port)).is_ok());
    let file = folder.file("capture.pcapng");
    let capturing = capturing(port, &file)?;
    let mut command = Command::new("openssl");
    command.args(["s_client", "-connect", &format!("127.0.0.1:{port}"), "-servername", "localhost", "-ign_eof"]);
    command.args(["-keylogfile", "keys.log"]).args(client).current_dir(&folder.0);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut asking = command.spawn().expect("openssl s_client");
    asking.stdin.take().expect("its input").write_all(b"GET / HTTP/1.0\r\n\r\n").expect("a question");
    assert!(asking.wait().expect("an end").success());
    // Both FINs are in the file once tshark sees them.
    let ended = || {
        let seen =
            Command::new("tshark").arg("-r").arg(&file).args(["-Y", "tcp.flags.fin==1"]).stderr(Stdio::null()).output();
        seen.is_ok_and(|seen| seen.stdout.iter().filter(|byte| **byte == b'\n').count() >= 2)
    };
    wait_until("the capture holds the end", ended);
    drop(capturing);
    let log = std::fs::read_to_string(folder.file("keys.log")).expect("a key log");
    Some((std::fs::read(&file).expect("a capture"), log))
}

fn opened(file: &[u8]) -> Capture {
    let capture = read(file, |_| ControlFlow::Continue(()));
    assert_eq!(capture.damage, None);
    capture
}

fn messages(observed: &Observed, of: Side) -> Vec<&Message> {
    let dir = if of == Side::Client { Dir::Sent } else { Dir::Received };
    let own = observed.trace.events().filter_map(|(_, _, event)| match event {
        Event::Message(message) if message.dir == dir => Some(message),
        _ => None,
    });
    own.collect()
}

/// What is read of a capture with its key log is what tshark reads.
fn agrees(file: &[u8], log: &str) -> Observed {
    let capture = opened(file);
    let connection = capture.connections.first().expect("a connection");
    let observed = observe(connection, &Secrets::read(log));
    let keys = Temporary::new(log.as_bytes());
    let port = connection.server.port();
    let more = [format!("tls.keylog_file:{}", keys.0.display())];
    let decode = format!("tcp.port=={port},tls");
    let reading = tshark::read_of(file, &["-o", &more[0], "-d", &decode], port);
    for side in [Side::Client, Side::Server] {
        let own = messages(&observed, side);
        let types = |content_type, at: usize| -> Vec<u8> {
            let of = own.iter().filter(|message| message.content_type == content_type);
            of.filter_map(|message| message.bytes.get(at).copied()).collect()
        };
        let theirs = |what: fn(&tshark::Dissected) -> &Vec<u8>| -> Vec<u8> {
            let sent = reading.packets.iter().filter(|packet| (packet.source_port == port) == (side == Side::Server));
            sent.flat_map(|packet| what(packet).clone()).collect()
        };
        assert_eq!(types(ContentType::HANDSHAKE, 0), theirs(|packet| &packet.handshake), "{side:?}");
        assert_eq!(types(ContentType::ALERT, 1), theirs(|packet| &packet.alerts), "{side:?}");
        let data = own.iter().filter(|message| message.content_type == ContentType::APPLICATION_DATA);
        let data: Vec<u8> = data.flat_map(|message| message.bytes.clone()).collect();
        assert_eq!(data, reading.said[side as usize], "{side:?}");
        assert!(own.iter().all(|message| message.malformed.is_none()), "{side:?}");
    }
    assert_eq!((observed.sealed, observed.stopped), (0, None));
    let hello = observed.hello.as_ref().expect("a ClientHello");
    assert_eq!(
        reading.packets.iter().find(|packet| !packet.ja3.is_empty()).map(|packet| packet.ja3.clone()),
        Some(ja3(hello).0)
    );
    assert_eq!(hello.extensions.host_name(), Some("localhost"));
    observed
}

#[test]
fn a_visit_with_tls13() {
    let Some((file, log)) = visit("tls13", &["-tls1_3"], &[]) else { return };
    let observed = agrees(&file, &log);
    let without = observe(&opened(&file).connections[0], &Secrets::default());
    assert_eq!(without.records, observed.records);
    assert!(without.sealed > 0, "without the key log it stays sealed");
}

#[test]
fn a_visit_with_tls12_and_aes_gcm() {
    let Some((file, log)) = visit("gcm", &["-tls1_2"], &["-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"]) else { return };
    agrees(&file, &log);
}

#[test]
fn a_visit_with_tls12_and_aes_cbc() {
    for (name, etm) in [("etm", &[][..]), ("mte", &["-no_etm"][..])] {
        let client = [&["-cipher", "ECDHE-ECDSA-AES256-SHA"], etm].concat();
        let Some((file, log)) = visit(name, &["-tls1_2"], &client) else { return };
        agrees(&file, &log);
    }
}

#[test]
fn a_visit_that_is_asked_to_begin_again() {
    let server = ["-tls1_3", "-groups", "P-384"];
    let Some((file, log)) = visit("hrr", &server, &["-groups", "X25519:P-384"]) else { return };
    let observed = agrees(&file, &log);
    assert!(messages(&observed, Side::Server).iter().any(|message| message.name == "HelloRetryRequest"));
}

#[test]
fn a_visit_with_tls13_and_aes_ccm() {
    for (name, suite) in [("ccm", "TLS_AES_128_CCM_SHA256"), ("ccm8", "TLS_AES_128_CCM_8_SHA256")] {
        let both = ["-ciphersuites", suite];
        let Some((file, log)) = visit(name, &[&["-tls1_3"], &both[..]].concat(), &both) else { return };
        agrees(&file, &log);
    }
}

#[test]
fn a_visit_with_a_suite_that_the_engine_has_not_is_read_as_far_as_it_is_in_the_clear() {
    let suite = ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-CCM"];
    let Some((file, log)) = visit("ccm12", &suite, &suite) else { return };
    let observed = observe(&opened(&file).connections[0], &Secrets::read(&log));
    let names: Vec<_> = messages(&observed, Side::Server).iter().map(|message| message.name).collect();
    assert!(names.contains(&"ServerHello"), "{names:?}");
    assert!(observed.sealed > 0);
}
