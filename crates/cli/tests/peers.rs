//! `handshake connect` and `handshake serve` against OpenSSL's and GnuTLS's programs, each other, and what is no TLS.

mod programs;

use handshake_app::{Action, Story};
use programs::{Files, HANDSHAKE, Server, err, fails, free_port, ok, out};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// The page opens it, loses nothing of it, and has words for each step.
fn opens(trace: &str) {
    let story = Story::recorded(trace, "/open/1").unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(story.json(), trace);
    for step in 1..=story.position().1 {
        let page = story.act(Action::GoTo(step)).page();
        let key = &story.run().moments[step - 1].key;
        assert!(!page.narration.heading.is_empty() && page.narration.heading != *key, "{key} has no words");
    }
}

#[test]
fn connect_to_openssl() {
    let files = Files::new("connect");
    let server = files.s_server(&["-rev", "-alpn", "echo"]);
    let output =
        files.connect(server.port, &["--send", "abc\n", "--alpn", "echo", "-o", "run.json", "--keylog", "keys"]);
    let said = ok(&output);
    assert_eq!(out(&output), "cba\n");
    for part in ["ClientHello", "ServerHello", "WAIT_FINISHED → CONNECTED", "close_notify"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    assert!(!said.contains('\x1b'), "colours in a pipe");
    let trace = std::fs::read_to_string(files.path("run.json")).expect("the account");
    assert!(trace.starts_with(r#"{"format":"handshake-lab-trace","version":2,"scenario":"live""#), "{trace:.80}");
    opens(&trace);
    let keys = std::fs::read_to_string(files.path("keys")).expect("the key log");
    assert_eq!(keys.lines().filter(|line| line.starts_with("SERVER_TRAFFIC_SECRET_0 ")).count(), 1, "{keys}");
}

#[test]
fn connect_speaks_tls12() {
    let files = Files::new("connect12");
    let server = files.s_server(&["-rev", "-tls1_2"]);
    for args in [["--tls", "1.2"], ["--suite", "ECDHE-ECDSA-CHACHA20-POLY1305"], ["--wait", "0.5"]] {
        let args = [["--send", "abc\n", "--keylog", "keys", "-o", "run.json"].as_slice(), &args].concat();
        let output = files.connect(server.port, &args);
        let said = ok(&output);
        opens(&std::fs::read_to_string(files.path("run.json")).expect("the account"));
        assert_eq!(out(&output), "cba\n");
        assert!(said.contains("ServerHelloDone") && said.contains("WAIT_FINISHED → CONNECTED"), "{said}");
    }
    let keys = std::fs::read_to_string(files.path("keys")).expect("the key log");
    assert_eq!(keys.lines().filter(|line| line.starts_with("CLIENT_RANDOM ")).count(), 3, "{keys}");
    let said = ok(&files.connect(server.port, &["--resume", "--send", "abc\n"]));
    assert!(said.contains("resumed: no certificate was needed"), "{said}");
    fails(&files.connect(server.port, &["--tls", "1.3"]), 4, "protocol_version");
}

#[test]
fn serve_speaks_tls12() {
    let files = Files::new("serve12");
    let server = files.serve(&["--reply", "welcome\n"]);
    let said = files.s_client(server.port, "hello\n", &["-tls1_2", "-sess_out", "session"]);
    for part in ["welcome", "Verification: OK", "Extended master secret: yes", "Secure Renegotiation IS supported"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    let said = files.s_client(server.port, "hello\n", &["-tls1_2", "-sess_in", "session"]);
    assert!(said.contains("Reused, TLSv1.2") && said.contains("welcome"), "{said}");
    let mut once = files.serve(&["--reply", "welcome\n", "--once", "-o", "once.json"]);
    assert!(files.s_client(once.port, "hello\n", &["-tls1_2"]).contains("welcome"));
    assert_eq!(once.end().0, Some(0));
    opens(&std::fs::read_to_string(files.path("once.json")).expect("the account"));
    let only = files.serve(&["--reply", "welcome\n", "--tls", "1.3"]);
    assert!(!files.s_client(only.port, "hello\n", &["-tls1_2"]).contains("welcome"));
}

#[test]
fn the_forbidden_versions_are_spoken_for_teaching_alone() {
    let files = Files::new("forbidden");
    for (version, option) in [("1.1", "-tls1_1"), ("1.0", "-tls1")] {
        let server = files.s_server(&["-rev", option, "-cipher", "ALL:@SECLEVEL=0"]);
        let old = ["--send", "abc\n", "-o", "run.json", "--tls", version, "--for-teaching"];
        let output = files.connect(server.port, &old);
        let said = ok(&output);
        assert_eq!(out(&output), "cba\n");
        assert!(said.contains("is forbidden since 2021 (RFC 8996)") && said.contains("ServerHelloDone"), "{said}");
        let trace = std::fs::read_to_string(files.path("run.json")).expect("the account");
        opens(&trace);
        let story = Story::recorded(&trace, "/open/1").unwrap_or_else(|problem| panic!("{problem}"));
        for step in 1..=story.position().1 {
            let told = format!("{:?}", story.act(Action::GoTo(step)).page().narration.aside);
            assert!(told.contains("RFC 8996") && told.contains(&format!("TLS {version}")), "{step}: {told}");
        }
        // Not without being asked, and not with half of the question.
        fails(&files.connect(server.port, &["--send", "abc\n"]), 4, "protocol_version");
        fails(&files.connect(server.port, &["--tls", version]), 2, "only with --for-teaching");
        fails(&files.connect(server.port, &["--for-teaching"]), 2, "--tls");

        let own = files.serve(&["--reply", "welcome\n", "--tls", version, "--for-teaching"]);
        let legacy = [option, "-cipher", "ALL:@SECLEVEL=0"];
        assert!(files.s_client(own.port, "hello\n", &legacy).contains("welcome"));
        let usual = files.serve(&["--reply", "welcome\n"]);
        assert!(!files.s_client(usual.port, "hello\n", &legacy).contains("welcome"));
    }
}

#[test]
fn connect_is_asked_for_another_hello() {
    let files = Files::new("retry");
    for (group, suite) in [("P-256", "TLS_AES_128_GCM_SHA256"), ("P-384", "TLS_AES_256_GCM_SHA384")] {
        let server = files.s_server(&["-rev", "-groups", group, "-ciphersuites", suite]);
        let output = files.connect(server.port, &["--send", "abc\n"]);
        let said = ok(&output);
        assert_eq!(out(&output), "cba\n");
        assert!(said.contains("HelloRetryRequest"), "{said}");
    }
}

#[test]
fn connect_comes_back_with_a_ticket() {
    let files = Files::new("resume");
    let server = files.s_server(&["-rev"]);
    let output = files.connect(server.port, &["--resume", "--send", "abc\n"]);
    let said = ok(&output);
    assert_eq!(out(&output), "cba\n");
    assert!(said.contains("resumed: no certificate was needed"), "{said}");
}

#[test]
fn connect_sends_early_data() {
    let files = Files::new("early");
    let mut server = files.s_server(&["-early_data"]);
    let output = files.connect(server.port, &["--resume", "--early-data", "so early", "--wait", "0.3"]);
    let said = ok(&output);
    assert!(said.contains("early data (8 B): accepted"), "{said}");
    server.child.kill().expect("it runs");
    let mut heard = String::new();
    server.said.take().expect("once").read_to_string(&mut heard).expect("text");
    assert!(heard.contains("so early"), "{heard}");
}

#[test]
fn connect_shows_who_it_is() {
    let files = Files::new("client-auth");
    let server = files.s_server(&["-rev", "-Verify", "1", "-verify_return_error"]);
    let output = files.connect(server.port, &["--cert", "cert.pem", "--key", "key.pem", "--send", "abc\n"]);
    assert!(ok(&output).contains("CertificateRequest"));
    assert_eq!(out(&output), "cba\n");
    fails(&files.connect(server.port, &["--send", "abc\n"]), 4, "certificate_required");
}

#[test]
fn serve_openssl() {
    let files = Files::new("serve");
    let server = files.serve(&["--reply", "welcome\n"]);
    let said = files.s_client(server.port, "hello\n", &["-sess_out", "session"]);
    assert!(said.contains("welcome") && said.contains("Verification: OK"), "{said}");
    std::fs::write(files.path("early"), "so early").expect("a file");
    let said = files.s_client(server.port, "", &["-sess_in", "session", "-early_data", "early"]);
    for part in ["Reused, TLSv1.3", "Early data was accepted", "welcome"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    // Its first guess is a group that we do not have: it is asked for another.
    let said = files.s_client(server.port, "hello\n", &["-groups", "X448:P-384"]);
    assert!(said.contains("secp384r1") && said.contains("welcome"), "{said}");
}

#[test]
fn serve_takes_openssls_key_update() {
    let files = Files::new("key-update");
    let mut server = files.serve(&["--reply", "welcome\n", "--once", "-o", "served.json"]);
    // On a line of its own, K is a command of s_client's: send KeyUpdate, and ask for one.
    let said = files.s_client_saying(server.port, &["K\n", "hello\n"], &[]);
    assert!(said.contains("KEYUPDATE") && said.contains("welcome"), "{said}");
    let (code, said) = server.end();
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(said.matches("KeyUpdate").count(), 2, "{said}");
    opens(&std::fs::read_to_string(files.path("served.json")).expect("the account"));
}

#[test]
fn serve_asks_who_the_client_is() {
    let files = Files::new("serve-auth");
    let server = files.serve(&["--client-ca", "ca.pem", "--reply", "welcome\n"]);
    let said = files.s_client(server.port, "hello\n", &["-cert", "cert.pem", "-key", "key.pem"]);
    assert!(said.contains("welcome"), "{said}");
    let said = files.s_client(server.port, "hello\n", &[]);
    assert!(said.contains("certificate required") && !said.contains("welcome"), "{said}");
}

#[test]
fn connect_and_serve_each_other() {
    let files = Files::new("ourselves");
    for group in ["x25519", "P-256", "secp384r1", "X25519MLKEM768"] {
        let mut server = files.serve(&["--group", group, "--reply", "welcome", "--once"]);
        let output = files.connect(server.port, &["--group", group, "--send", "hello"]);
        ok(&output);
        assert_eq!(out(&output), "welcome", "{group}");
        assert_eq!(server.end().0, Some(0), "{group}");
    }
}

#[test]
fn connect_to_gnutls() {
    let files = Files::new("gnutls-serv");
    let port = free_port();
    let child = Command::new("gnutls-serv")
        .args(["--port", &port.to_string(), "--x509certfile", "cert.pem", "--x509keyfile", "key.pem", "--echo"])
        .args(["--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.3", "--earlydata", "--maxearlydata", "1000"])
        .current_dir(&files.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gnutls-serv is installed");
    let _server = Server { child, port, said: None };
    for _ in 0..500 {
        match TcpStream::connect(("127.0.0.1", port)) {
            Ok(_) => break,
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
    let output = files.connect(port, &["--resume", "--early-data", "so early", "--send", "hello\n"]);
    let said = ok(&output);
    assert!(said.contains("early data (8 B): accepted") && said.contains("resumed"), "{said}");
    assert!(out(&output).contains("hello"), "{}", out(&output));
    for group in ["x25519", "secp256r1", "secp384r1"] {
        let output = files.connect(port, &["--group", group, "--send", "hello\n"]);
        ok(&output);
        assert_eq!(out(&output), "hello\n", "{group}");
    }
}

#[test]
fn serve_gnutls() {
    let files = Files::new("gnutls-cli");
    let server = files.serve(&["--reply", "welcome\n"]);
    let mut child = Command::new("gnutls-cli")
        .args([
            "--port",
            &server.port.to_string(),
            "localhost",
            "--x509cafile",
            "ca.pem",
            "--resume",
            "--waitresumption",
        ])
        .current_dir(&files.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("gnutls-cli is installed");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(b"hello\n").expect("it reads");
    thread::sleep(Duration::from_millis(1500));
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let said = out(&output);
    for part in ["The certificate is trusted", "This is a resumed session", "welcome"] {
        assert!(said.contains(part), "{part} is missing in {said}{}", err(&output));
    }
}

#[test]
fn what_is_no_tls_is_told_in_one_line() {
    let files = Files::new("no-tls");
    let port = answering(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    fails(&files.connect(port, &[]), 4, "this looks like HTTP");
    let port = answering(b"\xff\xff\xff\xff\xff\xff\xff\xff");
    fails(&files.connect(port, &[]), 4, "record-type");
    let port = answering(b"");
    fails(&files.connect(port, &[]), 6, "closed the connection in the handshake");
    fails(&files.connect(free_port(), &[]), 3, "refused");

    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("bound").port();
    fails(&files.connect(port, &["--timeout", "0.3"]), 5, "nothing came for 0.3 s");

    let mut server = files.serve(&["--once"]);
    TcpStream::connect(("127.0.0.1", server.port))
        .and_then(|mut s| s.write_all(b"GET / HTTP/1.0\r\n\r\n"))
        .expect("sent");
    let (code, said) = server.end();
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("this looks like HTTP"), "{said}");
}

#[test]
fn bad_arguments_name_what_is_wrong() {
    let files = Files::new("arguments");
    let no = |args: &[&str], reason: &str| fails(&files.connect(1, args), 2, reason);
    no(&["--suite", "TLS_NULL"], "TLS_AES_128_GCM_SHA256");
    no(&["--group", "P-1"], "x25519");
    no(&["--cert", "ext", "--key", "key.pem"], "ext: ");
    no(&["--cert", "cert.pem", "--key", "ext"], "ext: no private key");
    let gone = Command::new(HANDSHAKE).args(["connect", "localhost:1", "--ca", "gone.pem"]).output().expect("our own");
    fails(&gone, 2, "gone.pem");
}

/// A port on which somebody answers the first bytes with these, and hangs up.
fn answering(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("bound").port();
    thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(bytes);
    });
    port
}

/// The account is there, whoever ended it and how; and what a page opens.
#[test]
fn the_account_is_written_however_it_ends() {
    let files = Files::new("ends");
    let file = files.path("run.json");
    let server = files.s_server(&["-rev"]);
    std::fs::copy(files.path("cert.pem"), files.path("other.pem")).expect("a copy");
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent = silent.local_addr().map(|at| (at.port(), silent)).expect("bound");
    let ways: [(u16, i32, &[&str]); 5] = [
        (server.port, 0, &["--send", "abc\n"]),
        (server.port, 4, &["--server-name", "other.example"]),
        (answering(b"HTTP/1.1 400 Bad Request\r\n\r\n"), 4, &[]),
        (answering(b""), 6, &[]),
        (silent.0, 5, &["--timeout", "0.3"]),
    ];
    for (port, code, args) in ways {
        let _ = std::fs::remove_file(&file);
        let output = files.connect(port, &[args, &["-o", "run.json"]].concat());
        assert_eq!(output.status.code(), Some(code), "{}", err(&output));
        opens(&std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{code}: {error}")));
    }
    let output = files.connect(answering(b""), &["--format", "json"]);
    let said = err(&output);
    assert!(said.lines().any(|line| line.starts_with("{\"format\":\"handshake-lab-trace\"")), "{said}");
    let left: Vec<_> = std::fs::read_dir(&files.0).expect("a folder").flatten().map(|file| file.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains(".part")), "{left:?}");
}

/// Wireshark can follow the key log, and who is killed leaves an account of all that has happened.
#[test]
fn files_are_written_as_it_goes() {
    let files = Files::new("follow");
    let server = files.s_server(&["-rev"]);
    let mut child = Command::new(HANDSHAKE)
        .args(["connect", &format!("localhost:{}", server.port), "--ca", "ca.pem", "--send", "abc\n", "--wait", "600"])
        .args(["--keylog", "keys", "-o", "run.json"])
        .current_dir(&files.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("our own");
    // It goes on for ten minutes, and is not waited for.
    let there = |file: &str, part: &str| {
        let path = files.path(file);
        (0..1500).any(|_| {
            thread::sleep(Duration::from_millis(20));
            std::fs::read_to_string(&path).is_ok_and(|text| text.contains(part))
        })
    };
    let (keys, answer) = (there("keys", "SERVER_TRAFFIC_SECRET_0 "), there("run.json", "6362610a"));
    let running = child.try_wait().expect("it can be asked").is_none();
    child.kill().expect("it runs");
    let _ = child.wait();
    assert!(keys && answer && running, "key log: {keys}, account with the answer: {answer}, still running: {running}");
    opens(&std::fs::read_to_string(files.path("run.json")).expect("the account"));
}
