//! Peers that say too much, or nothing, or take nothing in: what they cost is bounded.

mod programs;

use handshake_core::ClientConnection;
use handshake_core::client::ClientConfig;
use handshake_core::random::Seeded;
use handshake_core::trace::Side;
use handshake_live::Anybody;
use handshake_trace_json::import::import;
use programs::{Files, HANDSHAKE, err, ok};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// All of a long answer is printed; the account has room for its beginning and its end, and the page opens it.
#[test]
fn a_long_answer_is_printed_whole_and_its_account_still_opens() {
    let files = Files::new("long");
    std::fs::write(files.path("big"), vec![b'x'; 6_000_000]).expect("a file");
    for version in ["-tls1_3", "-tls1_2"] {
        let server = files.s_server(&["-WWW", version]);
        let output = files.connect(server.port, &["--send", "GET /big HTTP/1.0\r\n\r\n", "-o", "run.json"]);
        let said = ok(&output);
        assert!(output.stdout.len() >= 6_000_000, "{} bytes", output.stdout.len());
        assert!(said.contains("are not in the account"), "{said}");
        let trace = std::fs::read_to_string(files.path("run.json")).expect("the account");
        let recording = import(&trace).expect("a trace that opens");
        assert!(recording.trace.alerts().len() == 1 && trace.contains("close_notify"), "the end is in it");
    }
}

/// A client that goes on talking after the answer does not keep the server from the next one.
#[test]
fn who_never_says_goodbye_is_not_waited_for() {
    let files = Files::new("drip");
    let mut server = files.serve(&["--once", "--timeout", "1"]);
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("our own");
    stream.set_read_timeout(Some(Duration::from_millis(100))).expect("a timeout");
    let config = ClientConfig::new("localhost", Arc::new(Anybody));
    let mut client = ClientConnection::new(Arc::new(config), Box::new(Seeded::for_side(1, Side::Client)), 0);
    let gone = (0..400).any(|_| {
        // What it answers is of no interest.
        let mut buffer = [0; 1 << 14];
        let count = stream.read(&mut buffer).unwrap_or(0);
        client.receive(&buffer[..count]).expect("an honest server");
        let _ = client.send(b"and another thing\n");
        stream.write_all(&client.take_output()).is_err()
    });
    assert!(gone, "the server listens for as long as anybody talks");
    let (code, said) = server.end();
    assert_eq!(code, Some(5), "{said}");
    assert!(said.contains("no close_notify came within 1 s"), "{said}");
}

#[test]
fn who_says_nothing_is_not_waited_for() {
    let files = Files::new("silent");
    let mut server = files.serve(&["--once", "--timeout", "0.5"]);
    let silent = TcpStream::connect(("127.0.0.1", server.port)).expect("our own");
    let (code, said) = server.end();
    assert_eq!(code, Some(5), "{said}");
    assert!(said.contains("nothing came for 0.5 s"), "{said}");
    drop(silent);
}

/// A server that takes nothing in: what is to be said does not all fit into the network's own memory.
#[test]
fn who_takes_nothing_in_is_not_waited_for() {
    let files = Files::new("deaf");
    // One that answers the hello, and then reads no more.
    let real = files.s_server(&[]);
    let deaf = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = deaf.local_addr().expect("bound").port();
    thread::spawn(move || {
        let (mut client, _) = deaf.accept().expect("our own");
        let mut server = TcpStream::connect(("127.0.0.1", real.port)).expect("OpenSSL");
        let mut buffer = [0; 1 << 14];
        let count = client.read(&mut buffer).expect("a hello");
        server.write_all(&buffer[..count]).expect("sent");
        server.set_read_timeout(Some(Duration::from_millis(300))).expect("a timeout");
        while let Ok(count @ 1..) = server.read(&mut buffer) {
            client.write_all(&buffer[..count]).expect("sent");
        }
        thread::sleep(Duration::from_secs(30));
    });
    std::fs::write(files.path("long"), vec![b'x'; 15 << 20]).expect("a file");
    let output = Command::new(HANDSHAKE)
        .args(["connect", &format!("localhost:{port}"), "--ca", "ca.pem", "--timeout", "2", "--send", "-"])
        .stdin(std::fs::File::open(files.path("long")).expect("a file"))
        .current_dir(&files.0)
        .output()
        .expect("our own");
    assert_eq!(output.status.code(), Some(5), "{}", err(&output));
    assert!(err(&output).contains("took nothing in for 2 s"), "{}", err(&output));
}

/// Nothing is cut off in silence.
#[test]
fn a_text_that_is_too_long_is_refused() {
    let mut child = Command::new(HANDSHAKE)
        .args(["connect", "localhost:1", "--insecure", "--send", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("our own");
    let mut stdin = child.stdin.take().expect("piped");
    let _ = stdin.write_all(&vec![b'x'; (16 << 20) + 2]);
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("standard input: longer than 16 MiB"), "{}", err(&output));
    let both = ["connect", "localhost:1", "--insecure", "--resume", "--send", "-", "--early-data", "-"];
    let output = Command::new(HANDSHAKE).args(both).output().expect("our own");
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    assert!(err(&output).contains("can't both read standard input"), "{}", err(&output));
}
