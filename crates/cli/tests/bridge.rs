//! `handshake bridge`: what crosses, and what does not.

mod programs;

use programs::{HANDSHAKE, err};
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;
use std::time::Duration;
use tungstenite::client::IntoClientRequest;
use tungstenite::{Error, Message, WebSocket};

const ORIGIN: &str = "http://127.0.0.1:8080";

/// A stream that goes on reading after a signal.
#[derive(Debug)]
struct Steady(TcpStream);

impl Read for Steady {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self.0.read(buffer) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                result => return result,
            }
        }
    }
}

impl Write for Steady {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

struct Bridge {
    child: Child,
    /// `127.0.0.1:PORT`.
    address: String,
    token: String,
    said: BufReader<ChildStderr>,
}

impl Bridge {
    fn start(target: &str, args: &[&str]) -> Bridge {
        let mut child = Command::new(HANDSHAKE)
            .args(["bridge", "--allow", target])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("our own");
        let mut link = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut link).expect("a link");
        let (page, fragment) = link.trim().split_once('#').expect("a fragment");
        assert_eq!(page, format!("{ORIGIN}/live"));
        let said = BufReader::new(child.stderr.take().expect("piped"));
        let part = |name: &str| {
            let found = form_urlencoded::parse(fragment.as_bytes()).find(|(key, _)| key == name);
            found.unwrap_or_else(|| panic!("{name} in {link}")).1.into_owned()
        };
        assert_eq!(part("target"), target);
        let address = part("bridge").strip_prefix("ws://").expect("ws").to_owned();
        Bridge { child, address, token: part("token"), said }
    }

    fn connect(&self, target: &str, token: &str, origin: Option<&str>) -> Result<WebSocket<Steady>, Box<Error>> {
        let stream = TcpStream::connect(&self.address).expect("the bridge");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let mut request =
            format!("ws://{}/?token={token}&target={target}", self.address).into_client_request().map_err(Box::new)?;
        if let Some(origin) = origin {
            request.headers_mut().insert("Origin", origin.parse().expect("a header"));
        }
        tungstenite::client(request, Steady(stream)).map(|(socket, _)| socket).map_err(|error| match error {
            tungstenite::HandshakeError::Failure(error) => Box::new(error),
            tungstenite::HandshakeError::Interrupted(_) => panic!("interrupted"),
        })
    }

    fn open(&self, target: &str) -> WebSocket<Steady> {
        self.connect(target, &self.token, Some(ORIGIN)).expect("a WebSocket")
    }

    /// What it says on standard error, up to a line with `part`.
    fn says(&mut self, part: &str) {
        let mut line = String::new();
        while !line.contains(part) {
            line.clear();
            assert_ne!(self.said.read_line(&mut line).expect("text"), 0, "it ended without {part}");
        }
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server that sends back what it gets, until it gets `bye`.
fn echo() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound").to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut stream = Steady(stream);
                let mut buffer = [0; 4096];
                while let Ok(count @ 1..) = stream.read(&mut buffer) {
                    if &buffer[..count] == b"bye" || stream.write_all(&buffer[..count]).is_err() {
                        break;
                    }
                }
            });
        }
    });
    address
}

/// Reads until the bridge closes: code and reason.
fn closed(socket: &mut WebSocket<Steady>) -> (u16, String) {
    loop {
        match socket.read() {
            Ok(Message::Close(Some(frame))) => return (frame.code.into(), frame.reason.to_string()),
            Ok(_) => {}
            Err(error) => panic!("it closed without a reason: {error}"),
        }
    }
}

#[test]
fn bytes_cross_both_ways_to_an_allowed_target() {
    let target = echo();
    let mut bridge = Bridge::start(&target, &[]);
    let mut socket = bridge.open(&target);
    for said in [b"hello".as_slice(), &[0, 255, 22, 3, 1], &[7; 50_000]] {
        socket.send(Message::binary(said.to_vec())).expect("sent");
        let mut heard = Vec::new();
        while heard.len() < said.len() {
            if let Message::Binary(bytes) = socket.read().expect("an answer") {
                heard.extend_from_slice(&bytes);
            }
        }
        assert_eq!(heard, said);
    }
    socket.send(Message::binary(b"bye".to_vec())).expect("sent");
    assert_eq!(closed(&mut socket), (1000, "bridge.gone".to_owned()));
    bridge.says("50013 bytes there, 50010 back");
    // Another one, at once.
    let mut socket = bridge.open(&target);
    socket.send(Message::binary(b"x".to_vec())).expect("sent");
    assert!(matches!(socket.read().expect("an answer"), Message::Binary(_)));
}

#[test]
fn who_may_not_cross_is_told_why() {
    let target = echo();
    let other = echo();
    let mut bridge = Bridge::start(&target, &[]);
    let mut socket = bridge.connect(&target, "0123", Some(ORIGIN)).expect("a WebSocket");
    let (code, reason) = closed(&mut socket);
    assert!(code == 4001 && reason == "bridge.token", "{code} {reason}");
    bridge.says("token is wrong");
    let mut socket = bridge.open(&other);
    let (code, reason) = closed(&mut socket);
    assert!(code == 4002 && reason.starts_with("bridge.not-allowed "), "{code} {reason}");
    bridge.says("is not allowed");
    for origin in [Some("http://evil.example"), Some("http://127.0.0.1:9999"), Some("null"), None] {
        match bridge.connect(&target, &bridge.token, origin) {
            Err(error) if matches!(*error, Error::Http(_)) => {
                let Error::Http(response) = *error else { continue };
                let body = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
                assert!(response.status() == 403 && body.contains("carries for"), "{origin:?}: {response:?} {body}");
            }
            other => panic!("{origin:?}: {other:?}"),
        }
        bridge.says("carries for");
    }
    // The page is served under both names of this machine.
    let token = bridge.token.clone();
    assert!(bridge.connect(&target, &token, Some("http://localhost:8080")).is_ok());
}

#[test]
fn what_is_no_websocket_is_told_so() {
    let mut bridge = Bridge::start("localhost:1", &[]);
    let mut stream = TcpStream::connect(&bridge.address).expect("the bridge");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("bridge of Handshake Lab"), "{answer}");
    bridge.says("no WebSocket request");
}

#[test]
fn a_target_that_is_not_there_is_told_so() {
    let target = format!("127.0.0.1:{}", programs::free_port());
    let mut bridge = Bridge::start(&target, &[]);
    let (code, reason) = closed(&mut bridge.open(&target));
    assert!(code == 4003 && reason.starts_with("bridge.unreachable "), "{code} {reason}");
    bridge.says("can't be reached");
}

#[test]
fn there_are_limits() {
    let target = echo();
    let bridge = Bridge::start(&target, &["--max-bytes", "1000"]);
    let mut socket = bridge.open(&target);
    socket.send(Message::binary(vec![1; 1001])).expect("sent");
    let (code, reason) = closed(&mut socket);
    assert!(code == 4004 && reason == "bridge.bytes", "{code} {reason}");

    let bridge = Bridge::start(&target, &["--idle", "0.1"]);
    let (code, reason) = closed(&mut bridge.open(&target));
    assert!(code == 4004 && reason == "bridge.idle", "{code} {reason}");

    let bridge = Bridge::start(&target, &["--time", "0.1"]);
    let (code, reason) = closed(&mut bridge.open(&target));
    assert!(code == 4004 && reason == "bridge.time", "{code} {reason}");

    let bridge = Bridge::start(&target, &["--connections", "1"]);
    let mut first = bridge.open(&target);
    first.send(Message::binary(b"x".to_vec())).expect("sent");
    assert!(first.read().is_ok());
    let (code, reason) = closed(&mut bridge.open(&target));
    assert!(code == 4004 && reason == "bridge.full", "{code} {reason}");
}

/// Somebody who knocks and says nothing, or says it slowly, takes no place from those who may cross, and is not waited for.
#[test]
fn nobody_is_shut_out_by_who_only_knocks() {
    let target = echo();
    let bridge = Bridge::start(&target, &["--connections", "1"]);
    let mut slow = TcpStream::connect(&bridge.address).expect("the bridge");
    let silent = TcpStream::connect(&bridge.address).expect("the bridge");
    let dripping = thread::spawn(move || {
        // Each byte in time for a timeout of its own; the bridge hangs up long before they are said.
        (0..400).any(|_| {
            thread::sleep(Duration::from_millis(150));
            slow.write_all(b"G").is_err()
        })
    });
    let mut socket = bridge.open(&target);
    socket.send(Message::binary(b"x".to_vec())).expect("sent");
    assert!(matches!(socket.read().expect("an answer"), Message::Binary(_)));
    assert!(dripping.join().expect("no panic"), "it listens as long as anybody drips");
    drop(silent);
}

/// However many knock, no more than so many are listened to; the next one is hung up on, and when they are gone it goes on.
#[test]
fn who_is_one_too_many_is_hung_up_on() {
    let target = echo();
    let bridge = Bridge::start(&target, &["--connections", "1"]);
    let knock = || TcpStream::connect(&bridge.address).expect("the bridge");
    // One that may cross, and the 64 that may knock besides.
    let silent: Vec<TcpStream> = (0..65).map(|_| knock()).collect();
    let mut one_more = knock();
    assert!(matches!(one_more.read(&mut [0]), Ok(0) | Err(_)), "it was listened to");
    // The others still are, or it would be their silence that was not borne.
    for stream in &silent {
        stream.set_nonblocking(true).expect("nonblocking");
        let nothing = stream.peek(&mut [0]).expect_err("nothing came");
        assert_eq!(nothing.kind(), ErrorKind::WouldBlock);
    }
    drop(silent);
    let again = (0..1000).find_map(|_| {
        thread::sleep(Duration::from_millis(10));
        bridge.connect(&target, &bridge.token, Some(ORIGIN)).ok()
    });
    let mut socket = again.expect("a place, now that they are gone");
    socket.send(Message::binary(b"x".to_vec())).expect("sent");
    assert!(matches!(socket.read().expect("an answer"), Message::Binary(_)));
}

/// A server that takes nothing in does not hold the bridge beyond its limit.
#[test]
fn a_server_that_does_not_read_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let target = listener.local_addr().expect("bound").to_string();
    let bridge = Bridge::start(&target, &["--time", "1", "--max-bytes", "1000000000"]);
    let mut socket = bridge.open(&target);
    socket.get_ref().0.set_write_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let (_deaf, _) = listener.accept().expect("the bridge");
    let end = (0..100_000).find_map(|_| socket.send(Message::binary(vec![0; 1 << 18])).err());
    // It hung up: not that it takes no more and stays.
    match end {
        Some(Error::Io(error)) => assert!(
            !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
            "it waits for the server: {error}"
        ),
        other => panic!("{other:?}"),
    }
}

/// A page that goes on talking after it was refused does not hold the bridge, either.
#[test]
fn who_is_refused_is_not_listened_to_for_long() {
    let mut bridge = Bridge::start("localhost:1", &[]);
    let token = bridge.token.clone();
    let mut socket = bridge.connect("localhost:2", &token, Some(ORIGIN)).expect("a WebSocket");
    bridge.says("is not allowed");
    let cut_off = (0..400).any(|_| {
        thread::sleep(Duration::from_millis(50));
        let stream = &mut socket.get_mut().0;
        // An empty masked binary message.
        stream.write_all(&[0x82, 0x80, 1, 2, 3, 4]).is_err()
    });
    assert!(cut_off, "it listens for as long as anybody talks");
}

#[test]
fn bad_arguments_name_what_is_wrong() {
    let no = |args: &[&str], code: i32, reason: &str| {
        let output = Command::new(HANDSHAKE).arg("bridge").args(args).output().expect("our own");
        assert_eq!(output.status.code(), Some(code), "{}", err(&output));
        assert!(err(&output).contains(reason), "{}", err(&output));
    };
    no(&[], 2, "--allow");
    no(&["--allow", "localhost"], 2, "'localhost' is no HOST:PORT");
    no(&["--allow", "localhost:0"], 2, "is no HOST:PORT");
    no(&["--allow", "localhost:1", "--origin", "example.com"], 2, "--origin 'example.com' is none");
    no(&["--allow", "localhost:1", "--listen", "0.0.0.0:0"], 2, "on this machine only");
    no(&["--allow", "localhost:1", "--listen", "nowhere"], 2, "--listen 'nowhere'");
    no(&["--allow", "localhost:1", "--idle", "0"], 2, "give seconds");
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("bound").to_string();
    no(&["--allow", "localhost:1", "--listen", &address], 3, &address);
}
