//! `handshake serve` with many clients, idle ones, and files that do not fit.

mod programs;

use programs::{Files, HANDSHAKE, err, ok, out};
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

/// It waits ten minutes for each of those who say nothing: whoever had to wait for them would give up.
#[test]
fn who_says_nothing_keeps_nobody_waiting() {
    let files = Files::new("idle");
    let server = files.serve(&["--reply", "welcome", "--timeout", "600"]);
    let idle: Vec<TcpStream> =
        (0..5).map(|_| TcpStream::connect(("127.0.0.1", server.port)).expect("our own")).collect();
    let clients: Vec<_> = (0..4)
        .map(|_| {
            Command::new(HANDSHAKE)
                .args(["connect", &format!("localhost:{}", server.port), "--ca", "ca.pem", "--send", "hello"])
                .args(["--timeout", "30"])
                .current_dir(&files.0)
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .expect("our own")
        })
        .collect();
    for client in clients {
        let output = client.wait_with_output().expect("it ends");
        ok(&output);
        assert_eq!(out(&output), "welcome");
    }
    drop(idle);
}

#[test]
fn one_too_many_is_hung_up_on_and_a_place_that_is_left_is_taken() {
    let files = Files::new("many");
    let server = files.serve(&["--reply", "welcome", "--timeout", "600", "--connections", "2"]);
    let connect = || {
        let stream = TcpStream::connect(("127.0.0.1", server.port)).expect("our own");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        stream
    };
    let (first, _second) = (connect(), connect());
    let mut third = connect();
    let hung_up = third.read(&mut [0; 1]);
    assert!(
        matches!(hung_up, Ok(0)) || hung_up.as_ref().is_err_and(|error| error.kind() == ErrorKind::ConnectionReset),
        "{hung_up:?}"
    );
    drop(first);
    // As soon as the server has seen that it is gone.
    let served = (0..200).any(|_| {
        let output = files.connect(server.port, &["--send", "hello"]);
        std::thread::sleep(Duration::from_millis(20));
        out(&output) == "welcome"
    });
    assert!(served, "nobody is let in any more");
}

fn refused(files: &Files, cert: &str, key: &str, reason: &str) {
    let output = Command::new(HANDSHAKE)
        .args(["serve", "--listen", "127.0.0.1:0", "--cert", cert, "--key", key])
        .current_dir(&files.0)
        .output()
        .expect("our own");
    let said = err(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(reason), "{said}");
}

#[test]
fn files_that_do_not_fit_are_refused_at_the_start() {
    let files = Files::new("misfits");
    refused(&files, "cert.pem", "ca.key", "ca.key: this is not the key of the certificate in cert.pem");
    let (ca, cert) = (std::fs::read(files.path("ca.pem")).unwrap(), std::fs::read(files.path("cert.pem")).unwrap());
    std::fs::write(files.path("turned.pem"), [ca, cert].concat()).expect("a file");
    refused(&files, "turned.pem", "key.pem", "key.pem: this is the key of certificate 2 in turned.pem");
    refused(&files, "ext", "key.pem", "ext: ");
    refused(&files, "key.pem", "key.pem", "key.pem: ");
    refused(&files, "cert.pem", "cert.pem", "cert.pem: no private key: there is a certificate in it");
    refused(&files, "gone.pem", "key.pem", "gone.pem: there is no such file or folder");
    refused(&files, "cert.pem", ".", ".: it is a folder, not a file");
    files.openssl(&["pkey", "-in", "key.pem", "-aes128", "-passout", "pass:secret", "-out", "locked.pem"]);
    refused(&files, "cert.pem", "locked.pem", "locked.pem: the key is encrypted");
    // Each kind of key with its own certificate is let in.
    for algorithm in [["EC", "ec_paramgen_curve:P-384"].as_slice(), &["ED25519"], &["RSA", "rsa_keygen_bits:2048"]] {
        let option = algorithm.get(1).map(|option| vec!["-pkeyopt", option]).unwrap_or_default();
        let new = ["genpkey", "-algorithm", algorithm[0], "-out", "own.key"];
        files.openssl(&[new.as_slice(), &option].concat());
        files.openssl(&["req", "-x509", "-key", "own.key", "-subj", "/CN=localhost", "-out", "own.pem"]);
        let output = Command::new(HANDSHAKE)
            .args(["serve", "--listen", "192.0.2.1:1", "--cert", "own.pem", "--key", "own.key"])
            .current_dir(&files.0)
            .output()
            .expect("our own");
        assert!(err(&output).contains("192.0.2.1:1: this machine has no such address"), "{}", err(&output));
    }
}

/// An alert and then unread bytes in the stream: without care the connection would be reset, and the alert be lost.
#[test]
fn a_refusal_reaches_who_is_still_talking() {
    let files = Files::new("refusal");
    for _ in 0..5 {
        let mut server = files.serve(&["--once"]);
        let mut client = TcpStream::connect(("127.0.0.1", server.port)).expect("our own");
        client.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        // A record of no known type, and much after it.
        client.write_all(b"\x63\x03\x03\x00\x01\x00").expect("sent");
        client.write_all(&vec![b'x'; 200_000]).expect("taken in");
        std::thread::sleep(Duration::from_millis(50));
        client.write_all(&vec![b'x'; 200_000]).expect("taken in");
        let mut heard = Vec::new();
        client.read_to_end(&mut heard).expect("an end, not a reset");
        assert!(matches!(heard[..], [21, 3, _, 0, 2, 2, _]), "no alert: {heard:?}");
        assert_eq!(server.end().0, Some(4));
    }
}

/// A chain of 200 kB in one Certificate message.
#[test]
fn a_long_chain_is_taken() {
    let files = Files::new("long-chain");
    let names: Vec<String> =
        (0..1000).map(|at| format!("DNS:a-name-that-takes-up-some-room-{at:04}.example.com")).collect();
    let ext = format!("subjectAltName=DNS:localhost,{}", names.join(","));
    files.openssl(&["req", "-x509", "-key", "key.pem", "-subj", "/CN=localhost", "-addext", &ext, "-out", "big.pem"]);
    let big = std::fs::read_to_string(files.path("big.pem")).expect("a certificate");
    std::fs::write(files.path("chain.pem"), big.repeat(3)).expect("a file");
    let server = files.s_server(&["-rev", "-cert", "big.pem", "-cert_chain", "chain.pem"]);
    let output = Command::new(HANDSHAKE)
        .args(["connect", &format!("localhost:{}", server.port), "--insecure", "--send", "abc\n", "--timeout", "20"])
        .output()
        .expect("our own");
    let said = ok(&output);
    assert_eq!(out(&output), "cba\n");
    let length = said.lines().find(|line| line.contains(" Certificate (")).expect("a certificate").to_owned();
    let length: usize = length.rsplit(['(', ' ']).nth(1).and_then(|count| count.parse().ok()).expect("a length");
    assert!(length > 150_000, "{length}");
}
